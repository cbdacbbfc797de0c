package wire

import (
	"context"
	"net/http"
	"net/url"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Serves tries what the build does not declare of worlds, clock and events, and
// says what of it answers all the same. What it declares is not tried. A build that
// cannot be reached serves nothing.
func (c *Client) Serves(ctx context.Context, declared *voucher.Capabilities) (served voucher.Capabilities) {
	at := voucher.At(2026, 2, 4, 12, 0, 0)
	setup, err := json.Marshal(&voucher.Setup{At: at})
	if err != nil {
		return served
	}
	var made worldMade
	if c.callControl(ctx, http.MethodPost, "/worlds", setup, http.StatusCreated, &made) != nil || made.World == "" {
		return served
	}
	defer c.callControl(ctx, http.MethodDelete, "/worlds/"+url.PathEscape(made.World), nil, http.StatusNoContent, nil) //nolint:errcheck // a world that stays makes room by itself
	served.Worlds = !declared.Worlds
	world := "/worlds/" + url.PathEscape(made.World)
	if to, err := json.Marshal(clockAsked{at}); err == nil && !declared.Clock {
		served.Clock = c.callControl(ctx, http.MethodPost, world+"/clock", to, http.StatusOK, nil) == nil
	}
	if !declared.Events {
		served.Events = c.callControl(ctx, http.MethodGet, world+"/ledger?after=0", nil, http.StatusOK, nil) == nil
	}
	return served
}
