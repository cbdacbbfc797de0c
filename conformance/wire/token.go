package wire

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Actor is who asks, as it goes over the wire: ids are texts there. That of a
// local executive body is its territory; roles without records of their own
// have none.
type Actor struct {
	Role voucher.Role `json:"role"`
	ID   string       `json:"id,omitzero"`
}

// actorOnWire returns an actor in its wire form.
func actorOnWire(a voucher.Actor) Actor {
	w := Actor{Role: a.Role}
	switch {
	case a.ID == 0:
	case a.Role == voucher.LocalBody:
		w.ID = voucher.Territory(a.ID).String()
	default:
		w.ID = strconv.FormatUint(uint64(a.ID), 10)
	}
	return w
}

// actor reads the wire form.
func (w Actor) actor() (voucher.Actor, error) {
	a := voucher.Actor{Role: w.Role}
	switch {
	case w.Role == 0:
		return a, &malformed{"/role", "write " + hint(typeOf(w.Role))}
	case w.ID == "":
		return a, nil
	case w.Role == voucher.LocalBody:
		t, err := voucher.ParseTerritory(w.ID)
		if err != nil {
			return a, &malformed{"/id", "write " + hint(typeOf(t))}
		}
		a.ID = uint32(t)
		return a, nil
	}
	n, err := strconv.ParseUint(w.ID, 10, 32)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != w.ID {
		return a, &malformed{"/id", `write the position in the setup as a text, such as "1"`}
	}
	a.ID = uint32(n)
	return a, nil
}

// Token lets who holds it act as one actor.
type Token struct {
	Role  voucher.Role `json:"role"`
	ID    string       `json:"id,omitzero"`
	Token string       `json:"token"`
	// Until is the first instant, by the world's clock, at which it opens nothing; 0:
	// it does not end.
	Until voucher.Instant `json:"until,omitzero"`
}

// admitted is who holds a token, and until when.
type admitted struct {
	actor voucher.Actor
	until voucher.Instant // 0: without an end
}

// tokenAsked is the body that asks the control plane for a token.
type tokenAsked struct {
	Role  voucher.Role    `json:"role"`
	ID    string          `json:"id,omitzero"`
	Until voucher.Instant `json:"until,omitzero"` // 0: it does not end
}

// tokenMax is how long a token may be.
const tokenMax = 512

// MakeTokens makes a token for everybody who may act in a world of a setup:
// people, operators, stores and providers, each role without records of its own
// once, and the local executive body of each region that has a store.
func MakeTokens(s *voucher.Setup) (tokens []Token) {
	add := func(r voucher.Role, id uint32) {
		a := actorOnWire(voucher.Actor{Role: r, ID: id})
		tokens = append(tokens, Token{Role: a.Role, ID: a.ID, Token: newToken()})
	}
	each := func(r voucher.Role, n int) {
		for i := range n {
			add(r, uint32(i+1))
		}
	}
	each(voucher.Citizen, len(s.People))
	each(voucher.Operator, s.Operators)
	each(voucher.StoreTill, len(s.Stores))
	each(voucher.GasProvider, len(s.Providers))
	regions := map[voucher.Territory]bool{}
	for _, store := range s.Stores {
		if t := store.Territory.Region(); !regions[t] {
			regions[t] = true
			add(voucher.LocalBody, uint32(t))
		}
	}
	for _, r := range []voucher.Role{voucher.Gateway, voucher.ListOwner, voucher.AuthorisedBody} {
		add(r, 0)
	}
	return tokens
}

// newToken draws a token nobody can guess.
func newToken() string { return tokenPrefix + rand.Text() }

// tokenPrefix is what a token of ours begins with, so that one is known where it
// must not be.
const tokenPrefix = "t-"

// hashed is what is kept of a token. Looking a hash up takes a time that hangs on the
// hash, and nobody can choose a guess by how much of its hash is right: what the time
// tells of the token is nothing. A test of the layout keeps == off tokens.
type hashed [sha256.Size]byte

func hashOf(token string) hashed { return sha256.Sum256([]byte(token)) }

// bearer reads the bearer token of a request; "" where there is none or more
// than one.
func bearer(r *http.Request) string {
	values := r.Header["Authorization"]
	if len(values) != 1 {
		return ""
	}
	scheme, token, found := strings.Cut(values[0], " ")
	if !found || !strings.EqualFold(scheme, "Bearer") || len(token) > tokenMax {
		return ""
	}
	return token
}

// admit lets the holder of a token act.
func (w *world) admit(t Token) error {
	a, err := Actor{t.Role, t.ID}.actor()
	if err != nil {
		return fmt.Errorf("token of %s %q: %w", t.Role, t.ID, err)
	}
	if t.Token == "" || !isVisible(t.Token, tokenMax) {
		return fmt.Errorf("token of %s %q: write 1 to %d visible ASCII characters", t.Role, t.ID, tokenMax)
	}
	w.door.Lock()
	defer w.door.Unlock()
	h := hashOf(t.Token)
	if _, taken := w.actors[h]; taken {
		return errors.New("one token is given to two actors; make another")
	}
	w.actors[h] = admitted{a, t.Until}
	return nil
}

// token returns the token of an actor, made when it is first asked for; one that ends
// is a new one each time. The error is errNoRoom where the shelf has none for another.
func (w *world) token(a voucher.Actor, until voucher.Instant, room *shelf) (string, error) {
	w.door.Lock()
	defer w.door.Unlock()
	if t, ok := w.issued[a]; ok && until == 0 {
		return t, nil
	}
	if !room.take(&w.tokens, 1) {
		return "", errNoRoom
	}
	who := actorOnWire(a)
	if err := w.write(&noted{Token: &tokenAsked{who.Role, who.ID, until}}); err != nil {
		room.giveBack(&w.tokens, 1)
		return "", err
	}
	return w.issue(a, until), nil
}

// issue makes the next token of a world. A start gives the same ones in the same order
// again, and so none has to be written down (BOTH-PRIVACY-001).
func (w *world) issue(a voucher.Actor, until voucher.Instant) string {
	w.given++
	mac := hmac.New(sha256.New, w.secret[:])
	_, _ = fmt.Fprintf(mac, "token %d of %s", w.given, w.name) // which never fails
	t := tokenPrefix + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:tokenBytes])
	if until == 0 {
		w.issued[a] = t
	}
	w.actors[hashOf(t)] = admitted{a, until}
	return t
}

// tokenBytes is how many bytes of a token nobody can guess.
const tokenBytes = 16

// holderOf returns who holds a token, and until when.
func (w *world) holderOf(token string) (admitted, bool) {
	w.door.RLock()
	defer w.door.RUnlock()
	a, ok := w.actors[hashOf(token)]
	return a, ok
}

// hasEnded reports whether a token that is known opens nothing any more: its last
// instant is the one before until, by the clock that the world follows.
func (s *Server) hasEnded(w *world, a admitted) bool {
	if a.until == 0 {
		return false
	}
	w.mu.Lock()
	now := w.now
	w.mu.Unlock()
	if s.options.Now != nil {
		now = max(now, s.options.Now())
	}
	return now >= a.until
}

// same reports in constant time whether a token is the one expected.
func same(token, expected string) bool {
	a, b := hashOf(token), hashOf(expected)
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
