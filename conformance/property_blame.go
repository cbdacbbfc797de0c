package conformance

import (
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// asTheOracle ends the id of a check that compares with the oracle.
const asTheOracle = "/answers_as_the_oracle"

// isOracleCheck reports whether a check compares with the oracle.
func isOracleCheck(id string) bool { return strings.HasSuffix(id, asTheOracle) }

// oracleChapters are the chapters whose answers are compared with the oracle's,
// each by the requirement that opens it.
var oracleChapters = []voucher.RequirementID{
	"GAS-PERIOD-001", "GAS-TERRITORY-001", "GAS-ELIGIBILITY-001", "GAS-LIST-001", "GAS-NOTICE-001", "GAS-REMINDER-001", "GAS-CONSENT-001",
	"GAS-OPENING-002", "GAS-EXPIRY-001", "GAS-CHANNEL-001", "GAS-WINDOW-001", "GAS-ACCOUNT-001", "GAS-OFFER-001", "GAS-ACTIVATION-001",
	"GAS-DISPATCH-001", "GAS-BILL-001",
	"FOOD-PERIOD-001", "FOOD-TERRITORY-001", "FOOD-ELIGIBILITY-001", "FOOD-LIST-001", "FOOD-NOTICE-001", "FOOD-CONSENT-001", "FOOD-CREDIT-001",
	"FOOD-EXPIRY-001", "FOOD-BASKET-001", "FOOD-QR-001", "FOOD-PURCHASE-001", "FOOD-REFUND-001", "FOOD-REVERSAL-001", "FOOD-JOURNAL-001",
	"FOOD-STORE-001", "FOOD-LOAN-001", "FOOD-TRACE-001", "FOOD-FEEDBACK-001", "FOOD-REPORT-001", "FOOD-ADJUSTMENT-001",
	"BOTH-TIME-001", "BOTH-MONEY-001", "BOTH-RETRY-001", "BOTH-ACCESS-001",
}

// oracleCheck is the check that a broken requirement belongs to: that of its
// chapter.
func oracleCheck(id voucher.RequirementID) string {
	for _, first := range oracleChapters {
		if first.Programme() == id.Programme() && first.Chapter() == id.Chapter() {
			return string(first) + asTheOracle
		}
	}
	return "BOTH-ACCESS-001" + asTheOracle
}

// blame turns a difference into a fault of the requirement that is broken.
func blame(h *voucher.History, step int, f *follower, d *difference) fault {
	verdict := Fail
	if d.mayApply {
		verdict = Warn
	}
	id := blamed(h, step, f, d)
	return fault{check: oracleCheck(id), requirement: id, verdict: verdict, step: step, expected: d.want, got: d.got, field: d.field}
}

// blamed is the requirement that a difference breaks: what the oracle's no
// cites, what the build's own no cites where the oracle accepts, or what the
// field that differs is about.
func blamed(h *voucher.History, step int, f *follower, d *difference) voucher.RequirementID {
	e := &h.Entries[step]
	switch {
	case e.Query != nil:
		return blamedRecord(h, e, f, d)
	case e.Command == nil:
		return "BOTH-TIME-001"
	}
	if again(h, step) {
		return "BOTH-RETRY-001"
	}
	if want := f.wanted.Refusal; want != nil && want.Requirement.Valid() {
		return want.Requirement
	}
	if got := e.Outcome.Refusal; got != nil && got.Requirement.Valid() {
		if id, ok := openTo[got.Requirement]; ok {
			return id // what was refused too early is open longer
		}
		return got.Requirement
	}
	if r, ok := e.Command.(*voucher.Reply); ok && r.Programme == voucher.Gas && voucher.ParseAnswer(r.Text) == voucher.Malformed {
		return "GAS-CONSENT-005"
	}
	if c, ok := e.Command.(*voucher.Purchase); ok && e.Outcome.Refusal == nil {
		return blamedBasket(h, c, &e.Outcome.Result, &f.wanted.Result, d)
	}
	if r, ok := e.Command.(*voucher.Reply); ok && r.Programme == voucher.Food {
		return creditOf(h, replyFields[firstField(d.field)])
	}
	if id, ok := resultFields[e.Command.Kind()][firstField(d.field)]; ok {
		return id
	}
	return commandChapter[e.Command.Kind()]
}

// openTo are the demands that say how long something is open, by those that say
// when it is closed.
var openTo = map[voucher.RequirementID]voucher.RequirementID{"GAS-LIST-002": "GAS-LIST-001"}

// again reports whether the command of a step came before under its key.
func again(h *voucher.History, step int) bool {
	head := h.Entries[step].Command.Head()
	for i := range step {
		if c := h.Entries[i].Command; c != nil && *c.Head() == *head && mayDo(c.Kind(), head.Actor.Role) {
			return true
		}
	}
	return false
}

// firstField is the first name of a path.
func firstField(path string) string {
	return path[:min(len(path), max(0, indexAny(path, ".[")))]
}

func indexAny(s, chars string) int {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return i
	}
	return len(s)
}

