package scenarios_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// whole is a study that has something in every field.
func whole(t testing.TB) *scenarios.Study {
	t.Helper()
	const world = `kind: Scenario
id: whole
title: {en: Whole, ru: Целое, kk: Бүтін}
extends: [stress]
seed: 7
population: {families: 500, note: A note}
programmes: [gas]
territories: {gas: [110000000, 350000000]}
events: {outage: {kind: sms_outage, from: 2026-02-05, to: 2026-02-06, lost: 0.5}}
`
	s, err := scenarios.Read("whole.yaml", []byte(world))
	if err != nil {
		t.Fatal(err)
	}
	either, err := scenarios.ReadEither("study.yaml", []byte(`kind: Study
id: every-field
title: Every field
scenarios: [stress, food-two-mrp]
sweep:
  - {mode: grid, over: {food.mrp_per_member: [1, 1.25, 1.5]}}
  - {mode: lhs, draws: 8, over: {gas_consent.accept_first: {from: 300000, to: 500000}}}
stop: {metric: food.credited, relative_half_width: 0.005, at_least: 3, at_most: 9}
seed: 3
limits: {runs: 400, minutes: 7, megabytes: 8}
`))
	if err != nil {
		t.Fatal(err)
	}
	study := either.Study
	s.FoodTerritories = []voucher.Territory{551010000}
	s.Settings = []voucher.Setting{{Path: "food.mrp", Territory: 551010000, From: voucher.Date(2026, 3, 1), Value: 5_000_00}}
	s.Stores = []scenarios.StoreChange{{Territory: 551010000, Kind: "small", Add: true, Count: 3, Share: 1, From: voucher.Date(2026, 2, 1)}}
	s.Events = []scenarios.Event{{Name: "outage", Kind: scenarios.SMSOutage, From: voucher.Date(2026, 2, 5), To: voucher.Date(2026, 2, 6),
		Territories: []voucher.Territory{551010000}, StoreKind: "small", Share: 5, DelayHours: 2}}
	study.Baseline = s
	return study
}

