package reference

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// decide asks the rules and, where they accept, emits what happens.
func (m *Machine) decide(cmd voucher.Command) *voucher.Refusal {
	switch c := cmd.(type) {
	case *voucher.Reply:
		return m.reply(c)
	case *voucher.ReportDelivery:
		return m.reportDelivery(c)
	case *voucher.ChangeParameter:
		return m.changeParameter(c)
	}
	if cmd.Kind() < voucher.KindUpdateFoodList {
		return m.decideGas(cmd)
	}
	return m.decideFood(cmd)
}

// programmeInvalid refuses a reply to the question of no programme.
var programmeInvalid = voucher.Refuse(voucher.ValueInvalid, "BOTH-ACCESS-001")

// reply takes the answer to the question of either programme.
func (m *Machine) reply(c *voucher.Reply) *voucher.Refusal {
	if r := m.person(c.Actor, c.Person); r != nil {
		return r
	}
	switch c.Programme {
	case voucher.Gas:
		return m.replyGas(c)
	case voucher.Food:
		return m.replyFood(c)
	}
	return programmeInvalid
}

// channel says how a person acts, by who speaks for them.
func channel(r voucher.Role) voucher.Channel {
	switch r {
	case voucher.Gateway:
		return voucher.BySMS
	case voucher.Operator:
		return voucher.ByCentre
	}
	return voucher.ByMobile
}

// reportDelivery notes the fate of an SMS.
func (m *Machine) reportDelivery(c *voucher.ReportDelivery) *voucher.Refusal {
	if c.Message == 0 || int(c.Message) > int(m.Messages.Count) {
		return recordUnknown
	}
	msg := m.Messages.at(uint32(c.Message - 1))
	m.emit(&voucher.Event{Kind: voucher.DeliveryReported, Programme: msg.Programme, Ref: uint32(c.Message),
		Person: msg.Person, Month: msg.Month, Code: truth(c.Delivered)})
	return nil
}

// changeParameter corrects a rule from a day to come on: the past and today
// stay as they were (FOOD-ADJUSTMENT-001).
func (m *Machine) changeParameter(c *voucher.ChangeParameter) *voucher.Refusal {
	if r := m.rules.Adjust(&c.Setting, m.state.Now.Day()); r != nil {
		return r
	}
	p, _ := voucher.ParseParameter(c.Setting.Path)
	m.emit(&voucher.Event{Kind: voucher.ParameterChanged, Programme: p.Declaration().Programme, Ref: uint32(p),
		Territory: c.Setting.Territory, Day: c.Setting.From, Amount: voucher.Money(c.Setting.Value)})
	return nil
}

// send emits an SMS and returns its number.
func (m *Machine) send(e *voucher.Event) {
	e.Kind, e.Ref = voucher.MessageSent, uint32(int(m.Messages.Count)+1)
	m.emit(e)
}

// evolve changes the state by an event, and nothing else does.
func (m *Machine) evolve(e *voucher.Event) {
	switch e.Kind {
	case voucher.MessageSent:
		m.Messages.add(message{At: e.At, Person: e.Person, Month: e.Month,
			Programme: e.Programme, Kind: voucher.MessageKind(e.Code)})
	case voucher.DeliveryReported:
		m.Messages.at(e.Ref - 1).Delivery = delivery(e.Code)
	case voucher.ParameterChanged:
		m.Schedule.Set(&voucher.Setting{Path: voucher.Parameter(e.Ref).String(), Territory: e.Territory,
			From: e.Day, Value: int64(e.Amount)})
		clear(m.Gas.tariffs)
		m.replan()
		return
	}
	switch e.Programme {
	case voucher.Gas:
		m.evolveGas(e)
	case voucher.Food:
		m.evolveFood(e)
	default:
		panic(fmt.Sprintf("reference: event %s of no programme", e.Kind))
	}
}

// delivery turns an event's code into an SMS's fate.
func delivery(code uint8) voucher.Delivery {
	if code == 1 {
		return voucher.DeliveryDone
	}
	return voucher.DeliveryFailed
}

// truth turns a bool into an event's code.
func truth(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}
