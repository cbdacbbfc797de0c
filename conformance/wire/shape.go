package wire

import (
	"reflect"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// shape says how values of one type of the vocabulary look as JSON: for the
// document, and for whoever wrote something else.
type shape struct {
	kind    string // of JSON Schema: string, integer, array or object
	what    string // what the value is, with its unit
	example any
	pattern string
	words   []string // of an enumeration; nil: open
	format  string
}

// hint says what to write.
func (s *shape) hint() string {
	if s.words != nil {
		return "one of " + strings.Join(s.words, ", ")
	}
	if text, ok := s.example.(string); ok {
		return s.what + `, such as "` + text + `"`
	}
	return s.what
}

// wordsOf lists the words of an enumeration from its first value on.
func wordsOf[T interface {
	~uint8
	String() string
}](first T) (words []string) {
	for v := first; v.String() != ""; v++ {
		words = append(words, v.String())
	}
	return words
}

// reasonWords are the codes of all reasons, in order of precedence.
func reasonWords() (words []string) {
	for _, r := range voucher.AllReasons() {
		words = append(words, r.String())
	}
	return words
}

// requirementWords are all requirement ids.
func requirementWords() (words []string) {
	for _, id := range voucher.RequirementIDs() {
		words = append(words, string(id))
	}
	return words
}

// itemWords are all items of the classification of foods.
func itemWords() []string {
	words := []string{"other"}
	for i := voucher.Item(1); i <= voucher.FlavouredMilk; i++ {
		if word := i.String(); word != "other" {
			words = append(words, word)
		}
	}
	return words
}

const (
	handlePattern = "^([1-9][0-9]{0,9})?$"
	opaquePattern = "^[!-~]{1,64}$"
	madePattern   = "^[!-~]{0,64}$" // of ids in bodies, where an empty text is an absent id
)

// handle is the shape of an id that the setup gives.
func handle(whose string) *shape {
	return &shape{kind: "string", what: "id of a " + whose + " of the setup: its position there, from 1, as a text",
		example: "1", pattern: handlePattern}
}

// opaque is the shape of an id that a build makes.
func opaque(whose, example string) *shape {
	return &shape{kind: "string", example: example, pattern: madePattern,
		what: "id of a " + whose + ": whatever text the build made it, 1 to 64 visible ASCII characters"}
}

// enumeration is the shape of a closed list of words.
func enumeration(what string, words []string) *shape {
	return &shape{kind: "string", what: what, words: words, example: words[0]}
}

// shapes are the types of the vocabulary that are not objects.
var shapes = map[reflect.Type]*shape{
	reflect.TypeFor[voucher.Money](): {kind: "integer", example: 432500,
		what: "a sum in whole tiyn, 1/100 of a tenge: 432500 is 4325.00 ₸; below 2^53"},
	reflect.TypeFor[voucher.Quantity](): {kind: "integer", example: 1500,
		what: "an amount of goods in whole thousandths of their unit (kilogram, litre, loaf, ten eggs): 1500 is one and a half"},
	reflect.TypeFor[voucher.Volume](): {kind: "integer", example: 187500,
		what: "a gas volume in whole thousandths of a cubic metre: 187500 is 187.5 m³"},
	reflect.TypeFor[voucher.Instant](): {kind: "string", format: "date-time", example: "2026-02-10T18:00:00+05:00",
		what: "an instant, RFC 3339; written with the offset of the programmes, UTC+5, and read with any"},
	reflect.TypeFor[voucher.Day]():   {kind: "string", format: "date", example: "2026-02-28", what: "a calendar day, UTC+5"},
	reflect.TypeFor[voucher.Month](): {kind: "string", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$", example: "2026-02", what: "a calendar month, UTC+5"},
	reflect.TypeFor[voucher.Territory](): {kind: "string", pattern: "^([1-9][0-9]{8}|kz)$", example: "111010000",
		what: "a territory by its nine-digit КАТО code, or kz for the whole country where a parameter is meant"},
	reflect.TypeFor[voucher.AccountNumber](): {kind: "string", pattern: "^([0-9]{5,12})?$", example: "0012345",
		what: "a gas account as its provider prints it: 5 to 12 digits, leading zeros significant, unique for one provider only"},
	reflect.TypeFor[voucher.Key](): {kind: "string", pattern: opaquePattern, example: "3f0c6a52-9d0e-4a43-8f0e-0a4b1c2d3e4f",
		what: "an idempotency key, 1 to 64 visible ASCII characters; letters of a UUID count the same in either case"},
	reflect.TypeFor[voucher.QR](): {kind: "string", pattern: madePattern, example: "9b2f6c1e0d5a4b7f8c3e2a1d0f9b8c7d",
		what: "payload of a QR code: whatever text the build made it, 1 to 64 visible ASCII characters, unguessable; a secret of who shows it"},
	reflect.TypeFor[voucher.Item](): {kind: "string", words: itemWords(), example: "SZ06",
		what: "entry of the classification of foods: SZ01 to SZ31 are the socially significant goods, a word behind the dash marks goods that look like one and are not, other is everything else"},
	reflect.TypeFor[voucher.Digest](): {kind: "string", pattern: "^[0-9a-f]{1,16}$", example: "2d358dccaa6c78a5",
		what: "a digest of the whole state, 16 hexadecimal digits"},
	reflect.TypeFor[voucher.Reasons](): {kind: "array", words: []string{"social", "housing"}, example: []string{"social"},
		what: "grounds to be on the gas list, each once: social (targeted social assistance), housing (housing assistance)"},
	reflect.TypeFor[voucher.Readings](): {kind: "object", example: map[string]string{"G10": "until_start_of_29"},
		what: "choices of readings by their ids; what is not named has its default; see the table of readings"},

	reflect.TypeFor[voucher.PersonID]():   handle("person"),
	reflect.TypeFor[voucher.FamilyID]():   handle("family"),
	reflect.TypeFor[voucher.StoreID]():    handle("store"),
	reflect.TypeFor[voucher.GoodsID]():    {kind: "string", what: "id of an article of the setup: its position there, from 1, as a text", example: "1", pattern: handlePattern},
	reflect.TypeFor[voucher.ProviderID](): handle("gas provider"),
	reflect.TypeFor[voucher.VoucherID]():  opaque("voucher", "v1"),
	reflect.TypeFor[voucherText]():        opaque("voucher", "v1"),
	reflect.TypeFor[voucher.MessageID]():  opaque("message", "m1"),
	reflect.TypeFor[voucher.PurchaseID](): opaque("purchase", "p1"),
	reflect.TypeFor[voucher.ReceiptID]():  opaque("receipt", "r1"),
	reflect.TypeFor[voucher.LoanID]():     opaque("loan", "l1"),
	reflect.TypeFor[voucher.AppealID]():   {kind: "string", what: "id of an appeal: whatever text the build made it, 1 to 64 visible ASCII characters", example: "a1", pattern: madePattern},

	reflect.TypeFor[voucher.Programme]():      enumeration("a programme", wordsOf(voucher.Gas)),
	reflect.TypeFor[voucher.Via]():            enumeration("how a person came to the wallet", wordsOf(voucher.ByLink)),
	reflect.TypeFor[voucher.ApplianceClass](): enumeration("what burns the gas, which decides the norm", wordsOf(voucher.Stove)),
	reflect.TypeFor[voucher.AnswerMode]():     enumeration("how a provider's own system answers", wordsOf(voucher.AnswersRight)),
	reflect.TypeFor[voucher.Purpose]():        enumeration("what a loan is for", wordsOf(voucher.ForStock)),
	reflect.TypeFor[voucher.Role]():           enumeration("a role", wordsOf(voucher.Citizen)),
	reflect.TypeFor[voucher.Answer]():         enumeration("what a reply meant", wordsOf(voucher.NoAnswer)),
	reflect.TypeFor[voucher.Channel]():        enumeration("how a person acted", wordsOf(voucher.BySMS)),
	reflect.TypeFor[voucher.MessageKind]():    enumeration("what an SMS is for", wordsOf(voucher.Notice)),
	reflect.TypeFor[voucher.Cause]():          enumeration("why a voucher ended unused", wordsOf(voucher.ByRefusal)),
	reflect.TypeFor[voucher.VoucherState]():   enumeration("where a voucher stands", wordsOf(voucher.NoVoucher)),
	reflect.TypeFor[FaultKind]():              enumeration("what goes wrong", faultKinds()),
	reflect.TypeFor[voucher.Delivery]():       enumeration("the fate of an SMS", wordsOf(voucher.DeliveryUnknown)),
	reflect.TypeFor[voucher.EventKind]():      enumeration("what happened", wordsOf(voucher.EventKind(1))),
	reflect.TypeFor[voucher.Reason]():         enumeration("the reason of a refusal, in order of precedence", reasonWords()),
	reflect.TypeFor[voucher.RequirementID]():  enumeration("the demand that is kept", requirementWords()),
}
