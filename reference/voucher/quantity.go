package voucher

import "fmt"

// Volume is a gas volume in thousandths of a cubic metre.
type Volume int64

// CubicMetre is 1,000 thousandths.
const CubicMetre Volume = 1000

// At returns what the volume costs at a price per cubic metre, rounded half-up
// to a tiyn, once (reading G27). The volume must not be negative.
func (v Volume) At(price Money) Money {
	return Money(mulDiv(int64(price), int64(v), int64(CubicMetre), roundHalfUp))
}

// String writes cubic metres with three decimals: "187.500".
func (v Volume) String() string { return decimal(int64(v), 3) }

// ParseVolume reads cubic metres with at most three decimals.
func ParseVolume(s string) (Volume, error) {
	n, err := parseDecimal(s, 3)
	if err != nil {
		return 0, fmt.Errorf("volume %q: %w; write cubic metres such as 187.500", s, err)
	}
	return Volume(n), nil
}

// Quantity is an amount of goods in thousandths of the goods' unit (a
// kilogram, a litre, a loaf, ten eggs).
type Quantity int64

// Unit is 1,000 thousandths.
const Unit Quantity = 1000

// At returns what the quantity costs at a price per unit, rounded half-up to a
// tiyn, once a line. The quantity must not be negative.
func (q Quantity) At(price Money) Money {
	return Money(mulDiv(int64(price), int64(q), int64(Unit), roundHalfUp))
}

// String writes units with three decimals: "0.650".
func (q Quantity) String() string { return decimal(int64(q), 3) }

// ParseQuantity reads units with at most three decimals.
func ParseQuantity(s string) (Quantity, error) {
	n, err := parseDecimal(s, 3)
	if err != nil {
		return 0, fmt.Errorf("quantity %q: %w; write units such as 0.650", s, err)
	}
	return Quantity(n), nil
}
