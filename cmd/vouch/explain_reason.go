package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// reason writes what a reason of a refusal means, false for a word that is none.
func (e *explainer) reason(code string) bool {
	r, ok := voucher.ParseReason(code)
	if !ok {
		return false
	}
	text := r.Text()
	status, demands := wire.OfReason(r)
	e.line("%s  %s", r, text.In(e.lang))
	e.line("HTTP %d · %s%s", status, wire.ReasonURN, r)
	e.under(headCaller, []string{callerDoes(r, status).In(e.lang)})
	var lines []string
	for _, d := range demands {
		row, _ := scenarios.LookupRequirement(d.Requirement)
		where := ""
		if d.In != "" {
			where = "  (" + whereIn(d.In, e.lang) + ")"
		}
		lines = append(lines, string(d.Requirement)+where+"  "+row.Statement.In(e.lang))
	}
	e.under(headDemands, lines)
	asked, told := refusedIn(r)
	e.under(headOperations, asked)
	e.under(headTold, told)
	return true
}

// refusedIn are the operations that are refused for a reason in a story, and the stories.
func refusedIn(r voucher.Reason) (operations, stories []string) {
	for _, s := range scenarios.Stories() {
		for i := range s.Tellings {
			t := &s.Tellings[i]
			for _, step := range t.Steps {
				if !step.Judged || step.Expect.Refused != r {
					continue
				}
				word, _, _ := strings.Cut(step.Text, " ")
				way := "POST " + wire.CommandPath + word
				if step.Ask {
					way = "GET " + wire.RecordPath + word
				}
				operations, stories = append(operations, way), append(stories, t.ID)
			}
		}
	}
	slices.Sort(operations)
	return slices.Compact(operations), slices.Compact(stories)
}

// What is said of a reason.
var (
	headCaller     = voucher.Text{En: "What the caller does", Ru: "Что делать вызывающему", Kk: "Шақырушы не істейді"}
	headOperations = voucher.Text{En: "Refused so in the stories", Ru: "Так отказывают в историях", Kk: "Әңгімелерде осылай бас тартады"}
	headTold       = voucher.Text{En: "Told by", Ru: "Показано в", Kk: "Мынада көрсетілген"}
)

// What a caller does about a refusal, by what decides it.
var (
	doAnotherActor = voucher.Text{
		En: "Nothing was changed. Ask as the actor whose act or record it is: the token decides who asks.",
		Ru: "Ничего не изменилось. Обращайтесь от имени того, чьё это действие или запись: кто обращается, решает токен.",
		Kk: "Ештеңе өзгерген жоқ. Әрекет не жазба кімдікі болса, соның атынан сұраңыз: сұраушыны токен анықтайды.",
	}
	doLookAtID = voucher.Text{
		En: "Nothing was changed. Look at the id: there is no such record here.",
		Ru: "Ничего не изменилось. Проверьте номер: такой записи здесь нет.",
		Kk: "Ештеңе өзгерген жоқ. Нөмірді тексеріңіз: мұнда ондай жазба жоқ.",
	}
	doSendKey = voucher.Text{
		En: "Send the header Idempotency-Key: a fresh key for each new command, the same one for a repetition.",
		Ru: "Передайте заголовок Idempotency-Key: новый ключ для каждой новой команды, тот же – для повтора.",
		Kk: "Idempotency-Key тақырыбын жіберіңіз: әр жаңа командаға жаңа кілт, қайталауға сол кілт.",
	}
	doFreshKey = voucher.Text{
		En: "A key belongs to one body. Take a fresh key for another command, and the old body for a repetition.",
		Ru: "Ключ принадлежит одному содержанию. Для другой команды возьмите новый ключ, для повтора – прежнее содержание.",
		Kk: "Кілт бір мазмұнға тиесілі. Басқа командаға жаңа кілт, қайталауға бұрынғы мазмұн алыңыз.",
	}
	doMendBody = voucher.Text{
		En: "Nothing was changed. Mend the body and send it under a fresh key; as it is, it is always refused.",
		Ru: "Ничего не изменилось. Исправьте содержание и отправьте под новым ключом; в этом виде откажут всегда.",
		Kk: "Ештеңе өзгерген жоқ. Мазмұнын түзетіп, жаңа кілтпен жіберіңіз; осы күйінде әрдайым бас тартылады.",
	}
	doAgainLater = voucher.Text{
		En: "Nothing was changed, and the answer is neither yes nor no. Try again later, under a fresh key.",
		Ru: "Ничего не изменилось, и это ни «да», ни «нет». Повторите позже под новым ключом.",
		Kk: "Ештеңе өзгерген жоқ, бұл «иә» де, «жоқ» та емес. Кейінірек жаңа кілтпен қайталаңыз.",
	}
	doMindTime = voucher.Text{
		En: "Time decides: it is not open yet, or no more. Tell the person from when or until when it is, and do not repeat it.",
		Ru: "Решает время: ещё рано или уже поздно. Сообщите человеку сроки и не повторяйте запрос.",
		Kk: "Уақыт шешеді: әлі ерте немесе енді кеш. Адамға мерзімін айтып, сұрауды қайталамаңыз.",
	}
	doFreshCode = voucher.Text{
		En: "Nothing was taken. Ask for a new QR code and sell with that; the basket may stay as it is.",
		Ru: "Ничего не списано. Запросите новый QR-код и продайте по нему; корзина может остаться прежней.",
		Kk: "Ештеңе алынған жоқ. Жаңа QR-код сұратып, сонымен сатыңыз; себет сол күйінде қала алады.",
	}
	doStepBefore = voucher.Text{
		En: "Nothing was changed. Do the step that is missing, and then send this command again under a fresh key.",
		Ru: "Ничего не изменилось. Выполните недостающий шаг и затем отправьте команду снова под новым ключом.",
		Kk: "Ештеңе өзгерген жоқ. Жетіспейтін қадамды орындап, содан кейін команданы жаңа кілтпен қайта жіберіңіз.",
	}
	doReadState = voucher.Text{
		En: "Nothing was changed. Read the record and tell the person how things stand; repeated as it is, it is refused again while they stand so.",
		Ru: "Ничего не изменилось. Прочтите запись и сообщите человеку положение дел; пока оно таково, повтор снова отклонят.",
		Kk: "Ештеңе өзгерген жоқ. Жазбаны оқып, адамға жағдайды айтыңыз; жағдай өзгермесе, қайталау тағы қабылданбайды.",
	}
)

