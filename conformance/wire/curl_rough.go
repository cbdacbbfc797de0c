package wire

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// RoughAsk is a rough request with its place in a history.
type RoughAsk struct {
	Rough  *Rough
	Actor  voucher.Actor // in whose name; the zero Actor where the request names nobody
	Behind int           // so many entries of the history
	What   string        // is wrong with it, in words
}

// roughHelp is what a script with rough requests needs. A body is put together in a
// file of its parts, since no variable of a shell holds a zero byte: part TIMES BASE64
// appends a part, word TEXT what a variable holds.
const roughHelp = `BODY=$(mktemp); PART=$(mktemp); trap 'rm -f "$BODY" "$PART" "$PART.2"' EXIT
part() {
	printf %s "$2" | base64 -d >"$PART"; LENGTH=$(($(wc -c <"$PART") * $1))
	while [ "$(wc -c <"$PART")" -lt "$LENGTH" ]; do cat "$PART" "$PART" >"$PART.2"; mv "$PART.2" "$PART"; done
	head -c "$LENGTH" "$PART" >>"$BODY"
}
word() { printf %s "$1" >>"$BODY"; }
`

// curlRoughs writes the rough requests of a place.
func curlRoughs(b *strings.Builder, all []RoughAsk, here func(behind int) bool) {
	for i := range all {
		if here(all[i].Behind) {
			curlRough(b, &all[i], i+1)
		}
	}
}

// curlRough writes one rough request. What curl cannot send is told in words, and
// stands as a comment.
func curlRough(b *strings.Builder, a *RoughAsk, n int) {
	r := a.Rough
	fmt.Fprintf(b, "\n# %s\n", strings.Map(printable, a.What))
	if why := r.beyondCurl(); why != "" {
		fmt.Fprintf(b, "# curl cannot send this: %s; vouch replay sends it as it was\n", why)
		return
	}
	var line strings.Builder
	fmt.Fprintf(&line, `curl -sS -g --path-as-is -m 60 -w '\n%%{http_code}\n' -X %s`, quoted(r.Method))
	if r.Method == http.MethodHead {
		line.Reset()
		line.WriteString(`curl -sS -g --path-as-is -m 60 -I`)
	}
	target := strings.ReplaceAll(quoted(r.Target), WorldGap, `'"$WORLD"'`)
	if r.Control {
		fmt.Fprintf(&line, ` "$CONTROL"%s`, target)
	} else {
		fmt.Fprintf(&line, ` "$BASE"%s`, target)
	}
	for _, h := range r.usualHeaders(a.Actor, n) {
		if !r.hasHeader(h[0]) {
			fmt.Fprintf(&line, ` -H "%s: %s"`, h[0], h[1])
		}
	}
	for _, h := range r.Header {
		if h[1] == "" {
			fmt.Fprintf(&line, " -H %s", quoted(h[0]+":"))
		} else {
			fmt.Fprintf(&line, " -H %s", quoted(h[0]+": "+h[1]))
		}
	}
	if r.Way == Chunked {
		line.WriteString(" -H 'Transfer-Encoding: chunked'")
	}
	if r.Body != nil {
		b.WriteString(": >\"$BODY\"\n")
		for i := range r.Body {
			curlPiece(b, &r.Body[i])
		}
		line.WriteString(` --data-binary @"$BODY"`)
	}
	if r.Way == Slow {
		fmt.Fprintf(b, "# its two halves came %v apart; here it comes slowly\n", slowPause)
		fmt.Fprintf(&line, " --limit-rate %d", max(1, r.Length()/2))
	}
	b.WriteString(line.String() + "\n")
}

// curlPiece writes a part of a body; a code that was shown stands as a variable.
func curlPiece(b *strings.Builder, p *Piece) {
	rest := p.Text
	for p.Times <= 1 {
		at, n, ok := slotIn(rest)
		if !ok {
			break
		}
		fmt.Fprintf(b, "part 1 '%s'; word \"$CODE%d\"\n", base64.StdEncoding.EncodeToString(rest[:at]), n)
		rest = rest[at+len(voucher.QR{})*2:]
	}
	if len(rest) > 0 {
		fmt.Fprintf(b, "part %d '%s'\n", max(1, p.Times), base64.StdEncoding.EncodeToString(rest))
	}
}

// slotIn finds the first code of a slot in a text.
func slotIn(text []byte) (at int, n uint64, ok bool) {
	const digits = len(voucher.QR{}) * 2
	for at := 0; at+digits+2 <= len(text); at++ {
		if text[at] != '"' || text[at+digits+1] != '"' {
			continue
		}
		if code, err := voucher.ParseQR(string(text[at+1 : at+1+digits])); err == nil {
			if n, ok := voucher.SlotOf(code); ok && n > 0 {
				return at + 1, n, true
			}
		}
	}
	return 0, 0, false
}

// usualHeaders are those that a request has unless its own take their place, as they
// stand between double quotes in a shell.
func (r *Rough) usualHeaders(a voucher.Actor, n int) [][2]string {
	all := [][2]string{{"Content-Type", jsonType}}
	if r.Method == http.MethodGet || r.Method == http.MethodDelete {
		all = nil
	}
	switch {
	case r.Control:
		return append(all, [2]string{"Authorization", "Bearer $VOUCH_CONTROL_TOKEN"})
	case r.Unnamed:
		return all
	}
	all = append(all, [2]string{WorldHeader, "$WORLD"}, [2]string{KeyHeader, fmt.Sprintf("rough-$WORLD-%d", n)})
	if a.Role != 0 {
		all = append(all, [2]string{"Authorization", fmt.Sprintf("Bearer $(token %s '%s')", a.Role, actorOnWire(a).ID)})
	}
	return all
}

// hasHeader reports whether a request has a header of its own.
func (r *Rough) hasHeader(name string) bool {
	for _, h := range r.Header {
		if strings.EqualFold(h[0], name) {
			return true
		}
	}
	return false
}

// beyondCurl says what curl cannot do of a request; "" where it can send it.
func (r *Rough) beyondCurl() string {
	switch r.Way {
	case Cut:
		return "half of the body that its length says, and then the end of the connection"
	case CutChunk:
		return "an end of the connection in the middle of a chunk"
	case Endless:
		return "half of the body, and then nothing while the connection stays open"
	}
	for _, h := range r.Header {
		switch {
		case strings.ContainsAny(h[1], "\x00\r\n"):
			return "a zero byte or a line break within the header " + h[0]
		case strings.EqualFold(h[0], "Host") && r.twice("Host"):
			return "two headers Host"
		}
	}
	if strings.ContainsAny(r.Target, " \x00\r\n") {
		return "a blank, a zero byte or a line break within the path"
	}
	return ""
}

// twice reports whether a request has a header of its own more than once.
func (r *Rough) twice(name string) bool {
	n := 0
	for _, h := range r.Header {
		if strings.EqualFold(h[0], name) {
			n++
		}
	}
	return n > 1
}

// printable keeps a comment on its line.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

// hasRough reports whether a script needs what rough requests need.
func hasRough(all []RoughAsk) bool {
	for i := range all {
		if all[i].Rough.beyondCurl() == "" && all[i].Rough.Body != nil {
			return true
		}
	}
	return false
}
