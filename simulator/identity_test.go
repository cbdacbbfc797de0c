package simulator_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/simulator"
)

func ExamplePeople() {
	akkol, _ := simulator.DefaultFacts().Territory(113220100)
	block := simulator.EntityID(simulator.EntityID(0, simulator.KindTerritory, 113220100), simulator.KindBlock, 0)
	people := simulator.NewPeople(2026)

	resident := simulator.Who{Entity: simulator.EntityID(block, simulator.KindPerson, 1), Number: 1, Female: true, Home: akkol}
	id := people.Person(resident)
	fmt.Println(id.FamilyName, id.GivenName)
	fmt.Println(id.Address)
	fmt.Println(id.IIN, id.Phone)

	shop := simulator.Who{Entity: simulator.EntityID(block, simulator.KindStore, 1), Number: 1, Russian: true, Home: akkol}
	store := people.Store(shop, simulator.DefaultFacts().StoreKinds[0])
	fmt.Println(store.Name, store.BIN)
	// Output:
	// Омарова Дана
	// Ақкөл қаласы, Бейбітшілік көшесі, 980-үй
	// 440420234904 +77096180349
	// магазин у дома «Ромашка» 741140034905
}

// TestCheckDigit holds the weighing against published and hand-made numbers.
func TestCheckDigit(t *testing.T) {
	tests := []struct {
		name   string
		eleven string
		want   string
		why    string
	}{
		{"first weighing", "85010110001", "2", ""},
		{"first weighing, impossible date", "90022920001", "7", "29 Feb 1890: the digit knows nothing of dates"},
		{"first weighing, other half", "12073010001", "0", ""},
		{"year 1800", "00010120001", "2", ""},
		{"second weighing", "85010110030", "4", "the first leaves 10"},
		{"second weighing again", "12073010010", "7", "the first leaves 10"},
		{"published vector", "06121160001", "2", "of another validator"},
		{"never issued", "85010110033", "", "both weighings leave 10"},
		{"too short", "8501011000", "", ""},
		{"too long", "850101100012", "", "twelve digits have their check digit already"},
		{"not digits", "8501011000x", "", ""},
		{"empty", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			digit, ok := simulator.CheckDigit(tt.eleven)
			if got := string(digit); ok != (tt.want != "") || ok && got != tt.want {
				t.Errorf("CheckDigit(%q) = %q, %v, want %q\n%s", tt.eleven, got, ok, tt.want, tt.why)
			}
		})
	}
}

// TestNumbersAreSyntheticAndDifferent: no living person, no store in business
// and no subscriber has them, and no two of a world are equal.
func TestNumbersAreSyntheticAndDifferent(t *testing.T) {
	const n = 50_000
	tests := []struct {
		name   string
		number func(uint32) string
		form   string
		why    string
	}{
		{"IIN of a man", func(i uint32) string { return simulator.IIN(i, false) }, `^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])1\d{5}$`, "seventh digit 1: born in the nineteenth century"},
		{"IIN of a woman", func(i uint32) string { return simulator.IIN(i, true) }, `^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])2\d{5}$`, "seventh digit 2: born in the nineteenth century"},
		{"BIN", simulator.BIN, `^[67]\d(0[1-9]|1[0-2])40\d{6}$`, "registered from 1960 to 1979"},
		{"phone", simulator.Phone, `^\+7709\d{7}$`, "709 is no operator's"},
	}
	assigned := regexp.MustCompile(`^\+77(0[0-25-8]|47|6[0-4]|7[15-8]|85)`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := regexp.MustCompile(tt.form)
			seen := make(map[string]uint32, n)
			for i := range uint32(n) {
				number := tt.number(i)
				if !form.MatchString(number) || assigned.MatchString(number) {
					t.Fatalf("number %d is %s, want %s\n%s", i, number, tt.form, tt.why)
				}
				if digit, ok := simulator.CheckDigit(number[:11]); tt.name != "phone" && (!ok || digit != number[11]) {
					t.Fatalf("number %d is %s, want the check digit %q", i, number, digit)
				}
				if before, ok := seen[number]; ok {
					t.Fatalf("numbers %d and %d are both %s", before, i, number)
				}
				seen[number] = i
			}
		})
	}
}

