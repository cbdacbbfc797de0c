package chart_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reports/chart"
)

// long is as long as the words of a report get.
const long = "Продовольственный пилот: что, если к нему присоединятся Астана, Алматы и Шымкент?"

func tell(v int64) string { return strconv.FormatInt(v, 10) + "\u00a0млн\u00a0₸" }

func bar(v, low, high int64) chart.Bar {
	return chart.Bar{Value: v, Low: low, High: high, Text: tell(v) + " (+679,2\u00a0%)", Tip: "tip"}
}

// pictures are one of each kind in a width, with words that have to be cut.
func pictures(width int) map[string]*chart.Picture {
	falls, _ := (&chart.Waterfall{Steps: []chart.Step{
		{Label: long, Value: 1200, Total: true, Text: tell(1200)}, {Label: "up", Value: 80, Text: "+80"}, {Label: "down", Value: -300, Text: "−300"},
		{Label: "end", Value: 980, Total: true, Text: tell(980), Ink: chart.First},
	}}).Draw(width)
	line := chart.SeriesLine{Name: long, Ink: chart.First, Values: []int64{0, 50, 20}, Low: []int64{0, 40, 10}, High: []int64{1, 60, 30}}
	marks := []string{"01.2026", "02.2026", "03.2026"}
	cells := []chart.HeatCell{{Value: 5, Text: tell(5)}, {Value: -9, Text: tell(-9), Framed: true}, {}}
	return map[string]*chart.Picture{
		"bars":      (&chart.Bars{Worlds: []string{"base", long}, Groups: []chart.BarGroup{{Label: long, Bars: []chart.Bar{bar(5, 4, 6), bar(9_000_000_000_000, 0, 9_200_000_000_000)}}}}).Draw(width),
		"series":    (&chart.Series{Marks: marks, Lines: []chart.SeriesLine{line}, Limit: 55, LimitText: long, Tell: tell}).Draw(width),
		"columns":   (&chart.Series{Marks: marks, Lines: []chart.SeriesLine{line, line}, Columns: true, Tell: tell}).Draw(width),
		"waterfall": falls,
		"stack":     (&chart.Stack{Parts: []chart.StackPart{{Name: "a", Ink: chart.Gain, Cover: 100}, {Name: long, Ink: chart.Base, Cover: 30}}, Rows: []chart.StackRow{{Label: long, Values: []int64{1, 3}, Texts: []string{"25\u00a0%", "75\u00a0%"}, Total: "4"}}}).Draw(width, true),
		"tornado":   (&chart.Tornado{Base: 100, BaseText: tell(100), Low: "least", High: "greatest", Rows: []chart.Swing{{Label: long, Low: 20, High: 400, LowText: tell(20), HighText: tell(400)}, {Label: "both on one side", Low: 110, High: 130, LowText: "110", HighText: "130"}}}).Draw(width),
		"forest":    (&chart.Forest{Zero: "без изменений", Rows: []chart.Known{{Label: long, Mid: 5, Low: -1, High: 9, Text: "+5\u00a0%", Pale: true}, {Label: "b", Mid: -20, Low: -30, High: -10, Text: "−20\u00a0%"}}}).Draw(width),
		"heat":      (&chart.Heat{Corner: "corner", Columns: marks, Rows: []chart.HeatRow{{Label: long, Cells: cells}}}).Draw(width),
		"tiles":     (&chart.Tiles{Columns: 6, Rows: 1, Tiles: []chart.Tile{{Name: "Алмат. обл.", Code: "KZ-19", Cell: chart.HeatCell{Value: 3, Text: "+194\u00a0тыс."}}, {Column: 5, Name: "ВКО", Code: "KZ-63", Cell: chart.HeatCell{Text: "–"}, Out: true}}}).Draw(width),
	}
}

// element is what a test looks at in SVG.
type element struct {
	XMLName xml.Name
	X       float64   `xml:"x,attr"`
	Y       float64   `xml:"y,attr"`
	Width   float64   `xml:"width,attr"`
	Height  float64   `xml:"height,attr"`
	Size    float64   `xml:"font-size,attr"`
	Anchor  string    `xml:"text-anchor,attr"`
	Class   string    `xml:"class,attr"`
	Label   string    `xml:"aria-label,attr"`
	Role    string    `xml:"role,attr"`
	Text    string    `xml:",chardata"`
	Inside  []element `xml:",any"`
}

