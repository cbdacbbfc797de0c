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
	leftAlone = clause("refused-calls-change-nothing",
		"what is refused changes nothing: after every refused {operation} the record is as it was before",
		"отказ ничего не меняет: после всех отклонённых вызовов {operation} запись такая же, как до них",
		"бас тарту ештеңені өзгертпейді: қабылданбаған барлық {operation} шақыруынан кейін жазба бұрынғыдай")
)
