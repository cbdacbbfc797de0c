package study

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// Results is what a study found. It is as large as the study has worlds, territories and months,
// never as it has runs or families; what each single run gave is told by Facts, one after the other.
// Worlds are named by their place in Worlds: 0 is the baseline.
type Results struct {
	Manifest Manifest `json:"manifest"`
	Worlds   []World  `json:"worlds"`

	Varied      []Varied       `json:"varied"`      // behaviour that the study varies, in every world alike
	Movers      []Mover        `json:"movers"`      // who gains and who misses, by world, programme and segment
	Loads       []Load         `json:"loads"`       // of stores, service centres and the SMS gateway, by territory and day
	Stores      []Store        `json:"stores"`      // the busiest, by world
	Spreads     []Spread       `json:"spreads"`     // histograms, by world
	Swings      []Swing        `json:"swings"`      // the tornado: what each assumption that is varied moves
	Convergence []Convergence  `json:"convergence"` // of the leading figures, by world
	Identities  []Identity     `json:"identities"`
	Fits        []Fit          `json:"fits"` // against the targets of calibration; of the baseline
	Assumed     []AssumedValue `json:"assumed"`
	Limits      []Limit        `json:"limits"`

	sums   *sums
	parts  func(n int64) (*part, error) // reads one again; nil: nothing was kept
	chunks int64                        // parts of a run
}

// Manifest says how the results came about, so that somebody else can come to the same ones.
type Manifest struct {
	Study  string       `json:"study"`
	Title  voucher.Text `json:"title"`
	RunID  string       `json:"run_id"` // sha256 of the resolved study, the facts and the engine's version
	Hash   string       `json:"hash"`   // sha256 of all whole numbers of the results; the same on any number of workers
	Facts  string       `json:"facts"`  // sha256 of the facts about the country
	Engine string       `json:"engine"` // version of what draws and counts

	Seed         uint64      `json:"seed"`
	Seeds        []uint64    `json:"seeds"` // of the first replications, 20 at most
	Replications int64       `json:"replications"`
	Points       int64       `json:"points"` // of behaviour
	Runs         int64       `json:"runs"`   // lives of one world
	From         voucher.Day `json:"from"`
	To           voucher.Day `json:"to"`
	Stop         *Stopped    `json:"stop,omitempty"` // nil where the study has no stop rule

	Families int64    `json:"families"` // of the baseline
	Real     int64    `json:"real"`     // that the facts give for it
	Readings []string `json:"readings"` // of the baseline, such as F01=purse

	FamilyMonths int64 `json:"family_months"` // of all runs, those too that were taken over from the baseline
	Draws        int64 `json:"draws"`         // random decisions of all runs
	Lived        int64 `json:"lived"`         // blocks that were lived through
	Taken        int64 `json:"taken"`         // blocks taken over from the baseline, since nothing that differs reaches them
	Resumed      int64 `json:"resumed"`       // blocks of the design read from partial files
	PartBytes    int64 `json:"part_bytes"`    // that all parts take as files
	Workers      int   `json:"workers"`
	Elapsed      int64 `json:"elapsed_ms"` // 0 without a clock
	PerSecond    int64 `json:"family_months_per_second"`
	FloorPPM     int64 `json:"floor_ppm"` // speed as a share of the draws-only floor; 0: not measured

	Warnings []Warning `json:"warnings"`
}

// Scaled reports whether the country is a synthetic one; reports have to say so.
func (m *Manifest) Scaled() bool { return m.Families != m.Real }

// Stopped says how a stop rule ended the study.
type Stopped struct {
	Metric   string `json:"metric"`
	Asked    int64  `json:"asked_ppm"`   // relative half-width asked for
	Reached  int64  `json:"reached_ppm"` // of the world where it is widest
	AtMost   int64  `json:"at_most"`
	Achieved bool   `json:"achieved"` // false: at_most came first
}

