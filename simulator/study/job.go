package study

import (
	"context"
	"fmt"
)

// Job is a study as work in numbered parts. A part gives the same bytes wherever and however often it
// is lived, and the parts, put together in their order by a Fold, give the results and hash of Live.
type Job struct {
	run    *Run
	design *design
}

// Job makes the study ready to be lived part by part. Errors are those of Live.
func (r *Run) Job() (*Job, error) {
	d, err := newDesign(r)
	if err != nil {
		return nil, err
	}
	return &Job{r, d}, nil
}

// ID is the run id: 64 hexadecimal digits over the resolved study, the facts and the version. How
// often the study is lived is not part of it.
func (j *Job) ID() string { return j.design.id }

// Parts is how many parts there are at most; a stop rule may need fewer.
func (j *Job) Parts() int64 { return j.design.parts() }

// Live lives one part, by its number from 0, on all workers of the run, and returns its saved form. beat
// is called after every simulated day of every block, by several goroutines at once; it must be quick, and
// may be nil. Errors are those of Run.Live.
func (j *Job) Live(ctx context.Context, n int64, beat func()) (saved []byte, err error) {
	err = j.span(ctx, n, n+1, beat, func(_ int64, part []byte) error {
		saved = part
		return nil
	})
	return saved, err
}

// LiveSpan lives the parts from one number to before another, and hands out each in its saved form, in
// their order and one at a time. An error of keep ends it and is returned.
func (j *Job) LiveSpan(ctx context.Context, from, to int64, keep func(n int64, saved []byte) error) error {
	return j.span(ctx, from, to, nil, keep)
}

func (j *Job) span(ctx context.Context, from, to int64, beat func(), keep func(n int64, saved []byte) error) error {
	if from < 0 || from > to || to > j.Parts() {
		return fmt.Errorf("study %s: no parts %d to %d; it has %d", j.design.study.ID, from, to, j.Parts())
	}
	w := &work{run: j.run, design: j.design, beat: beat, taken: func(n int64, _ *part, saved []byte) (bool, error) {
		return false, keep(n, saved)
	}}
	return w.live(ctx, from, to)
}

// Check returns why bytes are not the saved form of a part of this study, or nil: they are torn, of
// another study, of another part.
func (j *Job) Check(n int64, saved []byte) error {
	_, err := j.read(n, saved)
	return err
}

// Kept returns the saved form of a part that stands in the folder of the run; nil where there is no folder, no
// such part, or a torn one. The error says what stands there in its place.
func (j *Job) Kept(n int64) ([]byte, error) {
	if j.run.Folder == "" {
		return nil, nil
	}
	saved, _, err := (&folder{j.run.Folder, j.design.id}).read(j.design.partAt(n))
	return saved, err
}

// read reads a part that has to be the one with a number.
func (j *Job) read(n int64, saved []byte) (*part, error) {
	name := j.design.partAt(n)
	p, err := readPart(saved, j.design.id)
	switch {
	case err != nil:
		return nil, fmt.Errorf("part %s: %w", name, err)
	case p.partName != name:
		return nil, fmt.Errorf("part %s: the bytes are those of %s", name, p.partName)
	case len(p.totals) != len(j.design.worlds):
		return nil, fmt.Errorf("part %s: %w", name, errForeign)
	}
	return p, nil
}

// Fold puts the parts of a study together, in their order. What it holds does not grow with them.
type Fold struct {
	job    *Job
	fold   *fold
	kept   *folder
	next   int64
	enough bool
}

// Fold begins to put parts together. Where the run has a folder, each is kept there as a file too, for
// Results.Facts and for a later life; an error says what in it is in the way.
func (j *Job) Fold() (*Fold, error) {
	kept, err := j.run.open(j.design)
	if err != nil {
		return nil, err
	}
	return &Fold{job: j, fold: newFold(j.design), kept: kept}, nil
}

// Next is the number of the part whose turn it is.
func (f *Fold) Next() int64 { return f.next }

// Enough reports whether no more parts are needed: all are there, or the stop rule ends the study.
func (f *Fold) Enough() bool { return f.enough || f.next >= f.job.Parts() }

// Add adds the saved form of the part whose turn it is. The error says why these bytes are not that
// part, or could not be kept; nothing is added then.
func (f *Fold) Add(saved []byte) error {
	p, err := f.job.read(f.next, saved)
	if err != nil {
		return err
	}
	if err := f.kept.keep(p.partName, saved); err != nil {
		return err
	}
	f.take(p)
	return nil
}

// take adds a part, and reports whether no more are needed.
func (f *Fold) take(p *part) (enough bool) {
	f.next++
	f.enough = f.fold.add(p)
	return f.enough
}

// Results tells what all parts come to; an error says that there are not enough of them. saved hands
// out parts once more, by their number, for Results.Facts; nil: they are read from the folder of the
// run, if it has one. How long it took and on how many workers is left to the caller: Manifest has
// zeros.
func (f *Fold) Results(saved func(n int64) ([]byte, error)) (*Results, error) {
	if !f.Enough() {
		return nil, fmt.Errorf("study %s: %d of %d parts are there", f.job.design.study.ID, f.next, f.job.Parts())
	}
	r := f.fold.results()
	r.chunks = f.job.design.chunks
	switch {
	case saved != nil:
		r.parts = func(n int64) (*part, error) {
			data, err := saved(n)
			if err != nil {
				return nil, err
			}
			return f.job.read(n, data)
		}
	case f.kept != nil:
		r.parts = func(n int64) (*part, error) { return f.kept.fetch(f.job.design.partAt(n)) }
	}
	return r, nil
}
