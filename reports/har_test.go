package reports_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reports"
)

const (
	secretCode  = "00112233445566778899aabbccddeeff"
	secretIIN   = "030101599991"
	secretPhone = "+7 701 000-00-01"
	secretToken = "t-4f1b9c"
	plainKey    = "0f8fad5b-d9cb-469f-a165-70867728950e"
)

// exchanged is a transcript that holds every kind of secret.
func exchanged() []*wire.Exchange {
	at := time.Date(2026, 11, 26, 6, 30, 0, 0, time.FixedZone("UTC+5", 5*3600))
	return []*wire.Exchange{
		{
			Check: "GAS-WINDOW-001/window_last_day/first_instant_after", Method: "POST", URL: "http://127.0.0.1:8080/v1/commands/confirm",
			Status: 200, RequestHeader: http.Header{"Authorization": {"Bearer " + secretToken}, "Idempotency-Key": {plainKey}, "Content-Type": {"application/json"}},
			ResponseHeader: http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"session=" + secretToken}},
			RequestBody:    []byte(`{"person":"1"}`), ResponseBody: []byte(`{"voucher":"v-1"}`), Start: at, Duration: 4 * time.Millisecond,
		},
		{
			Check: "BOTH-PRIVACY-001/problem_bodies", Method: "GET",
			URL: "http://127.0.0.1:8080/v1/records/gas_wallet?iin=" + secretIIN + "&code=opaque-code&person=1&token=" + secretToken, Status: 404,
			ResponseBody: []byte(`{"detail":"person ` + secretIIN + `, ` + secretPhone + `, 87010000001","code":"opaque-code","qr":"` + secretCode + `","of":"` + plainKey + `"} </script><script>alert(1)</script>`),
			Start:        at.Add(time.Second), Duration: 2 * time.Millisecond,
		},
		{
			Check: "BOTH-MONEY-001/random_purchases", Method: "POST", URL: "http://user:" + secretToken + "@127.0.0.1:8080/v1/commands/purchase",
			RequestBody: []byte(`{"code":"` + secretCode + `","token":"` + secretToken + "\"}\xff"),
			Err:         errors.New("closed in mid-body, Authorization: Bearer " + secretToken), Start: at,
		},
	}
}

// secretsIn names the secrets that a text holds.
func secretsIn(text string) (found []string) {
	for _, s := range []string{secretCode, secretIIN, secretPhone, "701 000", "87010000001", secretToken, "opaque-code"} {
		if strings.Contains(text, s) {
			found = append(found, s)
		}
	}
	return found
}

func TestHARIsAnArchiveWithoutSecrets(t *testing.T) {
	var b bytes.Buffer
	if err := reports.HAR(&b, exchanged(), 0); err != nil {
		t.Fatal(err)
	}
	if found := secretsIn(b.String()); found != nil {
		t.Errorf("the archive holds %q (BOTH-PRIVACY-001):\n%s", found, b.String())
	}
	if !strings.Contains(b.String(), `"value": "`+plainKey+`"`) || !strings.Contains(b.String(), `\"of\":\"`+plainKey) {
		t.Error("the idempotency key is masked, want it legible: it is no secret, and a transcript is read by it")
	}
	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if err := archive(doc); err != nil {
		t.Error(err)
	}
	if got := len(doc["log"].(map[string]any)["entries"].([]any)); got != 3 {
		t.Errorf("%d entries, want 3", got)
	}
}

func TestHAROfNothingIsAnArchive(t *testing.T) {
	var b bytes.Buffer
	if err := reports.HAR(&b, nil, 0); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if err := archive(doc); err != nil {
		t.Error(err)
	}
}

// archive reports what an HTTP archive of version 1.2 must have and lacks.
func archive(doc map[string]any) error {
	log, _ := doc["log"].(map[string]any)
	faults := lacks("log", log, map[string]any{"version": "", "creator": map[string]any{}, "entries": []any{}})
	if log["version"] != "1.2" {
		faults = append(faults, errors.New("log.version is not 1.2"))
	}
	entries, _ := log["entries"].([]any)
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		faults = append(faults, lacks("entry", entry, map[string]any{
			"startedDateTime": "", "time": 0.0, "request": map[string]any{}, "response": map[string]any{}, "cache": map[string]any{}, "timings": map[string]any{},
		})...)
		if _, err := time.Parse(time.RFC3339, entry["startedDateTime"].(string)); err != nil {
			faults = append(faults, err)
		}
		request, _ := entry["request"].(map[string]any)
		faults = append(faults, lacks("request", request, map[string]any{
			"method": "", "url": "", "httpVersion": "", "cookies": []any{}, "headers": []any{}, "queryString": []any{}, "headersSize": 0.0, "bodySize": 0.0,
		})...)
		if posted, ok := request["postData"].(map[string]any); ok {
			faults = append(faults, lacks("postData", posted, map[string]any{"mimeType": "", "params": []any{}, "text": ""})...)
		}
		response, _ := entry["response"].(map[string]any)
		faults = append(faults, lacks("response", response, map[string]any{
			"status": 0.0, "statusText": "", "httpVersion": "", "cookies": []any{}, "headers": []any{}, "content": map[string]any{}, "redirectURL": "",
			"headersSize": 0.0, "bodySize": 0.0,
		})...)
		content, _ := response["content"].(map[string]any)
		faults = append(faults, lacks("content", content, map[string]any{"size": 0.0, "mimeType": "", "text": ""})...)
		timings, _ := entry["timings"].(map[string]any)
		faults = append(faults, lacks("timings", timings, map[string]any{"send": 0.0, "wait": 0.0, "receive": 0.0})...)
	}
	return errors.Join(faults...)
}

// lacks names the members of an object that are absent or of another kind.
func lacks(what string, object, want map[string]any) (faults []error) {
	for name, like := range want {
		got, ok := object[name]
		if !ok || kindOf(got) != kindOf(like) {
			faults = append(faults, errors.New(what+"."+name+" is absent, or of another kind"))
		}
	}
	return faults
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case float64:
		return "number"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	}
	return "nothing"
}

func TestHARIsTheSameTwice(t *testing.T) {
	var a, b bytes.Buffer
	if err := errors.Join(reports.HAR(&a, exchanged(), 0), reports.HAR(&b, exchanged(), 0)); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two archives of one transcript differ: headers or parameters are in the order of a map")
	}
}

// What a long run did not keep is said in the archive, or its reader would think
// that nothing else was asked.
func TestHARSaysWhatWasLeftOut(t *testing.T) {
	var b bytes.Buffer
	if err := reports.HAR(&b, exchanged(), 7); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Log struct{ Comment string }
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if want := "7 further exchanges were left out, to bound memory"; doc.Log.Comment != want {
		t.Errorf("the archive's comment is %q, want %q", doc.Log.Comment, want)
	}
}
