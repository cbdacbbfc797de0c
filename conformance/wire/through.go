package wire

import (
	"context"
	"net/http"
)

type throughKey struct{}

// WithThrough returns a context whose requests go through what a function puts before
// the client's own transport: a proxy of a test, which may lose them. It is called for
// each request.
func WithThrough(ctx context.Context, through func(http.RoundTripper) http.RoundTripper) context.Context {
	return context.WithValue(ctx, throughKey{}, through)
}

// throughOf is the client of a context's requests.
func (c *Client) throughOf(ctx context.Context) *http.Client {
	through, ok := ctx.Value(throughKey{}).(func(http.RoundTripper) http.RoundTripper)
	if !ok {
		return c.http
	}
	one := *c.http
	one.Transport = through(c.http.Transport)
	return &one
}
