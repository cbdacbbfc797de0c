package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// claim is one value that a file gives to one key, with its place.
type claim struct {
	layer     *layer
	node      ast.Node // for what is found wrong with it later
	day       ast.Node // where the day stands from which it holds; nil without one
	at        string   // how messages about it begin
	key       string   // what it is the value of, such as seed, set food.mrp or readings G13
	territory voucher.Territory
	from      voucher.Day // zero: from the beginning
	value     int64
	list      []int64      // of an assumption that is a list, and of territories
	word      string       // of a reading, or the source of an assumption; "" where it keeps its own
	text      voucher.Text // of a note
	money     money        // in which a sum was written that is not in the parameter's own unit
	moved     bool         // a territory that change adds or removes
	compound  *Compound    // of an event, and of stores that come and go
	fields    filled       // of the compound
}

// fault keeps a problem of a claim, in the file where it stands.
func (c *claim) fault(words string, gaps ...any) { c.layer.r.fault(c.node, c.at, words, gaps...) }

// place is where a claim stands, for messages.
func (c *claim) place() string {
	line, _ := placeOf(c.node)
	return fmt.Sprintf("%s:%d", c.layer.r.name, line)
}

// covers reports whether a claim further down takes the place of another: of the
// same key, from the same day or an earlier one, and for the country what was said
// of a territory, as voucher.Schedule has it.
func (c *claim) covers(other *claim) bool {
	return c.key == other.key && c.from <= other.from && (c.territory == other.territory || c.territory == voucher.Country)
}

// says reports whether two claims say the same, wherever they stand.
func (c *claim) says(other *claim) bool {
	return c.territory == other.territory && c.from == other.from && c.value == other.value && slices.Equal(c.list, other.list) &&
		c.word == other.word && c.text == other.text && c.money == other.money && c.compound == other.compound &&
		maps.EqualFunc(c.fields, other.fields, slices.Equal)
}

// layer is one file of a scenario and of what it extends.
type layer struct {
	r       *reader
	id      string
	title   voucher.Text
	idNode  ast.Node
	body    ast.Node
	set     ast.Node // what stands under set; nil without it
	parents []parent
	claims  []*claim
	line    []*layer // the ancestors, each behind its own, and the layer itself
}

// parent is a file that another one extends.
type parent struct {
	*layer
	node ast.Node // where it is named
}

// claim adds what the file says of a key that has one value.
func (l *layer) claim(n ast.Node, key, at string) *claim {
	c := &claim{layer: l, node: n, key: key, at: at}
	l.claims = append(l.claims, c)
	return c
}

// under reports whether the layer is an ancestor of another.
func (l *layer) under(other *layer) bool { return l != other && slices.Contains(other.line, l) }

// lineUp puts the ancestors in an order in which each stands behind its own.
func (l *layer) lineUp() {
	for _, p := range l.parents {
		for _, a := range p.line {
			if !slices.Contains(l.line, a) {
				l.line = append(l.line, a)
			}
		}
	}
	l.line = append(l.line, l)
}

// standing is a claim that counts, with those whose place it took, the last first.
type standing struct {
	*claim
	over []*claim
}

// effective returns the claims of the line that count: those whose place no
// descendant took, and of parents that say the same, the first. They stand in
// the order of the line, so that later settings go on top of earlier ones.
func (l *layer) effective() []standing {
	var all []standing
	for _, a := range l.line {
		for _, c := range a.claims {
			s := standing{claim: c}
			all = slices.DeleteFunc(all, func(old standing) bool {
				gone := c.covers(old.claim) && old.layer.under(a)
				if gone {
					s.over = append(append([]*claim{old.claim}, old.over...), s.over...)
				}
				return gone
			})
			if !slices.ContainsFunc(all, func(old standing) bool { return old.key == c.key && old.says(c) && old.layer != a }) {
				all = append(all, s)
			}
		}
	}
	return all
}

