package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Requests that carry secrets where none belongs: what is wrong about them may be told,
// and what they carry may not.

var privacyCases = []wireCase{
	{
		"of_what_was_sent", "BOTH-PRIVACY-001", voucher.Text{
			En: "An error does not repeat the secrets of its request", Ru: "Ошибка не повторяет секретов запроса",
			Kk: "Қате сұраудағы құпияларды қайталамайды",
		},
		func(r *raw, _ *till) {
			secrets := []string{r.iin(), r.t.Worlds[0].Setup.People[0].Phone, r.freshCode(), r.token(r.world, anyStore)}
			for _, secret := range secrets {
				r.carry(secret)
			}
			r.send(request{what: withUnknownCode.line(), actor: anyStore, path: wire.CommandPath + "purchase", body: purchaseBody})
			r.send(request{what: beyondScale.line(), actor: anyCitizen, path: ratePath, body: `{"person":"1","score":9}`})
			r.send(request{what: bareConfirm.line(), actor: anyCitizen, path: wire.CommandPath + "confirm", body: `{"person":"1"}`})
		}, func(a *RawAnswer) string {
			// A build of one programme has no answer to the other's requests, and may say so.
			if len(a.Leaks) > 0 || a.Status >= http.StatusInternalServerError && a.Status != http.StatusNotImplemented {
				return answerWithoutSecrets.line()
			}
			return ""
		}, false, nil,
	},
}

// freshCode is the text of a code that the wallet of family 1 shows, "" where it shows
// none.
func (r *raw) freshCode() string { return r.codeOf(anyCitizen, storeFamily) }

// codeOf is the text of a new code that a family's wallet shows its owner, "" where it
// shows none.
func (r *raw) codeOf(owner voucher.Actor, family voucher.FamilyID) string {
	if r.err != nil {
		return ""
	}
	header, err := r.world.Header(r.ctx, owner)
	if err != nil {
		r.err = err
		return ""
	}
	r.shown++
	header.Set(wire.KeyHeader, fmt.Sprintf("a-code-to-be-carried-%d", r.shown))
	e, err := r.client.Raw(r.ctx, http.MethodPost, wire.CommandPath+voucher.KindShowCode.String(), header, fmt.Appendf(nil, `{"family":"%d"}`, family))
	if err != nil {
		r.err = err
		return ""
	}
	var shown struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(e.ResponseBody, &shown) != nil {
		return ""
	}
	r.canary.plant(shown.Code, secretCode)
	return shown.Code
}

// carry sends a secret in every place of a request.
func (r *raw) carry(secret string) {
	if secret == "" || r.err != nil {
		return
	}
	quoted, escaped := `"`+secret+`"`, url.QueryEscape(secret)
	for _, q := range []request{
		{actor: anyCitizen, path: ratePath, body: `{"person":` + quoted + `,"score":5}`},
		{actor: anyCitizen, path: ratePath, body: `{"person":"1","score":` + quoted + `}`},
		{actor: anyCitizen, path: ratePath, body: `{"person":"1","score":5,` + quoted + `:1}`},
		{actor: anyCitizen, path: ratePath, body: `{"person":"1","score":5,"note":` + quoted},
		{actor: anyCitizen, path: ratePath, body: secret},
		{actor: anyCitizen, path: ratePath + "?person=" + escaped, body: rateBody},
		{actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{"Content-Type": "text/" + strings.TrimPrefix(secret, "+")}},
		{actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{wire.KeyHeader: strings.Repeat(secret+"-", 8)}},
		{actor: anyCitizen, path: wire.CommandPath + url.PathEscape(secret), body: rateBody},
		{actor: anyCitizen, method: http.MethodGet, path: wire.RecordPath + "food_wallet?family=" + escaped},
		{actor: anyCitizen, method: http.MethodGet, path: wire.RecordPath + "food_wallet?" + escaped + "=1"},
		{actor: anyCitizen, method: http.MethodGet, path: wire.RecordPath + url.PathEscape(secret)},
		{actor: anyStore, path: wire.CommandPath + "purchase", body: `{"store":"1","code":` + quoted + `,"lines":[]}`},
		{actor: anyStore, method: http.MethodDelete, path: wire.RecordPath + "store_day?store=" + escaped},
		{path: ratePath, body: rateBody, header: map[string]string{"Authorization": "Basic " + secret}},
		{actor: anyCitizen, path: ratePath, body: rateBody, header: map[string]string{wire.WorldHeader: secret}},
	} {
		q.what = carrying.line("request", r.canary.kinds[secret])
		r.send(q)
	}
}
