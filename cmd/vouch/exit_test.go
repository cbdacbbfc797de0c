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
		{"a bad flag", small + " --seed 0", asItIs, exitMisuse, "", "vouch: --seed: seed 0 is none", "nothing ran"},
	} {
		var stdout, stderr bytes.Buffer
		root := newRoot(spoilt{reference.World{}, tt.do}, &stdout)
		root.SetArgs(strings.Fields(tt.args))
		root.SetErr(&stderr)
		got := tell(&stderr, root.ExecuteContext(t.Context()), "en")
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

// fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// What could not be printed was not done, whichever command it was.
func TestFullDiskIsAFault(t *testing.T) {
	for _, args := range []string{
		"", "help", "help simulate", "simulate --help", "version", "--version", "completion bash", "completion fish", "completion",
		"simulate --families 100",
	} {
		var stderr bytes.Buffer
		status := run(t.Context(), strings.Fields(args), strings.NewReader(""), fullDisk{}, &stderr)
		if status != exitFault || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("vouch %s: exit status %d and %q, want %d and the reason", args, status, stderr.String(), exitFault)
		}
	}
}

func TestStandardInputIsBounded(t *testing.T) {
	const header = "kind: Scenario\nid: a\ntitle: A\npopulation: {families: 50}\n"
	for _, tt := range []struct {
		length, want int
		why          string
	}{
		{64 << 10, exitOK, "64 KiB are read"},
		{64<<10 + 1, exitMisuse, "a byte more is not"},
		{2 << 20, exitMisuse, "far more is not waited for"},
	} {
		var stdout, stderr bytes.Buffer
		text := header + strings.Repeat("#", tt.length-len(header))
		got := run(t.Context(), []string{"simulate", "-"}, strings.NewReader(text), &stdout, &stderr)
		if got != tt.want || (got == exitMisuse) != strings.Contains(stderr.String(), "<stdin>:1:1: more than 64 KiB") {
			t.Errorf("%d bytes: exit status %d and %q, want %d\n%s", tt.length, got, stderr.String(), tt.want, tt.why)
		}
	}
}