// agree reports the keys of which two parents say different things, and which
// the file does not decide.
func (l *layer) agree() {
	if len(l.parents) < 2 {
		return
	}
	var left []*claim // with those that say the same, since one of two lists may be longer
	for _, a := range l.line {
		for _, c := range a.claims {
			if !slices.ContainsFunc(l.line, func(d *layer) bool { return a.under(d) && d.covered(c) }) {
				left = append(left, c)
			}
		}
	}
	told := map[string]bool{}
	for i, c := range left {
		for _, d := range left[:i] {
			if d.key == c.key && !told[c.key] && d.parted(c, left) {
				told[c.key] = true
				l.disagree(d, c)
			}
		}
	}
}

// covered reports whether the layer takes the place of a claim.
func (l *layer) covered(c *claim) bool {
	return slices.ContainsFunc(l.claims, func(own *claim) bool { return own.covers(c) })
}

// parted reports whether two claims of one key, of files of which neither is
// above the other, cannot both stand: they are of one territory, or one of the
// whole country, and the two files do not say the same of it.
func (c *claim) parted(other *claim, left []*claim) bool {
	if c.layer == other.layer || c.layer.under(other.layer) || other.layer.under(c.layer) {
		return false
	}
	if c.territory != other.territory {
		return c.territory == voucher.Country || other.territory == voucher.Country
	}
	of := func(l *layer) (all []*claim) {
		for _, d := range left {
			if d.layer == l && d.key == c.key && d.territory == c.territory {
				all = append(all, d)
			}
		}
		return all
	}
	return !slices.EqualFunc(of(c.layer), of(other.layer), func(a, b *claim) bool { return a.says(b) })
}

// disagree reports two claims that cannot both stand, where the later of the two
// parents is named.
func (l *layer) disagree(first, second *claim) {
	at := l.parents[len(l.parents)-1].node
	for _, p := range l.parents {
		if slices.Contains(p.line, second.layer) && !slices.Contains(p.line, first.layer) {
			at = p.node
			break
		}
	}
	l.r.fault(at, "extends", "%s (%s) says %s, and %s (%s) says %s; decide here, with a line of your own, or extend one of the two",
		first.layer.id, first.place(), first.words(), second.layer.id, second.place(), second.words())
}

// words tells a claim as it would be written.
func (c *claim) words() saying {
	if c.from != 0 {
		return say("%s from %v = %s", c.at, c.from, c.written())
	}
	return say("%s = %s", c.at, c.written())
}

// written is the value of a claim as a file writes it.
func (c *claim) written() string {
	group, path, _ := strings.Cut(c.key, " ")
	switch {
	case c.money != "":
		return fmt.Sprintf("{%s: %s}", c.money, c.money.format(c.value))
	case group == "events" && c.compound != nil:
		return flow(append([]Part{{Name: "kind", Text: strings.TrimPrefix(c.compound.Path, "events.")}}, c.fields.words(c.compound)...))
	case c.compound != nil:
		return flow(c.fields.words(c.compound))
	case group == "set":
		p, _ := voucher.ParseParameter(path)
		return FormatValue(p.Declaration().Unit, c.value)
	case group == "territories":
		return "[" + listed(c.list, func(v int64) string { return voucher.Territory(v).String() }) + "]"
	case c.list != nil:
		return "[" + listed(c.list, func(v int64) string { return fmt.Sprint(v) }) + "]"
	case group == "horizon":
		return voucher.Day(c.value).String()
	case c.key == "programmes":
		return "[" + strings.Join(programmeWords(voucher.Programme(c.value)), ", ") + "]"
	case c.word != "":
		return c.word
	case c.text != (voucher.Text{}):
		return quote(c.text.En)
	}
	return fmt.Sprint(c.value)
}

func listed(list []int64, form func(int64) string) string {
	all := make([]string, len(list))
	for i, v := range list {
		all[i] = form(v)
	}
	return strings.Join(all, ", ")
}

// programmeWords names the programmes.
func programmeWords(p voucher.Programme) (all []string) {
	for _, one := range []voucher.Programme{voucher.Gas, voucher.Food} {
		if p&one != 0 {
			all = append(all, one.String())
		}
	}
	return all
}
