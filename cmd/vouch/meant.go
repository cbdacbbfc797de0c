package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// meant is what a team says of its build in its file of settings: the parties that it
// plays and how it reads the open questions. A build binds itself by what it
// declares, so one that forgets a party, or declares another reading, would be judged
// by something else than was meant, and pass.
type meant struct {
	file     string
	parties  []string // empty: nothing is said
	readings map[voucher.Reading]string
}

// play notes a party.
func (m *meant) play(party string) error {
	if err := knownParty(party); err != nil {
		return err
	}
	m.parties = append(m.parties, party)
	return nil
}

// knownParty returns an error for a party that is none.
func knownParty(party string) error {
	var known []string
	for _, p := range scenarios.Parties() {
		if p != scenarios.PartyAny {
			known = append(known, string(p))
		}
	}
	if !slices.Contains(known, party) {
		return fmt.Errorf("%q is no party%s", party, instead(party, known))
	}
	return nil
}

// read notes a reading.
func (m *meant) read(id, choice string) error {
	r, err := knownReading(id, choice)
	if err == nil {
		m.readings[r] = choice
	}
	return err
}

// knownReading returns the reading of an id, and an error where there is none or it
// has no such choice.
func knownReading(id, choice string) (voucher.Reading, error) {
	var ids []string
	for _, r := range voucher.AllReadings() {
		if ids = append(ids, r.String()); r.String() != id {
			continue
		}
		if !slices.Contains(r.Choices(), choice) {
			return r, fmt.Errorf("reading %s has no choice %q%s", id, choice, instead(choice, r.Choices()))
		}
		return r, nil
	}
	return 0, fmt.Errorf("reading %q is unknown; choose one of %s", id, strings.Join(ids, ", "))
}

// of returns a world that answers only where the build says of itself what is meant.
func (m *meant) of(world voucher.World) voucher.World {
	if len(m.parties) == 0 && len(m.readings) == 0 {
		return world
	}
	return meantWorld{world, m}
}

// meantWorld is such a world.
type meantWorld struct {
	voucher.World
	meant *meant
}

// Capabilities asks the build, and compares what it says with what is meant.
func (w meantWorld) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	can, err := w.World.Capabilities(ctx)
	if err == nil {
		err = w.meant.differs(&can)
	}
	return can, err
}

// differs says in what a build's capabilities are not what is meant.
func (m *meant) differs(can *voucher.Capabilities) error {
	var all []string
	for _, p := range m.parties {
		if !slices.Contains(can.Parties, p) {
			all = append(all, fmt.Sprintf("party %s is named there, and the build does not play it", p))
		}
	}
	for _, p := range can.Parties {
		if len(m.parties) > 0 && !slices.Contains(m.parties, p) {
			all = append(all, fmt.Sprintf("party %s is played by the build, and not named there", p))
		}
	}
	for _, r := range voucher.AllReadings() {
		if choice, ok := m.readings[r]; ok && can.Readings.Choice(r) != choice {
			all = append(all, fmt.Sprintf("reading %s is %s there, and %s in the build", r, choice, can.Readings.Choice(r)))
		}
	}
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("the build's capabilities are not what %s says: %s; make the two the same", m.file, strings.Join(all, "; "))
}
