package reference_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

const (
	citizen    = voucher.Citizen
	operator   = voucher.Operator
	gateway    = voucher.Gateway
	till       = voucher.StoreTill
	provider   = voucher.GasProvider
	listOwner  = voucher.ListOwner
	localBody  = voucher.LocalBody
	authorised = voucher.AuthorisedBody
)

// mayCommand says by hand who gives which command (BOTH-ACCESS-001).
var mayCommand = map[voucher.CommandKind][]voucher.Role{
	voucher.KindUpdateGasList:    {listOwner},
	voucher.KindReportDelivery:   {gateway},
	voucher.KindReply:            {gateway, citizen, operator},
	voucher.KindOpenWallet:       {citizen},
	voucher.KindEnterAccount:     {citizen, operator},
	voucher.KindAcceptOffer:      {citizen, operator},
	voucher.KindConfirm:          {citizen, operator},
	voucher.KindCancelActivation: {citizen, operator},
	voucher.KindRegisterAccount:  {provider},
	voucher.KindReportOutage:     {provider},
	voucher.KindAcknowledgeList:  {provider},
	voucher.KindChargeVolume:     {provider},
	voucher.KindCorrectVolume:    {provider},
	voucher.KindUpdateFoodList:   {listOwner},
	voucher.KindActivate:         {citizen},
	voucher.KindShowCode:         {citizen, till},
	voucher.KindScanCode:         {citizen},
	voucher.KindPurchase:         {till},
	voucher.KindReverse:          {till},
	voucher.KindRefund:           {till},
	voucher.KindRegisterStore:    {localBody, authorised},
	voucher.KindSuspendStore:     {localBody, authorised},
	voucher.KindIntegrateTill:    {till},
	voucher.KindMarkGoods:        {till},
	voucher.KindDeliver:          {till},
	voucher.KindSellOutside:      {till},
	voucher.KindGrantLoan:        {localBody},
	voucher.KindDisburseLoan:     {localBody},
	voucher.KindRepayLoan:        {till},
	voucher.KindRate:             {citizen},
	voucher.KindFileAppeal:       {citizen},
	voucher.KindAnswerAppeal:     {authorised},
	voucher.KindChangeParameter:  {authorised},
}

// mayQuery says by hand who reads which record.
var mayQuery = map[voucher.QueryKind][]voucher.Role{
	voucher.AskGasWallet:    {citizen, operator},
	voucher.AskFoodWallet:   {citizen},
	voucher.AskMessages:     {citizen, gateway},
	voucher.AskProviderList: {provider},
	voucher.AskReceipt:      {provider, citizen},
	voucher.AskStoreDay:     {till},
	voucher.AskStock:        {till, localBody, authorised},
	voucher.AskLoan:         {till, localBody, authorised},
	voucher.AskAppeal:       {citizen, authorised},
	voucher.AskDayReport:    {authorised},
	voucher.AskLedger:       {authorised},
	voucher.AskParameter:    {citizen, operator, gateway, till, provider, listOwner, localBody, authorised},
	voucher.AskDigest:       {authorised},
}

// TestEveryRoleDoesItsOwnThingsOnly tries every command and every query with
// every role, and with none: the right ones are not turned away for their role,
// all others are, and leave nothing behind.
func TestEveryRoleDoesItsOwnThingsOnly(t *testing.T) {
	l := october(t)
	if len(mayCommand) != len(voucher.CommandKinds()) {
		t.Fatalf("%d commands by hand, want %d", len(mayCommand), len(voucher.CommandKinds()))
	}
	for role := voucher.Role(0); role <= authorised+1; role++ {
		for _, k := range voucher.CommandKinds() {
			may := slices.Contains(mayCommand[k], role)
			before := l.machine.StateDigest()
			o := l.do(role, 1, voucher.NewCommand(k))
			turned := o.Refusal != nil && *o.Refusal == voucher.Refusal{Reason: voucher.RoleNotAllowed, Requirement: "BOTH-ACCESS-001"}
			if turned == may {
				t.Errorf("%s by %q is answered %s, may: %v\nBOTH-ACCESS-001", k, role, o.Refusal, may)
			}
			if turned && l.machine.StateDigest() != before {
				t.Errorf("%s by %q was turned away and changed the state", k, role)
			}
		}
		for k := voucher.AskGasWallet; k <= voucher.AskDigest; k++ {
			may := slices.Contains(mayQuery[k], role)
			r := l.ask(voucher.Query{Kind: k, Actor: voucher.Actor{Role: role, ID: 1}, Person: 1, Family: 1, Store: 1, Provider: 1, Goods: 1, Parameter: "gas.price"})
			if turned := r.Refusal != nil && r.Refusal.Reason == voucher.RoleNotAllowed; turned == may {
				t.Errorf("query of %s by %q is answered %s, may: %v\nBOTH-ACCESS-001", k, role, r.Refusal, may)
			}
		}
	}
}

