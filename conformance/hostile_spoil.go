package conformance

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// draft is a request that is being spoiled.
type draft struct {
	op     *endpoint
	body   *node // nil: none
	rough  wire.Rough
	after  []func(body []wire.Piece) []wire.Piece
	query  [][2]string // names and values as they are written
	breaks bool        // the contract wants a refusal
	loose  bool        // not even HTTP is kept: whatever stands in front of a build may answer
	said   []string    // what is wrong with it
	line   string      // the same as a clause
	good   bool        // nothing is
}

// blow is one thing that is done to a request.
type blow struct {
	line  string // a clause
	word  string // the clause's value, where several are done at once
	path  string // of the spot in the body; "-": elsewhere
	do    func(d *draft)
	heavy bool // megabytes: one of a kind is enough
}

// placed is a blow's word with its place, for a clause that tells of several.
func placed(place, word string) string { return place + " — " + word }

// blows are all single things that can be done to an operation's request.
func (c *contract) blows(o *endpoint) []blow {
	all := slices.Concat(targetBlows(o), headerBlows(o), c.queryBlows(o))
	if o.body == nil {
		return all
	}
	for _, at := range c.spots(o.example, o.body, spot{schema: c.of(o.body)}) {
		all = append(all, c.valueBlows(o, &at)...)
		all = append(all, c.memberBlows(o, &at)...)
	}
	return slices.Concat(all, bodyBlows(o), wayBlows(o))
}

// value is a JSON text in the place of another.
type value struct {
	word string // how it is called
	text string
	long []wire.Piece // instead of text
}

const (
	deep   = 10_000
	long   = 64 << 10
	hugely = 10 << 20
)

// numbers go where a whole number is wanted, n being what stands there.
var numbers = []value{
	{word: "-1", text: "-1"}, {word: "0", text: "0"}, {word: "-0", text: "-0"}, {word: "1.0", text: "1.0"}, {word: "1.5", text: "1.5"},
	{word: "1e2", text: "1e2"}, {word: "1e400", text: "1e400"}, {word: "-1e400", text: "-1e400"}, {word: "1e-400", text: "1e-400"},
	{word: "2^31", text: "2147483648"}, {word: "2^32+1", text: "4294967297"}, {word: "2^53+1", text: "9007199254740993"},
	{word: "2^63", text: "9223372036854775808"}, {word: "-2^63", text: "-9223372036854775808"}, {word: "2^64+1", text: "18446744073709551617"},
	{word: "2^64+1000", text: "18446744073709552616"}, {word: "01", text: "01"}, {word: "+1", text: "+1"}, {word: "0x10", text: "0x10"},
	{word: "1_000", text: "1_000"}, {word: "NaN", text: "NaN"}, {word: "Infinity", text: "Infinity"}, {word: `"NaN"`, text: `"NaN"`}, {word: `"1"`, text: `"1"`},
	{word: "10000 digits", long: []wire.Piece{{Text: []byte("9"), Times: deep}}},
}

