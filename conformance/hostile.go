package conformance

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Hostile input: every operation of the contract is sent what a stranger might send
// it, spoiled in one place after the other and in several at once (BOTH-INPUT-001).
// Nothing may bring the build down, nothing that is refused may change anything, and
// after each lot a good request has to be accepted over the same connection.

// hostileClass says what a hostile request may come to.
type hostileClass string

// The classes.
const (
	classRefuse hostileClass = "refuse" // a problem with a reason
	classAny    hostileClass = "any"    // that, or it is carried out
	classBroken hostileClass = "broken" // HTTP itself is broken: no success, whoever answers
	classOdd    hostileClass = "odd"    // HTTP is odd: whoever answers, it is no fault
	classGood   hostileClass = "good"   // accepted
	classBeside hostileClass = "beside" // accepted while another body is under way
)

// window is a lot of requests that were all refused, with what was read before and
// after it.
type window struct {
	Before int `json:"before"` // first entries of two equal lists of queries
	After  int `json:"after"`
	Reads  int `json:"reads"`
	Sent   int `json:"sent"` // requests between them
}

const inputDemand voucher.RequirementID = "BOTH-INPUT-001"

// hostileChecks are a check for every operation of the document, and one for bodies
// that take their time.
var hostileChecks = sync.OnceValue(func() []Check {
	c, operations := theContract()
	var all []Check
	add := func(name string, p voucher.Programme, title voucher.Text, ask func(ctx context.Context, a *asker) error) {
		all = append(all, Check{ID: string(inputDemand) + "/hostile_" + name, Suite: SuiteHostile, Requirement: inputDemand, Level: level(inputDemand, false),
			Title: title, Needs: []Ability{NeedsWire, NeedsClock, NeedsWorlds}, Programmes: p, ask: ask,
			judge: func(t *Transcript, b *bench) Finding { return judgeHostile(t, b.caps.Reasons) }})
	}
	for i := range operations {
		o := &operations[i]
		add(o.id, partOf(o.id), voucher.Text{
			En: o.id + " withstands hostile input", Ru: o.id + " выдерживает враждебный ввод", Kk: o.id + " жаулық енгізуге төтеп береді",
		}, func(ctx context.Context, a *asker) error { return askHostile(ctx, a, c, o) })
	}
	add("slow_bodies", 0, voucher.Text{
		En: "A body that takes its time holds up nobody else", Ru: "Медленно приходящее тело запроса не задерживает остальных", Kk: "Баяу келетін дене басқаларды кідіртпейді",
	}, askSlowBodies)
	return all
})

// partOf is the programme that an operation belongs to, 0 for both.
func partOf(id string) voucher.Programme {
	if k, ok := voucher.ParseCommandKind(id); ok && k != voucher.KindReply && k != voucher.KindChangeParameter && k != voucher.KindReportDelivery {
		if k < voucher.KindUpdateFoodList {
			return voucher.Gas
		}
		return voucher.Food
	}
	word, _ := strings.CutPrefix(id, "read_")
	switch k, _ := voucher.ParseQueryKind(word); k {
	case voucher.AskGasWallet, voucher.AskProviderList, voucher.AskReceipt:
		return voucher.Gas
	case voucher.AskFoodWallet, voucher.AskStoreDay, voucher.AskStock, voucher.AskLoan, voucher.AskAppeal, voucher.AskDayReport, voucher.AskLedger:
		return voucher.Food
	}
	return 0
}

// Inputs say how much hostile input was sent, and what came of it.
type Inputs struct {
	Sent       int64 `json:"sent"`       // hostile requests
	Refused    int64 `json:"refused"`    // with a problem
	Accepted   int64 `json:"accepted"`   // odd, and nothing that the contract forbids
	Unanswered int64 `json:"unanswered"` // the connection was closed, as it may be where HTTP was broken
	Compared   int64 `json:"compared"`   // lots of refused requests with records read before and after
}

// add sums inputs up.
func (n *Inputs) add(o *Inputs) {
	n.Sent += o.Sent
	n.Refused += o.Refused
	n.Accepted += o.Accepted
	n.Unanswered += o.Unanswered
	n.Compared += o.Compared
}

// The counts of hostile input in a transcript.
const (
	countInputs     = "inputs"
	countDenied     = "inputs-refused"
	countLetIn      = "inputs-accepted"
	countUnanswered = "inputs-unanswered"
	countCompared   = "inputs-compared"
)

// inputsIn counts what a transcript holds.
func inputsIn(t *Transcript) Inputs {
	return Inputs{t.Counts[countInputs], t.Counts[countDenied], t.Counts[countLetIn], t.Counts[countUnanswered], t.Counts[countCompared]}
}

