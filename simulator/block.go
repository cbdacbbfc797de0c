package simulator

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jonboulle/clockwork"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// block is the life of one block, from the first day to the end of its tail. A
// worker has one and lives its blocks in it, one after the other, so that its
// memory serves them all.
type block struct {
	ctx         context.Context // of the run; looked at every midnight, and the system's at every call
	run         *behaviour
	tellsDigest bool // the system does
	from        voucher.Day
	to          voucher.Day // last day on which people act
	plot        plot
	place       *place
	id          uint64

	system  voucher.System
	clock   *clockwork.FakeClock
	clockAt int64 // its second of the run
	err     error // the first one ends the block
	agenda  agenda
	totals  *Totals // one territory
	digest  voucher.Digest

	families []family
	segments []Segment // of the families
	credited []int64   // to them by the last credit, tiyn
	tracer   *tracer   // keeps the life of one of them; nil: of none
	followed bool      // their lives are kept
	lives    []Life    // where they are
	ownerOf  []uint16  // family of a person, from 0
	persons  int
	stores   []store
	shelves  []shelf // by store and article
	books    []books // the same

	month       voucher.Month
	monthEnd    int64 // first second of the next month
	windowEnd   int64 // first second after the last day of gas activation
	peopleEnd   int64 // first second of the tail
	foodEnd     voucher.Day
	charged     int              // family whose account was charged last
	asked       [2]voucher.Month // by programme: the month whose questions have gone out
	centreFrom  voucher.Day      // first and last day on which the service centre serves the programme
	centreTo    voucher.Day
	number      uint64 // of the last key
	draws       int64
	joinShare   uint32
	markup      int64 // set maximum, ppm; 0: not known
	operators   int
	down        int // outages at present
	own         int // stores in the place itself, which stand first
	away        int // store in another pilot town, -1: none
	foreign     int // store outside the pilot, -1: none
	foodOpened  bool
	storeChoice *Choice
	changes     // what a scenario's own stores and events do

	carts       pool[cart]
	sales       pool[sale]
	corrections pool[correction]
	repeats     pool[repeated]

	commands     commands
	answer       answer // to the last command
	returnedLate bool   // the last return came after its month
	gasRows      []voucher.GasListRow
	foodRows     []voucher.FoodListRow
	everybody    []voucher.PersonID // 1, 2, 3…: rows of the list are parts of it
	basket       [maxLines]voucher.PurchaseLine
	returned     [maxLines]voucher.RefundLine
	outsideLines []voucher.PurchaseLine
	woken        int64    // second of the wake planned last
	tail         [2]int64 // commands and events before the tail
}

// commands holds one value of every command, used again and again.
type commands struct {
	gasList     voucher.UpdateGasList
	delivery    voucher.ReportDelivery
	reply       voucher.Reply
	open        voucher.OpenWallet
	enter       voucher.EnterAccount
	accept      voucher.AcceptOffer
	confirm     voucher.Confirm
	outage      voucher.ReportOutage
	acknowledge voucher.AcknowledgeList
	charge      voucher.ChargeVolume
	correct     voucher.CorrectVolume
	foodList    voucher.UpdateFoodList
	activate    voucher.Activate
	show        voucher.ShowCode
	scan        voucher.ScanCode
	purchase    voucher.Purchase
	reverse     voucher.Reverse
	refund      voucher.Refund
	register    voucher.RegisterStore
	suspend     voucher.SuspendStore
	integrate   voucher.IntegrateTill
	mark        voucher.MarkGoods
	deliver     voucher.Deliver
	outside     voucher.SellOutside
	grant       voucher.GrantLoan
	disburse    voucher.DisburseLoan
	repay       voucher.RepayLoan
	rate        voucher.Rate
	appeal      voucher.FileAppeal
	answer      voucher.AnswerAppeal
}

// answer is what behaviour needs of an outcome, without what is valid until the
// next call only.
type answer struct {
	reason   voucher.Reason // 0: accepted
	edition  uint32
	row      int
	purchase voucher.PurchaseID
	loan     voucher.LoanID
	appeal   voucher.AppealID
	amount   voucher.Money
	paid     voucher.Money
	code     voucher.QR
	expires  voucher.Instant
}

// instant, second, dayOf and dayStart turn the agenda's seconds into the
// system's time and back.
func (b *block) instant(second int64) voucher.Instant {
	return b.from.Start().Plus(second * voucher.Second)
}

