package conformance

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Tokens: what a token opens, and what nothing opens. Every operation of the contract is
// called with each wrong token, and with its own beside it, which must not be refused
// for the token.

var tokenChecks = sync.OnceValue(func() []Check { return wired(tokenCases, SuiteAccess, "access_") })

// calls are a request for each operation that a build runs, as who may call it.
func (r *raw) calls() (all []request) {
	s := &stage{till: &till{}, programmes: r.can}
	for _, o := range operations() {
		if p := o.programme(); p != 0 && r.can&p == 0 {
			continue
		}
		c := s.cell(o, o.roles()[0], owners, nil)
		q := request{actor: c.actor, method: http.MethodGet, path: wire.RecordPath + o.String()}
		if o.command != 0 {
			body, err := r.client.Body(c.call.command)
			if err != nil {
				r.err = err
				return nil
			}
			q.method, q.path, q.body = http.MethodPost, wire.CommandPath+o.String(), string(body)
		}
		all = append(all, q)
	}
	return all
}

// with sends a request with another token than its caller's, named by what it is.
func (r *raw) with(q request, kind *Clause, token string) {
	q.what = kind.line("request", q.path)
	q.header = map[string]string{"Authorization": ""}
	if token != "" {
		q.header["Authorization"] = "Bearer " + token
		r.canary.plant(token, secretToken)
	}
	r.send(q)
}

// own sends a request with its caller's token, as the twin of those with others.
func (r *raw) own(q request) {
	q.what = ownToken.line("request", q.path)
	r.send(q)
}

// token is an actor's token in a world, "" where none could be had.
func (r *raw) token(world *wire.System, a voucher.Actor) string {
	if r.err != nil {
		return ""
	}
	header, err := world.Header(r.ctx, a)
	if err != nil {
		r.err = err
		return ""
	}
	return strings.TrimPrefix(header.Get("Authorization"), "Bearer ")
}

// near are texts that are almost a secret.
func near(secret string) []string {
	if secret == "" {
		return nil
	}
	other := func(c byte) string {
		if c == 'A' {
			return "B"
		}
		return "A"
	}
	n := len(secret)
	return []string{secret[:n-1] + other(secret[n-1]), other(secret[0]) + secret[1:], secret[:n/2] + other(secret[n/2]) + secret[n/2+1:],
		secret[:n-1], secret + "A", strings.ToUpper(secret) + "x", strings.ToLower(secret) + "X"}
}

// expire calls every operation with a token that ends in an hour, a second before that,
// at that instant, which is outside (BOTH-TIME-001), and a second after it.
func (r *raw) expire(t *till) {
	calls := r.calls()
	end := t.system.now.Plus(voucher.Hour)
	tokens := map[voucher.Actor]string{}
	for _, q := range calls {
		if tokens[q.actor] == "" && r.err == nil {
			tokens[q.actor], r.err = r.world.TokenUntil(r.ctx, q.actor, end)
		}
	}
	for _, at := range []voucher.Instant{end.Plus(-voucher.Second), end, end.Plus(voucher.Second)} {
		if t.advance(at); t.err != nil || r.err != nil {
			return
		}
		for _, q := range calls {
			q.what = expiredToken.line("request", q.path, "at", at, "from", end)
			if at < end {
				q.what = endingToken.line("request", q.path, "at", at)
			}
			q.header = map[string]string{"Authorization": "Bearer " + tokens[q.actor]}
			r.canary.plant(tokens[q.actor], secretToken)
			r.send(q)
		}
	}
	for _, q := range calls { // the world goes on, and so do tokens without an end
		r.own(q)
	}
}

// unlessOwn wants a problem of every request, but of those with a token that holds that
// it is not refused for the token.
func unlessOwn(reason string, statuses ...int) func(*RawAnswer) string {
	turned := problemWith(reason, statuses...)
	return func(a *RawAnswer) string {
		if !strings.HasPrefix(a.What, ownToken.line()) && !strings.HasPrefix(a.What, endingToken.line()) {
			return turned(a)
		}
		if a.Status == http.StatusUnauthorized || a.Status >= http.StatusInternalServerError && a.Status != http.StatusNotImplemented {
			return tokenOpens.line()
		}
		return ""
	}
}

