package chart

import (
	_ "embed" // the letters
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The letters with which widths are measured and PNG is written. They have what
// Kazakh needs and the sign of the tenge. A browser writes SVG in letters of its
// own, which as a rule are narrower.
//
//go:embed font/DejaVuSans.ttf
var regularLetters []byte

//go:embed font/DejaVuSans-Bold.ttf
var boldLetters []byte

// face is a size of letters, plain or bold.
type face struct {
	size px
	bold bool
}

var (
	small  = face{size: 11 * pixel}
	normal = face{size: 12 * pixel}
	strong = face{size: 12 * pixel, bold: true}
)

// leading is how far base lines stand apart.
func (f face) leading() px { return f.size * 13 / 10 }

// letters are the two fonts, read once.
var letters = sync.OnceValue(func() [2]*sfnt.Font {
	var fonts [2]*sfnt.Font
	for i, data := range [][]byte{regularLetters, boldLetters} {
		f, err := opentype.Parse(data)
		if err != nil {
			panic("chart: embedded letters: " + err.Error())
		}
		fonts[i] = f
	}
	return fonts
})

func (f face) font() *sfnt.Font {
	if f.bold {
		return letters()[1]
	}
	return letters()[0]
}

// width is how wide a text is.
func (f face) width(text string) px {
	var (
		buffer sfnt.Buffer
		sum    fixed.Int26_6
		fnt    = f.font()
		em     = fixed.Int26_6(f.size) << 6 // in 1/64 of a tenth of a pixel
	)
	for _, r := range text {
		glyph, err := fnt.GlyphIndex(&buffer, r)
		if err != nil {
			continue
		}
		advance, err := fnt.GlyphAdvance(&buffer, glyph, em, font.HintingNone)
		if err == nil {
			sum += advance
		}
	}
	return px((sum + 63) >> 6)
}

// wrap breaks a text at blanks into at most so many lines of at most a width. What
// does not fit is cut and ends with an ellipsis; a word that is too wide alone is
// cut too. A no-break space is no blank.
func (f face) wrap(text string, width px, most int) []string {
	var lines []string
	line := ""
	words := strings.Split(text, " ")
	for i, word := range words {
		longer := strings.TrimSpace(line + " " + word)
		if line == "" || f.width(longer) <= width {
			line = longer
			continue
		}
		if len(lines) == most-1 {
			line = strings.Join(append([]string{line}, words[i:]...), " ")
			break
		}
		lines, line = append(lines, f.cut(line, width)), word
	}
	if line != "" {
		lines = append(lines, f.cut(line, width))
	}
	return lines
}

// cut shortens a text to a width.
func (f face) cut(text string, width px) string {
	if f.width(text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 {
		runes = runes[:len(runes)-1]
		if short := strings.TrimRight(string(runes), " ,.-") + "…"; f.width(short) <= width {
			return short
		}
	}
	return "…"
}

// widest is the width of the widest of some texts.
func (f face) widest(texts ...string) (w px) {
	for _, t := range texts {
		w = max(w, f.width(t))
	}
	return w
}