// texts go where a text is wanted.
var texts = []value{
	{word: "an empty text", text: `""`}, {word: "NUL", text: `"\u0000"`}, {word: "NUL at the end", text: `"1\u0000"`}, {word: "a lone surrogate", text: `"\ud800"`},
	{word: "surrogates swapped", text: `"\udc00\ud800"`}, {word: "right to left", text: "\"\u202e1\u202c\""}, {word: "combining signs", text: `"e` + strings.Repeat("\u0301", 64) + `"`},
	{word: "four bytes", text: `"😀👨‍👩‍👧"`}, {word: "broken UTF-8", text: "\"\xff\xfe\xc3\x28\""}, {word: "overlong UTF-8", text: "\"\xc0\xaf\""},
	{word: "SQL", text: `"1' OR '1'='1'; DROP TABLE wallets; --"`}, {word: "SQL in a comment", text: `"1/**/UNION/**/SELECT/**/1"`},
	{word: "a shell", text: `"$(sleep 5);` + "`sleep 5`" + `|sleep 5"`}, {word: "a path", text: `"../../../../etc/passwd"`}, {word: "a path in per cent", text: `"..%2f..%2fetc%2fpasswd%00"`},
	{word: "a template", text: `"{{7*7}}${7*7}<%= 7*7 %>"`}, {word: "a lookup", text: `"${jndi:ldap://127.0.0.1:1/a}"`}, {word: "HTML", text: `"<script>alert(1)</script>"`},
	{word: "a broken header", text: `"1\r\nX-Injected: 1"`}, {word: "leading zero", text: `"01"`}, {word: "blanks around", text: `" 1 "`}, {word: "a sign", text: `"+1"`}, {word: "a minus", text: `"-1"`},
	{word: "an exponent", text: `"1e0"`}, {word: "wide digits", text: `"１"`}, {word: "Arabic digits", text: `"١"`}, {word: "2^64 as a text", text: `"18446744073709551616"`},
	{word: "65 characters", text: `"` + strings.Repeat("x", 65) + `"`}, {word: "the 31st of February", text: `"2026-02-31"`}, {word: "a month 13", text: `"2026-13"`},
	{word: "a leap second", text: `"2026-02-06T23:59:60+05:00"`}, {word: "the year 10000", text: `"10000-01-01T00:00:00+05:00"`}, {word: "a raw line break", text: "\"1\n2\""},
	{word: "64 KiB", long: []wire.Piece{{Text: []byte(`"`), Times: 1}, {Text: []byte("x"), Times: long}, {Text: []byte(`"`), Times: 1}}},
}

// kinds go everywhere.
var kinds = []value{
	{word: "null", text: "null"}, {word: "true", text: "true"}, {word: "a number", text: "7"}, {word: "a text", text: `"seven"`}, {word: "an object", text: "{}"},
	{word: "a list", text: "[]"}, {word: "a list of nothing", text: "[null]"}, {word: "an object with a name", text: `{"$ne":1}`}, {word: "nothing at all", text: ""},
	{word: "10000 lists in one another", long: nest("[", "]")}, {word: "10000 objects in one another", long: nest(`{"a":`, "}")},
	{word: "10000 lists that do not end", long: []wire.Piece{{Text: []byte("["), Times: deep}}},
}

// nest is a nesting.
func nest(open, end string) []wire.Piece {
	return []wire.Piece{{Text: []byte(open), Times: deep}, {Text: []byte("1"), Times: 1}, {Text: []byte(end), Times: deep}}
}

// node is the value as a part of a body.
func (v *value) node() *node {
	if v.long != nil {
		return &node{raw: v.long}
	}
	return rawNode(v.text)
}

// valueBlows put other values into a spot.
func (c *contract) valueBlows(o *endpoint, at *spot) (all []blow) {
	candidates := slices.Clone(kinds)
	switch at.schema.Type {
	case "integer":
		candidates = append(candidates, numbers...)
		for _, n := range []struct {
			word  string
			bound *float64
			by    float64
		}{{"below the least", at.schema.Minimum, -1}, {"above the most", at.schema.Maximum, 1}} {
			if n.bound != nil {
				candidates = append(candidates, value{word: n.word, text: string(numberText(*n.bound + n.by))})
			}
		}
	case "string":
		candidates = append(candidates, texts...)
	case "array":
		candidates = append(candidates, value{word: "10000 items", long: []wire.Piece{{Text: []byte("["), Times: 1}, {Text: []byte("{},"), Times: deep}, {Text: []byte("{}]"), Times: 1}}})
	}
	if at.path == "" {
		candidates = kinds // what a body may be instead is its own matter
	}
	for i := range candidates {
		v := &candidates[i]
		n := v.node()
		if was := o.example.at(at); was != nil && textOf(was) == textOf(n) {
			continue // it stands there anyway
		}
		if v.text == "" && v.long == nil && strings.HasSuffix(at.path, "/0") {
			continue // a list of nothing is one
		}
		breaks := c.admits(at.schema, textOf(n)) != ""
		all = append(all, blow{
			line: badValue.line("operation", o.id, "place", spotName(at), "blow", v.word), word: placed(spotName(at), v.word), path: at.path,
			do: func(d *draft) { d.body.put(at, n); d.breaks = d.breaks || breaks },
		})
	}
	return all
}

