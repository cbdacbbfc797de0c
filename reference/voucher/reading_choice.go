package voucher

// choiceTable says what each choice of a reading means, in the order of its choices.
var choiceTable = [readings][]Text{
	G02: {
		{"the window is open to the month's last day, and the list goes on 1 March, stamped February", "период активации длится до последнего дня месяца, а список уходит 1 марта с пометкой «февраль»", "белсендіру кезеңі айдың соңғы күніне дейін, ал тізім ақпан деген белгімен 1 наурызда жіберіледі"},
		{"the window closes with the 27th, and the list goes on the 28th", "период активации закрывается с концом 27-го числа, а список уходит 28-го", "белсендіру кезеңі 27-сінің соңында жабылып, тізім 28-інде жіберіледі"},
	},
	G04: {
		{"the reminder is due 7 × 24 hours after the first SMS, to the second", "напоминание уходит через 7 × 24 часа после первой SMS, с точностью до секунды", "еске салу бірінші SMS-тен кейін 7 × 24 сағат өткенде, секундына дейін дәл жіберіледі"},
		{"the reminder is due when the eighth day after that of the first SMS begins", "напоминание уходит в начале восьмого дня после дня первой SMS", "еске салу бірінші SMS күнінен кейінгі сегізінші күннің басында жіберіледі"},
		{"the reminder is due when the seventh day after that of the first SMS begins", "напоминание уходит в начале седьмого дня после дня первой SMS", "еске салу бірінші SMS күнінен кейінгі жетінші күннің басында жіберіледі"},
	},
	G06: {
		{"an update from the 15th on is refused and has to be sent again from the 1st of the next month", "обновление с 15-го числа отклоняется, его нужно прислать снова с 1-го числа следующего месяца", "15-інен бастап келген жаңарту қабылданбайды, оны келесі айдың 1-інен бастап қайта жіберу керек"},
		{"an update from the 15th on is kept and takes effect when the next month begins", "обновление с 15-го числа сохраняется и вступает в силу с началом следующего месяца", "15-інен бастап келген жаңарту сақталып, келесі ай басталғанда күшіне енеді"},
	},
	G10: {
		{"an answer counts to the last second of the 29th", "ответ принимается до последней секунды 29-го числа", "жауап 29-ының соңғы секундына дейін қабылданады"},
		{"an answer counts until the 29th begins", "ответ принимается до начала 29-го числа", "жауап 29-ы басталғанға дейін қабылданады"},
	},
	G12: {
		{"a refusal ends the possibility to activate in this month, for good", "отказ лишает возможности активировать ваучер в этом месяце окончательно", "бас тарту осы айда белсендіру мүмкіндігін біржола тоқтатады"},
		{"a later consent in the same month undoes a refusal before activation", "более позднее согласие в том же месяце отменяет отказ, данный до активации", "сол айдағы кейінгі келісім белсендіруге дейінгі бас тартуды жояды"},
	},
	G13: {
		{"everybody is asked anew in every month", "согласие спрашивают заново каждый месяц", "келісім әр ай сайын қайта сұралады"},
		{"a consent lasts until it is taken back, also in the months that follow", "согласие действует, пока его не отзовут, и в следующих месяцах", "келісім қайтарып алынғанға дейін, келесі айларда да күшінде"},
	},
	G15: {
		{"a no before activation closes the month, whatever was answered before; a yes after a no changes nothing", "отказ до активации закрывает месяц, что бы ни ответили раньше; согласие после отказа ничего не меняет", "белсендіруге дейінгі бас тарту бұрынғы жауапқа қарамастан айды жабады; одан кейінгі келісім ештеңені өзгертпейді"},
		{"the first valid answer of the month stands, later ones are ignored", "действует первый годный ответ месяца, следующие не учитываются", "айдың алғашқы жарамды жауабы күшінде, кейінгілері ескерілмейді"},
	},
	G16: {
		{"who was not reached by the SMS cannot consent in this month", "кому SMS не доставлено, тот не может дать согласие в этом месяце", "SMS жетпеген адам осы айда келісім бере алмайды"},
		{"who was not reached by the SMS may consent at a public service centre", "кому SMS не доставлено, тот может дать согласие в центре обслуживания населения", "SMS жетпеген адам халыққа қызмет көрсету орталығында келісім бере алады"},
	},
	G20: {
		{"any account that the provider knows may be entered, whoever owns it", "можно указать любой счёт, известный поставщику, кому бы он ни принадлежал", "жеткізушіге белгілі кез келген шотты, иесі кім болса да, көрсетуге болады"},
		{"the account has to be the recipient's own", "счёт должен принадлежать самому получателю", "шот алушының өзіне тиесілі болуы тиіс"},
	},
	G22: {
		{"after “confirm” nothing is undone", "после подтверждения ничего не отменяется", "растаудан кейін ештеңе болдырылмайды"},
		{"an activation may be undone to the end of the 29th", "активацию можно отменить до конца 29-го числа", "белсендіруді 29-ының соңына дейін болдырмауға болады"},
	},
	G28: {
		{"the norm of the season with more days in the month holds for the whole of it", "весь месяц действует норма того сезона, дней которого в месяце больше", "айда күні көп маусымның нормасы бүкіл айға қолданылады"},
		{"the norms of both seasons count by their days", "нормы обоих сезонов учитываются пропорционально дням", "екі маусымның нормасы күндеріне қарай есептеледі"},
	},
	G29: {
		{"August 2025 has a short cycle: the SMS on the 28th, activation on the 28th and 29th", "в августе 2025 года короткий цикл: SMS 28-го, активация 28-го и 29-го", "2025 жылғы тамызда қысқа цикл болады: SMS 28-інде, белсендіру 28 және 29-ында"},
		{"nothing happens in August 2025; September is the first month", "в августе 2025 года ничего не происходит; первый месяц – сентябрь", "2025 жылғы тамызда ештеңе болмайды; бірінші ай – қыркүйек"},
	},
	G34: {
		{"the provider is asked about the account after “continue”", "поставщика спрашивают о счёте после нажатия «продолжить»", "жеткізушіден шот туралы «жалғастыру» басылғаннан кейін сұралады"},
		{"the provider is asked as soon as the account is entered, before the offer is shown", "поставщика спрашивают сразу после ввода счёта, до показа оферты", "жеткізушіден шот енгізілген бойда, оферта көрсетілгенге дейін сұралады"},
	},
	G36: {
		{"the portal sends the SMS", "SMS отправляет портал", "SMS порталдан жіберіледі"},
		{"the wallet sends the SMS", "SMS отправляет кошелёк", "SMS әмияннан жіберіледі"},
	},
	G37: {
		{"a service centre serves everyone, also who has a device", "центр обслуживает всех, в том числе владельцев устройств", "орталық барлығына, құрылғысы барларға да қызмет көрсетеді"},
		{"a service centre turns away who has a device", "владельцам устройств центр отказывает", "құрылғысы бар адамға орталық қызмет көрсетпейді"},
	},
	F01: {
		{"the voucher is a sum: the discount is what is eligible, as far as the balance goes", "ваучер – это сумма: скидка равна стоимости подходящих товаров в пределах остатка", "ваучер – сома: жеңілдік қалдық шегінде сәйкес тауарлар құнына тең"},
		{"the discount is a share of the price of what is eligible, as far as the balance goes", "скидка – доля цены подходящих товаров в пределах остатка", "жеңілдік – қалдық шегінде сәйкес тауарлар бағасының үлесі"},
	},
	F02: {
		{"the share is that of the set maximum markup (15 in 115 of the shelf price)", "доля соответствует установленной предельной надбавке (15 из 115 частей цены на полке)", "үлес белгіленген ең жоғары үстемеге сай (сөредегі бағаның 115 бөлігінен 15-і)"},
		{"the share is that of the store's true markup where it is smaller, by the price of its last delivery", "доля соответствует действительной надбавке магазина, если она меньше, по цене последней поставки", "үлес дүкеннің нақты үстемесіне, егер ол кем болса, соңғы жеткізілім бағасы бойынша сай"},
	},
	F04: {
		{"every member of the family that receives the assistance counts", "учитывается каждый член семьи, получающей помощь", "көмек алатын отбасының әр мүшесі есептеледі"},
		{"at most so many members count as the parameter says", "учитывается не больше членов семьи, чем задано параметром", "параметрде көрсетілген саннан артық мүше есептелмейді"},
	},
	F07: {
		{"the list counts as it stands when the 5th begins", "список берётся в том виде, в каком он есть в начале 5-го числа", "тізім 5-і басталғандағы күйінде алынады"},
		{"the list counts as it stood at the end of the month before", "список берётся в том виде, в каком он был в конце предыдущего месяца", "тізім алдыңғы айдың соңындағы күйінде алынады"},
	},
	F10: {
		{"the voucher is active as soon as it is credited", "ваучер активен сразу после зачисления", "ваучер аударылған бойда белсенді болады"},
		{"the recipient activates the credited voucher in a second step; one that never is lapses with the month", "получатель активирует зачисленный ваучер вторым шагом; без этого ваучер сгорает с концом месяца", "алушы аударылған ваучерді екінші қадаммен белсендіреді; белсендірілмегені ай соңында күшін жояды"},
	},
	F19: {
		{"a till without a line redeems nothing", "касса без связи ваучеры не принимает", "байланыссыз касса ваучер қабылдамайды"},
		{"a till without a line stores the purchase and forwards it, up to a discount set by a parameter", "касса без связи запоминает покупку и пересылает её, до скидки, заданной параметром", "байланыссыз касса сатып алуды сақтап, кейін жібереді, параметрде көрсетілген жеңілдікке дейін"},
	},
	F27: {
		{"a voucher is taken in every pilot territory", "ваучер принимают на любой территории пилота", "ваучер пилоттың кез келген аумағында қабылданады"},
		{"a voucher is taken in the family's own city only", "ваучер принимают только в своём городе семьи", "ваучер отбасының өз қаласында ғана қабылданады"},
	},
	F29: {
		{"only the owner of the wallet shows its QR code", "QR-код показывает только владелец кошелька", "QR-кодты тек әмиян иесі көрсетеді"},
		{"any member of the family may show the QR code", "QR-код может показать любой член семьи", "QR-кодты отбасының кез келген мүшесі көрсете алады"},
	},
	F31: {
		{"who does not answer the food SMS is not asked again in the month", "не ответившему на SMS о продуктах в этом месяце больше не напоминают", "азық-түлік SMS-іне жауап бермеген адамға сол айда қайта жазылмайды"},
		{"who does not answer the food SMS is reminded once", "не ответившему на SMS о продуктах напоминают один раз", "азық-түлік SMS-іне жауап бермеген адамға бір рет еске салынады"},
	},
	F33: {
		{"the wallet shows the code and the till scans it", "код показывает кошелёк, а касса его сканирует", "кодты әмиян көрсетеді, касса сканерлейді"},
		{"the till shows the code and the buyer scans it", "код показывает касса, а покупатель его сканирует", "кодты касса көрсетеді, сатып алушы сканерлейді"},
	},
	F35: {
		{"after a no, a confirmation up to the month's end still credits the full sum", "после отказа подтверждение до конца месяца всё равно зачисляет полную сумму", "бас тартқаннан кейін де ай соңына дейінгі растау толық соманы аударады"},
		{"a no is final for the month", "отказ окончателен на этот месяц", "бас тарту осы айға түпкілікті"},
	},
	F36: {
		{"the food voucher is confirmed by answering the SMS", "ваучер на продукты подтверждают ответом на SMS", "азық-түлік ваучері SMS-ке жауап берумен расталады"},
		{"the food voucher is confirmed in the app", "ваучер на продукты подтверждают в приложении", "азық-түлік ваучері қосымшада расталады"},
	},
	F37: {
		{"a sale of more than the store's traced stock is refused", "продажа сверх прослеживаемого остатка магазина отклоняется", "дүкеннің қадағаланатын қорынан артық сату қабылданбайды"},
		{"a sale of more than the store's traced stock goes through and is reported", "продажа сверх прослеживаемого остатка проходит, и о ней сообщается", "қадағаланатын қордан артық сату өтеді, әрі ол туралы хабарланады"},
	},
}

// ChoiceText says in a sentence what a choice of the reading means; choice is its place
// among Choices. It panics for one that is none.
func (r Reading) ChoiceText(choice int) Text { return choiceTable[r][choice] }
