package conformance

// What the invariants of the food programme want.
var (
	codeLifetime = clause("code-lifetime",
		"a code that is good for no longer than {n} seconds", "код, который действует не дольше {n} секунд", "{n} секундтан аспай жарамды болатын код")
	codeNew = clause("code-never-shown-before",
		"a code that was never shown before", "код, который раньше не показывали", "бұрын көрсетілмеген код")
	codeBound = clause("code-of-another",
		"the code is bound to another family or store", "код привязан к другой семье или другому магазину", "код басқа отбасыға не дүкенге байланған")
	codeUntil = clause("code-good-until",
		"the code was good until {at}", "код действовал до {at}", "код {at} дейін жарамды болған")
	voucherOfMonth = clause("voucher-of-the-month",
		"only a voucher of {month} pays now; family {family} has none", "сейчас действует только ваучер за {month}, а у семьи {family} его нет",
		"қазір тек {month} айының ваучері жарамды, ал {family}-отбасыда ол жоқ")
	lineCount = clause("line-count",
		"one line for each line of the basket: {n}", "по одной строке на каждую строку корзины: {n}", "себеттің әр жолына бір жол: {n}")
	lineCost = clause("line-cost",
		"line {line} costs {cost}, and its discount is at most that", "строка {line} стоит {cost}, и скидка в ней не больше этой суммы",
		"{line}-жолдың құны {cost}, ондағы жеңілдік одан аспайды")
	linesSum = clause("lines-sum-up",
		"the lines add up to the discount, and what is left of the cost is paid by the buyer",
		"скидки строк складываются в скидку покупки, остальное оплачивает покупатель",
		"жолдардағы жеңілдіктер сатып алу жеңілдігіне қосылады, қалғанын сатып алушы төлейді")
	goodsUnknown = clause("goods-unknown",
		"goods {goods} do not exist", "товара {goods} не существует", "{goods}-тауар жоқ")
	lineEligible = clause("line-eligible",
		"a discount may stand in line {line}: the goods are on the list in force and the store has marked them",
		"в строке {line} скидка возможна: товар есть в действующем списке и отмечен магазином",
		"{line}-жолда жеңілдік болуы мүмкін: тауар қолданыстағы тізімде бар және дүкен оны белгілеген")
	lineNotEligible = clause("line-not-eligible",
		"no discount in line {line}: the goods are not on the list in force, or the store has not marked them",
		"в строке {line} скидки нет: товара нет в действующем списке или магазин его не отметил",
		"{line}-жолда жеңілдік жоқ: тауар қолданыстағы тізімде жоқ немесе дүкен оны белгілемеген")
	stockLeft = clause("stock-left",
		"of goods {goods} only {left} are left", "товара {goods} осталось только {left}", "{goods}-тауардан тек {left} қалды")
	discountAtMost = clause("discount-at-most",
		"a discount of at most {left} that is left and {eligible} that is eligible", "скидка не больше остатка {left} и подходящей суммы {eligible}",
		"жеңілдік {left} қалдықтан да, {eligible} жарамды сомадан да аспайды")
	lesserCounts = clause("the-lesser-counts",
		"{left} is left and {eligible} is eligible: the lesser counts", "остаток {left}, подходящая сумма {eligible}: берётся меньшее",
		"қалдық {left}, жарамды сома {eligible}: кішісі алынады")
	noSuchLine = clause("no-such-line",
		"line {line} cannot give back {quantity}", "по строке {line} нельзя вернуть {quantity}", "{line}-жол бойынша {quantity} қайтаруға болмайды")
	inLine = clause("in-line",
		"this is about line {line}", "речь о строке {line}", "{line}-жол туралы")
	returnsGiveBack = clause("returns-give-back",
		"all returns of a purchase give back at most {amount} of discount and {paid} of the buyer's money, and exactly that once all lines are back",
		"все возвраты по покупке – не больше {amount} скидки и {paid} денег покупателя, а когда возвращены все строки – ровно столько",
		"сатып алу бойынша барлық қайтару {amount} жеңілдіктен және сатып алушының {paid} ақшасынан аспайды, ал барлық жол қайтарылса – дәл сонша")
	reversalGivesRest = clause("reversal-gives-the-rest",
		"a reversal gives back all that returns did not: {amount} of discount and {paid} of the buyer's money in all",
		"отмена возвращает всё, что не вернули возвраты: в сумме {amount} скидки и {paid} денег покупателя",
		"күшін жою қайтарулардан қалғанының бәрін қайтарады: барлығы {amount} жеңілдік және сатып алушының {paid} ақшасы")
	operationsOfDay = clause("operations-of-the-day",
		"the sum of the operations of the day", "сумма операций дня", "күн операцияларының қосындысы")
	reportHanded = clause("report-handed-over",
		"the report of {day} is handed over on the next day", "отчёт за {day} передаётся на следующий день", "{day} күнінің есебі келесі күні тапсырылады")
	loanUnknown = clause("loan-never-granted",
		"no loan: none was granted under this number", "займа нет: под этим номером заём не одобряли", "қарыз жоқ: бұл нөмірмен қарыз мақұлданбаған")
	appealAsFiled = clause("appeal-as-filed",
		"the appeal as it was filed and answered", "обращение в том виде, в каком его подали и рассмотрели", "өтініш берілген және қаралған күйінде")
	monthIsOver = clause("month-is-over",
		"{month} is over", "{month} закончился", "{month} айы аяқталды")
	noConfirmation = clause("no-confirmation",
		"nobody confirmed in {month}", "за {month} подтверждения не было", "{month} айында растау болмаған")
	byTheListOf5th = clause("by-the-list-of-the-5th",
		"by the list of the 5th of {month}", "по списку на 5-е число, {month}", "{month} айының 5-індегі тізім бойынша")
	everyOperationOf = clause("every-operation",
		"every purchase, return and reversal of {month} ({n} in all)", "все покупки, возвраты и отмены за {month} (всего {n})",
		"{month} айындағы барлық сатып алу, қайтару және күшін жою (барлығы {n})")
	allFamilies = clause("all-families-together",
		"the sums of all families", "суммы по всем семьям", "барлық отбасының сомалары")
	personTwice = clause("person-in-two-families",
		"person {person} counts in another family already", "человек {person} уже учтён в другой семье", "{person}-адам басқа отбасыда есептелген")
	noFamilyOn5th = clause("no-family-on-the-5th",
		"no family of person {person} was on the list of the 5th", "семьи человека {person} не было в списке на 5-е", "{person}-адамның отбасы 5-індегі тізімде болмаған")
	mrpAMember = clause("mrp-for-each-member",
		"1 MRP for each of {n} members, times the coefficient", "1 МРП на каждого члена семьи с учётом коэффициента (учитывается: {n})",
		"отбасының әр мүшесіне коэффициент ескеріліп 1 АЕК (есептелетін мүше: {n})")
	foodQuestionDay = clause("question-on-the-5th",
		"the question on the 5th, from January to April", "запрос 5-го числа, с января по апрель", "сұрау 5-інде, қаңтардан сәуірге дейін")
	noFoodReminder = clause("no-food-reminder",
		"no reminder of the food voucher", "напоминаний о продовольственном ваучере нет", "азық-түлік ваучері туралы еске салу жоқ")
	oneFoodSMS = clause("one-food-sms",
		"one SMS of {month}", "одно SMS за {month}", "{month} айында бір SMS")
	foodQuestionDue = clause("food-question-due",
		"the question of {month}: family {family} was on the list of the 5th", "запрос за {month}: семья {family} была в списке на 5-е",
		"{month} айының сұрауы: {family}-отбасы 5-індегі тізімде болған")
)