func parsed(t *testing.T, name string, p *chart.Picture) element {
	t.Helper()
	var svg element
	if err := xml.Unmarshal([]byte(p.SVG(`told <b> & "heard"`)), &svg); err != nil {
		t.Fatalf("%s: not well-formed: %v", name, err)
	}
	return svg
}

// TestNothingIsClipped: on a screen and on a phone every word and every bar lies
// inside of the picture, by the letters that a PNG is written in, and no two words
// lie over each other.
func TestNothingIsClipped(t *testing.T) {
	for _, width := range []int{780, 340, 300} {
		for name, p := range pictures(width) {
			w, h := p.Size()
			var boxes [][4]float64
			for _, e := range parsed(t, name, p).Inside {
				left, top, right, bottom := e.X, e.Y, e.X+e.Width, e.Y+e.Height
				if e.XMLName.Local == "text" {
					wide := chart.WidthOf(e.Text, int(e.Size*10), strings.Contains(e.Class, " b ")) // in pixels
					left, right, top, bottom = e.X, e.X+wide, e.Y-e.Size*0.75, e.Y
					switch e.Anchor {
					case "middle":
						left, right = e.X-wide/2, e.X+wide/2
					case "end":
						left, right = e.X-wide, e.X
					}
					for _, b := range boxes {
						if left < b[2]-1 && b[0] < right-1 && top < b[3]-1 && b[1] < bottom-1 {
							t.Errorf("%s, %d wide: %q lies over other words", name, width, e.Text)
						}
					}
					boxes = append(boxes, [4]float64{left, top, right, bottom})
				} else if e.XMLName.Local != "rect" {
					continue
				}
				if left < -1 || top < -1 || right > float64(w)+1 || bottom > float64(h)+1 {
					t.Errorf("%s, %d wide: %s %q from %.0f,%.0f to %.0f,%.0f lies outside of %d×%d", name, width, e.XMLName.Local, e.Text, left, top, right, bottom, w, h)
				}
			}
			if len(boxes) == 0 {
				t.Errorf("%s has no words at all", name)
			}
		}
	}
}

func TestSVGIsHeardAndHarmless(t *testing.T) {
	for name, p := range pictures(780) {
		svg := parsed(t, name, p)
		if svg.Role != "img" || svg.Label != `told <b> & "heard"` {
			t.Errorf("%s: role %q, label %q: whoever does not see it hears nothing", name, svg.Role, svg.Label)
		}
		if text := p.SVG(""); strings.Contains(text, "style=") || strings.Contains(text, "NaN") || strings.Contains(text, "#") {
			t.Errorf("%s: a style or a colour of its own: the page's policy forbids it, and dark colours would not reach it", name)
		}
	}
}

// TestPicturesAreTheSameBytes: neither form depends on anything but the figures.
func TestPicturesAreTheSameBytes(t *testing.T) {
	again := pictures(780)
	for name, p := range pictures(780) {
		if p.SVG("") != again[name].SVG("") {
			t.Errorf("%s: two drawings of the same figures differ as SVG", name)
		}
		var one, two bytes.Buffer
		for _, to := range []struct {
			w io.Writer
			p *chart.Picture
		}{{&one, p}, {&two, again[name]}} {
			if err := to.p.Framed(long, long).PNG(to.w, 1); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: two drawings of the same figures differ as PNG", name)
		}
	}
}

// TestPNGHasItsLetters: what Kazakh needs and the sign of the tenge are not blank.
func TestPNGHasItsLetters(t *testing.T) {
	dark := func(text string) (n int) {
		p := (&chart.Heat{Corner: text}).Draw(300)
		var b bytes.Buffer
		if err := p.PNG(&b, 2); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
					n++
				}
			}
		}
		return n
	}
	box := dark("\uE000") // has no letter: what is drawn in its place
	for _, r := range "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё₸№−–—«»…≥×" {
		if n := dark(string(r)); n == 0 || n == box {
			t.Errorf("%c is drawn with %d dark dots, the sign for a missing letter has %d", r, n, box)
		}
	}
}

