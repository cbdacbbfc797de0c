package conformance

import (
	"net/http"

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
		"token_missing", "BOTH-ACCESS-001", voucher.Text{
			En: "Nothing is done for who shows no token", Ru: "Без токена ничего не выполняется", Kk: "Токенсіз ештеңе орындалмайды",
		},
		func(r *raw, _ *till) {
			r.send(request{what: "rate without a token", path: ratePath, body: rateBody})
			r.send(request{what: "food_wallet without a token", method: http.MethodGet, path: wire.RecordPath + "food_wallet?family=1"})
		}, problemWith("token-missing", http.StatusUnauthorized), false,
	},
	{
		"token_unknown", "BOTH-ACCESS-001", voucher.Text{
			En: "A token that nobody gave out opens nothing", Ru: "Токен, который никто не выдавал, ничего не открывает",
			Kk: "Ешкім бермеген токен ештеңе ашпайды",
		},
		func(r *raw, _ *till) {
			for _, token := range []string{"Bearer no-such-token", "Bearer citizen:1", "Bearer"} {
				r.send(request{what: "rate with " + token, path: ratePath, body: rateBody, header: map[string]string{"Authorization": token}})
			}
		}, problemWith("", http.StatusUnauthorized), false,
	},
	{
		"token_of_another_role", "BOTH-ACCESS-001", voucher.Text{
			En: "A role does only what is its own", Ru: "Роль выполняет только своё", Kk: "Рөл тек өз әрекетін орындайды",
		},
		func(r *raw, _ *till) {
			for _, q := range []request{
				{actor: anyStore, path: ratePath, body: rateBody},
				{actor: anyCitizen, path: wire.CommandPath + "purchase", body: purchaseBody},
				{actor: anyCitizen, path: wire.CommandPath + "update_gas_list", body: `{"rows":[]}`},
				{actor: anyStore, path: wire.CommandPath + "change_parameter", body: `{"setting":{"path":"food.mrp","territory":"kz","from":"2026-04-01","value":1}}`},
				{actor: anyStore, method: http.MethodGet, path: wire.RecordPath + "food_wallet?family=1"},
				{actor: anyCitizen, method: http.MethodGet, path: wire.RecordPath + "ledger?month=2026-02"},
			} {
				q.what = q.actor.Role.String() + " calls " + q.path
				r.send(q)
			}
		}, problemWith("role-not-allowed", http.StatusForbidden), false,
	},
	{
		"key_missing", "BOTH-RETRY-001", voucher.Text{
			En: "A command without an idempotency key is refused", Ru: "Команда без ключа идемпотентности отклоняется",
			Kk: "Идемпотенттілік кілтінсіз команда қабылданбайды",
		},
		func(r *raw, _ *till) {
			r.send(request{what: "rate without a key", actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{wire.KeyHeader: ""}})
		}, problemWith("key-missing", http.StatusBadRequest), false,
	},
	{
		"key_too_long", "BOTH-RETRY-001", voucher.Text{
			En: "A key that is none is refused", Ru: "Недопустимый ключ отклоняется", Kk: "Жарамсыз кілт қабылданбайды",
		},
		func(r *raw, _ *till) {
			const tooLong = "0123456789012345678901234567890123456789012345678901234567890123x"
			for _, key := range []string{tooLong, "a b"} {
				r.send(request{what: "rate with the key " + key, actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{wire.KeyHeader: key}})
			}
		}, problemWith("", http.StatusBadRequest, http.StatusUnprocessableEntity), false,
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
				r.send(request{what: "rate with " + body, actor: anyCitizen, path: ratePath, body: body})
			}
		}, problemWith("", http.StatusBadRequest, http.StatusUnprocessableEntity), false,
	},
	{
		"fraction_of_a_tiyn", "BOTH-MONEY-002", voucher.Text{
			En: "Sums and quantities are whole numbers", Ru: "Суммы и количества – целые числа", Kk: "Сомалар мен мөлшерлер – бүтін сандар",
		},
		func(r *raw, t *till) {
			code := t.show()
			for _, price := range []string{"1000.5", `"1000"`, "1e400", "NaN", "99999999999999999999", "null", "{}"} {
				r.send(request{what: "purchase at the price " + price, actor: anyStore, path: wire.CommandPath + "purchase",
					body: `{"store":"1","code":"` + t.system.shown(code).String() + `","lines":[{"goods":"1","quantity":1000,"price":` + price + `}]}`})
			}
		}, problemWith("", http.StatusBadRequest, http.StatusUnprocessableEntity), false,
	},
	{
		"answers_without_secrets", "BOTH-PRIVACY-001", voucher.Text{
			En: "No answer tells an IIN, a phone or a token", Ru: "Ни один ответ не раскрывает ИИН, телефон или токен",
			Kk: "Ешбір жауап ЖСН-ді, телефонды немесе токенді ашпайды",
		},
		func(r *raw, t *till) {
			t.buy(t.show(), basket())
			if r.gas {
				t.activateGas()
			}
			for _, q := range []request{
				{what: "a purchase with an unknown code", actor: anyStore, path: wire.CommandPath + "purchase", body: purchaseBody},
				{what: "a rating beyond the scale", actor: anyCitizen, path: ratePath, body: `{"person":"1","score":9}`},
				{what: "a confirmation without anything before", actor: anyCitizen, path: wire.CommandPath + "confirm", body: `{"person":"1"}`},
				{what: "a body that is none", actor: anyCitizen, path: ratePath, body: `{"person":"` + r.iin() + `","score":5}`},
				{what: "the store's day", actor: anyStore, method: http.MethodGet, path: wire.RecordPath + "store_day?store=1"},
				{what: "the wallet, to its owner", actor: anyCitizen, method: http.MethodGet, path: wire.RecordPath + "food_wallet?family=1"},
				{what: "the report of the day", actor: voucher.Actor{Role: voucher.AuthorisedBody}, method: http.MethodGet, path: wire.RecordPath + "day_report?day=2026-02-05"},
				{what: "a provider's list", actor: voucher.Actor{Role: voucher.GasProvider, ID: 1}, method: http.MethodGet, path: wire.RecordPath + "provider_list?provider=1&month=2026-02"},
			} {
				r.send(q)
			}
		}, func(a *RawAnswer) string {
			// A build of one programme has no answer to the other's requests, and may say so.
			if len(a.Leaks) > 0 || a.Status >= http.StatusInternalServerError && a.Status != http.StatusNotImplemented {
				return "an answer without an IIN, a phone or a token"
			}
			return ""
		}, false,
	},
	{
		"same_key_again", "BOTH-RETRY-001", voucher.Text{
			En: "The same request under the same key is answered the same", Ru: "Тот же запрос с тем же ключом даёт тот же ответ",
			Kk: "Сол кілтпен қайталанған сұрау сол жауапты береді",
		},
		func(r *raw, _ *till) {
			for range 3 {
				r.send(request{what: "file_appeal under one key", actor: anyCitizen, path: wire.CommandPath + "file_appeal", body: `{"person":"1"}`,
					header: map[string]string{wire.KeyHeader: "one-key"}})
			}
		}, func(a *RawAnswer) string {
			if a.Status != http.StatusOK {
				return "status 200 with the appeal"
			}
			return ""
		}, true,
	},
}
