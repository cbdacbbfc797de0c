package reference

import (
	"context"
	"errors"
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// World makes machines: the reference as a voucher.World.
type World struct {
	// Rules are the decisions of its machines; nil means StandardRules.
	Rules *Rules
}

var _ voucher.World = World{}

// New makes a machine.
func (w World) New(_ context.Context, s *voucher.Setup) (voucher.System, error) {
	if w.Rules == nil {
		return New(s)
	}
	return NewWith(s, *w.Rules)
}

// Capabilities says that the reference can do everything. Its readings are the
// defaults; a setup may choose others.
func (World) Capabilities(context.Context) (voucher.Capabilities, error) {
	return voucher.Capabilities{Name: "vouch reference", Programmes: voucher.Both,
		Parties: []string{"list", "portal", "wallet", "provider", "store", "local_body", "traceability"},
		Clock:   true, Worlds: true, Settings: true, Choices: true, Reasons: true, Events: true, Digest: true, Prompt: true, Answers: true}, nil
}

// Restart stops a machine that this world made and puts it back as a start from a
// snapshot would: nothing that is not in the snapshot is left of it. A system of
// another kind is errors.ErrUnsupported.
func (World) Restart(_ context.Context, s voucher.System) error {
	m, ok := s.(*Machine)
	if !ok {
		return fmt.Errorf("reference: %T is no machine of this world: %w", s, errors.ErrUnsupported)
	}
	fresh, err := Restore(m.Setup, m.Snapshot())
	if err != nil {
		return err
	}
	fresh.rules, fresh.journal, fresh.filter = m.rules, m.journal, m.filter
	*m = *fresh
	return nil
}