// Warning is something that a reader must know. Args fill the words of its ID.
type Warning struct {
	ID   string   `json:"id"`
	Args []string `json:"args,omitempty"`
}

// World is one of the worlds that are compared: a scenario at one point of policy.
type World struct {
	ID         string       `json:"id"`       // scenario, and the point where policy is swept: food-two-mrp, pilots#3
	Scenario   string       `json:"scenario"` // id
	Title      voucher.Text `json:"title"`
	Point      []Setting    `json:"point,omitempty"` // of policy; empty where none is swept
	Provisions []Provision  `json:"provisions"`      // in what it differs from the baseline; of the baseline: what its files say
	Families   int64        `json:"families"`
	Real       int64        `json:"real"`
}

// Setting is one value of a point.
type Setting struct {
	Path  string       `json:"path"`
	Label voucher.Text `json:"label"`
	Text  string       `json:"text"` // as files write it
	Value int64        `json:"value"`
}

// Varied is an assumption that the study varies, in the baseline as in every other world: what files
// say of it counts in none.
type Varied struct {
	Path   string       `json:"path"`
	Label  voucher.Text `json:"label"`
	Source string       `json:"source"` // of the assumption
	Values []string     `json:"values"` // as files write them; of a Latin hypercube the least and the greatest
	Drawn  bool         `json:"drawn"`  // from a Latin hypercube
}

// Provision is one thing that a world changes.
type Provision struct {
	Path      string            `json:"path"` // of a parameter, an assumption or a reading; else the key of the file
	Policy    bool              `json:"policy"`
	Label     voucher.Text      `json:"label"`
	Territory voucher.Territory `json:"territory"`     // voucher.Country: everywhere
	From      voucher.Day       `json:"from,omitzero"` // zero: from the beginning
	Was       string            `json:"was"`           // as files write it; "" where nobody knows
	Is        string            `json:"is"`
	Parts     []scenarios.Part  `json:"parts,omitempty"` // of an event, or of stores that come and go: Is, field by field
	Unit      string            `json:"unit"`            // tiyn, share, days; "" of what is no number
	Source    string            `json:"source"`          // requirement of a policy; found, derived or model with the page of an assumption
	// By is who or what set the value that was, as the rules name it; "" where nobody knows.
	By   string               `json:"by"`
	Law  []scenarios.Citation `json:"law"`  // texts behind the requirement; empty where neither speaks of it
	File string               `json:"file"` // that changes it; "" where Swept
	Line int                  `json:"line"`
	// Swept tells that no file sets it, but the study at the world's point, over what files say.
	Swept bool `json:"swept,omitempty"`
}

// Unit says what a figure counts.
type Unit string

// The units.
const (
	InCount Unit = "count"
	InTiyn  Unit = "tiyn"
	InMilli Unit = "milli" // thousandths of a cubic metre
	InShare Unit = "ppm"   // parts per million of another figure; of a Fit alone
)

// Metric is a figure that cells are about.
type Metric struct {
	Name       string // of simulator.Metric, or unused and unused_ with a reason
	Unit       Unit
	Programmes voucher.Programme // in which it means something
}

// Key names a cell of the country: all that is zero in it stands for all together.
type Key struct {
	Programme voucher.Programme `json:"programme"`
	Territory voucher.Territory `json:"territory"`      // voucher.Country: all
	Month     voucher.Month     `json:"month,omitzero"` // 0: all
	Segment   Segment           `json:"segment,omitzero"`
	Metric    string            `json:"metric"`
}

// Segment is a group of families. Segments of one axis share no family and are all families
// together; cells of a segment are over all territories and months.
type Segment struct {
	Axis  string `json:"axis"`  // family_size, settlement or device; "" with the value "": everybody
	Value string `json:"value"` // 1 to 8+; town, village; yes, no
}

