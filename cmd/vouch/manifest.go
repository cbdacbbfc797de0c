package main

import (
	"context"
	"encoding/json"
	"io"
	"runtime"

	"github.com/vouch-kz/vouch/reports"
)

// manifestName is the file by which a folder is known as a result of vouch.
const manifestName = "manifest.json"

// manifest says how a result folder came about, and lists its files. It alone
// differs between two runs of one scenario: it holds times.
type manifest struct {
	madeBy
	Workers int    `json:"workers"`
	Elapsed int64  `json:"elapsed_ms"`
	Rates   []rate `json:"per_second"`
	// Floor is the speed as a share, in parts per million, of that of the run's draws
	// alone, measured on this machine after it.
	Floor  int64          `json:"share_of_draws_only_ppm"`
	Hash   string         `json:"replay_hash"`
	Faults []string       `json:"faults"`
	Files  []manifestFile `json:"files"`
}

// madeBy begins every manifest: which program made the folder, and how it was
// called.
type madeBy struct {
	Manifest  int      `json:"vouch_manifest"` // version of the manifest
	Version   string   `json:"version"`
	Revision  string   `json:"revision"`
	Go        string   `json:"go"`
	Platform  string   `json:"platform"`
	Arguments []string `json:"arguments"` // with which vouch repeats it; secrets are masked, variables stand by name
}

// made fills in what made a folder.
func made(arguments []string) madeBy {
	b := thisBuild()
	return madeBy{Manifest: 1, Version: b.version, Revision: b.revision, Go: runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH, Arguments: arguments}
}

// manifestFile is one file of a result folder, the manifest apart.
type manifestFile struct {
	Name   string `json:"name"` // parted by slashes
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// file writes the results as files and puts the folder into its place.
func (s *simulate) file(ctx context.Context, out *folder, ran *outcome, report *reports.Simulation) error {
	var err error
	for _, f := range report.Files(reports.Language(s.language)) {
		if err == nil {
			err = out.add(f.Name, f.Write)
		}
	}
	if err == nil {
		err = out.add(manifestName, func(w io.Writer) error { return s.manifest(out, ran, report).write(w) })
	}
	if err == nil && ctx.Err() != nil {
		return interrupted(ran.Result, ran.elapsed)
	}
	if err == nil {
		err = out.commit()
	}
	if err != nil {
		return fault("--out %s: %w", s.out, err)
	}
	return nil
}

// manifest says how the results came about.
func (s *simulate) manifest(out *folder, ran *outcome, report *reports.Simulation) *manifest {
	return &manifest{madeBy: made(s.arguments), Workers: s.workers, Elapsed: ran.elapsed.Milliseconds(), Rates: ran.perSecond(), Floor: ran.floorPPM(),
		Hash: ran.Hash, Faults: append([]string{}, report.Faults()...), Files: out.files}
}

func (m *manifest) write(w io.Writer) error { return writeIndented(w, m) }

// writeIndented writes a value as JSON that people can read.
func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
