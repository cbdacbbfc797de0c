package reports

import (
	"fmt"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// gasSentence tells the commands of the gas programme and the replies to
// either; "" for any other command.
func (s *speech) gasSentence(cmd voucher.Command) string {
	switch c := cmd.(type) {
	case *voucher.UpdateGasList:
		return s.say("do.update_gas_list", "Rows", s.gasRows(c.Rows))
	case *voucher.ReportDelivery:
		id := "do.report_delivery.failed"
		if c.Delivered {
			id = "do.report_delivery.done"
		}
		return s.say(id, "Message", fmt.Sprint(c.Message))
	case *voucher.Reply:
		return s.replySentence(c)
	case *voucher.OpenWallet:
		id := "do.open_wallet.plain"
		switch c.Via {
		case voucher.ByLink:
			id = "do.open_wallet.link"
		case voucher.ByDownload:
			id = "do.open_wallet.download"
		}
		return s.say(id, "Person", fmt.Sprint(c.Person))
	case *voucher.EnterAccount:
		return s.say("do.enter_account", "Person", fmt.Sprint(c.Person), "Account", orNone(c.Account.String()), "Provider", fmt.Sprint(c.Provider))
	case *voucher.AcceptOffer:
		return s.say("do.accept_offer", "Person", fmt.Sprint(c.Person), "Edition", fmt.Sprint(c.Edition))
	case *voucher.Confirm:
		return s.say("do.confirm", "Person", fmt.Sprint(c.Person))
	case *voucher.CancelActivation:
		return s.say("do.cancel_activation", "Person", fmt.Sprint(c.Person))
	}
	return s.providerSentence(cmd)
}

// providerSentence tells what gas providers do; "" for any other command.
func (s *speech) providerSentence(cmd voucher.Command) string {
	switch c := cmd.(type) {
	case *voucher.RegisterAccount:
		if c.Closed {
			return s.say("do.register_account.closed", "Provider", fmt.Sprint(c.Provider), "Account", orNone(c.Account.String()))
		}
		return s.say("do.register_account.open", "Provider", fmt.Sprint(c.Provider), "Account", orNone(c.Account.String()),
			"Class", s.class(c.Class), "People", fmt.Sprint(c.People))
	case *voucher.ReportOutage:
		id := "do.report_outage.over"
		if c.Down {
			id = "do.report_outage.down"
		}
		return s.say(id, "Provider", fmt.Sprint(c.Provider))
	case *voucher.AcknowledgeList:
		return s.say("do.acknowledge_list", "Provider", fmt.Sprint(c.Provider), "Month", s.monthOrNone(c.Month))
	case *voucher.ChargeVolume:
		return s.say("do.charge_volume", "Provider", fmt.Sprint(c.Provider), "Account", orNone(c.Account.String()),
			"Month", s.monthOrNone(c.Month), "Volume", s.amount(c.Volume.String()))
	case *voucher.CorrectVolume:
		return s.say("do.correct_volume", "Provider", fmt.Sprint(c.Provider), "Account", orNone(c.Account.String()),
			"Month", s.monthOrNone(c.Month), "Volume", s.amount(c.Volume.String()))
	}
	return ""
}

// replySentence tells a reply by what it means, and by its words only where it
// means nothing: a text that a person typed may hold anything.
func (s *speech) replySentence(c *voucher.Reply) string {
	how := s.say("how.sms")
	switch c.Actor.Role {
	case voucher.Citizen:
		how = s.say("how.app")
	case voucher.Operator:
		how = s.say("how.centre")
	}
	pairs := []string{"Person", fmt.Sprint(c.Person), "How", how, "About", s.about(c.Programme)}
	switch voucher.ParseAnswer(c.Text) {
	case voucher.Yes:
		return s.say("do.reply.yes", pairs...)
	case voucher.No:
		return s.say("do.reply.no", pairs...)
	}
	return s.say("do.reply.unclear", append(pairs, "Text", clipped(masked(c.Text)))...)
}

// about names the voucher of a programme.
func (s *speech) about(p voucher.Programme) string {
	switch p {
	case voucher.Gas:
		return s.say("about.gas")
	case voucher.Food:
		return s.say("about.food")
	}
	return s.say("about.none")
}

func (s *speech) gasRows(rows []voucher.GasListRow) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		if r.Drop {
			all[i] = s.say("do.row.person_drop", "Person", fmt.Sprint(r.Person))
			continue
		}
		all[i] = s.say("do.row.person", "Person", fmt.Sprint(r.Person), "Grounds", s.grounds(r.Reasons), "Place", s.place(r.Residence))
	}
	return s.items(all)
}

// grounds names why a person is on the gas list.
func (s *speech) grounds(r voucher.Reasons) string {
	var all []string
	if r&voucher.SocialAssistance != 0 {
		all = append(all, s.say("ground.social"))
	}
	if r&voucher.HousingAssistance != 0 {
		all = append(all, s.say("ground.housing"))
	}
	if all == nil {
		return s.say("ground.none")
	}
	return strings.Join(all, ", ")
}

// class names what burns the gas.
func (s *speech) class(c voucher.ApplianceClass) string {
	switch c {
	case voucher.Stove:
		return s.say("class.stove")
	case voucher.Boiler:
		return s.say("class.boiler")
	}
	return none
}

// clipped cuts a text that somebody typed to what a line can hold.
func clipped(text string) string {
	const most = 40
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
