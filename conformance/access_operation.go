package conformance

import (
	"reflect"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// operation is one of the contract: a command or a query. Zero is none.
type operation struct {
	command voucher.CommandKind // 0: a query
	query   voucher.QueryKind   // 0: a command
}

// operations are all of the contract, as the vocabulary counts them: one that is
// added to it is tried without a word here.
func operations() (all []operation) {
	for _, k := range voucher.CommandKinds() {
		all = append(all, operation{command: k})
	}
	for k := voucher.QueryKind(1); k.String() != ""; k++ {
		all = append(all, operation{query: k})
	}
	return all
}

// String returns the operation's word, such as "show_code".
func (o operation) String() string {
	if o.command != 0 {
		return o.command.String()
	}
	return o.query.String()
}

// roles are those that may call it.
func (o operation) roles() []voucher.Role {
	if o.command != 0 {
		return wire.Doers(o.command)
	}
	return wire.Askers(o.query)
}

// programme is the one that it belongs to; 0: both.
func (o operation) programme() voucher.Programme {
	switch o.command {
	case 0:
	case voucher.KindReply, voucher.KindReportDelivery, voucher.KindChangeParameter:
		return 0
	default:
		if o.command < voucher.KindUpdateFoodList {
			return voucher.Gas
		}
		return voucher.Food
	}
	switch o.query {
	case voucher.AskMessages, voucher.AskParameter, voucher.AskDigest:
		return 0
	case voucher.AskGasWallet, voucher.AskProviderList, voucher.AskReceipt:
		return voucher.Gas
	}
	return voucher.Food
}

// asked is one call of an operation: a command or a query.
type asked struct {
	command voucher.Command
	query   *voucher.Query
}

// blank is a call without values.
func (o operation) blank() asked {
	if o.command != 0 {
		return asked{command: voucher.NewCommand(o.command)}
	}
	return asked{query: &voucher.Query{Kind: o.query}}
}

// fields are what a call of the operation says, by itself and not in a list.
func (o operation) fields(a asked) (all []reflect.Value) {
	v := reflect.ValueOf(a.command)
	if a.query != nil {
		v = reflect.ValueOf(a.query)
	}
	v = v.Elem()
	for i := range v.NumField() {
		word, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if o.command != 0 && word != "-" || o.query != 0 && slices.Contains(wire.AskedBy(o.query), word) {
			all = append(all, v.Field(i))
		}
	}
	return all
}

// by names who calls.
func (a asked) by(who voucher.Actor) {
	if a.command != nil {
		a.command.Head().Actor = who
		return
	}
	a.query.Actor = who
}

// recordsOf are the ids by which records belong to a role. A role without a row has
// none of its own: it may act for anybody, or on what is everybody's.
var recordsOf = map[voucher.Role][]reflect.Type{
	voucher.Citizen: {reflect.TypeFor[voucher.PersonID](), reflect.TypeFor[voucher.FamilyID](), reflect.TypeFor[voucher.AppealID](),
		reflect.TypeFor[voucher.AccountNumber]()},
	voucher.StoreTill:   {reflect.TypeFor[voucher.StoreID](), reflect.TypeFor[voucher.PurchaseID](), reflect.TypeFor[voucher.LoanID]()},
	voucher.GasProvider: {reflect.TypeFor[voucher.ProviderID]()},
	voucher.LocalBody:   {reflect.TypeFor[voucher.StoreID](), reflect.TypeFor[voucher.LoanID]()},
}

// owned are the fields of a call by which it is about a record of a role. An account
// is a person's where nothing else says whose the record is: anybody may name it to be
// served there (reading G20).
func owned(r voucher.Role, fields []reflect.Value) (all []reflect.Value) {
	account := reflect.TypeFor[voucher.AccountNumber]()
	for _, f := range fields {
		if slices.Contains(recordsOf[r], f.Type()) {
			all = append(all, f)
		}
	}
	if len(all) > 1 {
		all = slices.DeleteFunc(all, func(f reflect.Value) bool { return f.Type() == account })
	}
	return all
}

// numbered are the fields of a call by which it is about any record.
func numbered(fields []reflect.Value) (all []reflect.Value) {
	for _, f := range fields {
		ours := f.Type() == reflect.TypeFor[voucher.MessageID]()
		for _, types := range recordsOf {
			ours = ours || slices.Contains(types, f.Type())
		}
		if ours {
			all = append(all, f)
		}
	}
	return all
}
