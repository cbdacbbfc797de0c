package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

// explainer writes what is known of an id.
type explainer struct {
	text strings.Builder
	lang string
}

func newExplain() *cobra.Command {
	e := &explainer{}
	cmd := &cobra.Command{
		Use:   "explain ID",
		Short: "Say what a requirement, check, mutant, reading, reason or profile is",
		Long: `Say what an id means: of a requirement, what it demands, of whom, where it is
from, how it is read and what checks it; of a check, its steps and what has to
come of them; of a mutant, what is wrong with it; of a reading, what each choice
means; of a reason of refusals, what it means, its HTTP status, which demands it
keeps, which operations answer with it and what a caller does.
vouch list requirements shows those of requirements, and so on.`,
		Example: `  vouch explain FOOD-EXPIRY-001
  vouch explain GAS-WINDOW-001/window_last_day --lang kk
  vouch explain G10
  vouch explain code-used`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misuse("vouch explain takes one id, and %s; vouch list requirements shows those of requirements", wordsGiven(len(args)))
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return explainable(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if !e.explain(args[0]) {
				if meant := meantReason(args[0]); meant != "" {
					return misuse("%q is no id; did you mean the reason %s?", args[0], meant)
				}
				return misuse("%q is no id%s", args[0], nearOnly(args[0], explainable(), "it may be one of those that vouch list shows: requirements, checks, mutants, impostors, profiles, readings, reasons"))
			}
			if _, err := io.WriteString(cmd.OutOrStdout(), e.text.String()); err != nil {
				return fault("standard output: %w", err)
			}
			return nil
		},
	}
	addLanguage(cmd, &e.lang)
	return cmd
}

// explainable are all ids.
func explainable() (ids []string) {
	for _, l := range lists {
		for _, line := range l.lines("en") {
			ids = append(ids, line.id)
		}
	}
	return ids
}

// nearOnly is the end of a message about a word that is none of very many: the one that
// was most likely meant, or what shows them.
func nearOnly(word string, known []string, shown string) string {
	if near := voucher.Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; " + shown
}

// explain writes what an id is, false for none.
func (e *explainer) explain(id string) bool {
	if row, ok := scenarios.LookupRequirement(voucher.RequirementID(id)); ok {
		e.requirement(&row)
		return true
	}
	if m, ok := mutant.Lookup(id); ok {
		e.mutant(&m)
		return true
	}
	for _, c := range conformance.Checks() {
		if c.ID == id {
			e.check(&c)
			return true
		}
	}
	for _, r := range voucher.AllReadings() {
		if r.String() == id {
			e.reading(r)
			return true
		}
	}
	for _, p := range scenarios.Profiles() {
		if p.ID == id {
			e.profile(&p)
			return true
		}
	}
	return e.reason(id) || e.territory(id)
}

func (e *explainer) line(format string, args ...any) { fmt.Fprintf(&e.text, format+"\n", args...) }

// under writes lines below a heading, if there are any.
func (e *explainer) under(heading voucher.Text, lines []string) {
	if len(lines) == 0 {
		return
	}
	e.line("\n%s", heading.In(e.lang))
	for _, l := range lines {
		e.line("  %s", l)
	}
}

// The headings of explanations.
var (
	headChecks   = voucher.Text{En: "Checked by (these tests are ours)", Ru: "Проверяется (эти проверки наши)", Kk: "Тексеретіндер (бұл тексерулер – біздікі)"}
	headMutants  = voucher.Text{En: "Broken on purpose by", Ru: "Намеренно нарушается", Kk: "Әдейі бұзатындар"}
	headReadings = voucher.Text{
		En: "Open questions, which the text leaves to a reading", Ru: "Открытые вопросы, которые текст оставляет трактовке", Kk: "Мәтін түсіндіруге қалдырған ашық сұрақтар",
	}
	headTwin    = voucher.Text{En: "One change away, accepted", Ru: "С одним отличием – принимается", Kk: "Бір айырмашылығымен қабылданады"}
	headSteps   = voucher.Text{En: "Steps", Ru: "Шаги", Kk: "Қадамдар"}
	headDemands = voucher.Text{En: "Requirements", Ru: "Требования", Kk: "Талаптар"}
	headUnseen  = voucher.Text{En: "Not wholly seen from outside", Ru: "Снаружи видно не полностью", Kk: "Сырттан толық көрінбейді"}
	headSofter  = voucher.Text{En: "Only a recommendation", Ru: "Только рекомендация", Kk: "Тек ұсыныс"}
)