// tokenCases are the demands on tokens.
var tokenCases = []wireCase{
	{
		"token_missing", "BOTH-ACCESS-001", voucher.Text{
			En: "Nothing is done for who shows no token", Ru: "Без токена ничего не выполняется", Kk: "Токенсіз ештеңе орындалмайды",
		},
		func(r *raw, _ *till) {
			for _, q := range r.calls() {
				r.with(q, withoutToken, "")
				r.own(q)
			}
		}, unlessOwn("token-missing", http.StatusUnauthorized), false, nil,
	},
	{
		"token_unknown", "BOTH-ACCESS-001", voucher.Text{
			En: "A token that nobody gave out opens nothing", Ru: "Токен, который никто не выдавал, ничего не открывает",
			Kk: "Ешкім бермеген токен ештеңе ашпайды",
		},
		func(r *raw, _ *till) {
			calls := r.calls()
			for _, q := range calls {
				r.with(q, inventedToken, "no-such-token")
				r.own(q)
			}
			for _, q := range calls[:min(1, len(calls))] {
				for _, token := range append(near(r.token(r.world, q.actor)), "citizen:1", "null", "undefined", "' OR '1'='1") {
					r.with(q, inventedToken, token)
				}
				q.what, q.header = inventedToken.line("request", q.path), map[string]string{"Authorization": "Bearer"}
				r.send(q)
				q.header = map[string]string{"Authorization": "Basic Y2l0aXplbjox"}
				r.send(q)
			}
		}, unlessOwn("", http.StatusUnauthorized), false, nil,
	},
	{
		"token_of_another_world", "BOTH-ACCESS-001", voucher.Text{
			En: "A token opens its own world only", Ru: "Токен открывает только свой мир", Kk: "Токен тек өз әлемін ашады",
		},
		func(r *raw, _ *till) {
			other, err := r.open()
			if err != nil {
				r.err = err
				return
			}
			for _, q := range r.calls() {
				r.with(q, foreignToken, r.token(other, q.actor))
				r.own(q)
			}
		}, unlessOwn("token-unknown", http.StatusUnauthorized), false, nil,
	},
	{
		"token_of_a_deleted_world", "BOTH-ACCESS-001", voucher.Text{
			En: "A token ends with its world", Ru: "Токен перестаёт действовать вместе со своим миром", Kk: "Токен өз әлемімен бірге күшін жояды",
		},
		func(r *raw, _ *till) {
			other, err := r.open()
			if err != nil {
				r.err = err
				return
			}
			calls := r.calls()
			tokens, name := make([]string, len(calls)), ""
			for i, q := range calls {
				tokens[i] = r.token(other, q.actor)
			}
			if header, err := other.Header(r.ctx, voucher.Actor{}); err == nil {
				name = header.Get(wire.WorldHeader)
			}
			if r.err = other.Close(r.ctx); r.err != nil {
				return
			}
			for i, q := range calls {
				r.with(q, endedToken, tokens[i])
				q.what = inEndedWorld.line("request", q.path)
				q.header = map[string]string{"Authorization": "Bearer " + tokens[i], wire.WorldHeader: name}
				r.send(q)
				r.own(q)
			}
		}, unlessOwn("", http.StatusUnauthorized, http.StatusNotFound), false, nil,
	},
	{
		"token_expired", "BOTH-ACCESS-001", voucher.Text{
			En: "A token opens until it ends, and nothing from then on", Ru: "Токен действует до своего срока, а с этого мига ничего не открывает",
			Kk: "Токен мерзіміне дейін жарамды, ал сол сәттен бастап ештеңе ашпайды",
		},
		func(r *raw, t *till) { r.expire(t) }, unlessOwn("", http.StatusUnauthorized), false, []Ability{NeedsExpiry},
	},
	{
		"world_guessed", "BOTH-ACCESS-001", voucher.Text{
			En: "A world whose name is guessed is not there", Ru: "Мир с угаданным именем не находится", Kk: "Аты болжап табылған әлем жоқ",
		},
		func(r *raw, _ *till) {
			header, err := r.world.Header(r.ctx, voucher.Actor{})
			if err != nil {
				r.err = err
				return
			}
			for _, q := range r.calls()[:1] {
				for _, name := range append(near(header.Get(wire.WorldHeader)), "1", "w1", "default") {
					q.what, q.header = guessedWorld.line("request", q.path), map[string]string{wire.WorldHeader: name}
					r.send(q)
				}
				r.own(q)
			}
		}, unlessOwn("world-unknown", http.StatusNotFound), false, nil,
	},
	{
		"ids_guessed", "BOTH-ACCESS-001", voucher.Text{
			En: "Who guesses the id of a record reads nothing", Ru: "Угадавший идентификатор записи ничего не прочитает", Kk: "Жазба идентификаторын болжаған адам ештеңе оқымайды",
		},
		func(r *raw, _ *till) { r.guessIDs() }, func(a *RawAnswer) string {
			if !strings.HasPrefix(a.What, guessedID.line()) {
				return accepted(a)
			}
			return problemWith("", http.StatusForbidden, http.StatusNotFound)(a)
		}, false, nil,
	},
	{
		"control_plane_guarded", "BOTH-ACCESS-001", voucher.Text{
			En: "The control plane opens to its own token only", Ru: "Плоскость управления открывает только её собственный токен",
			Kk: "Басқару жазықтығын тек өз токені ашады",
		},
		func(r *raw, _ *till) {
			mine := r.token(r.world, anyCitizen)
			for _, route := range controlRoutes {
				for _, token := range []struct {
					kind *Clause
					text string
				}{{withoutToken, ""}, {inventedToken, "no-such-token"}, {foreignToken, mine}} {
					if r.err != nil {
						return
					}
					e, err := r.client.RawControlAs(r.ctx, token.text, route.method, route.path, []byte(route.body))
					if err != nil {
						r.err = err
						return
					}
					r.t.Raw = append(r.t.Raw, r.answer(token.kind.line("request", route.method+" "+wire.ControlPath+route.path), e))
				}
			}
		}, problemWith("", http.StatusUnauthorized), false, []Ability{NeedsGuard},
	},
}

