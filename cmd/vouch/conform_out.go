package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reports"
)

// The files of a conformance run.
const (
	eventsName   = "events.ndjson" // the record: everything else is made from it
	failuresName = "failures"      // a file for each failure, for vouch replay

	transcriptName = "transcript.har" // of what went over HTTP

	knownName = "known.yaml" // the failures as --known takes them, where something failed
)

// knownFor is how many days a failure is known for where its user does not say.
const knownFor = 30

// judgedManifest says how a folder of a conformance run came about.
type judgedManifest struct {
	madeBy
	Address  string `json:"address"`
	PlanHash string `json:"plan_hash"`
	Exit     int    `json:"exit"`
	Elapsed  int64  `json:"elapsed_ms"`
	// LeftOut is how many exchanges transcript.har does not hold, to bound memory.
	LeftOut int            `json:"exchanges_left_out"`
	Files   []manifestFile `json:"files"`
}

// record is the folder of a run in the making, with what is kept for it while it
// is asked.
type record struct {
	*folder
	events  *written
	kept    *transcripts
	elapsed time.Duration
}

// claimRecord makes ready to write the folder --out, before a long run. Without one
// it is nil.
func (c *conform) claimRecord(stderr io.Writer) (*record, error) {
	out, err := claimFolder(c.out, stderr)
	if out == nil {
		return nil, err
	}
	events, err := out.create(eventsName)
	if err != nil {
		out.abandon()
		return nil, misuse("--out %s: %w", c.out, err)
	}
	c.options.Events = events
	return &record{folder: out, events: events, kept: &transcripts{}}, nil
}

// keep keeps an exchange for the transcript.
func (r *record) keep() func(*wire.Exchange) {
	if r == nil {
		return nil
	}
	return r.kept.add
}

// tell says where the record stands, and what it does not hold.
func (r *record) tell(stderr io.Writer) {
	if _, leftOut := r.kept.all(); leftOut > 0 {
		fmt.Fprintln(stderr, english.Sprintf("%s leaves out %d exchanges: it keeps the last MiB of each check, and 32 MiB in all", transcriptName, leftOut))
	}
	fmt.Fprintln(stderr, "written to "+r.path)
}

// keepsEarlier reports whether the folder stays as it is, and tells so: a build that
// could be asked nothing takes no recorded run away, which could be judged again.
func (r *record) keepsEarlier(report *conformance.Report, stderr io.Writer) bool {
	if report.Unasked == nil {
		return false
	}
	if _, err := os.Stat(filepath.Join(r.path, eventsName)); err != nil {
		return false
	}
	fmt.Fprintf(stderr, "%s holds the earlier run still, and nothing of this one, in which nothing was asked; for its reports name another folder with --out\n", r.path)
	return true
}

// abandon takes back what was begun, where it was not committed.
func (r *record) abandon() {
	if r == nil {
		return
	}
	_ = r.events.close() // nobody reads it any more
	r.folder.abandon()
}

// file writes the run into its folder and puts that into its place. The record of
// what was asked stands there already, written while it was asked.
func (c *conform) file(out *record, r *conformance.Report) error {
	if r.Unasked != nil { // nothing was asked that could be judged again
		out.events.drop()
	} else if err := out.events.close(); err != nil {
		return err
	}
	if err := saveFailures(out.folder, c.out, r); err != nil {
		return err
	}
	language := reports.Language(c.language)
	exchanges, leftOut := out.kept.all()
	for _, f := range []struct {
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
		{knownName, func(w io.Writer) error {
			return reports.KnownFailures(w, r, c.options.Known, c.options.Today+knownFor)
		}},
		{transcriptName, func(w io.Writer) error { return reports.HAR(w, exchanges, leftOut) }},
		{manifestName, func(w io.Writer) error { return writeIndented(w, c.manifest(out, r, leftOut)) }},
	} {
		if f.name == transcriptName && len(exchanges) == 0 || f.name == knownName && r.Count(conformance.Fail)+r.Count(conformance.ExpectedFail) == 0 {
			continue
		}
		if err := out.add(f.name, f.write); err != nil {
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
		name := failuresName + "/" + strings.ReplaceAll(result.Check, "/", "__") + ".ndjson"
		if err := out.add(name, func(w io.Writer) error { return conformance.SaveFailure(w, r, result) }); err != nil {
			return err
		}
		result.Failure.File = filepath.ToSlash(filepath.Join(named, name))
		if result.Failure.Spans == nil {
			continue
		}
		if err := out.add(pictureName(result), func(w io.Writer) error { return conformance.RacePicture(w, result) }); err != nil {
			return err
		}
	}
	return nil
}

// pictureName is the name of the page that draws a lost race, within the folder.
func pictureName(r *conformance.Result) string {
	return failuresName + "/" + strings.ReplaceAll(r.Check, "/", "__") + ".html"
}

// namePictures says in the report where the pictures of lost races will stand, as the
// user named the folder: what is printed names them before they are written.
func namePictures(named string, r *conformance.Report) {
	for i := range r.Results {
		if f := r.Results[i].Failure; f != nil && f.Spans != nil {
			f.Picture = filepath.ToSlash(filepath.Join(named, pictureName(&r.Results[i])))
		}
	}
}

// manifest says how the folder came about, and lists what stands in it by now.
func (c *conform) manifest(out *record, r *conformance.Report, leftOut int) *judgedManifest {
	return &judgedManifest{madeBy: made(c.arguments), Address: r.Address, PlanHash: r.PlanHash, Exit: r.Exit,
		Elapsed: out.elapsed.Milliseconds(), LeftOut: leftOut, Files: out.files}
}
