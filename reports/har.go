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

	"github.com/vouch-kz/vouch/conformance/wire"
)

// HAR writes exchanges as an HTTP archive, version 1.2, for the tools that show
// one, an entry at a time. A comment names the check of each. Secrets are masked
// (BOTH-PRIVACY-001). leftOut is how many exchanges a long run did not keep; the
// archive says so.
func HAR(w io.Writer, exchanges []*wire.Exchange, leftOut int) error {
	head, err := json.Marshal(harCreator{Name: "vouch", Version: fmt.Sprint(ConformanceVersion)})
	if err != nil {
		return fmt.Errorf("har: %w", err)
	}
	comment := ""
	if leftOut > 0 {
		comment = fmt.Sprintf(`, "comment": "%d further exchanges were left out, to bound memory"`, leftOut)
	}
	if _, err := fmt.Fprintf(w, "{\n \"log\": {\n  \"version\": \"1.2\",\n  \"creator\": %s%s,\n  \"entries\": [", head, comment); err != nil {
		return err
	}
	end := "]\n }\n}\n"
	for i, e := range exchanges {
		before := ",\n   "
		if i == 0 {
			before, end = "\n   ", "\n  ]\n }\n}\n"
		}
		if _, err := io.WriteString(w, before); err != nil {
			return err
		}
		entry, err := indented(harOf(e.Masked()), "   ")
		if err != nil {
			return fmt.Errorf("har: %w", err)
		}
		if _, err := w.Write(entry); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, end)
	return err
}

// indented writes a value as JSON that people can read, without a line end.
func indented(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, " ")
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// The shape of an archive, as its specification has it. Sizes that are not known
// are −1, times are in milliseconds.
type (
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

// harOf is the entry of an exchange whose secrets are masked.
func harOf(e *wire.Exchange) harEntry {
	ms := milliseconds(e.Duration)
	entry := harEntry{
		Started: e.Start.Format(time.RFC3339Nano), Time: ms, Timings: harTimings{Wait: ms}, Comment: e.Check,
		Request: harRequest{
			Method: e.Method, URL: e.URL, HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harPairs(e.RequestHeader),
			Query: harQuery(e.URL), HeadersSize: -1, BodySize: len(e.RequestBody),
		},
		Response: harResponse{
			Status: e.Status, StatusText: http.StatusText(e.Status), HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harPairs(e.ResponseHeader),
			Content:     harContent{Size: len(e.ResponseBody), MimeType: mimeOf(e.ResponseHeader), Text: bodyText(e.ResponseBody)},
			HeadersSize: -1, BodySize: len(e.ResponseBody), Comment: errText(e.Err),
		},
	}
	if len(e.RequestBody) > 0 {
		entry.Request.PostData = &harPosted{MimeType: mimeOf(e.RequestHeader), Params: []harPair{}, Text: bodyText(e.RequestBody)}
	}
	return entry
}

// bodyText is a body as a text.
func bodyText(body []byte) string { return strings.ToValidUTF8(string(body), "\uFFFD") }

// errText is the text of an error, "" for none.
func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// mimeOf is the media type of a body; what the contract speaks is JSON.
func mimeOf(h http.Header) string {
	if t := h.Get("Content-Type"); t != "" {
		return t
	}
	return "application/json"
}

// harPairs lists headers or parameters by name.
func harPairs(named map[string][]string) []harPair {
	all := []harPair{}
	for name, values := range named {
		for _, value := range values {
			all = append(all, harPair{name, value})
		}
	}
	slices.SortStableFunc(all, func(a, b harPair) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// harQuery lists the parameters of a URL.
func harQuery(text string) []harPair {
	u, err := url.Parse(text)
	if err != nil {
		return []harPair{}
	}
	return harPairs(u.Query())
}
