package main

import (
	"context"
	"fmt"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// peopleHelp describes the file of --people where it is asked for.
const peopleHelp = `--people FILE names test identities of a build that makes no worlds, in YAML. The
first person is person 1 of every check, and so on; ${NAME} in a token stands for an
environment variable:
  build: {name: our till, programmes: food, parties: [store], reasons: true}
  people: [{id: C-1, token: "${CITIZEN}"}]
  families: [{id: F-1}]
  stores: [{id: S-17, token: "${TILL}"}, {id: S-40, token: "${AWAY}"},
    {id: S-90, token: "${APART}"}]
  goods: [{id: "4870001"}, {id: "4870002"}]
conformance/README.md shows every key.`

// peopleFile names test identities of a build that makes no worlds: who is meant
// by person 1, family 1, store 1 and so on, the tokens with which they come, and
// what the build can do, since nobody is asked.
type peopleFile struct {
	Build       buildSaid    `yaml:"build"`
	People      []identity   `yaml:"people"`
	Families    []thing      `yaml:"families"`
	Stores      []identity   `yaml:"stores"`
	Goods       []thing      `yaml:"goods"`
	Providers   []identity   `yaml:"providers"`
	Operators   []bearer     `yaml:"operators"`
	LocalBodies []localBody  `yaml:"local_bodies"`
	Tokens      officeTokens `yaml:"tokens"`
}

// buildSaid is what the build can do.
type buildSaid struct {
	At         scenarios.Position `yaml:"-"`
	Name       string             `yaml:"name"`
	Programmes programmeWord      `yaml:"programmes"`
	Parties    []partyWord        `yaml:"parties"`
	Readings   readingsSaid       `yaml:"readings"`
	Reasons    bool               `yaml:"reasons"`
}

// Those of whom there are several, in the order of their numbers.
type (
	// identity is somebody who has an id and comes with a token.
	identity struct {
		At    scenarios.Position `yaml:"-"`
		ID    string             `yaml:"id"`
		Token secret             `yaml:"token"`
	}
	// thing has an id, and nobody comes for it.
	thing struct {
		At scenarios.Position `yaml:"-"`
		ID string             `yaml:"id"`
	}
	// bearer comes with a token, and no request names them.
	bearer struct {
		Token secret `yaml:"token"`
	}
	// localBody is a local executive body, which is known by its region.
	localBody struct {
		At        scenarios.Position `yaml:"-"`
		Territory territoryCode      `yaml:"territory"`
		Token     secret             `yaml:"token"`
	}
	// officeTokens are those of roles that are there once.
	officeTokens struct {
		Gateway        secret `yaml:"gateway"`
		ListOwner      secret `yaml:"list_owner"`
		AuthorisedBody secret `yaml:"authorised_body"`
	}
)

// The words of the file. Each is read where it stands, so that a misspelt one is told
// with its line and before anything is asked.
type (
	programmeWord voucher.Programme
	partyWord     string
	territoryCode voucher.Territory
	secret        string
	readingsSaid  voucher.Readings
)

// UnmarshalText reads gas, food or both.
func (p *programmeWord) UnmarshalText(text []byte) error {
	programme, ok := voucher.ParseProgramme(string(text))
	if !ok {
		return fmt.Errorf("%q is no programme; write gas, food or both", text)
	}
	*p = programmeWord(programme)
	return nil
}

// UnmarshalText reads the word of a party.
func (p *partyWord) UnmarshalText(text []byte) error {
	*p = partyWord(text)
	return knownParty(string(text))
}

// UnmarshalText reads a КАТО code.
func (t *territoryCode) UnmarshalText(text []byte) error {
	territory, err := voucher.ParseTerritory(string(text))
	*t = territoryCode(territory)
	return err
}

// UnmarshalText reads a token, or the environment variable that holds it.
func (s *secret) UnmarshalText(text []byte) error {
	token, err := expanded(string(text))
	*s = secret(token)
	return err
}

// Take reads one choice.
func (r *readingsSaid) Take(id, choice string) error {
	if _, err := knownReading(id, choice); err != nil {
		return err
	}
	return (*voucher.Readings)(r).Choose(id, choice)
}

// ownPeople reads the file and lets the client speak of them.
func (a *aim) ownPeople(o *wire.Options) error {
	data, err := readNamed("--people", a.people)
	if err != nil {
		return err
	}
	var f peopleFile
	if err := scenarios.ReadSettings(a.people, "build: {programmes: food, parties: [store]}", data, &f); err != nil {
		return misuse("--people %w", err)
	}
	if problems := f.problems(a.people); len(problems) > 0 {
		return misuse("--people %w", problems)
	}
	o.Control, o.Capabilities = "off", f.capabilities()
	o.IDs = &wire.OwnIDs{People: idsOf(f.People), Families: idsOf(f.Families), Stores: idsOf(f.Stores), Goods: idsOf(f.Goods), Providers: idsOf(f.Providers)}
	o.Token = func(_ context.Context, who voucher.Actor) (string, error) { return f.token(who) }
	return nil
}

// problems says what is missing, each with its place.
func (f *peopleFile) problems(name string) (all scenarios.Problems) {
	say := func(at scenarios.Position, message string) {
		all = append(all, scenarios.Problem{File: name, Line: max(at.Line, 1), Column: max(at.Column, 1), Message: voucher.Text{En: message}})
	}
	if f.Build.Programmes == 0 {
		say(f.Build.At, "build.programmes is missing; write gas, food or both")
	}
	if len(f.Build.Parties) == 0 {
		say(f.Build.At, "build.parties is missing; name those that the build plays, such as [wallet, store]")
	}
	for _, list := range [][]identity{f.People, f.Stores, f.Providers} {
		for i := range list {
			if list[i].ID == "" {
				say(list[i].At, "id is missing; write the build's own, in quotes")
			}
		}
	}
	for _, list := range [][]thing{f.Families, f.Goods} {
		for i := range list {
			if list[i].ID == "" {
				say(list[i].At, "id is missing; write the build's own, in quotes")
			}
		}
	}
	for i := range f.LocalBodies {
		if f.LocalBodies[i].Territory == 0 {
			say(f.LocalBodies[i].At, "territory is missing; write the КАТО code of its region, nine digits")
		}
	}
	return all
}

// capabilities says what the build can do.
func (f *peopleFile) capabilities() *voucher.Capabilities {
	can := &voucher.Capabilities{Name: f.Build.Name, Programmes: voucher.Programme(f.Build.Programmes),
		Readings: voucher.Readings(f.Build.Readings), Reasons: f.Build.Reasons}
	for _, p := range f.Build.Parties {
		can.Parties = append(can.Parties, string(p))
	}
	return can
}

func (f *peopleFile) token(who voucher.Actor) (string, error) {
	var token secret
	n := int(who.ID)
	switch who.Role {
	case voucher.Citizen:
		token = tokenOf(f.People, n)
	case voucher.StoreTill:
		token = tokenOf(f.Stores, n)
	case voucher.GasProvider:
		token = tokenOf(f.Providers, n)
	case voucher.Operator:
		if n >= 1 && n <= len(f.Operators) {
			token = f.Operators[n-1].Token
		}
	case voucher.LocalBody:
		for _, b := range f.LocalBodies {
			if voucher.Territory(b.Territory).Region() == voucher.Territory(who.ID).Region() {
				token = b.Token
			}
		}
	case voucher.Gateway:
		token = f.Tokens.Gateway
	case voucher.ListOwner:
		token = f.Tokens.ListOwner
	case voucher.AuthorisedBody:
		token = f.Tokens.AuthorisedBody
	}
	if token == "" {
		return "", fmt.Errorf("the file of people has no token of %s; write it there as %s", called(who), whereWritten(who))
	}
	return string(token), nil
}

// tokenOf is the token of somebody by number, "" for none.
func tokenOf(all []identity, n int) secret {
	if n < 1 || n > len(all) {
		return ""
	}
	return all[n-1].Token
}

// called names an actor.
func called(who voucher.Actor) string {
	switch {
	case who.ID == 0:
		return who.Role.String()
	case who.Role == voucher.LocalBody:
		return fmt.Sprintf("%s %s", who.Role, voucher.Territory(who.ID))
	}
	return fmt.Sprintf("%s %d", who.Role, who.ID)
}

// whereWritten is the place of an actor's token in the file.
func whereWritten(who voucher.Actor) string {
	list := map[voucher.Role]string{voucher.Citizen: "people", voucher.StoreTill: "stores", voucher.GasProvider: "providers", voucher.Operator: "operators"}[who.Role]
	switch {
	case list != "":
		return fmt.Sprintf("token of the entry %d of %s", who.ID, list)
	case who.Role == voucher.LocalBody:
		return fmt.Sprintf("local_bodies: [{territory: %q, token: …}]", voucher.Territory(who.ID))
	}
	return fmt.Sprintf("tokens: {%s: …}", who.Role)
}

// idsOf returns the ids alone.
func idsOf[T interface{ id() string }](all []T) []string {
	list := make([]string, len(all))
	for i, one := range all {
		list[i] = one.id()
	}
	return list
}

func (i identity) id() string { return i.ID }
func (t thing) id() string    { return t.ID }
