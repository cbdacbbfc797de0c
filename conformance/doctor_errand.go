package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// errand is what the doctor asks of a build in a programme that it runs: an
// update of the list by one row, at noon of the day before the question of the
// month goes out.
type errand struct {
	list   voucher.Text // "gas list"
	at     voucher.Instant
	update func(listRow) voucher.Command // a fresh command each time: keys are written into it
	wallet voucher.Query                 // in which person 1 reads that the row stands on the list
	listed func(*voucher.Record) bool
}

// listRow is which row an update has.
type listRow int

const (
	rightRow listRow = iota
	otherRow         // right as well, and not the same
	bareRow          // without any ground to be on the list
)

// october6 is the day before the question of an ordinary month of gas.
var october6 = voucher.At(2025, 10, 6, 12, 0, 0)

// errandIn is the errand in gas where the build runs it, in food otherwise.
func errandIn(p voucher.Programme) errand {
	if p&voucher.Gas != 0 {
		return errand{voucher.Text{En: "gas list", Ru: "список на газ", Kk: "газ тізімі"}, october6, gasUpdate, ownQuery(voucher.AskGasWallet),
			func(r *voucher.Record) bool { return r.Gas != nil && r.Gas.Listed }}
	}
	wallet := ownQuery(voucher.AskFoodWallet)
	wallet.Family = storeFamily
	return errand{voucher.Text{En: "food list", Ru: "продовольственный список", Kk: "азық-түлік тізімі"}, StoreSetup().At, foodUpdate, wallet,
		func(r *voucher.Record) bool { return r.Food != nil && r.Food.Listed }}
}

// ownQuery is what person 1 asks of their own records.
func ownQuery(kind voucher.QueryKind) voucher.Query {
	q := voucher.Query{Kind: kind, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(storeOwner)}}
	if kind != voucher.AskFoodWallet {
		q.Person = storeOwner
	}
	return q
}

func gasUpdate(row listRow) voucher.Command {
	grounds := [...]voucher.Reasons{rightRow: voucher.SocialAssistance, otherRow: voucher.HousingAssistance, bareRow: 0}
	return listUpdate(grounds[row])
}

// listUpdate is an update of the gas list by one row; grounds may be none.
func listUpdate(grounds voucher.Reasons) *voucher.UpdateGasList {
	return &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: storeOwner, Reasons: grounds, Residence: 750000000}}}
}

func foodUpdate(row listRow) voucher.Command {
	const pavlodar voucher.Territory = 551010000
	r := voucher.FoodListRow{Family: storeFamily, Owner: storeOwner, Members: []voucher.PersonID{storeOwner}, Residence: StoreSetup().Stores[0].Territory}
	switch row {
	case otherRow:
		r.Residence = pavlodar
	case bareRow:
		r.Members = nil
	}
	return &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{r}}
}
