package conformance

import (
	"maps"
	"slices"
	"strings"
)

// What hostile requests have wrong with them, and what has to come of them.
var (
	badValue = clause("hostile-value",
		"{operation}: {blow} in {place}", "{operation}: {blow} в {place}", "{operation}: {place} орнында {blow}")
	badMissing = clause("hostile-missing",
		"{operation}: without {place}", "{operation}: без {place}", "{operation}: {place} жоқ")
	badExtra = clause("hostile-extra-member",
		"{operation}: a member that is none in {place}: {blow}", "{operation}: лишний элемент в {place}: {blow}", "{operation}: {place} ішінде артық мүше: {blow}")
	badTwice = clause("hostile-member-twice",
		"{operation}: {place} stands twice, {blow}", "{operation}: {place} указан дважды, {blow}", "{operation}: {place} екі рет тұр, {blow}")
	badBodyWhole = clause("hostile-body",
		"{operation}: the body is {blow}", "{operation}: тело: {blow}", "{operation}: дене: {blow}")
	badHeader = clause("hostile-header",
		"{operation}: header {place}: {blow}", "{operation}: заголовок {place}: {blow}", "{operation}: {place} тақырыбы: {blow}")
	badTarget = clause("hostile-target",
		"{operation}: method or path: {blow}", "{operation}: метод или путь: {blow}", "{operation}: әдіс немесе жол: {blow}")
	badQuery = clause("hostile-query",
		"{operation}: in the query string {place}: {blow}", "{operation}: в строке запроса {place}: {blow}", "{operation}: сұрау жолында {place}: {blow}")
	badWay = clause("hostile-way",
		"{operation}: sent {blow}", "{operation}: передача: {blow}", "{operation}: жіберілуі: {blow}")
	badSeveral = clause("hostile-several",
		"{operation}: several at once: {blow}", "{operation}: несколько сразу: {blow}", "{operation}: бірнешеуі бірден: {blow}")
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
	toldWhenToComeAgain = clause("hostile-told-when-to-come-again",
		"an answer 429 or 503 whose Retry-After says in how many seconds to come again", "ответ 429 или 503, в Retry-After которого указано, через сколько секунд повторить",
		"Retry-After тақырыбында неше секундтан кейін қайталау керегі көрсетілген 429 немесе 503 жауабы")
	noAnswerCame = clause("hostile-no-answer",
		"no answer: {what}", "ответа нет: {what}", "жауап жоқ: {what}")
	requestAccepted = clause("hostile-accepted",
		"the request is accepted", "запрос принят", "сұрау қабылданады")
	insideKept = clause("hostile-inside-kept",
		"an answer that shows nothing of the inside of the build", "ответ, который не раскрывает внутренность системы", "жүйенің ішін көрсетпейтін жауап")
)

// blowWords are words of one word for a hostile request; the others of one word are
// names, numbers and methods, the same in all languages.
var blowWords = []string{"absent", "another", "broken", "twice", "unknown", "HTML", "SQL", "NUL"}

// Blows returns the words in which the clauses of hostile requests, and of answers
// that never came, tell what was sent or happened, sorted: those that differ by
// language. What stands behind a colon in a word is left out.
func Blows() []string {
	c, operations := theContract()
	known := map[string]bool{noneInTime: true, noneAtAll: true}
	for i := range operations {
		for _, b := range c.blows(&operations[i]) {
			_, args := readClause(b.line)
			for _, a := range args {
				word, _, _ := strings.Cut(a.Value, ": ")
				if a.Name == "blow" && (slices.Contains(blowWords, word) || strings.Contains(word, " ") && !strings.Contains(word, "; ")) {
					known[word] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(known))
}
