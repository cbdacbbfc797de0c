package wire

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// controlOps are the operations of the control plane.
type controlOps struct {
	capabilities, makeWorld, dropWorld, readClock, moveClock, makeToken, readLedger, settle, setFault *huma.Operation
}

// controlOperations are the routes of the control plane.
func controlOperations() controlOps {
	op := func(method, path, id string) *huma.Operation {
		return &huma.Operation{Method: method, Path: ControlPath + path, OperationID: id}
	}
	return controlOps{
		capabilities: op(http.MethodGet, "/capabilities", "capabilities"),
		makeWorld:    op(http.MethodPost, "/worlds", "make_world"),
		dropWorld:    op(http.MethodDelete, "/worlds/{world}", "drop_world"),
		readClock:    op(http.MethodGet, "/worlds/{world}/clock", "read_clock"),
		moveClock:    op(http.MethodPost, "/worlds/{world}/clock", "move_clock"),
		makeToken:    op(http.MethodPost, "/worlds/{world}/tokens", "make_token"),
		readLedger:   op(http.MethodGet, "/worlds/{world}/ledger", "read_events"),
		settle:       op(http.MethodPost, "/worlds/{world}/settle", "settle"),
		setFault:     op(http.MethodPost, "/worlds/{world}/faults", "set_fault"),
	}
}

// controlText is what the document says of one operation.
type controlText struct {
	op            *huma.Operation
	summary, rule string
	body          reflect.Type // nil: none
	example       string
	status        int
	answer        reflect.Type // nil: none
	problems      []int
}

// describeControl adds the operations of the control plane.
func describeControl(s *schemas, doc *huma.OpenAPI) {
	for _, t := range controlTexts(controlOperations()) {
		op := t.op
		op.Summary, op.Description, op.Tags = t.summary, t.rule, []string{controlTag}
		op.Security = []map[string][]string{{"control": {}}, {}}
		if op.Path != ControlPath+"/capabilities" && op.Path != ControlPath+"/worlds" {
			op.Parameters = refer("WorldPath")
		}
		if op.OperationID == "read_events" {
			none := 0.0
			op.Parameters = append(op.Parameters, &huma.Param{Name: "after", In: "query", Schema: &huma.Schema{Type: "integer", Minimum: &none},
				Description: "How many events have been read before. Absent: none."})
		}
		if t.body != nil {
			op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
				jsonType: {Schema: s.of(t.body), Example: exampleOf(t.example)},
			}}
			t.problems = append(t.problems, 400, 413, 415)
		}
		op.Responses = problems(append(t.problems, 401, 500, 503)...)
		response := &huma.Response{Description: http.StatusText(t.status) + ".", Headers: requestIDHeader()}
		if t.answer != nil {
			response = answerOf(http.StatusText(t.status)+".", s.of(t.answer))
		}
		op.Responses[strconv.Itoa(t.status)] = response
		doc.AddOperation(op)
	}
	doc.Components.Headers = map[string]*huma.Param{"RequestID": {Description: "The request's id, echoed or made.",
		Schema: &huma.Schema{Type: "string", Pattern: "^[A-Za-z0-9._~-]{1,64}$"}}}
}

const setupExample = `{"at":"2026-02-01T00:00:00+05:00","people":[{"device":true},{}],"families":1,"operators":1,` +
	`"providers":[{"territory":"750000000"}],"accounts":[{"provider":"1","number":"0012345","class":"boiler","people":4,"owner":"1"}],` +
	`"stores":[{"territory":"111010000"}],"goods":[{"item":"SZ06"},{"item":"other"}],` +
	`"settings":[{"path":"food.mrp","territory":"kz","from":"2026-02-01","value":450000}],"readings":{"G10":"until_start_of_29"}}`

func controlTexts(ops controlOps) []controlText {
	return []controlText{
		{ops.capabilities, "Read what the build can do", "Asked once a run. What is declared has to be served; what is served and not declared is a warning.",
			nil, "", http.StatusOK, reflect.TypeFor[voucher.Capabilities](), nil},
		{ops.makeWorld, "Make a world", "A fresh state with a clock of its own, standing at the setup's first instant. A setup that cannot be is 422 `setup-impossible`; what makes it so stands in the introduction; settings or readings that the build does not take are 501 `unsupported`; " +
			"too many worlds at a time 429 `world-limit`. A world that nobody has used for minutes may be dropped to make room.",
			reflect.TypeFor[voucher.Setup](), setupExample, http.StatusCreated, reflect.TypeFor[worldMade](), []int{422, 429, 501}},
		{ops.dropWorld, "Delete a world", "Its tokens end with it.", nil, "", http.StatusNoContent, nil, []int{404}},
		{ops.readClock, "Read a world's clock", "Where the clock stands.", nil, "", http.StatusOK, reflect.TypeFor[clockStands](), []int{404}},
		{ops.moveClock, "Move a world's clock", "Forward, or to where it stands; answers when everything due on the way has been done. Going back is 409 `clock-backwards` and changes nothing: the clock stays where it is. A clock that cannot be moved is 501 `unsupported`.",
			reflect.TypeFor[clockAsked](), `{"to":"2026-02-10T18:00:00+05:00"}`, http.StatusOK, reflect.TypeFor[clockMoved](), []int{404, 409, 501}},
		{ops.makeToken, "Get the token of an actor", "The bearer token with which an actor comes to this world's data plane; the same each time. With `until`, where the capabilities say `expiry`, a new one each time, which opens nothing from that instant of the world's clock on: 401 `token-expired`. Whether such an actor exists is for the data plane to say. " +
			"A build that keeps no more tokens answers 429 `limit-reached`, one without `expiry` 501 `unsupported` to `until`.",
			reflect.TypeFor[tokenAsked](), `{"role":"citizen","id":"1"}`, http.StatusOK, reflect.TypeFor[tokenMade](), []int{404, 429, 501}},
		{ops.readLedger, "Read a world's events", "From the one after `after` on, at most 10,000 at a time, in the order in which they happened. Append-only: what was read once never changes (BOTH-JOURNAL-001). A build need not keep all of them: one whose ledger ended before the world did answers 429 `limit-reached` to who has read what is kept, so that nobody takes a part for the whole.",
			nil, "", http.StatusOK, reflect.TypeFor[ledgerPage](), []int{400, 404, 429, 501}},
		{ops.settle, "Wait until nothing is on its way", "Answers when everything that commands and the clock have set in motion has been done.", nil, "", http.StatusNoContent, nil, []int{404}},
		{ops.setFault, "Let something go wrong", "After the next commands of this world. The effect happens all the same: what is tried is whether the asker may repeat. A restart is done at once. A build without faults, or without a restart, answers 501 `unsupported`; of the suite's checks only those of a restart need it. Too many that wait are 429 `limit-reached`.",
			reflect.TypeFor[fault](), `{"kind":"drop_answer","count":1}`, http.StatusNoContent, nil, []int{404, 429, 501}},
	}
}
