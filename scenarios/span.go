package scenarios

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Pilot returns the first and the last day of a programme's pilot in the
// scenario's world: what the published texts say, or what its settings move
// them to. The zero days for anything but voucher.Gas and voucher.Food.
func (s *Scenario) Pilot(p voucher.Programme) (first, last voucher.Day) {
	for _, known := range pilots {
		if known.programme == p {
			return slices.Min(s.moved(known.fromPath, known.first)), slices.Max(s.moved(known.untilPath, known.last))
		}
	}
	return 0, 0
}
