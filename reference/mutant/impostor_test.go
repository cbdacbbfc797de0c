package mutant_test

import (
	"context"
	"errors"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// asImpostor is what an impostor answers in a small life: the list is updated,
// updated without a ground, the clock moves to the 7th, person 1 says yes and is
// looked up.
type asImpostor struct {
	update, groundless *voucher.Refusal
	asked              int // SMS that the advance told
	opened             voucher.VoucherID
	wallet             voucher.GasWallet
	refused            *voucher.Refusal // of the wallet
	err                error            // the first
}

func TestImpostorsAreNoBuilds(t *testing.T) {
	noGround := voucher.Refuse(voucher.NoGround, "GAS-ELIGIBILITY-001")
	elsewhere := voucher.Refuse(voucher.StockExceeded, "FOOD-TRACE-001")
	notNow := voucher.Refuse(voucher.OutsidePeriod, "GAS-PERIOD-001")
	opened := voucher.GasWallet{Voucher: 1, State: voucher.Opened, Answer: voucher.Yes, Asked: voucher.At(2026, 2, 7, 0, 0, 0), Listed: true}
	right := asImpostor{groundless: noGround, asked: 1, opened: 1, wallet: opened}
	tests := map[string]struct {
		want asImpostor
		why  string
	}{
		"always-yes":               {asImpostor{}, "everything accepted, nothing to show"},
		"always-no":                {asImpostor{update: notNow, groundless: notNow, refused: notNow}, "one reason for everything"},
		"echo":                     {asImpostor{}, "what it was asked, and no more"},
		"last-answer":              {asImpostor{asked: 1, wallet: opened}, "the refusal comes one command late"},
		"wrong-reason":             {asImpostor{groundless: elsewhere, asked: 1, opened: 1, wallet: opened}, "the right verdict, the wrong reason"},
		"no-reasons":               {asImpostor{groundless: &voucher.Refusal{}, asked: 1, opened: 1, wallet: opened}, "the right verdict, no reason"},
		"claims-what-it-lacks":     {asImpostor{groundless: &voucher.Refusal{}, err: errors.ErrUnsupported, wallet: voucher.GasWallet{Listed: true}}, "no clock, no reasons"},
		"denies-what-it-has":       {right, "everything is there"},
		"frozen-clock":             {asImpostor{groundless: noGround, wallet: voucher.GasWallet{Listed: true}}, "nothing fell due"},
		"forgetful":                {asImpostor{groundless: noGround, asked: 1, opened: 1}, "right until it is read"},
		"dies-after-five-commands": {right, "it lives that long"},
		"one-world-for-all":        {right, "the first world is right"},
	}
	for _, m := range mutant.Impostors() {
		tt, ok := tests[m.ID]
		if !ok {
			t.Errorf("%s: no expectation; say what it answers", m.ID)
			continue
		}
		w := m.World()
		got := behave(t, w)
		if !errors.Is(got.err, tt.want.err) || (got.err == nil) != (tt.want.err == nil) {
			t.Errorf("%s: error %v, want %v\n%s", m.ID, got.err, tt.want.err, tt.why)
		}
		if got.update.String() != tt.want.update.String() || got.groundless.String() != tt.want.groundless.String() || got.refused.String() != tt.want.refused.String() {
			t.Errorf("%s: update %s, without a ground %s, wallet %s; want %s, %s, %s\n%s", m.ID, got.update, got.groundless, got.refused, tt.want.update, tt.want.groundless, tt.want.refused, tt.why)
		}
		if got.asked != tt.want.asked || got.opened != tt.want.opened || got.wallet != tt.want.wallet {
			t.Errorf("%s: %d asked, voucher %d, wallet %+v; want %d, %d, %+v\n%s", m.ID, got.asked, got.opened, got.wallet, tt.want.asked, tt.want.opened, tt.want.wallet, tt.why)
		}
		if trips := w.Trips(); trips == 0 && m.ID != "one-world-for-all" {
			t.Errorf("%s: no trips, want one a call", m.ID)
		}
	}
}

func behave(t *testing.T, w voucher.World) (got asImpostor) {
	t.Helper()
	ctx := context.Background()
	system, err := w.New(ctx, town(voucher.At(2026, 2, 3, 0, 0, 0)))
	if err != nil {
		t.Fatal(err)
	}
	do := func(c voucher.Command) voucher.Outcome {
		o, err := system.Do(ctx, c)
		got.err = errors.Join(got.err, err)
		return o.Clone()
	}
	list := func(key uint64, why voucher.Reasons) voucher.Command {
		return signed(voucher.ListOwner, 0, key, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: why, Residence: 750000000}}})
	}
	got.update = do(list(1, voucher.SocialAssistance)).Refusal
	got.groundless = do(list(2, 0)).Refusal
	events, err := system.Advance(ctx, voucher.At(2026, 2, 7, 0, 0, 0))
	got.err = errors.Join(got.err, err)
	for i := range events {
		if events[i].Kind == voucher.MessageSent {
			got.asked++
		}
	}
	got.opened = do(signed(voucher.Gateway, 0, 3, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "да"})).Result.Voucher
	r, err := system.Query(ctx, &voucher.Query{Kind: voucher.AskGasWallet, Person: 1, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}})
	got.err = errors.Join(got.err, err)
	got.refused = r.Refusal
	if r.Gas != nil {
		got.wallet = *r.Gas
	}
	return got
}

