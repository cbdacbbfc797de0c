package conformance

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// demand is one invariant: a check that a history alone decides.
type demand struct {
	id    string
	title voucher.Text
}

// requirement is the demand's id, the first part of the check's.
func (d *demand) requirement() voucher.RequirementID {
	id, _, _ := strings.Cut(d.id, "/")
	return voucher.RequirementID(id)
}

// demands are all invariants, in the order of the catalogue.
var demands []*demand

// invariant adds a demand. The text says in three languages what always holds.
func invariant(id, en, ru, kk string) *demand {
	d := &demand{id, voucher.Text{En: en, Ru: ru, Kk: kk}}
	demands = append(demands, d)
	return d
}

// The invariants of the gas programme.
var (
	pilotPlaces = invariant("GAS-TERRITORY-002/list_and_accounts_lie_in_the_pilot",
		"residence and the account's provider lie in pilot territories", "место жительства и поставщик счёта – в территориях пилота",
		"тұрғылықты жер мен шот жеткізушісі пилот аумағында")
	groundsOnly = invariant("GAS-ELIGIBILITY-001/nobody_off_the_list_gets_anything",
		"nobody who is not on the list gets anything", "кто не в списке, не получает ничего", "тізімде жоқ адам ештеңе алмайды")
	lateUpdates = invariant("GAS-LIST-002/no_update_after_the_14th",
		"after the 14th the list of the month does not change", "после 14-го список месяца не меняется", "14-інен кейін ай тізімі өзгермейді")
	askedOnce = invariant("GAS-NOTICE-002/asked_once_a_month",
		"whoever is listed is asked once a month, never before the 7th", "каждого из списка спрашивают раз в месяц, не раньше 7-го",
		"тізімдегі әркімнен айына бір рет, 7-сінен ерте емес сұралады")
	oneReminder = invariant("GAS-REMINDER-001/one_reminder_without_an_answer",
		"one reminder after seven days without an answer, and none otherwise", "одно напоминание через семь дней без ответа, иначе ни одного",
		"жауапсыз жеті күннен кейін бір еске салу, басқа жағдайда жоқ")
	withConsent = invariant("GAS-CONSENT-001/no_voucher_without_consent",
		"no voucher opens or is activated without consent", "без согласия ваучер не открывается и не активируется",
		"келісімсіз ваучер ашылмайды және белсендірілмейді")
	refusalEnds = invariant("GAS-CONSENT-002/a_refusal_ends_the_month",
		"after a refusal nothing is activated in the month", "после отказа в этом месяце ничего не активируется",
		"бас тартқаннан кейін осы айда ештеңе белсендірілмейді")
	oneVoucherAMonth = invariant("GAS-OPENING-002/one_voucher_a_person_and_month",
		"one voucher for each recipient and month", "один ваучер на получателя и месяц", "бір алушыға айына бір ваучер")
	lapses = invariant("GAS-EXPIRY-001/an_open_voucher_lapses_with_the_window",
		"no voucher stays open after the window", "после окончания периода открытых ваучеров нет", "кезең біткен соң ашық ваучер қалмайды")
	insideWindow = invariant("GAS-WINDOW-001/activation_inside_the_window",
		"every step of activation lies in the window", "каждый шаг активации – в пределах периода", "белсендірудің әр қадамы кезең ішінде")
	oneVoucherAnAccount = invariant("GAS-ACCOUNT-001/one_voucher_an_account_and_month",
		"one activated voucher for an account and month", "один активированный ваучер на счёт и месяц", "бір шотқа айына бір белсендірілген ваучер")
	takenIsRefused = invariant("GAS-ACCOUNT-002/a_taken_account_is_refused_at_entry",
		"an account with a voucher of the month is refused when it is entered", "счёт с ваучером этого месяца отклоняется при вводе",
		"осы айдың ваучері бар шот енгізілгенде қабылданбайды")
	verifiedOnly = invariant("GAS-ACCOUNT-003/only_an_answer_of_the_provider_decides",
		"an account is verified or refused by an answer of its provider alone, in time and readable",
		"счёт подтверждается или отклоняется только ответом поставщика, своевременным и понятным",
		"шот тек жеткізушінің уақытылы әрі түсінікті жауабымен расталады немесе қабылданбайды")
	noStepSkipped = invariant("GAS-ACTIVATION-001/no_step_is_skipped",
		"only a confirmation after all steps activates", "активирует только подтверждение после всех шагов",
		"барлық қадамнан кейінгі растау ғана белсендіреді")
	nothingUndone = invariant("GAS-ACTIVATION-002/nothing_is_undone",
		"a confirmation is not undone", "подтверждение не отменяется", "растау кері қайтарылмайды")
	listIsActivations = invariant("GAS-DISPATCH-001/list_is_the_set_of_activations",
		"the list of the month holds its activations, all and only them, once, on its day",
		"список месяца содержит его активации: все, только их, по одному разу, в свой день",
		"ай тізімінде сол айдың белсендірулері: бәрі, тек солар, бір реттен, өз күнінде")
	listedAccountsOnly = invariant("GAS-BILL-001/a_discount_for_listed_accounts_only",
		"a discount for the accounts of the list only, after the list", "скидка только по счетам списка и после списка",
		"жеңілдік тек тізімдегі шоттарға және тізімнен кейін")
	discountBounded = invariant("GAS-BILL-003/discount_between_zero_and_the_charge",
		"the discount is at least zero and at most the charge", "скидка не меньше нуля и не больше начисления", "жеңілдік нөлден кем емес, есептеуден артық емес")
)

