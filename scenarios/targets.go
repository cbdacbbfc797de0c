package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Targets are figures that are known from elsewhere, against which a simulated world
// is held. Some of them are fitted to, the others are held out and show how far the
// fit carries.
type Targets struct {
	ID    string
	Title voucher.Text
	Hash  string // sha256 of the file, 64 hexadecimal digits
	All   []Target
}

// Target is one known figure: a level, or a share of another figure.
type Target struct {
	ID        string
	Title     voucher.Text
	Programme voucher.Programme // Gas or Food
	Metric    string            // such as consented
	Per       string            // figure of which Metric is a share; "": it is a level
	Territory voucher.Territory // voucher.Country: all
	From, To  voucher.Month     // both inside; 0: all months that are simulated
	// Value and Tolerance, either way, are parts per million of a share; else tiyn or
	// a count, of a country of as many families as there really are.
	Value, Tolerance int64
	Weight           int64  // how much it counts beside the others, 1 to 100
	Source           string // as of a Figure
	Fits             string // path of the assumption that is fitted to it; "" where it is held out
}

// HeldOut reports whether nothing is fitted to the target.
func (t *Target) HeldOut() bool { return t.Fits == "" }

// Money reports whether the target is a level of money, in tiyn.
func (t *Target) Money() bool {
	return t.Per == "" && slices.Contains(targetMoney, t.Programme.String()+"."+t.Metric)
}

// FittedSource is how a figure that was fitted to the target names where it comes
// from: a fit to what was invented stays invented.
func (t *Target) FittedSource() string {
	how, key, keyed := strings.Cut(t.Source, ":")
	if how == "model" || !keyed {
		return t.Source
	}
	return "derived:" + key
}

// unit is how values of the target are written.
func (t *Target) unit() voucher.UnitKind {
	switch {
	case t.Per != "":
		return voucher.InShare
	case t.Money():
		return voucher.InTiyn
	}
	return voucher.InCount
}

// The figures that a target may be about. Those of money are sums, the others counts.
var (
	targetCounts = []string{
		"gas.listed", "gas.sent", "gas.delivered", "gas.answered", "gas.consented", "gas.refused", "gas.opened", "gas.activated",
		"gas.by_mobile", "gas.by_centre", "gas.used", "gas.receipts",
		"food.listed", "food.sent", "food.delivered", "food.answered", "food.consented", "food.refused", "food.opened",
		"food.activated", "food.used", "food.purchases",
	}
	targetMoney = []string{"gas.charged", "gas.discount", "gas.payable", "food.credited", "food.spent", "food.annulled", "food.buyers_paid"}
)

// targetMetrics lists the figures that a target may be about, programme first.
func targetMetrics() []string { return slices.Concat(targetCounts, targetMoney) }

// targetsName is the embedded file.
const targetsName = "policy/targets.yaml"

// BaseTargets returns the embedded targets, a copy at each call. It panics where the
// file is wrong, since it is part of the program.
func BaseTargets() *Targets {
	return must(ReadTargets(targetsName, must(policies.ReadFile(targetsName))))
}

// LoadTargets reads the targets of a file. The error is Problems where it was read
// and is wrong.
func LoadTargets(path string) (*Targets, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("targets: %w; without a file those that come with vouch are taken", err)
	}
	return ReadTargets(path, data)
}

// TargetsFile holds known figures against which a simulated world is held.
type TargetsFile struct {
	// Kind is the word Targets.
	Kind string `yaml:"kind" jsonschema:"enum=Targets"`

	// ID is a short name: small letters, digits and hyphens.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=64"`

	// Title says in one line what figures these are.
	Title Wording `yaml:"title"`

	// Targets are the figures, in the order in which they are fitted to.
	Targets []TargetFile `yaml:"targets" jsonschema:"minItems=1"`
}

// TargetFile is one known figure.
type TargetFile struct {
	// ID is a short name of the target: small letters, digits and hyphens.
	ID string `yaml:"id" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$,maxLength=64"`

	// Title says in one line what is known.
	Title Wording `yaml:"title"`

	// Metric is the figure, such as food.consented.
	Metric TargetMetricWord `yaml:"metric"`

	// Per is the figure, of the same programme and in the same unit, of which the metric is a share. A level where it is left out.
	Per TargetMetricWord `yaml:"per,omitempty"`

	// Territory to which the figure belongs. The whole country where it is left out.
	Territory TerritoryCode `yaml:"territory,omitempty"`

	// Months to which the figure belongs. All that are simulated where they are left out.
	Months TargetMonths `yaml:"months,omitempty"`

	// Value that is known: a decimal of a share, tenge of a sum, else a whole number; of as many families as there really are.
	Value float64 `yaml:"value" jsonschema:"minimum=0"`

	// Tolerance either way, written as the value.
	Tolerance float64 `yaml:"tolerance" jsonschema:"exclusiveMinimum=0"`

	// Weight beside the other targets. 1 where it is left out.
	Weight int64 `yaml:"weight,omitempty" jsonschema:"minimum=1,maximum=100,default=1"`

	// Source of the figure: found, derived or model with the key of the page, or model where it was invented for want of a source.
	Source string `yaml:"source" jsonschema:"pattern=^((found|derived|model):[A-Z0-9+-]+|model|own|seed-gas|seed-food)$"`

	// Fits is the path of the assumption that is fitted to the figure; a share of people, in parts of a million.
	Fits FittedPath `yaml:"fits,omitempty"`

	// HoldOut is true where nothing is fitted to the figure: it shows how far the fit carries. Either this or fits is written.
	HoldOut bool `yaml:"hold_out,omitempty"`
}

// TargetMonths is a span of months, both inside.
type TargetMonths struct {
	// From is the first month.
	From MonthWord `yaml:"from"`

	// To is the last month.
	To MonthWord `yaml:"to"`
}

// The words of targets. Their types exist for the JSON Schema.
type (
	// TargetMetricWord is one of TargetMetrics.
	TargetMetricWord string

	// MonthWord is a month: 2026-03.
	MonthWord string

	// FittedPath is an assumption with one value that is a share.
	FittedPath string
)
