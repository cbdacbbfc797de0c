package chart

// Heat is a table whose cells are the stronger the greater their figures are. Where
// some are negative, more and less have inks of their own.
type Heat struct {
	Corner  string   // what the rows are, in the corner
	Columns []string // short
	Rows    []HeatRow
}

// HeatRow is one row of a heat map, with as many cells as there are columns.
type HeatRow struct {
	Label string
	Cells []HeatCell
}

// HeatCell is one figure. Without a text it is empty. Framed marks the one that a
// reader is to find first.
type HeatCell struct {
	Value     int64
	Text, Tip string
	Framed    bool
}

// Draw draws the table in a width of some pixels. Columns that would get too narrow
// for their texts lose them; tips and the table behind the picture have them.
func (c *Heat) Draw(width int) *Picture {
	p := &Picture{width: whole(width)}
	var texts []string
	most := uint64(1)
	for _, r := range c.Rows {
		texts = append(texts, r.Label)
		for _, cell := range r.Cells {
			most = max(most, magnitude(cell.Value))
		}
	}
	side := min(normal.widest(append(texts, c.Corner)...), p.width*32/100) + 8*pixel
	column := (p.width - side) / px(max(1, len(c.Columns)))
	y := c.head(p, side, column)
	for _, r := range c.Rows {
		lines := normal.wrap(r.Label, side-8*pixel, 2)
		height := max(26*pixel, px(len(lines))*normal.leading()+6*pixel)
		p.sayLines(side-8*pixel, y+(height-px(len(lines))*normal.leading())/2+normal.size-pixel, lines, end, normal, Strong)
		for i, cell := range r.Cells {
			p.cell(side+px(i)*column, y, column-2*pixel, height-2*pixel, &cell, most)
		}
		y += height
	}
	p.height = y + 2*pixel
	return p
}

// head writes the names of the columns and returns where the rows begin.
func (c *Heat) head(p *Picture, side, column px) px {
	heads := make([][]string, len(c.Columns))
	lines := 1
	for i, text := range c.Columns {
		heads[i] = small.wrap(text, column-2*pixel, 2)
		lines = max(lines, len(heads[i]))
	}
	base := small.size + px(lines-1)*small.leading()
	for i, head := range heads {
		p.sayLines(side+px(i)*column+column/2-pixel, base-px(len(head)-1)*small.leading(), head, middle, small, Soft)
	}
	p.say(side-8*pixel, base, small.cut(c.Corner, side-8*pixel), end, small, Soft)
	return base + 8*pixel
}

// cell draws one cell of a heat map or of a map of tiles.
func (p *Picture) cell(x, y, w, h px, cell *HeatCell, most uint64) {
	ink := Warmth
	if cell.Value < 0 {
		ink = Loss
	}
	p.box(x, y, w, h, Ground, 100, "")
	if cover := strength(cell.Value, most); cover > 0 {
		p.box(x, y, w, h, ink, cover, cell.Tip)
	}
	if cell.Framed {
		p.path([]point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}, Strong, 2*pixel, false, "")
	}
	f := small
	if f.width(cell.Text) > w-2*pixel {
		f.size = 9 * pixel
	}
	if f.width(cell.Text) <= w-pixel {
		p.say(x+w/2, y+h/2+4*pixel, cell.Text, middle, f, Strong)
	}
}

// strength is how strong a cell is, in per cent. It ends where words could no longer
// be read on it.
func strength(v int64, most uint64) int {
	if v == 0 {
		return 0
	}
	return 6 + int(portion(magnitude(v), most, 52))
}
