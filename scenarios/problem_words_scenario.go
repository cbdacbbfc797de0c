package scenarios

// What is wrong with a scenario and with what it extends.
var wordsOfScenario = map[string]otherWords{
	"title is missing; say in one line what the scenario is about": {
		"нет title; скажите одной строкой, о чём сценарий",
		"title жоқ; сценарийдің не туралы екенін бір жолмен айтыңыз",
	},
	"scenarios": {
		"сценарии",
		"сценарийлер",
	},
	"programmes (gas, food)": {
		"программы (gas, food)",
		"бағдарламалар (gas, food)",
	},
	"gas or food": {
		"gas или food",
		"gas немесе food",
	},
	"unknown programme %s%s": {
		"неизвестная программа %s%s",
		"белгісіз бағдарлама %s%s",
	},
	"unknown reading %s%s": {
		"неизвестная трактовка %s%s",
		"белгісіз түсіндіру нұсқасы %s%s",
	},
	"unknown choice %s%s": {
		"неизвестный вариант %s%s",
		"белгісіз таңдау %s%s",
	},
	"unknown path %s%s": {
		"неизвестный путь %s%s",
		"белгісіз жол атауы %s%s",
	},
	"vouch scenarios explain lists the paths": {
		"пути перечисляет vouch scenarios explain",
		"жол атауларын vouch scenarios explain тізеді",
	},
	"unknown assumption %s%s": {
		"неизвестное предположение %s%s",
		"белгісіз болжам %s%s",
	},
	"vouch scenarios explain lists them": {
		"их перечисляет vouch scenarios explain",
		"оларды vouch scenarios explain тізеді",
	},
	"write a list of %d whole numbers, as in policy/assumptions.yaml": {
		"напишите список целых чисел, как в policy/assumptions.yaml; их должно быть %d",
		"policy/assumptions.yaml файлындағыдай бүтін сандар тізімін жазыңыз; олардың саны – %d",
	},
	"value is missing; write {value: …, source: …}": {
		"нет value; напишите {value: …, source: …}",
		"value жоқ; {value: …, source: …} деп жазыңыз",
	},
	"%s is no name; write small letters a to z, digits and single hyphens, such as outage-of-february": {
		"%s – не имя; пишите строчные буквы a–z, цифры и одиночные дефисы, например outage-of-february",
		"%s – атау емес; a–z кіші әріптерін, цифрлар мен жеке дефистерді жазыңыз, мысалы outage-of-february",
	},
	"to %v is before from %v; swap them": {
		"to %v раньше, чем from %v; поменяйте их местами",
		"to %v мәні from %v мәнінен ерте; орындарын ауыстырыңыз",
	},
	"from %v is after to %v; swap them": {
		"from %v позже, чем to %v; поменяйте их местами",
		"from %v мәні to %v мәнінен кеш; орындарын ауыстырыңыз",
	},
	"{kind: sms_outage, from: 2026-02-05, to: 2026-02-05}, or %s for one that a parent has": {
		"{kind: sms_outage, from: 2026-02-05, to: 2026-02-05} или %s, если событие отменяет родительское",
		"{kind: sms_outage, from: 2026-02-05, to: 2026-02-05}, ал негізгі файлдағысын алып тастау үшін – %s",
	},
	"unknown kind %s%s": {
		"неизвестный вид %s%s",
		"белгісіз түр %s%s",
	},
	"kind is missing; write one of %s": {
		"нет kind; напишите одно из: %s",
		"kind жоқ; мыналардың бірін жазыңыз: %s",
	},
	"%s (%s) says %s, and %s (%s) says %s; decide here, with a line of your own, or extend one of the two": {
		"в %s (%s) сказано %s, а в %s (%s) – %s; решите здесь своей строкой или опирайтесь на один из двух",
		"%s (%s) файлында %s делінген, ал %s (%s) файлында – %s; мұнда өз жолыңызбен шешіңіз немесе екеуінің біреуіне сүйеніңіз",
	},
	"%s from %v = %s": {
		"%s с %v = %s",
		"%s, %v бастап = %s",
	},
	"scenario: no %s in the library%s": {
		"сценарий: в библиотеке нет %s%s",
		"сценарий: кітапханада %s жоқ%s",
	},
	"vouch scenarios list names all; for a file, give its path with .yaml": {
		"все называет vouch scenarios list; если это файл, дайте его путь с .yaml",
		"барлығын vouch scenarios list атайды; файл болса, жолын .yaml қосып жазыңыз",
	},
	"no %s in the library%s": {
		"в библиотеке нет %s%s",
		"кітапханада %s жоқ%s",
	},
	"vouch scenarios list names all; for a file beside this one, write its name with .yaml": {
		"все называет vouch scenarios list; если это файл рядом, напишите его имя с .yaml",
		"барлығын vouch scenarios list атайды; қасындағы файл болса, атын .yaml қосып жазыңыз",
	},
	"an id of the library, or a file beside this one with .yaml": {
		"id из библиотеки или файл рядом с этим, с .yaml",
		"кітапханадағы id немесе осы файлдың қасындағы .yaml файлын",
	},
	"%s comes back to itself; take one of them out": {
		"%s возвращается к себе; уберите одно звено",
		"%s өзіне қайта оралады; бір буынын алып тастаңыз",
	},
	"more than %d generations or %d files; put what they say into fewer": {
		"больше %d поколений или %d файлов; соберите сказанное в меньшее число",
		"%d буыннан немесе %d файлдан көп; айтылғанды азырақ файлға жинаңыз",
	},
	"%s is no scenario; write an id of the library, or a file with .yaml": {
		"%s – не сценарий; напишите id из библиотеки или файл с .yaml",
		"%s – сценарий емес; кітапханадағы id немесе .yaml файлын жазыңыз",
	},
	"no file %s; write the name of one beside this file, or an id of the library, which vouch scenarios list names": {
		"нет файла %s; напишите имя файла рядом с этим или id из библиотеки (vouch scenarios list)",
		"%s файлы жоқ; осы файлдың қасындағы файл атын немесе кітапханадағы id жазыңыз (vouch scenarios list)",
	},
	"the id %s is also that of %s; reports could not tell the two apart, so give each its own": {
		"id %s есть и у %s; отчёты их не различат, поэтому дайте каждому свой",
		"%s id-і %s файлында да бар; есептер оларды ажырата алмайды, сондықтан әрқайсысына өзінікін беріңіз",
	},
	"%s is also the id of %s:%d, which this file extends; give it one of its own": {
		"id %s есть и у %s:%d, на который опирается этот файл; дайте ему свой",
		"%s id-і осы файл сүйенетін %s:%d файлында да бар; оған өз id-ін беріңіз",
	},
	"seed %d is none; give one from 1 to %d": {
		"начальное число %d не подходит; дайте от 1 до %d",
		"%d бастапқы саны жарамайды; 1 мен %d аралығынан беріңіз",
	},
	"%d families are not possible; give 1 to %d, or 0 for as many as in the real pilots": {
		"столько семей не бывает: %d; дайте от 1 до %d или 0 – столько, сколько в настоящих пилотах",
		"мұнша отбасы болмайды: %d; 1 мен %d аралығынан беріңіз, ал 0 – нағыз пилоттардағыдай",
	},
	"%v to %v is not inside the pilots, which run from %v to %v": {
		"от %v до %v – вне пилотов, которые идут от %v до %v",
		"%v – %v аралығы пилоттардан тыс; олар %v – %v аралығында жүреді",
	},
	"%v to %v are %d days, at most %d are simulated": {
		"от %v до %v дней: %d, а моделируется не больше %d",
		"%v – %v аралығында күн саны: %d, ал модельденетіні ең көбі %d",
	},
	"%d days, at most %d are simulated; write a shorter span": {
		"дней: %d, а моделируется не больше %d; напишите более короткий срок",
		"күн саны: %d, ал модельденетіні ең көбі %d; қысқарақ мерзім жазыңыз",
	},
	"%s is not among the programmes; add it there, or delete it here": {
		"%s нет среди programmes; добавьте там или удалите здесь",
		"programmes ішінде %s жоқ; оны сонда қосыңыз немесе мұнда өшіріңіз",
	},
	"no place is left for %s; narrow it to another one, or take the programme out": {
		"для %s не осталось территорий; назовите другую или уберите программу",
		"%s үшін бірде-бір аумақ қалмады; басқасын атаңыз немесе бағдарламаны алып тастаңыз",
	},
	"%s %s is after %s %s; swap them": {
		"%s %s позже, чем %s %s; поменяйте их местами",
		"%s %s мәні %s %s мәнінен кеш; орындарын ауыстырыңыз",
	},
	"the pilots end on %v, before they begin on %v; mend gas.period or food.period": {
		"пилоты кончаются %v, раньше, чем начинаются %v; исправьте gas.period или food.period",
		"пилоттар %[2]v басталмай тұрып, %[1]v аяқталады; gas.period немесе food.period мәнін түзетіңіз",
	},
	"from %v is outside the pilots, which run from %v to %v; a value that holds from the beginning needs no day": {
		"from %v – вне пилотов, которые идут от %v до %v; значению, верному с самого начала, день не нужен",
		"from %v пилоттардан тыс; олар %v – %v аралығында жүреді; басынан бастап жүретін мәнге күн керек емес",
	},
	"no programme that this strikes (%s) runs in %v; name another place": {
		"в %[2]v не идёт ни одна программа, которой это касается (%[1]s); назовите другую территорию",
		"%[2]v аумағында бұған қатысты бағдарлама (%[1]s) жүрмейді; басқа аумақты атаңыз",
	},
	"no programme that this strikes (%s) is among the programmes; add it there, or delete it here": {
		"среди programmes нет ни одной, которой это касается (%s); добавьте там или удалите здесь",
		"programmes ішінде бұған қатысты бағдарлама (%s) жоқ; оны сонда қосыңыз немесе мұнда өшіріңіз",
	},
	"this lies outside the pilots, which run from %v to %v": {
		"это вне пилотов, которые идут от %v до %v",
		"бұл пилоттардан тыс; олар %v – %v аралығында жүреді",
	},
	"%v is outside the pilots, which run from %v to %v; write a day inside them, or move them with gas.period and food.period under set": {
		"%v – вне пилотов, которые идут от %v до %v; напишите день внутри или сдвиньте пилоты ключами gas.period и food.period в set",
		"%v пилоттардан тыс; олар %v – %v аралығында жүреді; осы аралықтағы күнді жазыңыз немесе пилоттарды set ішіндегі gas.period және food.period кілттерімен жылжытыңыз",
	},
	"from %v is after the last day, %v; write an earlier one": {
		"from %v позже последнего дня, %v; напишите день раньше",
		"from %v соңғы күннен (%v) кеш; ертерек күнді жазыңыз",
	},
	"%v stands in this file already (%s); keep one": {
		"%v уже есть в этом файле (%s); оставьте одно",
		"%v осы файлда бар (%s); біреуін қалдырыңыз",
	},
	"the %s pilot runs there already; take it out of the list": {
		"пилот %s там уже идёт; уберите из списка",
		"%s пилоты онда жүріп жатыр; тізімнен алып тастаңыз",
	},
	"the %s pilot does not run there; take it out of the list, or name one of %s": {
		"пилот %s там не идёт; уберите из списка или назовите одну из территорий: %s",
		"%s пилоты онда жүрмейді; тізімнен алып тастаңыз немесе мына аумақтардың бірін атаңыз: %s",
	},
	"set from the same day on %s; keep one": {
		"с того же дня задано в %s; оставьте одно",
		"дәл сол күннен бастап %s ішінде де берілген; біреуін қалдырыңыз",
	},
	"%s is no month or day; write a path such as food.mrp@2026-03 or food.mrp@2026-03-15": {
		"%s – не месяц и не день; напишите путь, например food.mrp@2026-03 или food.mrp@2026-03-15",
		"%s – ай да, күн де емес; мысалы food.mrp@2026-03 немесе food.mrp@2026-03-15 деп жазыңыз",
	},
	"this holds for the whole country; write one value, or a list of - {from: 2026-03-01, value: …}": {
		"это одно для всей страны; напишите одно значение или список из - {from: 2026-03-01, value: …}",
		"бұл бүкіл ел үшін бірдей; бір мән немесе - {from: 2026-03-01, value: …} тізімін жазыңыз",
	},
	"values with a day stand in a list; write - {from: 2026-03-01, value: …}": {
		"значения с днём стоят в списке; напишите - {from: 2026-03-01, value: …}",
		"күні бар мәндер тізімде тұрады; - {from: 2026-03-01, value: …} деп жазыңыз",
	},
	"the day stands behind the path; write one value, or a list under the path alone": {
		"день уже стоит за путём; напишите одно значение, а список – под путём без дня",
		"күн жол атауынан кейін тұр; бір мән жазыңыз, ал тізімді күнсіз жол атауының астына жазыңыз",
	},
	"values with the day from which each holds": {
		"значения с днём, с которого каждое действует",
		"әрқайсысы қай күннен бастап жүретіні көрсетілген мәндер",
	},
	"%v does not come after %v; put the days in order, each once": {
		"%v идёт не после %v; расставьте дни по порядку, каждый один раз",
		"%v күні %v күнінен кейін емес; күндерді ретімен, әрқайсысын бір рет қойыңыз",
	},
	"value is missing; write {from: 2026-03-01, value: …}": {
		"нет value; напишите {from: 2026-03-01, value: …}",
		"value жоқ; {from: 2026-03-01, value: …} деп жазыңыз",
	},
	"from is missing; write {from: 2026-03-01, value: …}": {
		"нет from; напишите {from: 2026-03-01, value: …}",
		"from жоқ; {from: 2026-03-01, value: …} деп жазыңыз",
	},
	"this is not written in %s; write %s such as %s": {
		"это не пишется в %s; напишите %s, например %s",
		"бұл %s түрінде жазылмайды; мынаны жазыңыз: %s, мысалы %s",
	},
	"unknown kind of store %s%s": {
		"неизвестный вид магазина %s%s",
		"дүкеннің белгісіз түрі %s%s",
	},
	"stores, such as {territory: 551010000, kind: small, count: 3}": {
		"магазины, например {territory: 551010000, kind: small, count: 3}",
		"дүкендер, мысалы {territory: 551010000, kind: small, count: 3}",
	},
	"write either count or share": {
		"напишите что-то одно: count или share",
		"count пен share екеуінің бірін ғана жазыңыз",
	},
	"a count is of one town; name its territory, or write a share": {
		"count относится к одному городу; назовите его territory или напишите share",
		"count бір қалаға қатысты; оның territory кодын атаңыз немесе share жазыңыз",
	},
	"the same stores stand in this file already (%s); keep one": {
		"эти же магазины уже есть в файле (%s); оставьте одно",
		"дәл осы дүкендер файлда бар (%s); біреуін қалдырыңыз",
	},
}
