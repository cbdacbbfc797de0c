package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// told is how a report of a run that is over is printed.
type told struct {
	format, language string
	verbose          bool
}

func addTold(cmd *cobra.Command) *told {
	t := &told{}
	addChoice(cmd, &t.format, "format", "what is printed", "text", "json", "junit", "summary")
	addLanguage(cmd, &t.language)
	addSwitch(cmd, "verbose", "every step of a failure, and a screen for each warning", &t.verbose)
	return t
}

// print writes a report as the flags say.
func (t *told) print(w io.Writer, r *conformance.Report) error {
	c := conform{format: t.format, language: t.language, verbose: t.verbose}
	if err := c.print(w, r); err != nil {
		return unprinted(r.Exit, err)
	}
	return nil
}

// judging is what a recorded run is judged with.
func judging(own voucher.World) conformance.JudgeOptions {
	return conformance.JudgeOptions{Oracle: own, Suspects: suspects()}
}

// suspects are the wrong builds that a failure is compared with.
func suspects() (all []conformance.Suspect) {
	for _, m := range mutant.All() {
		if !m.Concurrent && !m.Restarts && m.Way != mutant.Wire {
			all = append(all, conformance.Suspect{ID: m.ID, Title: m.Title, Requirement: m.Requirement, World: m.World()})
		}
	}
	return all
}

// newJudge makes the command that judges a recorded run again.
func newJudge(own voucher.World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "judge FILE",
		Short: "Judge a recorded run again, without the build",
		Long: `Judge a run that vouch conform --out has recorded: its folder, or the file
events.ndjson in it. Asking and judging are apart, so the verdicts are those of
the run itself, and the build need not be there.

Exit status: as vouch conform; 2 also for a record that is broken.`,
		Example: `  vouch judge run
  vouch judge run/events.ndjson --format json`,
		Args: oneFile,
	}
	t := addTold(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		report, err := judgeFile(cmd, own, args[0])
		if err != nil {
			return err
		}
		if err := t.print(cmd.OutOrStdout(), report); err != nil {
			return err
		}
		return verdict(report)
	}
	return cmd
}

// oneFile refuses anything but the name of one file or folder.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return misuse("%s takes one file or folder, and %s; %s shows examples", cmd.CommandPath(), wordsGiven(len(args)), helpFor(cmd))
	}
	return nil
}

// judgeFile judges the record in a file, or in a folder of a run.
func judgeFile(cmd *cobra.Command, own voucher.World, name string) (*conformance.Report, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = filepath.Join(name, eventsName)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, misuse("%w; name the folder of a run, or its %s", err, eventsName)
	}
	defer f.Close() //nolint:errcheck // only read
	report, err := conformance.Judge(cmd.Context(), f, judging(own))
	if err != nil {
		return nil, misuse("%s: %w; the record of a run is what vouch conform --out wrote as %s", name, err, eventsName)
	}
	report.Reach = reachOf(report.Address)
	return report, nil
}

// newBundle makes the command that packs a run as evidence.
func newBundle() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "bundle DIR",
		Short: "Pack a recorded run as evidence: one file with checksums",
		Long: `Pack the folder of vouch conform --out into one file that can be handed on: the
record, the reports, the failures, the manifest and the checksum of each. The same
folder gives the same bytes. vouch verify judges it again. A file that is there already
is never written over: it may be the evidence of another run.`,
		Example: `  vouch conform --certify --target URL --out run
  vouch bundle run --out run.vouch.tar.gz
  vouch verify run.vouch.tar.gz`,
		Args: oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			into, mend := out, "delete it, or name another file"
			if into == "" {
				mend += " with --out"
				var err error
				if into, err = beside(args[0]); err != nil {
					return err
				}
			}
			_, err := os.Lstat(into)
			there := err == nil // what cannot be looked at cannot be written either, which is told then
			if !there {
				err = bundle(cmd, args[0], into)
				there = errors.Is(err, fs.ErrExist) // since we looked
			}
			if there {
				return misuse("%s is there already, and evidence is never written over; %s", into, mend)
			}
			return err
		},
	}
	addText(cmd, "out", "FILE", "the bundle (default: beside the folder, its name with .vouch.tar.gz)", &out)
	return cmd
}

// beside is where the bundle of a folder stands where nobody says: next to the folder,
// under its name, however the folder was called.
func beside(dir string) (string, error) {
	clean := filepath.Clean(dir)
	switch filepath.Base(clean) {
	case ".", "..":
		whole, err := filepath.Abs(clean)
		if err != nil {
			return "", fault("%w", err)
		}
		clean = whole
	}
	if filepath.Dir(clean) == clean {
		return "", misuse("%s has no name that a bundle could take; name the bundle with --out", dir)
	}
	return clean + ".vouch.tar.gz", nil
}

