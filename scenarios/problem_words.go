package scenarios

// sayings are all that is said of the files that officials write, by its words in English, which stand where it is
// said. What stories, profiles and requirements are told is English alone: engineers write those. A test reads the
// source and asks for both words of everything that is said.
var sayings = []map[string]otherWords{wordsOfForm, wordsOfValue, wordsOfScenario, wordsOfStudy}

// otherWords are those in Russian and in Kazakh. Gaps that come in another order are numbered.
type otherWords struct{ ru, kk string }

// What is wrong with a file before anybody asks what it is about: its bytes, its YAML, its keys and lists.
var wordsOfForm = map[string]otherWords{
	"a second document begins; keep one, and put the other into a file of its own": {
		"начинается второй документ; оставьте один, а другой вынесите в отдельный файл",
		"екінші құжат басталды; біреуін қалдырыңыз, екіншісін бөлек файлға шығарыңыз",
	},
	"nothing but comments; begin with a line such as %s": {
		"здесь только комментарии; начните со строки, например: %s",
		"мұнда тек түсініктемелер бар; мынадай жолдан бастаңыз: %s",
	},
	"more than %d KiB, which is all that is read; %s": {
		"больше %d КиБ, а больше не читается; %s",
		"%d КиБ-тан көп, одан артығы оқылмайды; %s",
	},
	"a byte order mark; save the file as UTF-8 without one": {
		"метка порядка байтов (BOM); сохраните файл в UTF-8 без неё",
		"байт ретінің белгісі (BOM) бар; файлды UTF-8 түрінде онсыз сақтаңыз",
	},
	"the file is empty; begin with a line such as %s": {
		"файл пуст; начните со строки, например: %s",
		"файл бос; мынадай жолдан бастаңыз: %s",
	},
	"a scenario says what differs, it does not list runs": {
		"сценарий говорит, что изменено, а не перечисляет прогоны",
		"сценарий ненің өзгеретінін айтады, есептеулерді тізбейді",
	},
	"leave out what it does not need": {
		"уберите лишнее",
		"артығын алып тастаңыз",
	},
	"the byte %#02x is not UTF-8; save the file as UTF-8": {
		"байт %#02x – не UTF-8; сохраните файл в UTF-8",
		"%#02x байты UTF-8 емес; файлды UTF-8 түрінде сақтаңыз",
	},
	"a tab in the indentation; use spaces": {
		"отступ сделан табуляцией; поставьте пробелы",
		"шегініс табуляциямен жасалған; бос орындар қойыңыз",
	},
	"the control character %U; delete it": {
		"управляющий символ %U; удалите его",
		"басқару таңбасы %U; оны өшіріңіз",
	},
	"more than %d words and signs; %s": {
		"больше %d слов и знаков; %s",
		"%d сөз бен белгіден көп; %s",
	},
	"nested more than %d deep; nothing here needs that": {
		"вложенность глубже %d уровней; здесь это нигде не нужно",
		"%d деңгейден терең кірістірілген; мұнда бұл еш жерде керек емес",
	},
	"this is not YAML: %s; look for a bracket, a quote, a colon or an indentation that is wrong here or just above": {
		"это не YAML (разбор говорит по-английски: %s); проверьте скобки, кавычки, двоеточия и отступы здесь и строкой выше",
		"бұл YAML емес (талдаушы ағылшынша айтады: %s); осы жердегі және бір жол жоғарыдағы жақшаларды, тырнақшаларды, қос нүктелер мен шегіністерді тексеріңіз",
	},
	"%s is not read here; write out what is meant": {
		"%s здесь не читается; напишите прямо то, что имеется в виду",
		"%s мұнда оқылмайды; айтайын дегеніңізді тікелей жазыңыз",
	},
	"%d entries, at most %d are read": {
		"записей: %d, а читается не больше %d",
		"жазбалар саны: %d, ал %d жазбадан артығы оқылмайды",
	},
	"an anchor (&)": {
		"якорь (&)",
		"зәкір (&)",
	},
	"an alias (*)": {
		"ссылка на якорь (*)",
		"зәкірге сілтеме (*)",
	},
	"a tag (!)": {
		"тег (!)",
		"тег (!)",
	},
	"a merge key (<<)": {
		"ключ слияния (<<)",
		"біріктіру кілті (<<)",
	},
	"a key with a question mark (?)": {
		"ключ с вопросительным знаком (?)",
		"сұрақ белгісі бар кілт (?)",
	},
	"a directive (%)": {
		"директива (%)",
		"директива (%)",
	},
	"%d more problems from here on; mend those above first": {
		"дальше ещё ошибок: %d; сначала исправьте те, что выше",
		"бұдан әрі тағы қате бар: %d; алдымен жоғарыдағыларын түзетіңіз",
	},
	"keys with values, such as key: value": {
		"ключи со значениями, например key: value",
		"мәні бар кілттерді, мысалы key: value",
	},
	"the key %s stands twice, first on line %d; keep one": {
		"ключ %s стоит дважды, впервые в строке %d; оставьте один",
		"%s кілті екі рет тұр, алғашқысы – %d-жолда; біреуін қалдырыңыз",
	},
	"; to add to those of the pilots, write change: {food: {add: [710000000]}}": {
		"; чтобы добавить к территориям пилотов, напишите change: {food: {add: [710000000]}}",
		"; пилоттар аумақтарына қосу үшін change: {food: {add: [710000000]}} деп жазыңыз",
	},
	"; to take some away, write change: {food: {remove: [551010000]}}": {
		"; чтобы убрать некоторые, напишите change: {food: {remove: [551010000]}}",
		"; кейбірін алып тастау үшін change: {food: {remove: [551010000]}} деп жазыңыз",
	},
	"unknown key %s%s%s": {
		"неизвестный ключ %s%s%s",
		"белгісіз кілт %s%s%s",
	},
	"the list is empty; name %s in it, or delete the key": {
		"список пуст; назовите в нём %s или удалите ключ",
		"тізім бос; онда мыналарды атаңыз: %s – немесе кілтті өшіріңіз",
	},
	"nothing stands here; write %s": {
		"здесь пусто; напишите %s",
		"мұнда ештеңе жоқ; мынаны жазыңыз: %s",
	},
	"write %s, not keys with values": {
		"напишите %s, а не ключи со значениями",
		"мәні бар кілттердің орнына мынаны жазыңыз: %s",
	},
	"write %s, not a list": {
		"напишите %s, а не список",
		"тізімнің орнына мынаны жазыңыз: %s",
	},
	"write %s, not %s": {
		"напишите %[1]s, а не %[2]s",
		"%[2]s орнына мынаны жазыңыз: %[1]s",
	},
	"a list of %s": {
		"список: %s",
		"тізім: %s",
	},
	", did you mean %s? %s": {
		", может быть, %s? %s",
		", мүмкін, %s? %s",
	},
	"; write it dotted: %s": {
		"; напишите через точку: %s",
		"; нүкте арқылы жазыңыз: %s",
	},
	"; write it dotted, such as %s": {
		"; напишите через точку, например %s",
		"; нүкте арқылы жазыңыз, мысалы %s",
	},
	"one of %s": {
		"одно из: %s",
		"мыналардың бірін: %s",
	},
	"write one of %s": {
		"напишите одно из: %s",
		"мыналардың бірін жазыңыз: %s",
	},
	"%s stands twice; keep one": {
		"%s стоит дважды; оставьте одно",
		"%s екі рет тұр; біреуін қалдырыңыз",
	},
	"%v stands twice; keep one": {
		"%v стоит дважды; оставьте одно",
		"%v екі рет тұр; біреуін қалдырыңыз",
	},
	"%s is missing; it is the %s": {
		"нет %s (%s); допишите",
		"%s (%s) жоқ; қосып жазыңыз",
	},
	"kind is missing; begin with kind: %s": {
		"нет kind; начните со строки kind: %s",
		"kind жоқ; kind: %s жолынан бастаңыз",
	},
	"%s is not read here, but by %s; name a file of kind %s": {
		"%s читает не эта команда, а %s; назовите файл вида %s",
		"%[1]s түрін бұл команда емес, %[2]s оқиды; %[3]s түріндегі файлды атаңыз",
	},
	"%s is not read here; write %s": {
		"%s здесь не читается; напишите %s",
		"%s мұнда оқылмайды; мынаны жазыңыз: %s",
	},
	"id is missing; write %s": {
		"нет id; напишите %s",
		"id жоқ; мынаны жазыңыз: %s",
	},
	"a short name such as food-two-towns": {
		"короткое имя, например food-two-towns",
		"қысқа атауды, мысалы food-two-towns",
	},
	"%s is none; write small letters a to z, digits and single hyphens, %d at most, such as food-two-towns": {
		"%s не подходит; пишите строчные буквы a–z, цифры и одиночные дефисы, не больше %d знаков, например food-two-towns",
		"%s жарамайды; a–z кіші әріптерін, цифрлар мен жеке дефистерді жазыңыз, ең көбі %d таңба, мысалы food-two-towns",
	},
	"no text; write one line, or one each for en, ru and kk": {
		"нет текста; напишите одну строку или по одной для en, ru и kk",
		"мәтін жоқ; бір жол немесе en, ru және kk үшін бір-бір жолдан жазыңыз",
	},
	"one line of text": {
		"одну строку текста",
		"бір жол мәтінді",
	},
	"the text is empty; write one line": {
		"текст пуст; напишите одну строку",
		"мәтін бос; бір жол жазыңыз",
	},
	"the text has a line break or a character that does not print; write one line": {
		"в тексте перенос строки или непечатный знак; напишите одну строку",
		"мәтінде жол ауысуы немесе басылмайтын таңба бар; бір жол жазыңыз",
	},
	"the text has %d characters; write one line of at most %d": {
		"в тексте %d знаков; напишите одну строку не длиннее %d",
		"мәтінде %d таңба бар; %d таңбадан аспайтын бір жол жазыңыз",
	},
}