// commandChapter is the requirement of a command whose answer differs for no
// reason that anybody cites.
var commandChapter = map[voucher.CommandKind]voucher.RequirementID{
	voucher.KindUpdateGasList: "GAS-LIST-001", voucher.KindReportDelivery: "GAS-NOTICE-001", voucher.KindReply: "GAS-CONSENT-001",
	voucher.KindOpenWallet: "GAS-CHANNEL-001", voucher.KindEnterAccount: "GAS-ACCOUNT-002", voucher.KindAcceptOffer: "GAS-OFFER-001",
	voucher.KindConfirm: "GAS-ACTIVATION-001", voucher.KindCancelActivation: "GAS-ACTIVATION-002", voucher.KindRegisterAccount: "GAS-ACCOUNT-003",
	voucher.KindReportOutage: "GAS-ACCOUNT-003", voucher.KindAcknowledgeList: "GAS-DISPATCH-001", voucher.KindChargeVolume: "GAS-BILL-003",
	voucher.KindCorrectVolume: "GAS-BILL-005", voucher.KindUpdateFoodList: "FOOD-LIST-001", voucher.KindActivate: "FOOD-EXPIRY-002",
	voucher.KindShowCode: "FOOD-QR-001", voucher.KindScanCode: "FOOD-QR-001", voucher.KindPurchase: "FOOD-PURCHASE-002",
	voucher.KindReverse: "FOOD-REVERSAL-001", voucher.KindRefund: "FOOD-REFUND-001", voucher.KindRegisterStore: "FOOD-PURCHASE-001",
	voucher.KindSuspendStore: "FOOD-PURCHASE-001", voucher.KindIntegrateTill: "FOOD-STORE-002", voucher.KindMarkGoods: "FOOD-STORE-001",
	voucher.KindDeliver: "FOOD-TRACE-001", voucher.KindSellOutside: "FOOD-TRACE-001", voucher.KindGrantLoan: "FOOD-LOAN-001",
	voucher.KindDisburseLoan: "FOOD-LOAN-001", voucher.KindRepayLoan: "FOOD-LOAN-001", voucher.KindRate: "FOOD-FEEDBACK-001",
	voucher.KindFileAppeal: "FOOD-FEEDBACK-002", voucher.KindAnswerAppeal: "FOOD-FEEDBACK-002", voucher.KindChangeParameter: "FOOD-ADJUSTMENT-001",
}

// resultFields is what a field of an accepted answer is about.
var resultFields = map[voucher.CommandKind]map[string]voucher.RequirementID{
	voucher.KindEnterAccount: {"edition": "GAS-OFFER-001", "account": "GAS-ACCOUNT-004", "voucher": "GAS-OPENING-002"},
	voucher.KindAcceptOffer:  {"account": "GAS-ACCOUNT-004", "voucher": "GAS-OPENING-002"},
	voucher.KindConfirm:      {"account": "GAS-ACCOUNT-004", "voucher": "GAS-OPENING-002"},
	voucher.KindReply:        {"voucher": "GAS-OPENING-001"},
	voucher.KindChargeVolume: {"voucher": "GAS-BILL-001", "paid": "GAS-BILL-002", "amount": "GAS-BILL-003"},
}