// TestBarsAreAsLongAsTheirFigures, also where a figure nearly does not fit.
func TestBarsAreAsLongAsTheirFigures(t *testing.T) {
	for _, most := range []int64{4, 400, 9_000_000_000_000_000_000} {
		flat := func(v int64) []chart.Bar { return []chart.Bar{{Value: v, Low: v, High: v}} }
		p := (&chart.Bars{Worlds: []string{""}, Groups: []chart.BarGroup{{Label: "a", Bars: flat(most)}, {Label: "b", Bars: flat(most / 4)}}}).Draw(780)
		var wide []float64
		for _, e := range parsed(t, "bars", p).Inside {
			if strings.HasPrefix(e.Class, "f-base") {
				wide = append(wide, e.Width)
			}
		}
		if len(wide) != 2 || wide[0]/wide[1] < 3.98 || wide[0]/wide[1] > 4.02 {
			t.Errorf("bars of %d and a quarter of it are %v wide, want four to one", most, wide)
		}
	}
}

func TestAWaterfallSaysWhereItDoesNotBeginAtZero(t *testing.T) {
	falls := func(change int64) *chart.Waterfall {
		return &chart.Waterfall{Steps: []chart.Step{{Value: 1000, Total: true}, {Value: change}, {Value: 1000 + change, Total: true}}}
	}
	for _, tt := range []struct {
		change int64
		want   bool
	}{{10, true}, {-10, true}, {500, false}, {-900, false}} {
		if _, cut := falls(tt.change).Draw(780); cut != tt.want {
			t.Errorf("1000 and a change of %d: cut %t, want %t: small changes have to be seen, and large ones not blown up", tt.change, cut, tt.want)
		}
	}
}

func TestTicksAreRound(t *testing.T) {
	for _, tt := range []struct {
		from, to int64
		want     string
	}{{0, 100, "[0 20 40 60 80 100]"}, {0, 7, "[0 2 4 6 8]"}, {-30, 90, "[-50 0 50 100]"}, {0, 0, "[0 1]"}, {0, 1_234_567, "[0 500000 1000000 1500000]"}} {
		if got := fmt.Sprint(chart.Ticks(tt.from, tt.to, 5)); got != tt.want {
			t.Errorf("ticks from %d to %d: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

// TestALineSaysWhereNothingIsKnown: a gap parts a line, and the axis that is given is
// the one that is drawn.
func TestALineSaysWhereNothingIsKnown(t *testing.T) {
	drawn := func(values ...int64) string {
		s := chart.Series{Marks: []string{"1", "2", "3", "4", "5"}, Axis: []int64{3000, 4000}, Tell: tell,
			Lines: []chart.SeriesLine{{Name: "a", Ink: chart.First, Values: values}}}
		return s.Draw(400).SVG("told")
	}
	for _, tt := range []struct {
		name        string
		values      []int64
		lines, dots int
	}{
		{"whole", []int64{3100, 3200, 3300, 3400, 3500}, 1, 5},
		{"a gap in the middle", []int64{3100, 3200, chart.Nothing, 3400, 3500}, 2, 4},
		{"one alone", []int64{3100, chart.Nothing, chart.Nothing, chart.Nothing, chart.Nothing}, 0, 1},
	} {
		svg := drawn(tt.values...)
		if lines, dots := strings.Count(svg, `<polyline class="s-first"`), strings.Count(svg, `<circle class="f-first"`); lines != tt.lines || dots != tt.dots {
			t.Errorf("%s: %d lines and %d dots, want %d and %d", tt.name, lines, dots, tt.lines, tt.dots)
		}
		if !strings.Contains(svg, tell(3000)) || !strings.Contains(svg, tell(4000)) || strings.Contains(svg, ">"+tell(0)) {
			t.Errorf("%s: the axis is not from 3000 to 4000", tt.name)
		}
	}
}
