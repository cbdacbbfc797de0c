package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// oddSettings are texts that no file of settings should be.
var oddSettings = []string{"", "\xff", "[", "{}", "&a [*a]", "a: {b: {c: [[[[[[", "? [x]: y", "target: [http://a, http://b]", "%YAML 9", "target: \"\\u0000\"", "a: !!binary x"}

// kept writes a text into a file of settings.
func kept(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "any.yaml")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// refusedWhole holds the refusal of a file to what whoever wrote it can act on.
func refusedWhole(t *testing.T, err error) {
	t.Helper()
	if text := err.Error(); !strings.Contains(text, "any.yaml") {
		t.Errorf("refused with %q, which does not name the file", text)
	}
}

// FuzzConfig: whatever stands in vouch.yaml, its flags are set or it is refused with the
// place.
func FuzzConfig(f *testing.F) {
	for _, text := range append([]string{
		"target: http://127.0.0.1:8080\nprofile: food-core\nsuite: [stories, races]\nseed: 7\nstrict: true\nreadings: {F01: a, G10: yes}\nparties: [wallet, store]\n",
		"header: [\"A: b\", \"C: d\"]\ntimeout: 10s\ncases: 9223372036854775808\n", "control-token: ${NO_SUCH_VARIABLE}", "unknown: 1", "lang: [ru, kk]",
	}, oddSettings...) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		cmd := newConform(reference.World{})
		if _, err := fromConfig(cmd, kept(t, data)); err != nil {
			refusedWhole(t, err)
		}
	})
}

// FuzzPeople: whatever stands in a file of people, it is read whole or refused with the
// place.
func FuzzPeople(f *testing.F) {
	for _, text := range append([]string{
		"build: {name: our till, programmes: food, parties: [store], reasons: true}\npeople: [{id: C-1, token: x}]\nfamilies: [{id: F-1}]\nstores: [{id: S-17, token: y}]\ngoods: [{id: \"4870001\"}]\n",
		"build: {programmes: both, parties: [wallet], readings: {F01: a}}\nlocal_bodies: [{territory: 110000000, token: z}]\noperators: [{token: o}]\ntokens: {gateway: g, list_owner: l, authorised_body: b}\n",
		"people: [{}]", "build: {programmes: none}", "people: [{id: 1, id: 2}]",
	}, oddSettings...) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var o wire.Options
		if err := (&aim{people: kept(t, data)}).ownPeople(&o); err != nil {
			refusedWhole(t, err)
		}
	})
}

// FuzzReasons: whatever stands in a table of reasons, each is one of the contract's or it
// is refused with the place.
func FuzzReasons(f *testing.F) {
	for _, text := range append([]string{"E17: voucher-expired\nE18: busy\n", "E17: no-such-reason", "E17: [a]", "1: voucher-expired"}, oddSettings...) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a := &aim{reasons: kept(t, data)}
		table, err := a.foreignReasons()
		if err != nil {
			refusedWhole(t, err)
			return
		}
		for theirs, ours := range table {
			if ours.String() == "" {
				t.Errorf("%q stands for no reason", theirs)
			}
		}
	})
}
