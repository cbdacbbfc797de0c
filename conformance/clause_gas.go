package conformance

// What the invariants of the gas programme want.
var (
	windowIs = clause("window-is",
		"activation in {month} is open from {from} until {to}",
		"период активации за {month}: с {from} до {to}",
		"{month} айының белсендіру кезеңі: {from} бастап {to} дейін")
	noAccountEntered = clause("no-account-entered",
		"no account was entered in {month}", "за {month} лицевой счёт не вводился", "{month} айында дербес шот енгізілмеген")
	lastListDay = clause("last-day-of-the-list",
		"the list takes updates up to day {day} of the month", "список обновляется по {day}-е число месяца включительно",
		"тізім айдың {day}-іне дейін (қоса алғанда) жаңартылады")
	inRow = clause("in-row",
		"this is about row {row}", "речь о строке {row}", "{row}-жол туралы")
	providerOutside = clause("provider-outside",
		"the provider lies outside of the pilot", "поставщик находится вне территорий пилота", "жеткізуші пилот аумағынан тыс орналасқан")
	accountHeldBy = clause("account-held-by",
		"person {person} has activated a voucher on this account", "на этот счёт активировал ваучер человек {person}",
		"бұл шотқа {person}-адам ваучер белсендірген")
	noAnswer = clause("provider-gives-no-answer",
		"provider {provider} gives no answer that counts: nothing is decided", "поставщик {provider} не дал ответа, который засчитывается: ничего не решено",
		"{provider}-жеткізуші есепке алынатын жауап бермеді: ештеңе шешілмеген")
	answers = clause("provider-answers",
		"provider {provider} answers in time and readably: it is no reason to refuse", "поставщик {provider} отвечает вовремя и понятно: это не причина для отказа",
		"{provider}-жеткізуші уақытында әрі түсінікті жауап береді: бұл бас тартуға себеп емес")
	discountForActivation = clause("discount-for-the-activation",
		"the discount belongs to the voucher that was activated on this account in {month}",
		"скидка относится к ваучеру, активированному на этот счёт за {month}",
		"жеңілдік {month} айында осы шотқа белсендірілген ваучерге беріледі")
	noDiscountWithout = clause("no-discount-without-activation",
		"no discount: nobody activated a voucher on this account in {month}",
		"без скидки: за {month} на этот счёт никто не активировал ваучер",
		"жеңілдіксіз: {month} айында бұл шотқа ешкім ваучер белсендірмеген")
	discountBounds = clause("discount-bounds",
		"the discount lies between zero and the charge, what is to pay is the charge less the discount, and without a voucher or a volume there is no discount",
		"скидка – от нуля до суммы начисления; к оплате – начисление за вычетом скидки; без ваучера или объёма скидки нет",
		"жеңілдік нөл мен есептелген соманың аралығында; төлеуге – есептелген сомадан жеңілдікті шегергендегі; ваучер не көлем болмаса, жеңілдік жоқ")
	smsInWindow = clause("sms-inside-the-window",
		"no SMS of {month} outside of its window", "вне периода активации SMS за {month} не отправляются",
		"белсендіру кезеңінен тыс {month} айының SMS-і жіберілмейді")
	smsToListed = clause("sms-to-the-listed-only",
		"no SMS to a person who was never on the list", "кто никогда не был в списке, SMS не получает", "тізімде ешқашан болмаған адамға SMS жіберілмейді")
	oneQuestion = clause("one-question",
		"one question of {month}", "один запрос за {month}", "{month} айында бір сұрау")
	noLateQuestion = clause("no-question-after-the-14th",
		"no question of {month} after the 14th", "после 14-го числа запрос за {month} не отправляется", "14-інен кейін {month} айының сұрауы жіберілмейді")
	oneReminderOf = clause("one-reminder",
		"one reminder of {month}", "одно напоминание за {month}", "{month} айында бір еске салу")
	reminderOnDay = clause("reminder-on-its-day",
		"the reminder on {day}, seven days after the question", "напоминание {day}, через семь дней после запроса",
		"еске салу {day} күні, сұраудан жеті күн өткен соң")
	noReminderAfter = clause("no-reminder-without-a-question",
		"no reminder where no question was sent", "без запроса напоминание не отправляется", "сұрау жіберілмесе, еске салу да жіберілмейді")
	noReminderAnswered = clause("no-reminder-after-an-answer",
		"no reminder: the person answered at {at}", "без напоминания: человек ответил {at}", "еске салусыз: адам {at} жауап берген")
	questionDue = clause("question-due",
		"the question of {month} sent on {day}", "запрос за {month}, отправленный {day}", "{month} айының {day} күні жіберілген сұрауы")
	reminderDueOn = clause("reminder-due",
		"a reminder on {day}: there was no answer", "напоминание {day}: ответа не было", "{day} күні еске салу: жауап болмаған")
	windowEnded = clause("window-ended",
		"the window ended at {at}, and a voucher that was not activated lapsed", "период активации закончился {at}, и неактивированный ваучер закрыт",
		"белсендіру кезеңі {at} аяқталды, белсендірілмеген ваучер жабылды")
	noConsentOf = clause("no-voucher-without-consent",
		"no voucher: there is no consent of {month}", "ваучера нет: согласия за {month} не было", "ваучер жоқ: {month} айына келісім берілмеген")
	wasConfirmed = clause("was-confirmed",
		"the activation of {month} was confirmed", "активация за {month} подтверждена", "{month} айының белсендірілуі расталған")
	wasNotConfirmed = clause("was-not-confirmed",
		"no active voucher: nothing was confirmed in {month}", "активного ваучера нет: за {month} ничего не подтверждено",
		"белсенді ваучер жоқ: {month} айында ештеңе расталмаған")
	noListOf = clause("no-list",
		"no list of {month}", "списка за {month} нет", "{month} айының тізімі жоқ")
	listDue = clause("list-due",
		"the list of {month} is sent on {day}, even if it is empty", "список за {month} отправляется {day}, даже пустой",
		"{month} айының тізімі бос болса да {day} күні жіберіледі")
	listOnce = clause("list-sent-once",
		"the list of {month} was sent on {day}, and its day does not change", "список за {month} отправлен {day}, и эта дата не меняется",
		"{month} айының тізімі {day} күні жіберілді, бұл күн өзгермейді")
	listRows = clause("list-is-the-activations",
		"every activation of {month} on accounts of this provider, once and no other ({n} in all)",
		"все активации за {month} на счета этого поставщика, каждая один раз и никаких других (всего {n})",
		"осы жеткізушінің шоттарына {month} айында жасалған белсендірулердің бәрі, әрқайсысы бір реттен, басқа жазба жоқ (барлығы {n})")
)
