package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reports"
)

// The files of a conformance run.
const (
	eventsName   = "events.ndjson" // the record: everything else is made from it
	failuresName = "failures"      // a file for each failure, for vouch replay
)

// judgedManifest says how a folder of a conformance run came about.
type judgedManifest struct {
	Manifest  int            `json:"vouch_manifest"` // version of this file
	Version   string         `json:"version"`
	Revision  string         `json:"revision"`
	Go        string         `json:"go"`
	Platform  string         `json:"platform"`
	Arguments []string       `json:"arguments"` // with which vouch repeats it
	Address   string         `json:"address"`
	PlanHash  string         `json:"plan_hash"`
	Exit      int            `json:"exit"`
	Elapsed   int64          `json:"elapsed_ms"`
	Files     []manifestFile `json:"files"`
}

// file writes the run into its folder and puts that into its place.
func (c *conform) file(out *folder, r *conformance.Report, events []byte, exchanges []reports.Exchange, elapsed time.Duration) error {
	if err := out.add(eventsName, events); err != nil {
		return err
	}
	if err := saveFailures(out, c.out, r); err != nil {
		return err
	}
	language := reports.Language(c.language)
	written := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"report.txt", func(w io.Writer) error {
			return reports.ConformanceText(w, r, reports.ConformanceOptions{Lang: language, Verbose: true})
		}},
		{"report.json", func(w io.Writer) error { return reports.ConformanceJSON(w, r) }},
		{"report.html", func(w io.Writer) error { return reports.ConformancePage(w, r, language, exchanges) }},
		{"junit.xml", func(w io.Writer) error { return reports.ConformanceJUnit(w, r) }},
		{"summary.md", func(w io.Writer) error { return reports.ConformanceSummary(w, r, language) }},
		{"transcript.har", func(w io.Writer) error { return reports.HAR(w, exchanges) }},
		{manifestName, func(w io.Writer) error { return writeIndented(w, c.manifest(out, r, elapsed)) }},
	}
	for _, f := range written {
		if f.name == "transcript.har" && len(exchanges) == 0 {
			continue
		}
		var b bytes.Buffer
		if err := f.write(&b); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if err := out.add(f.name, b.Bytes()); err != nil {
			return err
		}
	}
	return out.commit()
}

// saveFailures writes a file for each failure and names it in the report, as the
// user named the folder.
func saveFailures(out *folder, named string, r *conformance.Report) error {
	for i := range r.Results {
		result := &r.Results[i]
		if result.Failure == nil {
			continue
		}
		var b bytes.Buffer
		if err := conformance.SaveFailure(&b, r, result); err != nil {
			return err
		}
		name := failuresName + "/" + strings.ReplaceAll(result.Check, "/", "__") + ".ndjson"
		if err := out.add(name, b.Bytes()); err != nil {
			return err
		}
		result.Failure.File = filepath.ToSlash(filepath.Join(named, name))
	}
	return nil
}

// manifest says how the folder came about.
func (c *conform) manifest(out *folder, r *conformance.Report, elapsed time.Duration) *judgedManifest {
	b := thisBuild()
	return &judgedManifest{Manifest: 1, Version: b.version, Revision: b.revision, Go: runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH, Arguments: c.arguments, Address: r.Address, PlanHash: r.PlanHash,
		Exit: r.Exit, Elapsed: elapsed.Milliseconds(), Files: out.files}
}

// transcripts keeps what went over the wire, for the page and the HAR file.
type transcripts struct {
	keep bool
	mu   sync.Mutex
	rows []reports.Exchange
}

// mostExchanges bounds what is kept: the first of a long run say enough.
const mostExchanges = 20_000

// add keeps an exchange. It serves many goroutines.
func (t *transcripts) add(e *wire.Exchange) {
	if !t.keep {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.rows) < mostExchanges {
		t.rows = append(t.rows, reports.Exchange{Check: e.Check, Method: e.Method, URL: e.URL, Status: e.Status,
			RequestHeader: e.RequestHeader, ResponseHeader: e.ResponseHeader, Request: string(e.RequestBody),
			Response: string(e.ResponseBody), At: e.Start, Duration: e.Duration, Err: errText(e.Err)})
	}
}

// errText is the text of an error, "" for none.
func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func (t *transcripts) all() []reports.Exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rows
}

// checkBar shows how many checks are judged; nil shows nothing.
type checkBar struct {
	drawn *progressbar.ProgressBar
	fails int
}

// newCheckBar makes a bar, and nil where nobody would see it.
func newCheckBar(stderr io.Writer) *checkBar {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return &checkBar{drawn: progressbar.NewOptions64(1, progressbar.OptionSetWriter(stderr), progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionSetWidth(20), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(barEvery))}
}

// show draws the bar.
func (b *checkBar) show(done, planned int, r *conformance.Result) {
	if b == nil {
		return
	}
	if r.Verdict == conformance.Fail {
		b.fails++
	}
	if b.drawn.GetMax64() != int64(planned) {
		b.drawn.ChangeMax64(int64(planned))
	}
	b.drawn.Describe(english.Sprintf("%d of %d checks, %d failed", done, planned, b.fails))
	// A terminal that takes no more bytes stops no run.
	_ = b.drawn.Set64(int64(done))
}

// clear takes the bar off the screen.
func (b *checkBar) clear() {
	if b != nil {
		_ = b.drawn.Clear()
	}
}
