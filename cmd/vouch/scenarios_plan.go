package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

func newScenariosPlan(world voucher.World) *cobra.Command {
	var lang string
	cmd := &cobra.Command{
		Use:   "plan FILE",
		Short: "Say how many runs a study or a scenario is, how long and how large",
		Long: `Say what a study or a scenario will take: runs, family-months, time and disk. The
time is that of this machine as it is now: all worlds are tried out with a few
thousand families, and the rest is reckoned from that. Above the limits of the
study, exit status 2. vouch compare lives it through.`,
		Example: `  vouch scenarios plan stress
  vouch scenarios plan my-study.yaml`,
		Args: exactly(1, "one file or id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := openEither(args[0])
			if err != nil {
				return err
			}
			asked := d.Study
			if asked == nil {
				asked = scenarios.StudyOf(d.Scenario)
			}
			p := &plan{study: asked, world: world}
			if err := p.countable(); err != nil {
				return err
			}
			if err := p.try(cmd); err != nil {
				return err
			}
			if err := p.count(); err != nil {
				return err
			}
			if err := write(cmd, p.told(lang)); err != nil {
				return err
			}
			return p.judge()
		},
	}
	addLanguage(cmd, &lang)
	return cmd
}

// tried is how many families all worlds are tried out with together, at most: enough
// for a second of work, and little enough that nobody waits; leastTried is that of
// one world where there are many.
const (
	tried      = 24_000
	leastTried = 300
)

// plan is what a study takes.
type plan struct {
	study   *scenarios.Study
	world   voucher.World
	months  float64 // family-months of all runs
	bytes   float64 // of their results
	lived   int64   // family-months that were tried out
	elapsed time.Duration
	sample  int64 // families that were tried out, over all worlds
	parts   int64 // that can be lived apart; 0: not counted
	shards  int64 // among which the work is parted; 0: it is not
}

// worlds is how many worlds the study has, with those that a sweep of policy makes.
func (p *plan) worlds() int64 { return max(1, p.study.Runs()/max(1, p.study.Lives())) }

// try lives all worlds once, at one point of behaviour and with a part of their families: what nothing
// reaches that differs is then taken over as in the study itself.
func (p *plan) try(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	small := *p.study
	base := *small.Baseline
	if most := max(leastTried, tried/p.worlds()); base.Families == 0 || base.Families > most {
		base.Families = most
	}
	small.Baseline, small.Replications, small.Stop = &base, 1, nil
	small.Sweeps = slices.DeleteFunc(slices.Clone(small.Sweeps), func(s scenarios.Sweep) bool { return !s.Policy })
	run := &study.Run{Study: &small, World: p.world, Workers: runtime.GOMAXPROCS(0)}
	start := time.Now()
	results, err := run.Live(ctx)
	if ctx.Err() != nil {
		return &failure{exitInterrupted, fmt.Errorf("interrupted while %s was tried out", p.study.ID)}
	}
	if err != nil {
		return &failure{exitMisuse, err}
	}
	p.elapsed = time.Since(start)
	families := p.study.Baseline.Families
	if families == 0 {
		families = results.Manifest.Real
	}
	lives := float64(p.study.Lives())
	p.lived = results.Manifest.FamilyMonths
	p.months = lives * float64(p.lived) * float64(families) / float64(base.Families)
	p.bytes = lives * float64(results.Manifest.PartBytes)
	for _, w := range results.Worlds {
		p.sample += w.Families
	}
	return nil
}

// speed is how many family-months were lived in a second.
func (p *plan) speed() float64 { return float64(p.lived) / max(p.elapsed.Seconds(), 1e-3) }

// minutes is how long all runs take, or those of one shard.
func (p *plan) minutes() float64 {
	return p.months / max(p.speed(), 1) / 60 / float64(max(1, p.shards))
}

// megabytes is how much their results take, or those of one shard.
func (p *plan) megabytes() float64 { return p.bytes / 1e6 / float64(max(1, p.shards)) }

