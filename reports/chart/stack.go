package chart

// Stack parts a whole in each row, such as families into those who gain, those for
// whom nothing changes and those who lose.
type Stack struct {
	Parts []StackPart
	Rows  []StackRow
}

// StackPart is what one part of every row is, and its ink.
type StackPart struct {
	Name  string
	Ink   Ink
	Cover int // opacity in per cent; it tells parts of the same ink apart
}

// StackRow is one bar. It has as many values as there are parts; Texts stand inside
// of those that are wide enough, and Total behind the bar.
type StackRow struct {
	Label  string
	Values []int64
	Texts  []string
	Total  string
}

// Draw draws the rows in a width of some pixels, each as long as its sum; where
// Shares is asked for, all are as long as each other.
func (c *Stack) Draw(width int, shares bool) *Picture {
	p := &Picture{width: whole(width)}
	var names []name
	for _, part := range c.Parts {
		names = append(names, name{text: part.Name, ink: part.Ink, cover: part.Cover})
	}
	y := p.legend(names)
	var texts, totals []string
	most := int64(1)
	for _, r := range c.Rows {
		texts, totals = append(texts, r.Label), append(totals, r.Total)
		most = max(most, sum(r.Values))
	}
	labels := p.labels(texts)
	room := normal.widest(totals...)
	if room > 0 {
		room += 8 * pixel
	}
	const height = 22 * pixel
	for i, r := range c.Rows {
		to := most
		if shares {
			to = max(1, sum(r.Values))
		}
		s := scale{from: 0, to: to, start: labels.width, length: p.width - labels.width - room}
		top := labels.write(p, i, y, height)
		p.box(s.start, top, s.length, height, Ground, 100, "")
		last := c.parts(p, s, top, height, &r)
		p.say(last+8*pixel, top+height/2+4*pixel, r.Total, begin, normal, Strong)
		y += labels.height(i, height) + rowGap - 4*pixel
	}
	p.height = y
	return p
}

// parts draws the parts of a row and returns where the last one ends.
func (c *Stack) parts(p *Picture, s scale, y, height px, r *StackRow) px {
	from := int64(0)
	last := s.start
	for i, v := range r.Values {
		if v <= 0 {
			continue
		}
		left, right := s.at(from), s.at(from+v)
		p.box(left, y, right-left, height, c.Parts[i].Ink, c.Parts[i].Cover, c.Parts[i].Name+": "+r.Texts[i])
		if strong.width(r.Texts[i])+8*pixel <= right-left {
			ink := Panel
			if c.Parts[i].Cover < 70 {
				ink = Strong
			}
			p.say((left+right)/2, y+height/2+4*pixel, r.Texts[i], middle, strong, ink)
		}
		from, last = from+v, right
	}
	return last
}

func sum(values []int64) (s int64) {
	for _, v := range values {
		s += v
	}
	return s
}
