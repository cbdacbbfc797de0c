package voucher

import (
	"reflect"
	"slices"
)

// Header is what every command carries.
type Header struct {
	Key   Key   // idempotency key, never zero
	Actor Actor // who asks
}

// Head returns the header, so that embedding it is half of being a Command.
func (h *Header) Head() *Header { return h }

// Command is a demand on a System, one of the types of this package, passed by
// pointer. It belongs to the caller again when Do returns.
type Command interface {
	// Head returns the command's header, to read and to fill in.
	Head() *Header
	// Kind says which command it is.
	Kind() CommandKind
	// Fingerprint is the digest of the body without its key: two commands under
	// one key are the same command if and only if it is equal (BOTH-RETRY-001).
	Fingerprint() Digest
}

// CommandKind numbers the commands: the closed list.
type CommandKind uint8

// The commands, gas first, in the order of a month.
const (
	KindUpdateGasList CommandKind = iota + 1
	KindReportDelivery
	KindReply
	KindOpenWallet
	KindEnterAccount
	KindAcceptOffer
	KindConfirm
	KindCancelActivation
	KindRegisterAccount
	KindReportOutage
	KindAcknowledgeList
	KindChargeVolume
	KindCorrectVolume
	KindUpdateFoodList
	KindActivate
	KindShowCode
	KindScanCode
	KindPurchase
	KindReverse
	KindRefund
	KindRegisterStore
	KindSuspendStore
	KindIntegrateTill
	KindMarkGoods
	KindDeliver
	KindSellOutside
	KindGrantLoan
	KindDisburseLoan
	KindRepayLoan
	KindRate
	KindFileAppeal
	KindAnswerAppeal
	KindChangeParameter

	commandKinds = KindChangeParameter + 1
)

var commandNames = [commandKinds]string{
	KindUpdateGasList: "update_gas_list", KindReportDelivery: "report_delivery", KindReply: "reply",
	KindOpenWallet: "open_wallet", KindEnterAccount: "enter_account", KindAcceptOffer: "accept_offer",
	KindConfirm: "confirm", KindCancelActivation: "cancel_activation", KindRegisterAccount: "register_account",
	KindReportOutage: "report_outage", KindAcknowledgeList: "acknowledge_list", KindChargeVolume: "charge_volume",
	KindCorrectVolume: "correct_volume", KindUpdateFoodList: "update_food_list", KindActivate: "activate",
	KindShowCode: "show_code", KindScanCode: "scan_code", KindPurchase: "purchase", KindReverse: "reverse",
	KindRefund: "refund", KindRegisterStore: "register_store", KindSuspendStore: "suspend_store",
	KindIntegrateTill: "integrate_till", KindMarkGoods: "mark_goods", KindDeliver: "deliver",
	KindSellOutside: "sell_outside", KindGrantLoan: "grant_loan", KindDisburseLoan: "disburse_loan",
	KindRepayLoan: "repay_loan", KindRate: "rate", KindFileAppeal: "file_appeal",
	KindAnswerAppeal: "answer_appeal", KindChangeParameter: "change_parameter",
}

// String returns the command's word, such as "enter_account".
func (k CommandKind) String() string { return name(commandNames[:], k) }

// ParseCommandKind reads what String writes.
func ParseCommandKind(s string) (k CommandKind, ok bool) {
	return parse[CommandKind](commandNames[:], s)
}

// CommandKinds returns all commands, in order.
func CommandKinds() []CommandKind {
	all := make([]CommandKind, 0, commandKinds-1)
	for k := range commandKinds {
		if k != 0 {
			all = append(all, k)
		}
	}
	return all
}

// NewCommand returns an empty command of a kind, and nil for a kind that is
// none: what a reader fills in.
func NewCommand(k CommandKind) Command {
	if k == 0 || k >= commandKinds {
		return nil
	}
	return newCommand[k]()
}

var newCommand = [commandKinds]func() Command{
	KindUpdateGasList:    func() Command { return new(UpdateGasList) },
	KindReportDelivery:   func() Command { return new(ReportDelivery) },
	KindReply:            func() Command { return new(Reply) },
	KindOpenWallet:       func() Command { return new(OpenWallet) },
	KindEnterAccount:     func() Command { return new(EnterAccount) },
	KindAcceptOffer:      func() Command { return new(AcceptOffer) },
	KindConfirm:          func() Command { return new(Confirm) },
	KindCancelActivation: func() Command { return new(CancelActivation) },
	KindRegisterAccount:  func() Command { return new(RegisterAccount) },
	KindReportOutage:     func() Command { return new(ReportOutage) },
	KindAcknowledgeList:  func() Command { return new(AcknowledgeList) },
	KindChargeVolume:     func() Command { return new(ChargeVolume) },
	KindCorrectVolume:    func() Command { return new(CorrectVolume) },
	KindUpdateFoodList:   func() Command { return new(UpdateFoodList) },
	KindActivate:         func() Command { return new(Activate) },
	KindShowCode:         func() Command { return new(ShowCode) },
	KindScanCode:         func() Command { return new(ScanCode) },
	KindPurchase:         func() Command { return new(Purchase) },
	KindReverse:          func() Command { return new(Reverse) },
	KindRefund:           func() Command { return new(Refund) },
	KindRegisterStore:    func() Command { return new(RegisterStore) },
	KindSuspendStore:     func() Command { return new(SuspendStore) },
	KindIntegrateTill:    func() Command { return new(IntegrateTill) },
	KindMarkGoods:        func() Command { return new(MarkGoods) },
	KindDeliver:          func() Command { return new(Deliver) },
	KindSellOutside:      func() Command { return new(SellOutside) },
	KindGrantLoan:        func() Command { return new(GrantLoan) },
	KindDisburseLoan:     func() Command { return new(DisburseLoan) },
	KindRepayLoan:        func() Command { return new(RepayLoan) },
	KindRate:             func() Command { return new(Rate) },
	KindFileAppeal:       func() Command { return new(FileAppeal) },
	KindAnswerAppeal:     func() Command { return new(AnswerAppeal) },
	KindChangeParameter:  func() Command { return new(ChangeParameter) },
}

// CloneCommand copies a command with its lists: what keeps one beyond Do keeps a
// copy, for the command is the caller's again.
func CloneCommand(c Command) Command {
	v := reflect.New(reflect.TypeOf(c).Elem())
	v.Elem().Set(reflect.ValueOf(c).Elem())
	switch c := v.Interface().(type) {
	case *UpdateGasList:
		c.Rows = slices.Clone(c.Rows)
	case *UpdateFoodList:
		c.Rows = slices.Clone(c.Rows)
		for i := range c.Rows {
			c.Rows[i].Members = slices.Clone(c.Rows[i].Members)
		}
	case *Purchase:
		c.Lines = slices.Clone(c.Lines)
	case *SellOutside:
		c.Lines = slices.Clone(c.Lines)
	case *Refund:
		c.Lines = slices.Clone(c.Lines)
	}
	return v.Interface().(Command)
}

// body starts the digest of a command's body: its kind and its actor.
func body(k CommandKind, h *Header) Digest {
	return NewDigest().Word(uint64(k)<<40 | uint64(h.Actor.Role)<<32 | uint64(h.Actor.ID))
}

// flag turns a truth into a word.
func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
