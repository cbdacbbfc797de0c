package scenarios_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// colour is a value that reads itself.
type colour string

func (c *colour) UnmarshalText(text []byte) error {
	if string(text) != "red" {
		return fmt.Errorf("%q is no colour; write red", text)
	}
	*c = colour(text)
	return nil
}

// taken takes any key but "odd".
type taken []string

func (t *taken) Take(key, text string) error {
	if key == "odd" {
		return errors.New("odd is unknown; write even")
	}
	*t = append(*t, key+"="+text)
	return nil
}

// settings is a file with a part of each kind.
type settings struct {
	Name   string            `yaml:"name"`
	On     bool              `yaml:"on"`
	Colour colour            `yaml:"colour"`
	Codes  map[string]colour `yaml:"codes"`
	People []struct {
		At    scenarios.Position `yaml:"-"`
		ID    string             `yaml:"id"`
		Token string             `yaml:"token"`
	} `yaml:"people"`
	Free taken `yaml:"free"`
}

const goodSettings = `name: 007
on: true
colour: red
codes: {E-1: red}
people:
  - id: a
    token: x
free:
  target: http://x
  header: [a, b]
  deep: {er: 1}
`

func TestSettingsAreReadIntoEachKind(t *testing.T) {
	var got settings
	if err := scenarios.ReadSettings("s.yaml", "name: x", []byte(goodSettings), &got); err != nil {
		t.Fatal(err)
	}
	if got.Name != "007" || !got.On || got.Colour != "red" || got.Codes["E-1"] != "red" {
		t.Errorf("read %+v, want the values as they are written", got)
	}
	if len(got.People) != 1 || got.People[0].ID != "a" || got.People[0].At != (scenarios.Position{Line: 6, Column: 5}) {
		t.Errorf("people %+v, want one, and where it stands", got.People)
	}
	if want := (taken{"target=http://x", "header=a", "header=b", "deep.er=1"}); !reflect.DeepEqual(got.Free, want) {
		t.Errorf("taken %v, want %v, each value of a list by itself", got.Free, want)
	}
}

// TestSettingsAreReadStrictly: what is not read would change nothing, and nobody
// would know.
func TestSettingsAreReadStrictly(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"empty", goodSettings, "", "1:1: the file is empty; begin with a line such as name: x"},
		{"a second document", "  deep: {er: 1}\n", "---\nname: other\n", "11:1: a second document begins; keep one, and put the other into a file of its own"},
		{"a key twice", "on: true", "name: b", `2:1: the key "name" stands twice, first on line 1; keep one`},
		{"an unknown key", "colour: red\nc", "color: red\nc", `3:1: unknown key "color", did you mean colour? write one of name, on, colour, codes, people, free`},
		{"an unknown key below", "token: x", "tokn: x", `7:5: people: unknown key "tokn", did you mean token? write one of id, token`},
		{"a value that reads itself", "{E-1: red}", "{E-1: rad}", `4:14: codes.E-1: "rad" is no colour; write red`},
		{"a list for a text", "name: 007", "name: [a]", "1:7: name: write a text, not a list"},
		{"a text for a truth value", "on: true", "on: yes", `2:5: on: write true or false, not "yes"`},
		{"keys for a list", "- id: a\n    token", "id: a\n  token", "6:3: people: write a list, not keys with values"},
		{"nothing for a value", "target: http://x", "target:", "9:10: free.target: nothing stands here; write one value, or a list of values"},
		{"a key that is not taken", "target:", "odd:", "9:3: free: odd is unknown; write even"},
		{"too long", "name: 007", "name: 007 #" + strings.Repeat("x", 64<<10), "1:1: more than 64 KiB, which is all that is read; leave out what it does not need"},
		{"an anchor", "name: 007", "name: &a x", "1:7: an anchor (&) is not read here; write out what is meant"},
	} {
		if n := strings.Count(goodSettings, tt.old); n != 1 {
			t.Fatalf("%s: %q stands %d times in the good file, want once", tt.name, tt.old, n)
		}
		err := scenarios.ReadSettings("s.yaml", "name: x", []byte(strings.Replace(goodSettings, tt.old, tt.new, 1)), new(settings))
		var all scenarios.Problems
		if !errors.As(err, &all) || err.Error() != "s.yaml:"+tt.want {
			t.Errorf("%s:\ngot  %v\nwant s.yaml:%s", tt.name, err, tt.want)
		}
	}
}
