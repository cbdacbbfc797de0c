package scenarios

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Compound is what a scenario says in several fields at once, where a Lever has one
// value: something that happens for a while, under events, or stores that come and
// go, under change. The JSON Schema, the tables and every message about a field are
// made from it.
type Compound struct {
	Path       string // such as events.sms_outage or change.stores.remove
	Programmes voucher.Programme
	Fields     []CompoundField
	Label      voucher.Text
	Note       voucher.Text // what it does, and what it leaves alone
	Source     string       // as that of a Lever
}

// CompoundField is one field of a Compound.
type CompoundField struct {
	Name     string
	Unit     string // date, territory, territories, store_kind, ppm, count or hours
	Min, Max int64  // both inside; zero both where the unit is a day, a place or a word
	Default  string // as a file would write it; "" where it has to be written, or another field may stand for it
	Must     bool
	Label    voucher.Text
}

// Compounds returns all of them, events first.
func Compounds() []Compound { return slices.Clone(compounds) }

// FindCompound finds one by its path.
func FindCompound(path string) (c Compound, ok bool) {
	i := slices.IndexFunc(compounds, func(c Compound) bool { return c.Path == path })
	if i < 0 {
		return Compound{}, false
	}
	return compounds[i], true
}

// Write tells a value of the field as a file writes it.
func (f *CompoundField) Write(v int64) string {
	switch f.Unit {
	case "date":
		return voucher.Day(v).String()
	case "territory", "territories":
		return voucher.Territory(v).String()
	case "store_kind":
		return storeKinds[v].Word
	case "ppm":
		return FormatValue(voucher.InShare, v)
	}
	return strconv.FormatInt(v, 10)
}

// The fields that several have.
var (
	fieldFrom = CompoundField{Name: "from", Unit: "date", Must: true, Label: voucher.Text{En: "first day", Ru: "первый день", Kk: "бірінші күн"}}
	fieldTo   = CompoundField{Name: "to", Unit: "date", Must: true, Label: voucher.Text{En: "last day", Ru: "последний день", Kk: "соңғы күн"}}
	fieldIn   = CompoundField{
		Name: "territories", Unit: "territories", Default: "all",
		Label: voucher.Text{En: "territories", Ru: "территории", Kk: "аумақтар"},
	}
	fieldsOfMove = []CompoundField{
		{Name: "territory", Unit: "territory", Default: "all", Label: voucher.Text{En: "territory", Ru: "территория", Kk: "аумақ"}},
		{Name: "kind", Unit: "store_kind", Default: "all", Label: voucher.Text{En: "kind of store", Ru: "вид магазина", Kk: "дүкен түрі"}},
		{Name: "count", Unit: "count", Min: 1, Max: 10_000, Label: voucher.Text{En: "how many", Ru: "сколько", Kk: "саны"}},
		{
			Name: "share", Unit: "ppm", Max: million,
			Label: voucher.Text{En: "share of their capacity", Ru: "доля их мощности", Kk: "олардың қуатындағы үлесі"},
		},
		{Name: "from", Unit: "date", Default: "the beginning", Label: voucher.Text{En: "from", Ru: "начиная с", Kk: "басталатын күні"}},
	}
)

var compounds = []Compound{
	{
		Path: eventPath(CentresClosed), Programmes: voucher.Gas, Source: "model", Fields: []CompoundField{fieldFrom, fieldTo, fieldIn},
		Label: voucher.Text{En: "service centres are closed", Ru: "центры обслуживания закрыты", Kk: "қызмет көрсету орталықтары жабық"},
		Note: voucher.Text{
			En: "who would have come then comes in the week after, if the month's window is still open; nobody turns to a phone instead",
			Ru: "кто пришёл бы в эти дни, придёт в следующую неделю, если окно месяца ещё открыто; на телефон вместо этого никто не переходит",
			Kk: "осы күндері келетіндер, айдың терезесі әлі ашық болса, келесі аптада келеді; оның орнына ешкім телефонға көшпейді",
		},
	},
	{
		Path: eventPath(SMSOutage), Programmes: voucher.Both, Source: "model",
		Fields: []CompoundField{
			fieldFrom, fieldTo, fieldIn,
			{Name: "lost", Unit: "ppm", Max: million, Default: "0", Label: voucher.Text{En: "share that is lost", Ru: "доля потерянных", Kk: "жоғалғандардың үлесі"}},
			{
				Name: "delay_hours", Unit: "hours", Max: 744, Default: "24",
				Label: voucher.Text{En: "hours by which the others come late", Ru: "на сколько часов опоздают остальные", Kk: "қалғандары неше сағатқа кешігеді"},
			},
		},
		Label: voucher.Text{En: "the SMS gateway fails", Ru: "сбой SMS-шлюза", Kk: "SMS-шлюз істен шыққан"},
		Note: voucher.Text{
			En: "strikes the SMS that are sent on these days and the replies that people send, alike; nothing is sent again",
			Ru: "касается и SMS, отправленных в эти дни, и ответов людей; повторно ничего не отправляется",
			Kk: "осы күндері жіберілген SMS-ке де, адамдардың жауаптарына да қатысты; ештеңе қайта жіберілмейді",
		},
	},
	{
		Path: eventPath(StoresSuspended), Programmes: voucher.Food, Source: "model",
		Fields: []CompoundField{
			fieldFrom, fieldTo, fieldIn,
			{Name: "stores", Unit: "store_kind", Default: "all", Label: voucher.Text{En: "kind of store", Ru: "вид магазина", Kk: "дүкен түрі"}},
			{Name: "share", Unit: "ppm", Max: million, Default: "1", Label: voucher.Text{En: "share of these stores", Ru: "доля этих магазинов", Kk: "осы дүкендердің үлесі"}},
		},
		Label: voucher.Text{En: "stores of a chain are suspended", Ru: "магазины сети приостановлены", Kk: "желі дүкендері тоқтатылған"},
		Note: voucher.Text{
			En: "a chain is a share of the stores of a kind: always the same ones, and a larger share holds a smaller one; their families go to the others",
			Ru: "сеть — доля магазинов одного вида: всегда одни и те же, и большая доля включает меньшую; их семьи идут в другие",
			Kk: "желі — бір түрдегі дүкендердің үлесі: әрқашан сол дүкендер, үлкен үлес кішісін қамтиды; олардың отбасылары басқаларына барады",
		},
	},
	{
		Path: "change.stores.add", Programmes: voucher.Food, Source: "model", Fields: fieldsOfMove,
		Label: voucher.Text{En: "stores that join", Ru: "магазины, которые присоединяются", Kk: "қосылатын дүкендер"},
		Note: voucher.Text{
			En: "families go to a new store as often as to another of its size; in which town stays as it is",
			Ru: "в новый магазин семьи ходят так же часто, как в другой того же размера; город не меняется",
			Kk: "отбасылар жаңа дүкенге сондай көлемдегі басқасына барғандай жиі барады; қала өзгермейді",
		},
	},
	{
		Path: "change.stores.remove", Programmes: voucher.Food, Source: "model", Fields: fieldsOfMove,
		Label: voucher.Text{En: "stores that leave", Ru: "магазины, которые уходят", Kk: "кететін дүкендер"},
		Note: voucher.Text{
			En: "always the same ones first; their families choose among the others, and how far that is, is no part of the model",
			Ru: "всегда сначала одни и те же; их семьи выбирают среди остальных, а расстояние в модель не входит",
			Kk: "алдымен әрқашан сол дүкендер кетеді; олардың отбасылары қалғандарынан таңдайды, қашықтық модельге кірмейді",
		},
	},
}

