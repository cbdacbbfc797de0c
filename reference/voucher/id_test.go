package voucher_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

const uuid = "6f1c2b3a-4d5e-4f60-8a1b-2c3d4e5f6071"

func TestKeys(t *testing.T) {
	hashed := func(s string) (k voucher.Key) {
		sum := sha256.Sum256([]byte(s))
		copy(k[:], sum[:])
		return k
	}
	raw := voucher.KeyOf(0x6f1c2b3a4d5e4f60, 0x8a1b2c3d4e5f6071)
	for _, tt := range []struct {
		name, text string
		want       voucher.Key
		why        string
	}{
		{"a UUID", uuid, raw, "kept as its sixteen bytes"},
		{"a UUID in capitals", strings.ToUpper(uuid), raw, "the same UUID"},
		{"a UUID in braces", "{" + uuid + "}", hashed("{" + uuid + "}"), "another text: hashed"},
		{"a UUID without hyphens", strings.ReplaceAll(uuid, "-", ""), hashed(strings.ReplaceAll(uuid, "-", "")), "another text: hashed"},
		{"hyphens in the wrong places", "6f1c2b3a4-d5e-4f60-8a1b-2c3d4e5f6071", hashed("6f1c2b3a4-d5e-4f60-8a1b-2c3d4e5f6071"), "no UUID"},
		{"a letter beyond f", "6f1c2b3a-4d5e-4f60-8a1b-2c3d4e5f607g", hashed("6f1c2b3a-4d5e-4f60-8a1b-2c3d4e5f607g"), "no UUID"},
		{"one character", "a", hashed("a"), "the shortest"},
		{"64 characters", strings.Repeat("k", 64), hashed(strings.Repeat("k", 64)), "the longest"},
		{"every visible character at an end", "!~", hashed("!~"), "the first and the last that are visible"},
	} {
		got, err := voucher.ParseKey(tt.text)
		if err != nil || got != tt.want {
			t.Errorf("%s: ParseKey(%q) = %x, %v, want %x\n%s", tt.name, tt.text, got, err, tt.want, tt.why)
		}
	}
	for _, tt := range []struct{ name, text, why string }{
		{"nothing", "", "a key has a character at least"},
		{"65 characters", strings.Repeat("k", 65), "one too many"},
		{"a blank", "a b", "a blank is not visible"},
		{"a line feed", "a\n", "neither is a control character"},
		{"DEL", "a\x7f", "nor is DEL"},
		{"another script", "ключ", "nor is what is not ASCII"},
	} {
		if got, err := voucher.ParseKey(tt.text); err == nil || got != (voucher.Key{}) {
			t.Errorf("%s: ParseKey(%q) = %x, %v, want no key and an error\n%s", tt.name, tt.text, got, err, tt.why)
		}
	}
}

func TestKeysOfNumbersDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hi, lo := rapid.Uint64().Draw(t, "hi"), rapid.Uint64().Draw(t, "lo")
		k := voucher.KeyOf(hi, lo)
		var gotHi, gotLo uint64
		for i := range 8 {
			gotHi, gotLo = gotHi<<8|uint64(k[i]), gotLo<<8|uint64(k[8+i])
		}
		if gotHi != hi || gotLo != lo {
			t.Fatalf("KeyOf(%x, %x) = %x: a number is lost", hi, lo, k)
		}
	})
	if (voucher.KeyOf(0, 0) != voucher.Key{}) {
		t.Error("KeyOf(0, 0) is a key, want none\nthe zero key is no key")
	}
}

