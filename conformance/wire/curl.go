package wire

import (
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// CurlOptions say what a script asks beside the entries of a history, and where.
type CurlOptions struct {
	Base    string // URL of the build
	Control string // URL of its control plane; "": the standard one
	// Windows says of each entry in which race it was asked, 0 for none; nil where nothing
	// raced. What is of one race is asked at the same time.
	Windows []int
	// Roughs are requests that need not keep the contract, sent behind the entries before
	// which they stand; what curl cannot send is told in a comment.
	Roughs []RoughAsk
	// Remarks are lines of comment before an entry, by its place; at HeadRemark they stand
	// before all of them.
	Remarks map[int][]string
}

// HeadRemark is the place of remarks on a script as a whole.
const HeadRemark = -1

// Curl writes a history as a shell script that asks the same of a build, with curl: a
// world, its clock, a token for each actor, then every step. Where the build is and the
// token of its control plane are taken from the variables that the flags of vouch have.
// What a build made itself stands in the script as it was called in the history; QR codes
// are taken from the answers.
func Curl(w io.Writer, h *voucher.History, o CurlOptions) error {
	control := o.Control
	if control == "" {
		control = "$BASE" + ControlPath
	}
	setup, err := json.Marshal(&h.Setup, json.Deterministic(true))
	if err != nil {
		return fmt.Errorf("encode the setup: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `#!/bin/sh
# Asks a build what failed, and shows each answer. VOUCH_TARGET and VOUCH_CONTROL_URL ask another build than the one
# below; set VOUCH_CONTROL_TOKEN where the control plane wants a token.
BASE=${VOUCH_TARGET:-%s}
CONTROL=${VOUCH_CONTROL_URL:-%s}
ask() { curl -sS -H "Authorization: Bearer $VOUCH_CONTROL_TOKEN" -H 'Content-Type: application/json' "$@"; }
member() { sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }
WORLD=$(ask "$CONTROL/worlds" -d %s | member world)
[ -n "$WORLD" ] || { echo "no world was made at $CONTROL" >&2; exit 1; }
token() { ask "$CONTROL/worlds/$WORLD/tokens" -d '{"role":"'"$1"'","id":"'"$2"'"}' | member token; }
`, strings.TrimSuffix(o.Base, "/"), control, quoted(string(setup)))
	if hasRough(o.Roughs) {
		b.WriteString(roughHelp)
	}
	o.remark(&b, HeadRemark)
	for i := range h.Entries {
		curlRoughs(&b, o.Roughs, func(behind int) bool { return behind == i })
		o.remark(&b, i)
		if err := curlEntry(&b, h, o.Windows, i); err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
	}
	curlRoughs(&b, o.Roughs, func(behind int) bool { return behind >= len(h.Entries) })
	b.WriteString("\nask -X DELETE \"$CONTROL/worlds/$WORLD\"\n")
	_, err = io.WriteString(w, b.String())
	return err
}

// remark writes the remarks of a place, of which no line can end the comment.
func (o *CurlOptions) remark(b *strings.Builder, place int) {
	for i, line := range o.Remarks[place] {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(b, "# %s\n", strings.Map(printable, line))
	}
}

// curlEntry writes one entry with what is done about its answer.
func curlEntry(b *strings.Builder, h *voucher.History, windows []int, i int) error {
	step, err := curlStep(&h.Entries[i])
	if err != nil {
		return err
	}
	if i < len(windows) && windows[i] != 0 {
		fmt.Fprintf(b, "\n# %d, in race %d\n(echo \"$(%s)\") &\n", i+1, windows[i], step)
		if i+1 == len(windows) || windows[i+1] != windows[i] {
			b.WriteString("wait\n")
		}
		return nil
	}
	if n, ok := voucher.SlotOf(h.Entries[i].Outcome.Result.Code); ok && n > 0 { // later steps show this code
		fmt.Fprintf(b, "\n# %d\nANSWER=$(%s); echo \"$ANSWER\"; CODE%d=$(printf %%s \"$ANSWER\" | member code)\n", i+1, step, n)
		return nil
	}
	fmt.Fprintf(b, "\n# %d\n%s; echo\n", i+1, step)
	return nil
}

// curlStep writes one entry.
func curlStep(e *voucher.Entry) (string, error) {
	switch {
	case e.Command != nil:
		body, err := json.Marshal(e.Command)
		if err != nil {
			return "", err
		}
		head := e.Command.Head()
		key, err := head.Key.MarshalText()
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(`curl -sS "$BASE%s%s" %s -H '%s: %s' -H 'Content-Type: application/json' -d %s`,
			CommandPath, e.Command.Kind(), curlActor(head.Actor), KeyHeader, key, withCodes(e.Command, string(body))), nil
	case e.Query != nil:
		query, err := curlQuery(e.Query)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(`curl -sS "$BASE%s%s?%s" %s`, RecordPath, e.Query.Kind, query, curlActor(e.Query.Actor)), nil
	}
	at, err := e.At.MarshalText()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(`ask "$CONTROL/worlds/$WORLD/clock" -d '{"to":%q}'`, at), nil
}

// curlActor writes the headers with which an actor comes.
func curlActor(a voucher.Actor) string {
	world := fmt.Sprintf(`-H "%s: $WORLD"`, WorldHeader)
	if a.Role == 0 {
		return world
	}
	return fmt.Sprintf(`%s -H "Authorization: Bearer $(token %s '%s')"`, world, a.Role, actorOnWire(a).ID)
}

// withCodes quotes a body for the shell, with the slot of a code as a variable.
func withCodes(cmd voucher.Command, body string) string {
	code := voucher.CodeOf(cmd)
	if code == nil {
		return quoted(body)
	}
	n, ok := voucher.SlotOf(*code)
	if !ok || n == 0 {
		return quoted(body)
	}
	return strings.Replace(quoted(body), code.String(), fmt.Sprintf(`'"$CODE%d"'`, n), 1)
}

// curlQuery writes the fields that a query reads.
func curlQuery(q *voucher.Query) (string, error) {
	row := readingOf(q.Kind)
	if row == nil {
		return "", fmt.Errorf("query kind %d is none", q.Kind)
	}
	return queryString(q, row, func(any) (string, bool) { return "", false })
}

// quoted quotes a text for the shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
