package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// readReading reads one or several ID=CHOICE, parted by commas.
func (s *simulate) readReading(text string) error {
	for one := range strings.SplitSeq(text, ",") {
		id, choice, ok := strings.Cut(one, "=")
		if !ok {
			return fmt.Errorf("%q is no reading; write ID=CHOICE such as G10=until_start_of_29", one)
		}
		if err := s.checkReading(id, choice); err != nil {
			return err
		}
		if err := s.change(func(sc *scenarios.Scenario) error { return sc.Readings.Choose(id, choice) }); err != nil {
			return err
		}
	}
	return nil
}

// checkReading refuses an answer that there is not, with the one that was most
// likely meant, and a second answer to a question that has one already.
func (s *simulate) checkReading(id, choice string) error {
	if first, ok := s.readings[id]; ok && first != choice {
		return fmt.Errorf("%s is given twice, as %s and %s; keep one", id, first, choice)
	}
	if err := new(voucher.Readings).Choose(id, choice); err != nil {
		var ids []string
		for _, r := range voucher.AllReadings() {
			ids = append(ids, r.String())
			if near := voucher.Nearest(choice, r.Choices()); r.String() == id && near != "" {
				return fmt.Errorf("reading %s has no choice %q; did you mean %s?", id, choice, near)
			}
		}
		if near := voucher.Nearest(id, ids); !slices.Contains(ids, id) && near != "" {
			return fmt.Errorf("reading %q is unknown; did you mean %s?", id, near)
		}
		return err
	}
	if s.readings == nil {
		s.readings = map[string]string{}
	}
	s.readings[id] = choice
	return nil
}

// readingChoices returns every ID=CHOICE.
func readingChoices() (all []string) {
	for _, r := range voucher.AllReadings() {
		for _, choice := range r.Choices() {
			all = append(all, r.String()+"="+choice)
		}
	}
	return all
}
