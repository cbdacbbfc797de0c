package reports

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// outcomeForm says how the outcome of a draw is told.
type outcomeForm uint8

// The forms. An outcome without one of its own is a number out of so many.
const (
	asPlain outcomeForm = iota
	asNumber
	asDuration // seconds
	asShare    // parts per million
	asVolume   // litres
	asQuantity // thousandths
	asGoods    // counted from 0
	asStore    // the same
	asDays
	asHour
)

// drawWords is how a draw is told: of which programme, where more than one has it.
type drawWords struct {
	words string
	form  outcomeForm
	about voucher.Programme
}

// familyDraws are the words of the draws that a family's life has.
var familyDraws = map[simulator.Purpose]drawWords{
	simulator.ForFamilySize:          {words: "draw.family_size"},
	simulator.ForChildren:            {words: "draw.children"},
	simulator.ForUrban:               {words: "draw.urban"},
	simulator.ForGasConnected:        {words: "draw.gas_connected"},
	simulator.ForGasEquipment:        {words: "draw.gas_equipment"},
	simulator.ForListReasons:         {words: "draw.list_reasons"},
	simulator.ForDevice:              {words: "draw.device"},
	simulator.ForPhoneKnown:          {words: "draw.phone_known"},
	simulator.ForAccountSharing:      {words: "draw.account_sharing"},
	simulator.ForSecondAccount:       {words: "draw.second_account"},
	simulator.ForHomeStore:           {words: "draw.home_store", form: asStore},
	simulator.ForConsentHabit:        {words: "draw.consent_habit"},
	simulator.ForSpendingHabit:       {words: "draw.spending_habit"},
	simulator.ForGasVolumeYear:       {words: "draw.gas_volume_year", form: asVolume},
	simulator.ForHonesty:             {words: "draw.honesty"},
	simulator.ForListEntry:           {words: "draw.list_entry"},
	simulator.ForListJoin:            {words: "draw.list_join"},
	simulator.ForListDrop:            {words: "draw.list_drop"},
	simulator.ForListUpdateDay:       {words: "draw.list_update_day"},
	simulator.ForListLate:            {words: "draw.list_late"},
	simulator.ForListReasonChange:    {words: "draw.list_reason_change"},
	simulator.ForListMove:            {words: "draw.list_move"},
	simulator.ForListMembers:         {words: "draw.list_members"},
	simulator.ForListDouble:          {words: "draw.list_double"},
	simulator.ForGasDelivery:         {words: "draw.delivery", about: voucher.Gas},
	simulator.ForGasReplyKind:        {words: "draw.reply", about: voucher.Gas},
	simulator.ForGasReplyDelay:       {words: "draw.reply_delay", form: asDuration, about: voucher.Gas},
	simulator.ForGasReplyMalformed:   {words: "draw.reply_malformed", about: voucher.Gas},
	simulator.ForGasReplyText:        {words: "draw.reply_text", about: voucher.Gas},
	simulator.ForGasSecondReply:      {words: "draw.second_reply", about: voucher.Gas},
	simulator.ForGasSecondDelay:      {words: "draw.second_delay", form: asDuration, about: voucher.Gas},
	simulator.ForGasReminderReply:    {words: "draw.reminder_reply", about: voucher.Gas},
	simulator.ForGasReminderDelay:    {words: "draw.reminder_delay", form: asDuration, about: voucher.Gas},
	simulator.ForFoodDelivery:        {words: "draw.delivery", about: voucher.Food},
	simulator.ForFoodReplyKind:       {words: "draw.reply", about: voucher.Food},
	simulator.ForFoodReplyDelay:      {words: "draw.reply_delay", form: asDuration, about: voucher.Food},
	simulator.ForFoodReplyMalformed:  {words: "draw.reply_malformed", about: voucher.Food},
	simulator.ForFoodReplyText:       {words: "draw.reply_text", about: voucher.Food},
	simulator.ForFoodSecondReply:     {words: "draw.second_reply", about: voucher.Food},
	simulator.ForFoodSecondDelay:     {words: "draw.second_delay", form: asDuration, about: voucher.Food},
	simulator.ForFoodReminderReply:   {words: "draw.reminder_reply", about: voucher.Food},
	simulator.ForFoodReminderDelay:   {words: "draw.reminder_delay", form: asDuration, about: voucher.Food},
	simulator.ForMessageOutage:       {words: "draw.message_outage"},
	simulator.ForReplyDuplicate:      {words: "draw.reply_duplicate"},
	simulator.ForGasActivation:       {words: "draw.gas_activation"},
	simulator.ForGasActivationDelay:  {words: "draw.gas_activation_delay", form: asDuration},
	simulator.ForGasChannel:          {words: "draw.gas_channel"},
	simulator.ForGasOpeningWay:       {words: "draw.gas_opening_way"},
	simulator.ForGasWrongAccount:     {words: "draw.gas_wrong_account"},
	simulator.ForGasWrongKind:        {words: "draw.gas_wrong_kind"},
	simulator.ForGasRetry:            {words: "draw.gas_retry"},
	simulator.ForGasRetryDelay:       {words: "draw.gas_retry_delay", form: asDuration},
	simulator.ForGasOfferLeft:        {words: "draw.gas_offer_left"},
	simulator.ForGasAccountChanged:   {words: "draw.gas_account_changed"},
	simulator.ForGasEarlyLate:        {words: "draw.gas_early_late"},
	simulator.ForGasVolumeMonth:      {words: "draw.gas_volume_month", form: asShare},
	simulator.ForGasCorrection:       {words: "draw.gas_correction"},
	simulator.ForGasCorrectionSize:   {words: "draw.gas_correction_size", form: asShare},
	simulator.ForGasCorrectionDelay:  {words: "draw.gas_correction_delay"},
	simulator.ForGasNoReading:        {words: "draw.gas_no_reading"},
	simulator.ForGasStepTime:         {words: "draw.gas_step_time", form: asDuration},
	simulator.ForFoodActivation:      {words: "draw.food_activation"},
	simulator.ForFoodActivateDelay:   {words: "draw.food_activate_delay", form: asDuration},
	simulator.ForFoodShareUsed:       {words: "draw.food_share_used", form: asShare},
	simulator.ForPurchaseCount:       {words: "draw.purchase_count", form: asNumber},
	simulator.ForPurchaseDay:         {words: "draw.purchase_day", form: asDays},
	simulator.ForPurchaseHour:        {words: "draw.purchase_hour", form: asHour},
	simulator.ForPurchaseMinute:      {words: "draw.purchase_minute"},
	simulator.ForStoreChoice:         {words: "draw.store_choice", form: asStore},
	simulator.ForStoreAdded:          {words: "draw.store_added"},
	simulator.ForOwnCity:             {words: "draw.own_city"},
	simulator.ForBasketLines:         {words: "draw.basket_lines"},
	simulator.ForBasketGoods:         {words: "draw.basket_goods", form: asGoods},
	simulator.ForBasketQuantity:      {words: "draw.basket_quantity", form: asQuantity},
	simulator.ForQRDelay:             {words: "draw.qr_delay", form: asDuration},
	simulator.ForTillTimeout:         {words: "draw.till_timeout"},
	simulator.ForReversal:            {words: "draw.reversal"},
	simulator.ForReturn:              {words: "draw.return"},
	simulator.ForReturnDelay:         {words: "draw.return_delay", form: asDuration},
	simulator.ForReturnLines:         {words: "draw.return_lines"},
	simulator.ForRating:              {words: "draw.rating"},
	simulator.ForRatingStars:         {words: "draw.rating_stars"},
	simulator.ForAppeal:              {words: "draw.appeal"},
	simulator.ForAppealSubject:       {words: "draw.appeal_subject"},
	simulator.ForAppealAnswer:        {words: "draw.appeal_answer"},
	simulator.ForFraudTime:           {words: "draw.fraud_time"},
	simulator.ForFraudGoods:          {words: "draw.fraud_goods", form: asGoods},
	simulator.ForFraudReusedQR:       {words: "fraud.reused_code"},
	simulator.ForFraudExpiredQR:      {words: "fraud.expired_code"},
	simulator.ForFraudUnmarked:       {words: "fraud.unmarked_goods"},
	simulator.ForFraudOffList:        {words: "fraud.off_list_goods"},
	simulator.ForFraudSuspendedStore: {words: "fraud.suspended_store"},
	simulator.ForFraudForeignStore:   {words: "fraud.foreign_store"},
	simulator.ForFraudForeignReturn:  {words: "fraud.foreign_return"},
	simulator.ForFraudOverStock:      {words: "fraud.over_stock"},
	simulator.ForFraudForeignAccount: {words: "fraud.foreign_account"},
	simulator.ForFraudNotOwner:       {words: "fraud.not_owner"},
}

