package conformance_test

import (
	"context"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// trying lets every role try what a build has.
func trying(t *testing.T, target conformance.Target, patterns ...string) *conformance.Report {
	t.Helper()
	o := conformance.Options{Suites: []conformance.Suite{conformance.SuiteAccess}, Select: patterns, Workers: 2}
	report, err := conformance.Run(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestNoOperationIsForgotten: every command and query of the vocabulary has a check, in
// which every role that may call it is let through and every other turned away.
func TestNoOperationIsForgotten(t *testing.T) {
	report := trying(t, conformance.Target{World: reference.World{}})
	onlyPassesInProcess(t, report)
	roles := 1 // nobody
	for r := voucher.Citizen; r.String() != ""; r++ {
		roles++
	}
	var words []string
	for _, k := range voucher.CommandKinds() {
		words = append(words, k.String())
	}
	for k := voucher.QueryKind(1); k.String() != ""; k++ {
		words = append(words, k.String())
	}
	for _, word := range words {
		r := report.Result("BOTH-ACCESS-001/access_" + word)
		if r == nil || r.Cells == nil {
			t.Errorf("%s: no check tries it; every operation of the contract is tried\nBOTH-ACCESS-001", word)
			continue
		}
		may := wire.Doers(kindOf(word))
		if may == nil {
			q, _ := voucher.ParseQueryKind(word)
			may = wire.Askers(q)
		}
		// Each role that may not is turned away at least once, and each that may is
		// let through, under one of the readings at least.
		if c := r.Cells; c.Let < int64(len(may)) || c.Turned < int64(roles-len(may)) || c.Tried != c.Let+c.Turned || len(c.Untried) > 0 {
			t.Errorf("%s: %+v; %d roles may and %d may not\nBOTH-ACCESS-001", word, *c, len(may), roles-len(may))
		}
	}
	if all := report.Cells(); all.Tried < 500 || all.Let < 70 {
		t.Errorf("all cells: %+v; want 500 tried and 70 let through at least", all)
	}
}

func kindOf(word string) voucher.CommandKind {
	k, _ := voucher.ParseCommandKind(word)
	return k
}

// onlyPassesInProcess is onlyPasses where what only a wire has is left out.
func onlyPassesInProcess(t *testing.T, report *conformance.Report) {
	t.Helper()
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict != conformance.Pass && (r.Verdict != conformance.Unsupported || !strings.Contains(r.Why.En, "HTTP")) {
			t.Errorf("%s: %s\n%s", r.Check, r.Verdict, r.Text())
		}
	}
}

// leak is a build that is wrong about one operation: what it answers to a call that
// was refused for a reason is for wrong to say.
type leak struct {
	voucher.World
	word   string
	reason voucher.Reason
	wrong  string
}

// The ways of it.
const (
	carriesOut = "carries it out" // in the name of who may
	hides      = "hides it"       // carries it out and says no
	refuses    = "refuses"        // whoever it is
)

func (l leak) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	inner, err := l.World.New(ctx, s)
	return &leaking{System: inner, leak: l, setup: s}, err
}

type leaking struct {
	voucher.System
	leak  leak
	setup *voucher.Setup
	keys  uint64
}

// names are those in which a call could be given.
func (l *leaking) names(roles []voucher.Role) (all []voucher.Actor) {
	for _, r := range roles {
		all = append(all, voucher.Actor{Role: r, ID: 1}, voucher.Actor{Role: r}, voucher.Actor{Role: r, ID: 2})
		for _, s := range l.setup.Stores {
			all = append(all, voucher.Actor{Role: r, ID: uint32(s.Territory.Region())})
		}
	}
	return all
}

func (l *leaking) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := l.System.Do(ctx, cmd)
	if err != nil || cmd.Kind().String() != l.leak.word {
		return o, err
	}
	if l.leak.wrong == refuses {
		return voucher.Outcome{Refusal: voucher.Refuse(voucher.RoleNotAllowed, "BOTH-ACCESS-001")}, nil
	}
	if o.Refusal == nil || o.Refusal.Reason != l.leak.reason {
		return o, err
	}
	head := *cmd.Head()
	defer func() { *cmd.Head() = head }()
	for _, who := range l.names(wire.Doers(cmd.Kind())) {
		l.keys++
		*cmd.Head() = voucher.Header{Key: voucher.KeyOf(77, l.keys), Actor: who}
		other, err := l.System.Do(ctx, cmd)
		if err != nil {
			return other, err
		}
		if other.Refusal == nil {
			if l.leak.wrong == hides {
				return o, nil
			}
			return other, nil
		}
	}
	return o, nil
}

