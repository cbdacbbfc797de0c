package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// SchemaVersion is the version of the JSON document. It grows when a field goes
// or changes its meaning; a new field leaves it as it is.
const SchemaVersion = 1

// WriteJSON writes the run as one JSON document: what was simulated, every
// table of facts with a record a line, whether the identities hold, and the
// replay hash. All numbers are whole: sums in tiyn, in fields that end in
// _tiyn, volumes in thousandths of a cubic metre (_m3_1000), and counts. It is
// the same in every language.
func (s *Simulation) WriteJSON(w io.Writer) error {
	faults := s.faults
	if faults == nil {
		faults = []string{}
	}
	doc := object{
		{"schema_version", SchemaVersion},
		{"kind", "simulation"},
		{"synthetic", true},
		{"scenario", s.scenarioObject()},
	}
	for _, f := range s.facts() {
		doc = append(doc, member{f.name, f.objects()})
	}
	doc = append(doc,
		member{"identities", object{{"hold", len(faults) == 0}, {"faults", faults}}},
		member{"replay_hash", s.result.Hash},
	)
	text, err := doc.document()
	if err != nil {
		return fmt.Errorf("json: %w", err)
	}
	_, err = w.Write(text)
	return err
}

// scenarioObject is what was simulated.
func (s *Simulation) scenarioObject() object {
	sc := s.scenario
	var programmes []string
	for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
		if sc.Runs(p) {
			programmes = append(programmes, p.String())
		}
	}
	readings := object{}
	for _, r := range voucher.AllReadings() {
		readings = append(readings, member{r.String(), sc.Readings.Choice(r)})
	}
	settings := []object{}
	for _, set := range sc.Settings {
		settings = append(settings, settingObject(set))
	}
	assumptions := object{}
	for _, f := range sc.Assumptions.All() {
		switch {
		case f.Changed && f.Weights != nil:
			assumptions = append(assumptions, member{f.Path, f.Weights})
		case f.Changed:
			assumptions = append(assumptions, member{f.Path, f.Value})
		}
	}
	return object{
		{"id", sc.ID},
		{"title", texts(sc.Title)},
		{"seed", sc.Seed},
		{"from", sc.From.String()},
		{"to", sc.To.String()},
		{"programmes", programmes},
		{"families", s.result.Families},
		{"families_real_pilots", s.result.Real},
		{"scaled", s.result.Scaled()},
		{"readings", readings},
		{"settings", settings},
		{"assumptions_changed", assumptions},
		{"stores", s.storeObjects()},
		{"events", s.eventObjects()},
	}
}

func settingObject(set voucher.Setting) object {
	o := object{{"path", set.Path}, {"territory", set.Territory.String()}}
	if set.From != 0 {
		o = append(o, member{"from", set.From.String()})
	}
	if p, ok := voucher.ParseParameter(set.Path); ok {
		o = append(o, member{"unit", p.Declaration().Unit.String()}, member{"text", scenarios.FormatValue(p.Declaration().Unit, set.Value)})
	}
	return append(o, member{"value", set.Value})
}

// storeObjects are the stores that come and go.
func (s *Simulation) storeObjects() []object {
	list := []object{}
	for i := range s.scenario.Stores {
		path, parts := s.scenario.Stores[i].Parts()
		list = append(list, append(object{{"kind", path}}, partMembers(parts)...))
	}
	return list
}

// eventObjects are what happens for a while.
func (s *Simulation) eventObjects() []object {
	list := []object{}
	for i := range s.scenario.Events {
		e := &s.scenario.Events[i]
		path, parts := e.Parts()
		list = append(list, append(object{{"name", e.Name}, {"kind", path}}, partMembers(parts)...))
	}
	return list
}

// partMembers are the fields, as a file writes them.
func partMembers(parts []scenarios.Part) (all object) {
	for _, p := range parts {
		key := p.Name
		if p.Unit == "store_kind" {
			key = "store_kind"
		}
		all = append(all, member{key, p.Text})
	}
	return all
}

func texts(t voucher.Text) object { return object{{"en", t.En}, {"ru", t.Ru}, {"kk", t.Kk}} }

// objects turns a table of facts into objects: one where it is about the whole
// run, else a list.
func (f *facts) objects() any {
	list := make([]object, 0, len(f.records))
	for _, r := range f.records {
		var o object
		for i, key := range r.keys {
			o = append(o, member{f.keys[i], key})
		}
		for i, figure := range f.figures {
			name := figure.name
			if figure.unit != inCount {
				name += "_" + strings.ReplaceAll(string(figure.unit), "/", "_")
			}
			o = append(o, member{name, r.values[i]})
		}
		list = append(list, o)
	}
	if len(f.keys) == 0 {
		return list[0]
	}
	return list
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members on one line, in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteString(",")
		}
		if err := m.write(&b); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (m member) write(b *bytes.Buffer) error {
	name, err := json.Marshal(m.name)
	if err != nil {
		return err
	}
	value, err := json.Marshal(m.value)
	if err != nil {
		return fmt.Errorf("%s: %w", m.name, err)
	}
	b.Write(name)
	b.WriteByte(':')
	b.Write(value)
	return nil
}

// document writes the members with a line for each, and of lists of objects
// with a line for each object, so that two runs can be compared line by line.
func (o object) document() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{\n")
	for i, m := range o {
		list, ok := m.value.([]object)
		if !ok {
			if err := m.write(&b); err != nil {
				return nil, err
			}
		} else if err := m.writeList(&b, list); err != nil {
			return nil, err
		}
		if i < len(o)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

func (m member) writeList(b *bytes.Buffer, list []object) error {
	fmt.Fprintf(b, "%q:[", m.name)
	for i, o := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		line, err := json.Marshal(o)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		b.Write(line)
	}
	b.WriteString("\n]")
	return nil
}
