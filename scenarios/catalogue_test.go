package scenarios_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// rows is the embedded catalogue, without which no test here means anything.
func rows(t *testing.T) []scenarios.Requirement {
	t.Helper()
	all, err := scenarios.Requirements()
	if err != nil {
		t.Fatalf("Requirements(): %v\nthe embedded catalogue is part of the program", err)
	}
	return all
}

func TestCatalogueHoldsEveryID(t *testing.T) {
	var got []voucher.RequirementID
	for _, r := range rows(t) {
		got = append(got, r.ID)
	}
	want := voucher.RequirementIDs()
	for i := range max(len(got), len(want)) {
		var g, w voucher.RequirementID
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Fatalf("row %d is %q, want %q\nthe catalogue and the ids agree in set and in order", i+1, g, w)
		}
	}
}

func TestLookupRequirement(t *testing.T) {
	for _, want := range rows(t) {
		got, ok := scenarios.LookupRequirement(want.ID)
		if !ok || got.ID != want.ID || got.Statement != want.Statement {
			t.Errorf("LookupRequirement(%s) = %s, %v, want its own row\nevery id has its words", want.ID, got.ID, ok)
		}
	}
	if got, ok := scenarios.LookupRequirement("GAS-WINDOW-000"); ok {
		t.Errorf("LookupRequirement(GAS-WINDOW-000) = %s, true, want false\nnumbers begin with 001", got.ID)
	}
}

func TestRequirementsAreTheCallers(t *testing.T) {
	rows(t)[0].Chapter = "changed"
	if got := rows(t)[0].Chapter; got != "period" {
		t.Errorf("Requirements()[0].Chapter = %q after a caller changed its copy, want period\nthe rows are nobody's to change", got)
	}
}

// chapterParties is who must keep the demands of a chapter. A wallet team does
// not build the provider's billing, so a row at the wrong door would fail a
// build for what it is not.
var chapterParties = map[string]scenarios.Party{
	"list": scenarios.PartyList, "eligibility": scenarios.PartyList, "territory": scenarios.PartyList, "period": scenarios.PartyList,
	"notice": scenarios.PartyPortal, "reminder": scenarios.PartyPortal, "consent": scenarios.PartyPortal,
	"opening": scenarios.PartyWallet, "channel": scenarios.PartyWallet, "window": scenarios.PartyWallet,
	"account": scenarios.PartyWallet, "offer": scenarios.PartyWallet, "activation": scenarios.PartyWallet,
	"dispatch": scenarios.PartyWallet, "credit": scenarios.PartyWallet, "expiry": scenarios.PartyWallet,
	"form": scenarios.PartyWallet, "qr": scenarios.PartyWallet, "purchase": scenarios.PartyWallet,
	"refund": scenarios.PartyWallet, "reversal": scenarios.PartyWallet, "journal": scenarios.PartyWallet,
	"feedback": scenarios.PartyWallet, "report": scenarios.PartyWallet,
	"bill": scenarios.PartyProvider, "store": scenarios.PartyStore, "basket": scenarios.PartyStore,
	"loan": scenarios.PartyLocalBody, "trace": scenarios.PartyTraceability,
	// Whoever computes with a parameter has to keep its past.
	"adjustment": scenarios.PartyAny,
}

func TestParties(t *testing.T) {
	for _, r := range rows(t) {
		want, why := chapterParties[r.Chapter], "the chapter's party keeps it"
		switch {
		case r.Programme == voucher.Both:
			want, why = scenarios.PartyAny, "what binds both programmes binds every party"
		case r.ID == "GAS-ACCOUNT-003":
			want, why = scenarios.PartyProvider, "the answer about an account is the provider's"
		}
		if r.Party != want {
			t.Errorf("%s: party %s, want %s\n%s", r.ID, r.Party, want, why)
		}
	}
}

// firm are the demands that are ours alone and a MUST all the same: without
// them no other verdict can be trusted.
var firm = []string{"retry", "race", "access", "privacy", "contract", "input"}

func TestLevels(t *testing.T) {
	for _, r := range rows(t) {
		text := slices.Contains(r.Provenance, scenarios.Stated) || slices.Contains(r.Provenance, scenarios.Derived)
		ours := slices.Contains(r.Provenance, scenarios.Ours)
		want, why := scenarios.Should, "a demand of ours alone is a SHOULD"
		switch {
		case text:
			want, why = scenarios.Must, "a stated or derived demand is a MUST"
		case r.Programme == voucher.Both && slices.Contains(firm, r.Chapter):
			want, why = scenarios.Must, "without it no other verdict can be trusted"
		}
		if r.Level != want {
			t.Errorf("%s: level %s, want %s\n%s", r.ID, r.Level, want, why)
		}
		if got, want := r.Should != (voucher.Text{}), text && ours; got != want {
			t.Errorf("%s: has a should note: %v, want %v\na row that mixes both names the half that is ours", r.ID, got, want)
		}
	}
}

