package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// asked is a claim of a person who was asked on 7 October 2025.
func asked(t faulty) gas.Claim {
	return gas.Claim{Residence: 750000000, Reasons: voucher.SocialAssistance, Listed: true,
		Month: voucher.MonthOf(2025, 10), Asked: at(t, "2025-10-07")}
}

const (
	yes       = voucher.Yes
	no        = voucher.No
	malformed = voucher.Malformed
)

func TestReplies(t *testing.T) {
	for _, tt := range []struct {
		name   string
		choice string
		before voucher.Answer // that counts before this reply
		state  voucher.VoucherState
		reply  voucher.Answer
		want   gas.Effect
		reason voucher.Reason
		why    string
	}{
		{"yes", "", voucher.NoAnswer, voucher.NoVoucher, yes, gas.Opens, 0, "GAS-CONSENT-001, GAS-OPENING-001"},
		{"no", "", voucher.NoAnswer, voucher.NoVoucher, no, gas.Closes, 0, "GAS-CONSENT-002"},
		{"malformed", "", voucher.NoAnswer, voucher.NoVoucher, malformed, gas.Helps, 0, "GAS-CONSENT-005"},
		{"yes, yes", "", yes, voucher.Opened, yes, gas.Nothing, 0, "GAS-OPENING-002: never two"},
		{"yes, malformed", "", yes, voucher.Opened, malformed, gas.Helps, 0, "GAS-CONSENT-005: changes no state"},
		{"yes, no", "", yes, voucher.Opened, no, gas.Closes, 0, "GAS-CONSENT-002: also when it comes after a consent"},
		{"no, no", "", no, voucher.NoVoucher, no, gas.Nothing, 0, "it is refused already"},
		{"no, malformed", "", no, voucher.NoVoucher, malformed, gas.Helps, 0, "GAS-CONSENT-005: changes no state"},
		{"no, yes", "", no, voucher.NoVoucher, yes, gas.Nothing, voucher.RefusedThisMonth, "GAS-CONSENT-002: final for the month"},
		{"yes, no, yes", "", no, voucher.Closed, yes, gas.Nothing, voucher.RefusedThisMonth, "GAS-CONSENT-002: final for the month"},
		{"yes, no, no", "", no, voucher.Closed, no, gas.Nothing, 0, "it is refused already"},
		{"activated, no", "", yes, voucher.Active, no, gas.Nothing, 0, "GAS-CONSENT-004"},
		{"activated, yes", "", yes, voucher.Active, yes, gas.Nothing, 0, "there is nothing left to open"},
		{"activated, malformed", "", yes, voucher.Active, malformed, gas.Helps, 0, "GAS-CONSENT-005"},
		{"dropped and listed again, yes", "", yes, voucher.Closed, yes, gas.Opens, 0, "GAS-LIST-003 took the voucher, not the right to consent"},
		{"dropped and listed again, no", "", yes, voucher.Closed, no, gas.Closes, 0, "GAS-CONSENT-002"},

		{"G12: no, yes", "G12=refusal_reversible", no, voucher.NoVoucher, yes, gas.Opens, 0, "a refusal can be taken back"},
		{"G12: yes, no", "G12=refusal_reversible", yes, voucher.Opened, no, gas.Closes, 0, "and still closes"},
		{"G12: yes, no, yes", "G12=refusal_reversible", no, voucher.Closed, yes, gas.Opens, 0, "the one voucher opens again"},
		{"G12: activated, no", "G12=refusal_reversible", yes, voucher.Active, no, gas.Nothing, 0, "GAS-CONSENT-004"},
		{"G15: yes, no", "G15=first_reply_wins", yes, voucher.Opened, no, gas.Nothing, 0, "the first reply stays"},
		{"G15: no, yes", "G15=first_reply_wins", no, voucher.NoVoucher, yes, gas.Nothing, voucher.RefusedThisMonth, "the first reply stays"},
		{"G15: no", "G15=first_reply_wins", voucher.NoAnswer, voucher.NoVoucher, no, gas.Closes, 0, "a first no is a no"},
	} {
		c := asked(t)
		c.Answer = tt.before
		if tt.state != voucher.NoVoucher {
			c.Voucher = 1
		}
		now := at(t, "2025-10-20 12:00")
		terms := termsOn(t, now, read(t, tt.choice))
		was, v := c, gas.Voucher{State: tt.state}
		effect, r := terms.Reply(&c, &v, tt.reply, voucher.BySMS, now)
		if effect != tt.want || reason(r) != tt.reason {
			t.Errorf("%s: Reply = %d, %q, want %d, %q\n%s", tt.name, effect, reason(r), tt.want, tt.reason, tt.why)
		}
		if c != was || v != (gas.Voucher{State: tt.state}) {
			t.Errorf("%s: a rule changed what it was asked about", tt.name)
		}
	}
}

