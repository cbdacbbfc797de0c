package conformance

import (
	"context"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// One broken rule is one failure of its own demand, and whatever is told on the way to
// something else trips over it: a wrong sum of a voucher stands in every balance. What
// trips has not come to what it is about, and nothing is known of that.

// breaks names of each failure the demand whose rule the oracle keeps where the build
// first answers otherwise. A failure in which a right build would answer so too, and one
// that is not told step by step, has none.
func breaks(ctx context.Context, r *Report, o *Options) {
	if o.Oracle == nil || o.unread {
		return
	}
	for i := range r.Results {
		c := &r.Results[i]
		f := c.Failure
		if f == nil || f.Spans != nil || c.Suite == SuiteFaults || len(f.History.Entries) == 0 {
			continue
		}
		h := f.upToStep()
		oracle, d, err := followed(ctx, o.Oracle, &h, r.Target.Reasons)
		if err == nil && d != nil {
			f.Breaks, f.before = blamed(&h, d.step, oracle, d), d.step < f.Step
		}
	}
}

// upToStep is the history of a failure to the answer that is wrong.
func (f *Failure) upToStep() voucher.History {
	h := f.History
	h.Entries = h.Entries[:min(f.Step+1, len(h.Entries))]
	return h
}

// tripped blocks the stories, and what is told of a till, that parted from what is right
// before the answer that they judge, over the broken rule of another demand, where a
// check of that demand fails by itself and is not known: the violation stands there, and
// no run in which something trips is anything else. What a story is about too is its own,
// and so is a first wrong answer that it judges.
func tripped(r *Report) {
	failing := map[voucher.RequirementID]string{}
	for i := range r.Results {
		c := &r.Results[i]
		if f := c.Failure; f != nil && c.Verdict == Fail && f.Breaks == c.Requirement && failing[f.Breaks] == "" {
			failing[f.Breaks] = c.Check
		}
	}
	for i := range r.Results {
		c := &r.Results[i]
		if c.Verdict != Fail || (c.Suite != SuiteStories && c.Suite != SuiteStore) || !c.Failure.before || c.about(c.Failure.Breaks) {
			continue
		}
		if by := failing[c.Failure.Breaks]; by != "" {
			c.Verdict, c.Why, c.Tripped, c.Failure = Blocked, whyTripped(c.Failure.Breaks, by), c.Failure, nil
		}
	}
}

// about reports whether a demand is one that a check shows or found to be broken, or of
// the chapter of one; so is one that is not known.
func (r *Result) about(id voucher.RequirementID) bool {
	own := r.Requirement
	chapter := id.Programme() == own.Programme() && id.Chapter() == own.Chapter()
	return id == "" || chapter || slices.Contains(r.Also, id) || r.Failure.Requirement != own
}

// whyTripped names the rule that is in the way, and the check that shows it broken.
func whyTripped(id voucher.RequirementID, by string) voucher.Text {
	return filled(voucher.Text{
		En: "it trips over %s, which is broken (%s): mend that first", Ru: "мешает нарушенное требование %s (%s): сначала исправьте его",
		Kk: "бұзылған %s талабы (%s) кедергі: алдымен соны түзетіңіз",
	}, id, by)
}
