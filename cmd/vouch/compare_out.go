package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"

	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/simulator/study"
)

// print writes the results in the chosen format.
func (c *compare) print(stdout io.Writer, results *study.Results, report *reports.Study) error {
	buffered := bufio.NewWriter(stdout)
	language := reports.Language(c.language)
	var err error
	switch c.format {
	case "json":
		err = results.WriteJSON(buffered)
	case "csv":
		err = report.WriteCells(buffered, language)
	case "md":
		err = report.WriteMarkdown(buffered, language)
	default:
		err = report.WriteText(buffered, language, widthOf(stdout))
	}
	if err == nil {
		err = buffered.Flush()
	}
	return err
}

// studyManifest says how a result folder of a study came about, and lists its files.
type studyManifest struct {
	madeBy
	Study *study.Manifest `json:"study"`
	Files []manifestFile  `json:"files"`
}

// file writes the results as files and puts the folder into its place; then the parts have done
// their work.
func (c *compare) file(ctx context.Context, run *study.Run, out *folder, results *study.Results, report *reports.Study) error {
	err := out.add("results.json", results.WriteJSON)
	for _, f := range report.Files(reports.Language(c.language)) {
		if err == nil {
			err = out.add(f.Name, f.Write)
		}
	}
	if err == nil {
		err = out.add(manifestName, func(w io.Writer) error {
			return writeIndented(w, &studyManifest{madeBy: made(c.arguments), Study: &results.Manifest, Files: out.files})
		})
	}
	if err == nil && ctx.Err() != nil {
		goOn := "the same command goes on with --resume"
		if run.Folder == "" {
			goOn = "the shards stay as they are"
		}
		return &failure{exitInterrupted, errors.New("interrupted while the report was written; " + goOn)}
	}
	if err == nil {
		err = out.commit()
	}
	if err == nil {
		err = os.RemoveAll(run.Folder)
	}
	if err != nil {
		return fault("--out %s: %w", c.out, err)
	}
	return nil
}
