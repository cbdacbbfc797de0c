package conformance

import (
	"slices"

	faults "github.com/vouch-kz/vouch/conformance/fault"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// What goes wrong: each kind of fault in whole months of both programmes, then what is
// peculiar to messages, to the provider, to the end of a month, and a restart.

// monthLives are a month of each programme.
var monthLives = []faultLife{faultGasLife, faultFoodLife}

const retryDemand voucher.RequirementID = "BOTH-RETRY-001"

// kindTitles say what each kind of fault must not do.
var kindTitles = map[faults.Kind]voucher.Text{
	faults.DropRequest: {
		En: "A request that got lost is sent again and carried out once", Ru: "Потерянный запрос посылается снова и выполняется один раз",
		Kk: "Жоғалған сұрау қайта жіберіліп, бір рет орындалады",
	},
	faults.DropAnswer: {
		En: "A command whose answer got lost is sent again and not done twice", Ru: "Команда, ответ на которую потерян, посылается снова и дважды не выполняется",
		Kk: "Жауабы жоғалған команда қайта жіберіледі, бірақ екі рет орындалмайды",
	},
	faults.Delay: {
		En: "A copy that comes long after its command was answered changes nothing", Ru: "Копия, пришедшая намного позже ответа на команду, ничего не меняет",
		Kk: "Командаға жауап берілгеннен кейін кеш келген көшірме ештеңені өзгертпейді",
	},
	faults.Reorder: {
		En: "A command overtaken by the next is carried out once", Ru: "Команда, которую обогнала следующая, выполняется один раз",
		Kk: "Келесісі озып кеткен команда бір рет орындалады",
	},
	faults.Duplicate: {
		En: "A command that comes twice is carried out once", Ru: "Команда, пришедшая дважды, выполняется один раз", Kk: "Екі рет келген команда бір рет орындалады",
	},
	faults.Cut: {
		En: "A command whose answer was cut short is sent again and not done twice", Ru: "Команда, ответ на которую оборвался, посылается снова и дважды не выполняется",
		Kk: "Жауабы үзілген команда қайта жіберіледі, бірақ екі рет орындалмайды",
	},
	faults.BadGateway: {
		En: "A command answered 502 by a gateway is sent again and not done twice", Ru: "Команда, на которую шлюз ответил 502, посылается снова и дважды не выполняется",
		Kk: "Шлюз 502 деп жауап берген команда қайта жіберіледі, бірақ екі рет орындалмайды",
	},
	faults.Unavailable: {
		En: "A command answered 503 by a gateway is sent again and carried out once", Ru: "Команда, на которую шлюз ответил 503, посылается снова и выполняется один раз",
		Kk: "Шлюз 503 деп жауап берген команда қайта жіберіліп, бір рет орындалады",
	},
}

// kindCases are a case for each kind.
func kindCases() (all []faultCase) {
	for _, k := range faults.Kinds() {
		all = append(all, faultCase{name: k.String(), requirement: retryDemand, also: []voucher.RequirementID{"BOTH-MONEY-001"}, kind: k, title: kindTitles[k], lives: monthLives})
	}
	return all
}

// faultCases are all of them, in the order in which they are asked.
var faultCases = slices.Concat(kindCases(), []faultCase{
	{
		name: "restart", requirement: retryDemand, also: []voucher.RequirementID{"BOTH-JOURNAL-001", "GAS-REMINDER-001", "GAS-DISPATCH-001"}, restarts: true, title: voucher.Text{
			En: "A build that is started again holds everything that it acknowledged, keys and deadlines included",
			Ru: "После перезапуска система помнит всё, что подтвердила, включая ключи и сроки",
			Kk: "Қайта іске қосылған жүйе растағанының бәрін, кілттер мен мерзімдерді қоса, сақтайды",
		},
		lives: monthLives,
	},
	{
		name: "replies_twice_and_late", requirement: "GAS-CONSENT-001", also: []voucher.RequirementID{retryDemand, "GAS-CONSENT-002", "GAS-CONSENT-004", "GAS-OPENING-002"}, programme: voucher.Gas, title: voucher.Text{
			En: "Gas replies that come twice, late, out of order or from an unknown number count as they arrive, once",
			Ru: "Ответы по газу, пришедшие дважды, поздно, не по порядку или с неизвестного номера, учитываются по приходу и один раз",
			Kk: "Екі рет, кеш, ретсіз немесе белгісіз нөмірден келген газ жауаптары келуіне қарай бір рет есептеледі",
		},
		lives: []faultLife{{voucher.Gas, faultGasTown, liveGasReplies}},
	},
	{
		name: "replies_twice_and_late", requirement: "FOOD-CONSENT-001", also: []voucher.RequirementID{retryDemand, "FOOD-CONSENT-003", "FOOD-CREDIT-001"}, programme: voucher.Food, title: voucher.Text{
			En: "Food replies that come twice, late, out of order or from an unknown number credit one voucher",
			Ru: "Продовольственные ответы, пришедшие дважды, поздно, не по порядку или с неизвестного номера, зачисляют один ваучер",
			Kk: "Екі рет, кеш, ретсіз немесе белгісіз нөмірден келген азық-түлік жауаптары бір ваучер есептейді",
		},
		lives: []faultLife{{voucher.Food, raceTown(3, 2), liveFoodReplies}},
	},
	{
		name: "provider_down_at_the_check", requirement: "GAS-ACCOUNT-003", also: []voucher.RequirementID{retryDemand, "GAS-ACTIVATION-001"}, programme: voucher.Gas, title: voucher.Text{
			En: "While the provider's system is down nothing is decided; when it is back the check is made",
			Ru: "Пока система поставщика недоступна, ничего не решается; когда она вернулась, проверка проходит",
			Kk: "Жеткізуші жүйесі істемегенде ештеңе шешілмейді; ол қайта істегенде тексеру жүргізіледі",
		},
		lives: []faultLife{{voucher.Gas, faultGasTown, liveOutage}},
	},
	{
		name: "provider_slow_or_garbage", requirement: "GAS-ACCOUNT-003", also: []voucher.RequirementID{retryDemand, "GAS-ACTIVATION-001"}, programme: voucher.Gas, needs: []Ability{NeedsAnswers}, title: voucher.Text{
			En: "A provider that answers slowly is waited for; one that answers too late, nonsense or nothing decides nothing, and nothing is lost",
			Ru: "Медленного ответа поставщика дожидаются; опоздавший, бессмысленный или отсутствующий ответ ничего не решает, и ничего не теряется",
			Kk: "Жеткізушінің баяу жауабын күтеді; кешіккен, мағынасыз немесе келмеген жауап ештеңені шешпейді, ештеңе жоғалмайды",
		},
		lives: []faultLife{{voucher.Gas, faultProviderTown, liveProvider}},
	},
	{
		name: "list_interrupted", prompt: true, requirement: "GAS-DISPATCH-001", also: []voucher.RequirementID{retryDemand}, programme: voucher.Gas, title: voucher.Text{
			En: "The list of the 30th is sent again until it is acknowledged, with the same rows", Ru: "Список 30-го числа отправляется снова, пока не подтверждён, с теми же строками",
			Kk: "30-ының тізімі расталғанша сол жолдармен қайта жіберіледі",
		},
		lives: []faultLife{{voucher.Gas, faultGasTown, liveList}},
	},
	{
		name: "clock_steps_in_flight", requirement: "GAS-WINDOW-001", also: []voucher.RequirementID{retryDemand, "GAS-EXPIRY-001", "BOTH-TIME-001"}, programme: voucher.Gas, title: voucher.Text{
			En: "A confirmation under way when the window ends counts by when it arrives, and once", Ru: "Подтверждение, посланное перед концом периода, считается по времени прихода и один раз",
			Kk: "Кезең біткенде жолда болған растау келген уақытымен, бір рет есептеледі",
		},
		lives: []faultLife{{voucher.Gas, faultGasTown, liveGasInFlight}},
	},
	{
		name: "clock_steps_in_flight", requirement: "FOOD-EXPIRY-001", also: []voucher.RequirementID{retryDemand, "FOOD-EXPIRY-002", "BOTH-TIME-001"}, programme: voucher.Food, title: voucher.Text{
			En: "A purchase under way when the month ends counts by when it arrives, and once", Ru: "Покупка, посланная перед концом месяца, считается по времени прихода и один раз",
			Kk: "Ай біткенде жолда болған сатып алу келген уақытымен, бір рет есептеледі",
		},
		lives: []faultLife{{voucher.Food, raceTown(3, 2), liveFoodInFlight}},
	},
	{
		name: "nothing_is_forgotten", prompt: true, requirement: "GAS-REMINDER-001", also: []voucher.RequirementID{"GAS-NOTICE-002", "GAS-DISPATCH-001", "GAS-EXPIRY-001", "BOTH-TIME-002"}, programme: voucher.Gas, title: voucher.Text{
			En: "When faults have stopped, questions, reminders and lists have gone out, each once", Ru: "После сбоев вопросы, напоминания и списки отправлены, каждый один раз",
			Kk: "Ақаулардан кейін сұрақтар, еске салулар мен тізімдер бір реттен жіберілген",
		},
		lives: []faultLife{{voucher.Gas, faultGasTown, liveGasUnanswered}},
	},
	{
		name: "restarts_before_deadlines", prompt: true, requirement: "GAS-REMINDER-001", also: []voucher.RequirementID{"GAS-NOTICE-002", "GAS-DISPATCH-001", "GAS-EXPIRY-001", "BOTH-JOURNAL-001"}, programme: voucher.Gas, restarts: true, title: voucher.Text{
			En: "Started again several times before a deadline, a build still asks, reminds and sends the list, each once",
			Ru: "Перезапущенная несколько раз до срока система всё равно спрашивает, напоминает и отправляет список, каждый один раз",
			Kk: "Мерзімге дейін бірнеше рет қайта іске қосылған жүйе бәрібір сұрайды, еске салады және тізімді жібереді, әрқайсысын бір рет",
		},
		lives: []faultLife{{voucher.Gas, faultGasTown, liveGasUnanswered}},
	},
	{
		name: "restarts_before_deadlines", prompt: true, requirement: "FOOD-REPORT-001", also: []voucher.RequirementID{"FOOD-NOTICE-001", "FOOD-EXPIRY-002", "BOTH-MONEY-001", "BOTH-JOURNAL-001"}, programme: voucher.Food, restarts: true, title: voucher.Text{
			En: "Started again several times before a deadline, a build still reports every day and annuls the month",
			Ru: "Перезапущенная несколько раз до срока система всё равно отчитывается за каждый день и аннулирует месяц",
			Kk: "Мерзімге дейін бірнеше рет қайта іске қосылған жүйе бәрібір әр күн туралы есеп береді және айды жояды",
		},
		lives: []faultLife{faultFoodLife},
	},
	{
		name: "many_clients", requirement: retryDemand, also: []voucher.RequirementID{"BOTH-MONEY-001"}, title: voucher.Text{
			En: "Several clients at a time, each losing calls of its own, have what each has alone",
			Ru: "Несколько клиентов одновременно, у каждого теряются свои вызовы, и у каждого то же, что было бы без остальных",
			Kk: "Бір мезгілде бірнеше клиент, әрқайсысының өз шақырулары жоғалады, бірақ әрқайсысында жалғыз болғандағыдай",
		},
		lives: []faultLife{{voucher.Gas, faultGasTown, liveGasCrowd}, {voucher.Food, raceTown(3, 3), liveFoodCrowd}},
	},
	{
		name: "nothing_is_forgotten", prompt: true, requirement: "FOOD-REPORT-001", also: []voucher.RequirementID{"FOOD-NOTICE-001", "FOOD-EXPIRY-002", "BOTH-MONEY-001", "BOTH-TIME-002"}, programme: voucher.Food, title: voucher.Text{
			En: "When faults have stopped, every day is reported, the month annulled, and the sums agree", Ru: "После сбоев каждый день отражён в отчёте, месяц аннулирован, суммы сходятся",
			Kk: "Ақаулардан кейін әр күн есепке алынған, ай жойылған, сомалар дәл келеді",
		},
		lives: []faultLife{faultFoodLife},
	},
})

// unknownPerson is nobody's number.
const unknownPerson voucher.PersonID = 4000

// liveGasReplies: replies under keys of their own, as a gateway hands them on that
// does not know its own repetitions.
func liveGasReplies(f *faulter) {
	f.gasList()
	f.replies(voucher.Gas, 1, "да")
	f.replies(voucher.Gas, 1, "да")
	f.try(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: unknownPerson, Text: "да"})
	late := &voucher.Reply{Programme: voucher.Gas, Person: 2, Text: "да"}
	f.sign(voucher.Gateway, 0, late)
	f.cast(late)
	f.activates(1)
	f.try(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "нет"})
	f.replies(voucher.Gas, 4, "нет")
	f.try(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: 4, Text: "да"})
	f.advance(faultGasAfter)
	f.insist(late)
	f.replies(voucher.Gas, 2, "ия")
	f.calm()
	f.readGas()
	f.toList()
	f.readList()
	f.readGas()
}

