package scenarios_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// officials are the languages of those who write scenarios.
var officials = []string{"ru", "kk"}

// englishAlone are the files that say something to engineers only.
func englishAlone(name string) bool {
	return strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "story") || strings.HasPrefix(name, "catalogue") ||
		name == "profile.go" || name == "settings.go"
}

// saidInSource returns the words of all that the source says of a file, with their places.
func saidInSource(t *testing.T) map[string]token.Position {
	t.Helper()
	said := map[string]token.Position{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if englishAlone(name) {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if words, ok := wordsOfCall(call); ok {
					said[words] = set.Position(call.Pos())
				}
			}
			return true
		})
	}
	return said
}

// wordsOfCall returns the words that a call of say, report or fault is given.
func wordsOfCall(call *ast.CallExpr) (words string, ok bool) {
	var name string
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	i, says := map[string]int{"say": 0, "report": 2, "fault": 2}[name]
	if !says {
		return "", false
	}
	if name == "fault" && len(call.Args) > 0 {
		if _, ofClaim := call.Args[0].(*ast.BasicLit); ofClaim {
			i = 0
		}
	}
	if i >= len(call.Args) {
		return "", false
	}
	literal, ok := call.Args[i].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	words, err := strconv.Unquote(literal.Value)
	return words, err == nil
}

// TestAllThatIsSaidHasThreeLanguages: an official who asks for Russian or Kazakh gets no problem in English, and no
// words stand in the tables that nobody says.
func TestAllThatIsSaidHasThreeLanguages(t *testing.T) {
	said := saidInSource(t)
	if len(said) < 150 {
		t.Fatalf("%d sentences were found in the source, want 150 and more: the search is wrong", len(said))
	}
	for words, at := range said {
		for _, lang := range officials {
			if scenarios.WordsIn(words, lang) == "" {
				t.Errorf("%s:%d: %q has no words in %s; add them to problem_words*.go", at.Filename, at.Line, words, lang)
			}
		}
	}
	for _, words := range scenarios.SaidOfFiles() {
		if _, used := said[words]; !used {
			t.Errorf("%q has words in Russian and Kazakh, and nobody says it; delete it", words)
		}
	}
}

// gaps are the verbs of a format; a number in brackets says which gap it is.
var gaps = regexp.MustCompile(`%(\[\d\])?(#02x|[sdvU])`)

// gapsOf lists the gaps of words in the order in which they are given.
func gapsOf(words string) (all []string) {
	for i, m := range gaps.FindAllStringSubmatch(words, -1) {
		at := strconv.Itoa(i + 1)
		if m[1] != "" {
			at = strings.Trim(m[1], "[]")
		}
		all = append(all, at+m[2])
	}
	slices.Sort(all)
	return all
}

// TestOtherWordsHaveTheSameGaps: a gap that is left out loses what the file says, and one too many prints a mark.
func TestOtherWordsHaveTheSameGaps(t *testing.T) {
	for _, words := range scenarios.SaidOfFiles() {
		for _, lang := range officials {
			other := scenarios.WordsIn(words, lang)
			if got, want := gapsOf(other), gapsOf(words); !slices.Equal(got, want) {
				t.Errorf("%q\n%s: %q\nhas the gaps %v, want %v", words, lang, other, got, want)
			}
			if strings.Contains(strings.ReplaceAll(other, "(%)", ""), "%!") {
				t.Errorf("%q: %q cannot be filled", words, other)
			}
		}
	}
}

// ofFiles are the Latin words that are the same in every language: what a file holds, and what is typed.
var ofFiles = strings.Fields(`yaml yml key change food gas add remove kind id title en ru kk value unit source from to true false КАТО
	UTF BOM YAML two towns find found derived model own seed DFC simulator data sources csv scenario schema json outage of february
	sms_outage set mrp mrp_per_member policy assumptions vouch scenarios list explain territories programmes period territory small count share
	sweep mode over grid draws lhs zip stop at_least at_most replications metric relative_half_width credited targets tolerance
	hold_out fits consented food_consent accept ppm names extend a z`)

var latin = regexp.MustCompile(`[A-Za-z_]+`)

// TestNoEnglishIsLeft: a word in Latin letters is one that a file holds, or that is typed.
func TestNoEnglishIsLeft(t *testing.T) {
	for _, words := range scenarios.SaidOfFiles() {
		for _, lang := range officials {
			for _, word := range latin.FindAllString(gaps.ReplaceAllString(scenarios.WordsIn(words, lang), ""), -1) {
				if !slices.Contains(ofFiles, word) {
					t.Errorf("%q: the words in %s have %q, which no file holds", words, lang, word)
				}
			}
		}
	}
}

