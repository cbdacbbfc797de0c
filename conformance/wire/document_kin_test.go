package wire_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// document reads the contract with a reader that is not ours.
func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(wire.Document())
	if err != nil {
		t.Fatalf("the document cannot be read: %v", err)
	}
	return doc
}

// TestDocumentIsValid: the document is valid OpenAPI 3.1, its examples keep its
// own schemas, and everything in it is described.
func TestDocumentIsValid(t *testing.T) {
	doc := document(t)
	if err := doc.Validate(context.Background(), openapi3.EnableExamplesValidation()); err != nil {
		t.Errorf("the document is not valid: %v", err)
	}
	for name, schema := range doc.Components.Schemas {
		if schema.Value.Description == "" {
			t.Errorf("the schema %s has no description", name)
		}
		for member, p := range schema.Value.Properties {
			if p.Value.Description == "" || (p.Ref != "" && p.Value.Description == "") {
				t.Errorf("the member %s of %s has no description", member, name)
			}
		}
	}
}

// TestEveryMemberIsDescribed looks at the text itself, since a reader follows
// references and shows the description of the type in the place of the
// member's.
func TestEveryMemberIsDescribed(t *testing.T) {
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]map[string]any
			}
		}
	}
	if err := json.Unmarshal(wire.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	for name, schema := range doc.Components.Schemas {
		for member, p := range schema.Properties {
			n++
			if text, _ := p["description"].(string); text == "" {
				t.Errorf("the member %s of %s has no description of its own\nwho writes a build has nothing else", member, name)
			}
		}
	}
	if n < 150 {
		t.Errorf("%d members seen, want those of the whole vocabulary", n)
	}
}

// TestEveryCommandAndQueryHasItsRoute: a route for each, in the document and on
// the server, with who may call it; a new one cannot be forgotten.
func TestEveryCommandAndQueryHasItsRoute(t *testing.T) {
	doc := document(t)
	client, _, _ := serve(t, wire.ServerOptions{}, wire.Options{})
	for _, k := range voucher.CommandKinds() {
		path := wire.CommandPath + k.String()
		item := doc.Paths.Find(path)
		if item == nil || item.Post == nil {
			t.Errorf("the document has no POST %s", path)
			continue
		}
		op := item.Post
		if op.Summary == "" || len(op.Description) < 40 || op.RequestBody.Value.Content["application/json"].Example == nil {
			t.Errorf("POST %s: summary %q, %d letters of description, example %v\nwho writes a build has nothing else",
				path, op.Summary, len(op.Description), op.RequestBody.Value.Content["application/json"].Example)
		}
		if len(wire.Doers(k)) == 0 {
			t.Errorf("nobody may give %s", k)
		}
		asked(t, client, http.MethodPost, path, "world-missing")
	}
	for k := voucher.QueryKind(1); k.String() != ""; k++ {
		path := wire.RecordPath + k.String()
		if item := doc.Paths.Find(path); item == nil || item.Get == nil || len(item.Get.Description) < 40 {
			t.Errorf("the document has no GET %s, or says nothing of it", path)
		}
		if len(wire.Askers(k)) == 0 {
			t.Errorf("nobody may read %s", k)
		}
		asked(t, client, http.MethodGet, path, "world-missing")
	}
}

// asked demands a problem with a reason.
func asked(t *testing.T, c *wire.Client, method, path, want string) {
	t.Helper()
	e, err := c.Raw(context.Background(), method, path, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var p wire.Problem
	if err := json.Unmarshal(e.ResponseBody, &p); err != nil || p.Reason != want {
		t.Errorf("%s %s: %d %s, want a problem %q: the route is there", method, path, e.Status, e.ResponseBody, want)
	}
}

// TestHistoriesKeepTheDocument holds every request and every answer of all
// histories to the document, by a judge that is not ours.
func TestHistoriesKeepTheDocument(t *testing.T) {
	doc := document(t)
	doc.Servers = nil
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	judge := &documentJudge{t: t, inner: server, router: router, seen: seen}
	listener := httptest.NewServer(judge)
	defer listener.Close()
	client, err := wire.NewClient(listener.URL, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, script := range histories(t) {
		if i%4 != 0 && !strings.Contains(script.Name, "ACCESS") {
			continue // the judge compiles each schema anew each time
		}
		system, err := client.New(context.Background(), &script.Setup)
		if err != nil {
			t.Fatal(err)
		}
		scribe := voucher.Scribe{}
		for i := range script.Steps {
			if _, err := scribe.Play(context.Background(), system, &script.Steps[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(seen) < 25 {
		t.Errorf("%d routes were judged, want most of them", len(seen))
	}
}

// documentJudge is a handler that holds what passes through it to a document.
type documentJudge struct {
	t      *testing.T
	inner  http.Handler
	router routers.Router
	seen   map[string]bool
}

func (j *documentJudge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		j.t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	recorder := httptest.NewRecorder()
	j.inner.ServeHTTP(recorder, r)
	route, path, err := j.router.FindRoute(r)
	if err != nil {
		j.t.Errorf("%s %s: %v\nthe document has every route", r.Method, r.URL.Path, err)
		return
	}
	j.seen[route.Method+" "+route.Path] = true
	r.Body = io.NopCloser(bytes.NewReader(body))
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
	request := &openapi3filter.RequestValidationInput{Request: r, PathParams: path, Route: route, Options: options}
	if err := openapi3filter.ValidateRequest(r.Context(), request); err != nil && recorder.Code < http.StatusBadRequest {
		j.t.Errorf("%s %s %s: %v\na request that is taken keeps the document", r.Method, r.URL, body, err)
	}
	answer := &openapi3filter.ResponseValidationInput{RequestValidationInput: request, Status: recorder.Code, Header: recorder.Header(), Options: options}
	answer.SetBodyBytes(recorder.Body.Bytes())
	if err := openapi3filter.ValidateResponse(r.Context(), answer); err != nil {
		j.t.Errorf("%s %s: %d %s: %v\nan answer of the server keeps the document", r.Method, r.URL, recorder.Code, recorder.Body, err)
	}
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	if _, err := w.Write(recorder.Body.Bytes()); err != nil {
		j.t.Error(err)
	}
}

// TestAnswersFillWhatTheDocumentSays: over all histories a command fills the
// members that its operation names, and no other.
func TestAnswersFillWhatTheDocumentSays(t *testing.T) {
	filled := map[string]map[string]bool{}
	client, _, _ := serve(t, wire.ServerOptions{}, wire.Options{Transcript: func(e *wire.Exchange) {
		_, word, ok := strings.Cut(e.URL, wire.CommandPath)
		var body map[string]any
		if !ok || e.Status != http.StatusOK || json.Unmarshal(e.ResponseBody, &body) != nil {
			return
		}
		if filled[word] == nil {
			filled[word] = map[string]bool{}
		}
		for name := range body {
			if name != "events" {
				filled[word][name] = true
			}
		}
	}})
	playAll(t, client)
	doc := document(t)
	for _, k := range voucher.CommandKinds() {
		var said []string
		text := *doc.Paths.Find(wire.CommandPath + k.String()).Post.Responses.Value("200").Value.Description
		if _, list, ok := strings.Cut(text, "Filled: "); ok {
			said = strings.Split(strings.TrimSuffix(list, "."), ", ")
		}
		slices.Sort(said)
		if got := slices.Sorted(maps.Keys(filled[k.String()])); !slices.Equal(got, said) {
			t.Errorf("%s fills %q, the document says %q", k, got, said)
		}
	}
}
