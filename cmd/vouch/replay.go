package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// newReplay makes the command that asks a saved failure again.
func newReplay(own voucher.World) *cobra.Command {
	var shape, from string
	cmd := &cobra.Command{
		Use:   "replay FILE|CHECK",
		Short: "Ask a build again what has failed",
		Long: `Ask a build again what a saved failure holds, and say FIXED, STILL FAILS, FAILS
ANEW or CANNOT RUN. FILE is one of DIR/failures; CHECK is the id of a check whose
failure lies in the folder --from.

--print curl writes the steps as a shell script for curl instead, and asks nobody; a
remark stands at the step that failed. Run, it asks VOUCH_TARGET where that is set. Of
hostile input it holds the very requests; what curl cannot send, such as a body that
stops in its middle, stands there in words.

Without --target, --exec or --mutant the build is asked at the address that the run
was made with.

Exit status: 0 fixed, 1 it still fails, 2 the file is wrong, 3 it cannot run.`,
		Example: `  vouch replay run/failures/GAS-WINDOW-001__window_last_day.ndjson --target URL
  vouch replay GAS-WINDOW-001/window_last_day --from run --target URL
  vouch replay run/failures/GAS-WINDOW-001__window_last_day.ndjson --print curl`,
		Args: oneFile,
	}
	a := addAim(cmd)
	addText(cmd, "from", "DIR", "folder of the run that a check is looked for in", &from)
	addChoice(cmd, &shape, "print", "what is printed", "verdict", "curl")
	var language string
	addLanguage(cmd, &language)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		saved, err := openFailure(args[0], from)
		if err != nil {
			return err
		}
		defer saved.Close() //nolint:errcheck // only read
		if shape == "curl" {
			return printCurl(cmd, a, own, saved, reports.Language(language))
		}
		if err := a.asRecorded(cmd.ErrOrStderr(), saved); err != nil {
			return err
		}
		return a.asked(cmd, own, func(ctx context.Context, target conformance.Target) error {
			replayed, err := conformance.Replay(ctx, target, judging(own), saved)
			if err != nil {
				return unreplayed(cmd.OutOrStdout(), saved.Name(), replayed, err)
			}
			return tellReplay(cmd.OutOrStdout(), replayed, reports.Language(language))
		})
	}
	return cmd
}

// asRecorded aims at the build that a failure was recorded of, where no flag says
// another. The file is at its beginning then, as before.
func (a *aim) asRecorded(stderr io.Writer, saved *os.File) error {
	if a.elsewhere() {
		return nil
	}
	address, _, err := conformance.ReadSaved(saved)
	if err != nil {
		return misuse("%s: %w", saved.Name(), err)
	}
	if _, err := saved.Seek(0, io.SeekStart); err != nil {
		return fault("%s: %w", saved.Name(), err)
	}
	id, wrong := strings.CutPrefix(address, mutantAddress)
	switch {
	case address == inProcess:
		return nil
	case wrong:
		a.mutant = id
	case strings.HasPrefix(address, "http"):
		a.url = address
	case strings.Contains(address, wire.Hidden), strings.Contains(address, "${"):
		return misuse("it was recorded of the command %q, of which secrets and variables were not written down; give it with --exec", address)
	default:
		a.exec = address
	}
	fmt.Fprintln(stderr, "asking "+address+", as it was recorded")
	return nil
}

// openFailure opens a saved failure: a file, or the check's in a folder.
func openFailure(what, from string) (*os.File, error) {
	name := what
	if from != "" {
		name = filepath.Join(from, failuresName, strings.ReplaceAll(what, "/", "__")+".ndjson")
	}
	f, err := os.Open(name)
	switch {
	case err != nil && from != "":
		return nil, unkept(what, from)
	case err != nil:
		return nil, misuse("%w; name a file of DIR/failures, or a check with --from DIR", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.Join(misuse("%s is a folder; name a file of its %s, or a check with --from %s", name, failuresName, name), f.Close())
	}
	return f, nil
}

// unkept is the error of a check of which a folder holds no failure.
func unkept(check, from string) error {
	entries, err := os.ReadDir(filepath.Join(from, failuresName))
	if err != nil {
		return misuse("--from %s: no failure is kept there; name the folder of a run that vouch conform --out kept, and in which something failed", from)
	}
	var kept []string
	for _, e := range entries {
		kept = append(kept, strings.ReplaceAll(strings.TrimSuffix(e.Name(), ".ndjson"), "__", "/"))
	}
	return misuse("--from %s: no failure of %q is kept there%s", from, check, nearOnly(check, kept, "each that is has a file in "+filepath.Join(from, failuresName)))
}

// unreplayed says that a replay came to nothing, and gives its exit status: nobody
// was reached, or else the file is at fault.
func unreplayed(w io.Writer, name string, r *conformance.Replayed, err error) error {
	if r == nil {
		return misuse("%s: %w", name, err)
	}
	if _, err := fmt.Fprintf(w, "%s  %s\n", r.State, r.Now.Check); err != nil {
		return unprinted(exitInconclusive, err)
	}
	return unjudged(err)
}

// tellReplay says how it came out.
func tellReplay(w io.Writer, r *conformance.Replayed, l reports.Language) error {
	found := exitBroken
	switch r.State {
	case conformance.Fixed:
		found = exitOK
	case conformance.CannotRun:
		found = exitInconclusive
	}
	if _, err := fmt.Fprintf(w, "%s  %s\n", r.State, r.Now.Check); err != nil {
		return unprinted(found, err)
	}
	switch r.State {
	case conformance.Fixed:
		return nil
	case conformance.CannotRun:
		return &failure{found, errors.New(reports.Told(r.Now.Why, l))}
	}
	if err := reports.ConformanceText(w, r.Report, reports.ConformanceOptions{Lang: l, Width: widthOf(w), Colour: coloured(w), Verbose: true, Screens: true}); err != nil {
		return unprinted(found, err)
	}
	return &failure{found, errSaid}
}

// printCurl writes the steps of a saved failure as a script, with a remark at the step
// that is answered wrongly.
func printCurl(cmd *cobra.Command, a *aim, own voucher.World, saved io.ReadSeeker, l reports.Language) error {
	address, worlds, err := conformance.ReadSaved(saved)
	if err != nil {
		return misuse("%w", err)
	}
	if _, err := saved.Seek(0, io.SeekStart); err != nil {
		return fault("the saved failure: %w", err)
	}
	result, err := conformance.JudgeSaved(cmd.Context(), judging(own), saved)
	if err != nil { // the record of a whole run: there is no step to mark
		result = nil
	}
	base := a.url
	switch {
	case base != "":
	case strings.HasPrefix(address, "http"):
		base = address
	default:
		base = "http://127.0.0.1:8080"
	}
	for n, told := range worlds {
		o := wire.CurlOptions{Base: base, Control: a.control, Windows: told.Windows(), Roughs: told.Roughs(), Remarks: remarks(result, told, n == 0, l)}
		if err := wire.Curl(cmd.OutOrStdout(), &told.History, o); err != nil {
			return fault("standard output: %w", err)
		}
	}
	return nil
}

// remarks are what a script says of the step that is answered wrongly, or of all of them
// where no one of them is it. A further world of a failure is what it was held against.
func remarks(r *conformance.Result, told *conformance.Told, first bool, l reports.Language) map[int][]string {
	if r == nil || r.Failure == nil {
		return nil
	}
	place := r.Failure.Place(told.Entries)
	switch {
	case place >= 0:
	case first:
		place = wire.HeadRemark
	default:
		return nil
	}
	return map[int][]string{place: reports.WrongStep(r, l)}
}
