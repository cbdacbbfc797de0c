package voucher

import (
	"fmt"
	"strconv"
	"strings"
)

// MarshalText writes the word of the value.
func (p Programme) MarshalText() ([]byte, error) { return appendWord(programmeNames[:], p) }

// UnmarshalText reads the word of a value.
func (p *Programme) UnmarshalText(text []byte) error { return takeWord(p, programmeNames[:], text) }

// MarshalText writes the word of the value.
func (v Via) MarshalText() ([]byte, error) { return appendWord(viaNames[:], v) }

// UnmarshalText reads the word of a value.
func (v *Via) UnmarshalText(text []byte) error { return takeWord(v, viaNames[:], text) }

// MarshalText writes the word of the value.
func (a ApplianceClass) MarshalText() ([]byte, error) { return appendWord(classNames[:], a) }

// UnmarshalText reads the word of a value.
func (a *ApplianceClass) UnmarshalText(text []byte) error { return takeWord(a, classNames[:], text) }

// MarshalText writes the word of the value.
func (m AnswerMode) MarshalText() ([]byte, error) { return appendWord(answerModes[:], m) }

// UnmarshalText reads the word of a value.
func (m *AnswerMode) UnmarshalText(text []byte) error { return takeWord(m, answerModes[:], text) }

// MarshalText writes the word of the value.
func (p Purpose) MarshalText() ([]byte, error) { return appendWord(purposeNames[:], p) }

// UnmarshalText reads the word of a value.
func (p *Purpose) UnmarshalText(text []byte) error { return takeWord(p, purposeNames[:], text) }

// MarshalText writes the word of the value.
func (r Role) MarshalText() ([]byte, error) { return appendWord(roleNames[:], r) }

// UnmarshalText reads the word of a value.
func (r *Role) UnmarshalText(text []byte) error { return takeWord(r, roleNames[:], text) }

// MarshalText writes the word of the value.
func (a Answer) MarshalText() ([]byte, error) { return appendWord(answerNames[:], a) }

// UnmarshalText reads the word of a value.
func (a *Answer) UnmarshalText(text []byte) error { return takeWord(a, answerNames[:], text) }

// MarshalText writes the word of the value.
func (c Channel) MarshalText() ([]byte, error) { return appendWord(channelNames[:], c) }

// UnmarshalText reads the word of a value.
func (c *Channel) UnmarshalText(text []byte) error { return takeWord(c, channelNames[:], text) }

// MarshalText writes the word of the value.
func (m MessageKind) MarshalText() ([]byte, error) { return appendWord(messageNames[:], m) }

// UnmarshalText reads the word of a value.
func (m *MessageKind) UnmarshalText(text []byte) error { return takeWord(m, messageNames[:], text) }

// MarshalText writes the word of the value.
func (c Cause) MarshalText() ([]byte, error) { return appendWord(causeNames[:], c) }

// UnmarshalText reads the word of a value.
func (c *Cause) UnmarshalText(text []byte) error { return takeWord(c, causeNames[:], text) }

// MarshalText writes the word of the value.
func (v VoucherState) MarshalText() ([]byte, error) { return appendWord(stateNames[:], v) }

// UnmarshalText reads the word of a value.
func (v *VoucherState) UnmarshalText(text []byte) error { return takeWord(v, stateNames[:], text) }

// MarshalText writes the word of the value.
func (d Delivery) MarshalText() ([]byte, error) { return appendWord(fateNames[:], d) }

// UnmarshalText reads the word of a value.
func (d *Delivery) UnmarshalText(text []byte) error { return takeWord(d, fateNames[:], text) }

// MarshalText writes the word of the value.
func (e EventKind) MarshalText() ([]byte, error) { return appendWord(eventNames[:], e) }

// UnmarshalText reads the word of a value.
func (e *EventKind) UnmarshalText(text []byte) error { return takeWord(e, eventNames[:], text) }

// MarshalText writes the word of the value.
func (q QueryKind) MarshalText() ([]byte, error) { return appendWord(queryNames[:], q) }

// UnmarshalText reads the word of a value.
func (q *QueryKind) UnmarshalText(text []byte) error { return takeWord(q, queryNames[:], text) }

// MarshalText writes the word of the value.
func (c CommandKind) MarshalText() ([]byte, error) { return appendWord(commandNames[:], c) }

