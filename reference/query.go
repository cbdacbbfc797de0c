package reference

import (
	"context"
	"errors"
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Query reads a record at the present instant and changes nothing. A kind that
// is none is an error.
func (m *Machine) Query(_ context.Context, q *voucher.Query) (voucher.Record, error) {
	if q == nil {
		return voucher.Record{}, errors.New("reference: no query")
	}
	if !mayAsk(q.Kind, q.Actor.Role) {
		return voucher.Record{Refusal: roleNotAllowed}, nil
	}
	switch q.Kind {
	case voucher.AskGasWallet:
		return m.askGasWallet(q), nil
	case voucher.AskMessages:
		return m.askMessages(q), nil
	case voucher.AskProviderList:
		return m.askProviderList(q), nil
	case voucher.AskReceipt:
		return m.askReceipt(q), nil
	case voucher.AskParameter:
		return m.askParameter(q), nil
	case voucher.AskDigest:
		d := m.StateDigest()
		return voucher.Record{Digest: &d}, nil
	case voucher.AskFoodWallet, voucher.AskStoreDay, voucher.AskStock, voucher.AskLoan, voucher.AskAppeal,
		voucher.AskDayReport, voucher.AskLedger:
		return m.queryFood(q), nil
	}
	return voucher.Record{}, fmt.Errorf("reference: query kind %d is none", q.Kind)
}

// askers says which roles may read what (BOTH-ACCESS-001).
var askers = [...]roles{
	voucher.AskGasWallet:    only(voucher.Citizen, voucher.Operator),
	voucher.AskFoodWallet:   only(voucher.Citizen),
	voucher.AskMessages:     only(voucher.Citizen, voucher.Gateway),
	voucher.AskProviderList: only(voucher.GasProvider),
	voucher.AskReceipt:      only(voucher.GasProvider, voucher.Citizen),
	voucher.AskStoreDay:     only(voucher.StoreTill),
	voucher.AskStock:        only(voucher.StoreTill, voucher.LocalBody, voucher.AuthorisedBody),
	voucher.AskLoan:         only(voucher.StoreTill, voucher.LocalBody, voucher.AuthorisedBody),
	voucher.AskAppeal:       only(voucher.Citizen, voucher.AuthorisedBody),
	voucher.AskDayReport:    only(voucher.AuthorisedBody),
	voucher.AskLedger:       only(voucher.AuthorisedBody),
	voucher.AskParameter:    only(voucher.Citizen, voucher.Operator, voucher.Gateway, voucher.StoreTill, voucher.GasProvider, voucher.ListOwner, voucher.LocalBody, voucher.AuthorisedBody),
	voucher.AskDigest:       only(voucher.AuthorisedBody),
}

// mayAsk reports whether a role may read a kind of record. Kinds that are none
// go through, to be an error.
func mayAsk(k voucher.QueryKind, r voucher.Role) bool {
	return k == 0 || int(k) >= len(askers) || askers[k]&(1<<r) != 0
}

// askMessages lists the SMS to a person, oldest first.
func (m *Machine) askMessages(q *voucher.Query) voucher.Record {
	if r := m.person(q.Actor, q.Person); r != nil {
		return voucher.Record{Refusal: r}
	}
	all := []voucher.Message{}
	for i := range int(m.Messages.Count) {
		if s := m.Messages.at(uint32(i)); s.Person == q.Person {
			all = append(all, voucher.Message{ID: voucher.MessageID(i + 1), At: s.At, Programme: s.Programme,
				Kind: s.Kind, Month: s.Month, Link: s.Kind != voucher.Help, Delivered: s.Delivery})
		}
	}
	return voucher.Record{Messages: all}
}

// askParameter says which value a parameter has on a day; day zero is the present
// one.
func (m *Machine) askParameter(q *voucher.Query) voucher.Record {
	p, ok := voucher.ParseParameter(q.Parameter)
	if !ok {
		return voucher.Record{Refusal: recordUnknown}
	}
	v := m.Schedule.At(p, q.Territory, m.dayOf(q))
	return voucher.Record{Parameter: &v}
}
