package voucher

import (
	"fmt"
	"strings"
)

var (
	viaNames     = [...]string{ByLink: "link", ByDownload: "download"}
	answerModes  = [...]string{AnswersRight: "ok", AnswersNothing: "down", AnswersLate: "slow", AnswersGarbage: "garbage"}
	classNames   = [...]string{Stove: "stove", Boiler: "boiler"}
	purposeNames = [...]string{ForStock: "stock", ForOtherNeeds: "other_needs"}
	fateNames    = [...]string{DeliveryUnknown: "unknown", DeliveryDone: "done", DeliveryFailed: "failed"}
	groundNames  = [8]string{"social", "housing", "bit2", "bit3", "bit4", "bit5", "bit6", "bit7"}
)

// String returns "link" or "download".
func (v Via) String() string { return name(viaNames[:], v) }

// String returns "stove" or "boiler".
func (m AnswerMode) String() string { return name(answerModes[:], m) }

// String returns the mode's word, such as "garbage".
func (c ApplianceClass) String() string { return name(classNames[:], c) }

// String returns "stock" or "other_needs".
func (p Purpose) String() string { return name(purposeNames[:], p) }

// String returns "unknown", "done" or "failed".
func (d Delivery) String() string { return name(fateNames[:], d) }

// String joins the grounds: "social", "housing", "social+housing", and "none"
// for no ground. A bit that is no ground is written by its position, "bit2", so
// that a refused row can be shown.
func (r Reasons) String() string {
	var words []string
	for i, w := range groundNames {
		if r&(1<<i) != 0 {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, "+")
}

// parseReasons reads what Reasons.String writes.
func parseReasons(s string) (r Reasons, err error) {
	if s == "none" {
		return 0, nil
	}
	for word := range strings.SplitSeq(s, "+") {
		bit := -1
		for i, w := range groundNames {
			if w == word {
				bit = i
			}
		}
		if bit < 0 {
			return 0, fmt.Errorf("ground %q is unknown; write social, housing, social+housing or none", clip(word))
		}
		r |= 1 << bit
	}
	return r, nil
}

// words lists the words of an enumeration, for hints.
func words(names []string) string {
	var all []string
	for _, n := range names {
		if n != "" {
			all = append(all, n)
		}
	}
	return strings.Join(all, ", ")
}

// maxClip is how much of a mistaken word an error repeats.
const maxClip = 40

// clip shortens a word for an error.
func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxClip {
			return s[:i] + "…"
		}
	}
	return s
}

// hint says which known word was meant, or which words there are.
func hint(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "known are " + strings.Join(known, ", ")
}
