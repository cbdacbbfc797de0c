package reports_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/vouch-kz/vouch/reports"
)

// watched is what a browser complained of, and what it asked for, while a page
// was open.
type watched struct {
	mu         sync.Mutex
	complaints []string
	requests   []string
}

func (w *watched) listen(ev any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, "exception: "+ev.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		w.complaints = append(w.complaints, fmt.Sprintf("console: %s", ev.Type))
	case *log.EventEntryAdded:
		w.complaints = append(w.complaints, "log: "+ev.Entry.Text)
	case *network.EventRequestWillBeSent:
		w.requests = append(w.requests, ev.Request.URL)
	}
}

// chromium returns where the browser is. Without one the test is skipped, except
// where CI says that there has to be one.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no Chromium: CI has to install one (Debian: chromium, fonts-dejavu-core)")
	}
	t.Skip("no Chromium here: the page is not opened")
	return ""
}

// opened opens the page of a run, after some first steps, and returns a browser that
// shows it.
func opened(t *testing.T, l reports.Language, first ...chromedp.Action[chromedp.Void]) (context.Context, *watched, string) {
	t.Helper()
	var b bytes.Buffer
	if err := reports.ConformancePage(&b, sample(t), l, exchanged()); err != nil {
		t.Fatal(err)
	}
	return browsed(t, b.Bytes(), first...)
}

// browsed opens a page from a file, after some first steps, and returns a browser
// that shows it, and its address.
func browsed(t *testing.T, content []byte, first ...chromedp.Action[chromedp.Void]) (context.Context, *watched, string) {
	t.Helper()
	ctx, seen := browser(t, first...)
	address := filed(t, content)
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address))
	return ctx, seen, address
}

// filed writes a page to a file and returns its address.
func filed(t *testing.T, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: file}).String()
}

// browser starts a browser, which is watched after some first steps.
func browser(t *testing.T, first ...chromedp.Action[chromedp.Void]) (context.Context, *watched) {
	t.Helper()
	binary := chromium(t)
	seen := new(watched)
	limited, stop := context.WithTimeout(t.Context(), 6*time.Minute) // two cores may be busy
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(
		limited,
		chromedp.WithAllocatorOptions(
			chromedp.ExecPath(binary), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true),
			chromedp.UserDataDir(t.TempDir()),
		),
		chromedp.WithListener(seen.listen),
	)
	t.Cleanup(cancel)
	watch := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.Enable, network.EnableParams{})
		return err
	})
	do(t, ctx, append(first, watch)...)
	return ctx, seen
}

// answer evaluates an expression in the page.
func answer[T any](t *testing.T, ctx context.Context, expression string) T { //nolint:revive // the test comes first, as everywhere
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) { //nolint:revive // the test comes first, as everywhere
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// soon waits until something is so: what a link leads to is opened by an event.
func soon(t *testing.T, ctx context.Context, expression, demand string) { //nolint:revive // the test comes first, as everywhere
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		t.Errorf("%s: not so: %v", demand, err)
	}
}