// planning holds the words of a plan, in each language. The words in front stand in
// one column.
var planning = struct{ worlds, months, time, disk, memory, parts, alone, vain, measured voucher.Text }{
	worlds: voucher.Text{En: "%s: worlds %d, runs %s", Ru: "%s: миров %d, прогонов %s", Kk: "%s: әлем %d, өткізу %s"},
	months: voucher.Text{En: "family-months  %s", Ru: "семье-месяцев  %s", Kk: "отбасы-ай      %s"},
	time: voucher.Text{
		En: "time           about %s min, at %s family-months a second",
		Ru: "время          около %s мин при %s семье-месяцев в секунду",
		Kk: "уақыт          шамамен %s мин, секундына %s отбасы-ай",
	},
	disk: voucher.Text{
		En: "disk           about %s MB of parts while it runs",
		Ru: "диск           около %s МБ промежуточных файлов во время работы",
		Kk: "диск           жұмыс кезінде шамамен %s МБ аралық файл",
	},
	memory: voucher.Text{
		En: "memory         up to about %s MB, blocks at a time: %d",
		Ru: "память         примерно до %s МБ, блоков одновременно: %d",
		Kk: "жад            шамамен %s МБ-қа дейін, қатар өтетін блок: %d",
	},
	parts: voucher.Text{
		En: "parts          %s that can be lived apart; for several machines: --shard i/%d",
		Ru: "части          %s, каждую можно прожить отдельно; для нескольких машин: --shard i/%d",
		Kk: "бөліктер       %s, әрқайсысы жеке өте алады; бірнеше машина үшін: --shard i/%d",
	},
	alone: voucher.Text{
		En: "parts          %s that can be lived apart; one machine is enough",
		Ru: "части          %s, каждую можно прожить отдельно; достаточно одной машины",
		Kk: "бөліктер       %s, әрқайсысы жеке өте алады; бір машина жеткілікті",
	},
	vain: voucher.Text{
		En: "               shards live all %d replications; the stop rule may need %d, and up to %d%% is then lived in vain",
		Ru: "               при --shard проживаются все повторы: %d; правилу остановки может хватить %d, и до %d%% будет прожито зря",
		Kk: "               --shard кезінде барлық қайталау өтеді: %d; тоқтату ережесіне %d жетуі мүмкін, сонда %d%%-ға дейінгісі босқа өтеді",
	},
	measured: voucher.Text{
		En: "measured just now: %d families of all worlds lived through in %v on %d processors; the load on this machine counts",
		Ru: "измерено только что: %d семей во всех мирах прожито за %v, процессоров: %d; нагрузка на эту машину влияет",
		Kk: "жаңа ғана өлшенді: барлық әлемде %d отбасы %v ішінде өтті, процессор саны %d; осы машинаның жүктемесі әсер етеді",
	},
}

// told tells the plan in a language.
func (p *plan) told(lang string) string {
	in := message.NewPrinter(language.MustParse(lang))
	var b strings.Builder
	line := func(words voucher.Text, args ...any) { b.WriteString(in.Sprintf(words.In(lang), args...) + "\n") }
	line(planning.worlds, p.study.ID, len(p.study.Worlds()), wholeIn(in, float64(p.study.Runs())))
	line(planning.months, wholeIn(in, p.months))
	line(planning.time, in.Sprintf("%.1f", p.minutes()), wholeIn(in, p.speed()))
	line(planning.disk, in.Sprintf("%.1f", p.megabytes()))
	line(planning.memory, wholeIn(in, float64(p.memory(runtime.GOMAXPROCS(0)))*mebi/1e6), runtime.GOMAXPROCS(0))
	if n := p.sensible(p.parts, usualPodWorkers); n > 1 {
		line(planning.parts, wholeIn(in, float64(p.parts)), n)
	} else {
		line(planning.alone, wholeIn(in, float64(p.parts)))
	}
	if stop := p.study.Stop; stop != nil {
		line(planning.vain, stop.AtMost, stop.AtLeast, (stop.AtMost-stop.AtLeast)*100/stop.AtMost)
	}
	line(planning.measured, p.sample, p.elapsed.Round(time.Millisecond), runtime.GOMAXPROCS(0))
	return b.String()
}

// whole writes a number without its fraction, as talk does.
func whole(f float64) string { return wholeIn(english, f) }

// wholeIn writes a number without its fraction; one that no study can have is ∞.
func wholeIn(in *message.Printer, f float64) string {
	if f >= math.MaxInt64 {
		return "∞"
	}
	return in.Sprintf("%d", int64(f))
}

// allowed tries the study out and refuses it above its limits.
func (p *plan) allowed(cmd *cobra.Command) error {
	err := p.countable()
	if err == nil {
		err = p.try(cmd)
	}
	if err == nil {
		err = p.judge()
	}
	return err
}

// countable refuses a study of more runs than its limit before any of them is tried.
func (p *plan) countable() error {
	if runs := p.study.Runs(); runs > p.study.Limits.Runs {
		return misuse("%s: limits.runs is %s, and %s are needed; vary less, or raise the limit", p.study.ID, whole(float64(p.study.Limits.Runs)), whole(float64(runs)))
	}
	return nil
}

// judge refuses a plan above the other limits of the study.
func (p *plan) judge() error {
	var above []string
	for _, part := range []struct {
		key    string
		needed float64
		most   int64
	}{
		{"minutes", p.minutes(), p.study.Limits.Minutes},
		{"megabytes", p.megabytes(), p.study.Limits.Megabytes},
	} {
		if part.needed > float64(part.most) {
			above = append(above, english.Sprintf("limits.%s is %d, and %s are needed", part.key, part.most, whole(math.Ceil(part.needed))))
		}
	}
	if len(above) > 0 {
		return misuse("%s: %s; vary less, or raise the limit", p.study.ID, strings.Join(above, "; "))
	}
	return nil
}