// TestKeysAreKeptApart: texts that differ are different keys, but for the
// letters of one UUID.
func TestKeysAreKeptApart(t *testing.T) {
	key := rapid.StringMatching(`[!-~]{1,64}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := key.Draw(t, "a"), key.Draw(t, "b")
		ka, errA := voucher.ParseKey(a)
		kb, errB := voucher.ParseKey(b)
		if errA != nil || errB != nil {
			t.Fatalf("ParseKey: %v, %v", errA, errB)
		}
		if (a == b) != (ka == kb) && !strings.EqualFold(a, b) {
			t.Fatalf("%q and %q are the keys %x and %x", a, b, ka, kb)
		}
		if (ka == voucher.Key{}) {
			t.Fatalf("%q is no key", a)
		}
	})
}

func TestQRCodes(t *testing.T) {
	code := voucher.QR{0x00, 0x01, 0xab, 15: 0xff}
	text := code.String()
	if want := "0001ab000000000000000000000000ff"; text != want {
		t.Errorf("String = %q, want %q\nsixteen bytes, zeros included", text, want)
	}
	for _, s := range []string{text, strings.ToUpper(text)} {
		if got, err := voucher.ParseQR(s); err != nil || got != code {
			t.Errorf("ParseQR(%q) = %x, %v, want %x", s, got, err, code)
		}
	}
	for _, tt := range []struct{ text, why string }{
		{"", "nothing"},
		{text[:31], "a digit too few"},
		{text + "0", "a digit too many"},
		{text[:31] + "g", "not a digit"},
		{text[:30] + "  ", "blanks"},
	} {
		got, err := voucher.ParseQR(tt.text)
		if err == nil || got != (voucher.QR{}) {
			t.Errorf("ParseQR(%q) = %x, %v, want none and an error\n%s", tt.text, got, err, tt.why)
		} else if tt.text != "" && strings.Contains(err.Error(), tt.text) {
			t.Errorf("ParseQR(%q): %v, want the code left out\na bearer secret reaches no error (BOTH-PRIVACY-001)", tt.text, err)
		}
	}
}

func TestQRCodesAreReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := voucher.QR(voucher.KeyOf(rapid.Uint64().Draw(t, "hi"), rapid.Uint64().Draw(t, "lo")))
		if got, err := voucher.ParseQR(code.String()); err != nil || got != code {
			t.Fatalf("ParseQR(%q) = %x, %v", code.String(), got, err)
		}
	})
}

func TestAccountNumbers(t *testing.T) {
	for _, tt := range []struct {
		text string
		ok   bool
		why  string
	}{
		{"1234", false, "four digits: one too few"},
		{"12345", true, "five: the shortest"},
		{"00000", true, "zeros are digits like all others"},
		{"00012345", true, "leading zeros are significant"},
		{"123456789012", true, "twelve: the longest"},
		{"999999999999", true, "the largest value"},
		{"1234567890123", false, "thirteen: one too many"},
		{"", false, "nothing"},
		{"1234a", false, "a letter"},
		{"12 345", false, "a blank"},
		{"-12345", false, "a sign"},
		{"١٢٣٤٥", false, "digits of another script"},
	} {
		n, err := voucher.ParseAccountNumber(tt.text)
		if tt.ok != (err == nil) {
			t.Errorf("ParseAccountNumber(%q): %v, want accepted: %v\n%s", tt.text, err, tt.ok, tt.why)
			continue
		}
		if tt.ok && (n == 0 || n.String() != tt.text) {
			t.Errorf("ParseAccountNumber(%q) is written %q\n%s", tt.text, n, tt.why)
		}
		if !tt.ok && n != 0 {
			t.Errorf("ParseAccountNumber(%q) = %d beside its error, want none", tt.text, n)
		}
	}
	if got := voucher.AccountNumber(0).String(); got != "" {
		t.Errorf("no account is written %q, want nothing", got)
	}
}

// TestAccountNumbersAreKeptApart: two numbers are one account only if they are
// printed alike.
func TestAccountNumbersAreKeptApart(t *testing.T) {
	digits := rapid.OneOf(rapid.StringMatching(`[0-9]{5,12}`), rapid.StringMatching(`0{3,5}[0-9]{2,7}`))
	rapid.Check(t, func(t *rapid.T) {
		a, b := digits.Draw(t, "a"), digits.Draw(t, "b")
		na, errA := voucher.ParseAccountNumber(a)
		nb, errB := voucher.ParseAccountNumber(b)
		if errA != nil || errB != nil {
			t.Fatalf("ParseAccountNumber: %v, %v", errA, errB)
		}
		if (a == b) != (na == nb) || na.String() != a {
			t.Fatalf("%q and %q are the accounts %d and %d", a, b, na, nb)
		}
	})
}

func TestAccountNumbersAreMade(t *testing.T) {
	for _, tt := range []struct {
		value  uint64
		digits int
		want   string
		why    string
	}{
		{42, 8, "00000042", "filled up with zeros"},
		{0, 5, "00000", "zero is a value"},
		{99999, 5, "99999", "the largest value of five digits"},
		{999_999_999_999, 12, "999999999999", "the largest of all"},
	} {
		if got := voucher.MakeAccountNumber(tt.value, tt.digits).String(); got != tt.want {
			t.Errorf("MakeAccountNumber(%d, %d) = %q, want %q\n%s", tt.value, tt.digits, got, tt.want, tt.why)
		}
	}
	for _, tt := range []struct {
		value  uint64
		digits int
		why    string
	}{
		{1, 4, "a digit too few"},
		{1, 13, "a digit too many"},
		{1_000_000_000_000, 12, "a value that does not fit"},
	} {
		if panics(func() { voucher.MakeAccountNumber(tt.value, tt.digits) }) == "" {
			t.Errorf("MakeAccountNumber(%d, %d) did not panic\n%s: our own fault", tt.value, tt.digits, tt.why)
		}
	}
}
