package reports_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/vouch-kz/vouch/reports"
)

// studyPage opens the page of the sample study.
func studyPage(t *testing.T, l reports.Language, first ...chromedp.Action[chromedp.Void]) (context.Context, *watched, string) {
	t.Helper()
	chromium(t) // before the study is lived
	var b bytes.Buffer
	if err := studied(t).WritePage(&b, l); err != nil {
		t.Fatal(err)
	}
	return browsed(t, b.Bytes(), first...)
}

const (
	shownVoices = `Array.from(document.querySelectorAll("article.voice")).filter((v) => v.offsetParent !== null).map((v) => v.lang).join()`
	shownAnswer = `Array.from(document.querySelectorAll("h1")).find((h) => h.offsetParent !== null).innerText`
	shownCharts = `Array.from(document.querySelectorAll("svg.chart")).filter((c) => c.getBoundingClientRect().width > 200 && c.getBoundingClientRect().height > 40).length`
	firstBar    = `getComputedStyle(document.querySelector("svg.chart .f-first")).fill`
)

// pick chooses a language or colours by the keyboard's way in: the radio button.
func pick(id string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS("label:has(#" + id + ")"))
}

func TestStudyPageSpeaksThreeLanguagesInABrowser(t *testing.T) {
	ctx, seen, address := studyPage(t, reports.Russian)
	for _, tt := range []struct {
		language reports.Language
		begins   string
	}{
		{reports.Russian, "По продовольственной программе зачисляется на "}, {reports.English, "The food programme credits "},
		{reports.Kazakh, "Азық-түлік бағдарламасы бойынша "},
	} {
		do(t, ctx, pick("lang-"+string(tt.language)))
		if got := answer[string](t, ctx, shownVoices); got != string(tt.language) {
			t.Errorf("the report is shown in %q, want %s alone", got, tt.language)
		}
		if got := answer[string](t, ctx, shownAnswer); !strings.HasPrefix(got, tt.begins) {
			t.Errorf("the answer in %s is %q, want it to begin with %q", tt.language, got, tt.begins)
		}
		if got := answer[int](t, ctx, shownCharts); got < 10 {
			t.Errorf("%d charts are shown in %s, want those of every part", got, tt.language)
		}
		if got := answer[string](t, ctx, `document.documentElement.lang`); got != string(tt.language) {
			t.Errorf("the page says that it is in %q, want %s", got, tt.language)
		}
	}
	// A link that somebody sent in Russian opens the report in Russian.
	do(t, ctx, chromedp.Navigate(address+"#ru-money"))
	soon(t, ctx, shownVoices+` === "ru"`, "a link into the Russian report shows it")
	calm(t, seen)
}

func TestStudyPageChangesItsColoursInABrowser(t *testing.T) {
	ctx, seen, _ := studyPage(t, reports.English)
	light, bar := answer[string](t, ctx, background), answer[string](t, ctx, firstBar)
	picture(t, ctx, "study-light")
	do(t, ctx, pick("theme-dark"))
	if got := answer[string](t, ctx, background); got == light {
		t.Errorf("dark colours leave the background %s", got)
	}
	if got := answer[string](t, ctx, firstBar); got == bar {
		t.Errorf("dark colours leave the bars %s: they were made for white paper", got)
	}
	picture(t, ctx, "study-dark")
	calm(t, seen)
}

func TestStudyPageFitsAPhoneInABrowser(t *testing.T) {
	ctx, seen, _ := studyPage(t, reports.Kazakh)
	for _, width := range []int64{390, 320} {
		do(t, ctx, chromedp.EmulateViewport(width, 844, chromedp.EmulateMobile))
		for _, l := range reports.Languages() {
			do(t, ctx, chromedp.Evaluate[chromedp.Void](`for (const d of document.querySelectorAll("details")) d.open = true`),
				chromedp.Evaluate[chromedp.Void](`document.getElementById("lang-`+string(l)+`").click()`))
			if got := answer[int](t, ctx, `document.documentElement.scrollWidth`); got > int(width) {
				wide := answer[string](t, ctx, `Array.from(document.querySelectorAll("body *")).filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".data, .toc")).map((e) => e.tagName + "." + e.className + " " + e.textContent.slice(0, 40)).slice(0, 5).join("; ")`)
				t.Errorf("in %s the page is %d wide on a phone of %d: it scrolls to the side, for %s", l, got, width, wide)
			}
		}
	}
	do(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	// Letters of charts: no smaller than nine pixels, as they are drawn for the phone.
	small := `Math.min(...Array.from(document.querySelectorAll("svg.chart text")).filter((e) => e.getClientRects().length).map((e) => e.getAttribute("font-size") * e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width))`
	if got := answer[float64](t, ctx, small); got < 7.5 || got > 100 {
		t.Errorf("the smallest letters of a chart are %.1f pixels on a phone", got)
	}
	picture(t, ctx, "study-phone")
	calm(t, seen)
}

// Where scripts are forbidden, everything is there to be read, and the style alone
// changes the language; tables are saved by a link.
func TestStudyPageNeedsNoScriptInABrowser(t *testing.T) {
	off := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	ctx, seen, _ := studyPage(t, reports.English, off)
	do(t, ctx, pick("lang-ru"))
	if got := answer[string](t, ctx, shownVoices); got != "ru" {
		t.Errorf("without a script a click on RU shows %q", got)
	}
	saved := answer[string](t, ctx, `atob(document.querySelector("#ru-x-funnel-food .download a").href.split(",")[1]).length + ""`)
	if len(saved) < 3 {
		t.Errorf("the table behind the funnel is %s bytes long", saved)
	}
	calm(t, seen)
}
