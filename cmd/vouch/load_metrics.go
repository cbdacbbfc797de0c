package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/vouch-kz/vouch/conformance/load"
)

// lastScrape is how long figures can still be read after a load: a scrape in the usual
// distance of 15 s would miss the end of it else.
const lastScrape = 16 * time.Second

// openMetrics serves the figures of a load for Prometheus, if that was asked for. The
// returned function ends it, some seconds later unless ctx is over.
func (d *drive) openMetrics(ctx context.Context, stderr io.Writer) (shut func(), err error) {
	if d.metrics == "" {
		return func() {}, nil
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", d.metrics)
	if err != nil {
		return nil, unheard("--metrics", d.metrics, err)
	}
	d.options.Exporter = new(load.Exporter)
	registry := prometheus.NewRegistry()
	registry.MustRegister(d.options.Exporter)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: metricsTime, ReadTimeout: metricsTime, WriteTimeout: metricsTime}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	fmt.Fprintf(stderr, "figures for Prometheus: http://%s/metrics\n", l.Addr())
	return func() {
		fmt.Fprintf(stderr, "figures stay for %v; a signal to stop ends them\n", lastScrape)
		late := time.NewTimer(lastScrape)
		defer late.Stop()
		select {
		case <-ctx.Done():
		case <-late.C:
		}
		_, _ = server.Close(), <-ended // nobody is interested in what Serve says
	}, nil
}
