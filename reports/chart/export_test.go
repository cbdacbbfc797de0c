package chart

// What the tests look at, as a reader of a picture sees it.

// WidthOf is how wide a text is in pixels, in letters of a size in tenths of one.
func WidthOf(text string, size int, bold bool) float64 {
	return float64(face{size: px(size), bold: bold}.width(text)) / float64(pixel)
}

// Ticks are the round values of an axis.
func Ticks(from, to int64, steps int) []int64 { return ticks(from, to, steps) }