// judgeHostile gives the finding on hostile input: the first answer that is wrong,
// and otherwise the narrowest lot that changed something.
func judgeHostile(t *Transcript, reasons bool) Finding {
	for world, told := range t.Worlds {
		if f := refusedBefore(told, min(int(t.Counts[countLeading]), len(told.Steps))); f != nil {
			f.World = world
			return *f
		}
	}
	for i := range t.Raw {
		a := &t.Raw[i]
		if want, got := wrongHostile(a, reasons); want != "" {
			return Finding{Verdict: Fail, Step: -1, Expected: []string{want, a.What}, Got: []string{got}, answer: a}
		}
	}
	if f := changedHostile(t); f.Verdict == Fail {
		return f
	}
	if f := hastyHostile(t); f.Verdict == Warn {
		return f
	}
	if t.Counts[countInputs] == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	return pass
}

// wrongHostile says what had to come of a request and what came, as clauses; ""
// where that was right.
func wrongHostile(a *RawAnswer, reasons bool) (want, got string) {
	success := a.Status >= http.StatusOK && a.Status < http.StatusBadRequest
	problem := a.Type == wire.ProblemType && (a.Reason != "" || !reasons)
	declared := a.Status == http.StatusNotImplemented || a.Status == http.StatusServiceUnavailable
	switch {
	case a.Window != nil:
		return "", ""
	case a.Err == noneInTime:
		want = answeredInTime.line()
	case a.Err != "" && a.Class != classBroken && a.Class != classOdd:
		want = answeredInTime.line()
	case a.Err != "":
		return "", ""
	case len(a.Leaks) > 0:
		want = insideKept.line()
	case a.Class == classGood || a.Class == classBeside:
		if !success {
			want = requestAccepted.line()
		}
	case a.Status >= http.StatusInternalServerError:
		spoken := a.Status == http.StatusNotImplemented || a.Status == http.StatusHTTPVersionNotSupported
		busy, odd := declared && problem, spoken && (a.Class == classBroken || a.Class == classOdd)
		if !busy && !odd {
			want = noFaultOfTheBuild.line()
		}
	case success && (a.Class == classRefuse || a.Class == classBroken):
		want = refusedWithReason.line()
	case !success && (a.Class == classRefuse || a.Class == classAny) && !problem:
		want = refusedWithReason.line()
	}
	if want == "" {
		return "", ""
	}
	if a.Err != "" {
		return want, noAnswerCame.line("what", a.Err)
	}
	return want, a.line(false)
}

// plainHostile reports whether an answer is one of thousands that tell nothing new: a
// transcript counts those, and keeps the others.
func plainHostile(a *RawAnswer) bool {
	want, _ := wrongHostile(a, true)
	return want == ""
}

// changedHostile finds the narrowest lot of refused requests that changed what can
// be read.
func changedHostile(t *Transcript) Finding {
	found, width := Finding{}, 0
	for i := range t.Raw {
		a := &t.Raw[i]
		if a.Window == nil || len(t.Worlds) == 0 || (width > 0 && a.Window.Sent >= width) {
			continue
		}
		before, after, differ := a.Window.differ(t.Worlds[0])
		if differ {
			width = a.Window.Sent
			found = Finding{Verdict: Fail, Step: -1, Expected: []string{nothingChanged.line("n", width), a.What}, answer: a,
				Got: []string{recordsDiffer.line("before", before, "after", after)}}
		}
	}
	return found
}

// hastyHostile finds a request that was put off and not told until when. The contract
// has Retry-After with a 429 and a 503 and does not require it: a SHOULD.
func hastyHostile(t *Transcript) Finding {
	for i := range t.Raw {
		if a := &t.Raw[i]; putOff(a) {
			return Finding{Verdict: Warn, Step: -1, Expected: []string{toldWhenToComeAgain.line(), a.What}, Got: []string{a.line(false)}, answer: a}
		}
	}
	return Finding{}
}

// putOff reports whether an answer lacks when to come again, and comes of the build and
// not of what stands in front of it and reads HTTP.
func putOff(a *RawAnswer) bool { return a.NoWait && a.Class != classBroken && a.Class != classOdd }

// differ compares what was read before and after a lot.
func (w *window) differ(told *Told) (before, after string, differ bool) {
	all := len(told.Entries) // a record may say anything: no sum may wrap
	if w.Before < 0 || w.After < w.Before || w.After > all || w.Reads < 0 || w.Reads > all-w.After {
		return "", "", false
	}
	for i := range w.Reads {
		x, y := &told.Entries[w.Before+i], &told.Entries[w.After+i]
		if x.Err == "" && y.Err == "" && !reflect.DeepEqual(x.Record, y.Record) && x.Query != nil {
			lines := func(e *voucher.Entry) string { return strings.Join(voucher.RecordLines(&e.Record, e.Query), "; ") }
			return lines(x), lines(y), true
		}
	}
	return "", "", false
}

// insides are what tells a stranger what a build is made of.
var insides = []string{
	"goroutine ", "panic: ", "runtime error", "Traceback (most recent call last)", "Exception in thread", "\tat ", "\\tat ", "\\n    at ", "\n    at ",
	".java:", ".go:", ".php on line", ".php:", ".py\", line", "node:internal", "SQLSTATE", "ORA-0", "syntax error at or near", "NullPointerException", "Stack trace",
}

// insideOf reports whether a body shows the inside of a build.
func insideOf(body string) bool {
	return slices.ContainsFunc(insides, func(mark string) bool { return strings.Contains(body, mark) })
}
