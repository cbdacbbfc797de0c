package reports_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/vouch-kz/vouch/reports"
)

// everyPage returns each page that the project writes, in the language that it begins
// with.
func everyPage(t *testing.T, l reports.Language) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"conformance": func(b *bytes.Buffer) error { return reports.ConformancePage(b, sample(t), l, exchanged()) },
		"study":       func(b *bytes.Buffer) error { return studied(t).WritePage(b, l) },
		"load":        func(b *bytes.Buffer) error { return reports.LoadPage(b, byAgents(), l) },
		"simulation":  func(b *bytes.Buffer) error { return simulated(t).WritePage(b, l) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = b.Bytes()
	}
	return all
}

// emulated sets what the browser says of its surroundings.
func emulated(media string, features ...*emulation.MediaFeature) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: features})
		return err
	})
}

const (
	// unfolded opens everything, so that what is folded is looked at too.
	unfolded = `for (const d of document.querySelectorAll("details")) d.open = true`

	// shortened leaves of a long table, and of a long list, the first rows of each kind: a
	// hundred more are made by the same lines of a template, and are looked at for minutes.
	shortened = `for (const list of document.querySelectorAll("tbody, ul.grid, .ids")) { const seen = {}; for (const row of [...list.children]) { const kind = row.className + (row.querySelector(".badge, a") || row).className; seen[kind] = (seen[kind] || 0) + 1; if (seen[kind] > 3 && !row.querySelector(".transcript")) row.remove(); } }`

	// axed asks axe-core, and keeps its answer as lines. Other colours change what the
	// rules about colours find, and nothing else.
	axed    = `window.found = undefined; axe.run(document, {resultTypes: ["violations"]%s}).then((r) => { window.found = r.violations.map((v) => v.impact + " " + v.id + ": " + v.nodes.length + " × " + v.help + " — " + v.nodes.slice(0, 3).map((n) => n.target + " " + (n.any[0] ? n.any[0].message : "")).join(" | ")).join("\n"); }); 0`
	colours = `, runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}`

	// outside names what is wider than the page, unless it can be scrolled to.
	outside = `Array.from(document.querySelectorAll("body *")).filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest(".scroll, .toc ul, .bar nav ul, .unseen, .skip")).map((e) => e.tagName + "." + e.getAttribute("class") + " " + e.textContent.trim().slice(0, 40)).slice(0, 5).join("; ")`
)