// The invariants of the food programme.
var (
	pilotCities = invariant("FOOD-TERRITORY-001/families_live_in_the_pilot_cities",
		"listed families live in the pilot cities", "семьи списка живут в городах пилота", "тізімдегі отбасылар пилот қалаларында тұрады")
	listOfThe5th = invariant("FOOD-LIST-001/members_as_on_the_5th",
		"the members count as the list of the 5th has them", "члены семьи учитываются по списку на 5-е", "отбасы мүшелері 5-індегі тізім бойынша есептеледі")
	oneFamilyAPerson = invariant("FOOD-LIST-002/a_person_in_one_family",
		"a person counts in one family", "человек учитывается в одной семье", "адам бір отбасында ғана есептеледі")
	askedOnThe5th = invariant("FOOD-NOTICE-001/asked_on_the_5th_once",
		"listed families are asked on the 5th, once", "семьи списка спрашивают 5-го, один раз", "тізімдегі отбасылардан 5-інде бір рет сұралады")
	withConfirmation = invariant("FOOD-CONSENT-002/no_voucher_without_confirmation",
		"no voucher without a confirmation of the month", "без подтверждения в этом месяце ваучера нет", "осы айдағы растаусыз ваучер жоқ")
	oneIndexAMember = invariant("FOOD-CREDIT-001/one_index_for_each_member",
		"credited is 1 MRP for each member, times the coefficient", "зачисляется 1 МРП на члена семьи с коэффициентом",
		"отбасының әр мүшесіне коэффициентпен 1 АЕК есептеледі")
	itsMonthOnly = invariant("FOOD-EXPIRY-001/valid_in_its_month_only",
		"a voucher pays in its month only", "ваучер действует только в своём месяце", "ваучер тек өз айында жарамды")
	nothingLeft = invariant("FOOD-EXPIRY-002/nothing_left_after_the_month",
		"after the month nothing is left", "после месяца ничего не остаётся", "айдан кейін ештеңе қалмайды")
	linesAddUp = invariant("FOOD-BASKET-001/lines_add_up",
		"the discounts of the lines add up to that of the basket", "скидки строк складываются в скидку корзины",
		"жолдар жеңілдігінің қосындысы себет жеңілдігіне тең")
	codesOnce = invariant("FOOD-QR-001/a_code_serves_once",
		"a code is short-lived, never shown twice and used once", "код краткосрочен, не повторяется и используется один раз",
		"код қысқа мерзімді, қайталанбайды және бір рет қолданылады")
	participatingStores = invariant("FOOD-PURCHASE-001/participating_stores_redeem",
		"only stores that take part, with connected tills, redeem", "погашают только участвующие магазины с подключённой кассой",
		"кассасы қосылған, қатысатын дүкендер ғана қабылдайды")
	noMoreThanLeft = invariant("FOOD-PURCHASE-002/never_more_than_left_or_eligible",
		"a discount is what is left or what is eligible, whichever is less", "скидка равна меньшему из остатка и подходящей суммы",
		"жеңілдік қалдық пен жарамды соманың кішісіне тең")
	pilotStores = invariant("FOOD-PURCHASE-003/stores_of_the_pilot_cities",
		"stores outside the pilot cities take no part", "магазины вне городов пилота не участвуют", "пилот қалаларынан тыс дүкендер қатыспайды")
	noMoreThanTaken = invariant("FOOD-REFUND-001/never_more_than_was_taken",
		"returns give back what was taken, and never more", "возврат – не больше взятого", "қайтару алынғаннан артық болмайды")
	reversedOnce = invariant("FOOD-REVERSAL-001/reversed_once",
		"a purchase is reversed once, and only by its key", "покупка отменяется один раз и только по своему ключу",
		"сатып алу бір рет және тек өз кілті арқылы жойылады")
	everyOperation = invariant("FOOD-JOURNAL-001/the_wallet_shows_every_operation",
		"the wallet shows every purchase, return and reversal", "кошелёк показывает каждую покупку, возврат и отмену",
		"әмиян әр сатып алуды, қайтаруды және күшін жоюды көрсетеді")
	listedAndMarked = invariant("FOOD-STORE-001/listed_and_marked_goods_only",
		"a discount needs goods on the list in force that the store has marked", "скидка – только на отмеченный магазином товар из действующего списка",
		"жеңілдік қолданыстағы тізімдегі, дүкен белгілеген тауарға ғана")
	storesAddUp = invariant("FOOD-STORE-003/a_store_day_adds_up",
		"a store's day is the sum of its operations", "день магазина равен сумме его операций", "дүкен күні оның операцияларының қосындысы")
	loansAddUp = invariant("FOOD-LOAN-001/outstanding_is_disbursed_less_repaid",
		"a loan is disbursed once and repaid to zero", "заём выдаётся один раз и возвращается до нуля", "қарыз бір рет беріліп, нөлге дейін қайтарылады")
	loansForStock = invariant("FOOD-LOAN-002/loans_for_stock_of_participants",
		"loans go to participating stores for stock", "займы – участвующим магазинам на запасы", "қарыз қатысатын дүкендерге қор үшін")
	noMoreThanStock = invariant("FOOD-TRACE-001/no_more_than_the_stock",
		"no more is sold on vouchers than the traced stock holds", "по ваучерам не продаётся больше прослеживаемого остатка",
		"ваучермен қадағаланатын қордан артық сатылмайды")
	stockAddsUp = invariant("FOOD-TRACE-001/stock_is_delivered_less_sold",
		"stock is what was delivered less what was sold", "остаток равен поставленному без проданного", "қор – жеткізілгеннен сатылғанды шегергендегі")
	appealsSeen = invariant("FOOD-FEEDBACK-002/an_appeal_is_seen_and_answered_once",
		"an appeal is seen by its person and answered once", "обращение видно заявителю и рассматривается один раз",
		"өтініш иесіне көрінеді және бір рет қаралады")
	reportsEqual = invariant("FOOD-REPORT-001/reports_equal_the_operations",
		"the report of a day is the sum of its operations", "отчёт дня равен сумме его операций", "күн есебі оның операцияларының қосындысы")
	theFutureOnly = invariant("FOOD-ADJUSTMENT-001/changes_hold_from_a_day_to_come",
		"a parameter changes from a day to come on", "параметр меняется только с будущего дня", "параметр тек болашақ күннен өзгереді")
	thePastStays = invariant("FOOD-ADJUSTMENT-001/the_past_stays",
		"a value of a day stays as it was read", "значение на день остаётся прежним", "күн мәні бұрынғыдай қалады")
)

