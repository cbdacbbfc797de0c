// Package chart draws figures that somebody else worked out and worded: bars,
// lines over time, a waterfall, a tornado, a heat map, a map of tiles. One drawing
// comes as SVG, whose colours the page around it sets, and as PNG for a letter. It
// knows how wide words are and where they go, so that nothing is clipped or laid
// over something else, on a screen as on a phone.
//
// It must not know what a figure means: it holds no words and no units, and counts
// only in whole tenths of a pixel, so that the same figures give the same bytes on
// every machine.
package chart

// Ink is the part that a colour plays. A page gives each its colour for light and
// for dark; a PNG is light.
type Ink uint8

// The inks. Base is the world that others are compared with; First to Fifth are
// those others, in order.
const (
	Strong Ink = iota // words and axes to be read first
	Soft              // words beside
	Line              // grid lines
	Ground            // what lies below bars
	Panel             // the paper that a drawing lies on
	Base
	First
	Second
	Third
	Fourth
	Fifth
	Gain   // more than before
	Loss   // less than before
	Warmth // the strength of a heat map
	Alarm  // above a limit

	inks
)

// inkNames are the classes by which a style finds the inks.
var inkNames = [inks]string{
	Strong: "strong", Soft: "soft", Line: "line", Ground: "ground", Panel: "panel", Base: "base", First: "first", Second: "second",
	Third: "third", Fourth: "fourth", Fifth: "fifth", Gain: "gain", Loss: "loss", Warmth: "warmth", Alarm: "alarm",
}

// Of returns the ink of a world by its place: 0 is the base; beyond the fifth the
// inks begin again.
func Of(world int) Ink {
	if world == 0 {
		return Base
	}
	return First + Ink((world-1)%int(Fifth-First+1))
}

// px is a tenth of a pixel.
type px int

const pixel px = 10

// whole makes pixels of a number of them.
func whole(pixels int) px { return px(pixels) * pixel }

type kind uint8

const (
	box kind = iota
	stroke
	patch
	words
	dot
)

type point struct{ x, y px }

// shape is one thing drawn. What a field means depends on its kind.
type shape struct {
	kind   kind
	points []point // box: two corners; words, dot: one
	ink    Ink
	cover  int // opacity in per cent
	thick  px  // of a stroke; radius of a dot; size of letters
	dashed bool
	bold   bool
	anchor anchor
	text   string
	tip    string // shown when a pointer rests on it
}

// anchor is where words stand to their point.
type anchor uint8

const (
	begin anchor = iota
	middle
	end
)

// Picture is a finished drawing.
type Picture struct {
	width, height px
	shapes        []shape
}

// Size is how large a picture is, in pixels.
func (p *Picture) Size() (width, height int) {
	return int((p.width + pixel - 1) / pixel), int((p.height + pixel - 1) / pixel)
}

func (p *Picture) add(s shape) { p.shapes = append(p.shapes, s) }

// box draws a filled rectangle; one narrower than a hair is drawn as a hair, so
// that what is small is not taken for nothing.
func (p *Picture) box(x, y, w, h px, ink Ink, cover int, tip string) {
	if w < 0 {
		x, w = x+w, -w
	}
	p.add(shape{kind: box, points: []point{{x, y}, {x + max(w, pixel), y + h}}, ink: ink, cover: cover, tip: tip})
}

func (p *Picture) line(x1, y1, x2, y2 px, ink Ink, thick px, dashed bool) {
	p.add(shape{kind: stroke, points: []point{{x1, y1}, {x2, y2}}, ink: ink, cover: 100, thick: thick, dashed: dashed})
}

func (p *Picture) path(points []point, ink Ink, thick px, dashed bool, tip string) {
	p.add(shape{kind: stroke, points: points, ink: ink, cover: 100, thick: thick, dashed: dashed, tip: tip})
}

func (p *Picture) patch(points []point, ink Ink, cover int) {
	p.add(shape{kind: patch, points: points, ink: ink, cover: cover})
}

func (p *Picture) dot(x, y, radius px, ink Ink, tip string) {
	p.add(shape{kind: dot, points: []point{{x, y}}, ink: ink, cover: 100, thick: radius, tip: tip})
}

// say puts words on a base line.
func (p *Picture) say(x, y px, text string, a anchor, f face, ink Ink) {
	if text != "" {
		p.add(shape{kind: words, points: []point{{x, y}}, text: text, anchor: a, thick: f.size, bold: f.bold, ink: ink, cover: 100})
	}
}

// sayLines puts lines of words below each other, the first on the base line, and
// returns how far below the last base line the next thing may begin.
func (p *Picture) sayLines(x, y px, lines []string, a anchor, f face, ink Ink) px {
	for _, text := range lines {
		p.say(x, y, text, a, f, ink)
		y += f.leading()
	}
	return y
}

// shift moves everything drawn so far downwards.
func (p *Picture) shift(by px) {
	for i := range p.shapes {
		for j := range p.shapes[i].points {
			p.shapes[i].points[j].y += by
		}
	}
	p.height += by
}

// Framed puts a heading above a picture and a note below it, with a margin around,
// as a picture needs that leaves its page.
func (p *Picture) Framed(heading, note string) *Picture {
	const margin = 20 * pixel
	framed := &Picture{width: p.width + 2*margin, height: p.height, shapes: make([]shape, len(p.shapes))}
	for i, s := range p.shapes {
		s.points = append([]point(nil), s.points...)
		for j := range s.points {
			s.points[j].x += margin
		}
		framed.shapes[i] = s
	}
	title := face{size: whole(16), bold: true}
	lines := title.wrap(heading, p.width, 4)
	top := margin + px(len(lines))*title.leading() + 6*pixel
	framed.shift(top)
	framed.sayLines(margin, margin+title.size, lines, begin, title, Strong)
	y := framed.height + 20*pixel
	for _, text := range small.wrap(note, p.width, 6) {
		framed.say(margin, y, text, begin, small, Soft)
		y += small.leading()
	}
	framed.height = y + margin - small.leading()/2
	return framed
}
