package conformance

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// lookout looks through every exchange of a world, learns the tokens and codes in it, and
// writes down which answers hold what they must not.
type lookout struct {
	mu     sync.Mutex
	hidden *canaries
	role   voucher.Role // who is asking
	looked int64        // answers that were looked through
	found  []RawAnswer
	seen   map[string]bool // of what was found, so that each is told once
}

func newLookout(setup *voucher.Setup) *lookout {
	w := &lookout{hidden: newCanaries(), seen: map[string]bool{}}
	for i := range setup.People {
		w.hidden.plant(setup.People[i].IIN, secretIIN)
		w.hidden.plant(setup.People[i].Phone, secretPhone)
		w.hidden.plantName(setup.People[i].Name)
	}
	for i := range setup.Accounts {
		w.hidden.plantNumber(setup.Accounts[i].Number.String(), secretAccount)
	}
	return w
}

// asking says who asks next.
func (w *lookout) asking(r voucher.Role) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.role = r
}

// see looks through one exchange.
func (w *lookout) see(e *wire.Exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if token, ok := strings.CutPrefix(e.RequestHeader.Get("Authorization"), "Bearer "); ok {
		w.hidden.plant(token, secretToken)
	}
	if e.Status == 0 {
		return
	}
	w.looked++
	path := pathOf(e.URL)
	given := w.given(path, e)
	body := string(e.ResponseBody)
	if given != "" { // who asks for it may have it, there and nowhere else
		body = strings.Replace(body, given, "", 1)
	}
	request := e.Method + " " + path
	answer, headers := answerUntold.line("request", request), headerUntold.line("request", request)
	if w.role != 0 { // else roles are not tried yet
		answer, headers = answerIn.line("request", request, "role", w.role), headerIn.line("request", request, "role", w.role)
	}
	w.note(answer, path, e, w.withheld(path, w.hidden.in(body)))
	w.note(headers, path, e, w.withheld(path, w.hidden.in(headerText(e.ResponseHeader))))
}

// withheld are those secrets that who asks must not see. An account is one to all but
// its owner, who serves or supplies it, and whoever makes worlds; before roles are
// tried, each of them asks for what is their own.
func (w *lookout) withheld(path string, leaks []string) []string {
	may := []voucher.Role{0, voucher.Citizen, voucher.Operator, voucher.GasProvider}
	if strings.HasPrefix(path, wire.ControlPath) || slices.Contains(may, w.role) {
		return slices.DeleteFunc(leaks, func(kind string) bool { return kind == secretAccount })
	}
	return leaks
}

// given is the secret that an answer is there to hand over, "" for none.
func (w *lookout) given(path string, e *wire.Exchange) string {
	var made struct {
		Token string `json:"token"`
		Code  string `json:"code"`
	}
	if e.Status != http.StatusOK || json.Unmarshal(e.ResponseBody, &made) != nil {
		return ""
	}
	switch {
	case strings.HasSuffix(path, "/tokens"):
		w.hidden.plant(made.Token, secretToken)
		return made.Token
	case strings.HasSuffix(path, wire.CommandPath+voucher.KindShowCode.String()):
		w.hidden.plant(made.Code, secretCode)
		return made.Code
	}
	return ""
}

// note writes down what an answer holds, once for each request and kind.
func (w *lookout) note(what, path string, e *wire.Exchange, leaks []string) {
	key := what + strings.Join(leaks, " ")
	if len(leaks) == 0 || w.seen[key] {
		return
	}
	w.seen[key] = true
	body := w.hidden.hide(string(e.ResponseBody))
	w.found = append(w.found, RawAnswer{What: what, Status: e.Status, Type: wire.MediaType(e.ResponseHeader), Leaks: leaks,
		Body: strings.ToValidUTF8(body[:min(len(body), rawShown)], "?")})
}

// pathOf is the path of a URL without its host and query, worlds by no name.
func pathOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut("/"+path, "?")
	if before, after, ok := strings.Cut(path, "/worlds/"); ok {
		_, what, _ := strings.Cut(after, "/")
		return before + "/worlds/{world}/" + what
	}
	return path
}

// headerText are the headers of an answer as lines.
func headerText(h http.Header) string {
	var b strings.Builder
	_ = h.Write(&b) // a builder takes everything
	return b.String()
}
