package wire_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// setups are texts that a world is made of, or not.
var setups = []string{
	`{"at":"2026-02-04T12:00:00+05:00","people":[{"device":true},{}],"families":1,"operators":1,"stores":[{"territory":"111010000"}],"goods":[{"item":"SZ01"}]}`,
	`{"at":"2026-02-04T12:00:00+05:00","providers":[{"territory":"750000000"}],"accounts":[{"provider":"1","number":"0012345","class":"boiler","people":4}]}`,
	`{"at":"2026-02-04T12:00:00+05:00","settings":[{"path":"food.mrp","territory":"kz","from":"2026-03-01","value":450000}],"readings":{"F01":"a"}}`,
	`{"at":"2026-02-04T12:00:00+05:00","families":2147483648}`, `{"at":null}`, `{}`, `[`, `{"at":"2026-02-04T12:00:00+05:00","people":[` + strings.Repeat("{},", 100) + `{}]}`,
}

// FuzzReadSetup: whatever a setup holds, it is read or refused where it is wrong, and what
// was read is a world or an error, never a fault.
func FuzzReadSetup(f *testing.F) {
	for _, text := range setups {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := wire.ReadSetup(data)
		if err != nil {
			if err.Error() == "" {
				t.Error("refused without a word")
			}
			return
		}
		if s.At == 0 || s.Families > 1<<20 || s.Operators > 1<<20 {
			t.Fatalf("taken without an instant, or with %d families and %d operators", s.Families, s.Operators)
		}
		if s.Families > 1000 || s.Operators > 1000 {
			return // a world of a million families takes its time
		}
		if m, err := reference.New(s); err == nil {
			m.StateDigest()
		}
	})
}

// FuzzLines: whatever comes through the second door, every line that is not blank has an
// answer of one line of JSON, and the program goes on.
func FuzzLines(f *testing.F) {
	for _, text := range setups {
		f.Add([]byte(`{"id":1,"do":"new","setup":` + text + `}` + "\n"))
	}
	f.Add([]byte(`{"id":1,"do":"capabilities"}` + "\n\n" + `{"id":2,"do":"new","setup":` + setups[0] + "}\n" +
		`{"id":3,"do":"command","world":"w1","command":"open_wallet","actor":{"role":"citizen","id":"1"},"key":"k","body":{"person":"1","via":"link"}}` + "\n" +
		`{"id":4,"do":"query","world":"w1","query":"digest","actor":{"role":"authorised_body"}}` + "\n" + `{"id":5,"do":"advance","world":"w1","to":"2026-02-05T00:00:00+05:00"}` + "\n" + `{"id":6,"do":"close","world":"w1"}`))
	f.Add([]byte("\xff\n{\n[]\nnull\n\"\n"))
	f.Add([]byte(`{"id":1e999}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Contains(data, []byte("families")) || bytes.Contains(data, []byte("operators")) || bytes.Contains(data, []byte(`\u`)) {
			return // worlds of a million families take their time
		}
		var out bytes.Buffer
		if err := wire.ServeLines(t.Context(), reference.World{}, io.MultiReader(bytes.NewReader(data), strings.NewReader("\n")), &out); err != nil {
			t.Fatal(err)
		}
		asked, answered := 0, 0
		for line := range bytes.Lines(data) {
			if len(bytes.TrimSpace(line)) > 0 {
				asked++
			}
		}
		for line := range bytes.Lines(out.Bytes()) {
			if !json.Valid(line) {
				t.Errorf("answered %q, want a line of JSON", line)
			}
			answered++
		}
		if asked != answered {
			t.Errorf("%d lines have %d answers", asked, answered)
		}
	})
}