// englishWords are those without which no sentence of ours does.
var englishWords = regexp.MustCompile(`(?i)\b(write|the|is|are|not|keep|one|and|or|such|as|for|no|it|with|which|unknown|missing|did|you|mean|region|city)\b`)

// quoted is what a message repeats of the file.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\{[^}]*\}`)

// inThreeLanguages reports problems that are told in English to somebody who asked for another language. The YAML
// library knows English alone, and a message says so.
func inThreeLanguages(t *testing.T, err error) {
	t.Helper()
	var problems scenarios.Problems
	if !errors.As(err, &problems) {
		return
	}
	for _, p := range problems {
		for _, lang := range officials {
			told := quoted.ReplaceAllString(p.In(lang), "")
			if strings.Contains(told, " YAML") {
				continue
			}
			if word := englishWords.FindString(told); word != "" || p.Message.In(lang) == "" {
				t.Errorf("%s: in %s there is %q left:\n%s", p.Message.En, lang, word, p.In(lang))
			}
		}
	}
}

// TestAProblemSpeaksOneLanguage: where a part of it is known in English alone, as what the machine says, all of it is
// told in English.
func TestAProblemSpeaksOneLanguage(t *testing.T) {
	_, err := scenarios.Read("x.yaml", []byte(head+"extends: [./problem_test.go/x.yaml]\n"))
	var problems scenarios.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v, want a file that cannot be opened", err)
	}
	for _, lang := range officials {
		if got, want := problems.In(lang), problems.Error(); got != want || !strings.Contains(want, "problem_test.go") {
			t.Errorf("in %s: %s\nwant   %s", lang, got, want)
		}
	}
}

// TestProblemsInTheLanguagesOfOfficials reads a file aloud in each.
func TestProblemsInTheLanguagesOfOfficials(t *testing.T) {
	_, err := scenarios.Read("менің.yaml", []byte("kind: Scenario\nid: a\ntitle: A\nsed: 1\nset:\n  gas.price: {Алматы: 60, 750000000: -1}\n"+
		"  food.mrp: [{from: 2026-07-01, value: 4500}]\nhorizon: {from: 2026-03-02, to: 2026-03-01}\nprogrammes: [gas, gas]\n"))
	var problems scenarios.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v, want problems", err)
	}
	for lang, want := range map[string][]string{
		"ru": {
			`менің.yaml:4:1: неизвестный ключ "sed", может быть, seed? напишите одно из: ` + keys,
			`менің.yaml:6:15: gas.price: неизвестная территория "Алматы", может быть, 750000000 (город Алматы)? напишите код КАТО; список выводит vouch list territories`,
			`менің.yaml:6:38: gas.price.750000000: -1 меньше, чем 0.00; напишите сумму в тенге от 0.00 до 1000.00 (GAS-BILL-002)`,
			`менің.yaml:7:21: food.mrp: from 2026-07-01 – вне пилотов, которые идут от 2025-08-28 до 2026-06-30; значению, верному с самого начала, день не нужен`,
			`менің.yaml:8:33: horizon: to 2026-03-01 раньше, чем from 2026-03-02; поменяйте их местами`,
			`менің.yaml:9:19: programmes: gas стоит дважды; оставьте одно`,
		},
		"kk": {
			`менің.yaml:4:1: белгісіз кілт "sed", мүмкін, seed? мыналардың бірін жазыңыз: ` + keys,
			`менің.yaml:6:15: gas.price: белгісіз аумақ "Алматы", мүмкін, 750000000 (Алматы қаласы)? КАТО кодын жазыңыз; тізімін vouch list territories шығарады`,
			`менің.yaml:6:38: gas.price.750000000: -1 мәні 0.00 мәнінен кіші; мынаны жазыңыз: теңгемен соманы, 0.00 бен 1000.00 аралығында (GAS-BILL-002)`,
			`менің.yaml:7:21: food.mrp: from 2026-07-01 пилоттардан тыс; олар 2025-08-28 – 2026-06-30 аралығында жүреді; басынан бастап жүретін мәнге күн керек емес`,
			`менің.yaml:8:33: horizon: to 2026-03-01 мәні from 2026-03-02 мәнінен ерте; орындарын ауыстырыңыз`,
			`менің.yaml:9:19: programmes: gas екі рет тұр; біреуін қалдырыңыз`,
		},
	} {
		if got := strings.Split(problems.In(lang), "\n"); !slices.Equal(got, want) {
			t.Errorf("in %s\ngot\n%s\nwant\n%s", lang, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
