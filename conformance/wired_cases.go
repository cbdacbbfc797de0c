package conformance

import (
	"net/http"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Requests that would be accepted, were one thing about them not wrong.
const (
	rateBody     = `{"person":"1","score":5}`
	ratePath     = wire.CommandPath + "rate"
	purchaseBody = `{"store":"1","code":"00000000000000000000000000000000","lines":[{"goods":"1","quantity":1000,"price":1000}]}`
)

var (
	anyCitizen = voucher.Actor{Role: voucher.Citizen, ID: uint32(storeOwner)}
	anyStore   = voucher.Actor{Role: voucher.StoreTill, ID: uint32(storeTill)}
)

// wireCases are the demands that only a wire shows.
var wireCases = []wireCase{
	{
		"key_missing", "BOTH-RETRY-001", voucher.Text{
			En: "A command without an idempotency key is refused", Ru: "Команда без ключа идемпотентности отклоняется",
			Kk: "Идемпотенттілік кілтінсіз команда қабылданбайды",
		},
		func(r *raw, _ *till) {
			r.send(request{what: withoutKey.line("command", "rate"), actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{wire.KeyHeader: ""}})
		}, problemWith("key-missing", http.StatusBadRequest), false, nil,
	},
	{
		"key_too_long", "BOTH-RETRY-001", voucher.Text{
			En: "A key that is none is refused", Ru: "Недопустимый ключ отклоняется", Kk: "Жарамсыз кілт қабылданбайды",
		},
		func(r *raw, _ *till) {
			const tooLong = "0123456789012345678901234567890123456789012345678901234567890123x"
			for _, key := range []string{tooLong, "a b"} {
				r.send(request{what: underKey.line("command", "rate", "key", key), actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{wire.KeyHeader: key}})
			}
		}, problemWith("", http.StatusBadRequest, http.StatusUnprocessableEntity), false, nil,
	},
	{
		"body_read_two_ways", "BOTH-RETRY-001", voucher.Text{
			En: "A body that can be read in two ways is refused", Ru: "Тело, которое читается двояко, отклоняется",
			Kk: "Екі түрлі оқылатын дене қабылданбайды",
		},
		func(r *raw, _ *till) {
			for _, body := range []string{
				`{"person":"1","score":5,"score":1}`, `{"person":"1","score":5,"stars":1}`, `{"person":"1","score":5}{"person":"1","score":1}`,
				`{"person":"1","score":5`, `[]`, `null`, `score=5`,
			} {
				r.send(request{what: withBody.line("command", "rate", "body", body), actor: anyCitizen, path: ratePath, body: body})
			}
		}, problemWith("", http.StatusBadRequest, http.StatusUnprocessableEntity), false, nil,
	},
	{
		"fraction_of_a_tiyn", "BOTH-MONEY-002", voucher.Text{
			En: "Sums and quantities are whole numbers", Ru: "Суммы и количества – целые числа", Kk: "Сомалар мен мөлшерлер – бүтін сандар",
		},
		func(r *raw, t *till) {
			code := t.show()
			for _, price := range []string{"1000.5", `"1000"`, "1e400", "NaN", "99999999999999999999", "null", "{}"} {
				r.send(request{what: atPrice.line("price", price), actor: anyStore, path: wire.CommandPath + "purchase",
					body: `{"store":"1","code":"` + t.system.shown(code).String() + `","lines":[{"goods":"1","quantity":1000,"price":` + price + `}]}`})
			}
		}, problemWith("", http.StatusBadRequest, http.StatusUnprocessableEntity), false, nil,
	},
	{
		"same_key_again", "BOTH-RETRY-001", voucher.Text{
			En: "The same request under the same key is answered the same", Ru: "Тот же запрос с тем же ключом даёт тот же ответ",
			Kk: "Сол кілтпен қайталанған сұрау сол жауапты береді",
		},
		func(r *raw, _ *till) {
			for range 3 {
				r.send(request{what: underKey.line("command", "file_appeal", "key", "one-key"), actor: anyCitizen, path: wire.CommandPath + "file_appeal", body: `{"person":"1"}`,
					header: map[string]string{wire.KeyHeader: "one-key"}})
			}
		}, func(a *RawAnswer) string {
			if a.Status != http.StatusOK {
				return answerHas.line("status", http.StatusOK)
			}
			return ""
		}, true, nil,
	},
	{
		"request_id_echoed", "BOTH-RETRY-001", voucher.Text{
			En: "An answer bears the id of its request, so that an attempt can be told from its repetition",
			Ru: "Ответ несёт идентификатор своего запроса: попытку можно отличить от повтора",
			Kk: "Жауапта өз сұрауының идентификаторы тұрады: әрекетті қайталаудан ажыратуға болады",
		},
		func(r *raw, _ *till) {
			send := func(id string, q request) {
				q.what, q.path, q.header = withRequestID.line("command", "rate", "id", id), ratePath, map[string]string{wire.RequestHeader: id}
				r.send(q)
			}
			// Every character that may be and 64 of them are echoed; 65, a blank and
			// none at all are not.
			for _, id := range []string{"attempt-1", "A.b_c~d-9", strings.Repeat("x", 64), strings.Repeat("x", 65), "a b", ""} {
				send(id, request{actor: anyCitizen, body: rateBody})
			}
			send("attempt-2", request{actor: anyStore, body: rateBody}) // a no
			send("attempt-3", request{actor: anyCitizen, body: `[]`})   // a body that is none
		}, func(a *RawAnswer) string {
			want, wrong := idMade, requestIDMade
			if requestID.MatchString(argumentOf(a.What, "id")) {
				want, wrong = idEchoed, requestIDKept
			}
			if a.ID == want {
				return ""
			}
			return wrong.line()
		}, false, nil,
	},
	{
		"media_type", "BOTH-RETRY-001", voucher.Text{
			En: "A body is read as JSON only where it is declared so", Ru: "Тело читается как JSON, только если так объявлено",
			Kk: "Дене JSON деп жарияланса ғана JSON ретінде оқылады",
		},
		func(r *raw, _ *till) {
			r.send(request{what: asType.line("command", "rate", "type", "application/json; charset=utf-8"), actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{"Content-Type": "application/json; charset=utf-8"}})
			for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "application/xml"} {
				r.send(request{what: asType.line("command", "rate", "type", kind), actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{"Content-Type": kind}})
			}
		}, func(a *RawAnswer) string {
			if strings.HasPrefix(argumentOf(a.What, "type"), "application/json") {
				return accepted(a)
			}
			return problemWith("media-type", http.StatusUnsupportedMediaType)(a)
		}, false, nil,
	},
	{
		"key_in_either_case", "BOTH-RETRY-001", voucher.Text{
			En: "The letters of a UUID count the same in either case", Ru: "Регистр букв в UUID не имеет значения", Kk: "UUID әріптерінің регистрі маңызды емес",
		},
		func(r *raw, _ *till) {
			for _, key := range []string{"3f0c6a52-9d0e-4a43-8f0e-0a4b1c2d3e4f", "3F0C6A52-9D0E-4A43-8F0E-0A4B1C2D3E4F", "3f0C6a52-9D0e-4A43-8f0E-0a4B1c2D3e4F"} {
				r.send(request{what: underKey.line("command", "file_appeal", "key", key), actor: anyCitizen, path: wire.CommandPath + "file_appeal", body: `{"person":"1"}`,
					header: map[string]string{wire.KeyHeader: key}})
			}
		}, accepted, true, nil,
	},
	{
		"body_by_what_it_says", "BOTH-RETRY-001", voucher.Text{
			En: "A repeated body is compared by what it says: order, blanks and zero members do not matter",
			Ru: "Повтор сравнивается по смыслу: порядок, пробелы и нулевые поля не важны",
			Kk: "Қайталау мағынасы бойынша салыстырылады: реті, бос орындар және нөлдік мүшелер маңызды емес",
		},
		func(r *raw, _ *till) {
			for i, body := range []string{`{"store":"1","goods":"1"}`, `{"goods":"1","store":"1"}`, ` { "store" : "1", "goods" : "\u0031" } `, `{"store":"1","goods":"1","unmarked":false}`} {
				r.send(request{what: spelling.line("command", "mark_goods", "n", i+1), actor: anyStore, path: wire.CommandPath + "mark_goods", body: body,
					header: map[string]string{wire.KeyHeader: "one-mark"}})
			}
		}, accepted, true, nil,
	},
	{
		"clock_never_goes_back", "BOTH-TIME-001", voucher.Text{
			En: "A clock that is asked to go back stays where it is", Ru: "Часы, которые просят перевести назад, остаются на месте", Kk: "Кері жылжыту сұралған сағат орнында қалады",
		},
		func(r *raw, t *till) {
			r.send(request{what: readClock.line(), method: http.MethodGet, path: "clock", control: true})
			for _, back := range []voucher.Instant{t.system.now - voucher.Instant(voucher.Second), t.system.told.Setup.At} {
				r.send(request{what: clockBack.line("at", back), path: "clock", control: true, body: `{"to":"` + back.String() + `"}`})
				r.send(request{what: readClock.line(), method: http.MethodGet, path: "clock", control: true})
			}
		}, func(a *RawAnswer) string {
			switch {
			case a.What != readClock.line():
				return problemWith("clock-backwards", http.StatusConflict)(a)
			case a.Status != http.StatusOK || a.Clock != wiredNow.String():
				return answerHas.line("status", http.StatusOK, "clock", wiredNow)
			}
			return ""
		}, false, nil,
	},
	{
		"refusal_names_its_demand", "BOTH-ACCESS-001", voucher.Text{
			En: "A refusal names the demand that it keeps", Ru: "Отказ называет требование, которое он соблюдает", Kk: "Бас тарту өзі сақтайтын талапты атайды",
		},
		func(r *raw, _ *till) {
			again := map[string]string{wire.KeyHeader: "one-rating"}
			r.send(request{what: acceptedRequest.line(), actor: anyCitizen, path: ratePath, body: rateBody, header: again})
			r.send(request{what: refusedFor.line("requirement", "BOTH-RETRY-001", "reason", "key-reused"), actor: anyCitizen, path: ratePath, body: `{"person":"1","score":1}`, header: again})
			r.send(request{what: refusedFor.line("requirement", "BOTH-RETRY-001", "reason", "key-missing"), actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{wire.KeyHeader: ""}})
			r.send(request{what: refusedFor.line("requirement", "BOTH-ACCESS-001", "reason", "role-not-allowed"), actor: anyStore, path: ratePath, body: rateBody})
			r.send(request{what: refusedFor.line("requirement", "BOTH-ACCESS-001", "reason", "record-unknown"), actor: anyCitizen, path: ratePath, body: `{"person":"1234","score":5}`})
			r.send(request{what: refusedFor.line("requirement", "FOOD-FEEDBACK-001", "reason", "value-invalid"), actor: anyCitizen, path: ratePath, body: `{"person":"1","score":9}`})
			r.send(request{what: refusedFor.line("requirement", "FOOD-QR-001", "reason", "code-unknown"), actor: anyStore, path: wire.CommandPath + "purchase", body: purchaseBody})
			r.send(request{what: badBody.line(), actor: anyCitizen, path: ratePath, body: `[]`})
		}, func(a *RawAnswer) string {
			demand, reason := argumentOf(a.What, "requirement"), argumentOf(a.What, "reason")
			switch {
			case reason == "" && a.Demand != "":
				return noRequirementNamed.line()
			case reason != "" && a.Reason == reason && a.Demand != demand:
				return answerHas.line("reason", reason, "requirement", demand)
			}
			return ""
		}, false, nil,
	},
}

// wiredNow is where the clock of a world of these checks stands.
var wiredNow = voucher.At(2026, 2, 6, 10, 0, 0)

// accepted wants a yes.
func accepted(a *RawAnswer) string {
	if a.Status != http.StatusOK || a.Type != "application/json" {
		return answerHas.line("status", http.StatusOK, "type", "application/json")
	}
	return ""
}