func TestImpostorsLieAboutTheirAbilities(t *testing.T) {
	all, err := reference.World{}.Capabilities(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range everything() {
		got, err := m.World().Capabilities(context.Background())
		if err != nil {
			t.Errorf("%s: %v", m.ID, err)
		}
		want := all.Reasons && all.Clock && all.Worlds && all.Settings && all.Choices && all.Events && all.Digest
		has := got.Reasons && got.Clock && got.Worlds && got.Settings && got.Choices && got.Events && got.Digest
		switch m.ID {
		case "no-reasons":
			want, has = false, got.Reasons
		case "denies-what-it-has":
			want, has = false, got.Reasons || got.Clock || got.Worlds || got.Settings || got.Choices || got.Events || got.Digest
		}
		if has != want || got.Name == all.Name || got.Programmes != voucher.Both {
			t.Errorf("%s: declares %+v; want a name of its own and, but for the two that deny, every ability", m.ID, got)
		}
	}
}

// TestAnImpostorDies: five commands are answered, the sixth is not, nor anything
// after it.
func TestAnImpostorDies(t *testing.T) {
	m, _ := mutant.Lookup("dies-after-five-commands")
	system, err := m.World().New(context.Background(), town(voucher.At(2026, 2, 3, 0, 0, 0)))
	if err != nil {
		t.Fatal(err)
	}
	for n := range uint64(7) {
		_, err := system.Do(context.Background(), signed(voucher.Citizen, 1, n+1, &voucher.OpenWallet{Person: 1, Via: voucher.ByLink}))
		if alive := err == nil; alive != (n < 5) {
			t.Errorf("command %d: %v; want an answer to five", n+1, err)
		}
	}
	if _, err := system.Advance(context.Background(), voucher.At(2026, 2, 4, 0, 0, 0)); err == nil {
		t.Error("the clock of a dead system moved")
	}
}

// TestWorldsOfAnImpostorAreOne, and those of everybody else are apart.
func TestWorldsOfAnImpostorAreOne(t *testing.T) {
	ctx := context.Background()
	for _, m := range everything() {
		w := m.World()
		setup := town(voucher.At(2026, 2, 3, 0, 0, 0))
		first, err := w.New(ctx, setup)
		if err != nil {
			t.Fatal(err)
		}
		second, err := w.New(ctx, setup)
		if err != nil {
			t.Fatal(err)
		}
		if shared := first == second; shared != (m.ID == "one-world-for-all") {
			t.Errorf("%s: two systems are one: %v", m.ID, shared)
		}
		if m.World().Trips() != 0 {
			t.Errorf("%s: a new world has trips", m.ID)
		}
	}
}

// TestASetupThatCannotBeIsAnError, under the mutant's name.
func TestASetupThatCannotBeIsAnError(t *testing.T) {
	for _, m := range everything() {
		bad := town(voucher.At(2026, 2, 3, 0, 0, 0))
		bad.Accounts = append(bad.Accounts, voucher.AccountSetup{Provider: 9, Number: voucher.MakeAccountNumber(9, 7)})
		if _, err := m.World().New(context.Background(), bad); err == nil {
			t.Errorf("%s: a setup with an account of nobody makes a system; want an error", m.ID)
		}
	}
}
