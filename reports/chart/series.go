package chart

import "math"

// Nothing as a value of a line leaves a gap: there was no figure.
const Nothing = math.MinInt64

// Series shows figures over time: months or days, a line for each world with the
// band of its interval, or columns; and a limit that they should stay below.
type Series struct {
	Marks     []string     // below the axis, one for each place; "" where none is written
	Axis      []int64      // values that the axis names, from its first to its last; nil: round ones around all figures
	Lines     []SeriesLine // as many values as places; Nothing is a gap, in lines
	Limit     int64        // 0: none
	LimitText string
	Tell      func(int64) string // how the axis writes a figure
	Columns   bool               // columns side by side, for few places
}

// SeriesLine is the figures of one world, as many as there are places. Low and High
// are its band; nil where there is none. Tips are shown over columns.
type SeriesLine struct {
	Name      string
	Ink       Ink
	Values    []int64
	Low, High []int64
	Tips      []string
	Dashed    bool
}

// Draw draws the figures in a width of some pixels. Where the limit is far above
// every figure the axis ends below it, and the limit is only named.
func (c *Series) Draw(width int) *Picture {
	p := &Picture{width: whole(width)}
	var names []name
	for _, l := range c.Lines {
		names = append(names, name{text: l.Name, ink: l.Ink, cover: 100, dashed: l.Dashed})
	}
	from, to := c.span()
	limited := c.Limit > 0 && c.Limit <= 3*max(1, to)
	if c.Limit > 0 {
		names = append(names, name{text: c.LimitText, ink: Alarm, cover: 100, dashed: true})
	}
	if len(names) == 1 {
		names = nil
	}
	if limited {
		to = max(to, c.Limit)
	}
	top := p.legend(names) + 8*pixel
	const height = 190 * pixel
	steps := c.Axis
	if len(steps) == 0 {
		steps = ticks(from, to, 5)
	}
	var written []string
	for _, v := range steps {
		written = append(written, c.Tell(v))
	}
	left := small.widest(written...) + 8*pixel
	s := spanned(steps, top+height, -height)
	for i, v := range steps {
		y := s.at(v)
		p.line(left, y, p.width, y, Line, pixel, false)
		p.say(left-6*pixel, y+4*pixel, written[i], end, small, Soft)
	}
	places := scale{from: 0, to: int64(2 * max(1, len(c.Marks))), start: left, length: p.width - left}
	if c.Columns {
		c.columns(p, s, places)
	} else {
		c.lines(p, s, places)
	}
	if limited {
		y := s.at(c.Limit)
		p.line(left, y, p.width, y, Alarm, 2*pixel, true)
	}
	p.line(left, s.at(max(0, s.from)), p.width, s.at(max(0, s.from)), Soft, pixel, false)
	c.marks(p, places, top+height)
	p.height = top + height + 22*pixel
	return p
}

// span is from the least figure, or 0, to the greatest.
func (c *Series) span() (from, to int64) {
	for _, l := range c.Lines {
		for _, list := range [][]int64{l.Values, l.Low, l.High} {
			for _, v := range list {
				if v != Nothing {
					from, to = min(from, v), max(to, v)
				}
			}
		}
	}
	return from, to
}

// lines draws bands first, so that no line is covered.
func (c *Series) lines(p *Picture, s, places scale) {
	for _, l := range c.Lines {
		if len(l.Low) == 0 {
			continue
		}
		var band []point
		for i, v := range l.High {
			band = append(band, point{places.at(int64(2*i + 1)), s.at(v)})
		}
		for i := len(l.Low) - 1; i >= 0; i-- {
			band = append(band, point{places.at(int64(2*i + 1)), s.at(l.Low[i])})
		}
		p.patch(band, l.Ink, 20)
	}
	for i := range c.Lines {
		l := &c.Lines[i]
		var path []point
		for place, v := range l.Values {
			if v != Nothing {
				path = append(path, point{places.at(int64(2*place + 1)), s.at(v)})
			}
			if v == Nothing || place == len(l.Values)-1 {
				if len(path) > 1 {
					p.path(path, l.Ink, 2*pixel, l.Dashed, l.Name)
				}
				path = nil
			}
		}
		l.dots(p, s, places)
	}
}

// dots marks each figure of a line, where there are few enough to be told apart, and
// one that stands alone, of which there is no line.
func (l *SeriesLine) dots(p *Picture, s, places scale) {
	has := func(i int) bool { return i >= 0 && i < len(l.Values) && l.Values[i] != Nothing }
	for i, v := range l.Values {
		if !has(i) || len(l.Values) > 40 && (has(i-1) || has(i+1)) {
			continue
		}
		tip := ""
		if i < len(l.Tips) {
			tip = l.Tips[i]
		}
		p.dot(places.at(int64(2*i+1)), s.at(v), 3*pixel, l.Ink, tip)
	}
}

// columns draws the worlds beside each other at every place.
func (c *Series) columns(p *Picture, s, places scale) {
	slot := places.length / px(max(1, len(c.Marks)))
	w := min(slot*8/10/px(max(1, len(c.Lines))), 34*pixel)
	zero := s.at(max(0, s.from))
	for j, l := range c.Lines {
		for i, v := range l.Values {
			x := places.at(int64(2*i+1)) + w*px(2*j-len(c.Lines))/2
			y, tip := s.at(v), ""
			if i < len(l.Tips) {
				tip = l.Tips[i]
			}
			if v != 0 {
				p.box(x+5, min(y, zero), max(pixel, w-pixel), max(y, zero)-min(y, zero), l.Ink, 100, tip)
			}
			if i < len(l.Low) && l.High[i] > l.Low[i] {
				low, high, mid := s.at(l.Low[i]), s.at(l.High[i]), x+w/2
				p.line(mid, low, mid, high, Strong, 15, false)
				p.line(mid-3*pixel, low, mid+3*pixel, low, Strong, 15, false)
				p.line(mid-3*pixel, high, mid+3*pixel, high, Strong, 15, false)
			}
		}
	}
}

// marks writes below the axis as many marks as there is room for.
func (c *Series) marks(p *Picture, places scale, y px) {
	last := px(-1 << 30)
	for i, text := range c.Marks {
		if text == "" {
			continue
		}
		w := small.width(text)
		x := min(max(places.at(int64(2*i+1)), places.start+w/2), p.width-w/2)
		if x-w/2 < last+8*pixel {
			continue
		}
		p.say(x, y+16*pixel, text, middle, small, Soft)
		last = x + w/2
	}
}
