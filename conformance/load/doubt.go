package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// DoubtKind is what speaks against the figures of a run.
type DoubtKind string

// What may speak against the figures of a run, and which figures it comes with.
const (
	TooLate        DoubtKind = "late"            // the generator began arrivals after their instants: Late, Limit
	TooBusy        DoubtKind = "busy"            // the generator took the machine's processors: Taken, Processors
	TooFew         DoubtKind = "arrivals"        // fewer arrivals came due than were planned: Came, Planned
	NoConnections  DoubtKind = "connections"     // the machine ran out of them: Cause
	NothingCame    DoubtKind = "no-answer"       // no journey was answered: Cause, which may be empty
	Unread         DoubtKind = "unread"          // records of the money: Cause
	Unanswered     DoubtKind = "unanswered"      // requests, although their keys were repeated: N
	StillPushed    DoubtKind = "pushed-back"     // requests, although they were asked again: N
	Unordered      DoubtKind = "undecided"       // families whose order was not found in time: N
	ClockStands    DoubtKind = "clock"           // of the world: Cause
	NoRate         DoubtKind = "no-rate"         // of those tried keeps the objectives: Cause
	PlansDiffer    DoubtKind = "plans-differ"    // of the agents
	PortionMissing DoubtKind = "portion-missing" // of the plan, among the agents: Came, Planned
	AgentLost      DoubtKind = "agent-lost"      // Cause, Families
	AgentStopped   DoubtKind = "agent-stopped"   // where it runs
	BegunApart     DoubtKind = "apart"           // the agents: Spread, Limit
	HostBusy       DoubtKind = "host-busy"       // the agents took the processors of one machine: Host, Taken, Processors
)

// DoubtKinds returns all of them, in order. The slice is the caller's.
func DoubtKinds() []DoubtKind {
	return []DoubtKind{
		TooLate, TooBusy, TooFew, NoConnections, NothingCame, Unread, Unanswered, StillPushed, Unordered, ClockStands, NoRate,
		PlansDiffer, PortionMissing, AgentLost, AgentStopped, BegunApart, HostBusy,
	}
}

// Doubt is a reason not to trust a run, without words: reports say it in their languages.
// What a system or a library said stands in its figures as it was said.
type Doubt struct {
	Kind    DoubtKind         `json:"kind"`
	Agent   string            `json:"agent,omitempty"` // whose figures, such as "2 (till-north)"; "": those of all
	Figures map[string]string `json:"figures,omitempty"`
}

// String says it for a log: its kind and its figures.
func (d Doubt) String() string {
	var b strings.Builder
	b.WriteString(string(d.Kind))
	if d.Agent != "" {
		b.WriteString(" of agent " + d.Agent)
	}
	for _, name := range slices.Sorted(maps.Keys(d.Figures)) {
		b.WriteString(", " + name + " " + d.Figures[name])
	}
	return b.String()
}

// doubt makes one of names and figures by turns.
func doubt(kind DoubtKind, figures ...any) Doubt {
	d := Doubt{Kind: kind}
	for i := 0; i+1 < len(figures); i += 2 {
		if d.Figures == nil {
			d.Figures = map[string]string{}
		}
		d.Figures[fmt.Sprint(figures[i])] = fmt.Sprint(figures[i+1])
	}
	return d
}

// of is the doubt about an agent's figures.
func (d Doubt) of(agent string) Doubt {
	d.Agent = agent
	return d
}