// UnmarshalText reads the word of a value.
func (c *CommandKind) UnmarshalText(text []byte) error { return takeWord(c, commandNames[:], text) }

// Ids are texts on the wire, so that a build may have its own. Those of people,
// families, stores, goods and providers are handles of the setup and read as
// numbers; those that a system makes begin with a letter of their kind, so that
// one cannot be taken for another.

// appendID writes a handle behind the letter of its kind; none is empty.
func appendID[T ~uint32](letter string, id T) ([]byte, error) {
	if id == 0 {
		return []byte{}, nil
	}
	return strconv.AppendUint([]byte(letter), uint64(id), 10), nil
}

// takeID reads what appendID writes.
func takeID[T ~uint32](p *T, letter, what string, text []byte) error {
	if len(text) == 0 {
		*p = 0
		return nil
	}
	digits, ok := strings.CutPrefix(looked(text), letter)
	n, err := strconv.ParseUint(digits, 10, 32)
	if !ok || err != nil || len(text) > maxIDLength || strconv.FormatUint(n, 10) != digits {
		return fmt.Errorf("%q is no id of a %s", clip(looked(text)), what)
	}
	*p = T(n)
	return nil
}

// MarshalText writes the id as a text.
func (id PersonID) MarshalText() ([]byte, error) { return appendID("", id) }

// UnmarshalText reads what MarshalText writes.
func (id *PersonID) UnmarshalText(text []byte) error { return takeID(id, "", "person", text) }

// MarshalText writes the id as a text.
func (id FamilyID) MarshalText() ([]byte, error) { return appendID("", id) }

// UnmarshalText reads what MarshalText writes.
func (id *FamilyID) UnmarshalText(text []byte) error { return takeID(id, "", "family", text) }

// MarshalText writes the id as a text.
func (id StoreID) MarshalText() ([]byte, error) { return appendID("", id) }

// UnmarshalText reads what MarshalText writes.
func (id *StoreID) UnmarshalText(text []byte) error { return takeID(id, "", "store", text) }

// MarshalText writes the id as a text.
func (id GoodsID) MarshalText() ([]byte, error) { return appendID("", id) }

// UnmarshalText reads what MarshalText writes.
func (id *GoodsID) UnmarshalText(text []byte) error { return takeID(id, "", "goods", text) }

// MarshalText writes the id as a text.
func (id ProviderID) MarshalText() ([]byte, error) { return appendID("", id) }

// UnmarshalText reads what MarshalText writes.
func (id *ProviderID) UnmarshalText(text []byte) error { return takeID(id, "", "provider", text) }

// MarshalText writes the id as a text.
func (id VoucherID) MarshalText() ([]byte, error) { return appendID("v", id) }

// UnmarshalText reads what MarshalText writes.
func (id *VoucherID) UnmarshalText(text []byte) error { return takeID(id, "v", "voucher", text) }

// MarshalText writes the id as a text.
func (id MessageID) MarshalText() ([]byte, error) { return appendID("m", id) }

// UnmarshalText reads what MarshalText writes.
func (id *MessageID) UnmarshalText(text []byte) error { return takeID(id, "m", "message", text) }

// MarshalText writes the id as a text.
func (id PurchaseID) MarshalText() ([]byte, error) { return appendID("p", id) }

// UnmarshalText reads what MarshalText writes.
func (id *PurchaseID) UnmarshalText(text []byte) error { return takeID(id, "p", "purchase", text) }

// MarshalText writes the id as a text.
func (id ReceiptID) MarshalText() ([]byte, error) { return appendID("r", id) }

// UnmarshalText reads what MarshalText writes.
func (id *ReceiptID) UnmarshalText(text []byte) error { return takeID(id, "r", "receipt", text) }

// MarshalText writes the id as a text.
func (id LoanID) MarshalText() ([]byte, error) { return appendID("l", id) }

// UnmarshalText reads what MarshalText writes.
func (id *LoanID) UnmarshalText(text []byte) error { return takeID(id, "l", "loan", text) }

// MarshalText writes the id as a text.
func (id AppealID) MarshalText() ([]byte, error) { return appendID("a", id) }

// UnmarshalText reads what MarshalText writes.
func (id *AppealID) UnmarshalText(text []byte) error { return takeID(id, "a", "appeal", text) }