func TestWhoMayReplyAndWhen(t *testing.T) {
	for _, tt := range []struct {
		name, now, choice string
		by                voucher.Channel
		change            func(*gas.Claim)
		reply             voucher.Answer
		want              voucher.Reason
		why               string
	}{
		{"the instant of the SMS", "2025-10-07 00:00:00", "", voucher.BySMS, nil, yes, 0, "GAS-CONSENT-001: from the SMS"},
		{"after the 14th", "2025-10-15 00:00:00", "", voucher.BySMS, nil, yes, 0, "GAS-CONSENT-001: the 14th limits the list only"},
		{"last second of the 29th", "2025-10-29 23:59:59", "", voucher.BySMS, nil, yes, 0, "GAS-CONSENT-001: to the end of the 29th"},
		{"first instant of the 30th", "2025-10-30 00:00:00", "", voucher.BySMS, nil, yes, voucher.WindowClosed, "GAS-CONSENT-003"},
		{"second after", "2025-10-30 00:00:01", "", voucher.BySMS, nil, yes, voucher.WindowClosed, "GAS-CONSENT-003"},
		{"a no on the 30th", "2025-10-30 00:00:00", "", voucher.BySMS, nil, no, voucher.WindowClosed, "GAS-CONSENT-003"},
		{"a malformed one on the 30th", "2025-10-30 00:00:00", "", voucher.BySMS, nil, malformed, voucher.WindowClosed, "nothing is left that help could lead to"},
		{"G10, last second of the 28th", "2025-10-28 23:59:59", "G10=until_start_of_29", voucher.BySMS, nil, yes, 0, "the 29th is outside"},
		{"G10, first instant of the 29th", "2025-10-29 00:00:00", "G10=until_start_of_29", voucher.BySMS, nil, yes, voucher.WindowClosed, "the 29th is outside"},
		{"not asked", "2025-10-20 12:00:00", "", voucher.BySMS, func(c *gas.Claim) { c.Asked = 0 }, yes, voucher.NotAsked, "no question is open"},
		{"not listed", "2025-10-20 12:00:00", "", voucher.BySMS, func(c *gas.Claim) { c.Listed = false }, yes, voucher.NotListed, "GAS-ELIGIBILITY-001"},
		{"neither listed nor asked", "2025-10-20 12:00:00", "", voucher.BySMS, func(c *gas.Claim) { c.Listed, c.Asked = false, 0 }, yes, voucher.NotListed, "the first reason is the answer"},
		{"in the app", "2025-10-20 12:00:00", "", voucher.ByMobile, nil, yes, voucher.ChannelClosed, "GAS-CONSENT-001: the answer is an SMS"},
		{"at a centre", "2025-10-20 12:00:00", "", voucher.ByCentre, nil, yes, voucher.ChannelClosed, "G16 no_consent"},
		{"at a centre, SMS failed", "2025-10-20 12:00:00", "", voucher.ByCentre, func(c *gas.Claim) { c.Delivery = voucher.DeliveryFailed }, yes, voucher.ChannelClosed, "G16 no_consent"},
		{"G16: at a centre, SMS failed", "2025-10-20 12:00:00", "G16=consent_at_centre", voucher.ByCentre, func(c *gas.Claim) { c.Delivery = voucher.DeliveryFailed }, yes, 0, "the option lets a centre take the consent"},
		{"G16: at a centre, SMS delivered", "2025-10-20 12:00:00", "G16=consent_at_centre", voucher.ByCentre, func(c *gas.Claim) { c.Delivery = voucher.DeliveryDone }, yes, voucher.ChannelClosed, "only where the SMS did not arrive"},
		{"G16: at a centre, fate unknown", "2025-10-20 12:00:00", "G16=consent_at_centre", voucher.ByCentre, nil, yes, voucher.ChannelClosed, "only where the SMS did not arrive"},
		{"G16: at a centre, too late", "2025-10-30 00:00:00", "G16=consent_at_centre", voucher.ByCentre, func(c *gas.Claim) { c.Delivery = voucher.DeliveryFailed }, yes, voucher.WindowClosed, "the same rules hold there"},
		{"in the app on the 30th", "2025-10-30 00:00:00", "", voucher.ByMobile, nil, yes, voucher.ChannelClosed, "the first reason is the answer"},
		{"a yes after a no on the 30th", "2025-10-30 00:00:00", "", voucher.BySMS, func(c *gas.Claim) { c.Answer = no }, yes, voucher.RefusedThisMonth, "the first reason is the answer"},
		{"a no after a no on the 30th", "2025-10-30 00:00:00", "", voucher.BySMS, func(c *gas.Claim) { c.Answer = no }, no, voucher.WindowClosed, "a second no is not refused for the first"},
		{"G12: a yes after a no on the 30th", "2025-10-30 00:00:00", "G12=refusal_reversible", voucher.BySMS, func(c *gas.Claim) { c.Answer = no }, yes, voucher.WindowClosed, "it comes too late"},
		{"after the pilot", "2026-07-01 00:00:00", "", voucher.BySMS, func(c *gas.Claim) { c.Listed = false }, yes, voucher.OutsidePeriod, "the first reason is the answer"},
	} {
		c := asked(t)
		if tt.change != nil {
			tt.change(&c)
		}
		now := at(t, tt.now)
		terms := termsOn(t, now, read(t, tt.choice))
		effect, r := terms.Reply(&c, &gas.Voucher{}, tt.reply, tt.by, now)
		if reason(r) != tt.want {
			t.Errorf("%s: Reply at %s = %q, want %q\n%s", tt.name, now, reason(r), tt.want, tt.why)
		}
		if r != nil && effect != gas.Nothing {
			t.Errorf("%s: a refused reply has the effect %d\na refusal changes nothing", tt.name, effect)
		}
	}
}
