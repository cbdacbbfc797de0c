package wire

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// doers says which roles may give which command (BOTH-ACCESS-001). A command
// without an entry does not start a server.
var doers = map[voucher.CommandKind][]voucher.Role{
	voucher.KindUpdateGasList:    {voucher.ListOwner},
	voucher.KindReportDelivery:   {voucher.Gateway},
	voucher.KindReply:            {voucher.Citizen, voucher.Operator, voucher.Gateway},
	voucher.KindOpenWallet:       {voucher.Citizen},
	voucher.KindEnterAccount:     {voucher.Citizen, voucher.Operator},
	voucher.KindAcceptOffer:      {voucher.Citizen, voucher.Operator},
	voucher.KindConfirm:          {voucher.Citizen, voucher.Operator},
	voucher.KindCancelActivation: {voucher.Citizen, voucher.Operator},
	voucher.KindRegisterAccount:  {voucher.GasProvider},
	voucher.KindReportOutage:     {voucher.GasProvider},
	voucher.KindAcknowledgeList:  {voucher.GasProvider},
	voucher.KindChargeVolume:     {voucher.GasProvider},
	voucher.KindCorrectVolume:    {voucher.GasProvider},
	voucher.KindUpdateFoodList:   {voucher.ListOwner},
	voucher.KindActivate:         {voucher.Citizen},
	voucher.KindShowCode:         {voucher.Citizen, voucher.StoreTill},
	voucher.KindScanCode:         {voucher.Citizen},
	voucher.KindPurchase:         {voucher.StoreTill},
	voucher.KindReverse:          {voucher.StoreTill},
	voucher.KindRefund:           {voucher.StoreTill},
	voucher.KindRegisterStore:    {voucher.LocalBody, voucher.AuthorisedBody},
	voucher.KindSuspendStore:     {voucher.LocalBody, voucher.AuthorisedBody},
	voucher.KindIntegrateTill:    {voucher.StoreTill},
	voucher.KindMarkGoods:        {voucher.StoreTill},
	voucher.KindDeliver:          {voucher.StoreTill},
	voucher.KindSellOutside:      {voucher.StoreTill},
	voucher.KindGrantLoan:        {voucher.LocalBody},
	voucher.KindDisburseLoan:     {voucher.LocalBody},
	voucher.KindRepayLoan:        {voucher.StoreTill},
	voucher.KindRate:             {voucher.Citizen},
	voucher.KindFileAppeal:       {voucher.Citizen},
	voucher.KindAnswerAppeal:     {voucher.AuthorisedBody},
	voucher.KindChangeParameter:  {voucher.AuthorisedBody},
}

// reading says who may read a kind of record, by which fields it is asked for,
// and which member of the answer holds it.
type reading struct {
	kind   voucher.QueryKind
	roles  []voucher.Role
	fields string // words between blanks, as they stand in the query string
	part   string // member of voucher.Record
}

// readings are all queries, in order. A query without a row does not start a
// server.
var readings = []reading{
	{voucher.AskGasWallet, []voucher.Role{voucher.Citizen, voucher.Operator}, "person month", "gas"},
	{voucher.AskFoodWallet, []voucher.Role{voucher.Citizen}, "family month", "food"},
	{voucher.AskMessages, []voucher.Role{voucher.Citizen, voucher.Gateway}, "person", "messages"},
	{voucher.AskProviderList, []voucher.Role{voucher.GasProvider}, "provider month", "list"},
	{voucher.AskReceipt, []voucher.Role{voucher.GasProvider, voucher.Citizen}, "provider account month", "receipt"},
	{voucher.AskStoreDay, []voucher.Role{voucher.StoreTill}, "store day", "store_day"},
	{voucher.AskStock, []voucher.Role{voucher.StoreTill, voucher.LocalBody, voucher.AuthorisedBody}, "store goods", "stock"},
	{voucher.AskLoan, []voucher.Role{voucher.StoreTill, voucher.LocalBody, voucher.AuthorisedBody}, "loan", "loan"},
	{voucher.AskAppeal, []voucher.Role{voucher.Citizen, voucher.AuthorisedBody}, "appeal", "appeal"},
	{voucher.AskDayReport, []voucher.Role{voucher.AuthorisedBody}, "day", "report"},
	{voucher.AskLedger, []voucher.Role{voucher.AuthorisedBody}, "month", "ledger"},
	{voucher.AskParameter, allRoles(), "parameter territory day", "parameter"},
	{voucher.AskDigest, []voucher.Role{voucher.AuthorisedBody}, "", "digest"},
}

// allRoles returns every role, in order.
func allRoles() (all []voucher.Role) {
	for r := voucher.Citizen; r <= voucher.AuthorisedBody; r++ {
		all = append(all, r)
	}
	return all
}

// Doers returns the roles that may give a command, and none for a kind that is
// none. The slice must not be changed.
func Doers(k voucher.CommandKind) []voucher.Role { return doers[k] }

// Askers returns the roles that may read a kind of record, and none for a kind
// that is none. The slice must not be changed.
func Askers(k voucher.QueryKind) []voucher.Role {
	if r := readingOf(k); r != nil {
		return r.roles
	}
	return nil
}

// AskedBy returns the words of the fields by which a kind of record is asked for, as
// they stand in the query string, and none for a kind that is none.
func AskedBy(k voucher.QueryKind) []string {
	if r := readingOf(k); r != nil {
		return strings.Fields(r.fields)
	}
	return nil
}

// readingOf returns the row of a query, nil for none.
func readingOf(k voucher.QueryKind) *reading {
	for i := range readings {
		if readings[i].kind == k {
			return &readings[i]
		}
	}
	return nil
}

// Complete returns a *Violation where a record that is no refusal has not the
// part that it was asked for.
func Complete(k voucher.QueryKind, r *voucher.Record) error {
	row := readingOf(k)
	if row == nil || r.Refusal != nil {
		return nil
	}
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if part := v.Field(i); name == row.part && part.Kind() == reflect.Pointer && part.IsNil() {
			return missing(k.String(), row.part)
		}
	}
	return nil
}

// queryKinds returns all queries of the vocabulary, in order.
func queryKinds() (all []voucher.QueryKind) {
	for k := voucher.QueryKind(1); k.String() != ""; k++ {
		all = append(all, k)
	}
	return all
}

// checkRoles says which routes nobody may call: a route that forgot to say who
// may is open to all or to none, and either is a fault.
func checkRoles() error {
	var missing []string
	for _, k := range voucher.CommandKinds() {
		if len(doers[k]) == 0 {
			missing = append(missing, k.String())
		}
	}
	for _, k := range queryKinds() {
		if len(Askers(k)) == 0 {
			missing = append(missing, k.String())
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("wire: nothing says who may call %s; name the roles in access.go", strings.Join(missing, ", "))
	}
	return nil
}

// queryField finds the field of voucher.Query with a word, as an addressable
// value.
func queryField(q *voucher.Query, word string) reflect.Value {
	v := reflect.ValueOf(q).Elem()
	i := slices.IndexFunc(reflect.VisibleFields(v.Type()), func(f reflect.StructField) bool { return memberName(&f) == word })
	if i < 0 {
		panic("wire: a query has no field " + word)
	}
	return v.Field(i)
}

// memberName is the name under which a field stands in JSON, "" for one that
// does not.
func memberName(f *reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}
