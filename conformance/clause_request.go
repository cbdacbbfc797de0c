package conformance

// The requests of the wire's checks, as a transcript names them.
var (
	withoutToken = clause("request-without-token",
		"{request} without a token", "{request} без токена", "{request}, токенсіз")
	inventedToken = clause("request-with-an-invented-token",
		"{request} with a token that nobody gave out", "{request} с токеном, который никто не выдавал", "{request}, ешкім бермеген токенмен")
	foreignToken = clause("request-with-a-foreign-token",
		"{request} with a token of another world or plane", "{request} с токеном другого мира или другой плоскости",
		"{request}, басқа әлемнің немесе басқа жазықтықтың токенімен")
	endedToken = clause("request-with-an-ended-token",
		"{request} with a token of a world that was deleted", "{request} с токеном удалённого мира", "{request}, жойылған әлемнің токенімен")
	endingToken = clause("request-with-a-token-about-to-end",
		"{request} at {at}, with a token that ends a second later", "{request} в {at}, с токеном, который перестаёт действовать секундой позже",
		"{request}, {at}, күші бір секундтан кейін жойылатын токенмен")
	expiredToken = clause("request-with-a-token-that-has-ended",
		"{request} at {at}, with a token that ended at {from}", "{request} в {at}, с токеном, который перестал действовать в {from}",
		"{request}, {at}, күші {from} сәтінде жойылған токенмен")
	inEndedWorld = clause("request-in-an-ended-world",
		"{request} in a world that was deleted", "{request} в удалённом мире", "{request}, жойылған әлемде")
	ownToken = clause("request-with-its-own-token",
		"{request} with the token of who may call it", "{request} с токеном того, кому это можно", "{request}, құқығы бардың токенімен")
	guessedWorld = clause("request-in-a-guessed-world",
		"{request} in a world whose name is guessed", "{request} в мире с угаданным именем", "{request}, аты болжап табылған әлемде")
	guessedID = clause("request-by-a-guessed-id",
		"{request} of another's, by a guessed id", "{request}: чужая запись по угаданному идентификатору", "{request}: болжанған идентификатор бойынша бөтен жазба")
	guessedCode = clause("request-with-a-guessed-code",
		"a purchase with a guessed code: {guess}", "покупка с угаданным кодом: {guess}", "болжап табылған кодпен сатып алу: {guess}")
	liveCode = clause("request-with-the-live-code",
		"a purchase with the code that the wallet shows", "покупка с кодом, который показывает кошелёк", "әмиян көрсетіп тұрған кодпен сатып алу")
	anothersCode = clause("request-with-the-code-of-another-wallet",
		"a purchase with the code that another wallet shows", "покупка с кодом, который показывает другой кошелёк", "басқа әмиян көрсетіп тұрған кодпен сатып алу")
	beforeGuesses = clause("wallet-around-guesses",
		"the wallet around the guesses", "кошелёк до и после угадывания", "болжауға дейінгі және одан кейінгі әмиян")
	withoutKey = clause("request-without-key",
		"{command} without an idempotency key", "{command} без ключа идемпотентности", "{command}, идемпотенттілік кілтінсіз")
	underKey = clause("request-under-key",
		"{command} under the key “{key}”", "{command} с ключом «{key}»", "{command}, «{key}» кілтімен")
	withBody = clause("request-with-body",
		"{command} with the body “{body}”", "{command} с телом «{body}»", "{command}, «{body}» денесімен")
	atPrice = clause("request-at-price",
		"a purchase at the price “{price}”", "покупка по цене «{price}»", "«{price}» бағасы бойынша сатып алу")
	asType = clause("request-as-type",
		"{command} sent as {type}", "{command}, отправлено как {type}", "{command}, {type} түрінде жіберілген")
	spelling = clause("request-spelling",
		"{command}, spelling {n} of the same body", "{command}, написание {n} того же тела", "{command}, сол дененің {n}-жазылуы")
	withRequestID = clause("request-with-id",
		"{command} with the request id “{id}”", "{command} с идентификатором запроса «{id}»", "{command}, «{id}» сұрау идентификаторымен")
	readClock = clause("request-read-clock",
		"read the clock", "чтение часов", "сағатты оқу")
	clockBack = clause("request-clock-back",
		"the clock moved back to {at}", "перевод часов назад на {at}", "сағатты {at} кері жылжыту")
	withUnknownCode = clause("request-with-unknown-code",
		"a purchase with an unknown code", "покупка с неизвестным кодом", "белгісіз кодпен сатып алу")
	beyondScale = clause("request-beyond-the-scale",
		"a rating beyond the scale", "оценка вне шкалы", "шкаладан тыс баға")
	bareConfirm = clause("request-bare-confirmation",
		"a confirmation without anything before", "подтверждение без предыдущих шагов", "алдыңғы қадамдарсыз растау")
	badBody = clause("request-with-bad-body",
		"a body that is none", "недопустимое тело", "жарамсыз дене")
	refusedFor = clause("request-refused-for",
		"a request that is refused as {reason} by {requirement}", "запрос, который отклоняется как {reason} по требованию {requirement}",
		"{requirement} талабы бойынша {reason} деп қабылданбайтын сұрау")
	acceptedRequest = clause("request-accepted",
		"a request that is accepted", "запрос, который принимается", "қабылданатын сұрау")
)

// argumentOf is the value of an argument of a clause, "" where it has none.
func argumentOf(line, name string) string {
	_, args := readClause(line)
	for _, a := range args {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}
