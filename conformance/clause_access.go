package conformance

// What the judges of access and privacy want.
var (
	notOfTheRole = clause("not-of-the-role",
		"the role {role} may not call {operation}", "роли {role} нельзя вызывать {operation}", "{role} рөліне {operation} шақыруға болмайды")
	anothersRecord = clause("not-ones-own-record",
		"the record is not one of the caller's own: {operation} by the role {role}",
		"запись не принадлежит вызывающему: {operation} от роли {role}", "жазба шақырушынікі емес: {role} рөлінен {operation}")
	nobodyCalls = clause("nobody-calls",
		"who shows no token is nobody, and may not call {operation}",
		"кто не предъявил токен, тот никто, и вызывать {operation} ему нельзя", "токен көрсетпеген адам ешкім емес, оған {operation} шақыруға болмайды")
	mayCall = clause("may-call",
		"the role {role} may call {operation} on its own record, and is not turned away for who it is",
		"роли {role} можно вызывать {operation} со своей записью; отказать ей из-за роли или чужой записи нельзя",
		"{role} рөлі {operation} операциясын өз жазбасымен шақыра алады; рөлі немесе бөтен жазба үшін бас тартуға болмайды")
	tokenOpens = clause("own-token-opens",
		"an answer that does not refuse the token: who may call it shows its own", "ответ, который не отвергает токен: предъявлен собственный токен того, кому это можно",
		"токенді қабылдайтын жауап: құқығы бар өз токенін көрсетіп тұр")
	codeHasAnEnd = clause("code-has-an-end",
		"a code that is shown with the instant at which it ends, and that is still to come", "код показан вместе с мигом окончания срока, и этот миг ещё не наступил",
		"код мерзімі бітетін сәтімен бірге көрсетіледі, ал ол сәт әлі келген жоқ")
	codeHoldsToItsEnd = clause("code-holds-to-its-end",
		"a code pays until the second before its end", "код действует до последней секунды своего срока", "код мерзімінің соңғы секундына дейін жарамды")
	codeOfItsOwnStore = clause("code-pays-where-it-may",
		"the same code pays where it may: what it was refused for elsewhere is not its own fault", "тот же код действует там, где ему можно: отказ в другом месте его не портит",
		"сол код рұқсат жерде жарайды: басқа жердегі бас тарту оны жарамсыз етпейді")
	codeNotGuessed = clause("code-is-not-guessed",
		"a problem that knows no such code: nobody has shown it", "ошибка: такого кода нет, его никто не показывал", "қате: мұндай код жоқ, оны ешкім көрсеткен емес")
	guessesCostNothing = clause("guesses-cost-nothing",
		"after all guesses the wallet is as before them", "после всех попыток угадать кошелёк такой же, как до них", "болжаудың бәрінен кейін әмиян бұрынғыдай")
	leftAlone = clause("refused-calls-change-nothing",
		"what is refused changes nothing: after every refused {operation} the record is as it was before",
		"отказ ничего не меняет: после всех отклонённых вызовов {operation} запись такая же, как до них",
		"бас тарту ештеңені өзгертпейді: қабылданбаған барлық {operation} шақыруынан кейін жазба бұрынғыдай")
	answerIn = clause("answer-to-role",
		"the answer to {request} by the role {role}", "ответ на {request} от роли {role}", "{role} рөлінен {request} сұрауына жауап")
	headerIn = clause("header-to-role",
		"the headers of the answer to {request} by the role {role}", "заголовки ответа на {request} от роли {role}",
		"{role} рөлінен {request} сұрауына жауап тақырыптары")
	answerUntold = clause("answer-to-request", "the answer to {request}", "ответ на {request}", "{request} сұрауына жауап")
	headerUntold = clause("header-to-request", "the headers of the answer to {request}", "заголовки ответа на {request}", "{request} сұрауына жауап тақырыптары")
	carrying     = clause("request-carrying",
		"a request that carries a secret ({request}) where none belongs", "запрос, в котором секрет ({request}) стоит не на месте",
		"құпия ({request}) орынсыз тұрған сұрау")
	inLog = clause("line-of-the-log",
		"a line of the log {file}", "строка журнала {file}", "{file} журналының жолы")
	inMetrics = clause("line-of-the-metrics",
		"a line of the metrics", "строка метрик", "метрикалар жолы")
	lineWithoutSecrets = clause("line-without-secrets",
		"a line without an IIN, a name, a phone, a token or a code", "строка без ИИН, имени, телефона, токена и кода", "ЖСН, аты-жөні, телефон, токен және код жоқ жол")
	lineWas = clause("line-was",
		"the line", "получена строка", "жол келді")
)
