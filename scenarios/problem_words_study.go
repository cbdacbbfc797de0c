package scenarios

// What is wrong with a study, and with known figures that are fitted to.
var wordsOfStudy = map[string]otherWords{
	"title is missing; say in one line what the study asks": {
		"нет title; скажите одной строкой, о чём спрашивает расчёт",
		"title жоқ; есептеудің не сұрайтынын бір жолмен айтыңыз",
	},
	"entries such as {mode: grid, over: {food.mrp_per_member: [1, 1.5]}}": {
		"записи, например {mode: grid, over: {food.mrp_per_member: [1, 1.5]}}",
		"жазбалар, мысалы {mode: grid, over: {food.mrp_per_member: [1, 1.5]}}",
	},
	"nothing is compared; name scenarios, or a sweep": {
		"сравнивать нечего; назовите scenarios или sweep",
		"салыстыратын ештеңе жоқ; scenarios немесе sweep атаңыз",
	},
	"%s has the id %s, which %s has too; a report could not tell them apart": {
		"у %s id %s, и такой же у %s; отчёт их не различит",
		"%[1]s файлының id-і %[2]s, %[3]s файлында да сондай; есеп оларды ажырата алмайды",
	},
	"of %s: %v": {
		"в %s: %v",
		"%s сценарийінде: %v",
	},
	"mode or over is missing; write {mode: grid, over: {food.mrp_per_member: [1, 1.5]}}": {
		"нет mode или over; напишите {mode: grid, over: {food.mrp_per_member: [1, 1.5]}}",
		"mode немесе over жоқ; {mode: grid, over: {food.mrp_per_member: [1, 1.5]}} деп жазыңыз",
	},
	"unknown mode %s%s": {
		"неизвестный способ перебора %s%s",
		"сұрыптаудың белгісіз тәсілі %s%s",
	},
	"draws is missing; say how many points a Latin hypercube has, such as draws: 64": {
		"нет draws; скажите, сколько точек в латинском гиперкубе, например draws: 64",
		"draws жоқ; латын гиперкубында неше нүкте бар екенін айтыңыз, мысалы draws: 64",
	},
	"only lhs has draws; a %s has the values of its lists": {
		"draws бывает только у lhs; у %s – значения из списков",
		"draws тек lhs тәсілінде болады; %s тәсілінде тізімдердегі мәндер алынады",
	},
	"%s is a list; write a scenario for each list that is to be compared": {
		"%s – список; для каждого списка, который надо сравнить, напишите свой сценарий",
		"%s – тізім; салыстырылатын әр тізім үшін бөлек сценарий жазыңыз",
	},
	"%s is varied already, on line %s; keep one": {
		"%s уже меняется в строке %s; оставьте одно",
		"%s мәні %s-жолда өзгертіліп тұр; біреуін қалдырыңыз",
	},
	"%s is of another sort than %s; policy and behaviour are varied in entries of their own": {
		"%s – другого рода, чем %s; правила и поведение меняются в разных записях",
		"%s пен %s тектері бөлек; ережелер мен мінез-құлық бөлек жазбаларда өзгертіледі",
	},
	"%s has %d values and %s has %d; a zip takes one of each at a time, so write as many": {
		"у %s значений %d, а у %s – %d; zip берёт их по одному, поэтому напишите поровну",
		"%s мәндерінің саны %d, ал %s – %d; zip олардан бір-бірден алады, сондықтан бірдей мөлшерде жазыңыз",
	},
	"values": {
		"значения",
		"мәндер",
	},
	"write {from: least, to: greatest}": {
		"напишите {from: наименьшее, to: наибольшее}",
		"{from: ең кішісі, to: ең үлкені} деп жазыңыз",
	},
	"from or to is missing; %s": {
		"нет from или to; %s",
		"from немесе to жоқ; %s",
	},
	"%s is not below %s; %s": {
		"%s не меньше, чем %s; %s",
		"%s мәні %s мәнінен кіші емес; %s",
	},
	"a sweep is written in the unit of its path, %s": {
		"в sweep пишут в единице самого пути: %s",
		"sweep ішінде жол атауының өз бірлігімен жазылады: %s",
	},
	"stop says at_least and at_most; take replications out": {
		"в stop есть at_least и at_most; уберите replications",
		"stop ішінде at_least пен at_most бар; replications кілтін алып тастаңыз",
	},
	"metric or relative_half_width is missing; write {metric: food.credited, relative_half_width: 0.005}": {
		"нет metric или relative_half_width; напишите {metric: food.credited, relative_half_width: 0.005}",
		"metric немесе relative_half_width жоқ; {metric: food.credited, relative_half_width: 0.005} деп жазыңыз",
	},
	"unknown figure %s%s": {
		"неизвестный показатель %s%s",
		"белгісіз көрсеткіш %s%s",
	},
	"at_least %d is above at_most %d; swap them, or raise at_most": {
		"at_least %d больше, чем at_most %d; поменяйте местами или увеличьте at_most",
		"at_least %d мәні at_most %d мәнінен үлкен; орындарын ауыстырыңыз немесе at_most мәнін көбейтіңіз",
	},
	"a decimal from 0.0001 to 0.5": {
		"десятичную дробь от 0.0001 до 0.5",
		"0.0001 мен 0.5 аралығындағы ондық бөлшекті",
	},
	"%s is outside; write %s": {
		"%s – вне границ; напишите %s",
		"%s – шектен тыс; мынаны жазыңыз: %s",
	},
	"title is missing; say in one line what figures these are": {
		"нет title; скажите одной строкой, что это за показатели",
		"title жоқ; бұл қандай көрсеткіштер екенін бір жолмен айтыңыз",
	},
	"targets is missing; list the figures that are known": {
		"нет targets; перечислите известные показатели",
		"targets жоқ; белгілі көрсеткіштерді тізіп жазыңыз",
	},
	"figures, each with id, title, metric, value, tolerance and source": {
		"показатели, каждый с id, title, metric, value, tolerance и source",
		"көрсеткіштер, әрқайсысында id, title, metric, value, tolerance және source бар",
	},
	"the id %s stands twice; give each target its own": {
		"id %s стоит дважды; дайте каждому показателю свой",
		"%s id-і екі рет тұр; әр көрсеткішке өзінікін беріңіз",
	},
	"%s is fitted to %s already, and one figure cannot follow two; hold one of them out": {
		"%s уже подгоняется к %s, а одно число не может следовать двум; одно из них отложите (hold_out)",
		"%s қазірдің өзінде %s бойынша сәйкестендіріледі, ал бір сан екеуіне ере алмайды; біреуін шетке қойыңыз (hold_out)",
	},
	"%s is missing; write title, metric, value, tolerance and source": {
		"нет %s; напишите title, metric, value, tolerance и source",
		"%s жоқ; title, metric, value, tolerance және source жазыңыз",
	},
	"%s is of another programme than %s; write one of the same": {
		"%s и %s – из разных программ; напишите показатели одной",
		"%s пен %s әртүрлі бағдарламадан; бір бағдарламаның көрсеткіштерін жазыңыз",
	},
	"%s and %s are not in one unit, so that the one is no share of the other; write two sums or two counts": {
		"%s и %s – в разных единицах, и одно не доля другого; напишите две суммы или два количества",
		"%s пен %s әртүрлі бірлікте, сондықтан бірі екіншісінің үлесі бола алмайды; екі сома немесе екі сан жазыңыз",
	},
	"%s is always the whole of itself; write another figure": {
		"%s всегда составляет целое от самого себя; напишите другой показатель",
		"%s әрқашан өзіне тең; басқа көрсеткіш жазыңыз",
	},
	"a figure such as food.consented": {
		"показатель, например food.consented",
		"көрсеткішті, мысалы food.consented",
	},
	"%s is missing; write {from: 2026-01, to: 2026-03}": {
		"нет %s; напишите {from: 2026-01, to: 2026-03}",
		"%s жоқ; {from: 2026-01, to: 2026-03} деп жазыңыз",
	},
	"a month such as 2026-03": {
		"месяц, например 2026-03",
		"айды, мысалы 2026-03",
	},
	"%s is no month; write one such as 2026-03": {
		"%s – не месяц; напишите, например, 2026-03",
		"%s – ай емес; мысалы 2026-03 деп жазыңыз",
	},
	"%s is not read here; write true, or take the key out": {
		"%s здесь не читается; напишите true или уберите ключ",
		"%s мұнда оқылмайды; true деп жазыңыз немесе кілтті алып тастаңыз",
	},
	"fits and hold_out exclude each other; keep one": {
		"fits и hold_out исключают друг друга; оставьте одно",
		"fits пен hold_out бір-бірін жоққа шығарады; біреуін қалдырыңыз",
	},
	"write fits with the assumption that is fitted to this, or hold_out: true": {
		"напишите fits с предположением, которое подгоняется к этому, или hold_out: true",
		"осыған сәйкестендірілетін болжамы бар fits немесе hold_out: true деп жазыңыз",
	},
	"an assumption such as food_consent.accept": {
		"предположение, например food_consent.accept",
		"болжамды, мысалы food_consent.accept",
	},
	"%s is no assumption that can be fitted%s": {
		"%s – не предположение, которое можно подгонять%s",
		"%s – сәйкестендіруге болатын болжам емес%s",
	},
	"write one with a single value in ppm; vouch scenarios explain lists them": {
		"напишите предположение с одним значением в ppm; их перечисляет vouch scenarios explain",
		"ppm бірлігінде бір мәні бар болжамды жазыңыз; оларды vouch scenarios explain тізеді",
	},
	"%s names no source; write one such as found:DFC-2025, or model where the figure was invented": {
		"%s не называет источника; напишите, например, found:DFC-2025 или model, если число придумано",
		"%s дереккөзді атамайды; мысалы found:DFC-2025 деп, ал сан ойдан алынса, model деп жазыңыз",
	},
}
