package scenarios

// StudyFile is a study: which worlds are to be compared, over which values and how
// often.
type StudyFile struct {
	// Kind is the word Study.
	Kind string `yaml:"kind" jsonschema:"enum=Study"`

	// ID is a short name for file names and reports: small letters, digits and hyphens.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=64"`

	// Title says what the study asks, in one line.
	Title Wording `yaml:"title"`

	// Baseline is the scenario that all others are compared with: an id of the library, or a file beside this one. The pilots where
	// it is left out.
	Baseline ParentWord `yaml:"baseline,omitempty"`

	// Scenarios are what is compared with it. It may be left out where a sweep changes policy.
	Scenarios []ParentWord `yaml:"scenarios,omitempty" jsonschema:"minItems=1"`

	// Sweep lists what is varied. Entries multiply. Assumptions are varied in every world, policy in all but the baseline.
	Sweep []SweepFile `yaml:"sweep,omitempty" jsonschema:"minItems=1"`

	// Replications is how often each world is lived through, each time by another seed, the same for all worlds. 1 where it is left out.
	Replications int64 `yaml:"replications,omitempty" jsonschema:"minimum=1,maximum=100000,default=1"`

	// Stop ends the study as soon as it knows enough, in place of a number of replications.
	Stop StopFile `yaml:"stop,omitempty"`

	// Seed from which the seeds of replications and all draws of values come. That of the baseline where it is left out.
	Seed uint64 `yaml:"seed,omitempty" jsonschema:"minimum=1,maximum=9007199254740991"`

	// Horizon is the span of every world. Its own where it is left out.
	Horizon Horizon `yaml:"horizon,omitempty"`

	// Limits are what a plan may not go above.
	Limits LimitsFile `yaml:"limits,omitempty"`
}

// SweepFile is one entry of a sweep.
type SweepFile struct {
	// Mode is grid (every value with every other), zip (the first values together, the second together) or lhs (a Latin hypercube).
	Mode string `yaml:"mode" jsonschema:"enum=grid,enum=zip,enum=lhs"`

	// Draws is how many points a Latin hypercube has.
	Draws int64 `yaml:"draws,omitempty" jsonschema:"minimum=2,maximum=100000"`

	// Over maps paths to lists of values or, for lhs, to {from: …, to: …}.
	Over SweptValues `yaml:"over"`
}

// LimitsFile bounds a study.
type LimitsFile struct {
	// Runs at most. 1000 where it is left out.
	Runs int64 `yaml:"runs,omitempty" jsonschema:"minimum=1,maximum=10000000,default=1000"`

	// Minutes of this machine at most. 60 where it is left out.
	Minutes int64 `yaml:"minutes,omitempty" jsonschema:"minimum=1,maximum=100000,default=60"`

	// Megabytes of results at most. 1000 where it is left out.
	Megabytes int64 `yaml:"megabytes,omitempty" jsonschema:"minimum=1,maximum=10000000,default=1000"`
}

// SpanFile is where a Latin hypercube draws, both ends inside.
type SpanFile struct {
	// From is the least value.
	From any `yaml:"from"`

	// To is the greatest value.
	To any `yaml:"to"`
}

// SweptValues maps paths of policy and of behaviour to what they are varied over.
type SweptValues map[string]any