// draw tells a draw: what was decided, how it came out, the number that was drawn
// and what it was held against.
func (s *speech) draw(d *simulator.Draw) string {
	w, known := familyDraws[d.Purpose]
	what := d.Purpose.String()
	switch {
	case d.Kind == simulator.DrawAnswer && d.Purpose == simulator.ForConsentHabit:
		what = s.say("draw.reply") // as the leaning has it
	case known:
		what = s.say(w.words)
	}
	if w.about != 0 {
		return s.say("trace.draw.about", "What", what, "About", s.about(w.about), "Outcome", s.drawOutcome(d, w.form))
	}
	return s.say("trace.draw", "What", what, "Outcome", s.drawOutcome(d, w.form))
}

// drawOutcome tells how a draw came out.
func (s *speech) drawOutcome(d *simulator.Draw, form outcomeForm) string {
	number, bound := s.ppm(int64(d.PPM)), s.ppm(d.Bound)
	switch {
	case d.Kind == simulator.DrawChance && d.Outcome == 1:
		return s.say("trace.yes", "Drawn", number, "Bound", bound)
	case d.Kind == simulator.DrawChance:
		return s.say("trace.no", "Drawn", number, "Bound", bound)
	case d.Kind == simulator.DrawAnswer:
		answer := s.say("trace.silence")
		if a := voucher.Answer(d.Outcome); a != voucher.NoAnswer {
			answer = s.say("value." + a.String())
		}
		return s.say("trace.answered", "Answer", answer, "Drawn", number, "Bound", bound)
	}
	return s.say("trace.chosen", "What", s.formed(d, form), "Drawn", number)
}

