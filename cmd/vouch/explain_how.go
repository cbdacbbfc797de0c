package main

import (
	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// howTried says of suites whose checks have no steps in words what is tried, what is
// expected, why, and how it is counted.
var howTried = map[conformance.Suite]voucher.Text{
	conformance.SuiteAccess: {
		En: "Tried: every role, and nobody, calls every operation of the contract on an own record, on another's and on one that is\n" +
			"guessed; tokens are left out, invented, of another world, ended to the second; codes are guessed, replayed, used after\n" +
			"their end and in the wrong store. Expected: a no for who asks (role-not-allowed, record-not-own, record-unknown, 401),\n" +
			"after which every record is as it was, and a yes to the same call of who may. Why: a no alone shows nothing, and one that\n" +
			"is carried out all the same is no no. Counted: cells let through, turned away and not tried, and guesses.",
		Ru: "Что пробуют: каждая роль, и тот, кто никто, вызывает каждую операцию контракта со своей записью, с чужой и с угаданной;\n" +
			"токен не предъявляют, выдумывают, берут из другого мира или с истёкшим до секунды сроком; коды угадывают, повторяют,\n" +
			"предъявляют после срока и не в том магазине. Что ожидается: отказ тому, кто спрашивает (role-not-allowed, record-not-own,\n" +
			"record-unknown, 401), после которого все записи прежние, и согласие на тот же вызов тому, кому можно. Почему: один отказ\n" +
			"ничего не доказывает, а отказ, после которого всё же выполнено, – не отказ. Что считают: пропущенные, отклонённые и\n" +
			"непроверенные сочетания роли и операции, а также попытки угадать.",
		Kk: "Не тексеріледі: әр рөл және ешкім емес адам келісімшарттың әр операциясын өз жазбасымен, бөтен жазбамен және болжап\n" +
			"табылған жазбамен шақырады; токен көрсетілмейді, ойдан шығарылады, басқа әлемнен алынады немесе мерзімі секундына дейін\n" +
			"өткен болады; кодтар болжанады, қайталанады, мерзімінен кейін және басқа дүкенде қолданылады. Не күтіледі: сұраушыға бас\n" +
			"тарту (role-not-allowed, record-not-own, record-unknown, 401), одан кейін барлық жазба бұрынғыдай, ал құқығы бардың сол\n" +
			"шақыруы қабылданады. Неге: бас тартудың өзі ештеңе дәлелдемейді, ал бәрібір орындалса, ол бас тарту емес. Не саналады:\n" +
			"өткізілген, қабылданбаған және тексерілмеген рөл мен операция үйлесімдері, сондай-ақ болжау әрекеттері.",
	},
	conformance.SuitePrivacy: {
		En: "Tried: IINs, phones, names and accounts of everybody are planted with the world, tokens and codes are learnt on the way;\n" +
			"then every role tries every operation, and requests carry secrets where none belongs. Expected: none of them in an answer\n" +
			"to who must not see it, in an error, a header, a log or a metric, also not escaped, parted or in base64; an account may\n" +
			"be told to its owner, to who serves them and to its provider. Why: what is told once is told for good. Counted: a place\n" +
			"that leaks is one failure, whatever leaks there; a log or metrics in which nothing stands show nothing: inconclusive.",
		Ru: "Что пробуют: ИИН, телефоны, имена и лицевые счета всех людей задаются вместе с миром, токены и коды узнаются по ходу;\n" +
			"затем каждая роль пробует каждую операцию, а запросы несут секреты не на месте. Что ожидается: ни одного из них в ответе\n" +
			"тому, кому их видеть нельзя, в ошибке, заголовке, журнале и метриках, в том числе экранированными, разделёнными и в\n" +
			"base64; счёт можно сообщать его владельцу, тому, кто его обслуживает, и поставщику. Почему: сказанное однажды не вернуть.\n" +
			"Что считают: одно место утечки – одно нарушение, что бы там ни раскрывалось; пустой журнал или пустые метрики ничего не\n" +
			"доказывают: вывода нет.",
		Kk: "Не тексеріледі: барлық адамның ЖСН-і, телефоны, аты-жөні және дербес шоты әлеммен бірге беріледі, токендер мен кодтар\n" +
			"жол-жөнекей білінеді; содан кейін әр рөл әр операцияны байқап көреді, ал сұрауларда құпиялар орынсыз тұрады. Не күтіледі:\n" +
			"көруге болмайтынға берілген жауапта, қатеде, тақырыпта, журналда және метрикада олардың бірі де жоқ, таңбаланған, бөлінген\n" +
			"немесе base64 түрінде де; шотты иесіне, оған қызмет көрсетушіге және жеткізушіге айтуға болады. Неге: бір айтылған сөз\n" +
			"қайтпайды. Не саналады: құпия шыққан бір орын – бір бұзушылық, онда не ашылса да; бос журнал немесе бос метрика ештеңе\n" +
			"дәлелдемейді: қорытынды жоқ.",
	},
	conformance.SuiteHostile: {
		En: "Tried: every operation is sent good requests that are spoiled in one place after the other and in several at once: types,\n" +
			"ranges, unicode, names twice, deep nesting, huge numbers, fragments of other languages, large and slow bodies, broken HTTP.\n" +
			"Expected: a problem with a reason or an answer by the contract, never a fault of the build; what is refused changes no\n" +
			"record; behind each lot a good request is accepted over the same connection. Why: a stranger sends whatever he likes, and\n" +
			"nobody else may suffer for it. Counted: inputs sent, refused, accepted and without an answer, and lots compared before and\n" +
			"after; the seed repeats them.",
		Ru: "Что пробуют: каждой операции посылают верные запросы, испорченные то в одном месте, то в нескольких сразу: типы, границы,\n" +
			"юникод, повторы имён, глубокая вложенность, огромные числа, обрывки других языков, большие и медленные тела, сломанный\n" +
			"HTTP. Что ожидается: ошибка с причиной или ответ по контракту, но не сбой системы; отклонённое не меняет ни одной записи;\n" +
			"после каждой серии верный запрос принимается по тому же соединению. Почему: чужой пришлёт что угодно, и никто другой не\n" +
			"должен от этого пострадать. Что считают: отправленные, отклонённые, принятые и оставшиеся без ответа запросы и серии,\n" +
			"сравнённые до и после; seed их повторяет.",
		Kk: "Не тексеріледі: әр операцияға бір жері немесе бірден бірнеше жері бүлінген дұрыс сұраулар жіберіледі: түрлер, шектер,\n" +
			"юникод, қайталанған атаулар, терең кірістіру, алып сандар, басқа тілдердің үзінділері, үлкен және баяу денелер, бұзылған\n" +
			"HTTP. Не күтіледі: себебі бар қате немесе келісімшартқа сай жауап, бірақ жүйенің ақауы емес; қабылданбағаны бірде-бір\n" +
			"жазбаны өзгертпейді; әр топтамадан кейін дұрыс сұрау сол қосылыммен қабылданады. Неге: бөтен адам не болса соны жібереді,\n" +
			"содан басқа ешкім зардап шекпеуі тиіс. Не саналады: жіберілген, қабылданбаған, қабылданған және жауапсыз қалған сұраулар\n" +
			"және дейін-кейін салыстырылған топтамалар; seed оларды қайталайды.",
	},
}
