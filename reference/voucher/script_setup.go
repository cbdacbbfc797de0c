package voucher

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// setupMax is the most people, families, stores … of a script's world.
const setupMax = 10_000

// setupWords are the lines that a setup is made of.
var setupWords = []string{"at", "people", "device", "operators", "families", "provider", "account", "answers", "store", "goods",
	"setting", "reading"}

// readSetup reads one line of a script's setup: one that Setup.ReadLine reads, or
//
//	hide list_sent day_reported    count these events, do not write them
func (s *Script) readSetup(line string) error {
	if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "hide "); ok {
		return s.hide(strings.Fields(rest))
	}
	return s.Setup.ReadLine(line)
}

// ReadLine reads one line that says what a world is made of, and adds it:
//
//	at 2025-10-07 09:00            the first instant, in local time
//	people 3                       three more people, without a device
//	device 1 3                     these have one
//	operators 2, families 2
//	provider 750000000             one more provider, in this territory
//	account provider=1 number=0012345 class=boiler people=4 owner=1
//	answers 1 2025-10-07 10:00 slow 2000
//	                               provider 1's own system from then on: ok, down, slow
//	                               with its milliseconds, or garbage
//	store 111010000, goods SZ01    one more
//	setting gas.window.to_day kz 2025-09-01 28
//	setting food.mrp kz always 4500.00
//	reading G10 until_start_of_29
//
// An error says what is wrong and how to mend it; it is a LineError where one
// word of the line is at fault.
func (s *Setup) ReadLine(line string) error {
	tokens, err := split(line)
	if err != nil {
		return err
	}
	if len(tokens) == 0 {
		return errors.New("nothing on the line; write one such as people 1")
	}
	word, rest := tokens[0].value, tokens[1:]
	if !slices.Contains(setupWords, word) {
		return at(tokens[0].column, "%q is unknown in a setup; %s", clip(word), hint(word, setupWords))
	}
	values := make([]string, len(rest))
	for i, t := range rest {
		values[i] = t.value
		if t.named && word != "account" {
			return at(t.column, "%q is not a value of %s", clip(t.name+"="+t.value), word)
		}
	}
	switch word {
	case "at":
		s.At, err = ParseInstant(strings.Join(values, " "))
	case "people":
		err = addPeople(s, values)
	case "device":
		err = giveDevices(s, values)
	case "operators":
		err = readCount(&s.Operators, values)
	case "families":
		err = readCount(&s.Families, values)
	case "account":
		var a AccountSetup
		if _, _, err = readFields(reflect.ValueOf(&a).Elem(), rest, nil); err == nil {
			err = one(&s.Accounts, a)
		}
	case "answers":
		err = addAnswer(s, values)
	case "setting":
		err = addSetting(s, values)
	case "reading":
		if len(values) != 2 {
			return errors.New("a reading has an id and a choice; write reading G10 until_start_of_29")
		}
		err = s.Readings.Choose(values[0], values[1])
	default:
		return s.readSeat(word, values)
	}
	return err
}

// readSeat reads what has one value: a provider, a store, an article.
func (s *Setup) readSeat(word string, values []string) error {
	if len(values) != 1 {
		return fmt.Errorf("%s has one value; write the line again for another %s", word, word)
	}
	switch word {
	case "provider":
		t, err := ParseTerritory(values[0])
		if err != nil {
			return err
		}
		return one(&s.Providers, ProviderSetup{Territory: t})
	case "store":
		t, err := ParseTerritory(values[0])
		if err != nil {
			return err
		}
		return one(&s.Stores, StoreSetup{Territory: t})
	}
	item, err := ParseItem(values[0])
	if err != nil {
		return err
	}
	return one(&s.Goods, GoodsSetup{Item: item})
}

// one adds one more, up to the limit.
func one[T any](all *[]T, v T) error {
	if len(*all) == setupMax {
		return fmt.Errorf("more than %d", setupMax)
	}
	*all = append(*all, v)
	return nil
}

// readCount reads the one value of a line as a number.
func readCount(n *int, values []string) error {
	if len(values) != 1 {
		return errors.New("write one number")
	}
	v, err := strconv.Atoi(values[0])
	if err != nil || v < 0 || v > setupMax {
		return fmt.Errorf("%q is not a number from 0 to %d", clip(values[0]), setupMax)
	}
	*n = v
	return nil
}

// addPeople adds people without a device.
func addPeople(w *Setup, values []string) error {
	n := 0
	if err := readCount(&n, values); err != nil {
		return err
	}
	if len(w.People)+n > setupMax {
		return fmt.Errorf("more than %d people", setupMax)
	}
	w.People = append(w.People, make([]PersonSetup, n)...)
	return nil
}

// giveDevices gives people a device.
func giveDevices(w *Setup, values []string) error {
	for _, v := range values {
		p, err := readPerson(v)
		if err != nil {
			return err
		}
		if p == 0 || int(p) > len(w.People) {
			return fmt.Errorf("person %d does not exist; write people N before", p)
		}
		w.People[p-1].Device = true
	}
	return nil
}

// addAnswer reads a provider, a day and a time, a mode, and the milliseconds of a slow
// one.
func addAnswer(w *Setup, values []string) (err error) {
	if len(values) < 4 || len(values) > 5 {
		return errors.New("answers have a provider, a day, a time, a mode and, where it is slow, milliseconds; write answers 1 2025-10-07 10:00 slow 2000")
	}
	var a ProviderAnswer
	n, err := strconv.ParseUint(values[0], 10, 8)
	if err != nil || n == 0 || int(n) > len(w.Providers) {
		return fmt.Errorf("provider %q does not exist; write provider and its territory before", clip(values[0]))
	}
	a.Provider = ProviderID(n)
	if a.From, err = ParseInstant(values[1] + " " + values[2]); err != nil {
		return err
	}
	if err := readWord(&a.Mode, answerModes[:], values[3]); err != nil {
		return err
	}
	if (len(values) == 5) != (a.Mode == AnswersLate) {
		return errors.New("milliseconds go with slow, and slow with milliseconds; write slow 2000")
	}
	if len(values) == 5 {
		ms, err := strconv.ParseUint(values[4], 10, 32)
		if err != nil {
			return fmt.Errorf("%q are no milliseconds; write a whole number", clip(values[4]))
		}
		a.Milliseconds = uint32(ms)
	}
	return one(&w.Answers, a)
}

// addSetting reads a path, a territory, a day or "always", and a value.
func addSetting(w *Setup, values []string) (err error) {
	if len(values) != 4 {
		return errors.New("a setting has a path, a territory, a day and a value; write setting gas.window.to_day kz 2025-09-01 28")
	}
	set := Setting{Path: values[0]}
	if set.Territory, err = ParseTerritory(values[1]); err != nil {
		return err
	}
	if values[2] != "always" {
		if set.From, err = ParseDay(values[2]); err != nil {
			return err
		}
	}
	if err := readSettingValue(&set, values[3]); err != nil {
		return err
	}
	if r := set.Check(); r != nil {
		return fmt.Errorf("setting %q: %s", clip(set.Path), r.Reason.Text().En)
	}
	return one(&w.Settings, set)
}

// hide adds kinds of events to those that are only counted.
func (s *Script) hide(values []string) error {
	for _, v := range values {
		k, ok := ParseEventKind(v)
		if !ok {
			return fmt.Errorf("event %q is unknown; %s", clip(v), hint(v, eventNames[1:]))
		}
		if !slices.Contains(s.Hide, k) {
			s.Hide = append(s.Hide, k)
		}
	}
	return nil
}