// The invariants of both.
var (
	moneyIsConserved = invariant("BOTH-MONEY-001/money_is_conserved",
		"credited = spent + left + annulled, for every family and month", "зачислено = потрачено + остаток + аннулировано, по каждой семье и месяцу",
		"түсті = жұмсалды + қалдық + күші жойылды, әр отбасы мен ай бойынша")
	neverNegative = invariant("BOTH-MONEY-002/nothing_below_zero",
		"no balance is ever negative", "остаток никогда не отрицателен", "қалдық ешқашан теріс болмайды")
	aRepeatedKey = invariant("BOTH-RETRY-001/a_repeated_key_answers_the_same",
		"a command repeated under its key is answered as before", "повтор команды с тем же ключом получает прежний ответ",
		"сол кілтпен қайталанған команда бұрынғы жауап алады")
	anotherBody = invariant("BOTH-RETRY-001/another_body_is_refused",
		"another body under a used key is refused", "другое содержание с использованным ключом отклоняется",
		"қолданылған кілтпен басқа мазмұн қабылданбайды")
	aKeyIsNeeded = invariant("BOTH-RETRY-001/a_key_is_needed",
		"a command without a key is refused", "команда без ключа отклоняется", "кілтсіз команда қабылданбайды")
	ownRole = invariant("BOTH-ACCESS-001/a_role_does_its_own_things",
		"each role does and reads only what is its matter", "каждая роль делает и видит только своё", "әр рөл тек өз ісін істейді және көреді")
	ownRecords = invariant("BOTH-ACCESS-001/nobody_acts_on_anothers_records",
		"nobody acts on another's records", "никто не действует с чужими записями", "ешкім басқаның жазбасына әрекет етпейді")
	firstIsPrefix = invariant("BOTH-JOURNAL-001/first_read_is_a_prefix",
		"what was read is a prefix of what is read later", "прочитанное раньше – начало прочитанного позже", "бұрын оқылған – кейін оқылғанның басы")
)