// liveFoodReplies: the same in food, where a no is not final.
func liveFoodReplies(f *faulter) {
	f.foodList()
	f.replies(voucher.Food, 1, "да")
	f.try(voucher.Gateway, 0, yesTo(voucher.Food, 1))
	f.try(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: unknownPerson, Text: "да"})
	late := &voucher.Reply{Programme: voucher.Food, Person: 2, Text: "да"}
	f.sign(voucher.Gateway, 0, late)
	f.cast(late)
	f.try(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "нет"})
	f.replies(voucher.Food, 3, "нет")
	f.replies(voucher.Food, 3, "да")
	f.advance(raceWindow.Plus(48 * voucher.Hour))
	f.insist(late)
	f.try(voucher.Gateway, 0, yesTo(voucher.Food, 1))
	f.calm()
	f.readFood()
	f.foodMonthEnds()
}

// liveList: nobody acknowledges the list for two days, and then it is acknowledged
// twice.
func liveList(f *faulter) {
	f.gasList()
	f.replies(voucher.Gas, 1, "да")
	f.activates(1)
	f.calm()
	f.toList()
	f.readList()
	f.advance(faultGasList.Plus(26 * voucher.Hour))
	f.readList()
	f.do(voucher.GasProvider, 1, &voucher.AcknowledgeList{Provider: 1, Month: faultGasMonth})
	f.readList()
	f.do(voucher.GasProvider, 1, &voucher.AcknowledgeList{Provider: 1, Month: faultGasMonth})
	f.calm()
	f.advance(faultGasList.Plus(52 * voucher.Hour))
	f.readList()
}