// TestNobodySpeaksForAnother: what is somebody else's is refused, what does not
// exist is unknown, and the same from its owner is not.
func TestNobodySpeaksForAnother(t *testing.T) {
	number := countrySetup(0).Accounts[0].Number
	for _, tt := range []struct {
		name string
		role voucher.Role
		id   uint32
		cmd  voucher.Command
		want string
	}{
		{"own wallet", citizen, 1, &voucher.OpenWallet{Person: 1, Via: voucher.ByLink}, ""},
		{"wallet of another", citizen, 2, &voucher.OpenWallet{Person: 1, Via: voucher.ByLink}, "record-not-own"},
		{"wallet of nobody", citizen, 7, &voucher.OpenWallet{Person: 7, Via: voucher.ByLink}, "record-unknown"},
		{"wallet of no one", citizen, 0, &voucher.OpenWallet{Via: voucher.ByLink}, "record-unknown"},
		{"no way to the wallet", citizen, 1, &voucher.OpenWallet{Person: 1}, "value-invalid"},
		{"own registry", provider, 1, &voucher.RegisterAccount{Provider: 1, Account: number, Class: voucher.Stove, People: gas.PeopleMax}, ""},
		{"too many residents", provider, 1, &voucher.RegisterAccount{Provider: 1, Account: number, Class: voucher.Stove, People: gas.PeopleMax + 1}, "value-invalid"},
		{"registry of another", provider, 2, &voucher.RegisterAccount{Provider: 1, Account: number, Class: voucher.Stove}, "record-not-own"},
		{"registry of nobody", provider, 4, &voucher.RegisterAccount{Provider: 4, Account: number, Class: voucher.Stove}, "record-unknown"},
		{"an account closed", provider, 1, &voucher.RegisterAccount{Provider: 1, Account: number, Closed: true}, ""},
		{"an unknown account closed", provider, 1, &voucher.RegisterAccount{Provider: 1, Account: number + 9, Closed: true}, "record-unknown"},
		{"outage of another", provider, 2, &voucher.ReportOutage{Provider: 1}, "record-not-own"},
		{"list of another", provider, 2, &voucher.AcknowledgeList{Provider: 1}, "record-not-own"},
		{"charge of another", provider, 2, &voucher.ChargeVolume{Provider: 1}, "record-not-own"},
		{"correction of another", provider, 2, &voucher.CorrectVolume{Provider: 1}, "record-not-own"},
		{"an operator that is none", operator, 2, &voucher.Confirm{Person: 1}, "record-unknown"},
		{"an operator of the centre", operator, 1, &voucher.Confirm{Person: 1}, "not-asked or later"},
		{"a reply to neither programme", gateway, 0, &voucher.Reply{Programme: voucher.Both, Person: 1, Text: "да"}, "value-invalid"},
		{"a delivery of no message", gateway, 0, &voucher.ReportDelivery{}, "record-unknown"},
		{"an account of no provider", citizen, 1, &voucher.EnterAccount{Person: 1, Provider: 4, Account: number}, "record-unknown"},
		{"no account", citizen, 1, &voucher.EnterAccount{Person: 1, Provider: 1}, "value-invalid"},
		{"a list too long", listOwner, 0, &voucher.UpdateGasList{Rows: make([]voucher.GasListRow, gas.ListRowsMax+1)}, "limit-exceeded"},
		{"an empty list", listOwner, 0, &voucher.UpdateGasList{}, ""},
	} {
		l := october(t)
		o := l.do(tt.role, tt.id, tt.cmd)
		got := ""
		if o.Refusal != nil {
			got = o.Refusal.Reason.String()
		}
		if tt.want == "not-asked or later" {
			if slices.Contains([]string{"", "record-unknown", "record-not-own", "role-not-allowed"}, got) {
				t.Errorf("%s: %q, want a refusal of the programme\nthe operator may act for anybody", tt.name, got)
			}
			continue
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q\nBOTH-ACCESS-001", tt.name, got, tt.want)
		}
	}
}