// bundle packs what the manifest of a folder lists; a changed or foreign file in it
// is refused.
func bundle(cmd *cobra.Command, dir, out string) error {
	if _, err := os.Stat(filepath.Join(dir, eventsName)); err != nil {
		return misuse("%s holds no recorded run; vouch conform --out makes one", dir)
	}
	if _, err := os.Stat(filepath.Join(dir, manifestName)); err != nil {
		return misuse("%s holds no %s, by which its files are known; vouch conform --out writes one", dir, manifestName)
	}
	names, err := replaceable(dir) // what the manifest lists, as it was written
	if err != nil {
		return misuse("%s: it is not as vouch conform --out has written it: %w", dir, err)
	}
	var files []reports.BundleFile
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return misuse("%w", err)
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return fault("%w", err)
		}
		files = append(files, reports.BundleFile{Name: filepath.ToSlash(rel), Content: content})
	}
	if err := asListed(files); err != nil { // one may be gone
		return misuse("%s: it is not as vouch conform --out has written it: %w", dir, err)
	}
	var packed bytes.Buffer
	if err := reports.WriteBundle(&packed, files); err != nil {
		return fault("bundle: %w", err)
	}
	if err := writeNew(out, packed.Bytes()); err != nil {
		return unwritten("--out", out, filepath.Dir(out), err)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "written to %s: %d files\n", out, len(files))
	return nil
}

// content returns a file of a bundle, nil for none.
func content(files []reports.BundleFile, name string) []byte {
	for _, f := range files {
		if f.Name == name {
			return f.Content
		}
	}
	return nil
}

// writeWhole writes a file at once or not at all, in the place of one that is there.
func writeWhole(name string, data []byte) error { return writeBeside(name, data, os.Rename) }

// writeNew writes a file at once or not at all. One that is there, were it only since
// its user looked, stays as it is, and the error is fs.ErrExist.
func writeNew(name string, data []byte) error {
	return writeBeside(name, data, func(from, to string) error {
		// Taken first, for a rename asks nobody; a link would too, and not every stick
		// that evidence is handed on with has links.
		taken, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		if err = taken.Close(); err == nil {
			err = os.Rename(from, to)
		}
		if err != nil {
			err = errors.Join(err, os.Remove(to))
		}
		return err
	})
}

// writeBeside writes a file under a name of its own beside the one that it is to have,
// and has it put there.
func writeBeside(name string, data []byte, put func(from, to string) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".vouch-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err = f.Write(data); err == nil {
		err = f.Chmod(0o644)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = put(f.Name(), name)
	}
	return err
}

// newVerify makes the command that judges a bundle again.
func newVerify(own voucher.World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check a bundle and judge its run again",
		Long: `Check that nothing in a bundle was changed, added or taken away, judge the run in
it again, and compare the verdicts with those that it claims. What it prints is what
the record gives. The reports for people in the bundle are held to their checksums,
which whoever packed it made too.

Exit status: as vouch conform for the run judged again; 1 also where the bundle
claims another verdict; 2 for a bundle that is broken.`,
		Example: `  vouch verify run.vouch.tar.gz`,
		Args:    oneFile,
	}
	t := addTold(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return verify(cmd, own, args[0], t) }
	return cmd
}

// verify holds a bundle against its checksums, judges its record again and compares
// the verdicts with those that the bundle claims.
func verify(cmd *cobra.Command, own voucher.World, name string, t *told) error {
	f, err := os.Open(name)
	if err != nil {
		return misuse("%w; name a bundle, which vouch bundle makes", err)
	}
	defer f.Close() //nolint:errcheck // only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return misuse("%s is a folder; vouch judge %s judges its run, and vouch bundle %s packs it", name, name, name)
	}
	files, err := reports.ReadBundle(f)
	if err == nil {
		err = asListed(files)
	}
	if err != nil {
		return misuse("%s: %w; get it again from who packed it with vouch bundle", name, err)
	}
	report, err := conformance.Judge(cmd.Context(), bytes.NewReader(content(files, eventsName)), judging(own))
	if err != nil {
		return misuse("%s: %s: %w", name, eventsName, err)
	}
	if err := t.print(cmd.OutOrStdout(), report); err != nil {
		return err
	}
	var again bytes.Buffer
	if err := reports.ConformanceJSON(&again, report); err != nil {
		return fault("results: %w", err)
	}
	differs, err := reports.SameVerdicts(content(files, "report.json"), again.Bytes())
	switch {
	case err != nil:
		return misuse("%s: report.json: %w", name, err)
	case len(differs) > 0:
		return &failure{exitBroken, fmt.Errorf("the bundle claims other verdicts than its record gives:\n%s", strings.Join(differs, "\n"))}
	}
	fmt.Fprintln(cmd.ErrOrStderr(), "the bundle is whole, and its verdicts are those that its record gives")
	return verdict(report)
}

// asListed holds the files of a bundle against the manifest of the run in it.
func asListed(files []reports.BundleFile) error {
	var listed struct {
		Files []manifestFile `json:"files"`
	}
	if err := json.Unmarshal(content(files, manifestName), &listed); err != nil {
		return fmt.Errorf("%s: %w", manifestName, err)
	}
	for _, f := range listed.Files {
		if sum := sha256.Sum256(content(files, f.Name)); hex.EncodeToString(sum[:]) != f.SHA256 {
			return fmt.Errorf("%s is missing, or not the one that %s lists", f.Name, manifestName)
		}
	}
	if len(listed.Files) != len(files)-1 {
		return fmt.Errorf("%s lists %d files, the bundle has %d besides it", manifestName, len(listed.Files), len(files)-1)
	}
	return nil
}
