package voucher

import (
	"fmt"
	"reflect"
)

// AnswerLine writes what the asker of a command is told, as it stands in a
// script: "ok" or "refused", then the fields that are not zero. A code comes out
// by its slot, and a real one as "hidden".
func AnswerLine(o *Outcome) string {
	head := "ok"
	if o.Refusal != nil {
		head = "refused " + o.Refusal.String()
	}
	if told := fieldsText(reflect.ValueOf(&o.Result).Elem(), codeText); told != "" {
		head += " " + told
	}
	return head
}

// RecordLines writes what a query was answered with: a line of its fields, then
// an indented line for each item.
func RecordLines(r *Record, q *Query) []string { return recordText(r, q) }

// FormatAdvance writes a move of the clock as a script has it.
func FormatAdvance(to Instant) string { return fmt.Sprintf("advance %s", stamp(to)) }
