package voucher

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// Handles are dense numbers from 1; 0 means none. People, families, stores,
// goods, providers and operators get theirs from Setup, in its order. What a
// system makes itself (vouchers, messages, purchases, …) is numbered in the
// order of making; on the wire it is an opaque string, and histories are
// compared up to renaming.
type (
	PersonID   uint32 // PersonID is one person.
	FamilyID   uint32 // FamilyID is one family that receives ASP.
	StoreID    uint32 // StoreID is one store.
	GoodsID    uint32 // GoodsID is one article that stores sell.
	ProviderID uint32 // ProviderID is one gas provider.
	VoucherID  uint32 // VoucherID is one voucher of one month; each programme numbers its own.
	MessageID  uint32 // MessageID is one SMS.
	PurchaseID uint32 // PurchaseID is one purchase with a food voucher.
	ReceiptID  uint32 // ReceiptID is one gas receipt, corrections counted anew.
	LoanID     uint32 // LoanID is one loan to a store.
	AppealID   uint32 // AppealID is one appeal through e-Otinish.
)

// Key is an idempotency key, scoped to the actor that sends it. The zero Key is
// no key.
type Key [16]byte

// KeyOf makes a key of two words, for drivers that number their commands.
func KeyOf(hi, lo uint64) (k Key) {
	for i := range 8 {
		k[i], k[8+i] = byte(hi>>(56-8*i)), byte(lo>>(56-8*i))
	}
	return k
}

// ParseKey reads 1 to 64 visible ASCII characters. A UUID is kept as its 16
// bytes; anything else is hashed to 16 bytes.
func ParseKey(s string) (k Key, err error) {
	if len(s) < 1 || len(s) > 64 {
		return k, fmt.Errorf("idempotency key of %d characters; write 1 to 64", len(s))
	}
	for i := range len(s) {
		if s[i] < '!' || s[i] > '~' {
			return k, fmt.Errorf("idempotency key %q: character %d is not visible ASCII", s, i+1)
		}
	}
	if len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' {
		digits := s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
		if n, err := hex.Decode(k[:], []byte(digits)); err == nil && n == len(k) {
			return k, nil
		}
	}
	sum := sha256.Sum256([]byte(s))
	copy(k[:], sum[:])
	return k, nil
}

// QR is the payload of a QR code: unguessable, short-lived, used once
// (FOOD-QR-001). The zero QR is none.
type QR [16]byte

// String writes 32 hexadecimal digits. It is a bearer secret: it must not reach
// a report, an error body or a log (BOTH-PRIVACY-001).
func (q QR) String() string { return hex.EncodeToString(q[:]) }

// ParseQR reads what String writes.
func ParseQR(s string) (q QR, err error) {
	if len(s) != 2*len(q) {
		return q, errors.New("a QR code has 32 hexadecimal digits")
	}
	if _, err := hex.Decode(q[:], []byte(s)); err != nil {
		return QR{}, errors.New("a QR code has 32 hexadecimal digits")
	}
	return q, nil
}

// AccountNumber is a gas account as its provider prints it: 5 to 12 digits,
// leading zeros significant, unique for one provider only. The zero value is
// none.
type AccountNumber uint64

const (
	accountDigitsMin = 5
	accountDigitsMax = 12
	accountShift     = 56
)

// ParseAccountNumber reads 5 to 12 digits.
func ParseAccountNumber(s string) (AccountNumber, error) {
	if len(s) < accountDigitsMin || len(s) > accountDigitsMax {
		return 0, fmt.Errorf("gas account %q has %d characters; write 5 to 12 digits", s, len(s))
	}
	var v uint64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, fmt.Errorf("gas account %q: character %d is not a digit", s, i+1)
		}
		v = v*10 + uint64(s[i]-'0')
	}
	return AccountNumber(uint64(len(s))<<accountShift | v), nil
}

// MakeAccountNumber makes the number with the given value and count of digits,
// for drivers that number accounts. Values that do not fit are a fault.
func MakeAccountNumber(value uint64, digits int) AccountNumber {
	n, err := ParseAccountNumber(fmt.Sprintf("%0*d", digits, value))
	if err != nil {
		panic("voucher: " + err.Error())
	}
	return n
}

// String writes the digits, leading zeros included.
func (n AccountNumber) String() string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%0*d", int(n>>accountShift), uint64(n)&(1<<accountShift-1))
}
