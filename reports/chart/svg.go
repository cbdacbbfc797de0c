package chart

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// SVG writes a picture that scales to the width it is given. Told is what somebody
// hears who does not see it. Colours and letters are those of the page: shapes have
// the classes f-INK for a filling and s-INK for a line, words besides w or w b.
func (p *Picture) SVG(told string) string {
	var b strings.Builder
	w, h := p.Size()
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`, w, h, w, h, html.EscapeString(told))
	for i := range p.shapes {
		p.shapes[i].svg(&b)
	}
	b.WriteString("</svg>")
	return b.String()
}

// svg writes one shape.
func (s *shape) svg(b *strings.Builder) {
	name, tag := inkNames[s.ink], ""
	at := s.points[0]
	switch s.kind {
	case box:
		far := s.points[1]
		tag = "rect"
		fmt.Fprintf(b, `<rect class="f-%s" x="%s" y="%s" width="%s" height="%s" rx="2"`, name, at.x, at.y, far.x-at.x, far.y-at.y)
	case dot:
		tag = "circle"
		fmt.Fprintf(b, `<circle class="f-%s" cx="%s" cy="%s" r="%s"`, name, at.x, at.y, s.thick)
	case patch:
		tag = "polygon"
		fmt.Fprintf(b, `<polygon class="f-%s" points="%s"`, name, pointsOf(s.points))
	case stroke:
		tag = "polyline"
		fmt.Fprintf(b, `<polyline class="s-%s" points="%s" stroke-width="%s"`, name, pointsOf(s.points), s.thick)
		if s.dashed {
			b.WriteString(` stroke-dasharray="5 4"`)
		}
	case words:
		s.svgWords(b)
		return
	}
	if s.cover != 100 {
		fmt.Fprintf(b, ` fill-opacity=".%02d"`, s.cover)
	}
	if s.tip == "" {
		b.WriteString("/>")
		return
	}
	fmt.Fprintf(b, `><title>%s</title></%s>`, html.EscapeString(s.tip), tag)
}

func (s *shape) svgWords(b *strings.Builder) {
	class := "w"
	if s.bold {
		class = "w b"
	}
	fmt.Fprintf(b, `<text class="%s f-%s" x="%s" y="%s" font-size="%s"`, class, inkNames[s.ink], s.points[0].x, s.points[0].y, s.thick)
	if s.anchor != begin {
		fmt.Fprintf(b, ` text-anchor="%s"`, [...]string{middle: "middle", end: "end"}[s.anchor])
	}
	fmt.Fprintf(b, `>%s</text>`, html.EscapeString(s.text))
}

// String writes tenths of a pixel as a browser reads them.
func (v px) String() string {
	sign := ""
	if v < 0 {
		v, sign = -v, "-"
	}
	text := strconv.Itoa(int(v / pixel))
	if rest := v % pixel; rest != 0 {
		text += "." + strconv.Itoa(int(rest))
	}
	return sign + text
}

func pointsOf(list []point) string {
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.x.String())
		b.WriteByte(',')
		b.WriteString(p.y.String())
	}
	return b.String()
}
