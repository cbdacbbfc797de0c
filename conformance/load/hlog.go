package load

import (
	"fmt"
	"io"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// WriteHistograms writes a drive's histograms as an HdrHistogram log, version 2: one
// line for each step and kind of request, tagged with the kind and, for what counts
// from sending, ".service"; and the lateness of the generator. Values are nanoseconds;
// logs of several processes merge without loss.
func WriteHistograms(w io.Writer, began time.Time, d *Driven) error {
	log := hdrhistogram.NewHistogramLogWriter(w)
	begin := began.UnixMilli()
	for _, do := range []func() error{
		func() error { return log.OutputComment(fmt.Sprintf("[vouch load, %s]", d.Profile)) },
		log.OutputLogFormatVersion,
		func() error { return log.OutputStartTime(begin) },
		log.OutputLegend,
	} {
		if err := do(); err != nil {
			return err
		}
	}
	steps := 1
	for _, h := range d.Histograms {
		steps = max(steps, h.Step+1)
	}
	write := func(h *hdrhistogram.Histogram, tag string, step int) error {
		span := d.Span.Milliseconds() / int64(steps)
		h.SetTag(tag)
		h.SetStartTimeMs(begin + int64(step)*span)
		h.SetEndTimeMs(begin + int64(step+1)*span)
		return log.OutputIntervalHistogram(h)
	}
	for _, h := range d.Histograms {
		if err := write(h.Response, string(h.Op), h.Step); err != nil {
			return err
		}
		if err := write(h.Service, string(h.Op)+".service", h.Step); err != nil {
			return err
		}
	}
	return write(d.LateHistory, "lateness", 0)
}