// filled is what a file writes in the fields of a compound, by their names; of a
// list, all.
type filled map[string][]int64

// one returns the value of a field, or what stands for it where it is left out.
func (f filled) one(name string, otherwise int64) int64 {
	if v, ok := f[name]; ok {
		return v[0]
	}
	return otherwise
}

// field returns the first value of a field of a claim, or what the registry has where
// the file leaves it out; 0 where that is no number.
func (c *claim) field(name string) int64 {
	if v, ok := c.fields[name]; ok {
		return v[0]
	}
	for i := range c.compound.Fields {
		f := &c.compound.Fields[i]
		if f.Name != name {
			continue
		}
		unit := voucher.InCount
		if f.Unit == "ppm" {
			unit = voucher.InShare
		}
		if v, err := ParseValue(unit, f.Default); err == nil {
			return v
		}
	}
	return 0
}

// words are the fields as a file writes them, in the order of the registry.
func (f filled) words(c *Compound) (all []Part) {
	for i := range c.Fields {
		field := &c.Fields[i]
		v, ok := f[field.Name]
		if !ok {
			continue
		}
		text := field.Write(v[0])
		if field.Unit == "territories" {
			text = "[" + listed(v, field.Write) + "]"
		}
		all = append(all, Part{field.Name, field.Unit, field.Label, text})
	}
	return all
}

// flow writes parts as a mapping on one line.
func flow(parts []Part) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.Name + ": " + p.Text
	}
	return "{" + strings.Join(all, ", ") + "}"
}

// compound reads the fields of one from those that stand in the file. ok is false
// where one is wrong or missing.
func (r *reader) compound(n ast.Node, at string, c *Compound, fields map[string]entry) (got filled, ok bool) {
	got, before := filled{}, len(r.problems)
	for i := range c.Fields {
		f := &c.Fields[i]
		e, has := fields[f.Name]
		switch {
		case has:
			if v := r.field(e.value, at+"."+f.Name, f); v != nil {
				got[f.Name] = v
			}
		case f.Must:
			r.fault(n, at, "%s is missing; it is the %s", f.Name, f.Label)
		}
	}
	return got, len(r.problems) == before
}

// field reads one field; nil where it is wrong.
func (r *reader) field(n ast.Node, at string, f *CompoundField) []int64 {
	switch f.Unit {
	case "date":
		if d, ok := r.day(n, at); ok {
			return []int64{int64(d)}
		}
	case "territory":
		if v, ok := r.scalar(n, at, say("a КАТО code such as 111010000")); ok {
			if t, ok := r.territory(n, v.text, at); ok {
				return []int64{int64(t)}
			}
		}
	case "territories":
		var codes []int64
		for _, t := range r.places(n, at) {
			codes = append(codes, int64(t))
		}
		return codes
	case "store_kind":
		return r.storeKind(n, at)
	case "ppm":
		if v, ok := r.inUnit(n, at, voucher.InShare, f.Min, f.Max, ""); ok {
			return []int64{v}
		}
	default:
		before := len(r.problems)
		if v := r.whole(n, at, f.Min, f.Max); len(r.problems) == before {
			return []int64{v}
		}
	}
	return nil
}

// names lists the fields.
func (c *Compound) names() (all []string) {
	for i := range c.Fields {
		all = append(all, c.Fields[i].Name)
	}
	return all
}