// memberBlows leave a spot out, double it, and put a stranger beside it.
func (c *contract) memberBlows(o *endpoint, at *spot) (all []blow) {
	here := o.example.at(at)
	add := func(line *Clause, place, word string, breaks bool, do func(n *node)) {
		pairs := []any{"operation", o.id, "place", place, "blow", word}
		if line == badMissing {
			pairs = pairs[:4] // the sentence says it
		}
		all = append(all, blow{line: line.line(pairs...), word: placed(place, word), path: at.path,
			do: func(d *draft) {
				if n := d.body.at(at); n != nil && len(n.items) == len(here.items) { // as long as nothing else has changed it
					do(n)
					d.breaks = d.breaks || breaks
				}
			}})
	}
	if here == nil || here.kind != '{' {
		return all
	}
	stranger := func(name string, v *node) func(n *node) {
		return func(n *node) { n.names, n.items = append(n.names, name), append(n.items, v) }
	}
	add(badExtra, spotName(at), "unknown", true, stranger("unknown", rawNode("1")))
	add(badExtra, spotName(at), "__proto__", true, stranger("__proto__", rawNode(`{"admin":true}`)))
	add(badExtra, spotName(at), "an empty name", true, stranger("", rawNode("1")))
	add(badExtra, spotName(at), "10000 lists in one another", true, stranger("unknown", &node{raw: nest("[", "]")}))
	for i, name := range here.names {
		must, member := slices.Contains(at.schema.Required, name), at.path+"/"+name
		add(badMissing, member, "absent", must, func(n *node) {
			n.names, n.items = slices.Delete(n.names, i, i+1), slices.Delete(n.items, i, i+1)
		})
		add(badTwice, member, "the same", true, func(n *node) { stranger(name, n.items[i])(n) })
		add(badTwice, member, "another", true, func(n *node) { stranger(name, rawNode("1"))(n) })
		if other := strings.ToUpper(name[:1]) + name[1:]; other != name {
			add(badExtra, spotName(at), other, true, func(n *node) { n.names[i] = other })
		}
	}
	return all
}

// bodyBlows spoil the body as a whole.
func bodyBlows(o *endpoint) (all []blow) {
	add := func(word string, breaks bool, do func(body []wire.Piece) []wire.Piece) {
		all = append(all, blow{line: badBodyWhole.line("operation", o.id, "blow", word), word: word, path: "-", do: func(d *draft) {
			d.after, d.breaks = append(d.after, do), d.breaks || breaks
		}})
	}
	around := func(before, behind string) func([]wire.Piece) []wire.Piece {
		return func(body []wire.Piece) []wire.Piece {
			return slices.Concat([]wire.Piece{{Text: []byte(before), Times: 1}}, body, []wire.Piece{{Text: []byte(behind), Times: 1}})
		}
	}
	add("behind a byte order mark", false, around("\ufeff", ""))
	add("followed by garbage", true, around("", "x"))
	add("followed by another", true, around("", "{}"))
	add("followed by a zero byte", true, around("", "\x00"))
	add("behind a comment", true, around("/* */", ""))
	add("a list that holds it", true, around("[", "]"))
	add("a text that begins with it", true, around(`"`, ""))
	add("behind bytes that are none of UTF-8", true, around("\xff\xfe", ""))
	add("a form", true, func([]wire.Piece) []wire.Piece { return []wire.Piece{{Text: []byte("a=1&b=2")}} })
	add("cut off before its end", true, func(body []wire.Piece) []wire.Piece {
		last := len(body) - 1
		if last < 0 || len(body[last].Text) == 0 {
			return body // nothing was there already
		}
		cut := slices.Clone(body)
		cut[last].Text = cut[last].Text[:len(cut[last].Text)-1]
		return cut
	})
	add("in UTF-16", true, func(body []wire.Piece) []wire.Piece {
		var wide []byte
		for _, b := range (&wire.Rough{Body: body}).Bytes(long) {
			wide = append(wide, b, 0)
		}
		return []wire.Piece{{Text: wide}}
	})
	heavy := len(all)
	add("behind 10 MB of blanks", false, func(body []wire.Piece) []wire.Piece {
		return slices.Concat([]wire.Piece{{Text: []byte(" "), Times: hugely}}, body)
	})
	add("10 MB of a text", true, func([]wire.Piece) []wire.Piece {
		return []wire.Piece{{Text: []byte(`{"unknown":"`), Times: 1}, {Text: []byte("x"), Times: hugely}, {Text: []byte(`"}`), Times: 1}}
	})
	add("10 MB of lists in one another", true, func([]wire.Piece) []wire.Piece { return []wire.Piece{{Text: []byte("["), Times: hugely}} })
	for i := range all[heavy:] {
		all[heavy+i].heavy = true
	}
	return all
}

