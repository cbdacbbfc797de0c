package voucher_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestCommandsHaveKindsAndNames(t *testing.T) {
	seen := map[string]bool{}
	for i, k := range voucher.CommandKinds() {
		if int(k) != i+1 {
			t.Fatalf("command %d stands at place %d\nthe list is closed and without a gap", k, i+1)
		}
		word := k.String()
		if word == "" || seen[word] || word != strings.ToLower(word) {
			t.Errorf("command %d has the word %q, want one of its own in small letters", k, word)
		}
		seen[word] = true
		if got, ok := voucher.ParseCommandKind(word); !ok || got != k {
			t.Errorf("ParseCommandKind(%q) = %d, %v, want %d", word, got, ok, k)
		}
		c := voucher.NewCommand(k)
		if c.Kind() != k {
			t.Errorf("NewCommand(%s) is of kind %s", k, c.Kind())
		}
		if c == voucher.NewCommand(k) {
			t.Errorf("NewCommand(%s) twice is one command\na reader fills each", k)
		}
		c.Head().Actor.ID = 7
		if got := c.Head().Actor.ID; got != 7 {
			t.Errorf("Head of %s is a copy\na driver fills it in", k)
		}
		// The word is the type's name: one name in Go, in histories and on the wire.
		if name := reflect.TypeOf(c).Elem().Name(); strings.ToLower(name) != strings.ReplaceAll(word, "_", "") {
			t.Errorf("%s is the type %s\none word, one meaning", word, name)
		}
	}
	beyond := voucher.CommandKind(len(voucher.CommandKinds()) + 1)
	for _, k := range []voucher.CommandKind{0, beyond, 255} {
		if k.String() != "" || voucher.NewCommand(k) != nil {
			t.Errorf("kind %d is %q, %v, want nothing", k, k, voucher.NewCommand(k))
		}
	}
	for _, s := range []string{"", "Purchase", "purchase ", "buy"} {
		if k, ok := voucher.ParseCommandKind(s); ok {
			t.Errorf("ParseCommandKind(%q) = %s, want none", s, k)
		}
	}
}

// TestCodeOfFindsEveryCode: a command that gets a field for a code and no line in
// CodeOf would take the code past whoever hides or renames it (BOTH-PRIVACY-001).
func TestCodeOfFindsEveryCode(t *testing.T) {
	for _, k := range voucher.CommandKinds() {
		c := voucher.NewCommand(k)
		var want *voucher.QR
		for _, f := range reflect.ValueOf(c).Elem().Fields() {
			if code, ok := f.Addr().Interface().(*voucher.QR); ok {
				want = code
			}
		}
		if got := voucher.CodeOf(c); got != want {
			t.Errorf("CodeOf(%s) = %p, want its field, %p", k, got, want)
		}
	}
}

// fillIn gives every field of a value something that is not zero, two elements
// to every slice.
func fillIn(v reflect.Value, n *uint64) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fillIn(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fillIn(v.Index(i), n)
		}
	case reflect.Array:
		for i := range v.Len() {
			fillIn(v.Index(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("word %d", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n % 100))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(*n % 100)
	default:
		panic("no filling for " + v.Type().String())
	}
}

// eachChange lets visit see every smallest change of a value, one after the
// other: each bit of each number, each truth, each letter, each element fewer,
// and two elements that change places. The value is then as it was.
func eachChange(path string, v reflect.Value, visit func(what string)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			eachChange(path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
	case reflect.Array:
		for i := range v.Len() {
			eachChange(fmt.Sprintf("%s[%d]", path, i), v.Index(i), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachChange(fmt.Sprintf("%s[%d]", path, i), v.Index(i), visit)
		}
		whole := reflect.ValueOf(v.Interface())
		for n := range v.Len() {
			v.Set(whole.Slice(0, n))
			visit(fmt.Sprintf("%s of %d", path, n))
		}
		v.Set(whole)
		if v.Len() == 2 {
			swap := reflect.Swapper(v.Interface())
			swap(0, 1)
			visit(path + " turned round")
			swap(0, 1)
		}
	case reflect.String:
		was := v.String()
		for _, s := range []string{"", was + " ", was[1:], strings.ToUpper(was)} {
			v.SetString(s)
			visit(fmt.Sprintf("%s %q", path, s))
		}
		v.SetString(was)
	case reflect.Bool:
		v.SetBool(!v.Bool())
		visit(path)
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		was := v.Int()
		for bit := range v.Type().Bits() {
			v.SetInt(was ^ 1<<bit)
			visit(fmt.Sprintf("%s bit %d", path, bit))
		}
		v.SetInt(was)
	default:
		was := v.Uint()
		for bit := range v.Type().Bits() {
			v.SetUint(was ^ 1<<bit)
			visit(fmt.Sprintf("%s bit %d", path, bit))
		}
		v.SetUint(was)
	}
}

// TestEveryFieldOfACommandCounts: no two bodies that differ anywhere are taken
// for one under a key (BOTH-RETRY-001); the key itself is not part of the body.
func TestEveryFieldOfACommandCounts(t *testing.T) {
	bodies := map[voucher.Digest]string{}
	for _, k := range voucher.CommandKinds() {
		c := voucher.NewCommand(k)
		var n uint64
		fillIn(reflect.ValueOf(c).Elem(), &n)
		whole := c.Fingerprint()
		note := func(what string) {
			d := c.Fingerprint()
			if strings.HasPrefix(what, ".Header.Key") {
				if d != whole {
					t.Errorf("%s: %s changes the fingerprint\na key is not part of the body it stands for", k, what)
				}
				return
			}
			if other, ok := bodies[d]; ok {
				t.Errorf("%s with another %s has the fingerprint of %s\nevery field counts", k, what, other)
			}
			bodies[d] = k.String() + " with another " + what
		}
		note("nothing")
		eachChange("", reflect.ValueOf(c).Elem(), note)
		if c.Fingerprint() != whole {
			t.Errorf("%s: the fingerprint of one body is not the same twice", k)
		}
	}
	if len(bodies) < 3000 {
		t.Errorf("%d bodies compared, want thousands\na test that looks at nothing passes", len(bodies))
	}
}

// TestBodiesOfAllKindsDiffer: empty commands of two kinds are two commands.
func TestBodiesOfAllKindsDiffer(t *testing.T) {
	seen := map[voucher.Digest]voucher.CommandKind{}
	for _, k := range voucher.CommandKinds() {
		d := voucher.NewCommand(k).Fingerprint()
		if other, ok := seen[d]; ok {
			t.Errorf("an empty %s has the fingerprint of an empty %s", k, other)
		}
		seen[d] = k
	}
}
