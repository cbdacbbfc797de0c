package reference_test

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// gasActions are what people and offices do in the gas programme.
func (l *country) gasActions() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"update gas list": l.updateGasList, "answer gas": l.answerGas, "report delivery": l.reportDelivery, "open wallet": l.openWallet,
		"enter account": l.enterAccount, "accept offer": l.acceptOffer, "confirm": l.confirm, "activate whole": l.activateWhole, "meet on an account": l.meet,
		"drop an open voucher": l.dropOpen, "change of mind": l.changeOfMind,
		"cancel": l.cancel, "register account": l.registerAccount, "outage": l.outage, "acknowledge list": l.acknowledge,
		"charge": l.charge, "correct": l.correct,
	}
}

func (l *country) updateGasList(t *rapid.T) {
	c := &voucher.UpdateGasList{}
	for range rapid.IntRange(1, 3).Draw(t, "rows") {
		c.Rows = append(c.Rows, voucher.GasListRow{
			Person: drawPerson(t), Drop: rapid.IntRange(0, 3).Draw(t, "drop") == 3,
			Reasons:   voucher.Reasons(rapid.SampledFrom([]int{1, 2, 3, 1, 2, 3, 0, 4}).Draw(t, "grounds")),
			Residence: rapid.SampledFrom([]voucher.Territory{inAlmaty, ofAkmola, inAlmaty, ofAkmola, pavlodarside}).Draw(t, "residence"),
		})
	}
	l.do(voucher.ListOwner, 0, c)
}

func (l *country) answerGas(t *rapid.T) {
	p := drawPerson(t)
	role, id := voucher.Gateway, uint32(0)
	if rapid.IntRange(0, 7).Draw(t, "by") == 7 {
		role, id = drawSpeaker(t, p)
	}
	l.do(role, id, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: drawText(t)})
}

// changeOfMind lets a person answer several times.
func (l *country) changeOfMind(t *rapid.T) {
	p := voucher.PersonID(rapid.IntRange(1, 6).Draw(t, "person"))
	for range rapid.IntRange(2, 3).Draw(t, "replies") {
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: rapid.SampledFrom([]string{"да", "нет"}).Draw(t, "text")})
	}
}

func (l *country) reportDelivery(t *rapid.T) {
	l.do(voucher.Gateway, 0, &voucher.ReportDelivery{Message: l.drawMessage(t), Delivered: rapid.Bool().Draw(t, "delivered")})
}

func (l *country) openWallet(t *rapid.T) {
	p := drawPerson(t)
	l.do(voucher.Citizen, uint32(p), &voucher.OpenWallet{Person: p, Via: voucher.Via(rapid.IntRange(1, 3).Draw(t, "via"))})
}

func (l *country) enterAccount(t *rapid.T) {
	p := drawPerson(t)
	role, id := drawSpeaker(t, p)
	provider, account := l.drawAccount(t)
	l.do(role, id, &voucher.EnterAccount{Person: p, Provider: provider, Account: account})
}

func (l *country) acceptOffer(t *rapid.T) {
	p := drawPerson(t)
	role, id := drawSpeaker(t, p)
	l.do(role, id, &voucher.AcceptOffer{Person: p, Edition: uint32(rapid.SampledFrom([]int{1, 1, 1, 2, 0}).Draw(t, "edition"))})
}

func (l *country) confirm(t *rapid.T) {
	p := drawPerson(t)
	role, id := drawSpeaker(t, p)
	l.do(role, id, &voucher.Confirm{Person: p})
}

// activateWhole takes a person from the answer to the confirmation, for one of
// two accounts, so that recipients meet on them.
func (l *country) activateWhole(t *rapid.T) {
	l.activates(voucher.PersonID(rapid.IntRange(1, 6).Draw(t, "person")), rapid.IntRange(0, 1).Draw(t, "account"))
}

// activates walks the whole way with the account at a place of the setup.
func (l *country) activates(p voucher.PersonID, account int) {
	a := l.setup.Accounts[account]
	l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
	l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
	l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
}

// meet lets two people come to one account before either confirms.
func (l *country) meet(t *rapid.T) {
	first := voucher.PersonID(rapid.IntRange(1, 6).Draw(t, "first"))
	second := voucher.PersonID(rapid.IntRange(1, 6).Draw(t, "second"))
	a := l.setup.Accounts[rapid.IntRange(0, 1).Draw(t, "account")]
	for _, p := range []voucher.PersonID{first, second} {
		l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
		l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	}
	for _, p := range []voucher.PersonID{first, second} {
		l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
	}
}