// TestADocumentIsTheStudy: what is written is read back to the last field, with the same bytes when it
// is written again, whatever the study holds.
func TestADocumentIsTheStudy(t *testing.T) {
	everything := whole(t)
	everything.Baseline = scenarios.Baseline()
	studies := []*scenarios.Study{everything}
	for _, p := range scenarios.Library() {
		s, err := scenarios.Load(p.ID)
		if err != nil {
			t.Fatal(err)
		}
		studies = append(studies, scenarios.StudyOf(s))
	}
	changed, err := scenarios.Read("changed.yaml", []byte("kind: Scenario\nid: changed\ntitle: T\nextends: [pilots]\n"+
		"assumptions: {gas_consent.accept_first: 5, service_centres.weekday: [1, 2, 3, 4, 5, 6, 7]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	studies = append(studies, scenarios.StudyOf(changed))
	for _, s := range studies {
		text, err := s.Document()
		if err != nil {
			t.Fatal(err)
		}
		got, err := scenarios.ReadDocument(text)
		if err != nil {
			t.Fatalf("%s: %v", s.ID, err)
		}
		if !reflect.DeepEqual(got, s) {
			t.Errorf("%s: read back as %+v, want %+v", s.ID, got, s)
		}
		for i, world := range got.Worlds() {
			if want := s.Worlds()[i]; world.Canonical() != want.Canonical() || !reflect.DeepEqual(world.Values(), want.Values()) {
				t.Errorf("%s: %s would be lived otherwise, or told otherwise, than what was written", s.ID, world.ID)
			}
		}
		again, _ := got.Document()
		if !bytes.Equal(again, text) {
			t.Errorf("%s: written again the document is another one", s.ID)
		}
		// A cluster keeps it where at most one megabyte has room, with thirty worlds and their like.
		if len(text) > 40_000 {
			t.Errorf("%s: the document has %d bytes, want at most 40,000", s.ID, len(text))
		}
	}
}

// TestADocumentHasEveryField: a study that differs in one field has another document, and that field is
// read back. A field that is added and forgotten is seen here.
func TestADocumentHasEveryField(t *testing.T) {
	s := whole(t)
	before, err := s.Document()
	if err != nil {
		t.Fatal(err)
	}
	fields := 0
	unseen := scenarios.EachField(s, func(path string) {
		fields++
		text, err := s.Document()
		if err != nil {
			t.Fatalf("%s changed: %v", path, err)
		}
		if bytes.Equal(text, before) {
			t.Errorf("%s changed, and the document is the same", path)
		}
		got, err := scenarios.DecodeDocument(text)
		if err != nil {
			t.Errorf("%s changed: %v", path, err)
			return
		}
		if !scenarios.SameStudy(got, s) {
			t.Errorf("%s changed, and is not read back", path)
		}
	})
	if len(unseen) > 0 || fields < 300 {
		t.Errorf("%d fields were changed, and none of %v: the study of this test has to have something in each", fields, unseen)
	}
}

// TestADocumentOfOtherAssumptions: figures that are not those of the program travel whole.
func TestADocumentOfOtherAssumptions(t *testing.T) {
	own, err := scenarios.ReadAssumptions("own.yaml", []byte("group:\n  one: {value: 5, unit: ppm, source: model}\n  many: {value: [1, 2], unit: weights, source: model}\n"))
	if err != nil {
		t.Fatal(err)
	}
	world := scenarios.Baseline()
	world.Assumptions = own
	text, err := scenarios.StudyOf(world).Document()
	if err != nil {
		t.Fatal(err)
	}
	got, err := scenarios.ReadDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Baseline.Assumptions, own) {
		t.Errorf("read back as %+v, want %+v", got.Baseline.Assumptions, own)
	}
}

// TestABadDocumentSaysWhy: what cannot be read says what is wrong and how to mend it; one change away it is read.
func TestABadDocumentSaysWhy(t *testing.T) {
	s := whole(t)
	events := s.Baseline.Events
	s.Baseline = scenarios.Baseline()
	s.Baseline.Events = events
	text, err := s.Document()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scenarios.ReadDocument(text); err != nil {
		t.Fatalf("the document that rows change: %v", err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"nothing", string(text), "", "cut off, or is none"},
		{"no document", string(text), "{}", "cut off, or is none"},
		{"a half", string(text[len(text)/2:]), "", "cut off, or is none"},
		{"a later form", `"VouchStudy":1`, `"VouchStudy":2`, "its form is 2, and this vouch knows 1; use the vouch that wrote it"},
		{"other assumptions", `"Base":"`, `"Base":"f`, "other assumptions"},
		{"an unknown key", `"Replications":`, `"Extra":1,"Replications":`, "would write it otherwise"},
		{"another order", "\n", " \n", "would write it otherwise"},
		{"no replication", `"Replications":9`, `"Replications":0`, "0 replications are not possible"},
		{"a reading that is none", `"Readings":{`, `"Readings":{"F99":"x"`, "F99"},
		{"a mode that is none", `"Mode":"lhs"`, `"Mode":"all"`, "mode"},
		{"another number of points", `"Points":3`, `"Points":4`, "4 points are not possible"},
		{"an event that is none", `"Kind":2`, `"Kind":9`, "event"},
		{"a programme that is none", `"Programmes":"both"`, `"Programmes":"bread"`, "bread"},
		{"a setting that is none", `"path":"food.mrp_per_member"`, `"path":"food.nothing"`, "food.nothing"},
		{"a rule that watches nothing", `"Metric":"food.credited"`, `"Metric":"food.eaten"`, "food.eaten"},
		{"two worlds of one id", `"ID":"stress"`, `"ID":"pilots"`, "two worlds"},
	} {
		bad := strings.Replace(string(text), tt.old, tt.new, 1)
		if bad == string(text) {
			t.Errorf("%s: %s is not in the document, so that nothing was changed", tt.name, tt.old)
			continue
		}
		if _, err := scenarios.ReadDocument([]byte(bad)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
	s.Sweeps[1].Points = math.MaxInt64
	if text, err = s.Document(); err == nil {
		if _, err := scenarios.ReadDocument(text); err == nil {
			t.Error("a study of more runs than a number holds was read")
		}
	}
}

// FuzzReadDocument gives the reader any bytes. It may refuse them; what it takes is written again in
// the same bytes and can be told.
func FuzzReadDocument(f *testing.F) {
	for _, id := range []string{"pilots", "stress", "food-two-mrp"} {
		s, err := scenarios.Load(id)
		if err != nil {
			f.Fatal(err)
		}
		text, err := scenarios.StudyOf(s).Document()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		f.Add(text[:len(text)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scenarios.ReadDocument(data)
		if err != nil {
			return
		}
		again, err := s.Document()
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("what was read is written otherwise: %v", err)
		}
		for _, world := range s.Worlds() {
			if world.Canonical() == "" || !world.SameFor(world, voucher.Both) {
				t.Errorf("%s is not what it is", world.ID)
			}
			for i := range world.Events {
				world.Events[i].Parts()
			}
			for i := range world.Stores {
				world.Stores[i].Parts()
			}
		}
	})
}

// TestADocumentIsReadWhereAStudyIs: whoever names a file of a study may name its document, however long, and what is
// wrong with one is told with the name of the file.
func TestADocumentIsReadWhereAStudyIs(t *testing.T) {
	s := whole(t)
	s.Baseline = scenarios.Baseline()
	for i := range 400 { // beyond what is read of a file that people write
		world := *s.Scenarios[0]
		world.ID += fmt.Sprintf("-%d", i)
		s.Scenarios = append(s.Scenarios, &world)
	}
	text, err := s.Document()
	if err != nil {
		t.Fatal(err)
	}
	if len(text) < 100_000 {
		t.Fatalf("the document has %d bytes, too few to show anything", len(text))
	}
	file := filepath.Join(t.TempDir(), "study.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := scenarios.LoadEither(file)
	if err != nil || got.Study == nil || !scenarios.SameStudy(got.Study, s) {
		t.Errorf("LoadEither(%s) = %v, %v, want the study that was written", file, got.Study, err)
	}
	if _, err := scenarios.ReadEither("study.json", text[:len(text)/2]); err == nil || !strings.HasPrefix(err.Error(), "study.json:1:1: document of a study: it is cut off") {
		t.Errorf("half a document: %v, want the file and that it is cut off", err)
	}
}