// picture keeps what the browser shows, for whoever asks the test to keep it.
func picture(t *testing.T, ctx context.Context, name string) { //nolint:revive // the test comes first, as everywhere
	t.Helper()
	if asked := flag.Lookup("test.artifacts"); asked == nil || asked.Value.String() != "true" {
		return // a page as long as this one takes seconds to draw
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	kept(t, name+".png", png)
}

// kept writes what a test made to a file, for whoever asks the test to keep it.
func kept(t *testing.T, name string, content []byte) {
	t.Helper()
	if asked := flag.Lookup("test.artifacts"); asked == nil || asked.Value.String() != "true" {
		return
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

const (
	visibleRows = `document.querySelectorAll("#rows > tr:not([hidden])").length`
	shownText   = `document.querySelector("h1 + .verdict").innerText`
	background  = `getComputedStyle(document.body).backgroundColor`
)

// calm reports what the browser complained of, and what the page asked for.
func calm(t *testing.T, seen *watched) {
	t.Helper()
	seen.mu.Lock()
	defer seen.mu.Unlock()
	for _, complaint := range seen.complaints {
		t.Errorf("the browser complains: %s", complaint)
	}
	for _, request := range seen.requests {
		if !strings.HasPrefix(request, "file:") && !strings.HasPrefix(request, "data:") {
			t.Errorf("the page asks for %s, want nothing from elsewhere", request)
		}
	}
	if len(seen.requests) == 0 {
		t.Error("no request was seen, not even for the page itself: nothing was watched")
	}
}

func TestPageIsNarrowedInABrowser(t *testing.T) {
	ctx, seen, _ := opened(t, reports.English)
	rows := len(sample(t).Results)
	if got := answer[int](t, ctx, visibleRows); got != rows {
		t.Errorf("%d checks in the list, want %d", got, rows)
	}
	click := func(selector string) chromedp.Action[chromedp.Void] { return chromedp.Click(chromedp.CSS(selector)) }
	for _, tt := range []struct {
		name string
		step chromedp.Action[chromedp.Void]
		want int
		why  string
	}{
		{"failures", click(`.chip:has([value=fail])`), 4, ""},
		{"failures of gas", click(`.chip:has([value=gas])`), 2, "over facets all have to fit"},
		{"failures of gas from random lives", click(`.chip:has([value=properties])`), 0, ""},
		{"failures from random lives", click(`.chip:has([value=gas])`), 1, "a chip is taken off by a second click"},
		{"failures from random lives or stories", click(`.chip:has([value=stories])`), 4, "within a facet any fits"},
		{"all again", click(`#clear`), rows, ""},
		{"two words", chromedp.SendKeys(chromedp.CSS(`#find`), "WINDOW_last_day a_day"), 1, "every word has to be there, in any case"},
		{"blocked, by a tile", click(`.tile[data-pick=blocked]`), 2, "a tile shows its checks and nothing else"},
	} {
		do(t, ctx, tt.step)
		said := answer[string](t, ctx, `document.getElementById("shown").textContent`)
		if got := answer[int](t, ctx, visibleRows); got != tt.want || said != fmt.Sprint(tt.want) {
			t.Errorf("%s: %d checks are shown and %s said, want %d\n%s", tt.name, got, said, tt.want, tt.why)
		}
	}
	if answer[bool](t, ctx, `document.getElementById("nothing").hidden`) != true {
		t.Error("the page says that nothing fits, and something does")
	}
	calm(t, seen)
}

func TestPageSpeaksThreeLanguagesInABrowser(t *testing.T) {
	ctx, seen, _ := opened(t, reports.Russian)
	for _, tt := range []struct {
		language      reports.Language
		verdict, step string
	}{
		{reports.Russian, "НЕ СООТВЕТСТВУЕТ", "Человек 1 подтверждает активацию"},
		{reports.English, "DOES NOT CONFORM", "Person 1 confirms the activation"},
		{reports.Kazakh, "СӘЙКЕС ЕМЕС", "1-адам белсендіруді растайды"},
	} {
		do(t, ctx, chromedp.Click(chromedp.CSS("label:has(#lang-"+string(tt.language)+")")))
		if got := answer[string](t, ctx, shownText); got != tt.verdict {
			t.Errorf("in %s the verdict is %q, want %q", tt.language, got, tt.verdict)
		}
		if got := answer[string](t, ctx, `document.querySelector(".wrong td:nth-child(2)").innerText`); got != tt.step {
			t.Errorf("in %s the wrong step is %q, want %q", tt.language, got, tt.step)
		}
		if got := answer[string](t, ctx, `document.documentElement.lang + " " + document.title`); got != string(tt.language)+" "+tt.verdict+" · example wallet 5.2" {
			t.Errorf("in %s language and title are %q", tt.language, got)
		}
		picture(t, ctx, string(tt.language))
	}
	do(t, ctx, chromedp.Reload())
	soon(t, ctx, `document.readyState === "complete"`, "the page is opened again")
	if got := answer[string](t, ctx, shownText); got != "СӘЙКЕС ЕМЕС" {
		t.Errorf("opened again, the page says %q, want the language chosen last", got)
	}
	calm(t, seen)
}

func TestPageChangesItsColoursInABrowser(t *testing.T) {
	ctx, seen, _ := opened(t, reports.English)
	light := answer[string](t, ctx, background)
	picture(t, ctx, "light")
	do(t, ctx, chromedp.Click(chromedp.CSS("label:has(#theme-dark)")))
	dark := answer[string](t, ctx, background)
	picture(t, ctx, "dark")
	do(t, ctx, chromedp.Click(chromedp.CSS("label:has(#theme-light)")))
	if again := answer[string](t, ctx, background); light == dark || again != light {
		t.Errorf("light %s, dark %s, light again %s: want two colours", light, dark, again)
	}
	calm(t, seen)
}

func TestPageOpensAFailureInABrowser(t *testing.T) {
	ctx, seen, address := opened(t, reports.English)
	const isOpen = `document.querySelector("#failure-2 > details").open`
	if answer[bool](t, ctx, isOpen) {
		t.Fatal("the second failure is open from the start: nothing to open")
	}
	do(t, ctx, chromedp.Click(chromedp.CSS("#failure-2 > details > summary")))
	if !answer[bool](t, ctx, isOpen) {
		t.Error("a click on a failure does not open it")
	}
	if got := answer[string](t, ctx, `document.querySelector("#failure-2 .wrong .right").innerText`); got != "4,325.00\u00a0₸" {
		t.Errorf("what is left beside the wrong step is %q, want 4,325.00 ₸", got)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS("#failure-2 .transcript > summary")), chromedp.Click(chromedp.CSS("#failure-2 .exchanges summary")))
	if got := answer[string](t, ctx, `document.querySelector("#failure-2 .exchanges pre").innerText`); !strings.Contains(got, `"code":"•••"`) {
		t.Errorf("the request of the transcript is %q, want its code masked", got)
	}
	// A link from elsewhere leads into what is folded and filtered away.
	do(t, ctx, chromedp.Click(chromedp.CSS(".chip:has([value=pass])")), chromedp.Navigate(address+"#failure-3"))
	soon(t, ctx, `document.querySelector("#failure-3 > details").open`, "a link to a failure opens it")
	do(t, ctx, chromedp.Navigate(address+"#check-GAS-WINDOW-001-window_last_day-a_day_after"))
	soon(t, ctx, `document.querySelector("tr:target")?.hidden === false`, "a link to a check that is filtered out shows it")
	calm(t, seen)
}

func TestPageFitsAPhoneInABrowser(t *testing.T) {
	ctx, seen, _ := opened(t, reports.Kazakh)
	for _, width := range []int64{390, 320} {
		do(t, ctx, chromedp.EmulateViewport(width, 844, chromedp.EmulateMobile))
		for _, language := range reports.Languages() {
			do(t, ctx, chromedp.Evaluate[chromedp.Void](`for (const d of document.querySelectorAll("details")) d.open = true`),
				chromedp.Evaluate[chromedp.Void](`document.getElementById("lang-`+string(language)+`").click()`))
			if got := answer[int](t, ctx, `document.documentElement.scrollWidth`); got > int(width) {
				t.Errorf("in %s the page is %d wide on a phone of %d: it scrolls to the side", language, got, width)
			}
		}
	}
	do(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	picture(t, ctx, "phone")
	calm(t, seen)
}

// Where scripts are forbidden, the style alone keeps language and colours.
func TestPageNeedsNoScriptInABrowser(t *testing.T) {
	off := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	ctx, seen, _ := opened(t, reports.English, off)
	if !answer[bool](t, ctx, `document.getElementById("filters").hidden`) {
		t.Fatal("the script has run: nothing is tried here")
	}
	light := answer[string](t, ctx, background)
	do(t, ctx, chromedp.Click(chromedp.CSS("label:has(#lang-ru)")), chromedp.Click(chromedp.CSS("label:has(#theme-dark)")))
	if got := answer[string](t, ctx, shownText); got != "НЕ СООТВЕТСТВУЕТ" {
		t.Errorf("a click on RU shows %q, want Russian without a script", got)
	}
	if got := answer[string](t, ctx, background); got == light {
		t.Errorf("a click on the dark colours leaves the background %s", got)
	}
	if got, want := answer[int](t, ctx, visibleRows), len(sample(t).Results); got != want {
		t.Errorf("%d checks are shown, want all %d", got, want)
	}
	calm(t, seen)
}