// The last instants that count, and the first that do not.
var (
	gasLastSecond  = voucher.At(2025, 10, 29, 23, 59, 59)
	foodLastSecond = voucher.At(2026, 2, 28, 23, 59, 59)
)

// liveGasInFlight: a confirmation is under way when the window closes.
func liveGasInFlight(f *faulter) {
	f.gasList()
	for p := voucher.PersonID(1); p <= 3; p++ {
		f.replies(voucher.Gas, p, "да")
		f.enters(p)
	}
	f.calm()
	f.advance(gasLastSecond)
	var flying []voucher.Command
	for p := voucher.PersonID(1); p <= 3; p++ {
		c := &voucher.Confirm{Person: p}
		f.sign(voucher.Citizen, uint32(p), c)
		f.cast(c)
		flying = append(flying, c)
	}
	f.advance(gasLastSecond.Plus(voucher.Second))
	for _, c := range flying {
		f.insist(c)
	}
	f.calm()
	f.toList()
	f.readGas()
	f.readList()
}

// liveFoodInFlight: purchases are under way when the month ends.
func liveFoodInFlight(f *faulter) {
	f.opensStores()
	f.foodList()
	for p := voucher.PersonID(1); p <= 3; p++ {
		f.replies(voucher.Food, p, "да")
	}
	f.calm()
	f.advance(foodLastSecond)
	var flying []voucher.Command
	for n := voucher.FamilyID(1); n <= 3; n++ {
		code := f.do(voucher.Citizen, uint32(n), &voucher.ShowCode{Family: n}).Result.Code
		c := &voucher.Purchase{Store: 1, Code: code, Lines: raceBasket(int64(n))}
		f.sign(voucher.StoreTill, 1, c)
		f.cast(c)
		flying = append(flying, c)
	}
	f.advance(foodLastSecond.Plus(voucher.Second))
	for _, c := range flying {
		f.insist(c)
	}
	f.calm()
	f.foodMonthEnds()
}

// liveGasUnanswered: hardly anybody answers, so that all that happens by itself does.
func liveGasUnanswered(f *faulter) {
	f.gasList()
	f.again()
	f.replies(voucher.Gas, 1, "да")
	f.replies(voucher.Gas, 2, "да")
	f.activates(1)
	f.calm()
	f.again()
	f.advance(faultGasAfter)
	f.readGas()
	f.again()
	f.toList()
	f.readList()
	f.again()
	f.advance(faultGasList.Plus(25 * voucher.Hour))
	f.readList()
	f.readGas()
	f.again()
	f.advance(voucher.At(2025, 11, 8, 10, 0, 0))
	f.readGas()
}
