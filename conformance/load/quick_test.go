package load_test

import (
	"testing"

	"github.com/vouch-kz/vouch/conformance/load"
)

const (
	plainCode     = `{"voucher":"v1","code":"9779962cbdb23af0b80339395a81831b","expires":"2026-02-05T12:05:00+05:00"}`
	plainPurchase = `{"voucher":"v1","purchase":"p1","amount":45000,"paid":4950,"balance":-1, "lines":[{"goods":"1","eligible":true,"quantity":1000,` +
		`"price":45000,"cost":45000,"discount":45000}, {"goods":"2","eligible":false,"quantity":500,"price":9900,"cost":4950,"discount":0}]}`
)

// FuzzQuickReadsWhatTheLibraryReads: what is read without the library is a text that the
// library takes too, and says the same.
func FuzzQuickReadsWhatTheLibraryReads(f *testing.F) {
	for _, text := range []string{
		plainCode, plainPurchase, "{}", ` { "amount" : 0 } `, `{"amount":01}`, `{"amount":1.5}`, `{"amount":1e3}`, `{"amount":-0}`, `{"amount":1,"amount":2}`,
		`{"code":"\u0041"}`, `{"code":null}`, `{"lines":[]}`, `{"lines":[{}],"paid":1}`, `{"lines":[{"eligible":truefalse}]}`, `{"amount":1}x`, `{"amount":1,}`, `{"reason":"code-used"}`,
		`{"amount":1234567890123456789}`, `{"expires":"yesterday"}`, `{"amount":1 2}`, `{"amount":- 1}`, "", "[]", "{\"amount\":1}\x00",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		quickly, slowly, quick, err := load.ReadTwice(body)
		if quick && (err != nil || quickly != slowly) {
			t.Errorf("%q is read as\n%s, by the library as\n%s, %v", body, quickly, slowly, err)
		}
	})
}

func TestPlainAnswersAreReadQuickly(t *testing.T) {
	for _, text := range []string{plainCode, plainPurchase} {
		if _, _, quick, err := load.ReadTwice([]byte(text)); !quick || err != nil {
			t.Errorf("%s: read quickly: %v, %v, want it: most answers are such", text, quick, err)
		}
	}
}
