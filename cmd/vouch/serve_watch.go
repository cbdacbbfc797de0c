package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
)

// figures are what Prometheus may read. Their labels are routes, statuses, codes
// of reasons and nothing that names a person (BOTH-PRIVACY-001).
type figures struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	refusals *prometheus.CounterVec
	sync     prometheus.Histogram
	safe     prometheus.Counter
	refused  atomic.Int64 // connections

	mu      sync.RWMutex
	tallies map[answered]*tally // those of requests and seconds that were found already: a request is one look-up
	ready   atomic.Bool
}

// answered is how a request was: of both there are few.
type answered struct {
	route  string
	status int
}

// tally is what is counted of such requests.
type tally struct {
	requests prometheus.Counter
	seconds  prometheus.Observer
}

// native makes a histogram native where the scrape can take one, and classic
// where it cannot.
func native(name, help string, buckets []float64) prometheus.HistogramOpts {
	return prometheus.HistogramOpts{Namespace: "vouch", Name: name, Help: help, Buckets: buckets,
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 160, NativeHistogramMinResetDuration: time.Hour}
}

// newFigures makes them, on a registry of their own.
func newFigures() *figures {
	f := &figures{
		registry: prometheus.NewRegistry(), tallies: map[answered]*tally{},
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "vouch", Name: "requests_total", Help: "Requests by route and status; status 0 was closed without an answer."}, []string{"route", "status"}),
		seconds:  prometheus.NewHistogramVec(native("request_seconds", "From a request's headers to its answer.", prometheus.ExponentialBuckets(0.0001, 2.5, 12)), []string{"route"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "vouch", Name: "refusals_total", Help: "Problems by the code of their reason."}, []string{"reason"}),
		sync:     prometheus.NewHistogram(native("journal_sync_seconds", "Waits for the journal's disk.", prometheus.ExponentialBuckets(0.0001, 2.5, 12))),
		safe:     prometheus.NewCounter(prometheus.CounterOpts{Namespace: "vouch", Name: "journal_synced_records_total", Help: "Records that such a wait made safe."}),
	}
	b := thisBuild()
	info := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "vouch", Name: "build_info", Help: "How this program was built.",
		ConstLabels: prometheus.Labels{"version": b.version, "revision": b.revision, "go": runtime.Version()}}, func() float64 { return 1 })
	f.registry.MustRegister(f.requests, f.seconds, f.refusals, info, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "vouch", Name: "connections_refused_total", Help: "Connections above the limit."},
			func() float64 { return float64(f.refused.Load()) }))
	return f
}

// observe takes one request in.
func (f *figures) observe(r *wire.Served) {
	a := answered{r.Route, r.Status}
	f.mu.RLock()
	t := f.tallies[a]
	f.mu.RUnlock()
	if t == nil {
		t = &tally{f.requests.WithLabelValues(r.Route, strconv.Itoa(r.Status)), f.seconds.WithLabelValues(r.Route)}
		f.mu.Lock()
		f.tallies[a] = t
		f.mu.Unlock()
	}
	t.requests.Inc()
	t.seconds.Observe(r.Took.Seconds())
	if r.Reason != "" {
		f.refusals.WithLabelValues(r.Reason).Inc()
	}
}

// flushed takes one wait for the disk in.
func (f *figures) flushed(w journal.Flush) {
	f.sync.Observe(w.Took.Seconds())
	f.safe.Add(float64(w.Records))
}

// watch shows a journal.
func (f *figures) watch(j lasting) {
	f.registry.MustRegister(f.sync, f.safe,
		prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "vouch", Name: "journal_records_total", Help: "Records written since the start."}, func() float64 {
			records, _ := j.Written()
			return float64(records)
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "vouch", Name: "journal_bytes", Help: "Length of the journal's file, or of all files of worlds."}, func() float64 {
			_, bytes := j.Written()
			return float64(bytes)
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "vouch", Name: "journal_broken", Help: "1: it can be kept no longer, and nothing is answered."}, func() float64 {
			if j.Err() != nil {
				return 1
			}
			return 0
		}))
}

// serve shows how many requests are in flight, those that wait for their turn
// included.
func (f *figures) serve(s *wire.Server) {
	f.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "vouch", Name: "requests_in_flight",
		Help: "Requests that are being answered or wait for their turn."}, func() float64 { return float64(s.InFlight()) }))
}

// newLog makes the log. Its lines hold what wire.Served holds and no more.
func (s *serve) newLog(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: s.logLevel}
	if s.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// observe tells of one request.
func (s *serve) observe(r *wire.Served) {
	s.figures.observe(r)
	level := slog.LevelInfo
	switch {
	case r.Status == http.StatusInternalServerError:
		level = slog.LevelError
	case r.Reason == "unavailable":
		level = slog.LevelWarn
	}
	if !s.log.Enabled(context.Background(), level) {
		return
	}
	s.log.LogAttrs(context.Background(), level, "request", slog.String("request_id", r.ID), slog.String("method", r.Method), slog.String("route", r.Route),
		slog.Int("status", r.Status), slog.String("reason", r.Reason), slog.Duration("took", r.Took))
}

// Limits of the listener of figures: whoever scrapes is one or two.
const (
	metricsConnections = 64
	metricsTime        = 10 * time.Second
)

// openMetrics serves figures, health and readiness, if that was asked for, from
// before there is anything to serve to after it has ended.
func (s *serve) openMetrics(ctx context.Context) (shut func() error, err error) {
	if s.metrics == "" {
		return func() error { return nil }, nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.metrics)
	if err != nil {
		return nil, unheard("--metrics", s.metrics, err)
	}
	s.metrics = l.Addr().String()
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.figures.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		switch {
		case !s.figures.ready.Load():
			say(w, http.StatusServiceUnavailable, "not ready: the state is being rebuilt, or the program ends")
		case s.kept != nil && s.kept.Err() != nil:
			say(w, http.StatusServiceUnavailable, "not ready: the journal cannot be kept")
		default:
			say(w, http.StatusOK, "ready")
		}
	})
	h := &http.Server{Handler: mux, MaxHeaderBytes: 16 << 10, ReadTimeout: metricsTime, WriteTimeout: metricsTime, IdleTimeout: time.Minute,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)}
	done := make(chan error, 1)
	go func() { done <- h.Serve(wire.LimitConnections(l, metricsConnections, true, &s.figures.refused)) }()
	return func() error {
		_ = h.Close() // nobody waits for a figure at the end
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			return fault("serve on %s: %w", s.metrics, err)
		}
		return nil
	}, nil
}

// say answers a probe.
func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // who asked is gone: nobody is left to tell
}
