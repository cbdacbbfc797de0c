package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// node is a JSON text that can be spoiled: names may stand twice, and any bytes in
// the place of a value.
type node struct {
	kind  byte // '{', '[', or 0: raw
	names []string
	items []*node
	raw   []wire.Piece
}

// rawNode is a node of a text.
func rawNode(text string) *node { return &node{raw: []wire.Piece{{Text: []byte(text)}}} }

// parseNode reads a JSON text, its members in the order of their names.
func parseNode(text []byte) *node {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil && err != io.EOF {
		panic(fmt.Sprintf("conformance: the example %s: %v", text, err)) // a part of the program
	}
	return nodeOf(v)
}

func nodeOf(v any) *node {
	switch v := v.(type) {
	case map[string]any:
		n := &node{kind: '{'}
		for name := range v {
			n.names = append(n.names, name)
		}
		slices.Sort(n.names)
		for _, name := range n.names {
			n.items = append(n.items, nodeOf(v[name]))
		}
		return n
	case []any:
		n := &node{kind: '['}
		for _, item := range v {
			n.items = append(n.items, nodeOf(item))
		}
		return n
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic("conformance: " + err.Error()) // it was read from JSON
	}
	return rawNode(string(text))
}

// clone copies a node.
func (n *node) clone() *node {
	c := *n
	c.names, c.items = slices.Clone(n.names), make([]*node, len(n.items))
	for i := range n.items {
		c.items[i] = n.items[i].clone()
	}
	return &c
}

// pieces writes a node.
func (n *node) pieces() []wire.Piece {
	var all []wire.Piece
	text := func(s string) {
		if last := len(all) - 1; last >= 0 && all[last].Times == 0 {
			all[last].Text = append(all[last].Text, s...)
			return
		}
		all = append(all, wire.Piece{Text: []byte(s)})
	}
	var write func(n *node)
	write = func(n *node) {
		if n.kind == 0 {
			for _, p := range n.raw {
				if p.Times == 0 {
					text(string(p.Text))
				} else {
					all = append(all, p)
				}
			}
			return
		}
		text(string(n.kind))
		for i, item := range n.items {
			if i > 0 {
				text(",")
			}
			if n.kind == '{' {
				text(string(quotedJSON(n.names[i])) + ":")
			}
			write(item)
		}
		text(string(n.kind + 2)) // the sign that closes stands two behind in ASCII
	}
	write(n)
	return all
}

func quotedJSON(s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic("conformance: " + err.Error()) // a text always can be written
	}
	return text
}

// text is what pieces that are not long say.
func textOf(n *node) string {
	r := wire.Rough{Body: n.pieces()}
	return string(r.Bytes(r.Length()))
}

// spot is a place in a body: the steps that lead there, and what may stand in it.
type spot struct {
	steps  []int // positions
	path   string
	schema *schema
	name   string // of a member that the example has not; "": it is there
}

// spots are the places of a body: those of its example, and members that it leaves
// out.
func (c *contract) spots(n *node, s *schema, at spot) []spot {
	all := []spot{at}
	step := func(i int, name string, inner *schema) spot {
		return spot{steps: append(slices.Clone(at.steps), i), path: at.path + "/" + name, schema: inner}
	}
	full := c.of(s)
	switch n.kind {
	case '{':
		for i, name := range n.names {
			inner := c.bounded(schemaName(s), name, full.Properties[name])
			own := step(i, name, inner)
			all = append(all, c.spots(n.items[i], full.Properties[name], own)...)
		}
		var absent []string
		for name := range full.Properties {
			if !slices.Contains(n.names, name) {
				absent = append(absent, name)
			}
		}
		slices.Sort(absent)
		for _, name := range absent {
			own := step(0, name, c.bounded(schemaName(s), name, full.Properties[name]))
			own.steps, own.name = at.steps, name
			all = append(all, own)
		}
	case '[':
		for i := range n.items[:min(1, len(n.items))] {
			all = append(all, c.spots(n.items[i], full.Items, step(i, strconv.Itoa(i), c.of(full.Items)))...)
		}
	}
	return all
}

// schemaName is the last part of a reference.
func schemaName(s *schema) string {
	const prefix = "#/components/schemas/"
	if s == nil || len(s.Ref) < len(prefix) {
		return ""
	}
	return s.Ref[len(prefix):]
}

// put writes a value into a spot of a body, which is changed.
func (n *node) put(at *spot, value *node) {
	here := n
	steps := at.steps
	if at.name == "" && len(steps) > 0 {
		steps = steps[:len(steps)-1]
	}
	for _, i := range steps {
		if i >= len(here.items) {
			return // another change has taken it out
		}
		here = here.items[i]
	}
	switch {
	case at.name == "" && len(at.steps) > 0 && at.steps[len(at.steps)-1] >= len(here.items):
	case at.name != "":
		here.names, here.items = append(here.names, at.name), append(here.items, value)
	case len(at.steps) == 0:
		*here = *value
	default:
		here.items[at.steps[len(at.steps)-1]] = value
	}
}

// at is what stands in a spot, nil where nothing does.
func (n *node) at(s *spot) *node {
	if s.name != "" {
		return nil
	}
	here := n
	for _, i := range s.steps {
		if i >= len(here.items) {
			return nil
		}
		here = here.items[i]
	}
	return here
}

// numberText writes a whole number.
func numberText(f float64) []byte { return strconv.AppendFloat(nil, f, 'f', -1, 64) }

// spotName is how a spot is called.
func spotName(at *spot) string {
	if at.path == "" {
		return "/"
	}
	return at.path
}