// headerBlows spoil headers.
func headerBlows(o *endpoint) (all []blow) {
	add := func(name, word string, breaks, loose bool, header ...[2]string) {
		all = append(all, blow{line: badHeader.line("operation", o.id, "place", name, "blow", word), word: placed(name, word), path: "-", do: func(d *draft) {
			d.rough.Header, d.breaks, d.loose = append(d.rough.Header, header...), d.breaks || breaks, d.loose || loose
		}})
	}
	one := func(name, v string) [2]string { return [2]string{name, v} }
	if o.body != nil {
		for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x", "image/png", ";"} {
			add("Content-Type", kind, true, false, one("Content-Type", kind))
		}
		add("Content-Type", "absent", true, false, one("Content-Type", ""))
		add("Content-Encoding", "gzip, which it is not", false, false, one("Content-Encoding", "gzip"))
		add("Content-Length", "-1", true, true, one("Content-Length", "-1"))
		add("Content-Length", "two of them", true, true, one("Content-Length", "3"), one("Content-Length", "4"))
		add("Transfer-Encoding", "none that is known", true, true, one("Transfer-Encoding", "sideways"))
		add("Content-Length", "2^64", true, true, one("Content-Length", "18446744073709551616"))
	}
	if o.command() {
		key := wire.KeyHeader
		add(key, "absent", true, false, one(key, ""))
		add(key, "65 characters", true, false, one(key, strings.Repeat("k", 65)))
		add(key, "a blank", true, false, one(key, "a b"))
		add(key, "two of them", true, false, one(key, "one"), one(key, "two"))
		add(key, "no ASCII", true, true, one(key, "ключ"))
		add(key, "a zero byte", true, true, one(key, "a\x00b"))
		add(key, "a line break", true, true, one(key, "a\r\n b\r\nContent-Length: 0"))
	}
	if o.roles != nil {
		add(wire.WorldHeader, "absent", true, false, one(wire.WorldHeader, ""))
		add(wire.WorldHeader, "a path", true, false, one(wire.WorldHeader, "../w1"))
		add(wire.WorldHeader, "SQL", true, false, one(wire.WorldHeader, "w' OR 1=1 --"))
		add(wire.WorldHeader, "10000 characters", true, false, one(wire.WorldHeader, strings.Repeat("w", deep)))
		add("Authorization", "absent", true, false, one("Authorization", ""))
		add("Authorization", "SQL", true, false, one("Authorization", "Bearer ' OR '1'='1"))
		add("Authorization", "10000 characters", true, false, one("Authorization", "Bearer "+strings.Repeat("t", deep)))
		add("Authorization", "two of them", true, false, one("Authorization", "Bearer a"), one("Authorization", "Bearer b"))
	}
	add("X-Long", "200 KiB", false, true, one("X-Long", strings.Repeat("x", 200<<10)))
	add(wire.RequestHeader, "a broken line", false, true, one(wire.RequestHeader, "a\nX-Injected: 1\r\n :"))
	add("Host", "two of them", false, true, one("Host", "a"), one("Host", "b"))
	add("Expect", "what nobody knows", false, true, one("Expect", "the-unexpected"))
	return all
}

