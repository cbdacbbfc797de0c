package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Capabilities asks the build, once. Under Believing they are what that says.
func (c *Client) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	if can, ok := believed(ctx); ok {
		return can, nil
	}
	c.mu.Lock()
	known := c.capabilities
	c.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	var can voucher.Capabilities
	// No clock runs for it, so that the limit of any other answer is enough.
	if err := c.callControlWithin(ctx, c.options.Timeout, http.MethodGet, "/capabilities", nil, http.StatusOK, &can); err != nil {
		return voucher.Capabilities{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.capabilities = &can
	return can, nil
}

// New is Open as a voucher.World has it.
func (c *Client) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := c.Open(ctx, s)
	if err != nil {
		return nil, err
	}
	return system, nil
}

// Open makes a world of a setup. Settings and readings that the build does not
// take are errors.ErrUnsupported. A build without worlds has one system, and
// the setup has to describe what stands there. A world is deleted when its
// context ends, at the latest by Close.
func (c *Client) Open(ctx context.Context, s *voucher.Setup) (*System, error) {
	can, err := c.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	if err := takes(&can, s); err != nil {
		return nil, err
	}
	system := &System{client: c, can: can, codec: newCodec(c.options.Reasons, c.options.IDs), tokens: map[voucher.Actor]string{}}
	if !can.Worlds {
		if c.options.IDs != nil {
			return system, c.options.IDs.holds(s)
		}
		return system, nil
	}
	body, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode the setup: %w", err)
	}
	var made worldMade
	if err := c.callControl(ctx, http.MethodPost, "/worlds", body, http.StatusCreated, &made); err != nil {
		return nil, err
	}
	if made.World == "" || checkOpaque(made.World) != nil {
		return nil, &Violation{"POST /worlds", http.StatusCreated, "a world without a name", "a name of 1 to 64 visible ASCII characters"}
	}
	if made.Now != s.At {
		return nil, &Violation{"POST /worlds", http.StatusCreated, "a clock at " + made.Now.String(), "the setup's first instant, " + s.At.String()}
	}
	system.world = made.World
	c.mu.Lock()
	c.open[made.World] = true
	c.mu.Unlock()
	context.AfterFunc(ctx, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.options.Timeout)
		defer cancel()
		_ = c.drop(late, made.World) // a world that stays makes room by itself
	})
	return system, nil
}

// takes says whether a build takes the settings and readings of a setup.
func takes(can *voucher.Capabilities, s *voucher.Setup) error {
	switch {
	case !can.Settings && len(s.Settings) > 0:
		return fmt.Errorf("%s takes no settings: %w", can.Name, errors.ErrUnsupported)
	case !can.Answers && len(s.Answers) > 0:
		return fmt.Errorf("%s plays no answers of providers' systems: %w", can.Name, errors.ErrUnsupported)
	case !can.Choices && s.Readings != can.Readings:
		return fmt.Errorf("%s reads the open questions otherwise: %w", can.Name, errors.ErrUnsupported)
	}
	return nil
}

// Close deletes the worlds that are still there.
func (c *Client) Close(ctx context.Context) error {
	c.mu.Lock()
	var names []string
	for name := range c.open {
		names = append(names, name)
	}
	c.mu.Unlock()
	slices.Sort(names)
	var faults []error
	for _, name := range names {
		faults = append(faults, c.drop(ctx, name))
	}
	c.http.CloseIdleConnections()
	return errors.Join(faults...)
}

func (c *Client) drop(ctx context.Context, name string) error {
	c.mu.Lock()
	open := c.open[name]
	delete(c.open, name)
	c.mu.Unlock()
	if !open {
		return nil
	}
	return c.callControl(ctx, http.MethodDelete, "/worlds/"+url.PathEscape(name), nil, http.StatusNoContent, nil)
}

