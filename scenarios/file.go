package scenarios

import "github.com/vouch-kz/vouch/reference/voucher"

// File is a scenario: a world that differs from the pilots in what it names.
// What is left out stays as in the pilots.
type File struct {
	// Kind is the word Scenario.
	Kind string `yaml:"kind" jsonschema:"enum=Scenario"`

	// ID is a short name for file names and reports: small letters, digits and hyphens.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=64"`

	// Title says what the scenario is about, in one line.
	Title Wording `yaml:"title"`

	// Extends names scenarios that this one begins from: ids of the library such as pilots, or files beside this one. Where two of
	// them say different things of one key, this file has to decide. Title and id are not taken over.
	Extends []ParentWord `yaml:"extends,omitempty" jsonschema:"minItems=1"`

	// Seed from which everything random is drawn: the same seed, the same run. That of the pilots, 20250828, where it is left out.
	Seed uint64 `yaml:"seed,omitempty" jsonschema:"minimum=1,maximum=9007199254740991,default=20250828"`

	// Horizon is the span that is simulated. The whole of the programmes' pilots where it is left out.
	Horizon Horizon `yaml:"horizon,omitempty"`

	// Population is who lives in the simulated country.
	Population Population `yaml:"population,omitempty"`

	// Programmes that run: gas, food or both. Both where it is left out.
	Programmes []ProgrammeWord `yaml:"programmes,omitempty"`

	// Territories narrow a programme down to some of the places where it runs. All of them where it is left out.
	Territories Territories `yaml:"territories,omitempty"`

	// Readings choose an answer to questions that the published texts leave open. The default of each where it is left out.
	Readings ReadingChoices `yaml:"readings,omitempty"`

	// Set changes the rules: a parameter's path with one value, values by territory, or values with the day from which each holds.
	Set ParameterValues `yaml:"set,omitempty"`

	// Change adds places to a programme or takes them away, each by its code, and stores, by place and kind.
	Change Changes `yaml:"change,omitempty"`

	// Assumptions change how people, stores and providers behave. Each value is written as in policy/assumptions.yaml, alone or with
	// where it comes from.
	Assumptions AssumptionValues `yaml:"assumptions,omitempty"`

	// Events happen for a while, each under a name of its own: an outage, closed centres, a chain that is suspended. The word none in
	// place of one takes back what a parent says.
	Events EventValues `yaml:"events,omitempty"`
}

// Horizon is a span of days, both inside.
type Horizon struct {
	// From is the first day of the world.
	From DayWord `yaml:"from,omitempty"`

	// To is the last day on which people act. What is due after it (bills, reports, loans) still runs.
	To DayWord `yaml:"to,omitempty"`
}

// Population is who lives in the simulated country. It is no kind of file of its
// own: who they are is drawn anew from seed, territories and this number at every
// run, and nothing of it is kept that a second file could be about.
type Population struct {
	// Families listed or asked, in all territories together. 0: as many as the facts give for the real pilots.
	Families int64 `yaml:"families,omitempty" jsonschema:"minimum=0,maximum=50000000,default=0"`

	// Note is shown in reports beside the number of families.
	Note Wording `yaml:"note,omitempty"`
}

// Territories are the places of each programme.
type Territories struct {
	// Gas lists the places where families are asked about gas vouchers.
	Gas []TerritoryCode `yaml:"gas,omitempty"`

	// Food lists the places where families are asked about food vouchers.
	Food []TerritoryCode `yaml:"food,omitempty"`
}

// Changes are the places and stores that come to a programme or leave it.
type Changes struct {
	// Gas changes where gas vouchers are given.
	Gas PlaceChanges `yaml:"gas,omitempty"`

	// Food changes where food vouchers are given.
	Food PlaceChanges `yaml:"food,omitempty"`

	// Stores changes how many stores redeem food vouchers.
	Stores StoreMoves `yaml:"stores,omitempty"`
}

// StoreMoves are the stores that join the food programme or leave it.
type StoreMoves struct {
	// Add lists stores that join.
	Add []StoreMove `yaml:"add,omitempty" jsonschema:"minItems=1"`

	// Remove lists stores that leave.
	Remove []StoreMove `yaml:"remove,omitempty" jsonschema:"minItems=1"`
}

// PlaceChanges are the places that come to one programme or leave it.
type PlaceChanges struct {
	// Add lists places where the programme does not run yet.
	Add []MovedPlace `yaml:"add,omitempty" jsonschema:"minItems=1"`

	// Remove lists places where the programme runs.
	Remove []MovedPlace `yaml:"remove,omitempty" jsonschema:"minItems=1"`
}

// DatedPlace is a place that comes or leaves on a day.
type DatedPlace struct {
	// ID is the КАТО code.
	ID TerritoryCode `yaml:"id"`

	// From is the first day of the change. It holds from the beginning where it is left out.
	From DayWord `yaml:"from,omitempty"`
}

// DatedValue is a value of a parameter from a day on.
type DatedValue struct {
	// From is the first day on which the value holds. Only the first value of a list may leave it out: it holds from the beginning.
	From DayWord `yaml:"from,omitempty"`

	// Value in the unit of the parameter.
	Value any `yaml:"value"`
}

// SourcedValue is a value of an assumption with where it comes from, as vouch calibrate writes it.
type SourcedValue struct {
	// Value as it stands alone.
	Value any `yaml:"value"`

	// Source of the value: found, derived or model with the key of a page, or model where it was invented.
	Source string `yaml:"source"`
}

// The words of a file. Their types exist for the JSON Schema.
type (
	// Wording is one line for all readers, or one each for en, ru and kk.
	Wording voucher.Text

	// DayWord is a day: 2026-03-01.
	DayWord string

	// ParentWord is the id of a scenario of the library, or the name of a file with .yaml.
	ParentWord string

	// MovedPlace is a code, or a DatedPlace.
	MovedPlace struct{}

	// StoreMove says which stores by territory and kind, and how many by count or by share of their capacity.
	StoreMove struct{}

	// EventValues maps names to what happens: kind, from, to and what the kind has besides.
	EventValues map[string]any

	// ProgrammeWord is gas or food.
	ProgrammeWord string

	// TerritoryCode is a КАТО code of nine digits.
	TerritoryCode uint32

	// ReadingChoices maps ids such as G10 to the word of a choice.
	ReadingChoices map[string]string

	// ParameterValues maps paths such as gas.discount.rate to values. Money is written in tenge, shares as decimals, volumes in
	// cubic metres, days as 2026-03-01, a day of the year as 10-15, switches as true or false.
	ParameterValues map[string]any

	// AssumptionValues maps group.name to a whole number, or to a list of as many as the assumption has, or to a SourcedValue.
	AssumptionValues map[string]any
)
