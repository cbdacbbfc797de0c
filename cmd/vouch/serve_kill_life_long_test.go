//go:build long && unix

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
)

// once is one short life: it starts, is held to what was acknowledged, serves,
// and is killed at some instant.
func (k *killed) once() {
	policy := journal.Policies()[k.draw.IntN(3)]
	const clock = "running=2026-02-06T12:00:00+05:00"
	if k.draw.IntN(8) == 0 { // before it listens, or as it begins to
		k.begin(policy, clock)
		k.kill(time.Duration(k.draw.IntN(60)) * time.Millisecond)
		k.early++
		return
	}
	k.start(policy, clock)
	k.verify()
	var all sync.WaitGroup
	for _, till := range k.tills {
		all.Go(func() { k.buy(till) })
	}
	k.kill(time.Duration(k.draw.IntN(60_000)) * time.Microsecond)
	all.Wait()
	k.client.CloseIdleConnections()
	for _, till := range k.tills {
		if till.pending != nil {
			k.unknown++
		}
	}
}

// kill ends the process after a while, without a word.
func (k *killed) kill(after time.Duration) {
	timer := time.NewTimer(after)
	defer timer.Stop()
	<-timer.C
	if err := k.cmd.Process.Kill(); err != nil {
		k.t.Errorf("kill %d: it has ended before: %v\n%s", k.died, err, k.stderr)
	}
	_ = k.cmd.Wait() // it was killed
	k.cmd = nil
}

// buy shows codes and buys with them until no answer comes.
func (k *killed) buy(s *till) {
	for {
		s.next++
		d := &deed{path: wire.CommandPath + "show_code", as: fmt.Sprintf("citizen%d", s.family), key: fmt.Sprintf("c-%d-%d", s.family, s.next),
			body: fmt.Sprintf(`{"family":"%d"}`, s.family)}
		if s.code != "" {
			d.path, d.as = wire.CommandPath+"purchase", "store1"
			d.body = fmt.Sprintf(`{"store":"1","code":%q,"lines":[{"goods":"1","quantity":1000,"price":20}]}`, s.code)
		}
		if err := k.send(d); err != nil {
			s.pending = d
			return
		}
		k.acknowledge(s, d)
	}
}

// acknowledge notes what a family was told.
func (k *killed) acknowledge(s *till, d *deed) {
	var told struct {
		Code   string `json:"code"`
		Amount int64  `json:"amount"`
	}
	if err := json.Unmarshal([]byte(d.answer), &told); d.status != http.StatusOK || err != nil {
		k.t.Errorf("kill %d: %s: %d %s, want it accepted", k.died, d.path, d.status, d.answer)
	}
	if s.code = told.Code; told.Code == "" {
		s.purchases++
		s.spent += told.Amount
	}
	s.acked = append(s.acked, d)
}

// repeats is how many of the last answers are asked for again.
const repeats = 6

// verify holds a new process to what the one before has acknowledged.
func (k *killed) verify() {
	k.t.Helper()
	for _, s := range k.tills {
		if d := s.pending; d != nil { // whether it was done is known when its key is repeated
			if err := k.send(d); err != nil {
				k.t.Fatalf("kill %d: %s again: %v\n%s", k.died, d.path, err, k.stderr)
			}
			s.pending = nil
			k.acknowledge(s, d)
		}
		for _, d := range s.acked[max(0, len(s.acked)-repeats):] {
			again := *d
			if err := k.send(&again); err != nil || again != *d {
				k.t.Fatalf("kill %d: family %d: an acknowledged effect is lost: the same key has the answer %d %s, %v, and had %d %s",
					k.died, s.family, again.status, again.answer, err, d.status, d.answer)
			}
		}
		k.verifyWallet(s)
	}
}

// verifyWallet demands that what is left is what was credited less what the
// family was told that it has spent.
func (k *killed) verifyWallet(s *till) {
	k.t.Helper()
	wallet := &deed{path: fmt.Sprintf("%sfood_wallet?family=%d&month=2026-02", wire.RecordPath, s.family), as: fmt.Sprintf("citizen%d", s.family)}
	var told struct {
		Food struct {
			Left int64 `json:"left"`
		} `json:"food"`
	}
	err := k.send(wallet)
	if err == nil {
		err = json.Unmarshal([]byte(wallet.answer), &told)
	}
	const credit = 432_500
	if want := credit - s.spent; err != nil || told.Food.Left != want {
		k.t.Fatalf("kill %d: family %d has %d tiyn left, %v, want %d - %d = %d: an effect is lost or there twice\n%s",
			k.died, s.family, told.Food.Left, err, credit, s.spent, want, wallet.answer)
	}
}
