package reference

import "github.com/vouch-kz/vouch/reference/voucher"

type foodState struct{}

// FoodRules are the decisions of the food programme.
type FoodRules struct{}

func standardFoodRules() FoodRules                                   { return FoodRules{} }
func (m *Machine) setUpFood(*voucher.Setup) error                    { return nil }
func (m *Machine) indexFood()                                        {}
func (m *Machine) takeFoodTerms(voucher.Day)                         {}
func (m *Machine) nextFoodDue(after voucher.Instant) voucher.Instant { return never }
func (m *Machine) endFoodDay()                                       {}
func (m *Machine) askFood()                                          {}
func (m *Machine) refundDays() voucher.Day                           { return 14 }
func (m *Machine) queryFood(q *voucher.Query) voucher.Record         { return voucher.Record{} }
func (m *Machine) evolveFood(e *voucher.Event)                       {}
func (m *Machine) decideFood(voucher.Command) (voucher.Result, *voucher.Refusal) {
	return voucher.Result{}, recordUnknown
}
func (m *Machine) replyFood(*voucher.Reply) (voucher.Result, *voucher.Refusal) {
	return voucher.Result{}, recordUnknown
}
func (f *foodState) walk(*walker) {}