// dropOpen drops whoever has consented and not yet activated.
func (l *country) dropOpen(t *rapid.T) {
	c := &voucher.UpdateGasList{}
	for p := voucher.PersonID(1); p <= 6; p++ {
		if l.diary.month(p, l.machine.Now().Month()).opened && rapid.Bool().Draw(t, "drop") {
			c.Rows = append(c.Rows, voucher.GasListRow{Person: p, Drop: true})
		}
	}
	l.do(voucher.ListOwner, 0, c)
}

func (l *country) cancel(t *rapid.T) {
	p := drawPerson(t)
	l.do(voucher.Citizen, uint32(p), &voucher.CancelActivation{Person: p})
}

func (l *country) registerAccount(t *rapid.T) {
	provider, account := l.drawAccount(t)
	l.do(voucher.GasProvider, uint32(provider), &voucher.RegisterAccount{
		Provider: provider, Account: account, Closed: rapid.IntRange(0, 2).Draw(t, "closed") == 2,
		Class:  voucher.ApplianceClass(rapid.IntRange(1, 3).Draw(t, "class")),
		People: uint8(rapid.SampledFrom([]int{1, 4, 100, 101}).Draw(t, "people")), Owner: drawPerson(t),
	})
}

func (l *country) outage(t *rapid.T) {
	p := rapid.SampledFrom([]voucher.ProviderID{almatyGas, akmolaGas}).Draw(t, "provider")
	l.do(voucher.GasProvider, uint32(p), &voucher.ReportOutage{Provider: p, Down: rapid.Bool().Draw(t, "down")})
}

func (l *country) acknowledge(t *rapid.T) {
	p := voucher.ProviderID(rapid.IntRange(1, 3).Draw(t, "provider"))
	l.do(voucher.GasProvider, uint32(p), &voucher.AcknowledgeList{Provider: p, Month: l.drawMonth(t)})
}

func (l *country) charge(t *rapid.T) {
	provider, account := l.drawAccount(t)
	month := l.drawMonth(t)
	if rapid.Bool().Draw(t, "list received") {
		l.do(voucher.GasProvider, uint32(provider), &voucher.AcknowledgeList{Provider: provider, Month: month})
	}
	o := l.do(voucher.GasProvider, uint32(provider), &voucher.ChargeVolume{Provider: provider, Account: account, Month: month, Volume: drawVolume(t)})
	l.billed(provider, account, month, o)
}

func (l *country) correct(t *rapid.T) {
	provider, account := l.drawAccount(t)
	month := l.drawMonth(t)
	o := l.do(voucher.GasProvider, uint32(provider), &voucher.CorrectVolume{Provider: provider, Account: account, Month: month, Volume: drawVolume(t)})
	l.billed(provider, account, month, o)
}

// billed holds a receipt to the list: a discount for accounts that the diary
// saw activated in the month, and for no other.
func (l *country) billed(p voucher.ProviderID, a voucher.AccountNumber, m voucher.Month, o voucher.Outcome) {
	l.Helper()
	if o.Refusal != nil {
		return
	}
	var listed voucher.VoucherID
	for _, row := range l.diary.activations(p, m) {
		if row.Account == a {
			listed = row.Voucher
		}
	}
	r := l.ask(voucher.Query{Kind: voucher.AskReceipt, Actor: voucher.Actor{Role: voucher.GasProvider, ID: uint32(p)}, Provider: p, Account: a, Month: m}).Receipt
	if r.Voucher != listed || r.Pay != r.Charge-r.Discount || r.Discount < 0 || (listed == 0 && r.Discount != 0) || (r.Volume <= 0 && r.Discount != 0) || (r.Volume > 0 && r.Discount > r.Charge) {
		l.Fatalf("receipt %+v of account %s for %s, voucher by the diary: %d\nGAS-BILL-001 to -005", r, a, m, listed)
	}
	if o.Result.Receipt != r.ID || o.Result.Amount != r.Discount || o.Result.Paid != r.Pay {
		l.Fatalf("the answer %+v is not the receipt %+v", o.Result, r)
	}
}
