package chart

// name is one entry of a legend.
type name struct {
	text   string
	ink    Ink
	cover  int
	dashed bool // a line that stands for a limit
}

const (
	swatch    = 10 * pixel
	legendGap = 18 * pixel
)

// legend writes names of inks side by side, in as many lines as they need, from the
// top of the picture, and returns where the next thing may begin.
func (p *Picture) legend(names []name) px {
	if len(names) == 0 {
		return 4 * pixel
	}
	x, y := px(0), 12*pixel
	for _, n := range names {
		text := normal.cut(n.text, p.width-swatch-8*pixel)
		w := swatch + 6*pixel + normal.width(text)
		if x > 0 && x+w > p.width {
			x, y = 0, y+normal.leading()+3*pixel
		}
		if n.dashed {
			p.line(x, y-4*pixel, x+swatch+2*pixel, y-4*pixel, n.ink, 2*pixel, true)
		} else {
			p.box(x, y-9*pixel, swatch, swatch, n.ink, n.cover, "")
		}
		p.say(x+swatch+6*pixel, y, text, begin, normal, Strong)
		x += w + legendGap
	}
	return y + 12*pixel
}

// rowLabels lays out the labels of rows: beside the rows where there is room, else
// above each.
type rowLabels struct {
	lines  [][]string
	beside bool
	width  px // of the column of labels; 0 where they stand above
}

const roomy = 560 * pixel

func (p *Picture) labels(texts []string) rowLabels {
	l := rowLabels{beside: p.width >= roomy}
	room := p.width
	if l.beside {
		room = min(normal.widest(texts...), p.width*3/10)
		l.width = room + 12*pixel
	}
	for _, t := range texts {
		l.lines = append(l.lines, normal.wrap(t, room, 3))
	}
	return l
}

// height is how high a row gets whose bars have some height.
func (l *rowLabels) height(row int, bars px) px {
	text := px(len(l.lines[row])) * normal.leading()
	if l.beside {
		return max(text, bars)
	}
	return text + bars + 2*pixel
}

// write writes the label of a row that begins at y, and returns where its bars begin.
func (l *rowLabels) write(p *Picture, row int, y, bars px) px {
	lines := l.lines[row]
	text := px(len(lines)) * normal.leading()
	if !l.beside {
		p.sayLines(0, y+normal.size, lines, begin, normal, Strong)
		return y + text + 2*pixel
	}
	h := max(text, bars)
	p.sayLines(l.width-12*pixel, y+(h-text)/2+normal.size, lines, end, normal, Strong)
	return y + (h-bars)/2
}