// howFaulted says how a life under faults is judged.
var howFaulted = voucher.Text{
	En: "Commands get lost, come late, twice or in another order, by the seed, and are sent again under their keys until they\n" +
		"are answered. The same commands are then given to a second world, each once and undisturbed, in the order in which\n" +
		"they first reached the build: every answer and everything that is read has to be the same. When the deadlines have\n" +
		"passed, all that had to happen has happened, once. A kind of fault that never happened shows nothing: inconclusive.",
	Ru: "Команды по заданному seed теряются, опаздывают, приходят дважды или в другом порядке и посылаются снова под своими\n" +
		"ключами, пока не придёт ответ. Затем те же команды подаются второму миру по одному разу и без сбоев, в порядке их\n" +
		"первого прихода: все ответы и всё прочитанное должны совпасть. Когда сроки прошли, всё, что должно было произойти,\n" +
		"произошло, и один раз. Сбой, который ни разу не случился, ничего не доказывает: вывода нет.",
	Kk: "Командалар seed бойынша жоғалады, кешігеді, екі рет немесе басқа ретпен келеді және жауап келгенше өз кілтімен қайта\n" +
		"жіберіледі. Содан кейін сол командалар екінші әлемге бір реттен, ақаусыз, алғаш келген ретімен беріледі: барлық жауап\n" +
		"пен оқылғанның бәрі бірдей болуы тиіс. Мерзімдер өткенде болуға тиістінің бәрі бір рет болған. Бірде-бір рет болмаған\n" +
		"ақау ештеңені дәлелдемейді: қорытынды жоқ.",
}

// howRaced says how a race is judged.
var howRaced = voucher.Text{
	En: "Many clients ask at the same time, each round in a world of its own. Some order in which one command is done after the\n" +
		"other has to explain every answer, what is read, and the sums at the end: where none does, a race was lost. A command\n" +
		"without an answer is sent again under its key; what stays unknown may have been done or not. Where no two calls\n" +
		"overlapped, nothing was shown, and the run is inconclusive.",
	Ru: "Много клиентов обращаются одновременно, каждый раунд – в отдельном мире. Должен найтись порядок, при котором команды\n" +
		"выполняются одна за другой и который объясняет каждый ответ, всё прочитанное и суммы в конце; если его нет, гонка\n" +
		"проиграна. Команда без ответа посылается ещё раз под своим ключом; что осталось неизвестным, могло быть выполнено или\n" +
		"нет. Если никакие два вызова не совпали по времени, ничего не доказано, и прогон не даёт вывода.",
	Kk: "Көп клиент бір мезгілде сұрайды, әр раунд – бөлек әлемде. Командалар бірінен кейін бірі орындалатын, әр жауапты,\n" +
		"оқылғанның бәрін және соңындағы сомаларды түсіндіретін рет табылуы тиіс; ол болмаса, жарыс ұтылған. Жауапсыз команда\n" +
		"сол кілтпен қайта жіберіледі; белгісіз қалғаны орындалған да, орындалмаған да болуы мүмкін. Ешқандай екі шақыру уақыт\n" +
		"бойынша қабаттаспаса, ештеңе дәлелденбейді де, тексеру қорытындысыз қалады.",
}

