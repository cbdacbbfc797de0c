package chart

// Forest shows what is known of some figures: a dot where each lies, and a line as
// long as its interval. Those of which nothing certain can be said are pale.
type Forest struct {
	Zero string // written above the line at 0
	Rows []Known
}

// Known is one row: a figure with its interval. Values of different rows are on one
// scale, so they have to be in one unit, such as hundredths of a per cent.
type Known struct {
	Label          string
	Mid, Low, High int64
	Text           string
	Pale           bool
}

// Draw draws the rows in a width of some pixels.
func (c *Forest) Draw(width int) *Picture {
	p := &Picture{width: whole(width)}
	var texts, written []string
	from, to := int64(0), int64(0)
	for _, r := range c.Rows {
		texts, written = append(texts, r.Label), append(written, r.Text)
		from, to = min(from, r.Low, r.Mid), max(to, r.High, r.Mid)
	}
	labels := p.labels(texts)
	room := normal.widest(written...) + 14*pixel
	s := scale{from: from, to: max(to, from+1), start: labels.width + 8*pixel, length: p.width - labels.width - room - 14*pixel}
	zero := s.at(0)
	half := small.width(c.Zero) / 2
	p.say(min(max(zero, labels.width+half), p.width-half), 10*pixel, c.Zero, middle, small, Soft)
	y := 18 * pixel
	const height = 16 * pixel
	for i, r := range c.Rows {
		row := labels.write(p, i, y, height)
		ink := First
		if r.Pale {
			ink = Base
		}
		mid := row + height/2
		p.line(labels.width, mid, p.width-room, mid, Ground, pixel, false)
		p.line(zero, row-3*pixel, zero, row+height+3*pixel, Soft, pixel, false)
		p.path([]point{{s.at(r.Low), mid}, {s.at(r.High), mid}}, ink, 3*pixel, false, r.Text)
		p.dot(s.at(r.Mid), mid, 5*pixel, ink, r.Text)
		p.say(p.width, mid+4*pixel, r.Text, end, normal, Strong)
		y += labels.height(i, height) + rowGap - 4*pixel
	}
	p.height = y
	return p
}
