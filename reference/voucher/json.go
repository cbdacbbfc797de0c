package voucher

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The values of this package marshal themselves, for every door of the wire and
// for recorded runs: sums and quantities are whole numbers (tiyn, thousandths),
// instants RFC 3339 with the offset, everything else the text that String
// writes. A value of an enumeration that has no word is written by its number,
// so that what a system refuses can be sent and recorded too.

// maxIDLength is how long an id may be on the wire.
const maxIDLength = 64

// longest is how much of a text is looked at: every value of one word or number is
// shorter by far, and a text of megabytes would be copied several times only to be
// refused (BOTH-INPUT-001).
const longest = 1024

// looked is a text as it is read: one that is too long ends with a sign that no value
// has.
func looked(text []byte) string {
	if len(text) > longest {
		return string(text[:longest]) + "…"
	}
	return string(text)
}

// appendWord is the text of an enumeration's value.
func appendWord[T ~uint8](names []string, v T) ([]byte, error) {
	if w := name(names, v); w != "" {
		return []byte(w), nil
	}
	return strconv.AppendUint(nil, uint64(v), 10), nil
}

// takeWord reads what appendWord writes, and nothing else: a number that stands for a
// word, or that is written in another way, would be a second way to say the same.
func takeWord[T ~uint8](p *T, names []string, text []byte) error {
	s := looked(text)
	for i, w := range names {
		if w == s && w != "" {
			*p = T(i)
			return nil
		}
	}
	var v T
	if err := readWord(&v, names, s); err != nil {
		return err
	}
	if again, err := appendWord(names, v); err != nil || string(again) != s {
		return fmt.Errorf("%q is unknown; write one of %s", clip(s), words(names))
	}
	*p = v
	return nil
}

// takeText reads a text into a value by its parser.
func takeText[T any](p *T, text []byte, parse func(string) (T, error)) error {
	v, err := parse(looked(text))
	if err == nil {
		*p = v
	}
	return err
}

// MarshalText writes RFC 3339 with the offset of the programmes, UTC+5.
func (t Instant) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads RFC 3339 with any offset, and nothing shorter.
func (t *Instant) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.RFC3339Nano, looked(text))
	switch {
	case err != nil:
		return fmt.Errorf("%q is no instant; write it as 2026-02-10T18:00:00+05:00", clip(looked(text)))
	case at.Year() < 1970 || at.Year() > 2200:
		return fmt.Errorf("%q lies outside the years 1970 to 2200", clip(looked(text)))
	}
	*t = Instant(at.UnixNano())
	return nil
}

// MarshalText writes "2026-02-28".
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2026-02-28".
func (d *Day) UnmarshalText(text []byte) error { return takeText(d, text, ParseDay) }

// MarshalText writes "2026-02".
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "2026-02".
func (m *Month) UnmarshalText(text []byte) error { return takeText(m, text, ParseMonth) }

// MarshalText writes nine digits, or "kz" for the whole country.
func (t Territory) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (t *Territory) UnmarshalText(text []byte) error { return takeText(t, text, ParseTerritory) }

// MarshalText writes the digits, leading zeros included.
func (n AccountNumber) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads 5 to 12 digits; an empty text is no account.
func (n *AccountNumber) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*n = 0
		return nil
	}
	return takeText(n, text, ParseAccountNumber)
}

// MarshalText writes the key as a UUID.
func (k Key) MarshalText() ([]byte, error) {
	h := QR(k).String()
	return []byte(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]), nil
}

// UnmarshalText reads any key that ParseKey reads.
func (k *Key) UnmarshalText(text []byte) error { return takeText(k, text, ParseKey) }

// MarshalText writes the code itself: it is for who may show or scan it.
func (q QR) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads 32 hexadecimal digits. The error does not repeat them.
func (q *QR) UnmarshalText(text []byte) error { return takeText(q, text, ParseQR) }

// MarshalText writes the item's word, such as "SZ06".
func (i Item) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads the item's word.
func (i *Item) UnmarshalText(text []byte) error { return takeText(i, text, ParseItem) }

// MarshalText writes 16 hexadecimal digits.
func (d Digest) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%016x", uint64(d)), nil }

// UnmarshalText reads 1 to 16 hexadecimal digits.
func (d *Digest) UnmarshalText(text []byte) error {
	v, err := strconv.ParseUint(looked(text), 16, 64)
	if err != nil {
		return fmt.Errorf("digest %q is not 16 hexadecimal digits", clip(looked(text)))
	}
	*d = Digest(v)
	return nil
}

// MarshalText writes the stable code, such as "window-closed".
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the stable code.
func (r *Reason) UnmarshalText(text []byte) error {
	v, ok := ParseReason(looked(text))
	if !ok {
		return fmt.Errorf("reason %q is unknown; it is one of the codes of the contract", clip(looked(text)))
	}
	*r = v
	return nil
}

// MarshalJSON writes the grounds as a list of words.
func (r Reasons) MarshalJSON() ([]byte, error) {
	words := []string{}
	if r != 0 {
		words = strings.Split(r.String(), "+")
	}
	return json.Marshal(words)
}

// UnmarshalJSON reads a list of the words "social" and "housing".
func (r *Reasons) UnmarshalJSON(data []byte) error {
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return errors.New(`grounds are a list of words: ["social","housing"]`)
	}
	*r = 0
	for _, w := range words {
		one, err := parseReasons(w)
		if err != nil {
			return err
		}
		*r |= one
	}
	return nil
}

// MarshalJSON writes the choices that are not the default, by their ids.
func (r Readings) MarshalJSON() ([]byte, error) {
	chosen := map[string]string{}
	for _, id := range AllReadings() {
		if !r.Is(id, Default) {
			chosen[id.String()] = r.Choice(id)
		}
	}
	return json.Marshal(chosen)
}

// UnmarshalJSON reads choices by ids; what is not named has its default.
func (r *Readings) UnmarshalJSON(data []byte) error {
	var chosen map[string]string
	if err := json.Unmarshal(data, &chosen); err != nil {
		return errors.New(`readings are choices by their ids: {"G10":"until_start_of_29"}`)
	}
	*r = Readings{}
	var faults []error
	for _, id := range slices.Sorted(maps.Keys(chosen)) {
		faults = append(faults, r.Choose(id, chosen[id]))
	}
	return errors.Join(faults...)
}