// callerDoes says what to do about a refusal.
func callerDoes(r voucher.Reason, status int) voucher.Text {
	switch r {
	case voucher.KeyMissing:
		return doSendKey
	case voucher.KeyReused:
		return doFreshKey
	case voucher.OutsidePeriod, voucher.ListClosed, voucher.WindowNotOpen, voucher.WindowClosed, voucher.VoucherExpired, voucher.RefundClosed:
		return doMindTime
	case voucher.CodeUnknown, voucher.CodeReplaced, voucher.CodeUsed, voucher.CodeExpired:
		return doFreshCode
	case voucher.ConsentMissing, voucher.StepOutOfOrder, voucher.OfferOutdated, voucher.ListNotReceived, voucher.NotCharged,
		voucher.TillNotIntegrated, voucher.CodeNotScanned, voucher.NotActivated, voucher.LoanNotDisbursed:
		return doStepBefore
	}
	switch status {
	case 403:
		return doAnotherActor
	case 404:
		return doLookAtID
	case 422:
		return doMendBody
	case 503:
		return doAgainLater
	}
	return doReadState
}

// placeWords are the words of the contract for where a demand is kept, in the other
// languages; operations keep their names.
var placeWords = []voucher.Text{
	{En: "the side that shows no codes under reading F33", Ru: "сторона, которая по трактовке F33 кодов не показывает", Kk: "F33 түсіндіруі бойынша код көрсетпейтін тарап"},
	{En: "the offer is not accepted", Ru: "оферта не принята", Kk: "оферта қабылданбаған"},
	{En: "no purchase under the key", Ru: "под ключом нет покупки", Kk: "кілт бойынша сатып алу жоқ"},
	{En: "all other gas commands", Ru: "все прочие газовые команды", Kk: "газдың қалған барлық командасы"},
	{En: "all food commands", Ru: "все продовольственные команды", Kk: "азық-түліктің барлық командасы"},
	{En: "reply for gas", Ru: "reply по газу", Kk: "газ бойынша reply"},
	{En: "reply for food", Ru: "reply по продуктам", Kk: "азық-түлік бойынша reply"},
	{En: "gas commands", Ru: "газовые команды", Kk: "газ командалары"},
	{En: "no programme", Ru: "программа не указана", Kk: "бағдарлама көрсетілмеген"},
	{En: "a family twice", Ru: "семья указана дважды", Kk: "отбасы екі рет көрсетілген"},
	{En: "a member twice", Ru: "член семьи указан дважды", Kk: "отбасы мүшесі екі рет көрсетілген"},
	{En: "no account", Ru: "счёт не указан", Kk: "шот көрсетілмеген"},
	{En: "(rows)", Ru: "(строки)", Kk: "(жолдар)"},
	{En: "(members)", Ru: "(члены семьи)", Kk: "(отбасы мүшелері)"},
}

// whereIn tells where a demand is kept in a language.
func whereIn(text, lang string) string {
	for _, w := range placeWords {
		text = strings.ReplaceAll(text, w.En, w.In(lang))
	}
	return text
}

// otherNames are words by which other systems call what the contract has a reason for.
var otherNames = map[string]voucher.Reason{
	"insufficient-funds": voucher.BalanceSpent, "insufficient-balance": voucher.BalanceSpent, "no-funds": voucher.BalanceSpent,
	"forbidden": voucher.RoleNotAllowed, "access-denied": voucher.RoleNotAllowed, "not-found": voucher.RecordUnknown,
	"already-used": voucher.CodeUsed, "duplicate-request": voucher.KeyReused, "expired": voucher.VoucherExpired,
	"out-of-stock": voucher.StockExceeded, "invalid-value": voucher.ValueInvalid, "validation-error": voucher.ValueInvalid,
}

// meantReason is what may have been meant by a word that is no id: a reason under another
// name, or written with underscores or in capitals; "" for nothing.
func meantReason(word string) string {
	code := strings.ToLower(strings.NewReplacer("_", "-", " ", "-").Replace(word))
	if r, ok := voucher.ParseReason(code); ok {
		return r.String()
	}
	if r, ok := otherNames[code]; ok {
		text := r.Text()
		return fmt.Sprintf("%s (%s)", r, text.En)
	}
	return ""
}
