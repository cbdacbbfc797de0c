package main

import (
	"math"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// planning holds the words of a plan, in each language. The words in front stand in
// one column.
var planning = struct {
	runs, sized, real, months, time, brief, disk, memory, parts, alone, vain, measured voucher.Text
	seconds, minutes, hours, kilobytes, megabytes, gigabytes                           voucher.Text
}{
	runs: voucher.Text{
		En: "%s: worlds %s, replications %s, points of assumptions %s: runs %s",
		Ru: "%s: вариантов %s, повторов %s, точек предположений %s: прогонов %s",
		Kk: "%s: нұсқа %s, қайталау %s, болжам нүктесі %s: өткізу %s",
	},
	sized: voucher.Text{
		En: "families       %s in each world, a synthetic country; the facts give %s",
		Ru: "семей          %s в каждом варианте, страна условная; данные дают %s",
		Kk: "отбасы         әр нұсқада %s, ел шартты; деректер бойынша %s",
	},
	real: voucher.Text{
		En: "families       %s in each world, as in the real pilots",
		Ru: "семей          %s в каждом варианте, как в настоящих пилотах",
		Kk: "отбасы         әр нұсқада %s, нақты пилоттардағыдай",
	},
	months: voucher.Text{En: "family-months  %s", Ru: "семье-месяцев  %s", Kk: "отбасы-ай      %s"},
	time: voucher.Text{
		En: "time           about %s, at %s family-months a second as measured below",
		Ru: "время          около %s при %s семье-месяцев в секунду, как измерено ниже",
		Kk: "уақыт          шамамен %s, секундына %s отбасы-ай, төменде өлшенгендей",
	},
	brief: voucher.Text{
		En: "time           less than %s, at %s family-months a second as measured below",
		Ru: "время          меньше %s при %s семье-месяцев в секунду, как измерено ниже",
		Kk: "уақыт          ең көбі %s, секундына %s отбасы-ай, төменде өлшенгендей",
	},
	disk: voucher.Text{
		En: "disk           about %s of parts while it runs, with --out",
		Ru: "диск           около %s промежуточных файлов во время работы, если указан --out",
		Kk: "диск           жұмыс кезінде шамамен %s аралық файл, --out көрсетілсе",
	},
	memory: voucher.Text{
		En: "memory         up to about %s, blocks at a time: %d",
		Ru: "память         примерно до %s, блоков одновременно: %d",
		Kk: "жад            ең көбі шамамен %s, қатар өтетін блок: %d",
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
		Kk: "               --shard кезінде барлық қайталау өтеді: %d; тоқтату ережесіне %d жетуі мүмкін, сонда босқа өтетіні – ең көбі %d%%",
	},
	measured: voucher.Text{
		En: "measured just now: %d families of all worlds lived through in %v on %d processors; the load on this machine counts",
		Ru: "измерено только что: %d семей во всех вариантах прожито за %v, процессоров: %d; нагрузка на эту машину влияет",
		Kk: "жаңа ғана өлшенді: барлық нұсқада %d отбасы %v ішінде өтті, процессор саны %d; осы машинаның жүктемесі әсер етеді",
	},
	seconds:   voucher.Text{En: "%s s", Ru: "%s с", Kk: "%s с"},
	minutes:   voucher.Text{En: "%s min", Ru: "%s мин", Kk: "%s мин"},
	hours:     voucher.Text{En: "%s h", Ru: "%s ч", Kk: "%s сағ"},
	kilobytes: voucher.Text{En: "%s kB", Ru: "%s КБ", Kk: "%s КБ"},
	megabytes: voucher.Text{En: "%s MB", Ru: "%s МБ", Kk: "%s МБ"},
	gigabytes: voucher.Text{En: "%s GB", Ru: "%s ГБ", Kk: "%s ГБ"},
}

// told tells the plan in a language.
func (p *plan) told(lang string) string {
	in := message.NewPrinter(language.MustParse(lang))
	var b strings.Builder
	line := func(words voucher.Text, args ...any) { b.WriteString(in.Sprintf(words.In(lang), args...) + "\n") }
	n := func(whole int64) string { return wholeIn(in, float64(whole)) }
	replications := max(1, p.study.Replications)
	line(planning.runs, p.study.ID, n(p.worlds()), n(replications), n(p.study.Lives()/replications), n(p.study.Runs()))
	if p.each == p.real {
		line(planning.real, n(p.each))
	} else {
		line(planning.sized, n(p.each), n(p.real))
	}
	line(planning.months, wholeIn(in, p.months))
	if p.seconds() < 1 {
		line(planning.brief, span(in, lang, 1), wholeIn(in, p.speed()))
	} else {
		line(planning.time, span(in, lang, p.seconds()), wholeIn(in, p.speed()))
	}
	line(planning.disk, size(in, lang, p.megabytes()*1e6))
	line(planning.memory, size(in, lang, float64(p.memory(p.blocks()))*mebi), p.blocks())
	if n := p.sensible(p.parts, usualPodWorkers); n > 1 {
		line(planning.parts, wholeIn(in, float64(p.parts)), n)
	} else {
		line(planning.alone, wholeIn(in, float64(p.parts)))
	}
	if stop := p.study.Stop; stop != nil {
		line(planning.vain, stop.AtMost, stop.AtLeast, (stop.AtMost-stop.AtLeast)*100/stop.AtMost)
	}
	line(planning.measured, p.sample, p.elapsed.Round(time.Millisecond), p.blocks())
	return b.String()
}

// span writes how long something takes in the unit that people would say: seconds up to a minute and a half, minutes up
// to one hour and a half, then hours.
func span(in *message.Printer, lang string, seconds float64) string {
	switch {
	case seconds < 90:
		return in.Sprintf(planning.seconds.In(lang), wholeIn(in, math.Ceil(seconds)))
	case seconds < 90*60:
		return in.Sprintf(planning.minutes.In(lang), wholeIn(in, math.Ceil(seconds/60)))
	}
	return in.Sprintf(planning.hours.In(lang), in.Sprintf("%.1f", seconds/3600))
}

// size writes how much room something takes, in kilobytes, megabytes or gigabytes.
func size(in *message.Printer, lang string, bytes float64) string {
	switch {
	case bytes < 1e6:
		return in.Sprintf(planning.kilobytes.In(lang), wholeIn(in, math.Ceil(bytes/1e3)))
	case bytes < 1e9:
		return in.Sprintf(planning.megabytes.In(lang), wholeIn(in, math.Ceil(bytes/1e6)))
	}
	return in.Sprintf(planning.gigabytes.In(lang), in.Sprintf("%.1f", bytes/1e9))
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