func TestSources(t *testing.T) {
	for _, r := range rows(t) {
		if slices.Contains(r.Provenance, scenarios.Stated) && len(r.Source) == 0 {
			t.Errorf("%s: no source, want a paragraph\nwhat is stated stands somewhere", r.ID)
		}
		for _, c := range r.Source {
			if len(c.Paragraphs) == 0 || c.Paragraphs[0] < 1 || c.Paragraphs[len(c.Paragraphs)-1] > c.Document.Paragraphs() {
				t.Errorf("%s: %s ¶%v, want paragraphs from 1 to %d\na reader looks them up", r.ID, c.Document, c.Paragraphs, c.Document.Paragraphs())
			}
		}
	}
}

// hidden are the demands that no one can see whole from outside; a check that
// claims to would lie.
var hidden = []voucher.RequirementID{
	"GAS-ELIGIBILITY-002", "GAS-OPENING-001", "GAS-FORM-001", "GAS-BILL-001",
	"FOOD-ELIGIBILITY-002", "FOOD-FORM-001", "FOOD-QR-001",
	"BOTH-JOURNAL-001", "BOTH-CONTROL-001", "BOTH-INPUT-001",
}

func TestUnobservable(t *testing.T) {
	for _, r := range rows(t) {
		got, want := r.Unobservable != (voucher.Text{}), slices.Contains(hidden, r.ID)
		if got != want {
			t.Errorf("%s: marked unobservable: %v, want %v\nexactly what cannot be seen from outside carries its reason", r.ID, got, want)
		}
	}
}

// Who reads only that a demand changed under a reading must find the reading
// here; a choice that changes no demand would be none.
func TestEveryReadingChangesADemand(t *testing.T) {
	named := map[string]bool{}
	for _, r := range rows(t) {
		for _, id := range r.Readings {
			named[id] = true
		}
	}
	for _, reading := range voucher.AllReadings() {
		if !named[reading.String()] {
			t.Errorf("reading %s is named by no row, want one or more\na choice changes some demand", reading)
		}
	}
}

// texts are all wordings of a row, with a name for the message.
func texts(r scenarios.Requirement) map[string]voucher.Text {
	all := map[string]voucher.Text{"statement": r.Statement}
	if r.Should != (voucher.Text{}) {
		all["should"] = r.Should
	}
	if r.Unobservable != (voucher.Text{}) {
		all["unobservable"] = r.Unobservable
	}
	return all
}

func TestWordingsAreInTheirLanguage(t *testing.T) {
	const kazakh = "әғқңөұүһі"
	for _, r := range rows(t) {
		for name, text := range texts(r) {
			if has(text.En, unicode.Cyrillic) {
				t.Errorf("%s: %s.en = %q, want no Cyrillic\nit is the English wording", r.ID, name, text.En)
			}
			if !has(text.Ru, unicode.Cyrillic) || strings.ContainsAny(strings.ToLower(text.Ru), kazakh) {
				t.Errorf("%s: %s.ru = %q, want Cyrillic without a Kazakh letter\nit is the Russian wording", r.ID, name, text.Ru)
			}
			if !strings.ContainsAny(strings.ToLower(text.Kk), kazakh) {
				t.Errorf("%s: %s.kk = %q, want one or more of %s\nit is the Kazakh wording", r.ID, name, text.Kk, kazakh)
			}
			for lang, s := range map[string]string{"en": text.En, "ru": text.Ru, "kk": text.Kk} {
				if s != strings.Join(strings.Fields(s), " ") || !strings.HasSuffix(s, ".") {
					t.Errorf("%s: %s.%s = %q, want sentences with single blanks and a full stop\nreports print them as they are", r.ID, name, lang, s)
				}
			}
		}
	}
}

func has(s string, script *unicode.RangeTable) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(script, c) })
}

func TestStatementsDiffer(t *testing.T) {
	seen := map[string]voucher.RequirementID{}
	for _, r := range rows(t) {
		for _, s := range []string{r.Statement.En, r.Statement.Ru, r.Statement.Kk} {
			if other, ok := seen[s]; ok {
				t.Errorf("%s and %s both say %q\nan id means one demand", other, r.ID, s)
			}
			seen[s] = r.ID
		}
	}
}

// The figures of a demand stand in all three wordings: one that a translation
// lost would be another demand.
func TestFiguresSurviveTranslation(t *testing.T) {
	for _, r := range rows(t) {
		for name, text := range texts(r) {
			want := figures(strings.ReplaceAll(text.En, ",", ""))
			for lang, s := range map[string]string{
				"ru": text.Ru,
				"kk": text.Kk,
			} {
				// 4,325 is written 4 325 there, and 1.15 is 1,15.
				got := figures(strings.NewReplacer("4 325", "4325", ",", ".").Replace(s))
				for _, f := range want {
					if !slices.Contains(got, f) {
						t.Errorf("%s: %s.%s lacks %s, which the English has\n%s", r.ID, name, lang, f, s)
					}
				}
			}
		}
	}
}

// figures are the numbers of a wording, with their decimals.
func figures(s string) []string {
	all := strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsDigit(c) && c != '.' })
	for i := range all {
		all[i] = strings.Trim(all[i], ".")
	}
	return slices.DeleteFunc(all, func(f string) bool { return f == "" })
}
