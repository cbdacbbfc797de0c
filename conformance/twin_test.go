package conformance_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// askingAgain is a build that asks the provider once more at "confirm", and so
// refuses who had its answer before it fell silent.
type askingAgain struct {
	voucher.System
	down, answered bool
}

func (b *askingAgain) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	if outage, ok := c.(*voucher.ReportOutage); ok {
		b.down = outage.Down
	}
	if _, ok := c.(*voucher.Confirm); ok && b.down && b.answered {
		return voucher.Outcome{Refusal: voucher.Refuse(voucher.ProviderUnavailable, "GAS-ACCOUNT-003")}, nil
	}
	o, err := b.System.Do(ctx, c)
	if _, ok := c.(*voucher.AcceptOffer); ok && o.Refusal == nil {
		b.answered = true
	}
	return o, err
}

// TestATwinBlocksItsRefusalAlone: what a check is left with because its twin
// failed is no answer of the build, so it takes no other check with it.
func TestATwinBlocksItsRefusalAlone(t *testing.T) {
	const story = "GAS-ACCOUNT-003/account_provider_down"
	w := changed{system: func(s voucher.System) voucher.System { return &askingAgain{System: s} }}
	report := run(t, w, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}, Select: []string{story + "*"}, Oracle: reference.World{}})
	for _, row := range []struct {
		check string
		want  conformance.Verdict
		why   string
	}{
		{story + "/after_the_answer", conformance.Fail, "the outage undoes an answer that was given"},
		{story, conformance.Blocked, "what it refuses is accepted nowhere"},
		{story + "/an_account_that_it_would_not_know", conformance.Pass, "what it refuses was accepted in the story as it stands"},
	} {
		if r := report.Result(row.check); r == nil || r.Verdict != row.want {
			t.Errorf("%s: %+v, want %s\n%s", row.check, r, row.want, row.why)
		}
	}
}
