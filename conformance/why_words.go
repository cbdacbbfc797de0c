package conformance

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Words of the vocabulary within what is said of a verdict. What a text history, an
// error or a build says stands as it is between the marks of a quotation, for whoever
// shows the text to tell in the reader's language.

// The marks of a quotation within a text.
const (
	QuotationBegin = "‹"
	QuotationEnd   = "›"
)

// quotation is a text between the marks.
func quotation(text string) string {
	return QuotationBegin + strings.NewReplacer(QuotationBegin, "", QuotationEnd, "").Replace(text) + QuotationEnd
}

// untold is a word that is the same in every language.
func untold(text string) voucher.Text { return voucher.Text{En: text, Ru: text, Kk: text} }

// abilityTexts name the abilities.
var abilityTexts = map[Ability]voucher.Text{
	NeedsClock:      {En: "a clock that tests move", Ru: "перевод часов", Kk: "сағатты жылжыту"},
	NeedsWorlds:     {En: "worlds apart", Ru: "отдельные миры", Kk: "бөлек әлемдер"},
	NeedsSettings:   {En: "values of rules", Ru: "значения правил", Kk: "ереже мәндері"},
	NeedsChoices:    {En: "choice of readings", Ru: "выбор трактовок", Kk: "түсіндіру нұсқасын таңдау"},
	NeedsReasons:    {En: "reasons of refusals", Ru: "причины отказов", Kk: "бас тарту себептері"},
	NeedsEvents:     {En: "events", Ru: "события", Kk: "оқиғалар"},
	NeedsDigest:     {En: "digest of the state", Ru: "контрольная сумма состояния", Kk: "күйдің бақылау сомасы"},
	NeedsPrompt:     {En: "due work at its instant", Ru: "работа точно в срок", Kk: "жұмысты дәл мерзімінде орындау"},
	NeedsExpiry:     {En: "tokens that end", Ru: "токены с ограниченным сроком", Kk: "мерзімі бар токендер"},
	NeedsAnswers:    {En: "answers of providers’ systems", Ru: "ответы систем поставщиков", Kk: "жеткізуші жүйелерінің жауаптары"},
	NeedsConcurrent: {En: "several callers at a time", Ru: "одновременные вызовы", Kk: "бір мезгілдегі шақырулар"},
	runsGas:         {En: "the gas programme", Ru: "газовая программа", Kk: "газ бағдарламасы"},
	runsFood:        {En: "the food programme", Ru: "продовольственная программа", Kk: "азық-түлік бағдарламасы"},
}

// Text names an ability, with the word by which capabilities declare it behind it.
func (a Ability) Text() voucher.Text {
	t, ok := abilityTexts[a]
	if !ok {
		return untold(string(a))
	}
	return filled(voucher.Text{En: t.En + " (%s)", Ru: t.Ru + " (%s)", Kk: t.Kk + " (%s)"}, string(a))
}

// abilitiesIn names the abilities of a list of their words.
func abilitiesIn(words string) voucher.Text {
	var all []voucher.Text
	for word := range strings.SplitSeq(words, ", ") {
		all = append(all, Ability(word).Text())
	}
	return joined(all)
}

// joined joins texts.
func joined(texts []voucher.Text) (all voucher.Text) {
	for i, t := range texts {
		if i > 0 {
			all.En, all.Ru, all.Kk = all.En+", ", all.Ru+", ", all.Kk+", "
		}
		all.En, all.Ru, all.Kk = all.En+t.En, all.Ru+t.Ru, all.Kk+t.Kk
	}
	return all
}

// askedIn is what an entry asked, in the words of a text history.
func askedIn(e *voucher.Entry) string {
	switch {
	case e.Command != nil:
		return voucher.FormatCommand(e.Command)
	case e.Query != nil:
		return "ask " + voucher.FormatQuery(e.Query)
	}
	return "advance"
}
