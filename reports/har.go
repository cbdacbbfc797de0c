package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Exchange is one request over HTTP with its answer, as it went over the wire.
// What is written of it is masked: QR codes, IINs, phones and tokens never reach
// a report (BOTH-PRIVACY-001).
type Exchange struct {
	Check          string // id of the check that asked; "" for none
	Method         string
	URL            string
	Status         int // 0: no answer came
	RequestHeader  http.Header
	ResponseHeader http.Header
	Request        string // bodies, "" for none
	Response       string
	At             time.Time // real time
	Duration       time.Duration
	Err            string // why no answer came, or why it is none
}

// HAR writes exchanges as an HTTP archive, version 1.2, for the tools that show
// one. A comment names the check of each.
func HAR(w io.Writer, exchanges []Exchange) error {
	log := harLog{Version: "1.2", Creator: harCreator{Name: "vouch", Version: fmt.Sprint(ConformanceVersion)}, Entries: []harEntry{}}
	for i := range exchanges {
		log.Entries = append(log.Entries, harOf(&exchanges[i]))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(map[string]harLog{"log": log}); err != nil {
		return fmt.Errorf("har: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// The shape of an archive, as its specification has it. Sizes that are not known
// are −1, times are in milliseconds.
type (
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Entries []harEntry `json:"entries"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harEntry struct {
		Started  string      `json:"startedDateTime"`
		Time     int64       `json:"time"`
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		Comment  string      `json:"comment,omitempty"`
	}
	harRequest struct {
		Method      string     `json:"method"`
		URL         string     `json:"url"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Query       []harPair  `json:"queryString"`
		PostData    *harPosted `json:"postData,omitempty"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
	}
	harPosted struct {
		MimeType string    `json:"mimeType"`
		Params   []harPair `json:"params"`
		Text     string    `json:"text"`
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
		Comment     string     `json:"comment,omitempty"`
	}
	harContent struct {
		Size     int    `json:"size"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text"`
	}
	harTimings struct {
		Send    int64 `json:"send"`
		Wait    int64 `json:"wait"`
		Receive int64 `json:"receive"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

func harOf(e *Exchange) harEntry {
	ms := milliseconds(e.Duration)
	entry := harEntry{
		Started: e.At.Format(time.RFC3339Nano), Time: ms, Timings: harTimings{Wait: ms}, Comment: e.Check,
		Request: harRequest{
			Method: e.Method, URL: maskedURL(e.URL), HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harHeaders(e.RequestHeader),
			Query: harQuery(e.URL), HeadersSize: -1, BodySize: len(e.Request),
		},
		Response: harResponse{
			Status: e.Status, StatusText: http.StatusText(e.Status), HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harHeaders(e.ResponseHeader),
			Content:     harContent{Size: len(e.Response), MimeType: mimeOf(e.ResponseHeader), Text: bodyText(e.Response)},
			HeadersSize: -1, BodySize: len(e.Response), Comment: masked(e.Err),
		},
	}
	if e.Request != "" {
		entry.Request.PostData = &harPosted{MimeType: mimeOf(e.RequestHeader), Params: []harPair{}, Text: bodyText(e.Request)}
	}
	return entry
}

// bodyText is a body that a report may show.
func bodyText(body string) string { return masked(strings.ToValidUTF8(body, "\uFFFD")) }

// mimeOf is the media type of a body; what the contract speaks is JSON.
func mimeOf(h http.Header) string {
	if t := h.Get("Content-Type"); t != "" {
		return t
	}
	return "application/json"
}

// headerSecrets are headers whose value is a secret whatever it looks like.
var headerSecrets = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"}

// harHeaders lists headers by name, secrets masked. An idempotency key is none:
// it is needed to read a transcript.
func harHeaders(h http.Header) []harPair {
	all := []harPair{}
	for name, values := range h {
		for _, value := range values {
			switch {
			case slices.ContainsFunc(headerSecrets, func(s string) bool { return strings.EqualFold(s, name) }):
				value = hidden
			case !strings.EqualFold(name, "Idempotency-Key"):
				value = masked(value)
			}
			all = append(all, harPair{name, value})
		}
	}
	slices.SortStableFunc(all, func(a, b harPair) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// maskedURL masks secrets of a URL: a password in it, and what stands in its path
// and its query.
func maskedURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return masked(text)
	}
	if u.User != nil {
		u.User = url.User("masked")
	}
	query := u.Query()
	for name := range query {
		for i := range query[name] {
			query[name][i] = maskedParameter(name, query[name][i])
		}
	}
	u.RawQuery = query.Encode()
	return masked(u.String())
}

// harQuery lists the parameters of a URL.
func harQuery(text string) []harPair {
	all := []harPair{}
	u, err := url.Parse(text)
	if err != nil {
		return all
	}
	for name, values := range u.Query() {
		for _, value := range values {
			all = append(all, harPair{name, maskedParameter(name, value)})
		}
	}
	slices.SortStableFunc(all, func(a, b harPair) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// maskedParameter masks one parameter, by its name or by its form.
func maskedParameter(name, value string) string {
	switch strings.ToLower(name) {
	case "token", "access_token", "code", "iin", "phone", "secret":
		return hidden
	}
	return masked(value)
}