// TestEveryPageIsForEverybodyInABrowser: in every language, light and dark, on a
// screen and on a phone, axe-core finds nothing on any page, and nothing is wider than
// the page.
func TestEveryPageIsForEverybodyInABrowser(t *testing.T) {
	chromium(t)                                                                         // before a study is lived
	script, err := os.ReadFile(filepath.Join(nodeModules(t), "axe-core", "axe.min.js")) //nolint:gosec // a folder that whoever tests names
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range everyPage(t, reports.English) {
		t.Run(name, func(t *testing.T) {
			ctx, seen, _ := browsed(t, content, chromedp.EmulateViewport(1280, 900))
			do(t, ctx, chromedp.Evaluate[chromedp.Void](string(script)+";0"), chromedp.Evaluate[chromedp.Void](unfolded), chromedp.Evaluate[chromedp.Void](shortened))
			for _, width := range []int64{1280, 390} {
				if width == 390 {
					do(t, ctx, chromedp.EmulateViewport(width, 844, chromedp.EmulateMobile))
				}
				for _, l := range reports.Languages() {
					for theme, rules := range map[string]string{"light": "", "dark": colours} {
						dress := fmt.Sprintf("%s-%s-%s-%d", name, l, theme, width)
						do(t, ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.getElementById("lang-%s").click(); document.getElementById("theme-%s").click()`, l, theme)),
							chromedp.Evaluate[chromedp.Void](fmt.Sprintf(axed, rules)))
						soon(t, ctx, `window.found !== undefined`, "axe comes to an end")
						if got := answer[string](t, ctx, `window.found`); got != "" {
							t.Errorf("%s:\n%s", dress, got)
						}
						if got := answer[string](t, ctx, outside); got != "" {
							t.Errorf("%s: wider than the page: %s", dress, got)
						}
						picture(t, ctx, dress)
					}
				}
			}
			calm(t, seen)
		})
	}
}

// TestEveryPageIsReachedByKeyboardInABrowser: what somebody needs who sees no picture,
// uses no pointer, or cannot bear what moves.
func TestEveryPageIsReachedByKeyboardInABrowser(t *testing.T) {
	chromium(t) // before a study is lived
	ctx, seen := browser(t, emulated("", &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}))
	for name, content := range everyPage(t, reports.Russian) {
		do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(filed(t, content)))
		if got := answer[string](t, ctx, `document.documentElement.lang`); got != "ru" || answer[int](t, ctx, `document.title.length`) < 10 {
			t.Errorf("%s: the page is in %q, want Russian and a title", name, got)
		}
		do(t, ctx, chromedp.Evaluate[chromedp.Void](unfolded))
		for _, tt := range []struct{ what, count string }{
			{"the first link does not skip the head", `document.querySelector("a[href], button, input").className === "skip" ? 0 : 1`},
			{"there is not one head and one main part", `document.querySelectorAll("main#content").length === 1 && document.querySelectorAll("body > header").length === 1 ? 0 : 1`},
			{"parts of navigation without a name", `document.querySelectorAll("nav:not([aria-label], [aria-labelledby])").length`},
			{"there is not one heading of the first level", `Array.from(document.querySelectorAll("h1")).filter((h) => h.offsetParent !== null).length === 1 ? 0 : 1`},
			{"pictures without a name", `document.querySelectorAll('svg:not([role="img"][aria-label], [aria-hidden])').length`},
			{"tables that a keyboard does not reach", `Array.from(document.querySelectorAll(".scroll")).filter((e) => !e.matches('[tabindex="0"][role="region"][aria-labelledby]')).length`},
			{"things out of the order of the keyboard", `document.querySelectorAll('[tabindex]:not([tabindex="0"], [tabindex="-1"])').length`},
			{"ids that are there twice", `(() => { const all = Array.from(document.querySelectorAll("[id]"), (e) => e.id); return all.length - new Set(all).size; })()`},
			{"names that lead nowhere", `Array.from(document.querySelectorAll("[aria-labelledby]")).filter((e) => !e.getAttribute("aria-labelledby").split(" ").every((id) => document.getElementById(id))).length`},
			{"links that lead nowhere", `Array.from(document.querySelectorAll('a[href^="#"]')).filter((a) => !document.getElementById(a.hash.slice(1))).length`},
			{"tables without the head of a column", `Array.from(document.querySelectorAll("table")).filter((x) => !x.querySelector('th[scope="col"]')).length`},
			{"heads of a table without words", `Array.from(document.querySelectorAll("th")).filter((x) => x.textContent.trim() === "").length`},
			{"headings that leave out a level", `(() => { let last = 0, n = 0; for (const h of document.querySelectorAll("main :is(h1, h2, h3, h4)")) { if (h.offsetParent === null) continue; const l = +h.tagName[1]; if (l > last + 1) n++; last = l; } return n; })()`},
			{"things that move", `Array.from(document.querySelectorAll("*")).filter((e) => ["", "::after"].some((part) => { const s = getComputedStyle(e, part || null); return s.transitionDuration !== "0s" || s.animationName !== "none" || s.scrollBehavior === "smooth"; })).length`},
		} {
			if got := answer[int](t, ctx, tt.count); got != 0 {
				t.Errorf("%s: %s: %d", name, tt.what, got)
			}
		}
	}
	calm(t, seen)
}

// TestEveryPageIsFitForPaperInABrowser: on A4 nothing is cut, nothing asks to be
// scrolled or clicked, and each sheet says which it is.
func TestEveryPageIsFitForPaperInABrowser(t *testing.T) {
	chromium(t) // before a study is lived
	ctx, seen := browser(t)
	for name, content := range everyPage(t, reports.English) {
		do(t, ctx, chromedp.Navigate(filed(t, content)))
		for _, l := range reports.Languages() {
			// 210 mm less two margins of 14 mm are 687 pixels.
			do(t, ctx, emulated("print"), chromedp.EmulateViewport(687, 1000), chromedp.Evaluate[chromedp.Void](`document.getElementById("lang-`+string(l)+`").click(); document.getElementById("theme-dark").click(); dispatchEvent(new Event("beforeprint"))`))
			for _, tt := range []struct{ what, found string }{
				{"wider than the sheet", strings.Replace(outside, ".scroll, ", "", 1)},
				{"to be scrolled", `Array.from(document.querySelectorAll("main *")).filter((e) => e.getClientRects().length && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible" && !e.closest(".unseen")).map((e) => e.tagName + "." + e.className).join("; ")`},
				{"folded", `Array.from(document.querySelectorAll("main details:not([open])")).filter((e) => e.getClientRects().length).map((e) => e.textContent.trim().slice(0, 40)).slice(0, 5).join("; ")`},
				{"to be clicked", `Array.from(document.querySelectorAll("button, input, header.bar")).filter((e) => e.getClientRects().length).map((e) => e.tagName + " " + e.id).slice(0, 5).join("; ")`},
				{"dark", `Array.from(document.querySelectorAll("body, .panel, .card, .hero")).filter((e) => !/rgba?\(255, 255, 255|rgba\(0, 0, 0, 0\)/.test(getComputedStyle(e).backgroundColor)).map((e) => e.className).slice(0, 5).join("; ")`},
			} {
				if got := answer[string](t, ctx, tt.found); got != "" {
					t.Errorf("%s in %s: %s: %s", name, l, tt.what, got)
				}
			}
			do(t, ctx, chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("afterprint"))`), emulated(""))
			pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
			if err != nil {
				t.Fatal(err)
			}
			kept(t, fmt.Sprintf("%s-%s.pdf", name, l), pdf)
			if pages := pagesOf(t, pdf); pages < 2 || pages > 24 {
				t.Errorf("%s in %s: %d pages, want a few that somebody reads", name, l, pages)
			}
		}
	}
	calm(t, seen)
}

// pagesOf counts the pages of a PDF, by the greatest number that a part of it says it
// holds.
func pagesOf(t *testing.T, pdf []byte) (most int) {
	t.Helper()
	for _, m := range regexp.MustCompile(`/Count (\d+)`).FindAllSubmatch(pdf, -1) {
		n, err := strconv.Atoi(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, n)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF")) || most == 0 {
		t.Fatalf("%d bytes, want a PDF", len(pdf))
	}
	return most
}