// TestWhoReadsAReceipt: the provider, the owner of the account, and whoever
// served it with a voucher.
func TestWhoReadsAReceipt(t *testing.T) {
	l := october(t)
	l.to(voucher.At(2025, 10, 8, 0, 0, 0))
	l.activates(4, 0) // person 4 serves the account of person 1
	l.do(provider, 1, &voucher.RegisterAccount{Provider: 1, Account: voucher.MakeAccountNumber(9, 8), Class: voucher.Stove})
	l.to(voucher.At(2025, 10, 30, 0, 0, 0))
	l.do(provider, 1, &voucher.AcknowledgeList{Provider: 1, Month: voucher.MonthOf(2025, 10)})
	first, second, nobodys := l.setup.Accounts[0].Number, l.setup.Accounts[1].Number, voucher.MakeAccountNumber(9, 8)
	for _, a := range []voucher.AccountNumber{first, second, nobodys} {
		l.do(provider, 1, &voucher.ChargeVolume{Provider: 1, Account: a, Month: voucher.MonthOf(2025, 10), Volume: 100_000})
	}
	for _, tt := range []struct {
		name    string
		role    voucher.Role
		id      uint32
		account voucher.AccountNumber
		want    string
	}{
		{"the provider", provider, 1, first, ""},
		{"another provider", provider, 2, first, "record-not-own"},
		{"the owner", citizen, 1, first, ""},
		{"the recipient", citizen, 4, first, ""},
		{"a stranger", citizen, 3, first, "record-not-own"},
		{"the owner of an account without a voucher", citizen, 2, second, ""},
		{"the recipient of another account", citizen, 4, second, "record-not-own"},
		{"an account that does not exist", provider, 1, first + 9, "record-unknown"},
		{"nobody, of nobody's account", citizen, 0, nobodys, "record-not-own"},
	} {
		r := l.ask(voucher.Query{Kind: voucher.AskReceipt, Actor: voucher.Actor{Role: tt.role, ID: tt.id}, Provider: 1, Account: tt.account, Month: voucher.MonthOf(2025, 10)})
		got := ""
		if r.Refusal != nil {
			got = r.Refusal.Reason.String()
		}
		if got != tt.want || (got == "" && r.Receipt.Charge == 0) {
			t.Errorf("%s: %q, %+v, want %q\nBOTH-ACCESS-001", tt.name, got, r.Receipt, tt.want)
		}
	}
	none := l.ask(voucher.Query{Kind: voucher.AskReceipt, Actor: voucher.Actor{Role: provider, ID: 1}, Provider: 1, Account: first, Month: voucher.MonthOf(2025, 9)}).Receipt
	if none.ID != 0 || none.Month != voucher.MonthOf(2025, 9) {
		t.Errorf("a month without a charge has the receipt %+v, want none", *none)
	}
	empty := l.ask(voucher.Query{Kind: voucher.AskGasWallet, Actor: voucher.Actor{Role: citizen, ID: 6}, Person: 6, Month: voucher.MonthOf(2025, 7)}).Gas
	if *empty != (voucher.GasWallet{}) {
		t.Errorf("a month before the pilot has the wallet %+v, want none", *empty)
	}
}

