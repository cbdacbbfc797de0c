package voucher

import (
	"fmt"
	"reflect"
	"strings"
)

// acting says which role naturally gives each command.
var acting = [commandKinds]Role{
	KindUpdateGasList: ListOwner, KindReportDelivery: Gateway, KindReply: Gateway, KindOpenWallet: Citizen,
	KindEnterAccount: Citizen, KindAcceptOffer: Citizen, KindConfirm: Citizen, KindCancelActivation: Citizen,
	KindRegisterAccount: GasProvider, KindReportOutage: GasProvider, KindAcknowledgeList: GasProvider,
	KindChargeVolume: GasProvider, KindCorrectVolume: GasProvider,
	KindUpdateFoodList: ListOwner, KindActivate: Citizen, KindShowCode: Citizen, KindScanCode: Citizen,
	KindPurchase: StoreTill, KindReverse: StoreTill, KindRefund: StoreTill,
	KindRegisterStore: LocalBody, KindSuspendStore: LocalBody, KindIntegrateTill: StoreTill, KindMarkGoods: StoreTill,
	KindDeliver: StoreTill, KindSellOutside: StoreTill,
	KindGrantLoan: LocalBody, KindDisburseLoan: LocalBody, KindRepayLoan: StoreTill,
	KindRate: Citizen, KindFileAppeal: Citizen, KindAnswerAppeal: AuthorisedBody, KindChangeParameter: AuthorisedBody,
}

// asking says which role naturally asks each query.
var asking = [queryKinds]Role{
	AskGasWallet: Citizen, AskFoodWallet: Citizen, AskMessages: Citizen, AskProviderList: GasProvider,
	AskReceipt: GasProvider, AskStoreDay: StoreTill, AskStock: StoreTill, AskLoan: AuthorisedBody,
	AskAppeal: AuthorisedBody, AskDayReport: AuthorisedBody, AskLedger: AuthorisedBody, AskParameter: AuthorisedBody,
	AskDigest: AuthorisedBody,
}

// natural returns who would give a command, as far as its own fields and the
// setup, which may be nil, tell.
func natural(c Command, setup *Setup) (Actor, bool) {
	return actorFor(acting[c.Kind()], reflect.ValueOf(c).Elem(), setup)
}

// actorFor names the actor of a role by the fields of a command or query.
func actorFor(r Role, v reflect.Value, setup *Setup) (Actor, bool) {
	id := func(field string) uint32 {
		if f := v.FieldByName(field); f.IsValid() {
			return uint32(f.Uint())
		}
		return 0
	}
	has := func(field string) bool { return v.FieldByName(field).IsValid() }
	switch r {
	case Citizen:
		if store := id("Store"); store != 0 && id("Person") == 0 {
			return Actor{StoreTill, store}, true // a till that shows a code (reading F33)
		}
		alone := !has("Family") || (id("Family") == 0 && id("Person") != 0) // a family does not say who its citizen is
		return Actor{r, id("Person")}, has("Person") && alone
	case StoreTill:
		return Actor{r, id("Store")}, has("Store")
	case GasProvider:
		return Actor{r, id("Provider")}, has("Provider")
	case LocalBody:
		store := id("Store")
		if setup == nil || store == 0 || int(store) > len(setup.Stores) {
			return Actor{}, false
		}
		return Actor{r, uint32(setup.Stores[store-1].Territory.Region())}, true
	}
	return Actor{Role: r}, true
}

// example shows how to say who gives a command.
func example(k CommandKind) string {
	switch acting[k] {
	case LocalBody:
		return "local_body:110000000"
	case StoreTill:
		return "store:1"
	}
	return "citizen:1"
}

// readActor reads a role, or role:id; the id of a local body is its territory.
func readActor(s string) (*Actor, error) {
	word, digits, given := strings.Cut(s, ":")
	if word == "nobody" && !given {
		return &Actor{}, nil
	}
	r, ok := ParseRole(word)
	if !ok {
		return nil, fmt.Errorf("role %q is unknown; %s", clip(word), hint(word, roleNames[1:]))
	}
	a := Actor{Role: r}
	if !given {
		return &a, nil
	}
	if r == LocalBody {
		t, err := ParseTerritory(digits)
		a.ID = uint32(t)
		return &a, err
	}
	return &a, into(&a.ID, digits)
}

// actorText writes what readActor reads.
func actorText(a Actor) string {
	switch {
	case a.Role == 0:
		return "nobody"
	case a.ID == 0:
		return a.Role.String()
	case a.Role == LocalBody:
		return a.Role.String() + ":" + Territory(a.ID).String()
	}
	return fmt.Sprintf("%s:%d", a.Role, a.ID)
}
