package conformance

// What hostile requests have wrong with them, and what has to come of them.
var (
	badValue = clause("hostile-value",
		"{operation}: {value} in {place}", "{operation}: {value} в {place}", "{operation}: {place} орнында {value}")
	badMissing = clause("hostile-missing",
		"{operation}: without {place}", "{operation}: без {place}", "{operation}: {place} жоқ")
	badExtra = clause("hostile-extra-member",
		"{operation}: a member that is none in {place}: {value}", "{operation}: лишний элемент в {place}: {value}", "{operation}: {place} ішінде артық мүше: {value}")
	badTwice = clause("hostile-member-twice",
		"{operation}: {place} stands twice, {value}", "{operation}: {place} указан дважды, {value}", "{operation}: {place} екі рет тұр, {value}")
	badBodyWhole = clause("hostile-body",
		"{operation}: the body is {value}", "{operation}: тело: {value}", "{operation}: дене: {value}")
	badHeader = clause("hostile-header",
		"{operation}: header {place}: {value}", "{operation}: заголовок {place}: {value}", "{operation}: {place} тақырыбы: {value}")
	badTarget = clause("hostile-target",
		"{operation}: method or path: {value}", "{operation}: метод или путь: {value}", "{operation}: әдіс немесе жол: {value}")
	badQuery = clause("hostile-query",
		"{operation}: in the query string {place}: {value}", "{operation}: в строке запроса {place}: {value}", "{operation}: сұрау жолында {place}: {value}")
	badWay = clause("hostile-way",
		"{operation}: sent {value}", "{operation}: передача: {value}", "{operation}: жіберілуі: {value}")
	badSeveral = clause("hostile-several",
		"{operation}: several at once: {value}", "{operation}: несколько сразу: {value}", "{operation}: бірнешеуі бірден: {value}")
	goodAfterwards = clause("hostile-good-afterwards",
		"a good request afterwards", "правильный запрос после этого", "осыдан кейінгі дұрыс сұрау")
	goodBeside = clause("hostile-good-beside",
		"a good request while a body is still on its way", "правильный запрос, пока чужое тело ещё передаётся", "басқа дене әлі жіберіліп жатқандағы дұрыс сұрау")
	nothingChanged = clause("hostile-nothing-changed",
		"nothing is changed by what was refused ({n} requests)", "отклонённое ничего не меняет (запросов: {n})", "қабылданбаған сұраулар ештеңені өзгертпейді ({n} сұрау)")
	recordsDiffer = clause("hostile-records-differ",
		"what is read is another: {before}, then {after}", "прочитано другое: {before}, затем {after}", "оқылғаны басқа: {before}, содан кейін {after}")
	refusedWithReason = clause("hostile-refused-with-a-reason",
		"a refusal: a problem with a reason", "отказ с указанием причины", "себебі көрсетілген бас тарту")
	noFaultOfTheBuild = clause("hostile-no-fault-of-the-build",
		"no fault of the build: an answer, or a problem with a reason", "не сбой системы: ответ или проблема с причиной", "жүйе ақауы емес: жауап немесе себебі бар мәселе-жауап")
	answeredInTime = clause("hostile-answered-in-time",
		"an answer within the time limit", "ответ в пределах отведённого времени", "белгіленген уақыт ішінде жауап")
	noAnswerCame = clause("hostile-no-answer",
		"no answer: {what}", "ответа нет: {what}", "жауап жоқ: {what}")
	requestAccepted = clause("hostile-accepted",
		"the request is accepted", "запрос принят", "сұрау қабылданады")
	insideKept = clause("hostile-inside-kept",
		"an answer that shows nothing of the inside of the build", "ответ, который не раскрывает внутренность системы", "жүйенің ішін көрсетпейтін жауап")
)
