package study

import (
	"context"
	"fmt"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// Run is a study to be lived through. The same study, facts and world give the same results and hash,
// whatever the number of workers and however often it was interrupted.
type Run struct {
	Study   *scenarios.Study
	Facts   *simulator.Facts // nil: simulator.DefaultFacts
	World   voucher.World    // makes one system a block; must serve Workers goroutines
	Workers int              // below 1 counts as 1
	// Version of the program, part of the run id.
	Version string
	// Rules tells the values of a parameter by the rules themselves, for what worlds change; nil: they
	// are not told.
	Rules func(voucher.Parameter) []voucher.Dated
	// Targets are held against the baseline, for Results.Fits; nil: none are. They change nothing that is lived.
	Targets *scenarios.Targets
	// Folder keeps the parts as files, from which the same study goes on where it was interrupted; it has
	// to be there. "": nothing is kept.
	Folder string
	// LiveAll lives those blocks too that nothing reaches in which a world differs from the baseline. The
	// results are the same; it is for whoever wants to see that.
	LiveAll bool
	// Now tells the time for the manifest; nil: it is not known.
	Now func() time.Time
	// Progress is called when a block is lived in all worlds, by one goroutine at a time; it must be
	// quick. It may be nil.
	Progress func(Progress)
}

// Progress says how far a study has come.
type Progress struct {
	Done, Blocks int64 // blocks lived in every world or read from files, of all if no stop rule ends the study
	Resumed      int64 // of them: read from files
	Replications int64 // lived to the end
	FamilyMonths int64 // lived so far
}

// Live lives the study through. An error says what is wrong with the study or the folder, or what a
// system answered and where. A context that is called off ends it with the context's error; what is
// in the folder then serves the next life of the study.
func (r *Run) Live(ctx context.Context) (*Results, error) {
	j, err := r.Job()
	if err != nil {
		return nil, err
	}
	f, err := j.Fold()
	if err != nil {
		return nil, err
	}
	began := r.now()
	w := &work{run: r, design: j.design, folder: f.kept, taken: func(_ int64, p *part, _ []byte) (bool, error) { return f.take(p), nil }}
	if err := w.live(ctx, 0, j.Parts()); err != nil {
		return nil, err
	}
	results, err := f.Results(nil)
	if err != nil {
		return nil, err
	}
	m := &results.Manifest
	m.Resumed, m.Workers = w.resumed, max(1, r.Workers)
	if r.Now != nil {
		elapsed := r.now().Sub(began)
		m.Elapsed = elapsed.Milliseconds()
		if m.Elapsed > 0 {
			m.PerSecond = w.months * 1000 / m.Elapsed
		}
	}
	return results, nil
}

// Inspect says what stands in the folder of the run without living anything.
func (r *Run) Inspect() (*Parts, error) {
	d, err := newDesign(r)
	if err != nil {
		return nil, err
	}
	return (&folder{r.Folder, d.id}).look(d)
}

// open looks at what was kept before; nil where nothing is kept.
func (r *Run) open(d *design) (*folder, error) {
	if r.Folder == "" {
		return nil, nil
	}
	f := &folder{r.Folder, d.id}
	found, err := f.look(d)
	if err == nil {
		err = found.Err()
	}
	if err == nil {
		err = f.clean()
	}
	if err != nil {
		return nil, fmt.Errorf("parts in %s: %w", r.Folder, err)
	}
	return f, nil
}

// now is the time, where it is known.
func (r *Run) now() time.Time {
	if r.Now == nil {
		return time.Time{}
	}
	return r.Now()
}