// replyFields is what a field of the answer to a food reply is about.
var replyFields = map[string]voucher.RequirementID{
	"": "FOOD-CONSENT-001", "voucher": "FOOD-CONSENT-001", "amount": "FOOD-CREDIT-001", "balance": "FOOD-CREDIT-001",
}

// creditOf tells the two demands on the sum of a voucher apart: with a regional
// coefficient it is that on the coefficient.
func creditOf(h *voucher.History, id voucher.RequirementID) voucher.RequirementID {
	coefficient := func(s *voucher.Setting) bool { return s.Path == voucher.FoodCoefficient.String() }
	for i := range h.Setup.Settings {
		if id == "FOOD-CREDIT-001" && coefficient(&h.Setup.Settings[i]) {
			return "FOOD-CREDIT-002"
		}
	}
	return id
}

// blamedBasket says what a basket that both accept is split wrongly for.
func blamedBasket(h *voucher.History, c *voucher.Purchase, got, want *voucher.Result, d *difference) voucher.RequirementID {
	if len(got.Lines) != len(want.Lines) || len(c.Lines) != len(want.Lines) {
		return "FOOD-BASKET-001"
	}
	for i := range want.Lines {
		if got.Lines[i].Eligible == want.Lines[i].Eligible {
			continue
		}
		if item := h.Setup.Goods[c.Lines[i].Goods-1].Item; item >= 1 && item <= voucher.Items {
			return "FOOD-STORE-001" // what can be on the list: then the mark decides, or the edition
		}
		return "FOOD-BASKET-001"
	}
	switch firstField(d.field) {
	case "lines":
		return "FOOD-BASKET-001"
	case "paid":
		return "FOOD-STORE-003"
	}
	if len(c.Lines) == 1 && got.Amount > want.Amount && got.Amount <= c.Lines[0].Quantity.At(c.Lines[0].Price) && want.Balance > 0 {
		return "FOOD-TRACE-002" // below the balance and below the shelf price: the ceiling is what was missed
	}
	return "FOOD-PURCHASE-002"
}

// recordFields is what a field of a record is about; "" is the record itself.
var recordFields = map[voucher.QueryKind]map[string]voucher.RequirementID{
	voucher.AskFoodWallet: {
		"": "FOOD-CONSENT-001", "voucher": "FOOD-CONSENT-001", "state": "FOOD-EXPIRY-002", "answer": "FOOD-CONSENT-001", "asked": "FOOD-NOTICE-001",
		"listed": "FOOD-LIST-001", "members": "FOOD-LIST-001", "credited": "FOOD-CREDIT-001", "spent": "BOTH-MONEY-001", "left": "BOTH-MONEY-001",
		"annulled": "FOOD-EXPIRY-002", "recovered": "FOOD-REFUND-001", "operations": "FOOD-JOURNAL-001",
	},
	voucher.AskProviderList: {"": "GAS-DISPATCH-001"},
	voucher.AskReceipt: {
		"": "GAS-BILL-001", "charge": "GAS-BILL-002", "discount": "GAS-BILL-003", "pay": "GAS-BILL-002", "voucher": "GAS-BILL-001",
		"volume": "GAS-BILL-005", "revision": "GAS-BILL-005",
	},
	voucher.AskStoreDay: {"": "BOTH-MONEY-001"}, voucher.AskStock: {"": "FOOD-TRACE-001", "price": "FOOD-TRACE-002"}, voucher.AskLoan: {"": "FOOD-LOAN-001"},
	voucher.AskAppeal: {"": "FOOD-FEEDBACK-002"}, voucher.AskDayReport: {"": "FOOD-REPORT-001"}, voucher.AskLedger: {"": "BOTH-MONEY-001"},
	voucher.AskParameter: {"": "FOOD-ADJUSTMENT-001"}, voucher.AskDigest: {"": "BOTH-JOURNAL-001"}, voucher.AskMessages: {"": "GAS-NOTICE-001"},
	voucher.AskGasWallet: {
		"": "GAS-OPENING-001", "answer": "GAS-CONSENT-001", "asked": "GAS-NOTICE-002", "listed": "GAS-LIST-001", "activated": "GAS-ACTIVATION-001",
		"account": "GAS-ACTIVATION-001", "edition": "GAS-OFFER-001",
	},
}