func (b *block) second(at voucher.Instant) int64 {
	return (int64(at-b.from.Start()) + voucher.Second - 1) / voucher.Second
}

func (b *block) dayOf(second int64) voucher.Day { return b.from + voucher.Day(second/day) }

func (b *block) dayStart(d voucher.Day) int64 { return int64(d-b.from) * day }

// indexOf returns the number of a month in the run, from 1.
func (b *block) indexOf(m voucher.Month) uint8 { return uint8(m - b.totals.First + 1) }

// inTail reports whether people have stopped acting.
func (b *block) inTail() bool { return b.agenda.now >= b.peopleEnd }

// count adds to a figure of a family and month; months outside the horizon have
// none.
func (b *block) count(i int, p voucher.Programme, m voucher.Month, what Metric, n int64) {
	c := b.totals.cell(p, 0, m)
	if c == nil {
		return
	}
	c[what] += n
	b.totals.parts[int(p-voucher.Gas)*segments+int(b.segments[i])][what] += n
	if b.followed {
		b.lives[i].sums[p-voucher.Gas][lifeSlot[what]] += n
	}
}

// key makes the idempotency key of a number: voucher.KeyOf of the block and the
// number.
func (b *block) key(number uint64) (k voucher.Key) {
	binary.BigEndian.PutUint64(k[:8], b.id)
	binary.BigEndian.PutUint64(k[8:], number)
	return k
}

// ask sends a command under a new key, and says whether it was accepted. The
// answer is in b.answer, and what happened was reacted to.
func (b *block) ask(c voucher.Command, who voucher.Actor) bool {
	b.number++
	return b.askAs(c, who, b.number)
}

// askAs sends a command under the key of a number.
func (b *block) askAs(c voucher.Command, who voucher.Actor, number uint64) bool {
	if b.err != nil {
		return false
	}
	h := c.Head()
	h.Actor = who
	// Written in place: a key put together elsewhere and copied as a whole would
	// wait for both of its halves.
	binary.BigEndian.PutUint64(h.Key[:8], b.id)
	binary.BigEndian.PutUint64(h.Key[8:], number)
	out, err := b.system.Do(b.ctx, c)
	if err != nil {
		b.fail(fmt.Errorf("%s: %w", c.Kind(), err))
		return false
	}
	a, r := &b.answer, &out.Result
	a.reason = 0
	if out.Refusal != nil {
		a.reason = out.Refusal.Reason
	}
	a.row, a.edition, a.purchase, a.loan, a.appeal = r.Row, r.Edition, r.Purchase, r.Loan, r.Appeal
	a.amount, a.paid, a.code, a.expires = r.Amount, r.Paid, r.Code, r.Expires
	b.totals.refusals[c.Kind()][a.reason]++
	b.totals.counts[Commands]++
	b.totals.daily[max(0, b.agenda.day)][CommandsOfDay]++ // the eve counts with the first day
	d := b.digest.Two(uint64(b.agenda.now)<<16|uint64(c.Kind())<<8|uint64(a.reason), uint64(r.Amount))
	b.digest = d.Two(uint64(r.Paid), uint64(r.Balance))
	if b.tracer != nil {
		b.tracer.asked(b, c, &out)
	}
	b.react(out.Events)
	return out.Refusal == nil
}

// fail ends the block with an error that says where and when it happened.
func (b *block) fail(err error) {
	if b.err == nil {
		b.err = fmt.Errorf("territory %s, block %d, %s: %w", b.place.territory, b.plot.ordinal, b.instant(b.agenda.now), err)
	}
}

// parameter asks what a figure of the rules is; false where the system does not
// tell.
func (b *block) parameter(p voucher.Parameter, on voucher.Day) (int64, bool) {
	if b.err != nil {
		return 0, false
	}
	q := voucher.Query{Kind: voucher.AskParameter, Actor: authorisedBody, Parameter: p.String(),
		Territory: b.place.territory, Day: on}
	record, err := b.system.Query(b.ctx, &q)
	if err != nil {
		if !errors.Is(err, errors.ErrUnsupported) {
			b.fail(fmt.Errorf("query %s of %s: %w", q.Kind, q.Parameter, err))
		}
		return 0, false
	}
	if record.Parameter == nil {
		return 0, false
	}
	return *record.Parameter, true
}
