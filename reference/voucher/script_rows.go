package voucher

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// maxItems is the most rows or lines that one command of a script may hold:
// what a person reads has fewer.
const maxItems = 1000

// readList reads "[item item]" or "[item; item]".
func readList[T any](s, between string, read func(string) (T, error)) ([]T, error) {
	inner, err := inBrackets(s)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(inner) == "" {
		return nil, nil
	}
	items := strings.Split(inner, between)
	if between == " " {
		items = strings.Fields(inner)
	}
	if len(items) > maxItems {
		return nil, fmt.Errorf("%d items; write at most %d", len(items), maxItems)
	}
	all := make([]T, len(items))
	for i, item := range items {
		if all[i], err = read(strings.TrimSpace(item)); err != nil {
			return nil, fmt.Errorf("item %d: %w", i+1, err)
		}
	}
	return all, nil
}

// list writes what readList reads.
func list[T any](all []T, between string, text func(*T) string) string {
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = text(&all[i])
	}
	return "[" + strings.Join(texts, between) + "]"
}

// into reads a text into a variable of any readable type.
func into[T any](p *T, s string) error { return readValue(reflect.ValueOf(p).Elem(), s) }

// readGasRow reads "1 social+housing 750000000" or "1 drop".
func readGasRow(s string) (row GasListRow, err error) {
	w := strings.Fields(s)
	switch {
	case len(w) == 2 && w[1] == "drop":
		row.Drop = true
		err = into(&row.Person, w[0])
	case len(w) == 3:
		err = cmp.Or(into(&row.Person, w[0]), into(&row.Reasons, w[1]), into(&row.Residence, w[2]))
	default:
		err = fmt.Errorf("%q is not a row; write PERSON GROUNDS TERRITORY or PERSON drop", clip(s))
	}
	return row, err
}

func gasRowText(r *GasListRow) string {
	if r.Drop {
		return fmt.Sprintf("%d drop", r.Person)
	}
	return fmt.Sprintf("%d %s %s", r.Person, r.Reasons, r.Residence)
}

// readFoodRow reads "1 owner=2 members=[2 3] 111010000" or "1 drop".
func readFoodRow(s string) (row FoodListRow, err error) {
	t, err := split(s)
	if err != nil {
		return row, errors.New("a bracket is not closed")
	}
	switch {
	case len(t) == 2 && t[1].value == "drop" && !t[1].named:
		row.Drop = true
		err = into(&row.Family, t[0].value)
	case len(t) == 4 && !t[0].named && t[1].name == "owner" && t[2].name == "members" && !t[3].named:
		err = cmp.Or(into(&row.Family, t[0].value), into(&row.Owner, t[1].value),
			into(&row.Members, t[2].value), into(&row.Residence, t[3].value))
	default:
		err = fmt.Errorf("%q is not a row; write FAMILY owner=PERSON members=[PERSON …] TERRITORY or FAMILY drop", clip(s))
	}
	return row, err
}

func readPerson(s string) (p PersonID, err error) {
	err = into(&p, s)
	return p, err
}

func foodRowText(r *FoodListRow) string {
	if r.Drop {
		return fmt.Sprintf("%d drop", r.Family)
	}
	members := list(r.Members, " ", func(p *PersonID) string { return fmt.Sprint(*p) })
	return fmt.Sprintf("%d owner=%d members=%s %s", r.Family, r.Owner, members, r.Residence)
}

// readPurchaseLine reads "2:1.000@450.00": goods, quantity, price of a unit.
func readPurchaseLine(s string) (l PurchaseLine, err error) {
	goods, rest, ok := strings.Cut(s, ":")
	quantity, price, priced := strings.Cut(rest, "@")
	if !ok || !priced {
		return l, fmt.Errorf("%q is not a line; write GOODS:QUANTITY@PRICE such as 2:1.000@450.00", clip(s))
	}
	err = cmp.Or(into(&l.Goods, goods), into(&l.Quantity, quantity), into(&l.Price, price))
	return l, err
}

func purchaseLineText(l *PurchaseLine) string {
	return fmt.Sprintf("%d:%s@%s", l.Goods, l.Quantity, l.Price)
}

// readRefundLine reads "0:1.000": place in the purchase from 0, quantity.
func readRefundLine(s string) (l RefundLine, err error) {
	line, quantity, ok := strings.Cut(s, ":")
	if !ok {
		return l, fmt.Errorf("%q is not a returned line; write PLACE:QUANTITY such as 0:1.000", clip(s))
	}
	err = cmp.Or(into(&l.Line, line), into(&l.Quantity, quantity))
	return l, err
}

func refundLineText(l *RefundLine) string { return fmt.Sprintf("%d:%s", l.Line, l.Quantity) }

// splitText writes one line of a basket as it was shared out:
// "2:1.000@450.00 eligible cost=450.00 discount=450.00".
func splitText(l *LineSplit) string {
	s := fmt.Sprintf("%d:%s", l.Goods, l.Quantity)
	if l.Price != 0 {
		s += "@" + l.Price.String()
	}
	if l.Eligible {
		s += " eligible"
	}
	if l.Cost != 0 {
		s += " cost=" + l.Cost.String()
	}
	if l.Discount != 0 {
		s += " discount=" + l.Discount.String()
	}
	return s
}
