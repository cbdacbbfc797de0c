package reports

// cells is the long sheet: every cell of the study, one line each, as many as fit.
func (b *studyBook) cells(most int) error {
	name, err := b.sheet(b.say("study.sheet.cells"))
	if err != nil {
		return err
	}
	heads := []string{
		b.say("study.world"), b.say("study.programme"), b.say("territories.territory"), b.say("study.code"), b.say("money.month"), b.say("study.segment"),
		b.say("study.metric"), b.say("study.unit"), b.say("study.baseline"), b.say("study.mean"), b.say("study.delta"), b.say("study.low"), b.say("study.high"),
		b.say("study.delta.percent"), b.say("study.chance"), b.say("study.verdict"),
	}
	kinds := make([]figureKind, len(heads))
	for i := 8; i < 13; i++ {
		kinds[i] = ofTenge
	}
	kinds[13], kinds[14] = ofPercent, ofPercent
	places := map[string]string{}
	return b.table(name, heads, kinds, func(yield func([]any) bool) {
		for c := range b.r.Cells() {
			if most--; most < 0 {
				b.cut++
				continue
			}
			code := c.Territory.String()
			if places[code] == "" {
				places[code] = b.named(c.Territory, b.speech)
			}
			month, segment, unit := "", "", b.say("study.unit."+string(c.Unit))
			if c.Month != 0 {
				month = c.Month.String()
			}
			if c.Segment.Axis != "" {
				segment = b.segment(c.Segment)
			}
			number := func(f float64) any { return b.styled(kindOf(c.Unit), b.unit(c.Unit, f).number) }
			row := []any{
				b.worldName(c.World), b.say("programme." + c.Programme.String()), places[code], code, month, segment, b.say("study.metric." + c.Metric), unit,
				number(c.Baseline), number(c.Level.Mean), nil, nil, nil, nil, nil, b.say("study.baseline"),
			}
			if c.World > 0 {
				row[10], row[15] = number(c.Delta.Mean), b.flag(c.Flag)
				if c.Delta.Known {
					row[11], row[12] = number(c.Delta.Low), number(c.Delta.High)
				}
				if c.Percent != nil {
					row[13] = b.styled(ofPercent, rounded(*c.Percent, 100))
				}
				if c.MonteCarloPPM+c.ParameterPPM > 0 {
					row[14] = b.styled(ofPercent, float64(c.MonteCarloPPM)/10_000)
				}
			}
			if !yield(row) {
				return
			}
		}
	})
}

// notes is the last sheet: how to read the others, where they come from, and what
// the study cannot say.
func (b *studyBook) notes() error {
	name, err := b.sheet(b.say("study.sheet.notes"))
	if err != nil {
		return err
	}
	rows := [][]any{{b.say("study.sheet.notes")}, {b.say("study.notes.sums")}, {b.say("study.interval.note")}, {b.say("study.confidence.note")}}
	if b.cut > 0 {
		rows = append(rows, []any{b.sayCount("study.notes.cut", int64(b.cut))})
	}
	rows = append(rows, nil)
	strong := []int{1}
	for _, e := range b.exhibits() {
		if e.note != "" {
			rows = append(rows, []any{e.title}, []any{e.note})
		}
	}
	if limits := b.limits(); len(limits) > 0 {
		strong = append(strong, len(rows)+1)
		rows = append(rows, []any{b.say("study.chapter.calibration")})
		for _, limit := range limits {
			rows = append(rows, []any{limit})
		}
	}
	return b.texts(name, rows, strong, 110)
}