// formed writes what came out in its form.
func (s *speech) formed(d *simulator.Draw, form outcomeForm) string {
	n := d.Outcome
	switch {
	case d.Kind == simulator.DrawNumber || form == asPlain && d.Bound > 0:
		return s.say("trace.of", "N", s.count(n+1), "Of", s.count(d.Bound))
	case form == asDuration && d.Kind == simulator.DrawAmount:
		return s.say("trace.duration", "Clock", fmt.Sprintf("%d:%02d:%02d", n/3600, n/60%60, n%60))
	case form == asShare:
		return s.ppm(n)
	case form == asVolume:
		return s.say("trace.volume", "N", s.amount(voucher.Volume(n).String()))
	case form == asQuantity:
		return s.amount(voucher.Quantity(n).String())
	case form == asGoods:
		return s.say("trace.goods", "N", fmt.Sprint(n+1))
	case form == asStore:
		return s.say("trace.store", "N", fmt.Sprint(n+1))
	case form == asDays:
		return s.say("trace.days", "N", fmt.Sprint(n))
	case form == asHour:
		return s.say("trace.hour", "N", fmt.Sprintf("%02d", n))
	}
	return s.count(n)
}

// ppm writes parts per million as a share in per cent, to the last part.
func (s *speech) ppm(n int64) string {
	return s.say("number.percent", "N", s.amount(fmt.Sprintf("%d.%04d", n/10_000, n%10_000)))
}
