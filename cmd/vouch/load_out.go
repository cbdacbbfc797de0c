package main

import (
	"fmt"
	"io"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reports"
)

// print tells the results.
func (d *drive) print(w io.Writer, r *load.Result) error {
	if d.format == "json" {
		return reports.LoadJSON(w, r)
	}
	return reports.LoadText(w, r, reports.LoadOptions{Lang: reports.Language(d.language), Width: widthOf(w), Colour: coloured(w)})
}

// file writes the results as files and puts the folder into its place.
func (d *drive) file(out *folder, r *load.Result) error {
	type file struct {
		name  string
		write func(io.Writer) error
	}
	files := []file{
		{"report.txt", func(w io.Writer) error {
			return reports.LoadText(w, r, reports.LoadOptions{Lang: reports.Language(d.language), Width: reports.Width})
		}},
		{"report.html", func(w io.Writer) error { return reports.LoadPage(w, r, reports.Language(d.language)) }},
		{"load.json", func(w io.Writer) error { return reports.LoadJSON(w, r) }},
		{"seconds.csv", func(w io.Writer) error { return reports.LoadSeconds(w, r) }},
		{"timings.csv", func(w io.Writer) error { return reports.LoadTimings(w, r) }},
	}
	for i := range r.Drives {
		files = append(files, file{fmt.Sprintf("drive%02d.hlog", i+1), func(w io.Writer) error { return load.WriteHistograms(w, r.Began, &r.Drives[i]) }})
	}
	for _, f := range files {
		if err := out.add(f.name, f.write); err != nil {
			return err
		}
	}
	err := out.add(manifestName, func(w io.Writer) error {
		return writeIndented(w, &judgedManifest{madeBy: made(d.arguments), Address: r.Target, Exit: loadStatus(r), Elapsed: time.Since(r.Began).Milliseconds(), Files: out.files})
	})
	if err != nil {
		return err
	}
	return out.commit()
}
