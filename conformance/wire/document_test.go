package wire_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
)

var update = flag.Bool("update", false, "write the document and the table of values; read the diff, commit only what you can explain")

// TestValuesAreThoseOfTheRules: the table of parameters that the document shows
// holds every value of the rules, and no other.
func TestValuesAreThoseOfTheRules(t *testing.T) {
	want := bytes.NewBufferString("path,territory,from,value\n")
	for _, d := range append(gas.Parameters(), food.Parameters()...) {
		fmt.Fprintf(want, "%s,%s,%s,%d\n", d.Parameter, d.Territory, d.From, d.Value)
	}
	keep(t, "values.csv", want.Bytes(), "the document's table of parameters")
}

// TestDocumentIsCheckedIn: the file that others read is what the server tells.
func TestDocumentIsCheckedIn(t *testing.T) {
	keep(t, "../openapi.json", wire.Document(), "the document of the contract")
}

// keep holds a file of the project to what the code makes.
func keep(t *testing.T, name string, want []byte, what string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, want, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the code makes (- file, + code); run go test ./conformance/wire -update and read the diff\n%s",
			name, cmp.Diff(string(got), string(want)))
		t.Log(what)
	}
}
