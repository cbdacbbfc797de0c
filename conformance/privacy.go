package conformance

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Privacy: secrets are planted with the setup and on the way, every role tries every
// operation, and whatever comes back is looked through for them (BOTH-PRIVACY-001).

const privacyID voucher.RequirementID = "BOTH-PRIVACY-001"

// privatePlace is a kind of answer that must not hold a secret.
type privatePlace struct {
	name  string
	title voucher.Text
	holds func(a *RawAnswer) bool
}

// privatePlaces part the answers, so that what leaks in one is told apart from what
// leaks in another. An answer belongs to the first that holds it.
var privatePlaces = []privatePlace{
	{"headers", voucher.Text{
		En: "No header of an answer holds an IIN, a name, a phone, a token or a code", Ru: "В заголовках ответов нет ИИН, имени, телефона, токена и кода",
		Kk: "Жауап тақырыптарында ЖСН, аты-жөні, телефон, токен және код жоқ",
	}, func(a *RawAnswer) bool {
		return strings.HasPrefix(a.What, headerIn.line()) || strings.HasPrefix(a.What, headerUntold.line())
	}},
	{"problems", voucher.Text{
		En: "No error body holds an IIN, a name, a phone, a token or a code", Ru: "В телах ошибок нет ИИН, имени, телефона, токена и кода",
		Kk: "Қате мәтіндерінде ЖСН, аты-жөні, телефон, токен және код жоқ",
	}, func(a *RawAnswer) bool { return a.Status >= http.StatusBadRequest }},
	{"lists", voucher.Text{
		En: "No list to a provider holds a secret of a person", Ru: "В списках поставщикам нет ИИН, имени, телефона, токена и кода",
		Kk: "Жеткізушілерге берілетін тізімдерде ЖСН, аты-жөні, телефон, токен және код жоқ",
	}, func(a *RawAnswer) bool { return askedBy(a) == voucher.GasProvider.String() }},
	{"stores", voucher.Text{
		En: "No answer to a store holds a secret of a person", Ru: "В ответах магазинам нет ИИН, имени, телефона, токена и чужого кода",
		Kk: "Дүкендерге берілетін жауаптарда ЖСН, аты-жөні, телефон, токен және бөтен код жоқ",
	}, func(a *RawAnswer) bool { return askedBy(a) == voucher.StoreTill.String() }},
	{"reports", voucher.Text{
		En: "No report of a day, ledger or stock holds a secret of a person", Ru: "В отчётах за день, сводах и остатках нет ИИН, имени, телефона, токена и кода",
		Kk: "Күндік есептерде, жиынтықтар мен қалдықтарда ЖСН, аты-жөні, телефон, токен және код жоқ",
	}, func(a *RawAnswer) bool {
		return slices.Contains([]string{voucher.AuthorisedBody.String(), voucher.LocalBody.String(), voucher.ListOwner.String()}, askedBy(a))
	}},
	{"answers", voucher.Text{
		En: "No other answer holds an IIN, a name, a phone, a token or a code", Ru: "В остальных ответах нет ИИН, имени, телефона, токена и кода",
		Kk: "Қалған жауаптарда ЖСН, аты-жөні, телефон, токен және код жоқ",
	}, func(*RawAnswer) bool { return true }},
}

// askedBy is the role to which an answer was given.
func askedBy(a *RawAnswer) string { return argumentOf(a.What, "role") }

// privacyChecks are a check for each kind of answer, all of one life, and those of
// requests that carry secrets, of logs and of metrics.
var privacyChecks = sync.OnceValue(func() []Check {
	var all []Check
	for i := range privatePlaces {
		p := &privatePlaces[i]
		all = append(all, Check{ID: string(privacyID) + "/privacy_in_" + p.name, Suite: SuitePrivacy, Requirement: privacyID,
			Level: level(privacyID, false), Title: p.title, Needs: []Ability{NeedsWire, NeedsClock, NeedsWorlds},
			source: string(privacyID) + "/privacy_life", ask: askPrivacy,
			judge: func(t *Transcript, _ *bench) Finding { return judgePrivacy(p, t) }})
	}
	all = append(all, wired(privacyCases, SuitePrivacy, "privacy_")...)
	return append(all, tracesChecks()...)
})

// countLooked is how many answers were looked through.
const countLooked = "answers looked through"

// askPrivacy lets every role try every operation, in one world, and looks through all
// that comes back.
func askPrivacy(ctx context.Context, a *asker) error {
	setup := a.named(stageSetup())
	w := newLookout(setup)
	defer func() { a.transcript.Raw, a.transcript.Counts[countLooked] = w.found, w.looked }()
	return a.live(wire.WithTap(ctx, w.see), w)
}

// live plays a stage and lets every role try every operation on it.
func (a *asker) live(ctx context.Context, w *lookout) error {
	readings := a.caps.Readings
	if a.caps.Choices {
		readings = voucher.Readings{}
	}
	s, err := a.stage(ctx, "", readings, 0)
	if err != nil {
		return err
	}
	a.transcript.Counts[countLeading] = int64(len(s.system.told.Steps))
	var last []cell
	for _, o := range operations() {
		if p := o.programme(); p != 0 && !s.runs(p) || o.query == voucher.AskDigest && !a.caps.Digest {
			continue
		}
		turned, let := s.cells(o)
		last = append(last, let...)
		if err := s.tryAs(w, turned); err != nil {
			return err
		}
	}
	return s.tryAs(w, last)
}

// tryAs is try, telling the lookout who asks. An answer that breaks the contract is looked
// through like any other, and is for other checks to judge.
func (s *stage) tryAs(w *lookout, cells []cell) error {
	for i := range cells {
		w.asking(cells[i].actor.Role)
		if err := s.try(cells[i : i+1]); err != nil && !broke(err) {
			return err
		}
	}
	return nil
}

// judgePrivacy looks at what was found in one kind of answer.
func judgePrivacy(p *privatePlace, t *Transcript) Finding {
	for i := range t.Raw {
		a := &t.Raw[i]
		first := slices.IndexFunc(privatePlaces, func(p privatePlace) bool { return p.holds(a) })
		if len(a.Leaks) > 0 && privatePlaces[first].name == p.name {
			return Finding{Verdict: Fail, Step: -1, Expected: []string{a.What, answerWithoutSecrets.line()}, Got: []string{a.line(true)}}
		}
	}
	if len(t.Worlds) == 0 || t.Counts[countLooked] == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	if f := refusedBefore(t.Worlds[0], min(int(t.Counts[countLeading]), len(t.Worlds[0].Steps))); f != nil {
		return *f
	}
	return pass
}
