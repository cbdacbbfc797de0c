package conformance

import (
	"net/http"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// What the doctor says of what it saw. Beside each stands what to do about it, where
// there is something to do.

// What the probes are called.
var (
	nameReach      = voucher.Text{En: "reachable", Ru: "доступность", Kk: "қолжетімділік"}
	nameAnswers    = voucher.Text{En: "accepts and refuses", Ru: "принимает и отказывает", Kk: "қабылдайды және бас тартады"}
	nameReasons    = voucher.Text{En: "reasons come through", Ru: "причины отказов доходят", Kk: "бас тарту себептері жетеді"}
	nameWorlds     = voucher.Text{En: "worlds are apart", Ru: "миры разделены", Kk: "әлемдер бөлек"}
	nameClock      = voucher.Text{En: "the clock runs what is due", Ru: "часы выполняют то, чему пришёл срок", Kk: "сағат мерзімі келгенді орындайды"}
	nameLedger     = voucher.Text{En: "the ledger adds up", Ru: "суммы сходятся", Kk: "сомалар сәйкес"}
	nameKeys       = voucher.Text{En: "the idempotency key is honoured", Ru: "ключ идемпотентности соблюдается", Kk: "идемпотенттілік кілті сақталады"}
	nameProduction = voucher.Text{En: "no control plane in production", Ru: "в рабочей системе нет плоскости управления", Kk: "жұмыс жүйесінде басқару жазықтығы жоқ"}
)

// Why a probe is not made.
var (
	saidFirst     = voucher.Text{En: "the capabilities come first", Ru: "сначала нужны сведения о возможностях", Kk: "алдымен мүмкіндіктер туралы мәлімет керек"}
	saidGone      = voucher.Text{En: "the build was not reached", Ru: "система недоступна", Kk: "жүйе қолжетімсіз"}
	saidStands    = voucher.Text{En: "the build has no worlds, and what stands there is left alone", Ru: "система не создаёт миры, а имеющиеся в ней данные не трогаются", Kk: "жүйе әлем құрмайды, ал ондағы деректерге тиіспейміз"}
	saidStuck     = voucher.Text{En: "no command is answered in a world; mend what is said above first", Ru: "в мире нет ответа ни на одну команду; сначала исправьте то, что указано выше", Kk: "әлемде бірде-бір командаға жауап жоқ; алдымен жоғарыда айтылғанды түзетіңіз"}
	saidNoWorld   = voucher.Text{En: "there is no world", Ru: "мира нет", Kk: "әлем жоқ"}
	saidNoRefusal = voucher.Text{En: "nothing was refused", Ru: "отказа не было", Kk: "бас тарту болған жоқ"}
	saidNoAsking  = voucher.Text{En: "nothing was asked", Ru: "запроса не было", Kk: "сұрау болған жоқ"}
)

// saidUndeclared and fixUndeclared speak of abilities that a build does not declare.
func saidUndeclared(what voucher.Text) voucher.Text {
	return filled(voucher.Text{En: "the build does not declare: %s", Ru: "система не заявляет: %s", Kk: "жүйе мәлімдемейді: %s"}, what)
}

func fixUndeclared(build voucher.Text) voucher.Text {
	if build == (voucher.Text{}) {
		return build
	}
	return filled(voucher.Text{
		En: "build %s; then declare it in the capabilities", Ru: "добавьте %s; затем заявите это в сведениях о возможностях",
		Kk: "мынаны қосыңыз: %s; содан кейін мүмкіндіктер туралы мәліметте мәлімдеңіз",
	}, build)
}

// Reachable.
var (
	fixCapabilities = voucher.Text{En: "make the build's capabilities, and what was written of them, the same", Ru: "приведите возможности системы и то, что о них записано, в соответствие", Kk: "жүйе мүмкіндіктері мен олар туралы жазылғанды сәйкестендіріңіз"}
	fixParty        = voucher.Text{En: "mend the word in the build's capabilities", Ru: "исправьте слово в сведениях о возможностях системы", Kk: "жүйе мүмкіндіктері туралы мәліметтегі сөзді түзетіңіз"}
	saidUnbound     = voucher.Text{En: "the capabilities name no programme, or no party: nothing would bind the build", Ru: "в сведениях о возможностях нет программы или стороны: система ничем не связана", Kk: "мүмкіндіктер туралы мәліметте бағдарлама не тарап аталмаған: жүйені ешнәрсе міндеттемейді"}
	fixUnbound      = voucher.Text{
		En: `declare "programmes": "gas", "food" or "both", and in "parties" those that the build plays, such as ["wallet", "store"]`,
		Ru: `укажите "programmes": "gas", "food" или "both", а в "parties" – стороны, которыми система выступает, например ["wallet", "store"]`,
		Kk: `"programmes": "gas", "food" немесе "both" деп, ал "parties" ішінде жүйе өкілі болатын тараптарды көрсетіңіз, мысалы ["wallet", "store"]`,
	}
)

func saidReached(c *voucher.Capabilities) voucher.Text {
	var programmes, parties []voucher.Text
	for _, a := range []Ability{runsGas, runsFood} {
		if declares(c, a) {
			programmes = append(programmes, abilityTexts[a])
		}
	}
	for _, p := range c.Parties {
		parties = append(parties, scenarios.Party(p).Text())
	}
	return filled(voucher.Text{En: "%s: %s; parties: %s", Ru: "%s: %s; стороны: %s", Kk: "%s: %s; тараптар: %s"},
		strings.TrimSpace(c.Name+" "+c.Version), joined(programmes), joined(parties))
}

// Accepts and refuses.
var (
	buildWorlds = voucher.Text{
		En: "worlds and tokens: answer POST …/worlds with 201 and the world's name, POST …/worlds/{world}/tokens with 200 and a token of the actor, and take the header Vouch-World",
		Ru: "миры и токены: отвечайте на POST …/worlds статусом 201 и именем мира, на POST …/worlds/{world}/tokens статусом 200 и токеном участника и принимайте заголовок Vouch-World",
		Kk: "әлемдер мен токендер: POST …/worlds сұрауына 201 күй кодымен және әлем атымен, POST …/worlds/{world}/tokens сұрауына 200 күй кодымен және қатысушы токенімен жауап беріп, Vouch-World тақырыбын қабылдаңыз",
	}
	fixWorld     = voucher.Text{En: "make a world of the setup that is sent, and answer with its name", Ru: "создайте мир по присланным данным и ответьте его именем", Kk: "жіберілген деректер бойынша әлем құрып, атымен жауап беріңіз"}
	fixAnswer    = voucher.Text{En: "answer a command with 200 and its result, or with a problem and its reason", Ru: "отвечайте на команду статусом 200 и результатом либо описанием ошибки с причиной", Kk: "командаға 200 күй кодымен және нәтижемен не себебі бар қате сипаттамасымен жауап беріңіз"}
	saidBareRow  = voucher.Text{En: "a row without any ground is accepted", Ru: "строка без основания принята", Kk: "негізсіз жол қабылданды"}
	fixBareRow   = voucher.Text{En: "refuse it with no-ground: what is accepted by everybody proves nothing", Ru: "отклоняйте её с причиной no-ground: то, что принимается всегда, ничего не доказывает", Kk: "оны no-ground себебімен қабылдамаңыз: әрдайым қабылданатын нәрсе ештеңені дәлелдемейді"}
	saidAnswers  = voucher.Text{En: "a right row is taken, one without a ground is not", Ru: "верная строка принимается, строка без основания – нет", Kk: "дұрыс жол қабылданады, негізсіз жол қабылданбайды"}
	fixPeople    = voucher.Text{En: "mend the file of people", Ru: "исправьте файл с людьми", Kk: "адамдар файлын түзетіңіз"}
	fixOwnRecord = voucher.Text{
		En: "look at the token and the ids in the file of people, and whether this person has a wallet there",
		Ru: "проверьте токен и номера в файле с людьми и есть ли у этого человека кошелёк",
		Kk: "адамдар файлындағы токен мен нөмірлерді және бұл адамның әмияны бар-жоғын тексеріңіз",
	}
	fixLedgerRefused = voucher.Text{En: "refuse GET …/records/ledger to a citizen with a problem and its reason", Ru: "отказывайте гражданину в GET …/records/ledger описанием ошибки с причиной", Kk: "азаматқа GET …/records/ledger сұрауын себебі бар қате сипаттамасымен беруден бас тартыңыз"}
	saidLedgerShown  = voucher.Text{En: "the ledger is shown to a citizen", Ru: "суммы программы показаны гражданину", Kk: "бағдарлама сомалары азаматқа көрсетілді"}
	fixLedgerShown   = voucher.Text{En: "refuse it with role-not-allowed: what everybody may read proves nothing", Ru: "отказывайте с причиной role-not-allowed: то, что может прочесть любой, ничего не доказывает", Kk: "role-not-allowed себебімен бас тартыңыз: кез келген адам оқи алатын нәрсе ештеңені дәлелдемейді"}
)

func saidRightRow(list, no voucher.Text) voucher.Text {
	return filled(voucher.Text{En: "a right update of the %s is refused: %s", Ru: "верное обновление отклонено (%s): %s", Kk: "дұрыс жаңарту қабылданбады (%s): %s"}, list, no)
}

func fixRightRow(at voucher.Instant) voucher.Text {
	return filled(voucher.Text{
		En: "look at what the setup said of people and families, and at the clock: it stands at %s",
		Ru: "проверьте, что задано о людях и семьях при создании мира, и часы: на них %s",
		Kk: "әлем құрғанда адамдар мен отбасылар туралы не берілгенін және сағатты тексеріңіз: онда %s",
	}, quotation(at.String()))
}

func fixOwnRead(kind voucher.QueryKind) voucher.Text {
	return filled(voucher.Text{
		En: "answer GET …/records/%s to the first of people, whose token and id stand in the file of people",
		Ru: "отвечайте на GET …/records/%s первому из людей, чьи токен и номер указаны в файле с людьми",
		Kk: "токені мен нөмірі адамдар файлында тұрған бірінші адамға GET …/records/%s сұрауына жауап беріңіз",
	}, kind)
}

func saidOwnRefused(kind voucher.QueryKind, no voucher.Text) voucher.Text {
	return filled(voucher.Text{
		En: "the first of people may not read %s of their own: %s", Ru: "первый из людей не может прочесть свою запись %s: %s",
		Kk: "бірінші адам өзінің %s жазбасын оқи алмайды: %s",
	}, kind, no)
}

func saidReads(kind voucher.QueryKind) voucher.Text {
	return filled(voucher.Text{
		En: "the first of people reads %s of their own, and the ledger is kept from them", Ru: "первый из людей читает свою запись %s, а суммы программы ему не показаны",
		Kk: "бірінші адам өзінің %s жазбасын оқиды, ал бағдарлама сомалары оған көрсетілмейді",
	}, kind)
}

// Reasons.
var (
	saidNoCodes = voucher.Text{En: "the build gives no reason codes", Ru: "система не сообщает коды причин", Kk: "жүйе себеп кодтарын айтпайды"}
	fixAnyhow   = voucher.Text{En: "answer with %s, in the build or in the adapter", Ru: "отвечайте кодом %s – в системе или в адаптере", Kk: "%s кодымен жауап беріңіз – жүйеде немесе адаптерде"}
)

func saidForeign(code string) voucher.Text {
	return filled(voucher.Text{
		En: "the reason code is %q, which is none of the contract's", Ru: "код причины %q; в контракте такого нет", Kk: "себеп коды %q; келісімшартта ондай код жоқ",
	}, code)
}

func fixForeign(code string, want voucher.Reason) voucher.Text {
	return filled(voucher.Text{
		En: "send %s instead, or write the line %s into a file and give it with --reasons FILE",
		Ru: "сообщайте %s либо впишите строку %s в файл и укажите его: --reasons FILE",
		Kk: "оның орнына %s жіберіңіз немесе файлға %s жолын жазып, оны көрсетіңіз: --reasons FILE",
	}, want, ReasonLine(code, want))
}

func fixNoCodes(want voucher.Reason) voucher.Text {
	return filled(voucher.Text{
		En: "checks of refusals count as pass (verdict only); send the member reason in problems, here %s, or your own code and a table of them with --reasons FILE",
		Ru: "проверки отказов засчитываются только по решению; передавайте в описании ошибки поле reason, здесь %s, либо собственный код и таблицу кодов: --reasons FILE",
		Kk: "бас тарту тексерулері тек шешім бойынша есептеледі; қате сипаттамасында reason өрісін, мұнда %s, немесе өз кодыңызды жіберіп, кодтар кестесін көрсетіңіз: --reasons FILE",
	}, want)
}

func saidOtherReason(got voucher.Text, want voucher.Reason) voucher.Text {
	return filled(voucher.Text{
		En: "the reason is %s, and %s was expected", Ru: "причина: %s, а ожидалась %s", Kk: "себебі: %s, ал күтілгені: %s",
	}, got, want)
}

// refusalText is a refusal in words, with the code that came where it is a foreign one.
func refusalText(r *voucher.Refusal) voucher.Text {
	switch {
	case r.Foreign != "":
		return filled(voucher.Text{En: "%q, which is no reason of the contract", Ru: "%q, такой причины в контракте нет", Kk: "%q, келісімшартта ондай себеп жоқ"}, r.Foreign)
	case r.Reason == 0:
		return voucher.Text{En: "no reason was given", Ru: "причина не указана", Kk: "себебі көрсетілмеген"}
	}
	return filled(voucher.Text{En: "%s (%s)", Ru: "%s (%s)", Kk: "%s (%s)"}, r.Reason.Text(), r.Reason.String())
}

// Worlds.
var (
	fixManyWorlds = voucher.Text{En: "several worlds have to live at a time; choose one by the header Vouch-World", Ru: "несколько миров должны существовать одновременно; выбирайте мир по заголовку Vouch-World", Kk: "бірнеше әлем бір мезгілде өмір сүруі тиіс; әлемді Vouch-World тақырыбы бойынша таңдаңыз"}
	saidNotListed = voucher.Text{En: "who was put on the list of one world is not on it", Ru: "включённого в список мира в этом списке нет", Kk: "әлем тізіміне енгізілген адам сол тізімде жоқ"}
	saidMixed     = voucher.Text{En: "who was put on the list of one world is on that of another", Ru: "включённый в список одного мира есть и в списке другого", Kk: "бір әлем тізіміне енгізілген адам басқа әлем тізімінде де бар"}
	fixMixed      = voucher.Text{En: "give each world its own state: a tenant, a schema, or a process", Ru: "дайте каждому миру своё состояние: отдельного арендатора, схему базы или процесс", Kk: "әр әлемге өз күйін беріңіз: бөлек иелік, дерекқор схемасы немесе процесс"}
	saidApart     = voucher.Text{En: "what is done in one is not seen in another", Ru: "сделанное в одном мире не видно в другом", Kk: "бір әлемде жасалған іс басқасында көрінбейді"}
)

func fixNotListed(kind voucher.QueryKind) voucher.Text {
	return filled(voucher.Text{
		En: "show listed: true in the record %s, in the world that the header names", Ru: "показывайте listed: true в записи %s того мира, который указан в заголовке",
		Kk: "тақырыпта аталған әлемнің %s жазбасында listed: true деп көрсетіңіз",
	}, kind)
}

// The clock.
var (
	buildClock  = voucher.Text{En: "the clock: answer POST …/worlds/{world}/clock when everything due has been done", Ru: "часы: отвечайте на POST …/worlds/{world}/clock, когда выполнено всё, чему пришёл срок", Kk: "сағат: мерзімі келгеннің бәрі орындалғанда POST …/worlds/{world}/clock сұрауына жауап беріңіз"}
	fixClock    = voucher.Text{En: "move the world's clock forward, run everything that falls due on the way, then answer", Ru: "переведите часы мира вперёд, выполните по пути всё, чему пришёл срок, и затем ответьте", Kk: "әлем сағатын алға жылжытып, жолында мерзімі келгеннің бәрін орындаңыз да, содан кейін жауап беріңіз"}
	fixMessages = voucher.Text{En: "answer GET …/records/messages", Ru: "отвечайте на GET …/records/messages", Kk: "GET …/records/messages сұрауына жауап беріңіз"}
	fixOnTime   = voucher.Text{
		En: "run the work of each day at its own day when the clock is moved over it, and only answer when it is done",
		Ru: "при переводе часов выполняйте работу каждого дня в этот день и отвечайте только после её выполнения",
		Kk: "сағат жылжытылғанда әр күннің жұмысын сол күні орындап, бәрі біткенде ғана жауап беріңіз",
	}
)

func saidSMS(day voucher.Day, n int) voucher.Text {
	return filled(voucher.Text{
		En: "when %s is over there are %d SMS to a person who is on the list since the day before; one is due on that day",
		Ru: "к концу %s человеку, включённому в список накануне, отправлено SMS: %d; в этот день должно быть отправлено одно",
		Kk: "%s аяқталғанда, тізімге алдыңғы күні енгізілген адамға жіберілген SMS саны: %d; сол күні біреуі жіберілуі тиіс",
	}, quotation(day.String()), n)
}

func saidSent(day voucher.Day) voucher.Text {
	return filled(voucher.Text{En: "the SMS of %s went out on that day", Ru: "SMS за %s отправлено в этот день", Kk: "%s күнгі SMS сол күні жіберілді"}, quotation(day.String()))
}

// The ledger.
var (
	fixMonth    = voucher.Text{En: "answer the commands of a family's month: list, reply, code, purchase", Ru: "отвечайте на команды месяца семьи: список, ответ, код, покупка", Kk: "отбасы айының командаларына жауап беріңіз: тізім, жауап, код, сатып алу"}
	fixLedger   = voucher.Text{En: "answer GET …/records/ledger", Ru: "отвечайте на GET …/records/ledger", Kk: "GET …/records/ledger сұрауына жауап беріңіз"}
	saidNoSums  = voucher.Text{En: "after a voucher and a purchase the ledger shows neither", Ru: "после ваучера и покупки в суммах программы нет ни того, ни другого", Kk: "ваучер мен сатып алудан кейін бағдарлама сомаларында екеуі де жоқ"}
	fixNoSums   = voucher.Text{En: "book credits and discounts in the month of the voucher", Ru: "учитывайте зачисления и скидки в месяце ваучера", Kk: "аударылған сомалар мен жеңілдіктерді ваучер айында есепке алыңыз"}
	fixSums     = voucher.Text{En: "count in whole tiyn and book every movement once", Ru: "считайте в целых тиынах и учитывайте каждое движение один раз", Kk: "бүтін тиынмен есептеп, әр қозғалысты бір рет есепке алыңыз"}
	sumsBroken  = voucher.Text{En: "credited %s is not spent %s + left %s + annulled %s", Ru: "зачислено %s, а это не потрачено %s + остаток %s + аннулировано %s", Kk: "түскені %s, бұл жұмсалған %s + қалдық %s + күші жойылған %s сомасына тең емес"}
	sumsUnited  = voucher.Text{En: "credited %s = spent %s + left %s + annulled %s", Ru: "зачислено %s = потрачено %s + остаток %s + аннулировано %s", Kk: "түсті %s = жұмсалды %s + қалдық %s + күші жойылды %s"}
	saidLedgers = func(form voucher.Text, r *voucher.Ledger) voucher.Text {
		sum := func(m voucher.Money) string { return quotation(m.String()) }
		return filled(form, sum(r.Credited), sum(r.Spent), sum(r.Left), sum(r.Annulled))
	}
)

// The idempotency key.
var (
	fixKey       = voucher.Text{En: "read the header Idempotency-Key", Ru: "читайте заголовок Idempotency-Key", Kk: "Idempotency-Key тақырыбын оқыңыз"}
	saidRepeated = voucher.Text{En: "the same command under the same key is refused", Ru: "та же команда под тем же ключом отклонена", Kk: "сол команда сол кілтпен қабылданбады"}
	fixRepeated  = voucher.Text{En: "answer it as the first time, and do nothing", Ru: "ответьте, как в первый раз, и ничего не выполняйте", Kk: "бірінші реттегідей жауап беріп, ештеңе орындамаңыз"}
	saidReused   = voucher.Text{En: "another command under the same key is accepted", Ru: "другая команда под тем же ключом принята", Kk: "сол кілтпен басқа команда қабылданды"}
	fixReused    = voucher.Text{En: "refuse it with key-reused", Ru: "отклоняйте её с причиной key-reused", Kk: "оны key-reused себебімен қабылдамаңыз"}
	saidKeys     = voucher.Text{En: "the same key and body answers the same, another body is refused", Ru: "на тот же ключ и то же тело ответ тот же, другое тело отклоняется", Kk: "сол кілт пен сол денеге жауап сол, басқа дене қабылданбайды"}
)

// Production.
var (
	saidNoAddress = voucher.Text{En: "no address of a build in production mode was given", Ru: "адрес системы в рабочем режиме не указан", Kk: "жұмыс режиміндегі жүйенің мекенжайы көрсетілмеген"}
	fixNoAddress  = voucher.Text{En: "give it with --production URL", Ru: "укажите его: --production URL", Kk: "оны көрсетіңіз: --production URL"}
	fixAddress    = voucher.Text{En: "give an address such as https://wallet.example", Ru: "укажите адрес вида https://wallet.example", Kk: "https://wallet.example тәрізді мекенжай көрсетіңіз"}
	fixControl    = voucher.Text{
		En: "leave the control plane out of production builds, so that every path of it is 404 (BOTH-CONTROL-001)",
		Ru: "не включайте плоскость управления в рабочие сборки: на каждый её путь нужен ответ 404 (BOTH-CONTROL-001)",
		Kk: "жұмыс жүйелеріне басқару жазықтығын қоспаңыз: оның әр жолына 404 жауабы керек (BOTH-CONTROL-001)",
	}
)

func saidProduction(e *wire.Exchange) voucher.Text {
	if e.Status == http.StatusNotFound {
		return filled(voucher.Text{En: "%s %s is answered with 404, as it has to be", Ru: "на %s %s получен ответ 404, как и нужно", Kk: "%s %s сұрауына тиісінше 404 жауабы келді"}, e.Method, e.URL)
	}
	return filled(voucher.Text{En: "%s %s is answered with %d", Ru: "на %s %s получен ответ %d", Kk: "%s %s сұрауына %d жауабы келді"}, e.Method, e.URL, e.Status)
}
