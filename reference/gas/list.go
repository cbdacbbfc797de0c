package gas

import "github.com/vouch-kz/vouch/reference/voucher"

var (
	listClosed       = voucher.Refuse(voucher.ListClosed, "GAS-LIST-002")
	noGround         = voucher.Refuse(voucher.NoGround, "GAS-ELIGIBILITY-001")
	groundUnknown    = voucher.Refuse(voucher.ValueInvalid, "GAS-ELIGIBILITY-001")
	residenceOutside = voucher.Refuse(voucher.OutsideTerritory, "GAS-TERRITORY-002")
)

// ListCloses returns the first instant at which this month's list is closed:
// after the 14th (GAS-LIST-001), or after the pilot's first day where that lies
// later in its month (GAS-PERIOD-002). The opening list may come in any month
// before.
func (t *Terms) ListCloses(m voucher.Month) voucher.Instant {
	m = max(m, t.From.Month())
	last := m.Day(t.ListLastDay)
	if t.first(m) {
		last = max(last, t.From)
	}
	return last.End()
}

// Update decides when an update of the list takes effect: at once, or, under
// reading G06 defer, with the next month.
func (t *Terms) Update(now voucher.Instant) (deferred bool, r *voucher.Refusal) {
	if now >= t.To.End() {
		return false, outsidePeriod
	}
	if now < t.ListCloses(now.Month()) {
		return false, nil
	}
	if t.Readings.Is(voucher.G06, voucher.Option) {
		return true, nil
	}
	return false, listClosed
}

// CheckRow refuses a row that nobody may be listed by: without a ground
// (GAS-ELIGIBILITY-001), or with a residence outside the pilot
// (GAS-TERRITORY-002). Dropping is always possible.
func CheckRow(row *voucher.GasListRow, inPilot bool) *voucher.Refusal {
	switch {
	case row.Drop:
		return nil
	case row.Reasons&^(voucher.SocialAssistance|voucher.HousingAssistance) != 0:
		return groundUnknown
	case !inPilot:
		return residenceOutside
	case row.Reasons == 0:
		return noGround
	}
	return nil
}

// Drops reports whether dropping the person ends a voucher: one that is not
// activated does end, an activated one stays (GAS-LIST-003).
func Drops(v Voucher) bool { return v.State == voucher.Opened }