// callControl calls the control plane and reads the answer into a value.
func (c *Client) callControl(ctx context.Context, method, path string, body []byte, want int, into any) error {
	return c.callControlWithin(ctx, c.options.ControlTimeout, method, path, body, want, into)
}

func (c *Client) callControlWithin(ctx context.Context, limit time.Duration, method, path string, body []byte, want int, into any) error {
	e, err := c.askControl(ctx, limit, method, path, body, want)
	if err != nil || into == nil {
		return err
	}
	if err := decode(e.ResponseBody, into); err != nil {
		return e.violation(e.shown()+" — "+err.Error(), "a body as the document says")
	}
	return nil
}

// askControl calls the control plane and holds the answer to a status and, where
// that has a body, to JSON. An answer of another status comes with the error.
func (c *Client) askControl(ctx context.Context, limit time.Duration, method, path string, body []byte, want int) (*Exchange, error) {
	e, err := c.sendControl(ctx, limit, method, path, body)
	switch {
	case err != nil:
		return nil, err
	case e.Status == http.StatusNotImplemented:
		return nil, fmt.Errorf("%s %s: the build has not this ability: %w", method, path, errors.ErrUnsupported)
	case e.Status != want:
		err = e.unwanted(fmt.Sprintf("status %d", want))
		return e, err
	case want != http.StatusNoContent && e.mediaType() != jsonType:
		return nil, e.violation(e.shown(), jsonType)
	}
	return e, nil
}

// sendControl sends a request to a path of the control plane, with the plane's
// own token. Without a control plane the error is errors.ErrUnsupported.
func (c *Client) sendControl(ctx context.Context, limit time.Duration, method, path string, body []byte) (*Exchange, error) {
	if c.control == nil {
		return nil, fmt.Errorf("the build has no control plane: %w", errors.ErrUnsupported)
	}
	return c.asStranger(ctx, limit, c.options.ControlToken, method, path, body)
}

// asStranger sends a request to a path of the control plane with any token; "": none.
func (c *Client) asStranger(ctx context.Context, limit time.Duration, token, method, path string, body []byte) (*Exchange, error) {
	bare, query, _ := strings.Cut(path, "?")
	u := c.control.JoinPath(bare)
	u.RawQuery = query
	header := http.Header{}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	return c.send(ctx, &request{method, u, header, body, limit})
}

// Guarded reports whether the control plane demands a token, as far as the client was
// told.
func (c *Client) Guarded() bool { return c.control != nil && c.options.ControlToken != "" }

// RawControlAs is RawControl with another token than the client's, or with none where
// that is "". A client without a control plane is errors.ErrUnsupported.
func (c *Client) RawControlAs(ctx context.Context, token, method, path string, body []byte) (*Exchange, error) {
	if c.control == nil {
		return nil, fmt.Errorf("the build has no control plane: %w", errors.ErrUnsupported)
	}
	return c.asStranger(ctx, c.options.Timeout, token, method, path, body)
}

// RawControl sends a request as it is to a path of the control plane, with the
// plane's own token where the client has one: what a client without it does is what
// a stranger may. The path begins with a slash. The exchange is not masked; the error
// says that no answer came, or that it was too large.
func (c *Client) RawControl(ctx context.Context, method, path string, body []byte) (*Exchange, error) {
	return c.sendControl(ctx, c.options.Timeout, method, path, body)
}

// unwanted says that an answer has another status than was wanted, in the
// build's own words where it gave some.
func (e *Exchange) unwanted(want string) error {
	got := e.shown()
	if p, err := newCodec(nil, nil).problem(e.ResponseBody); err == nil && e.mediaType() == ProblemType {
		got = clipped(strings.Trim(p.Reason+" "+p.Title+"; "+p.Detail, " ;"))
	}
	switch e.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, http.StatusTooManyRequests:
		return &Unreachable{e.Method + " " + e.URL, fmt.Errorf("answered with status %d: %s", e.Status, got)}
	}
	return e.violation(got, want)
}
