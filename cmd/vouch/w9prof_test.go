package main

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
)

func TestW9Prof(t *testing.T) {
	if os.Getenv("W9") == "" {
		t.Skip()
	}
	var some []conformance.Wrong
	for i, w := range wrongs() {
		if i%10 == 3 && !w.Wired {
			some = append(some, w)
		}
	}
	m, err := conformance.Prove(context.Background(), some, conformance.MatrixOptions{Oracle: reference.World{}, Full: true, Cases: 60, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(some), m.Figures.Elapsed)
	for i := range m.Kills {
		t.Log(m.Kills[i].Wrong.ID, m.Kills[i].Elapsed)
	}
}

func TestW9Slow(t *testing.T) {
	if os.Getenv("W9") == "" {
		t.Skip()
	}
	m, err := conformance.Prove(context.Background(), wrongs(), conformance.MatrixOptions{Oracle: reference.World{}, Full: true, Cases: 60, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(m.Kills, func(a, b conformance.Kill) int { return int(b.Elapsed - a.Elapsed) })
	for i := range m.Kills[:40] {
		t.Log(m.Kills[i].Wrong.ID, m.Kills[i].Wrong.Wired, m.Kills[i].Elapsed)
	}
}
