package main

import (
	"bytes"
	"flag"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var draw = flag.Bool("draw", false, "draw the pictures of the README anew, with Chromium, script and a build of now")

// picturesDir is where the pictures of the README are, and largestPicture how many bytes one may have.
const (
	picturesDir    = "../../reports/pictures"
	largestPicture = 160_000
)

// TestReadmeShowsItsPictures: each picture of the folder is in a README, with words for whoever does not see it,
// each that one names is there, each README begins with a report in its own language, and none is large. With -draw
// they are drawn anew before.
func TestReadmeShowsItsPictures(t *testing.T) {
	if *draw {
		drawPictures(t)
	}
	named := map[string]bool{}
	for readme, first := range map[string]string{
		"../../README.md":            "report.png",
		"../../reports/README.ru.md": "report.ru.png",
		"../../reports/README.kk.md": "report.kk.png",
	} {
		text, err := os.ReadFile(readme)
		if err != nil {
			t.Fatal(err)
		}
		shown := regexp.MustCompile(`!\[([^\]]*)\]\(([^)]+)\)`).FindAllSubmatch(text, -1)
		if len(shown) == 0 || filepath.Base(string(shown[0][2])) != first {
			t.Errorf("%s shows %q, want %s first", readme, shown, first)
		}
		for _, m := range shown {
			if len(m[1]) < 20 {
				t.Errorf("%s: the picture %s is described as %q, want what is seen there", readme, m[2], m[1])
			}
			if file := filepath.Join(filepath.Dir(readme), string(m[2])); filepath.Dir(file) != filepath.FromSlash(picturesDir) {
				t.Errorf("%s shows %s, want a picture of %s", readme, m[2], picturesDir)
			}
			named[filepath.Base(string(m[2]))] = true
		}
	}
	files, err := filepath.Glob(filepath.Join(picturesDir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("pictures: %q, %v", files, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Size() > largestPicture {
			t.Errorf("%s: %d bytes, %v; want at most %d", file, info.Size(), err, largestPicture)
		}
		if !named[filepath.Base(file)] {
			t.Errorf("no README shows %s", file)
		}
	}
	if len(named) != len(files) {
		t.Errorf("the READMEs show %v, there are %q", named, files)
	}
}

// drawPictures makes the pictures: a page as a browser shows it, and screens as a terminal does.
func drawPictures(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	vouch := filepath.Join(dir, "vouch")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", vouch, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, page := range [][2]string{{"en", "report.png"}, {"ru", "report.ru.png"}, {"kk", "report.kk.png"}} {
		report := filepath.Join(dir, page[0])
		if out, err := exec.CommandContext(t.Context(), vouch, "compare", "food-two-mrp", "--lang", page[0], "--out", report).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		photograph(t, filepath.Join(report, "index.html"), page[1], 1180, 1440)
	}

	failed := onTerminal(t, vouch, "conform 'GAS-WINDOW-001/window_last_day*' --suite stories --mutant gas-window-closes-a-day-late")
	at := strings.Index(failed, "\x1b[31mFAIL")
	photograph(t, asPage(t, dir, "vouch conform --mutant gas-window-closes-a-day-late", failed[max(0, at):]), "failure.png", 900, 0)

	lived := onTerminal(t, vouch, "load --rate 800/s --for 12s")
	frames := regexp.MustCompile(`\x1b\[\?7l([^?]*)\x1b\[\?7h`).FindAllStringSubmatch(lived, -1)
	if len(frames) < 10 {
		t.Fatalf("%d pictures of a load, want ten or more", len(frames))
	}
	money := strings.Index(lived, "── The money afterwards")
	photograph(t, asPage(t, dir, "vouch load --rate 800/s --for 12s", frames[len(frames)-8][1]+"…\n\n"+lived[max(0, money):]), "load.png", 900, 0)
}

// onTerminal returns what a command writes to a terminal of 100 columns.
func onTerminal(t *testing.T, vouch, line string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "script", "-qfec", "stty cols 100 rows 60; "+vouch+" "+line, os.DevNull)
	out, _ := cmd.Output() // some end with a status of their own
	return strings.ReplaceAll(string(out), "\r", "")
}

// inks are the colours of a terminal.
var inks = map[string]string{"1": "font-weight:bold;color:#fff", "2": "color:#8b95a5", "31": "color:#ff8a80", "32": "color:#8fd19e", "33": "color:#ffd479"}

// asPage writes what stands on a terminal as a page.
func asPage(t *testing.T, dir, typed, screen string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#fff}pre{margin:0;padding:18px 22px;background:#1b2130;
color:#d7dde8;border-radius:10px;font:13.5px/1.42 "DejaVu Sans Mono",monospace;width:max-content;min-width:780px}</style><pre id="all">`)
	b.WriteString("<span style=\"color:#8b95a5\">$ </span>" + html.EscapeString(typed) + "\n")
	open := 0
	rest := strings.TrimRight(screen, "\n ")
	for _, piece := range regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]|[^\x1b]+`).FindAllString(rest, -1) {
		code := strings.TrimSuffix(strings.TrimPrefix(piece, "\x1b["), "m")
		switch {
		case !strings.HasPrefix(piece, "\x1b"):
			b.WriteString(html.EscapeString(piece))
		case inks[code] != "":
			fmt.Fprintf(&b, "<span style=%q>", inks[code])
			open++
		default:
			b.WriteString(strings.Repeat("</span>", open))
			open = 0
		}
	}
	page := filepath.Join(dir, fmt.Sprintf("screen%d.html", len(screen)))
	if err := os.WriteFile(page, []byte(b.String()+"</pre>"), 0o600); err != nil {
		t.Fatal(err)
	}
	return page
}

// photograph keeps what a browser shows of a page: so many pixels of it, or the whole screen of a terminal.
func photograph(t *testing.T, page, name string, width, height int64) {
	t.Helper()
	ctx, cancel := chromedp.NewContext(t.Context(), chromedp.WithAllocatorOptions(chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir())))
	defer cancel()
	address := (&url.URL{Scheme: "file", Path: page}).String()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, max(height, 600)), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	shot := chromedp.CaptureScreenshot()
	if height == 0 {
		shot = chromedp.Screenshot(chromedp.CSS("#all"))
	}
	taken, err := chromedp.Run(ctx, shot)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(picturesDir, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(picturesDir, name), small(t, taken), 0o600); err != nil {
		t.Fatal(err)
	}
}

// small is a picture in the 256 colours that it has most of.
func small(t *testing.T, taken []byte) []byte {
	t.Helper()
	from, err := png.Decode(bytes.NewReader(taken))
	if err != nil {
		t.Fatal(err)
	}
	bounds, count := from.Bounds(), map[color.RGBA]int{}
	at := func(x, y int) color.RGBA {
		c := color.RGBAModel.Convert(from.At(x, y)).(color.RGBA) //nolint:forcetypeassert // the model says so
		return color.RGBA{c.R &^ 7, c.G &^ 7, c.B &^ 7, 255}
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var all color.Palette
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.Color) int { return count[b.(color.RGBA)] - count[a.(color.RGBA)] }) //nolint:forcetypeassert // all are
	to := image.NewPaletted(bounds, all[:min(256, len(all))])
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			to.Set(x, y, at(x, y))
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, to); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
