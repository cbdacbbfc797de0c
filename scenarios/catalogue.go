package scenarios

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Requirement is one row of the catalogue: a demand of the programmes under its
// permanent id, who must keep it, how firmly, where it comes from and what it
// says.
type Requirement struct {
	ID        voucher.RequirementID `yaml:"id"`
	Programme voucher.Programme     `yaml:"programme"` // the one that the id names
	Chapter   string                `yaml:"chapter"`   // the chapter word of the id, lower case
	Party     Party                 `yaml:"party"`
	Level     Level                 `yaml:"level"`

	// Provenance says where the demand comes from, once a kind; a row whose
	// halves differ has several.
	Provenance []Provenance `yaml:"provenance"`

	// By is the provenance of each sentence of the statement, where the row is told in
	// several and they do not all have the row's; Sentences puts them together.
	By [][]Provenance `yaml:"sentences"`

	// Source cites the published texts; it is empty where neither speaks of
	// the demand.
	Source []Citation `yaml:"source"`

	// Readings are the ids of the open questions, such as "G10", whose answer
	// changes what the row demands. They hold the settled questions too, those
	// for which voucher.Readings has no choice.
	Readings []string `yaml:"readings"`

	// Statement is the demand in words.
	Statement voucher.Text `yaml:"statement"`

	// Should names the half of a Must that is only a Should. It is zero where
	// the whole row has one level.
	Should voucher.Text `yaml:"should"`

	// Unobservable is the reason why the row, or the part that the reason
	// names, cannot be shown whole from outside. It is zero where it can.
	Unobservable voucher.Text `yaml:"unobservable"`
}

// Requirements returns the catalogue: one row for every id of
// voucher.RequirementIDs, in that order. The slice is the caller's; the lists
// inside the rows are shared and must not be changed. An error is a fault of
// the embedded file and is the same at each call.
func Requirements() ([]Requirement, error) {
	rows, err := embedded()
	return slices.Clone(rows), err
}

// LookupRequirement returns the row of an id; ok is false for an id that is not
// in the catalogue. It panics where Requirements returns an error: the file is
// part of the program.
func LookupRequirement(id voucher.RequirementID) (row Requirement, ok bool) {
	rows, err := embedded()
	if err != nil {
		panic("scenarios: " + err.Error())
	}
	i := slices.IndexFunc(rows, func(r Requirement) bool { return r.ID == id })
	if i < 0 {
		return Requirement{}, false
	}
	return rows[i], true
}

//go:embed requirements.yaml
var requirementsYAML []byte

var embedded = sync.OnceValues(func() ([]Requirement, error) { return readCatalogue(requirementsYAML) })

// readCatalogue reads a catalogue strictly: no unknown or repeated key, no
// second document, every row whole and no id twice. All rows that are wrong are
// named in one error.
func readCatalogue(src []byte) ([]Requirement, error) {
	dec := yaml.NewDecoder(bytes.NewReader(src), yaml.Strict(), yaml.CustomUnmarshaler(readProgramme))
	var rows []Requirement
	if err := dec.Decode(&rows); err != nil {
		return nil, fmt.Errorf("requirements.yaml: %w", err)
	}
	// The decoder stops at "---" and would leave the rest unread.
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, errors.New("requirements.yaml: a second document follows; keep one list")
	}
	var faults []error
	seen := map[voucher.RequirementID]bool{}
	for i := range rows {
		for _, fault := range rows[i].faults() {
			faults = append(faults, fmt.Errorf("requirements.yaml: %s: %w", rows[i].ID, fault))
		}
		if seen[rows[i].ID] {
			faults = append(faults, fmt.Errorf("requirements.yaml: %s: id: stands twice; keep one row", rows[i].ID))
		}
		seen[rows[i].ID] = true
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return rows, nil
}

// readProgramme reads the word of a programme. One that is none becomes zero,
// which the row's own check then names together with its id.
func readProgramme(p *voucher.Programme, word []byte) error {
	*p, _ = voucher.ParseProgramme(strings.TrimSpace(string(word)))
	return nil
}
