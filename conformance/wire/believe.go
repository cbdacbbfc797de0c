package wire

import (
	"context"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// believedKey is that of what a context lets a client believe.
type believedKey struct{}

// Believing returns a context under which the clients of this package take a build
// to have the given abilities, whatever it declares: what a build does not declare
// can then be tried. What is not there is answered with an error, as ever.
func Believing(ctx context.Context, can voucher.Capabilities) context.Context {
	return context.WithValue(ctx, believedKey{}, can)
}

// believed is what a context lets a client believe; ok is false where it is the
// build that says.
func believed(ctx context.Context) (can voucher.Capabilities, ok bool) {
	can, ok = ctx.Value(believedKey{}).(voucher.Capabilities)
	return can, ok
}
