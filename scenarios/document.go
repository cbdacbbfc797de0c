package scenarios

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// documentForm is the version of the form of documents. Another one is refused: a study that is half
// understood is another study.
const documentForm = 1

// maxDocument is how many bytes of a document are read from a file; it bounds memory only.
const maxDocument = 64 << 20

// documentOpening begins every document, and nothing else that vouch reads.
var documentOpening = []byte(`{"VouchStudy":`)

// isDocument tells whether bytes begin as a document does.
func isDocument(data []byte) bool { return bytes.HasPrefix(data, documentOpening) }

// studyDocument is a study with everything in it: no file beside it is needed.
type studyDocument struct {
	VouchStudy int
	plainStudy
	Baseline  scenarioDocument
	Scenarios []scenarioDocument
}

// scenarioDocument is a scenario with what package json does not see of it.
type scenarioDocument struct {
	plainScenario
	Assumptions assumptionsDocument
	Values      []Value
}

// The types without what a document has in another form: a field of the same name that is nearer
// counts.
type (
	plainStudy    Study
	plainScenario Scenario
)

// assumptionsDocument holds the figures that differ from those of this program, and a digest of the
// latter; where paths differ too, all figures and no digest. All of them would be a hundred kilobytes
// for each world, and a study has to fit into places that take one megabyte.
type assumptionsDocument struct {
	Base    string
	Figures []Figure
}

// Document writes the study, as it is resolved, in one self-contained document: the same study has
// the same bytes, on one line. ReadDocument reads it back, also where none of its files are. An error
// says what of it cannot be written.
func (s *Study) Document() ([]byte, error) {
	d := studyDocument{VouchStudy: documentForm, plainStudy: plainStudy(*s)}
	for i, world := range s.Worlds() {
		w := scenarioDocument{plainScenario: plainScenario(*world), Assumptions: world.Assumptions.document(), Values: world.values}
		if i == 0 {
			d.Baseline = w
		} else {
			d.Scenarios = append(d.Scenarios, w)
		}
	}
	text, err := json.Marshal(&d)
	if err != nil {
		return nil, fmt.Errorf("document of the study %s: %w", s.ID, err)
	}
	return append(text, '\n'), nil
}

// ReadDocument reads what Document wrote, exactly: every field of the study is as it was. Bytes that
// are cut off, changed by hand, of another version or of a program with other assumptions are an error
// that says so, and no bytes are a panic.
func ReadDocument(data []byte) (*Study, error) {
	var form struct{ VouchStudy int }
	switch err := json.Unmarshal(data, &form); {
	case err != nil || form.VouchStudy == 0:
		return nil, errors.New("document of a study: it is cut off, or is none; have it written anew")
	case form.VouchStudy != documentForm:
		return nil, fmt.Errorf("document of a study: its form is %d, and this vouch knows %d; use the vouch that wrote it", form.VouchStudy, documentForm)
	}
	s, err := decodeDocument(data)
	if err != nil {
		return nil, fmt.Errorf("document of a study: %w; use the vouch that wrote it", err)
	}
	if err := s.possible(); err != nil {
		return nil, fmt.Errorf("document of a study: %w; have it written anew", err)
	}
	// What is written in other words is not known to be understood: a key of a later version, say.
	if again, err := s.Document(); err != nil || !bytes.Equal(again, data) {
		return nil, errors.New("document of a study: this version would write it otherwise; it was changed, or another version wrote it")
	}
	return s, nil
}

// decodeDocument reads what stands there, whatever it says.
func decodeDocument(data []byte) (*Study, error) {
	var d studyDocument
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, err
	}
	s := Study(d.plainStudy)
	for i, w := range append([]scenarioDocument{d.Baseline}, d.Scenarios...) {
		world := Scenario(w.plainScenario)
		world.values = w.Values
		var err error
		if world.Assumptions, err = w.Assumptions.read(); err != nil {
			return nil, fmt.Errorf("%s: %w", quote(world.ID), err)
		}
		if i == 0 {
			s.Baseline = &world
		} else {
			s.Scenarios = append(s.Scenarios, &world)
		}
	}
	return &s, nil
}

// document is how a document has the figures.
func (a *Assumptions) document() assumptionsDocument {
	base := baseAssumptions()
	if !slices.Equal(a.paths(), base.paths()) {
		return assumptionsDocument{Figures: a.figures}
	}
	d := assumptionsDocument{Base: baseDigest()}
	for i := range a.figures {
		if !sameFigure(&a.figures[i], &base.figures[i]) {
			d.Figures = append(d.Figures, a.figures[i])
		}
	}
	return d
}

// read puts the figures of a document together.
func (d *assumptionsDocument) read() (*Assumptions, error) {
	a := BaseAssumptions()
	switch d.Base {
	case "":
		a = &Assumptions{index: map[string]int{}}
	case baseDigest():
	default:
		return nil, errors.New("it was written by a vouch with other assumptions")
	}
	for i := range d.Figures {
		at, known := a.index[d.Figures[i].Path]
		switch {
		case d.Base != "" && known:
			a.figures[at] = d.Figures[i]
		case d.Base == "" && !known:
			a.index[d.Figures[i].Path] = len(a.figures)
			a.figures = append(a.figures, d.Figures[i])
		default:
			return nil, fmt.Errorf("the assumption %s stands there twice, or is unknown", quote(d.Figures[i].Path))
		}
	}
	return a, nil
}

func sameFigure(a, b *Figure) bool {
	x, y := *a, *b
	x.Weights, y.Weights = nil, nil
	return slices.Equal(a.Weights, b.Weights) && (a.Weights == nil) == (b.Weights == nil) &&
		x.Path == y.Path && x.Value == y.Value && x.Unit == y.Unit && x.Source == y.Source && x.Label == y.Label && x.Note == y.Note && x.Changed == y.Changed
}

// baseDigest is a digest of the assumptions of this program.
var baseDigest = sync.OnceValue(func() string {
	sum := sha256.Sum256(must(json.Marshal(baseAssumptions().figures)))
	return hex.EncodeToString(sum[:])
})
