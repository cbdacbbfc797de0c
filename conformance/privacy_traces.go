package conformance

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Traces are what a build leaves beside its answers: the lines of its log and the
// figures that it lets others read.

// tracesChecks are those of the log and of the metrics.
var tracesChecks = sync.OnceValue(func() []Check {
	return []Check{
		{ID: string(privacyID) + "/privacy_in_logs", Suite: SuitePrivacy, Requirement: privacyID, Level: level(privacyID, false),
			Needs: []Ability{NeedsWire, NeedsClock, NeedsWorlds, NeedsLogs}, Title: voucher.Text{
				En: "No line of the log holds an IIN, a name, a phone, a token or a code", Ru: "В журнале работы нет ИИН, имени, телефона, токена и кода",
				Kk: "Жұмыс журналында ЖСН, аты-жөні, телефон, токен және код жоқ",
			}, ask: askLogs, judge: judgeTraces},
		{ID: string(privacyID) + "/privacy_in_metrics", Suite: SuitePrivacy, Requirement: privacyID, Level: level(privacyID, false),
			Needs: []Ability{NeedsWire, NeedsClock, NeedsWorlds, NeedsMetrics}, Title: voucher.Text{
				En: "No metric holds an IIN, a name, a phone, a token or a code", Ru: "В метриках нет ИИН, имени, телефона, токена и кода",
				Kk: "Метрикаларда ЖСН, аты-жөні, телефон, токен және код жоқ",
			}, ask: askMetrics, judge: judgeTraces},
	}
})

// logFile is a file that a build writes its log into.
type logFile struct {
	name string
	from int64 // where this run begins in it
}

// logFiles notes where the logs of a target end before it is asked. A file that is not
// there yet begins at its beginning.
func logFiles(names []string) (all []logFile) {
	for _, name := range names {
		f := logFile{name: name}
		if info, err := os.Stat(name); err == nil {
			f.from = info.Size()
		}
		all = append(all, f)
	}
	return all
}

// askLogs lives a life with secrets in it, and reads what the whole run has left in the
// log until then.
func askLogs(ctx context.Context, a *asker) error {
	w := newLookout(a.named(stageSetup()))
	defer func() { a.transcript.Raw = w.found }()
	if err := a.live(wire.WithTap(ctx, w.see), w); err != nil {
		return err
	}
	w.found = nil // answers are another check's
	for _, f := range a.logs {
		if err := settled(ctx, f.name); err != nil {
			return err
		}
		n, err := w.read(&f)
		if err != nil {
			return fmt.Errorf("log: %w", err)
		}
		a.transcript.Counts[countLooked] += n
	}
	return nil
}

// settled waits until a file no longer grows, at most a second: a log may be written
// behind the answers.
func settled(ctx context.Context, name string) error {
	const look, looks = 100 * time.Millisecond, 10
	tick := time.NewTicker(look)
	defer tick.Stop()
	size := int64(-1)
	for range looks {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		info, err := os.Stat(name)
		if err != nil {
			return fmt.Errorf("log: %w", err)
		}
		if info.Size() == size {
			return nil
		}
		size = info.Size()
	}
	return nil
}

// read looks through the lines that the run has left in a file, and counts them.
func (w *lookout) read(f *logFile) (lines int64, err error) {
	file, err := os.Open(f.name)
	if err != nil {
		return 0, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	if info, err := file.Stat(); err == nil && info.Size() >= f.from {
		if _, err := file.Seek(f.from, io.SeekStart); err != nil {
			return 0, err
		}
	}
	in := bufio.NewReaderSize(file, 1<<16)
	for {
		text, err := in.ReadString('\n')
		if text != "" {
			lines++
			w.line(inLog.line("file", filepath.Base(f.name)), strings.TrimRight(text, "\r\n"))
		}
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
	}
}

// line looks through a line, and writes down the first of each kind.
func (w *lookout) line(what, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	leaks := w.hidden.in(text)
	key := what + strings.Join(leaks, " ")
	if len(leaks) == 0 || w.seen[key] {
		return
	}
	w.seen[key] = true
	text = w.hidden.hide(text)
	w.found = append(w.found, RawAnswer{What: what, Leaks: leaks, Body: strings.ToValidUTF8(text[:min(len(text), rawShown)], "?")})
}

// askMetrics lives the life and reads the metrics afterwards.
func askMetrics(ctx context.Context, a *asker) error {
	w := newLookout(a.named(stageSetup()))
	defer func() { a.transcript.Raw = w.found }()
	if err := a.live(wire.WithTap(ctx, w.see), w); err != nil {
		return err
	}
	w.found = nil
	e, err := a.wire.Fetch(ctx, a.metrics)
	switch {
	case err != nil:
		return fmt.Errorf("metrics: %w", err)
	case e.Status != http.StatusOK:
		return fmt.Errorf("metrics: status %d; give --metrics-url the address that is scraped", e.Status)
	}
	for text := range strings.Lines(string(e.ResponseBody)) {
		a.transcript.Counts[countLooked]++
		w.line(inMetrics.line(), strings.TrimSpace(text))
	}
	return nil
}

// judgeTraces looks at what was found in a log or in metrics. Where nothing was written
// at all, nothing was shown.
func judgeTraces(t *Transcript, _ *bench) Finding {
	for i := range t.Raw {
		if a := &t.Raw[i]; len(a.Leaks) > 0 {
			return Finding{Verdict: Fail, Step: -1, Expected: []string{a.What, lineWithoutSecrets.line()},
				Got: []string{lineWas.line("leaks", strings.Join(a.Leaks, ", "), "body", a.Body)}}
		}
	}
	if t.Err != "" || t.Counts[countLooked] == 0 {
		if t.Err == "" {
			return Finding{Verdict: Blocked, Why: whyNothingWritten}
		}
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	return pass
}
