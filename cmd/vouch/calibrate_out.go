package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/simulator/study"
)

// fitting holds the words of a calibration, in each language.
var fitting = struct {
	targets, rates, target, known, simulated, off, tolerance, verdict, source voucher.Text
	in, out, held, rate, was, is, span, most, least                           voucher.Text
	whole, fitted, missed, scaled                                             voucher.Text
}{
	targets:   voucher.Text{En: "Known figures", Ru: "Известные показатели", Kk: "Белгілі көрсеткіштер"},
	rates:     voucher.Text{En: "Rates, in parts per million", Ru: "Доли, частей на миллион", Kk: "Үлестер, миллионнан бөлік"},
	target:    voucher.Text{En: "Target", Ru: "Ориентир", Kk: "Бағдар"},
	known:     voucher.Text{En: "Known", Ru: "Известно", Kk: "Белгілісі"},
	simulated: voucher.Text{En: "Simulated", Ru: "Рассчитано", Kk: "Есептелгені"},
	off:       voucher.Text{En: "Off by", Ru: "Отклонение", Kk: "Ауытқу"},
	tolerance: voucher.Text{En: "Tolerance", Ru: "Допуск", Kk: "Рұқсат"},
	verdict:   voucher.Text{En: "Verdict", Ru: "Итог", Kk: "Қорытынды"},
	source:    voucher.Text{En: "Source", Ru: "Источник", Kk: "Дереккөз"},
	in:        voucher.Text{En: "within", Ru: "в допуске", Kk: "рұқсат шегінде"},
	out:       voucher.Text{En: "MISSED", Ru: "МИМО", Kk: "ТЫС"},
	held:      voucher.Text{En: "held out", Ru: "отложен", Kk: "таңдауға қатыспаған"},
	rate:      voucher.Text{En: "Assumption", Ru: "Предположение", Kk: "Болжам"},
	was:       voucher.Text{En: "Was", Ru: "Было", Kk: "Болған"},
	is:        voucher.Text{En: "Fitted", Ru: "Подобрано", Kk: "Таңдалған"},
	span:      voucher.Text{En: "Bound", Ru: "Граница", Kk: "Шек"},
	most:      voucher.Text{En: "at its most", Ru: "наибольшая", Kk: "ең үлкені"},
	least:     voucher.Text{En: "at its least", Ru: "наименьшая", Kk: "ең кішісі"},
	whole: voucher.Text{
		En: "Calibrated: every target is met, also those that were held out.",
		Ru: "Откалибровано: все показатели воспроизведены, в том числе отложенные.",
		Kk: "Калибрленді: барлық көрсеткіш шықты, таңдауға қатыспағандары да.",
	},
	fitted: voucher.Text{
		En: "Fitted: the targets that rates follow are met. What was held out is missed, so the fit does not carry that far.",
		Ru: "Подогнано: показатели, по которым подбирались доли, воспроизведены. Отложенные — нет: так далеко подгонка не действует.",
		Kk: "Үлестер таңдалды: олар таңдалған көрсеткіштер шықты. Таңдауға қатыспағандары шықпады: таңдалған үлестер ондай жағдайға жарамайды.",
	},
	missed: voucher.Text{
		En: "Not fitted: a target that rates follow is missed.",
		Ru: "Не подогнано: показатель, по которому подбиралась доля, не воспроизведён.",
		Kk: "Таңдалмады: үлес таңдалған көрсеткіш шықпады.",
	},
	scaled: voucher.Text{
		En: "%d families under one seed, %d lives; for the real pilots the facts give %d. A country of another size has other luck.",
		Ru: "Семей: %d, одно начальное число, прогонов: %d; для настоящих пилотов данные дают %d. В стране другого размера случайность другая.",
		Kk: "%d отбасы, бір бастапқы сан, %d өткізу; нақты пилоттар үшін деректер %d береді. Көлемі басқа елде кездейсоқтық та басқаша.",
	},
}

// print writes what was found in the chosen format.
func (c *calibrate) print(stdout io.Writer, found *study.Calibrated) error {
	if c.format == "json" {
		return writeIndented(stdout, struct {
			Targets  string `json:"targets"`
			Hash     string `json:"targets_sha256"`
			Scenario string `json:"scenario"`
			Seed     uint64 `json:"seed"`
			Engine   string `json:"engine"`
			Verdict  string `json:"verdict"`
			Miss     string `json:"mean_miss_in_tolerances"`
			*study.Calibrated
		}{c.targets.ID, c.targets.Hash, c.scenario.ID, c.scenario.Seed, study.Engine, fitWord(found), fmt.Sprintf("%.3f", found.Miss()), found})
	}
	say := func(t voucher.Text) string { return t.In(c.language) }
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n\n", say(fitVerdict(found)))
	for _, t := range []*reports.Table{c.tableOfTargets(found), c.tableOfRates(found)} {
		if err := t.Write(&b, widthOf(stdout)); err != nil {
			return err
		}
		b.WriteString("\n")
	}
	in := message.NewPrinter(language.MustParse(c.language))
	fmt.Fprintln(&b, in.Sprintf(say(fitting.scaled), found.Families, found.Lives, found.Real))
	_, err := b.WriteTo(stdout)
	return err
}

// fitVerdict says in a sentence what came out; the word calibrated is kept for a world that meets every
// target.
func fitVerdict(found *study.Calibrated) voucher.Text {
	switch {
	case found.Whole():
		return fitting.whole
	case found.Fitted():
		return fitting.fitted
	}
	return fitting.missed
}