// TestNumbersReachTheirBounds: the documented first numbers are all different,
// and the one after the last comes round to the first.
func TestNumbersReachTheirBounds(t *testing.T) {
	tests := []struct {
		name   string
		places uint32
		number func(uint32) string
	}{
		{"IIN", 36_524_000, func(i uint32) string { return simulator.IIN(i, true) }},
		{"BIN", 2_400_000, simulator.BIN},
		{"phone", 10_000_000, simulator.Phone},
	}
	for _, tt := range tests {
		first, last, round := tt.number(0), tt.number(tt.places-1), tt.number(tt.places)
		if first == last || first != round {
			t.Errorf("%s: number 0 is %s, %d is %s, %d is %s, want a round of %d", tt.name, first, tt.places-1, last, tt.places, round, tt.places)
		}
		for divisor := uint32(2); divisor <= 400; divisor++ {
			if tt.places%divisor == 0 && tt.number(tt.places/divisor) == first {
				t.Errorf("%s comes round already after %d, want %d", tt.name, tt.places/divisor, tt.places)
			}
		}
	}
}

// TestIdentitiesDoNotDependOnOrder: forwards, backwards and by somebody else
// they are the same; seed zero is a seed like others.
func TestIdentitiesDoNotDependOnOrder(t *testing.T) {
	home, _ := simulator.DefaultFacts().Territory(551010000)
	who := func(i uint32) simulator.Who {
		return simulator.Who{Entity: simulator.EntityID(9, simulator.KindPerson, uint64(i)), Number: i, Female: i%2 == 0, Russian: i%3 == 0, Home: home}
	}
	for _, seed := range []uint64{0, 1} {
		forwards, backwards := simulator.NewPeople(seed), simulator.NewPeople(seed)
		const n = 200
		var first [n]simulator.Identity
		names := map[string]bool{}
		for i := range uint32(n) {
			first[i] = forwards.Person(who(i))
			names[first[i].FamilyName+first[i].GivenName] = true
		}
		for i := uint32(n); i > 0; i-- {
			if got := backwards.Person(who(i - 1)); got != first[i-1] {
				t.Fatalf("seed %d: person %d is %+v, and %+v backwards", seed, i-1, first[i-1], got)
			}
		}
		if len(names) < n*3/4 {
			t.Errorf("seed %d: %d different names among %d people, want most different", seed, len(names), n)
		}
	}
	zero, one := simulator.NewPeople(0).Person(who(7)), simulator.NewPeople(1).Person(who(7))
	if zero.Address == one.Address && zero.GivenName == one.GivenName {
		t.Errorf("seeds 0 and 1 both make %+v", zero)
	}
}

// TestIdentitiesAreWhole: every word is found, none is a gofakeit pattern left
// as it was.
func TestIdentitiesAreWhole(t *testing.T) {
	facts := simulator.DefaultFacts()
	people := simulator.NewPeople(3)
	for i := range uint32(400) {
		who := simulator.Who{
			Entity: uint64(i), Number: i, Female: i%2 == 0, Russian: i%4 < 2,
			Home: facts.Territories[int(i)%len(facts.Territories)],
		}
		person, store := people.Person(who), people.Store(who, facts.StoreKinds[int(i)%3])
		for _, text := range []string{person.FamilyName, person.GivenName, person.Address, store.Name, store.Address} {
			if text == "" || strings.ContainsAny(text, "{}%#?") || !utf8.ValidString(text) {
				t.Fatalf("person %+v, store %+v: %q is not whole", person, store, text)
			}
		}
		if !strings.Contains(person.Address, map[bool]string{true: who.Home.NameRU, false: who.Home.NameKK}[who.Russian]) {
			t.Fatalf("address %q is not in %s", person.Address, who.Home.NameEN)
		}
	}
}

func BenchmarkPerson(b *testing.B) {
	home, _ := simulator.DefaultFacts().Territory(551010000)
	people := simulator.NewPeople(42)
	var i uint32
	for b.Loop() {
		i++
		sink += uint64(len(people.Person(simulator.Who{Entity: uint64(i), Number: i, Home: home}).IIN))
	}
}
