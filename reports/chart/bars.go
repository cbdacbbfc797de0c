package chart

// Bars compares worlds in some groups, such as the stages of a funnel: a bar for
// each world in each group, with its interval.
type Bars struct {
	Worlds []string // the base first; a single one needs no legend
	Begin  int      // place of the first among the inks, for figures of which none is the base
	Groups []BarGroup
}

// BarGroup is one row of bars.
type BarGroup struct {
	Label string
	Bars  []Bar // as many as there are worlds
}

// Bar is one figure. Text is how it is written; Low and High are the ends of its
// interval, both Value where none is known.
type Bar struct {
	Value, Low, High int64
	Text, Tip        string
}

const (
	barHeight = 15 * pixel
	barGap    = 3 * pixel
	rowGap    = 14 * pixel
)

// Draw draws the bars in a width of some pixels. No figure may be negative.
func (c *Bars) Draw(width int) *Picture {
	p := &Picture{width: whole(width)}
	y := 4 * pixel
	if len(c.Worlds) > 1 {
		var names []name
		for i, w := range c.Worlds {
			names = append(names, name{text: w, ink: Of(c.Begin + i), cover: 100})
		}
		y = p.legend(names)
	}
	var texts, written []string
	most := int64(1)
	for _, g := range c.Groups {
		texts = append(texts, g.Label)
		for _, b := range g.Bars {
			written, most = append(written, b.Text), max(most, b.Value, b.High)
		}
	}
	labels := p.labels(texts)
	room := normal.widest(written...) + 10*pixel
	s := scale{from: 0, to: most, start: labels.width, length: p.width - labels.width - room}
	for i, g := range c.Groups {
		bars := px(len(g.Bars))*(barHeight+barGap) - barGap
		top := labels.write(p, i, y, bars)
		for j, b := range g.Bars {
			p.bar(s, top+px(j)*(barHeight+barGap), b, Of(c.Begin+j))
		}
		y += labels.height(i, bars) + rowGap
	}
	p.height = y - rowGap + 4*pixel
	return p
}

// bar draws one bar with its interval and its figure behind it.
func (p *Picture) bar(s scale, y px, b Bar, ink Ink) {
	x := s.at(b.Value)
	p.box(s.start, y, s.length, barHeight, Ground, 100, "")
	if b.Value > 0 {
		p.box(s.start, y, x-s.start, barHeight, ink, 100, b.Tip)
	}
	if b.High > b.Low {
		p.whisker(s.at(b.Low), s.at(b.High), y+barHeight/2)
		x = max(x, s.at(b.High))
	}
	p.say(x+6*pixel, y+barHeight-3*pixel, b.Text, begin, normal, Strong)
}

// whisker marks an interval.
func (p *Picture) whisker(low, high, y px) {
	p.line(low, y, high, y, Strong, 15, false)
	p.line(low, y-3*pixel, low, y+3*pixel, Strong, 15, false)
	p.line(high, y-3*pixel, high, y+3*pixel, Strong, 15, false)
}