// blamedRecord is blamed for what was read.
func blamedRecord(h *voucher.History, e *voucher.Entry, f *follower, d *difference) voucher.RequirementID {
	got, want := &e.Record, &f.shown
	if got.Refusal != nil || want.Refusal != nil {
		if (got.Refusal == nil) != (want.Refusal == nil) && e.Query.Kind == voucher.AskDayReport && e.Query.Actor.Role == voucher.AuthorisedBody {
			return "FOOD-REPORT-001" // a report that is missing, or of a day without
		}
		return "BOTH-ACCESS-001"
	}
	_, field, _ := strings.Cut(d.field, ".") // the first name is that of the record
	switch {
	case e.Query.Kind == voucher.AskMessages:
		return blamedMessages(got.Messages, want.Messages)
	case e.Query.Kind == voucher.AskGasWallet && got.Gas != nil && want.Gas != nil && (firstField(field) == "voucher" || firstField(field) == "state"):
		return blamedGasVoucher(h, e, got.Gas, want.Gas)
	case e.Query.Kind == voucher.AskProviderList && got.List != nil && want.List != nil:
		return blamedList(e.Query.Month, got.List, want.List)
	}
	if p, ok := voucher.ParseParameter(e.Query.Parameter); ok && e.Query.Kind == voucher.AskParameter && !changedBefore(h, e) {
		return p.Declaration().Requirement // nobody has corrected it: it was never right
	}
	if e.Query.Kind == voucher.AskFoodWallet && firstField(field) == "operations" && annulledOtherwise(got.Food, want.Food) {
		return "FOOD-EXPIRY-002"
	}
	if e.Query.Kind == voucher.AskGasWallet && want.Gas != nil && firstField(field) == "answer" && want.Gas.Answer == voucher.No {
		return "GAS-CONSENT-002"
	}
	fields := recordFields[e.Query.Kind]
	if id, ok := fields[firstField(field)]; ok {
		return id
	}
	return fields[""]
}

// changedBefore reports whether a parameter was corrected before it was read.
func changedBefore(h *voucher.History, asked *voucher.Entry) bool {
	for i := range h.Entries {
		e := &h.Entries[i]
		if e == asked {
			break
		}
		if c, ok := e.Command.(*voucher.ChangeParameter); ok && c.Setting.Path == asked.Query.Parameter {
			return true
		}
	}
	return false
}

// annulledOtherwise reports whether two wallets differ in how they were annulled.
func annulledOtherwise(got, want *voucher.FoodWallet) bool {
	of := func(w *voucher.FoodWallet) []voucher.Operation {
		return slices.DeleteFunc(slices.Clone(w.Operations), func(o voucher.Operation) bool { return o.Kind != voucher.FoodVoucherAnnulled })
	}
	return got != nil && want != nil && !slices.Equal(of(got), of(want))
}

// blamedMessages says which SMS is missing or too many.
func blamedMessages(got, want []voucher.Message) voucher.RequirementID {
	got, want = bareMessages(got), bareMessages(want)
	odd := slices.DeleteFunc(slices.Concat(got, want), func(m voucher.Message) bool {
		return slices.Contains(got, m) && slices.Contains(want, m)
	})
	if len(odd) == 0 {
		return "GAS-NOTICE-001" // the fate of one, or their order
	}
	for i, o := range odd {
		for _, other := range odd[i+1:] {
			at := other.At
			if other.At = o.At; other == o && o.Kind == voucher.Notice && !wholeDays(o.At, at) {
				return offTheDay(o.At, at)
			}
		}
	}
	m := odd[0]
	again := slices.ContainsFunc(want, func(o voucher.Message) bool {
		return o.Programme == m.Programme && o.Kind == m.Kind && o.Month == m.Month && slices.Contains(got, o)
	})
	switch {
	case again && m.Kind == voucher.Notice && m.Programme == voucher.Food:
		return "FOOD-NOTICE-002"
	case again && m.Kind == voucher.Notice:
		return "GAS-NOTICE-002"
	case slices.ContainsFunc(odd, func(o voucher.Message) bool {
		unlike := o.Link != m.Link
		o.Link = m.Link
		return unlike && o == m
	}):
		return "GAS-NOTICE-001" // it carries no link
	case m.Programme == voucher.Food && m.Kind == voucher.Notice:
		return "FOOD-NOTICE-001"
	case m.Programme == voucher.Food:
		return "FOOD-NOTICE-002"
	case m.Kind == voucher.Reminder:
		return "GAS-REMINDER-001"
	case m.Kind == voucher.Help:
		return "GAS-CONSENT-005"
	case slices.ContainsFunc(odd, onThe7th):
		return "GAS-NOTICE-002"
	}
	return "GAS-NOTICE-001"
}