// TestWhatIsNoCommandOrQueryIsAnError: it could not be asked, which is no
// answer of the programme.
func TestWhatIsNoCommandOrQueryIsAnError(t *testing.T) {
	l := october(t)
	if o, err := l.machine.Do(context.Background(), nil); err == nil {
		t.Errorf("Do(nil) = %+v, want an error", o)
	}
	if r, err := l.machine.Query(context.Background(), nil); err == nil {
		t.Errorf("Query(nil) = %+v, want an error", r)
	}
	for _, k := range []voucher.QueryKind{0, voucher.AskDigest + 1} {
		if r, err := l.machine.Query(context.Background(), &voucher.Query{Kind: k, Actor: voucher.Actor{Role: authorised}}); err == nil {
			t.Errorf("Query of kind %d = %+v, want an error", k, r)
		}
	}
	bare := &voucher.OpenWallet{Header: voucher.Header{Actor: voucher.Actor{Role: citizen, ID: 1}}, Person: 1, Via: voucher.ByLink}
	if o := l.keep(bare); o.Refusal == nil || o.Refusal.Reason != voucher.KeyMissing {
		t.Errorf("a command without a key is answered %s, want key-missing\nBOTH-RETRY-001", o.Refusal)
	}
	value := func(day voucher.Day) int64 {
		return *l.ask(voucher.Query{Kind: voucher.AskParameter, Actor: voucher.Actor{Role: citizen, ID: 1}, Parameter: "gas.price", Territory: inAlmaty, Day: day}).Parameter
	}
	if got, want := value(0), value(l.machine.Now().Day()); got != want || got == 0 {
		t.Errorf("a parameter without a day is %d, want %d as on the present day", got, want)
	}
	unknown := l.ask(voucher.Query{Kind: voucher.AskParameter, Actor: voucher.Actor{Role: citizen, ID: 1}, Parameter: "gas.prize"})
	if unknown.Refusal == nil || unknown.Refusal.Reason != voucher.RecordUnknown {
		t.Errorf("an unknown parameter is answered %s, want record-unknown", unknown.Refusal)
	}
}

func TestSetupsThatCannotBe(t *testing.T) {
	if _, err := reference.New(countrySetup(0)); err != nil {
		t.Fatalf("New: %v, want none\nthe twin of every row below", err)
	}
	for _, tt := range []struct {
		name   string
		change func(*voucher.Setup)
		says   string
	}{
		{"an account of no provider", func(s *voucher.Setup) { s.Accounts[1].Provider = 4 }, "account 2: provider 4"},
		{"an account without a number", func(s *voucher.Setup) { s.Accounts[1].Number = 0 }, "account 2 has no number"},
		{"an account twice", func(s *voucher.Setup) { s.Accounts[1].Number = s.Accounts[0].Number }, "account 2: number 00000001 stands twice"},
		{"an account of nobody", func(s *voucher.Setup) { s.Accounts[1].Owner = 7 }, "account 2: owner 7"},
		{"fewer than no families", func(s *voucher.Setup) { s.Families = -1 }, "-1 families"},
		{"fewer than no operators", func(s *voucher.Setup) { s.Operators = -1 }, "-1 operators"},
		{"an unknown setting", func(s *voucher.Setup) { s.Settings[0].Path = "gas.prize" }, "gas.prize"},
		{"a setting out of bounds", func(s *voucher.Setup) { s.Settings[0].Value = 1000 }, "gas.dispatch.retry_hours"},
	} {
		s := countrySetup(0)
		tt.change(s)
		if _, err := reference.New(s); err == nil || !strings.HasPrefix(err.Error(), "reference: ") || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want an error that says %q", tt.name, err, tt.says)
		}
	}
}

// TestJournalsThatCannotBe: entries stand in order of time.
func TestJournalsThatCannotBe(t *testing.T) {
	l := wholeLife(t)
	if _, err := reference.Replay(l.setup, l.entries, l.machine.Now()); err != nil {
		t.Fatalf("Replay: %v, want none", err)
	}
	slices.Reverse(l.entries)
	if _, err := reference.Replay(l.setup, l.entries, l.machine.Now()); err == nil {
		t.Error("a journal that runs backwards is replayed, want an error")
	}
}
