package main

import (
	"context"
	"fmt"
	"os"

	"github.com/goccy/go-yaml"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// peopleFile names test identities of a build that makes no worlds: who is meant
// by person 1, family 1, store 1 and so on, the tokens with which they come, and
// what the build can do, since nobody is asked.
type peopleFile struct {
	Build struct {
		Name       string            `yaml:"name"`
		Programmes string            `yaml:"programmes"`
		Parties    []string          `yaml:"parties"`
		Readings   map[string]string `yaml:"readings"`
		Reasons    bool              `yaml:"reasons"`
	} `yaml:"build"`
	People    []identity `yaml:"people"`
	Families  []identity `yaml:"families"`
	Stores    []identity `yaml:"stores"`
	Goods     []identity `yaml:"goods"`
	Providers []identity `yaml:"providers"`
	Tokens    struct {
		Gateway        string `yaml:"gateway"`
		ListOwner      string `yaml:"list_owner"`
		AuthorisedBody string `yaml:"authorised_body"`
	} `yaml:"tokens"`
}

// identity is one of them. ${NAME} in a token stands for an environment variable.
type identity struct {
	ID    string `yaml:"id"`
	Token string `yaml:"token"`
}

// ownPeople reads the file and lets the client speak of them.
func (a *aim) ownPeople(o *wire.Options) error {
	data, err := os.ReadFile(a.people)
	if err != nil {
		return misuse("--people: %w", err)
	}
	var f peopleFile
	if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
		return misuse("--people %s: %w", a.people, err)
	}
	can, err := f.capabilities()
	if err != nil {
		return misuse("--people %s: build: %w", a.people, err)
	}
	o.Control, o.Capabilities = "off", can
	o.IDs = &wire.OwnIDs{People: ids(f.People), Families: ids(f.Families), Stores: ids(f.Stores), Goods: ids(f.Goods), Providers: ids(f.Providers)}
	o.Token = func(_ context.Context, who voucher.Actor) (string, error) { return f.token(who) }
	return nil
}

// capabilities says what the build can do.
func (f *peopleFile) capabilities() (*voucher.Capabilities, error) {
	can := &voucher.Capabilities{Name: f.Build.Name, Parties: f.Build.Parties, Reasons: f.Build.Reasons}
	var ok bool
	if can.Programmes, ok = voucher.ParseProgramme(f.Build.Programmes); !ok {
		return nil, fmt.Errorf("programmes: %q is none; write gas, food or both", f.Build.Programmes)
	}
	if len(can.Parties) == 0 {
		return nil, fmt.Errorf("parties: name those that the build plays, such as [wallet, store]")
	}
	for id, choice := range f.Build.Readings {
		if err := can.Readings.Choose(id, choice); err != nil {
			return nil, err
		}
	}
	return can, nil
}

// token returns the token of an actor.
func (f *peopleFile) token(who voucher.Actor) (string, error) {
	var token string
	of := func(all []identity) {
		if who.ID >= 1 && int(who.ID) <= len(all) {
			token = all[who.ID-1].Token
		}
	}
	switch who.Role {
	case voucher.Citizen:
		of(f.People)
	case voucher.StoreTill:
		of(f.Stores)
	case voucher.GasProvider:
		of(f.Providers)
	case voucher.Gateway:
		token = f.Tokens.Gateway
	case voucher.ListOwner:
		token = f.Tokens.ListOwner
	case voucher.AuthorisedBody:
		token = f.Tokens.AuthorisedBody
	}
	if token = os.ExpandEnv(token); token == "" {
		return "", fmt.Errorf("no token of %s %d in the file of people", who.Role, who.ID)
	}
	return token, nil
}

// ids returns the ids alone.
func ids(all []identity) []string {
	list := make([]string, len(all))
	for i, one := range all {
		list[i] = one.ID
	}
	return list
}
