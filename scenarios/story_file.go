package scenarios

// StoryFile is a story: a demand told as steps, and cases that change one thing.
type StoryFile struct {
	// Kind is the word Story.
	Kind string `yaml:"kind" jsonschema:"enum=Story"`

	// Requirement is the id of the demand that the story shows.
	Requirement RequirementWord `yaml:"requirement"`

	// Also are further demands that it shows.
	Also []RequirementWord `yaml:"also,omitempty"`

	// Level is the word should where the story shows the half of a must that is only ours. That of the requirement where it is left out.
	Level string `yaml:"level,omitempty" jsonschema:"enum=should"`

	// Title is one plain sentence in each language.
	Title StoryTitle `yaml:"title"`

	// Readings under which the story is told. The default of each where it is left out.
	Readings ReadingChoices `yaml:"readings,omitempty"`

	// Needs are abilities of the target beside a clock and worlds.
	Needs []NeedWord `yaml:"needs,omitempty"`

	// Setup is what the world is made of, a line each, as in a text history: at, people, device, operators, families, provider, account, store, goods, setting.
	Setup string `yaml:"setup"`

	// Steps are what is done and asked, in order.
	Steps []StepFile `yaml:"steps" jsonschema:"minItems=1"`

	// Cases tell the story again with one change.
	Cases []CaseFile `yaml:"cases,omitempty"`
}

// StoryTitle is one plain sentence, or less, for each language.
type StoryTitle struct {
	// En is English.
	En string `yaml:"en"`

	// Ru is Russian.
	Ru string `yaml:"ru"`

	// Kk is Kazakh.
	Kk string `yaml:"kk"`
}

// StepFile is one step: a command, a query, or only the clock that moves.
type StepFile struct {
	// Name by which cases change the step.
	Name string `yaml:"name,omitempty" jsonschema:"pattern=^[a-z][a-z0-9_]*$"`

	// At is the instant to which the clock is moved first, in local time: 2025-10-29 23:59:59. Where it is left out, the clock stays.
	At string `yaml:"at,omitempty"`

	// Do is a command line, such as confirm person=1.
	Do string `yaml:"do,omitempty"`

	// Ask is a query line, such as gas_wallet person=1.
	Ask string `yaml:"ask,omitempty"`

	// As binds what the step made, for $name in later lines.
	As string `yaml:"as,omitempty" jsonschema:"pattern=^[a-z][a-z0-9_]*$"`

	// Expect is what has to be answered: ok or refused REASON and the fields that matter; in a list, the items follow, or none. Where it is left out, the step has to be accepted.
	Expect ExpectWord `yaml:"expect,omitempty"`
}

// CaseFile is the story with one change.
type CaseFile struct {
	// Name of the case, part of its id.
	Name string `yaml:"name" jsonschema:"pattern=^[a-z0-9][a-z0-9_]*$"`

	// Why says in each language what the change shows.
	Why StoryTitle `yaml:"why,omitempty"`

	// Setup lines that are added at the end of the story's.
	Setup string `yaml:"setup,omitempty"`

	// Readings that differ from the story's.
	Readings ReadingChoices `yaml:"readings,omitempty"`

	// Change names steps with what is different: at, do, ask, expect, or drop for a step that is left out.
	Change StepChanges `yaml:"change,omitempty"`
}

// ChangeFile is what a case changes of a step.
type ChangeFile struct {
	// At replaces the instant.
	At string `yaml:"at,omitempty"`

	// Do replaces what is done or asked by a command.
	Do string `yaml:"do,omitempty"`

	// Ask replaces what is done or asked by a query.
	Ask string `yaml:"ask,omitempty"`

	// Expect replaces what has to be answered.
	Expect ExpectWord `yaml:"expect,omitempty"`
}

// The words of a story. Their types exist for the JSON Schema.
type (
	// RequirementWord is the id of a demand.
	RequirementWord string

	// NeedWord is one of StoryNeeds.
	NeedWord string

	// ExpectWord is one text, or a list of them.
	ExpectWord any

	// StepChanges maps names of steps to ChangeFile or the word drop.
	StepChanges map[string]any
)

// StoryNeeds returns the abilities that a story may need of a target beside a
// clock and worlds, by their words: that it takes settings, takes readings, tells
// events and a digest, is reached over a wire, gives the reason of a refusal.
// Readings of the story's own need no word: a build that reads so can be asked
// without choices too.
func StoryNeeds() []string {
	return []string{"settings", "choices", "events", "digest", "wire", "reasons"}
}