// guessIDs reads appeals and loans as who has none, by ids that are near a real one, by
// the real one itself, and by small numbers.
func (r *raw) guessIDs() {
	region := uint32(StoreSetup().Stores[0].Territory.Region())
	for _, of := range []struct {
		kind           voucher.QueryKind
		make, is, body string
		by, who        voucher.Actor
	}{
		{voucher.AskAppeal, "file_appeal", "appeal", `{"person":"1"}`, anyCitizen, voucher.Actor{Role: voucher.Citizen, ID: strangerID}},
		{voucher.AskLoan, "grant_loan", "loan", `{"store":"1","amount":1000,"purpose":"stock"}`,
			voucher.Actor{Role: voucher.LocalBody, ID: region}, voucher.Actor{Role: voucher.StoreTill, ID: strangerID}},
	} {
		e := r.send(request{what: acceptedRequest.line(), actor: of.by, path: wire.CommandPath + of.make, body: of.body})
		if e == nil {
			return
		}
		var made map[string]any
		if json.Unmarshal(e.ResponseBody, &made) != nil {
			return
		}
		id, _ := made[of.is].(string)
		for _, guess := range append(near(id), id, "1", "2", "3") {
			r.send(request{what: guessedID.line("request", of.kind), actor: of.who, method: http.MethodGet, path: wire.RecordPath + of.kind.String() + "?" + of.is + "=" + guess})
		}
	}
}
