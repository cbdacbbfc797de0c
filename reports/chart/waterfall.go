package chart

// Waterfall leads from one total to another by what is added and taken on the way.
type Waterfall struct {
	Steps []Step
}

// Step is a total, or what is added to the one before.
type Step struct {
	Label string
	Value int64
	Total bool
	Text  string
	Tip   string
	Ink   Ink // of a total
}

// Draw draws the steps in a width of some pixels, one below the other. Where the
// changes are small beside the totals the bars do not begin at 0; cut reports that,
// and whoever shows the picture has to say so.
func (c *Waterfall) Draw(width int) (p *Picture, cut bool) {
	p = &Picture{width: whole(width)}
	var texts, written []string
	ends := make([][2]int64, len(c.Steps))
	at, least, most := int64(0), int64(1<<62), int64(1)
	for i, s := range c.Steps {
		from := at
		if s.Total {
			from, at = 0, s.Value
		} else {
			at += s.Value
		}
		ends[i] = [2]int64{from, at}
		texts, written = append(texts, s.Label), append(written, s.Text)
		least, most = min(least, at), max(most, at)
	}
	origin, cut := beginning(least, most)
	labels := p.labels(texts)
	room := normal.widest(written...) + 12*pixel
	sc := scale{from: origin, to: most, start: labels.width, length: p.width - labels.width - room}
	y := 4 * pixel
	const height = 20 * pixel
	for i, s := range c.Steps {
		top := labels.write(p, i, y, height)
		c.step(p, sc, top, height, &s, ends[i], cut)
		next := y + labels.height(i, height) + rowGap - 4*pixel
		if i+1 < len(c.Steps) && labels.beside { // else it would cross the label below
			x := sc.at(ends[i][1])
			p.line(x, top+height, x, next+(labels.height(i+1, height)-height)/2, Soft, pixel, true)
		}
		y = next
	}
	p.height = y
	return p, cut
}

// beginning is where the bars begin: at 0, or above it where nobody would see the
// changes otherwise.
func beginning(least, most int64) (int64, bool) {
	if least <= 0 {
		return min(least, 0), false
	}
	if most-least >= most/5 {
		return 0, false
	}
	return max(0, least-(most-least)-most/50), true
}

// step draws one bar.
func (c *Waterfall) step(p *Picture, s scale, y, height px, step *Step, ends [2]int64, cut bool) {
	from, to := s.at(ends[0]), s.at(ends[1])
	ink := step.Ink
	if !step.Total {
		ink = Gain
		if step.Value < 0 {
			ink = Loss
		}
	}
	if step.Value != 0 {
		p.box(min(from, to), y, max(from, to)-min(from, to), height, ink, 100, step.Tip)
	}
	if step.Total && cut {
		x := s.start + 12*pixel
		p.patch([]point{{x, y - 2*pixel}, {x + 5*pixel, y - 2*pixel}, {x, y + height + 2*pixel}, {x - 5*pixel, y + height + 2*pixel}}, Panel, 100)
	}
	p.say(max(from, to)+6*pixel, y+height/2+4*pixel, step.Text, begin, normal, Strong)
}
