package conformance

// What the judges of stories, of a till's day and of a wire want and see.
var (
	contractBroken = clause("contract-broken",
		"an answer that breaks the contract: {text}", "ответ нарушает контракт обмена: {text}", "жауап алмасу келісімшартын бұзады: {text}")
	notServed = clause("declared-and-not-served",
		"the build does not do this: {text}", "система этого не выполняет: {text}", "жүйе мұны орындамайды: {text}")
	askedAnswer = clause("an-answer",
		"an answer by the contract", "ответ по контракту обмена", "алмасу келісімшартына сай жауап")
	reasonsDeclared = clause("reasons-are-declared",
		"the build declares that it gives reasons", "система заявляет, что сообщает причины отказа", "жүйе бас тарту себебін айтатынын мәлімдейді")
	eventOfGoods = clause("event-of-goods",
		"an event {event} of store {store} and goods {goods}", "событие {event} по магазину {store} и товару {goods}", "{store}-дүкен мен {goods}-тауар бойынша {event} оқиғасы")
	eventsInOrder = clause("events-in-order",
		"the event {event}, then {next}", "событие {event}, затем {next}", "{event} оқиғасы, содан кейін {next}")
	eventTold = clause("event-told",
		"{at}: the event {kind}", "{at}: событие {kind}", "{at}: {kind} оқиғасы")
	noEventTold = clause("no-event-told",
		"no events", "событий нет", "оқиға жоқ")
	codesWanted = clause("codes-wanted",
		"{n} codes of at least {least} characters each, no two the same and none that differs from the one before at its end only",
		"кодов: {n}, в каждом не меньше {least} символов; они не повторяются и отличаются от предыдущего не только концом",
		"{n} код, әрқайсысында кемінде {least} таңба; қайталанбайды және алдыңғысынан соңымен ғана ерекшеленбейді")
	codesSeen = clause("codes-seen",
		"{distinct} distinct codes, {short} too short, {alike} that differ at their end only",
		"разных кодов {distinct}, слишком коротких {short}, отличающихся только концом {alike}",
		"әртүрлі код {distinct}, тым қысқасы {short}, соңымен ғана ерекшеленетіні {alike}")
	abilitiesDeclared = clause("abilities-declared",
		"declared: {abilities}", "заявлено: {abilities}", "мәлімделген: {abilities}")
	abilitiesKept = clause("abilities-served",
		"served: {abilities}", "выполняется: {abilities}", "орындалады: {abilities}")
	abilitiesLacked = clause("abilities-declared-only",
		"declared, and not served: {abilities}", "заявлено, но не выполняется: {abilities}", "мәлімделген, бірақ орындалмайды: {abilities}")
	abilitiesServed = clause("abilities-served-only",
		"served, and not declared: {abilities}", "выполняется, но не заявлено: {abilities}", "орындалады, бірақ мәлімделмеген: {abilities}")

	// The wire.
	toRequest = clause("to-request",
		"to the request “{request}”", "на запрос «{request}»", "«{request}» сұрауына")
	answerHas = clause("answer-has",
		"an answer", "ответ", "жауап")
	answerWas = clause("answer-was",
		"the answer", "получен ответ", "жауап келді")
	sameAnswerAgain = clause("the-same-answer-again",
		"the same answer as the first time", "тот же ответ, что и в первый раз", "бірінші реттегідей жауап")
	answerWithoutSecrets = clause("answer-without-secrets",
		"an answer without an IIN, a name, a phone, a token or a code", "ответ без ИИН, имени, телефона, токена и кода", "ЖСН, аты-жөні, телефон, токен және код көрсетілмеген жауап")
	requestIDKept = clause("request-id-echoed",
		"an answer with the id of its request, and a problem with the same instance",
		"ответ с идентификатором своего запроса; при ошибке он же в поле instance",
		"өз сұрауының идентификаторы бар жауап; қате болса, instance өрісінде де сол")
	requestIDMade = clause("request-id-made",
		"an answer with an id that the build made, and a problem with the same instance",
		"ответ с идентификатором, который создала система; при ошибке он же в поле instance",
		"жүйе жасаған идентификаторы бар жауап; қате болса, instance өрісінде де сол")
	noRequirementNamed = clause("no-requirement-named",
		"an answer that names no requirement", "ответ, в котором требование не названо", "талап аталмаған жауап")

	// A till's day.
	discountFromEligible = clause("discount-from-eligible-goods",
		"a discount above zero, at most {eligible} of eligible goods and {left} of balance",
		"скидка больше нуля, не больше {eligible} по подходящим товарам и {left} остатка",
		"нөлден артық жеңілдік, сәйкес тауарлардың {eligible} сомасынан және {left} қалдықтан аспайды")
	priceLessDiscount = clause("price-less-discount",
		"the shelf price less the discount", "цена на полке за вычетом скидки", "сөредегі бағадан жеңілдікті шегергендегі сома")
	takenAtOnce = clause("taken-at-once",
		"what was taken is gone at once", "списанное уменьшает остаток сразу", "алынған сома қалдықты бірден азайтады")
	linesOfDiscount = clause("discount-in-eligible-lines",
		"the discount of a line is at most its cost, and nothing where it is not eligible",
		"скидка в строке не больше её стоимости, а в неподходящей строке её нет",
		"жолдағы жеңілдік оның құнынан аспайды, ал сәйкес емес жолда жеңілдік жоқ")
	twoLinesSum = clause("two-lines-sum-up",
		"two lines whose discounts add up to that", "две строки, скидки которых дают эту сумму", "жеңілдіктерінің қосындысы осы сомаға тең екі жол")
	newerCodeGood = clause("newer-code-is-good",
		"the newer code is good", "новый код действует", "жаңа код жарамды")
	refusedTakesNothing = clause("a-refusal-takes-nothing",
		"a refused purchase takes nothing", "отклонённая покупка ничего не списывает", "қабылданбаған сатып алу ештеңе алмайды")
	eligibleInBasket = clause("eligible-goods-in-the-basket",
		"there are eligible goods in the basket", "в корзине есть подходящий товар", "себетте сәйкес тауар бар")
	asTheFirstTime = clause("as-the-first-time",
		"the same as the first time", "то же, что и в первый раз", "бірінші реттегідей")
	repetitionTakesNothing = clause("a-repetition-takes-nothing",
		"the repetition takes nothing", "повтор ничего не списывает", "қайталау ештеңе алмайды")
	repetitionAnswered = clause("a-repetition-is-answered",
		"the repetition is answered as the purchase was", "повтор получает ответ на саму покупку", "қайталауға сатып алудың өз жауабы беріледі")
	takenOnce = clause("taken-once",
		"it is taken once", "списывается один раз", "бір рет алынады")
	takenBack = clause("taken-back",
		"the purchase is taken back", "покупка отменяется", "сатып алудың күші жойылады")
	goodsGoBack = clause("goods-go-back",
		"the goods go back", "товар возвращается", "тауар қайтарылады")
	asBeforePurchase = clause("as-before-the-purchase",
		"as before the purchase", "как до покупки", "сатып алуға дейінгідей")
	secondGivesNothing = clause("a-second-reversal-gives-nothing",
		"a second reversal gives nothing", "повторная отмена ничего не возвращает", "қайталап жою ештеңе қайтармайды")
	balanceIsShown = clause("a-balance-is-shown",
		"the wallet, with what is left", "кошелёк с остатком", "қалдығы көрсетілген әмиян")
	everyPilotCity = clause("every-city-of-the-pilot",
		"every store that takes part takes the voucher, in any city of the pilot", "ваучер принимает каждый участвующий магазин в любом городе пилота",
		"ваучерді пилоттың кез келген қаласындағы әрбір қатысушы дүкен қабылдайды")
	tillIntegratedAgain = clause("a-till-is-integrated-again",
		"the till is integrated again", "касса снова подключена", "касса қайта қосылды")
	storeDayIsShown = clause("a-store-day-is-shown",
		"the sums of the store's day", "суммы магазина за день", "дүкеннің күндік сомалары")
	discountsLessReturns = clause("discounts-less-returns",
		"discounts less returns that grow by {amount}, as what the family spent", "скидки за вычетом возвратов растут на {amount}, как и потраченное семьёй",
		"жеңілдіктерден қайтарулар шегерілгенде {amount} сомаға өседі, отбасының жұмсағанындай")
	balanceNeverBelow = clause("a-balance-never-below-zero",
		"no more than the balance is taken", "списывается не больше остатка", "қалдықтан артық алынбайды")
)
