package reports

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// foodSentence tells the commands of the food programme and a change of a rule;
// "" for any other command.
func (s *speech) foodSentence(cmd voucher.Command) string {
	who := s.subject(cmd.Head().Actor)
	switch c := cmd.(type) {
	case *voucher.UpdateFoodList:
		return s.say("do.update_food_list", "Rows", s.foodRows(c.Rows))
	case *voucher.Activate:
		return s.say("do.activate", "Who", who, "Family", fmt.Sprint(c.Family))
	case *voucher.ShowCode:
		if c.Store != 0 {
			return s.say("do.show_code.till", "Store", fmt.Sprint(c.Store))
		}
		return s.say("do.show_code.wallet", "Who", who, "Family", fmt.Sprint(c.Family))
	case *voucher.ScanCode:
		return s.say("do.scan_code", "Who", who, "Family", fmt.Sprint(c.Family))
	case *voucher.Purchase:
		id := "do.purchase.online"
		if c.Offline {
			id = "do.purchase.offline"
		}
		return s.say(id, "Store", fmt.Sprint(c.Store), "Lines", s.lines(c.Lines))
	case *voucher.Reverse:
		return s.say("do.reverse", "Store", fmt.Sprint(c.Store))
	case *voucher.Refund:
		return s.say("do.refund", "Store", fmt.Sprint(c.Store), "Purchase", fmt.Sprint(c.Purchase), "Lines", s.returned(c.Lines))
	case *voucher.Rate:
		return s.say("do.rate", "Person", fmt.Sprint(c.Person), "Score", fmt.Sprint(c.Score))
	case *voucher.FileAppeal:
		return s.say("do.file_appeal", "Person", fmt.Sprint(c.Person))
	case *voucher.AnswerAppeal:
		return s.say("do.answer_appeal", "Appeal", fmt.Sprint(c.Appeal))
	case *voucher.ChangeParameter:
		return s.changeSentence(c)
	}
	return s.storeSentence(cmd)
}

// storeSentence tells what becomes of a store, its goods and its loans; "" for
// any other command.
func (s *speech) storeSentence(cmd voucher.Command) string {
	// Of two wordings, the second is for what undoes the first.
	either := func(undone bool, done, undo string, pairs ...string) string {
		if undone {
			return s.say(undo, pairs...)
		}
		return s.say(done, pairs...)
	}
	who := s.subject(cmd.Head().Actor)
	switch c := cmd.(type) {
	case *voucher.RegisterStore:
		return either(c.Closed, "do.register_store.in", "do.register_store.out", "Store", fmt.Sprint(c.Store))
	case *voucher.SuspendStore:
		return either(c.Lifted, "do.suspend_store.stop", "do.suspend_store.lift", "Store", fmt.Sprint(c.Store))
	case *voucher.IntegrateTill:
		return either(c.Broken, "do.integrate_till.done", "do.integrate_till.broken", "Store", fmt.Sprint(c.Store))
	case *voucher.MarkGoods:
		return either(c.Unmarked, "do.mark_goods.on", "do.mark_goods.off", "Store", fmt.Sprint(c.Store), "Goods", fmt.Sprint(c.Goods))
	case *voucher.Deliver:
		return s.say("do.deliver", "Store", fmt.Sprint(c.Store), "Goods", fmt.Sprint(c.Goods),
			"Quantity", s.amount(c.Quantity.String()), "Price", s.tenge(int64(c.Price)))
	case *voucher.SellOutside:
		return s.say("do.sell_outside", "Store", fmt.Sprint(c.Store), "Lines", s.lines(c.Lines))
	case *voucher.GrantLoan:
		return s.say("do.grant_loan", "Who", who, "Store", fmt.Sprint(c.Store), "Amount", s.tenge(int64(c.Amount)), "Purpose", s.purpose(c.Purpose))
	case *voucher.DisburseLoan:
		return s.say("do.disburse_loan", "Who", who, "Loan", fmt.Sprint(c.Loan))
	case *voucher.RepayLoan:
		return s.say("do.repay_loan", "Who", who, "Loan", fmt.Sprint(c.Loan), "Amount", s.tenge(int64(c.Amount)))
	}
	return ""
}

func (s *speech) foodRows(rows []voucher.FoodListRow) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		if r.Drop {
			all[i] = s.say("do.row.family_drop", "Family", fmt.Sprint(r.Family))
			continue
		}
		all[i] = s.say("do.row.family", "Family", fmt.Sprint(r.Family), "Owner", fmt.Sprint(r.Owner),
			"Members", fmt.Sprint(len(r.Members)), "Place", s.place(r.Residence))
	}
	return s.items(all)
}

func (s *speech) lines(lines []voucher.PurchaseLine) string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = s.say("do.line", "Goods", fmt.Sprint(l.Goods), "Quantity", s.amount(l.Quantity.String()), "Price", s.tenge(int64(l.Price)))
	}
	return s.items(all)
}

// returned counts the lines of a purchase from 1, as a receipt does.
func (s *speech) returned(lines []voucher.RefundLine) string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = s.say("do.returned", "Line", fmt.Sprint(l.Line+1), "Quantity", s.amount(l.Quantity.String()))
	}
	return s.items(all)
}

func (s *speech) purpose(p voucher.Purpose) string {
	switch p {
	case voucher.ForStock:
		return s.say("purpose.stock")
	case voucher.ForOtherNeeds:
		return s.say("purpose.other")
	}
	return s.say("purpose.none")
}
