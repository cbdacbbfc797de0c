package simulator

import (
	"fmt"
	"time"

	"github.com/brianvoe/gofakeit/v6"
)

// Who is the person or the store that an identity is wanted for.
type Who struct {
	Entity  uint64 // stable id, see EntityID: names and address hang on it
	Number  uint32 // number in its world: IIN, BIN and phone hang on it alone
	Female  bool
	Russian bool // words in Russian; otherwise in Kazakh
	Home    TerritoryFacts
}

// Identity is what a synthetic person is called and known by. Names repeat, as
// they do in life, and identities are neither keys nor outcomes: nothing
// decides on them, no hash or total holds them, and they are made only where they
// are shown or where a build under test wants to be told of people.
type Identity struct {
	FamilyName string
	GivenName  string
	Address    string
	IIN        string
	Phone      string
}

// StoreIdentity is what a synthetic store is called and known by, on the same
// terms as an Identity.
type StoreIdentity struct {
	Name    string
	Address string
	BIN     string
}

// People makes identities when they are asked for, always the same for the
// same seed and Who, in any order. It serves one goroutine.
type People struct {
	seed   uint64
	source keyedSource
	faker  *gofakeit.Faker
}

// NewPeople returns the people of one seed. Every seed is good, zero included:
// gofakeit, which would make zero mean "any", is never seeded but given our
// stream.
func NewPeople(seed uint64) *People {
	registerNames()
	p := &People{seed: seed}
	p.faker = gofakeit.NewCustom(&p.source)
	return p
}

// Person returns the identity of a person.
func (p *People) Person(who Who) Identity {
	p.source = keyedSource{stream: NewStream(p.seed, ForIdentity, who.Entity)}
	sex := "male"
	if who.Female {
		sex = "female"
	}
	return Identity{
		FamilyName: p.word("family_"+sex, who),
		GivenName:  p.word("given_"+sex, who),
		Address:    p.address(who),
		IIN:        IIN(who.Number, who.Female),
		Phone:      Phone(who.Number),
	}
}

// Store returns the identity of a store of some kind.
func (p *People) Store(who Who, kind StoreKind) StoreIdentity {
	p.source = keyedSource{stream: NewStream(p.seed, ForStoreIdentity, who.Entity)}
	name := "«" + p.word("store", who) + "»"
	if who.Russian {
		name = kind.NameRU + " " + name
	} else {
		name += " " + kind.NameKK
	}
	return StoreIdentity{Name: name, Address: p.address(who), BIN: bin(who.Number)}
}

// word draws a word of some kind in the language of who.
func (p *People) word(kind string, who Who) string {
	if who.Russian {
		return p.faker.Generate("{vouch." + kind + ".ru}")
	}
	return p.faker.Generate("{vouch." + kind + ".kk}")
}

// address draws a street and a house. Houses are numbered from 900 on, further
// than streets of these names run, so that nobody lives there.
func (p *People) address(who Who) string {
	house := p.faker.Number(900, 999)
	if who.Russian {
		return fmt.Sprintf("%s, улица %s, дом %d", who.Home.NameRU, p.word("street", who), house)
	}
	return fmt.Sprintf("%s, %s көшесі, %d-үй", who.Home.NameKK, p.word("street", who), house)
}

// Numbers are spread by multiplying them with a factor that has no divisor in
// common with the number of places, which reaches every place once.
const (
	spread        = 16_180_349
	birthdays     = 36_524 // days from 1800 to 1899
	iinPlaces     = birthdays * 1000
	phonePlaces   = 10_000_000
	registrations = 20 * 12 // months from 1960 to 1979
	binPlaces     = registrations * 10_000
)

// IIN returns the individual identification number of a synthetic person: a
// valid check digit, a date that exists, and a seventh digit (1 for men, 2 for
// women) that stands for the nineteenth century, so that no living person has
// it. The first 36,524,000 numbers give different IINs.
func IIN(number uint32, female bool) string {
	place := uint64(number) * spread % iinPlaces
	born := time.Date(1800, time.January, 1+int(place/1000), 0, 0, 0, 0, time.UTC)
	century := '1'
	if female {
		century = '2'
	}
	return withCheckDigit(fmt.Sprintf("%s%c%03d", born.Format("060102"), century, place%1000))
}

// bin returns the business identification number of a synthetic store: a valid
// check digit, a resident legal entity's head office, and a month of
// registration from 1960 to 1979, when no store now in business was
// registered. The first 2,400,000 numbers give different BINs.
func bin(number uint32) string {
	place := uint64(number) * spread % binPlaces
	month := place / 10_000
	return withCheckDigit(fmt.Sprintf("%02d%02d40%04d", 60+month/12, 1+month%12, place%10_000))
}

// Phone returns the phone number of a synthetic person in the E.164 form of
// Kazakhstan. It begins with +7 709, which the numbering plan gives to no
// operator: nothing here ever dials, and a message sent by mistake elsewhere
// reaches nobody. No assigned prefix is without subscribers, so a build that
// takes assigned ones only has to be told of this one. The first 10,000,000
// numbers give different phones.
func Phone(number uint32) string {
	return fmt.Sprintf("+7709%07d", uint64(number)*spread%phonePlaces)
}

// checkDigit returns the twelfth digit for the first eleven of an IIN or BIN
// (Government decree of 22 May 2007, № 406), and false when these eleven are
// never issued or are not digits. A number whose first weighing leaves 10 is weighed
// again with the weights turned by two; one that leaves 10 again is skipped.
func checkDigit(eleven string) (digit byte, ok bool) {
	if len(eleven) != 11 {
		return 0, false
	}
	for turn := range 2 {
		sum := 0
		for i, d := range []byte(eleven) {
			if d < '0' || d > '9' {
				return 0, false
			}
			sum += int(d-'0') * ((i+2*turn)%11 + 1)
		}
		if sum%11 < 10 {
			return '0' + byte(sum%11), true
		}
	}
	return 0, false
}

// withCheckDigit completes ten digits. The eleventh is the least that can be
// issued: it changes the second weighing by two a step, so at most one is
// skipped.
func withCheckDigit(ten string) string {
	for last := byte('0'); last <= '1'; last++ {
		eleven := ten + string(last)
		if digit, ok := checkDigit(eleven); ok {
			return eleven + string(digit)
		}
	}
	panic(fmt.Sprintf("simulator: no check digit after %s0 and %s1", ten, ten))
}
