package wire_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestRolesAreRefusedAtTheDoor: a role that may not call a route is refused
// before its body is looked at, as the system would.
func TestRolesAreRefusedAtTheDoor(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for _, k := range voucher.CommandKinds() {
		for r := voucher.Citizen; r <= voucher.AuthorisedBody; r++ {
			actor := voucher.Actor{Role: r, ID: 1}
			if r == voucher.LocalBody {
				actor.ID = 110000000
			}
			allowed := false
			for _, may := range wire.Doers(k) {
				allowed = allowed || may == r
			}
			status, header, body := a.ask(http.MethodPost, wire.CommandPath+k.String(), a.as(actor), `?`)
			if allowed {
				a.problem(status, header, body, 400, "malformed", "", "this is no JSON object")
				continue
			}
			a.problem(status, header, body, 403, "role-not-allowed", "", "")
		}
	}
}

// TestRolesAtTheDoorAreThoseOfTheSystem: the table of the wire and that of the
// reference say the same, so that either alone refuses.
func TestRolesAtTheDoorAreThoseOfTheSystem(t *testing.T) {
	m, err := reference.New(town())
	if err != nil {
		t.Fatal(err)
	}
	refused := func(r *voucher.Refusal) bool {
		return r != nil && r.Reason == voucher.RoleNotAllowed && r.Requirement == "BOTH-ACCESS-001"
	}
	for r := voucher.Role(0); r <= voucher.AuthorisedBody; r++ {
		for _, k := range voucher.CommandKinds() {
			c := voucher.NewCommand(k)
			c.Head().Actor.Role = r // without a key: who may is asked for it next
			o, err := m.Do(context.Background(), c)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := contains(wire.Doers(k), r), !refused(o.Refusal); got != want {
				t.Errorf("%s by %s: the wire says %v, the reference %v", k, r, got, want)
			}
		}
		for k := voucher.QueryKind(1); k.String() != ""; k++ {
			record, err := m.Query(context.Background(), &voucher.Query{Kind: k, Actor: voucher.Actor{Role: r}})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := contains(wire.Askers(k), r), !refused(record.Refusal); got != want {
				t.Errorf("%s by %s: the wire says %v, the reference %v", k, r, got, want)
			}
		}
	}
}

func contains(all []voucher.Role, r voucher.Role) bool {
	for _, one := range all {
		if one == r {
			return true
		}
	}
	return false
}

// TestRolesCanBeLeftToTheSystem: a system that is wrong on purpose about roles
// shows it.
func TestRolesCanBeLeftToTheSystem(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{World: yesWorld{}, RolesOpen: true})
	if status, _, body := a.ask(http.MethodPost, wire.CommandPath+"change_parameter", a.as(citizen), `{}`); status != 200 {
		t.Errorf("status %d, %s, want 200: the system lets everybody in", status, body)
	}
	b := newAsker(t, wire.ServerOptions{World: yesWorld{}})
	status, header, body := b.ask(http.MethodPost, wire.CommandPath+"change_parameter", b.as(citizen), `{}`)
	b.problem(status, header, body, 403, "role-not-allowed", "", "")
}

// TestARouteWithoutRolesDoesNotStart: a server that has forgotten who may call a
// route refuses to be one, whichever route it is (BOTH-ACCESS-001).
func TestARouteWithoutRolesDoesNotStart(t *testing.T) {
	start := func() error {
		_, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
		return err
	}
	forgotten := func(word string, restore func()) {
		err := start()
		restore()
		if err == nil || !strings.Contains(err.Error(), "nothing says who may call "+word) {
			t.Errorf("%s has no roles: %v, want no server", word, err)
		}
	}
	for _, k := range voucher.CommandKinds() {
		forgotten(k.String(), wire.ForgetDoers(k))
	}
	for k := voucher.QueryKind(1); k.String() != ""; k++ {
		forgotten(k.String(), wire.ForgetAskers(k))
	}
	if err := start(); err != nil {
		t.Errorf("with all roles: %v, want a server", err)
	}
}

// TestARouteThatForgotItsRolesDoesNotStart: it would be open to all or to none, and the
// error says which one it is. With its roles the same server starts.
func TestARouteThatForgotItsRolesDoesNotStart(t *testing.T) {
	start := func() error {
		_, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
		return err
	}
	wire.WithoutRoles(voucher.KindPurchase, voucher.AskFoodWallet, func() {
		err := start()
		if err == nil || !strings.Contains(err.Error(), "purchase, food_wallet") || !strings.Contains(err.Error(), "access.go") {
			t.Errorf("a server without roles for two routes: %v, want an error that names both and where to mend them\nBOTH-ACCESS-001", err)
		}
	})
	if err := start(); err != nil {
		t.Errorf("a server with roles for all routes: %v, want none", err)
	}
}