// fitWord is the verdict for programs and files.
func fitWord(found *study.Calibrated) string {
	switch {
	case found.Whole():
		return "calibrated"
	case found.Fitted():
		return "fitted"
	}
	return "missed"
}

// tableOfTargets tells how near each figure comes.
func (c *calibrate) tableOfTargets(found *study.Calibrated) *reports.Table {
	say := func(t voucher.Text) string { return t.In(c.language) }
	t := &reports.Table{Title: say(fitting.targets), Columns: []reports.Column{{Title: say(fitting.target)}, {Title: say(fitting.known), Right: true},
		{Title: say(fitting.simulated), Right: true}, {Title: say(fitting.off), Right: true}, {Title: say(fitting.tolerance), Right: true},
		{Title: say(fitting.verdict)}, {Title: say(fitting.source)}}}
	for i := range found.Fits {
		f := &found.Fits[i]
		verdict := say(fitting.out)
		if f.Within {
			verdict = say(fitting.in)
		}
		if f.HeldOut {
			verdict += ", " + say(fitting.held)
		}
		off := f.Simulated - float64(f.Target)
		sign := "+"
		if off < 0 {
			sign = "−"
		}
		t.Rows = append(t.Rows, []string{f.Title.In(c.language), c.amount(f, float64(f.Target)), c.amount(f, f.Simulated), sign + c.amount(f, math.Abs(off)),
			c.amount(f, float64(f.Tolerance)), verdict, f.Source})
	}
	return t
}

// tableOfRates tells what was fitted.
func (c *calibrate) tableOfRates(found *study.Calibrated) *reports.Table {
	say := func(t voucher.Text) string { return t.In(c.language) }
	in := message.NewPrinter(language.MustParse(c.language))
	t := &reports.Table{Title: say(fitting.rates), Columns: []reports.Column{{Title: say(fitting.rate)}, {Title: say(fitting.was), Right: true},
		{Title: say(fitting.is), Right: true}, {Title: say(fitting.span)}, {Title: say(fitting.source)}}}
	for _, r := range found.Rates {
		bound := map[study.Bound]string{study.Inside: "–", study.AtMost: say(fitting.most), study.AtLeast: say(fitting.least)}[r.Bound]
		t.Rows = append(t.Rows, []string{r.Label.In(c.language), in.Sprintf("%d", r.Was), in.Sprintf("%d", r.Is), bound, r.Source})
	}
	return t
}

// amount writes a figure in the unit of its target.
func (c *calibrate) amount(f *study.Fit, v float64) string {
	in := message.NewPrinter(language.MustParse(c.language))
	switch f.Unit {
	case study.InShare:
		return in.Sprintf("%.2f", v/1e4) + " %"
	case study.InTiyn:
		return in.Sprintf("%.0f", v/100) + " ₸"
	}
	return in.Sprintf("%.0f", v)
}

// calibratedMark begins every file of rates, so that the next one may take its place.
const calibratedMark = "# Rates of behaviour that vouch calibrate fitted to known figures.\n"

// isCalibrated reports whether vouch calibrate wrote a file.
func isCalibrated(path string) bool {
	text, err := os.ReadFile(path)
	return err == nil && bytes.HasPrefix(text, []byte(calibratedMark))
}

// file is the scenario of the fitted rates, with what they were fitted to and how well. The same
// calibration gives the same bytes. What the scenario itself says of behaviour comes along, since the
// rates were found beside it.
func (c *calibrate) file(found *study.Calibrated) []byte {
	var b, values strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	b.WriteString(calibratedMark)
	line("# Any scenario builds on them that names this file under extends.")
	line("#")
	line("# verdict   %s", fitVerdict(found).En)
	line("# targets   %s, sha256 %s", c.targets.ID, c.targets.Hash)
	line("# scenario  %s, seed %d, %d families of %d", c.scenario.ID, c.scenario.Seed, found.Families, found.Real)
	line("# engine    %s, vouch %s", study.Engine, programVersion())
	for i := range found.Fits {
		f := &found.Fits[i]
		kept := "fitted"
		if f.HeldOut {
			kept = "held out"
		}
		met := "missed"
		if f.Within {
			met = "within"
		}
		line("# %-14s %s: known %d ± %d %s, simulated %.0f, %s (%s)", f.ID, kept, f.Target, f.Tolerance, f.Unit, f.Simulated, met, f.Source)
	}
	for _, f := range found.Scenario.Assumptions.All() {
		if !f.Changed {
			continue
		}
		note := "as in " + c.scenario.ID
		for _, r := range found.Rates {
			if r.Path == f.Path {
				f.Source, note = r.Source, fmt.Sprintf("fitted to %s; was %d (%s)", r.Target, r.Was, r.Before)
			}
		}
		fmt.Fprintf(&values, "  %s: {value: %s, source: %q} # %s\n", f.Path, found.Scenario.Assumptions.Written(f.Path), f.Source, note)
	}
	sum := sha256.Sum256([]byte(b.String() + values.String()))
	line("kind: Scenario")
	line("id: fitted-%s", hex.EncodeToString(sum[:6]))
	line("title:\n  en: Rates fitted to the targets %s\n  ru: Доли, подобранные по показателям %s\n  kk: Үлестер %s көрсеткіштері бойынша таңдалды", c.targets.ID, c.targets.ID, c.targets.ID)
	line("assumptions:")
	return []byte(b.String() + values.String())
}
