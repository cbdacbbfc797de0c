package reference

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	roleNotAllowed = voucher.Refuse(voucher.RoleNotAllowed, "BOTH-ACCESS-001")
	recordUnknown  = voucher.Refuse(voucher.RecordUnknown, "BOTH-ACCESS-001")
	recordNotOwn   = voucher.Refuse(voucher.RecordNotOwn, "BOTH-ACCESS-001")
	keyMissing     = voucher.Refuse(voucher.KeyMissing, "BOTH-RETRY-001")
	keyReused      = voucher.Refuse(voucher.KeyReused, "BOTH-RETRY-001")
)

// roles is a set of roles.
type roles uint16

func only(rs ...voucher.Role) (set roles) {
	for _, r := range rs {
		set |= 1 << r
	}
	return set
}

// doers says which roles may give which command (BOTH-ACCESS-001). A command
// without an entry is nobody's.
var doers = [...]roles{
	voucher.KindUpdateGasList:    only(voucher.ListOwner),
	voucher.KindReportDelivery:   only(voucher.Gateway),
	voucher.KindReply:            only(voucher.Gateway, voucher.Citizen, voucher.Operator),
	voucher.KindOpenWallet:       only(voucher.Citizen),
	voucher.KindEnterAccount:     only(voucher.Citizen, voucher.Operator),
	voucher.KindAcceptOffer:      only(voucher.Citizen, voucher.Operator),
	voucher.KindConfirm:          only(voucher.Citizen, voucher.Operator),
	voucher.KindCancelActivation: only(voucher.Citizen, voucher.Operator),
	voucher.KindRegisterAccount:  only(voucher.GasProvider),
	voucher.KindReportOutage:     only(voucher.GasProvider),
	voucher.KindAcknowledgeList:  only(voucher.GasProvider),
	voucher.KindChargeVolume:     only(voucher.GasProvider),
	voucher.KindCorrectVolume:    only(voucher.GasProvider),
	voucher.KindUpdateFoodList:   only(voucher.ListOwner),
	voucher.KindActivate:         only(voucher.Citizen),
	voucher.KindShowCode:         only(voucher.Citizen, voucher.StoreTill),
	voucher.KindScanCode:         only(voucher.Citizen),
	voucher.KindPurchase:         only(voucher.StoreTill),
	voucher.KindReverse:          only(voucher.StoreTill),
	voucher.KindRefund:           only(voucher.StoreTill),
	voucher.KindRegisterStore:    only(voucher.LocalBody, voucher.AuthorisedBody),
	voucher.KindSuspendStore:     only(voucher.LocalBody, voucher.AuthorisedBody),
	voucher.KindIntegrateTill:    only(voucher.StoreTill),
	voucher.KindMarkGoods:        only(voucher.StoreTill),
	voucher.KindDeliver:          only(voucher.StoreTill),
	voucher.KindSellOutside:      only(voucher.StoreTill),
	voucher.KindGrantLoan:        only(voucher.LocalBody),
	voucher.KindDisburseLoan:     only(voucher.LocalBody),
	voucher.KindRepayLoan:        only(voucher.StoreTill),
	voucher.KindRate:             only(voucher.Citizen),
	voucher.KindFileAppeal:       only(voucher.Citizen),
	voucher.KindAnswerAppeal:     only(voucher.AuthorisedBody),
	voucher.KindChangeParameter:  only(voucher.AuthorisedBody),
}

// mayDo reports whether a role may give a kind of command.
func mayDo(k voucher.CommandKind, r voucher.Role) bool {
	return int(k) < len(doers) && doers[k]&(1<<r) != 0
}

// person checks that a person exists and that a citizen speaks for nobody else.
func (m *Machine) person(a voucher.Actor, p voucher.PersonID) *voucher.Refusal {
	switch {
	case p == 0 || int(p) > len(m.Setup.People):
		return recordUnknown
	case a.Role == voucher.Citizen && a.ID != uint32(p):
		return recordNotOwn
	case a.Role == voucher.Operator && (a.ID == 0 || int(a.ID) > m.Setup.Operators):
		return recordUnknown
	}
	return nil
}

// provider checks that a provider exists and speaks for itself.
func (m *Machine) provider(a voucher.Actor, p voucher.ProviderID) *voucher.Refusal {
	switch {
	case p == 0 || int(p) > len(m.Setup.Providers):
		return recordUnknown
	case a.Role == voucher.GasProvider && a.ID != uint32(p):
		return recordNotOwn
	}
	return nil
}