func (l *leaking) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r, err := l.System.Query(ctx, q)
	if err != nil || q.Kind.String() != l.leak.word {
		return r, err
	}
	if l.leak.wrong == refuses {
		return voucher.Record{Refusal: voucher.Refuse(voucher.RecordUnknown, "BOTH-ACCESS-001")}, nil
	}
	if r.Refusal == nil || r.Refusal.Reason != l.leak.reason {
		return r, err
	}
	for _, who := range l.names(wire.Askers(q.Kind)) {
		theirs := *q
		theirs.Actor = who
		if other, err := l.System.Query(ctx, &theirs); err == nil && other.Refusal == nil {
			return other, nil
		}
	}
	return r, nil
}

// TestARoleCheckMissingOnAnyOperationIsFound: a build that forgot one role check, or
// one look at whose the record is, or that refuses even who may, fails the check of
// that operation, and of no other.
func TestARoleCheckMissingOnAnyOperationIsFound(t *testing.T) {
	for _, word := range conformance.Operations() {
		for _, wrong := range []leak{{word: word, reason: voucher.RoleNotAllowed, wrong: carriesOut}, {word: word, reason: voucher.RecordNotOwn, wrong: carriesOut},
			{word: word, wrong: refuses}} {
			wrong.World = reference.World{}
			if wrong.reason == voucher.RecordNotOwn && !conformance.IsOwned(word) {
				continue
			}
			report := trying(t, conformance.Target{World: wrong}, "BOTH-ACCESS-001/access_"+word)
			r := &report.Results[0]
			if r.Verdict != conformance.Fail {
				t.Errorf("%s, %s on %s: %s, %s\nwant fail; %+v", word, wrong.wrong, wrong.reason, r.Verdict, r.Why.En, r.Cells)
			}
		}
	}
}

// TestARefusedCallThatIsCarriedOutIsFound: a build that says no and does it all the
// same is found by what the owner reads.
func TestARefusedCallThatIsCarriedOutIsFound(t *testing.T) {
	for _, word := range []string{"purchase", "refund", "reverse", "deliver", "disburse_loan", "charge_volume", "confirm"} {
		wrong := leak{World: reference.World{}, word: word, reason: voucher.RecordNotOwn, wrong: hides}
		r := &trying(t, conformance.Target{World: wrong}, "BOTH-ACCESS-001/access_"+word).Results[0]
		if r.Verdict != conformance.Fail || !strings.Contains(r.Text(), "what is refused changes nothing") {
			t.Errorf("%s: %s\n%s\nwant fail: what is refused changes nothing", word, r.Verdict, r.Text())
		}
	}
}

// TestAccessOverHTTP: the same over a socket, where roles are tokens.
func TestAccessOverHTTP(t *testing.T) {
	report := trying(t, overHTTP(t, reference.World{}, nil))
	onlyPasses(t, report)
	wrong := leak{World: reference.World{}, word: "food_wallet", reason: voucher.RecordNotOwn, wrong: carriesOut}
	r := &trying(t, overHTTP(t, wrong, nil), "BOTH-ACCESS-001/access_food_wallet").Results[0]
	if r.Verdict != conformance.Fail || r.Failure == nil || len(r.Failure.History.Entries) != r.Failure.Step+1 {
		t.Errorf("another's wallet is readable: %s\n%s\nwant fail, and nothing told after the wrong call", r.Verdict, r.Text())
	}
}
