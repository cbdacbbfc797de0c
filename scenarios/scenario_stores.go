package scenarios

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// StoreChange says that stores of a kind join or leave the food pilot. They are
// named by place and kind and never by position, so that a store that nobody
// speaks of keeps its life.
type StoreChange struct {
	Territory voucher.Territory // voucher.Country: in each town on its own
	Kind      string            // small, convenience, supermarket; "": of all kinds
	Add       bool              // else they leave
	Count     int64             // how many; 0: Share says it
	Share     int64             // parts of a million of the capacity that stores of the kind have there
	From      voucher.Day       `json:",omitzero"` // zero: from the beginning
}

// StoreKind is a kind of store that a file may name.
type StoreKind struct {
	Word string // in a file
	Kind string // of the facts; "": all
	Name voucher.Text
}

// kindNumber is the place of a kind of the facts among the words of a file.
func kindNumber(kind string) []int64 {
	return []int64{int64(slices.IndexFunc(storeKinds, func(k StoreKind) bool { return k.Kind == kind }))}
}

// Parts tells the change field by field, and its path among Compounds.
func (c *StoreChange) Parts() (path string, parts []Part) {
	path = "change.stores.remove"
	if c.Add {
		path = "change.stores.add"
	}
	f := filled{"kind": kindNumber(c.Kind), "share": {c.Share}}
	if c.Count > 0 {
		delete(f, "share")
		f["count"] = []int64{c.Count}
	}
	if c.Territory != voucher.Country {
		f["territory"] = []int64{int64(c.Territory)}
	}
	if c.From != 0 {
		f["from"] = []int64{int64(c.From)}
	}
	of, _ := FindCompound(path)
	return path, f.words(&of)
}

// storeKinds are those for which the simulator has facts, behind the word for all
// of them. A test holds them against simulator/data/stores.csv.
var storeKinds = []StoreKind{
	{"all", "", voucher.Text{En: "all", Ru: "все", Kk: "барлығы"}},
	{"small", "small", voucher.Text{En: "corner shop", Ru: "магазин у дома", Kk: "үй жанындағы дүкен"}},
	{"convenience", "convenience", voucher.Text{En: "minimarket", Ru: "минимаркет", Kk: "минимаркет"}},
	{"supermarket", "supermarket", voucher.Text{En: "supermarket", Ru: "супермаркет", Kk: "супермаркет"}},
}

// StoreKinds lists them, the word for all of them first.
func StoreKinds() []StoreKind { return slices.Clone(storeKinds) }

// storeWords are the words of a file.
func storeWords() (all []string) {
	for _, k := range storeKinds {
		all = append(all, k.Word)
	}
	return all
}

// storeKind reads the word of a kind; nil where there is none such.
func (r *reader) storeKind(n ast.Node, at string) []int64 {
	known := storeWords()
	v, ok := r.scalar(n, at, say("one of %s", words(known)))
	if !ok {
		return nil
	}
	i := slices.Index(known, v.text)
	if i < 0 {
		r.fault(n, at, "unknown kind of store %s%s", quote(v.text), instead(v.text, known, say("write one of %s", words(known))))
		return nil
	}
	return []int64{int64(i)}
}

// storeChanges reads the stores that join and leave.
func (r *reader) storeChanges(l *layer, n ast.Node) {
	fields, _ := r.fields(n, "change.stores", keysOf[StoreMoves]())
	for _, word := range keysOf[StoreMoves]() {
		e, ok := fields[word]
		if !ok {
			continue
		}
		at := "change.stores." + word
		c := &compounds[slices.IndexFunc(compounds, func(c Compound) bool { return c.Path == at })]
		items, _ := r.list(e.value, at, say("stores, such as {territory: 551010000, kind: small, count: 3}"))
		for _, item := range items {
			r.storeChange(l, item, at, word, c)
		}
	}
}

// storeChange reads one entry.
func (r *reader) storeChange(l *layer, n ast.Node, at, word string, c *Compound) {
	fields, ok := r.fields(n, at, c.names())
	if !ok {
		return
	}
	got, whole := r.compound(n, at, c, fields)
	_, counted := got["count"]
	_, shared := got["share"]
	_, placed := got["territory"]
	switch {
	case !whole:
		return
	case counted == shared:
		r.fault(n, at, "write either count or share")
		return
	case counted && !placed:
		r.fault(n, at, "a count is of one town; name its territory, or write a share")
		return
	}
	key := "stores " + word + "." + storeKinds[got.one("kind", 0)].Word
	own := claim{
		layer: l, node: n, key: key, at: at, territory: voucher.Territory(got.one("territory", int64(voucher.Country))),
		from: voucher.Day(got.one("from", 0)), compound: c, fields: got,
	}
	for _, other := range l.claims {
		if other.key == key && other.territory == own.territory && other.from == own.from {
			r.fault(n, at, "the same stores stand in this file already (%s); keep one", other.place())
			return
		}
	}
	if e, dated := fields["from"]; dated {
		own.day = e.value
	}
	l.claims = append(l.claims, &own)
}

// storeChange is the claim of one.
func (c *claim) storeChange() StoreChange {
	return StoreChange{
		Territory: c.territory, Kind: storeKinds[c.field("kind")].Kind, Add: c.compound.Path == "change.stores.add",
		Count: c.field("count"), Share: c.field("share"), From: c.from,
	}
}