// onThe7th reports whether a message is the question to those on the standing
// list, whichever side has it.
func onThe7th(m voucher.Message) bool {
	return m.Kind == voucher.Notice && m.At == m.Month.Day(7).Start()
}

// bareMessages are messages without what a build chooses or learns later: their
// ids and their fate.
func bareMessages(all []voucher.Message) []voucher.Message {
	all = slices.Clone(all)
	for i := range all {
		all[i].ID, all[i].Delivered = 0, 0
	}
	return all
}

// blamedGasVoucher says why a voucher stands where it should not.
func blamedGasVoucher(h *voucher.History, e *voucher.Entry, got, want *voucher.GasWallet) voucher.RequirementID {
	month := e.Query.Month
	if month == 0 {
		month = e.At.Month()
	}
	w := watch{readings: &h.Setup.Readings}
	_, closes := w.gasWindow(month)
	switch {
	case want.Answer == voucher.No:
		return "GAS-CONSENT-002"
	case got.State == voucher.Opened && e.At >= closes, want.State == voucher.Opened && got.State == voucher.Closed && want.Listed:
		return "GAS-EXPIRY-001"
	case want.State == voucher.Active && got.State == voucher.Closed && want.Listed:
		return "GAS-CONSENT-004"
	case want.State == voucher.Active && !want.Listed, want.State == voucher.Closed && !want.Listed:
		return "GAS-LIST-003"
	case want.State == voucher.Active || got.State == voucher.Active:
		return "GAS-ACTIVATION-001"
	case want.State == voucher.NoVoucher:
		return "GAS-CONSENT-001"
	}
	return "GAS-OPENING-001"
}

// blamedList says what is wrong with a list: its day, its rows or what a row
// holds.
func blamedList(m voucher.Month, got, want *voucher.ProviderList) voucher.RequirementID {
	if got.Sent != 0 && want.Sent != 0 && !wholeDays(got.Sent, want.Sent) {
		return offTheDay(got.Sent, want.Sent)
	}
	if m.OfYear() == 2 && got.Sent != want.Sent {
		return "GAS-DISPATCH-003"
	}
	if got.Sent == want.Sent && len(got.Rows) == len(want.Rows) && len(want.Rows) > 0 {
		for i := range want.Rows {
			if got.Rows[i].Account == want.Rows[i].Account && (got.Rows[i].Month != want.Rows[i].Month || got.Rows[i].Activated != want.Rows[i].Activated) {
				return "GAS-DISPATCH-002"
			}
		}
	}
	return "GAS-DISPATCH-001"
}

// wholeDays reports whether two instants lie whole days apart. What falls due
// when a day begins and comes whole days off has its day wrong; what comes hours
// off has the day itself wrong.
func wholeDays(a, b voucher.Instant) bool { return a.SinceMidnight() == b.SinceMidnight() }

// offTheDay is what an instant breaks that is hours off: the demand on the day
// that it is done on, or that on when days begin.
func offTheDay(a, b voucher.Instant) voucher.RequirementID {
	if a.Day() != b.Day() {
		return "BOTH-TIME-002"
	}
	return "BOTH-TIME-001"
}
