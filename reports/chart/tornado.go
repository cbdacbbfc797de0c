package chart

// Tornado shows how far a figure swings to either side, one row for each cause, or
// where it lies with its interval: rows begin at a line in the middle.
type Tornado struct {
	Base      int64  // where the line stands
	BaseText  string // written above it
	Low, High string // names of the two ends, such as "least" and "greatest"
	Rows      []Swing
}

// Swing is one row of a tornado: the figure at one end of a cause and at the other.
type Swing struct {
	Label             string
	Low, High         int64
	LowText, HighText string
}

// Draw draws the rows in a width of some pixels.
func (c *Tornado) Draw(width int) *Picture {
	p := &Picture{width: whole(width)}
	y := p.legend([]name{{text: c.Low, ink: Loss, cover: 100}, {text: c.High, ink: Gain, cover: 100}})
	var texts, written []string
	from, to := c.Base, c.Base
	for _, r := range c.Rows {
		texts, written = append(texts, r.Label), append(written, r.LowText, r.HighText)
		from, to = min(from, r.Low, r.High), max(to, r.Low, r.High)
	}
	labels := p.labels(texts)
	room := small.widest(written...) + 8*pixel
	s := scale{from: from, to: max(to, from+1), start: labels.width + room, length: p.width - labels.width - 2*room}
	zero := s.at(c.Base)
	half := small.width(c.BaseText) / 2
	p.say(min(max(zero, labels.width+half), p.width-half), y+8*pixel, c.BaseText, middle, small, Soft)
	y += 16 * pixel
	const height = 20 * pixel
	for i, r := range c.Rows {
		row := labels.write(p, i, y, height)
		c.swing(p, s, row, height, &r, zero)
		p.line(zero, row-3*pixel, zero, row+height+3*pixel, Strong, pixel, false)
		y += labels.height(i, height) + rowGap - 6*pixel
	}
	p.height = y
	return p
}

// swing draws the two halves of one row. Both may lie on the same side.
func (c *Tornado) swing(p *Picture, s scale, y, height px, r *Swing, zero px) {
	low, high := s.at(r.Low), s.at(r.High)
	ends := []struct {
		at   px
		ink  Ink
		text string
	}{{low, Loss, r.LowText}, {high, Gain, r.HighText}}
	if magnitude(r.Low-c.Base) < magnitude(r.High-c.Base) {
		ends[0], ends[1] = ends[1], ends[0] // the longer one first, so that the shorter one lies on it
	}
	for _, e := range ends {
		p.box(min(e.at, zero), y, max(e.at, zero)-min(e.at, zero), height, e.ink, 100, e.text)
	}
	left, right := low, high
	leftText, rightText := r.LowText, r.HighText
	if left > right {
		left, right, leftText, rightText = right, left, rightText, leftText
	}
	p.say(min(left, zero)-5*pixel, y+height/2+4*pixel, leftText, end, small, Strong)
	p.say(max(right, zero)+5*pixel, y+height/2+4*pixel, rightText, begin, small, Strong)
}
