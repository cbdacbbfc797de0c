package voucher

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// ParseCommand reads a command from one line of text: its word, then its fields
// as name=value in any order, by the names and in the forms in which people
// write them.
//
//	enter_account person=1 provider=1 account=0012345 by=operator:2 key=k1
//	purchase store=1 code=$1 lines=[2:1.000@450.00 3:0.500@1200.00]
//	update_gas_list rows=[1 social+housing 750000000; 2 drop]
//
// A field that is absent is zero: a command that lacks what it needs is refused
// by the system, not by the reader. by says who acts, as a role or role:id;
// absent, it is who naturally would: the citizen of the person, the store, the
// provider. A code is named by its number among the codes shown, see Scribe.
//
// Unknown and doubled fields and values that cannot be read are errors; they
// name the column and the nearest known word.
func ParseCommand(line string) (Command, error) {
	c, _, err := ParseCommandIn(line, nil)
	return c, err
}

// ParseCommandIn is ParseCommand for a reader that knows the setup, which tells
// more natural actors, and numbers the commands that have no key of their own:
// keyed reports whether the line gives one. Beside the commands, others are
// words that a line of the reader may begin with; they serve the hints only.
func ParseCommandIn(line string, setup *Setup, others ...string) (c Command, keyed bool, err error) {
	tokens, err := split(line)
	switch {
	case err != nil:
		return nil, false, err
	case len(tokens) == 0 || tokens[0].named:
		return nil, false, at(1, "no command; write one such as confirm person=1")
	}
	kind, ok := ParseCommandKind(tokens[0].value)
	if !ok {
		known := slices.Concat(others, commandNames[1:])
		return nil, false, at(tokens[0].column, "command %q is unknown; %s", clip(tokens[0].value), hint(tokens[0].value, known))
	}
	c = NewCommand(kind)
	head := c.Head()
	actor, keyed, err := readFields(reflect.ValueOf(c).Elem(), tokens[1:], &head.Key)
	if err != nil {
		return nil, false, err
	}
	if actor != nil {
		head.Actor = *actor
	} else if head.Actor, ok = natural(c, setup); !ok {
		return nil, false, at(tokens[0].column, "nothing in %s says who acts; write by=%s", kind, example(kind))
	}
	return c, keyed, nil
}

// FormatCommand writes a command as ParseCommand reads it; the two are inverse.
// Fields that are zero and an actor who is the natural one are left out. A QR
// code comes out as its number where a Scribe has put one, and as "hidden"
// elsewhere: it is a secret (BOTH-PRIVACY-001).
func FormatCommand(c Command) string {
	text := c.Kind().String()
	if fields := commandFields(c); fields != "" {
		text += " " + fields
	}
	h := c.Head()
	if actor, ok := natural(c, nil); !ok || actor != h.Actor {
		text += " by=" + actorText(h.Actor)
	}
	if h.Key != (Key{}) {
		text += " key=" + keyText(h.Key)
	}
	return text
}

func commandFields(c Command) string {
	if change, ok := c.(*ChangeParameter); ok {
		return settingText(&change.Setting)
	}
	return fieldsText(reflect.ValueOf(c).Elem(), nil)
}

// readFields reads named fields into a struct, and by and key where the struct
// has a header or stands for a query. Errors name the column.
func readFields(v reflect.Value, tokens []token, key *Key) (actor *Actor, keyed bool, err error) {
	if setting := v.FieldByName("Setting"); setting.IsValid() {
		v = setting
		tokens = slices.Clone(tokens)
		slices.SortStableFunc(tokens, valueLast)
	}
	known := fieldNames(v)
	var seen []string
	for _, t := range tokens {
		i := slices.Index(known, t.name)
		switch {
		case !t.named:
			return nil, false, at(t.column, "%q is not a field; write name=value", clip(t.value))
		case slices.Contains(seen, t.name):
			return nil, false, at(t.column, "field %q stands twice", clip(t.name))
		case t.name == "by":
			actor, err = readActor(t.value)
		case t.name == "key" && key != nil:
			*key, err = readKey(t.value)
			keyed = true
		case i < 0:
			return nil, false, at(t.column, "field %q is unknown here; %s", clip(t.name), hint(t.name, append(known, "by")))
		case t.name == "value" && v.Type() == reflect.TypeFor[Setting]():
			err = readSettingValue(v.Addr().Interface().(*Setting), t.value)
		default:
			err = readValue(v.Field(fieldAt(v, i)), t.value)
		}
		if err != nil {
			return nil, false, at(t.column, "%s: %s", t.name, err)
		}
		seen = append(seen, t.name)
	}
	return actor, keyed, nil
}

// fieldNames lists the words of a struct's fields that a line may set.
func fieldNames(v reflect.Value) []string {
	var all []string
	for i := range v.NumField() {
		if settable(v.Type().Field(i)) {
			all = append(all, snake(v.Type().Field(i).Name))
		}
	}
	return all
}

// fieldAt returns the position of the n-th field that a line may set.
func fieldAt(v reflect.Value, n int) int {
	for i := range v.NumField() {
		if settable(v.Type().Field(i)) {
			if n == 0 {
				return i
			}
			n--
		}
	}
	panic("voucher: a field that is none")
}

// settable leaves out what has a form of its own: headers, actors, and the kind
// of a query.
func settable(f reflect.StructField) bool {
	switch f.Type {
	case reflect.TypeFor[Header](), reflect.TypeFor[Actor](), reflect.TypeFor[QueryKind]():
		return false
	}
	return true
}

// valueLast sorts the value of a setting behind its path, which decides the
// value's unit.
func valueLast(a, b token) int {
	switch {
	case a.name == "value" && b.name != "value":
		return 1
	case b.name == "value" && a.name != "value":
		return -1
	}
	return 0
}

// readSettingValue reads a value in the unit of its parameter: a date, a sum in
// tenge, a volume, or the whole number itself.
func readSettingValue(s *Setting, text string) (err error) {
	s.Value, err = ParseAmount(s.Path, text)
	return err
}

// ParseAmount reads the value of a parameter as a text history and a story
// write it: a date, a sum in tenge, a volume in cubic metres, and everything
// else as the whole number that Setting holds.
func ParseAmount(path, text string) (int64, error) {
	p, ok := ParseParameter(path)
	var unit UnitKind
	if ok {
		unit = p.Declaration().Unit
	}
	switch unit {
	case InDate:
		d, err := ParseDay(text)
		return int64(d), err
	case InTiyn:
		m, err := ParseMoney(text)
		return int64(m), err
	case InVolume:
		v, err := ParseVolume(text)
		return int64(v), err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a whole number", clip(text))
	}
	return n, nil
}

// AmountText writes the value of a parameter as ParseAmount reads it.
func AmountText(path string, v int64) string {
	if p, ok := ParseParameter(path); ok {
		switch p.Declaration().Unit {
		case InDate:
			return Day(v).String()
		case InTiyn:
			return Money(v).String()
		case InVolume:
			return Volume(v).String()
		}
	}
	return strconv.FormatInt(v, 10)
}

// settingText writes a setting's fields.
func settingText(s *Setting) string {
	var words []string
	if s.Path != "" {
		words = append(words, "path="+quote(s.Path))
	}
	if s.Territory != Country {
		words = append(words, "territory="+s.Territory.String())
	}
	if s.From != 0 {
		words = append(words, "from="+s.From.String())
	}
	if s.Value != 0 {
		words = append(words, "value="+AmountText(s.Path, s.Value))
	}
	return strings.Join(words, " ")
}