// Estimate is a mean over all runs with its interval of 95 %. It is unknown where one replication
// and one point say nothing of the spread: Low and High are then the mean.
type Estimate struct {
	Mean  float64 `json:"mean"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Known bool    `json:"known"`
}

// Flag says what an interval allows to say of a difference.
type Flag string

// The flags.
const (
	Same        Flag = "same"         // exactly 0 in every run
	WithinNoise Flag = "within_noise" // the interval holds 0
	Clear       Flag = "clear"        // it does not
	Unknown     Flag = "unknown"      // there is no interval
)

// Cell is one figure of one world, beside the baseline. Differences are paired: of runs with the
// same draws.
type Cell struct {
	World int `json:"world"`
	Key
	Unit     Unit     `json:"unit"`
	Runs     int64    `json:"runs"`
	Level    Estimate `json:"level"`    // the figure itself, a run
	Baseline float64  `json:"baseline"` // mean of the baseline
	Delta    Estimate `json:"delta"`
	// Percent is the difference in per cent of the baseline; nil where that is 0.
	Percent *float64 `json:"percent"`
	// PercentLow and PercentHigh end its interval of 95 %, run by run as the draws are; nil where that is not known.
	PercentLow  *float64 `json:"percent_low"`
	PercentHigh *float64 `json:"percent_high"`
	// StandardError is that of the difference from the chance of draws; more replications make it smaller.
	StandardError float64 `json:"mc_se"`
	// ParameterSD is the spread of the difference from point to point of behaviour; no replication makes it smaller.
	ParameterSD float64 `json:"parameter_sd"`
	// MonteCarloPPM and ParameterPPM part the variance behind the interval; both 0 where there is none.
	MonteCarloPPM int64 `json:"mc_share_ppm"`
	ParameterPPM  int64 `json:"parameter_share_ppm"`
	Flag          Flag  `json:"flag"`
}

// Mover tells of a programme and a segment how many families a world leaves better or worse off than
// the baseline, family by family under the same draws: by what they were credited (food) or
// discounted (gas) in the whole run. All numbers are sums over all runs; divide by Runs.
type Mover struct {
	World     int               `json:"world"`
	Programme voucher.Programme `json:"programme"`
	Segment   Segment           `json:"segment,omitzero"`
	Runs      int64             `json:"runs"`
	Families  int64             `json:"families"` // that either world reaches
	Gain      int64             `json:"gain"`     // families
	Lose      int64             `json:"lose"`
	Same      int64             `json:"same"`
	Come      int64             `json:"come"` // of those who gain: families that get nothing in the baseline
	Go        int64             `json:"go"`   // of those who lose: families that get nothing in this world
	Gained    int64             `json:"gained_tiyn"`
	Lost      int64             `json:"lost_tiyn"`
}

// Load is what one day asks of a place, over all runs.
type Load struct {
	World     int               `json:"world"`
	What      string            `json:"what"` // purchases, messages, visits (to service centres), counter_minutes
	Territory voucher.Territory `json:"territory"`
	Day       voucher.Day       `json:"day"`
	Mean      float64           `json:"mean"`
	Most      int64             `json:"most"`     // in any run
	Capacity  int64             `json:"capacity"` // in the same unit; 0: there is none, or none known
	Over      int64             `json:"over"`     // runs above it
}

// Store is one of the busiest stores of a world in its first run, followed through all runs in which
// it is among the busiest twenty.
type Store struct {
	World     int               `json:"world"`
	Territory voucher.Territory `json:"territory"` // of its block
	Block     int               `json:"block"`
	Store     int               `json:"store"`
	Town      voucher.Territory `json:"town"` // in which it stands
	Kind      string            `json:"kind"`
	Runs      int64             `json:"runs"`         // in which it is among the busiest
	Purchases float64           `json:"purchases"`    // mean of these runs
	Tiyn      float64           `json:"tiyn"`         // the same
	Minute    int64             `json:"minute"`       // purchases in its busiest minute of any run
	At        voucher.Instant   `json:"at,omitempty"` // that minute
}

// Spread is a histogram over all runs of a world. Buckets in which nothing fell are left out.
type Spread struct {
	World   int                `json:"world"`
	What    string             `json:"what"` // a word of simulator.Distributions
	Buckets []simulator.Bucket `json:"buckets"`
}

// Swing is one bar of the tornado: a leading figure where an assumption is least and where it is
// greatest. Of a Latin hypercube the ends are the lowest and the highest fifth of its draws.
type Swing struct {
	World  int          `json:"world"`
	Key    Key          `json:"key"`
	Path   string       `json:"path"`
	Label  voucher.Text `json:"label"`
	Source string       `json:"source"` // of the assumption
	Least  string       `json:"least"`  // its values, as files write them
	Most   string       `json:"most"`
	// AtLeast and AtMost are the difference from the baseline there; of world 0 the figure itself.
	AtLeast float64 `json:"at_least"`
	AtMost  float64 `json:"at_most"`
}

// Convergence is how far a leading figure had come after some replications.
type Convergence struct {
	World        int     `json:"world"`
	Key          Key     `json:"key"`
	Replications int64   `json:"replications"`
	Mean         float64 `json:"mean"`       // of the difference; of world 0 of the figure
	HalfWidth    float64 `json:"half_width"` // from the chance of draws
}

// Identity is something that must add up in every run.
type Identity struct {
	ID      string `json:"id"`
	Checked int64  `json:"checked"` // how often
	Broken  int64  `json:"broken"`
	First   string `json:"first,omitempty"` // where it broke first, with its figures
}

// Fit is how near the baseline comes to something that is known. A level is that of a country of as
// many families as there really are, also where the simulated one is smaller.
type Fit struct {
	ID        string            `json:"id"`
	Title     voucher.Text      `json:"title"`
	Programme voucher.Programme `json:"programme"`
	Territory voucher.Territory `json:"territory"`
	From      voucher.Month     `json:"from,omitzero"` // the months, both inside; 0: all that are simulated
	To        voucher.Month     `json:"to,omitzero"`
	Metric    string            `json:"metric"`
	Per       string            `json:"per,omitempty"` // metric of which Metric is a share; "": it is a level
	Unit      Unit              `json:"unit"`
	Target    int64             `json:"target"`
	Simulated float64           `json:"simulated"`
	Tolerance int64             `json:"tolerance"` // either way, in the unit
	Weight    int64             `json:"weight"`
	Source    string            `json:"source"`
	HeldOut   bool              `json:"held_out"` // it was not fitted to
	Within    bool              `json:"within"`   // the tolerance
}

// AssumedValue is a figure of behaviour that was invented for want of a source. Every report names
// them: answers stand on them.
type AssumedValue struct {
	Path   string       `json:"path"`
	Label  voucher.Text `json:"label"`
	Text   string       `json:"text"` // its value in the baseline, as files write it
	Unit   string       `json:"unit"`
	Source string       `json:"source"` // begins with model
	Note   voucher.Text `json:"note"`
	Swept  bool         `json:"swept"` // the study varies it
}

// Limit is something that the study cannot say, by an id that reports put into words.
type Limit string

// The limits.
const (
	ModelBehaviour      Limit = "model_behaviour"     // figures in Assumed are invented
	SyntheticCountry    Limit = "synthetic_country"   // the country is scaled
	OneReplication      Limit = "one_replication"     // no interval
	NoParameterSpread   Limit = "no_parameter_spread" // assumptions are not varied: intervals tell of chance alone
	NoFeedback          Limit = "no_feedback"         // nobody stays away because of a queue of others
	WithoutCalibration  Limit = "without_calibration" // no target was held against
	FittedMissed        Limit = "fitted_missed"       // a target that assumptions are fitted to is out of tolerance
	HeldOutMissed       Limit = "held_out_missed"     // a target that was held out is out of tolerance
	StopRuleNotAchieved Limit = "stop_rule_not_achieved"
)
