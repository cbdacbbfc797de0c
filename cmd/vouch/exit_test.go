package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// spoilt is a world whose systems differ from the reference in one way.
type spoilt struct {
	voucher.World
	do func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error)
}

func (w spoilt) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	return spoiltSystem{system, w}, err
}

type spoiltSystem struct {
	voucher.System
	world spoilt
}

func (s spoiltSystem) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	return s.world.do(ctx, s.System, cmd)
}

// asItIs changes nothing.
func asItIs(ctx context.Context, s voucher.System, cmd voucher.Command) (voucher.Outcome, error) {
	return s.Do(ctx, cmd)
}

// creditsTooMuch says of every credit that it was a tiyn more.
func creditsTooMuch(ctx context.Context, s voucher.System, cmd voucher.Command) (voucher.Outcome, error) {
	outcome, err := s.Do(ctx, cmd)
	for i := range outcome.Events {
		if outcome.Events[i].Kind == voucher.FoodVoucherCredited {
			outcome.Events[i].Amount++
		}
	}
	return outcome, err
}

// breaksDown cannot be asked any more once a person replies.
func breaksDown(ctx context.Context, s voucher.System, cmd voucher.Command) (voucher.Outcome, error) {
	if cmd.Kind() == voucher.KindReply {
		return voucher.Outcome{}, errors.New("the line is dead")
	}
	return s.Do(ctx, cmd)
}

func TestExitStatusSaysWhoseFaultItIs(t *testing.T) {
	const small = "simulate --families 500"
	for _, tt := range []struct {
		name   string
		args   string
		do     func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error)
		want   int
		stdout string // part of it; "" for none at all
		stderr string
		why    string
	}{
		{"a good run", small, asItIs, exitOK, "replay hash: ", "simulated 500 families in", "the twin of the rows below"},
		{"money appears", small, creditsTooMuch, exitBroken, "do NOT add up", "vouch: the results do not add up:\nvouch: food ", "results are told, with what is wrong in them"},
		{"no system", small, breaksDown, exitFault, "", "the line is dead", "it had begun, so no flag was wrong"},
		{"a bad flag", small + " --seed 0", asItIs, exitMisuse, "", "vouch: seed 0 is none", "nothing ran"},
	} {
		var stdout, stderr bytes.Buffer
		root := newRoot(spoilt{reference.World{}, tt.do})
		root.SetArgs(strings.Fields(tt.args))
		root.SetOut(&stdout)
		root.SetErr(&stderr)
		got := tell(&stderr, root.ExecuteContext(t.Context()))
		if got != tt.want {
			t.Errorf("%s: exit status %d, want %d\n%s\n%s", tt.name, got, tt.want, tt.why, stderr.String())
		}
		if !strings.Contains(stdout.String(), tt.stdout) || (tt.stdout == "" && stdout.Len() > 0) {
			t.Errorf("%s: stdout has %.200q, want %q in it\n%s", tt.name, stdout.String(), tt.stdout, tt.why)
		}
		if !strings.Contains(stderr.String(), tt.stderr) {
			t.Errorf("%s: stderr has %q, want %q in it\n%s", tt.name, stderr.String(), tt.stderr, tt.why)
		}
	}
}
