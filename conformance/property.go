package conformance

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Properties: lives drawn at random are lived on the build and on the oracle at
// once. Every answer is compared, and the history alone is held to the
// invariants. All checks judge one transcript, so that the lives are lived once.

// livesSource is the id of the transcript of random lives.
const livesSource = "lives"

// propertyChecks are a check for every invariant, and one for every chapter
// whose answers are compared with the oracle's.
var propertyChecks = sync.OnceValue(func() []Check {
	needs := []Ability{NeedsClock, NeedsWorlds, NeedsPrompt, NeedsOracle}
	var all []Check
	for _, d := range demands {
		all = append(all, lifeCheck(d.id, d.requirement(), d.title, needs))
	}
	for _, id := range oracleChapters {
		all = append(all, lifeCheck(string(id)+asTheOracle, id, oracleTitle(id), needs))
	}
	slices.SortStableFunc(all, func(a, b Check) int { return placeOf(a.Requirement) - placeOf(b.Requirement) })
	return all
})

// placeOf is a requirement's place in the catalogue.
func placeOf(id voucher.RequirementID) int { return slices.Index(voucher.RequirementIDs(), id) }

func lifeCheck(id string, r voucher.RequirementID, title voucher.Text, needs []Ability) Check {
	c := Check{ID: id, Suite: SuiteProperties, Requirement: r, Level: level(r, false), Title: title, Needs: needs, source: livesSource, ask: askLives}
	c.judge = func(t *Transcript, b *bench) Finding { return judgeLives(&c, t, b) }
	return c
}

func oracleTitle(id voucher.RequirementID) voucher.Text {
	chapter, ok := chapterWords[id.Chapter()]
	if !ok {
		panic("conformance: no words for the chapter of " + string(id))
	}
	return voucher.Text{
		En: "in random lives it is answered as the oracle answers: " + chapter.En, Ru: "в случайных историях ответы те же, что у эталона: " + chapter.Ru,
		Kk: "кездейсоқ тарихтарда жауаптар эталонмен бірдей: " + chapter.Kk,
	}
}

// campaign is a run of lives.
type campaign struct {
	*asker
	failing int
	known   map[string]bool // checks that failed before
	passing int             // lives kept
}

const (
	// enoughFailing is after how many failing lives a campaign ends: what is wrong
	// is shown.
	enoughFailing = 50
	// keptLives and keptEntries bound what a transcript keeps of lives in which
	// nothing is wrong. They show what was asked; the rest is counted only, or a
	// long campaign would fill a disk. A life that fails is kept whole.
	keptLives   = 10
	keptEntries = 400
)

// askLives lives the lives that the options ask for.
func askLives(ctx context.Context, a *asker) error {
	c := &campaign{asker: a, known: map[string]bool{}}
	if err := c.canary(ctx); err != nil {
		return err
	}
	begun := time.Now()
	for n := 0; a.opts.Cases == 0 || n < a.opts.Cases || c.goesOn(n-a.opts.Cases); n++ {
		if ctx.Err() != nil || (a.opts.Budget > 0 && time.Since(begun) > a.opts.Budget) {
			break
		}
		l, err := liveOnce(ctx, a, a.apart, fmt.Sprintf("life %d", n+1), lifeSeed(a.opts.Seed, n))
		if err != nil {
			return err
		}
		a.transcript.Counts[countCases]++
		c.take(ctx, l)
		if c.failing == enoughFailing || (c.failing > 0 && a.opts.StopAtFailure) {
			break
		}
	}
	return ctx.Err()
}

// maker makes a world to live in.
type maker func(ctx context.Context, label string, setup *voucher.Setup) (*recorder, error)

// liveOnce draws a life from a seed and lives it to its end, or to where the
// build and the oracle part; then it is read out all the same. An error says
// that somebody could not be asked.
func liveOnce(ctx context.Context, a *asker, begin maker, label string, seed uint64) (l *country, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the world may go
	var failed error
	err = drawLife(seed, func(t *rapid.T) {
		setup := drawSetup(t, &a.caps)
		build, err := begin(ctx, label, setup)
		if err != nil {
			failed = err
			return
		}
		failed = untilParted(func() {
			l = newCountry(ctx, t, a, build, setup, seed)
			l.live()
		})
		if failed == nil {
			failed = untilParted(l.readOut)
		}
	})
	if failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, &ownFault{err.Error()}
	}
	l.faults = append(l.faults, faultsOf(&l.build.told.History, a.caps.Reasons)...)
	return l, nil
}

// untilParted lets a life go on until it ends, or the build and the oracle part.
func untilParted(live func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil, parted:
		case unasked:
			err = r.err
		default:
			panic(r)
		}
	}()
	live()
	return nil
}

// take keeps a life: all of one that shows something new, with what it is cut
// down to, some of those in which nothing is wrong, and counts of all.
func (c *campaign) take(ctx context.Context, l *country) {
	for _, what := range slices.Sorted(maps.Keys(l.counts)) {
		c.transcript.Counts[what] += l.counts[what]
	}
	c.transcript.Counts[countVerdictsOnly] += int64(l.verdictsOnly())
	told := l.build.told
	fresh := slices.DeleteFunc(slices.Clone(l.faults), func(f fault) bool { return c.known[f.check] })
	if slices.ContainsFunc(l.faults, func(f fault) bool { return f.verdict == Fail }) {
		c.failing++
		c.transcript.Counts[countFailing]++
	}
	switch {
	case len(l.faults) == 0 && c.passing < keptLives && len(told.Entries) <= keptEntries && !c.opts.unread:
		c.passing++
		c.transcript.Worlds = append(c.transcript.Worlds, told)
	case len(fresh) > 0:
		c.transcript.Worlds = append(c.transcript.Worlds, told)
		for i := range fresh {
			c.known[fresh[i].check] = true
			if !c.opts.unread {
				c.cutDown(ctx, told, &fresh[i])
			}
		}
	}
}

// verdictsOnly is how many refusals came without a reason to compare.
func (l *country) verdictsOnly() int {
	if l.model == nil {
		return 0
	}
	return l.model.verdictsOnly
}
