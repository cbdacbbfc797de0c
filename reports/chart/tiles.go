package chart

// Tiles is a map in which every territory is a tile of the same size, so that a city
// is seen as well as a steppe.
type Tiles struct {
	Columns, Rows int
	Tiles         []Tile
}

// Tile is one territory at its place. Out marks one that has no part in what the map
// shows.
type Tile struct {
	Column, Row int
	Name        string // short: it has to fit
	Code        string // where even that is too narrow for the name
	Cell        HeatCell
	Out         bool
}

// Draw draws the map in a width of some pixels.
func (c *Tiles) Draw(width int) *Picture {
	p := &Picture{width: whole(width)}
	w := min(p.width/px(c.Columns), 116*pixel)
	h := max(46*pixel, w*6/10)
	left := (p.width - px(c.Columns)*w) / 2
	most := uint64(1)
	for _, t := range c.Tiles {
		most = max(most, magnitude(t.Cell.Value))
	}
	for _, t := range c.Tiles {
		x, y := left+px(t.Column)*w, px(t.Row)*h
		p.tile(&t, x, y, w-3*pixel, h-3*pixel, most)
	}
	p.height = px(c.Rows) * h
	return p
}

// tile draws one territory.
func (p *Picture) tile(t *Tile, x, y, w, h px, most uint64) {
	blank := t.Cell
	blank.Text = ""
	p.cell(x, y, w, h, &blank, most)
	f := small
	if f.width(t.Name) > w-6*pixel {
		f.size = 9 * pixel
	}
	text := t.Name
	if f.width(text) > w-4*pixel {
		text, f = t.Code, small
	}
	ink := Strong
	if t.Out {
		ink = Soft
	}
	p.say(x+w/2, y+h*2/5+2*pixel, text, middle, f, ink)
	figure := face{size: 12 * pixel, bold: true}
	for figure.size > 8*pixel && figure.width(t.Cell.Text) > w-4*pixel {
		figure.size -= pixel
	}
	p.say(x+w/2, y+h*4/5, t.Cell.Text, middle, figure, ink)
}
