package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// The words of a kill matrix.
var (
	matrixTitle = voucher.Text{
		En: "Builds that are wrong on purpose, and what catches them", Ru: "Намеренно неверные системы и что их выявляет",
		Kk: "Әдейі қате жүйелер және оларды анықтайтын тексерулер",
	}
	matrixMutant = voucher.Text{En: "Mutant", Ru: "Мутант", Kk: "Мутант"}
	matrixBreaks = voucher.Text{En: "Breaks", Ru: "Нарушает", Kk: "Бұзады"}
	matrixFate   = voucher.Text{En: "Fate", Ru: "Исход", Kk: "Нәтиже"}
	matrixBy     = voucher.Text{En: "By", Ru: "Чем", Kk: "Немен"}
	matrixTrips  = voucher.Text{En: "Trips", Ru: "Срабатываний", Kk: "Іске қосылуы"}
	matrixNote   = voucher.Text{
		En: "What the suite is sensitive to among the wrong builds that were declared, and no more. Unmasked: an impostor whose run was inconclusive, or whose passes were counted apart. Not run: it could not be made.",
		Ru: "Показывает чувствительность набора к объявленным неверным системам, и не более того. Разоблачён: прогон самозванца не дал вывода, или его успехи учтены отдельно. Не запускался: систему не удалось создать.",
		Kk: "Жинақтың жарияланған қате жүйелерге сезімталдығын ғана көрсетеді. Әшкереленді: жалған жүйенің тексеруі қорытындысыз қалды немесе өткендері бөлек саналды. Іске қосылмады: жүйені құру мүмкін болмады.",
	}
	matrixUnproven = voucher.Text{
		En: "In these suites it is not counted whether each check kills something", Ru: "В этих наборах не учитывается, выявляет ли что-нибудь каждая проверка",
		Kk: "Бұл жинақтарда әр тексеру бірдеңе анықтай ма, есепке алынбайды",
	}
	fateWords = map[conformance.Fate]voucher.Text{
		conformance.Killed:       {En: "killed", Ru: "выявлен", Kk: "анықталды"},
		conformance.Collateral:   {En: "collateral", Ru: "выявлен не тем", Kk: "басқа тексерумен анықталды"},
		conformance.Survived:     {En: "SURVIVED", Ru: "НЕ ВЫЯВЛЕН", Kk: "АНЫҚТАЛМАДЫ"},
		conformance.NotExercised: {En: "NOT EXERCISED", Ru: "НЕ ЗАТРОНУТ", Kk: "ҚОЗҒАЛМАДЫ"},
		conformance.Unmasked:     {En: "unmasked", Ru: "разоблачён", Kk: "әшкереленді"},
		conformance.NotRun:       {En: "not run", Ru: "не запускался", Kk: "іске қосылмады"},
	}
)

// MatrixText writes a kill matrix as a table, a line for each wrong build, and
// below it what keeps it from being a proof.
func MatrixText(w io.Writer, m *conformance.Matrix, l Language, width int) error {
	s := newSpeech(l)
	t := &Table{Title: s.in(matrixTitle), Note: s.in(matrixNote), Columns: []Column{{Title: s.in(matrixMutant)}, {Title: s.in(matrixBreaks)},
		{Title: s.in(matrixFate)}, {Title: s.in(matrixTrips), Right: true}, {Title: s.in(matrixBy)}}}
	for i := range m.Kills {
		k := &m.Kills[i]
		t.Rows = append(t.Rows, []string{k.Wrong.ID, string(k.Wrong.Requirement), s.in(fateWords[k.Fate]), s.count(k.Trips), killers(k)})
	}
	if err := t.Write(w, width); err != nil {
		return err
	}
	counts := map[conformance.Fate]int64{}
	impostors := int64(0)
	for i := range m.Kills {
		counts[m.Kills[i].Fate]++
		if m.Kills[i].Wrong.Impostor {
			impostors++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s: %s", s.in(matrixMutant), s.count(int64(len(m.Kills))))
	for _, f := range []conformance.Fate{conformance.Killed, conformance.Unmasked, conformance.Collateral, conformance.Survived, conformance.NotExercised, conformance.NotRun} {
		if counts[f] > 0 {
			fmt.Fprintf(&b, ", %s %s", s.in(fateWords[f]), s.count(counts[f]))
		}
	}
	b.WriteString("\n")
	if m.Full {
		fmt.Fprintf(&b, "%s: %s\n", s.in(matrixUnproven), strings.Join(suiteNames(m.Unproven()), ", "))
	}
	for _, fault := range m.Faults() {
		b.WriteString("✗ " + fault + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// suiteNames are the words by which suites are asked for.
func suiteNames(all []conformance.Suite) []string {
	names := make([]string, len(all))
	for i, suite := range all {
		names[i] = string(suite)
	}
	return names
}

// killers names the first check that killed a build and how many more did.
func killers(k *conformance.Kill) string {
	all := k.By
	if len(all) == 0 {
		all = k.Others
	}
	switch {
	case len(all) == 0:
		return ""
	case len(all) == 1:
		return all[0]
	}
	return fmt.Sprintf("%s +%d", all[0], len(all)-1)
}

// matrixRow is a wrong build in JSON.
type matrixRow struct {
	ID          string                  `json:"id"`
	Title       string                  `json:"title"`
	Requirement voucher.RequirementID   `json:"requirement"`
	Also        []voucher.RequirementID `json:"also,omitempty"`
	Impostor    bool                    `json:"impostor,omitempty"`
	Fate        conformance.Fate        `json:"fate"`
	By          []string                `json:"by"`
	Others      []string                `json:"others"`
	Passed      []string                `json:"passed,omitempty"`
	Trips       int64                   `json:"trips"`
}

// MatrixJSON writes a kill matrix with every check that killed each build.
func MatrixJSON(w io.Writer, m *conformance.Matrix) error {
	out := struct {
		Full   bool        `json:"full"`
		Builds []matrixRow `json:"builds"`
		Idle   []string    `json:"idle"`
		// Unproven are the suites of which no check is called idle.
		Unproven []string                `json:"unproven"`
		Bare     []voucher.RequirementID `json:"bare"`
		Faults   []string                `json:"faults"`
	}{Full: m.Full, Idle: append([]string{}, m.Idle...), Unproven: suiteNames(m.Unproven()), Bare: append([]voucher.RequirementID{}, m.Bare...), Faults: append([]string{}, m.Faults()...)}
	for i := range m.Kills {
		k := &m.Kills[i]
		out.Builds = append(out.Builds, matrixRow{k.Wrong.ID, k.Wrong.Title.En, k.Wrong.Requirement, k.Wrong.Also, k.Wrong.Impostor, k.Fate,
			append([]string{}, k.By...), append([]string{}, k.Others...), k.Passed, k.Trips})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
