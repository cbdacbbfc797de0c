package chart

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// palette is what the inks look like on white paper.
var palette = [inks]color.NRGBA{
	Strong: rgb(0x1b2430), Soft: rgb(0x55606f), Line: rgb(0xdfe3e9), Ground: rgb(0xeef1f5), Panel: rgb(0xffffff),
	Base: rgb(0x7a8694), First: rgb(0x0b6e79), Second: rgb(0xb35a00), Third: rgb(0x6a4fb3), Fourth: rgb(0x1f62c4), Fifth: rgb(0xa3195b),
	Gain: rgb(0x1f62c4), Loss: rgb(0xb35a00), Warmth: rgb(0x0b6e79), Alarm: rgb(0xb3261e),
}

func rgb(code uint32) color.NRGBA {
	return color.NRGBA{R: uint8(code >> 16), G: uint8(code >> 8), B: uint8(code), A: 0xff}
}

// PNG writes a picture on white, with zoom dots to a pixel; 2 suits a letter and a
// slide.
func (p *Picture) PNG(w io.Writer, zoom int) error {
	width, height := p.Size()
	img := image.NewRGBA(image.Rect(0, 0, width*zoom, height*zoom))
	draw.Draw(img, img.Bounds(), image.NewUniform(palette[Panel]), image.Point{}, draw.Src)
	c := &canvas{img: img, zoom: float32(zoom) / float32(pixel), faces: map[face]font.Face{}}
	for i := range p.shapes {
		if err := c.draw(&p.shapes[i]); err != nil {
			return fmt.Errorf("png: %w", err)
		}
	}
	if err := png.Encode(w, img); err != nil {
		return fmt.Errorf("png: %w", err)
	}
	return nil
}

// canvas is a picture being filled.
type canvas struct {
	img   *image.RGBA
	zoom  float32 // dots to a tenth of a pixel
	faces map[face]font.Face
}

func (c *canvas) draw(s *shape) error {
	at := s.points[0]
	switch s.kind {
	case box:
		far := s.points[1]
		c.fill(s, []point{at, {far.x, at.y}, far, {at.x, far.y}})
	case patch:
		c.fill(s, s.points)
	case dot:
		c.fill(s, circle(at, s.thick))
	case stroke:
		for i := 1; i < len(s.points); i++ {
			c.segment(s, s.points[i-1], s.points[i])
		}
	case words:
		return c.write(s)
	}
	return nil
}

// circle is a polygon that looks like one.
func circle(at point, radius px) []point {
	list := make([]point, 40)
	for i := range list {
		turn := 2 * math.Pi * float64(i) / float64(len(list))
		list[i] = point{at.x + px(math.Round(float64(radius)*math.Cos(turn))), at.y + px(math.Round(float64(radius)*math.Sin(turn)))}
	}
	return list
}

// fill covers a polygon with the colour of a shape.
func (c *canvas) fill(s *shape, list []point) {
	c.polygon(s, func(yield func(x, y float32)) {
		for _, p := range list {
			yield(float32(p.x)*c.zoom, float32(p.y)*c.zoom)
		}
	})
}

// segment draws a straight stroke, in dashes where they are asked for.
func (c *canvas) segment(s *shape, from, to point) {
	dx, dy := float64(to.x-from.x), float64(to.y-from.y)
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	dash, step := length, length
	if s.dashed {
		dash, step = float64(5*pixel), float64(9*pixel)
	}
	half := float64(s.thick) / 2
	nx, ny := -dy/length*half, dx/length*half
	for begin := 0.0; begin < length; begin += step {
		end := min(begin+dash, length)
		x1, y1 := float64(from.x)+dx*begin/length, float64(from.y)+dy*begin/length
		x2, y2 := float64(from.x)+dx*end/length, float64(from.y)+dy*end/length
		c.polygon(s, func(yield func(x, y float32)) {
			for _, corner := range [][2]float64{{x1 + nx, y1 + ny}, {x2 + nx, y2 + ny}, {x2 - nx, y2 - ny}, {x1 - nx, y1 - ny}} {
				yield(float32(corner[0])*c.zoom, float32(corner[1])*c.zoom)
			}
		})
	}
}

// polygon rasters only the part of the picture in which it lies.
func (c *canvas) polygon(s *shape, corners func(yield func(x, y float32))) {
	left, top, right, bottom := float32(math.MaxFloat32), float32(math.MaxFloat32), float32(0), float32(0)
	corners(func(x, y float32) {
		left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
	})
	area := image.Rect(int(left)-1, int(top)-1, int(right)+2, int(bottom)+2).Intersect(c.img.Bounds())
	if area.Empty() {
		return
	}
	z := vector.NewRasterizer(area.Dx(), area.Dy())
	first := true
	corners(func(x, y float32) {
		x, y = x-float32(area.Min.X), y-float32(area.Min.Y)
		if first {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
		first = false
	})
	z.ClosePath()
	colour := palette[s.ink]
	colour.A = uint8(255 * s.cover / 100)
	z.Draw(c.img, area, image.NewUniform(colour), image.Point{})
}

// write writes words.
func (c *canvas) write(s *shape) error {
	f := face{size: s.thick, bold: s.bold}
	if c.faces[f] == nil {
		made, err := opentype.NewFace(f.font(), &opentype.FaceOptions{Size: float64(float32(f.size) * c.zoom), DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return err
		}
		c.faces[f] = made
	}
	drawer := font.Drawer{Dst: c.img, Src: image.NewUniform(palette[s.ink]), Face: c.faces[f]}
	x := fixed.Int26_6(float32(s.points[0].x) * c.zoom * 64)
	switch advance := drawer.MeasureString(s.text); s.anchor {
	case middle:
		x -= advance / 2
	case end:
		x -= advance
	case begin:
	}
	drawer.Dot = fixed.Point26_6{X: x, Y: fixed.Int26_6(float32(s.points[0].y) * c.zoom * 64)}
	drawer.DrawString(s.text)
	return nil
}