func (e *explainer) requirement(row *scenarios.Requirement) {
	e.line("%s  %s", row.ID, reports.DemandHead(reports.Language(e.lang), row))
	e.sentences(row)
	softer := row.Should
	for _, s := range row.Sentences() {
		if s.Text == softer {
			softer = voucher.Text{} // it stands there as a sentence
		}
	}
	for _, part := range []struct{ head, text voucher.Text }{{headSofter, softer}, {headUnseen, row.Unobservable}} {
		if part.text != (voucher.Text{}) {
			e.under(part.head, []string{part.text.In(e.lang)})
		}
	}
	var readings, checks, mutants []string
	for _, r := range voucher.AllReadings() {
		if slices.Contains(row.Readings, r.String()) {
			question := r.Question()
			readings = append(readings, r.String()+"  "+question.In(e.lang)+": "+strings.Join(marked(r), ", "))
		}
	}
	for _, c := range conformance.Checks() {
		if c.Requirement == row.ID || slices.Contains(c.Also, row.ID) {
			checks = append(checks, c.ID+"  "+reports.LevelWord(reports.Language(e.lang), c.Level))
		}
	}
	for _, m := range mutant.All() {
		if m.Requirement == row.ID {
			mutants = append(mutants, m.ID+"  "+m.Title.In(e.lang))
		}
	}
	if readings != nil {
		readings = append(readings, legendOfDefault.In(e.lang))
	}
	e.under(headReadings, readings)
	e.under(headChecks, checks)
	e.under(headMutants, mutants)
}

func (e *explainer) mutant(m *mutant.Mutant) {
	e.line("%s  %s", m.ID, m.Title.In(e.lang))
	if row, ok := scenarios.LookupRequirement(m.Requirement); ok {
		e.under(headDemands, []string{string(row.ID) + "  " + row.Statement.In(e.lang)})
	}
	serve := "mutant"
	if m.Impostor {
		serve = "impostor"
	}
	e.line("\nvouch serve --control --%s %s", serve, m.ID)
}

func (e *explainer) profile(p *scenarios.Profile) {
	e.line("%s  %s", p.ID, p.Title.In(e.lang))
	var demands []string
	for _, id := range p.Requirements {
		demands = append(demands, string(id))
	}
	e.under(headDemands, demands)
}

// check writes a check; of a story, its steps in words.
func (e *explainer) check(c *conformance.Check) {
	e.line("%s  %s", c.ID, reports.LevelWord(reports.Language(e.lang), c.Level))
	e.line("%s", c.Title.In(e.lang))
	if c.Because != (voucher.Text{}) {
		e.line("%s", c.Because.In(e.lang))
	}
	if c.Suite == conformance.SuiteRaces {
		e.line("\n%s", howRaced.In(e.lang))
	}
	if c.Suite == conformance.SuiteFaults {
		e.line("\n%s", howFaulted.In(e.lang))
	}
	if how, ok := howTried[c.Suite]; ok {
		e.line("\n%s", how.In(e.lang))
	}
	if c.Twin != "" {
		e.line("%s: %s", headTwin.In(e.lang), c.Twin)
	}
	for _, s := range scenarios.Stories() {
		for i := range s.Tellings {
			if s.Tellings[i].ID == c.ID {
				e.under(headSteps, e.steps(&s.Tellings[i]))
				e.line("\nscenarios/story/%s.yaml", s.Name)
			}
		}
	}
	row, _ := scenarios.LookupRequirement(c.Requirement)
	e.under(headDemands, []string{string(row.ID) + "  " + row.Statement.In(e.lang)})
}

// steps writes the steps of a story in words.
func (e *explainer) steps(t *scenarios.Telling) (lines []string) {
	language := reports.Language(e.lang)
	handle := func(string) (string, bool) { return "1", true }
	code := func(name string) (string, bool) { return "$1", true }
	now := t.Setup.At
	for i := range t.Steps {
		s := &t.Steps[i]
		now = max(now, s.At)
		var words string
		switch {
		case s.Ask:
			q, err := s.Query(handle)
			if err != nil {
				continue
			}
			words = reports.QuestionSentence(q, language)
		case s.Text != "":
			cmd, err := s.Command(handle)
			if err != nil {
				cmd, err = s.Command(code)
			}
			if err != nil {
				words = s.Text
				break
			}
			words = reports.Sentence(cmd, language)
		default:
			words = reports.AdvanceSentence(now, language)
		}
		line := now.Time().Format("2006-01-02 15:04:05") + "  " + words
		if s.Judged {
			line += " → " + reports.ExpectationPhrase(s.Expect.Lines(), language)
		}
		lines = append(lines, line)
	}
	return lines
}