// targetBlows spoil method and path.
func targetBlows(o *endpoint) (all []blow) {
	add := func(word string, loose bool, do func(r *wire.Rough)) {
		all = append(all, blow{line: badTarget.line("operation", o.id, "blow", word), word: word, path: "-", do: func(d *draft) {
			do(&d.rough)
			d.breaks, d.loose = true, d.loose || loose
		}})
	}
	add("BREW", true, func(r *wire.Rough) { r.Method = "BREW" })
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodTrace} {
		add(method, false, func(r *wire.Rough) { r.Method = method })
	}
	add("a method of 10000 letters", true, func(r *wire.Rough) { r.Method = strings.Repeat("M", deep) })
	for _, behind := range []string{"/", "/..", "/%2e%2e/%2e%2e/etc/passwd", "%00", "%ff", "/../../control/v1/worlds", ";jsessionid=1", "/" + strings.Repeat("x", 4096), "'--"} {
		add("the path followed by: "+behind[:min(len(behind), 30)], false, func(r *wire.Rough) { r.Target += behind })
	}
	add("a broken per cent", true, func(r *wire.Rough) { r.Target += "%zz" })
	if strings.Contains(o.path, wire.WorldGap) {
		for _, world := range []string{"..", "%2e%2e", "%00", "'", "no-such-world", strings.Repeat("w", 4096), "%F0%9F%98%80"} {
			add("the world: "+world[:min(len(world), 30)], false, func(r *wire.Rough) { r.Target = strings.ReplaceAll(r.Target, wire.WorldGap, world) })
		}
	}
	return all
}

// queryBlows spoil the query string.
func (c *contract) queryBlows(o *endpoint) (all []blow) {
	add := func(name, word, raw string, breaks bool) {
		all = append(all, blow{line: badQuery.line("operation", o.id, "place", name, "blow", word), word: placed(name, word), path: "?" + name, do: func(d *draft) {
			d.query = slices.DeleteFunc(d.query, func(q [2]string) bool { return q[0] == name })
			d.query, d.breaks = append(d.query, [2]string{name, raw}), d.breaks || breaks
		}})
	}
	reads := o.method == http.MethodGet && o.roles != nil
	add("unknown", "1", "unknown=1", reads)
	add("%", "broken", "%zz=%", reads)
	add(";", "for &", "a=1;b=2", reads)
	for i := range o.query {
		p := &o.query[i]
		add(p.Name, "twice", p.Name+"=1&"+p.Name+"=2", true)
		add(p.Name, "absent", "", false)
		for _, v := range slices.Concat(texts, numbers) {
			if v.long != nil {
				v.text = strings.Repeat("9", deep)
			}
			plain := strings.Trim(v.text, `"`)
			s := c.of(p.Schema)
			breaks := plain != "" && s.Type == "string" && !s.holds(plain)
			add(p.Name, v.word, p.Name+"="+url.QueryEscape(plain), breaks)
		}
	}
	return all
}

// wayBlows spoil how a body goes.
func wayBlows(o *endpoint) (all []blow) {
	add := func(way wire.Way, word string, breaks bool) {
		all = append(all, blow{line: badWay.line("operation", o.id, "blow", word), word: word, path: "~", do: func(d *draft) {
			d.rough.Way, d.breaks, d.loose = way, d.breaks || breaks, d.loose || breaks
		}})
	}
	add(wire.Chunked, "in chunks", false)
	add(wire.Cut, "with an end in its middle", true)
	add(wire.CutChunk, "with an end in the middle of a chunk", true)
	return all
}
