package reports_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

func conformancePage(t *testing.T, r *conformance.Report, transcript []*wire.Exchange) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.ConformancePage(&b, r, reports.English, transcript); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// between returns what stands between two texts, "" where they are not there.
func between(text, from, to string) string {
	_, rest, found := strings.Cut(text, from)
	inside, _, ends := strings.Cut(rest, to)
	if !found || !ends {
		return ""
	}
	return inside
}

var tag = regexp.MustCompile(`<[^>]*>`)

// Whoever has no JavaScript reads all of it: in every language, every check and
// every step stands in the page itself.
func TestPageHoldsEverythingWithoutScript(t *testing.T) {
	r := sample(t)
	page := conformancePage(t, r, exchanged())
	body := between(page, "<body>", `<script type="application/json"`)
	for _, want := range []string{
		"Person 1 confirms the activation", "Человек 1 подтверждает активацию", "1-адам белсендіруді растайды",
		"DOES NOT CONFORM", "НЕ СООТВЕТСТВУЕТ", "СӘЙКЕС ЕМЕС", "vouch replay failures/GAS-WINDOW-001-1.json --print curl", "/v1/commands/confirm",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s does not stand in the page", want)
		}
	}
	text := html.UnescapeString(tag.ReplaceAllString(body, " "))
	for i := range r.Results {
		if !strings.Contains(text, r.Results[i].Check) {
			t.Errorf("check %s does not stand in the page", r.Results[i].Check)
		}
	}
	rows, err := scenarios.Requirements()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if !strings.Contains(text, string(rows[i].ID)) || !strings.Contains(text, rows[i].Statement.Kk) {
			t.Errorf("demand %s does not stand in the page", rows[i].ID)
		}
		if why := rows[i].Unobservable.Ru; why != "" && !strings.Contains(text, why) {
			t.Errorf("why %s cannot be seen does not stand in the page", rows[i].ID)
		}
	}
}

// A policy that nothing fits is worth nothing: the hashes are those of the style
// and the script, and nothing else could run.
func TestPagePolicyFitsStyleAndScript(t *testing.T) {
	page := conformancePage(t, sample(t), exchanged())
	policy := html.UnescapeString(between(page, `Content-Security-Policy" content="`, `">`))
	hash := func(content string) string {
		sum := sha256.Sum256([]byte(content))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	style, script := between(page, "<style>", "</style>"), between(page, "<script>", "</script>")
	if style == "" || script == "" {
		t.Fatal("no style or no script in the page")
	}
	for name, want := range map[string]string{
		"nothing by default": "default-src 'none'", "the style": "style-src " + hash(style), "the script": "script-src " + hash(script),
		"no other base": "base-uri 'none'", "no form": "form-action 'none'",
	} {
		if !strings.Contains(policy, want) {
			t.Errorf("%s: the policy is %s, want %s in it", name, policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy allows what is unsafe: %s", policy)
	}
	if n := strings.Count(page, "<script"); n != 2 {
		t.Errorf("%d elements script, want the data and ours", n)
	}
	for _, forbidden := range []string{" style=", " onclick=", " src=", "javascript:", "@import", "url("} {
		if strings.Contains(page, forbidden) {
			t.Errorf("%q stands in the page: the policy would refuse it, or something is fetched", forbidden)
		}
	}
}

// What a build says is text, wherever it comes to stand.
func TestPageEscapesWhatABuildSays(t *testing.T) {
	const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'` + "\x00\u2028"
	r := sample(t)
	r.Target.Name, r.Address, r.Options, r.PlanHash = evil, evil, evil, evil
	r.Known[0].Reason = evil
	for i := range r.Results {
		c := &r.Results[i]
		c.Title, c.Why, c.Check = inAll(evil), inAll(evil), c.Check+evil
		if c.Failure != nil {
			c.Failure.File, c.Failure.Fingerprint, c.Failure.Because = evil, evil, inAll(evil)
			c.Failure.Expected = []string{evil}
			c.Failure.History.Entries = append(c.Failure.History.Entries, voucher.Entry{Command: &voucher.Reply{Text: evil}, Err: evil})
		}
	}
	transcript := exchanged()
	transcript[0].Check = r.Results[9].Check
	transcript[0].Method, transcript[0].URL, transcript[0].RequestBody, transcript[0].Err = evil, "http://h/"+evil, []byte(evil), errors.New(evil)
	page := conformancePage(t, r, transcript)
	if strings.Contains(page, "<img") || strings.Contains(page, "<script>alert") || strings.Count(page, "<script") != 2 {
		t.Error("a text of the build became an element")
	}
	if strings.Contains(page, "ZgotmplZ") {
		t.Error("a value was refused by the template: it stands where it cannot be escaped")
	}
}

func TestPageKeepsSecrets(t *testing.T) {
	r := sample(t)
	r.Results[12].Why = inAll("the body holds " + secretIIN + " and " + secretPhone)
	page := conformancePage(t, r, exchanged())
	if found := secretsIn(page); found != nil {
		t.Errorf("the page holds %q (BOTH-PRIVACY-001)", found)
	}
	for _, e := range lived(t, foodScript).Entries {
		if code := e.Outcome.Result.Code; code != (voucher.QR{}) && strings.Contains(page, code.String()) {
			t.Error("the page holds a QR code (BOTH-PRIVACY-001)")
		}
	}
}

func TestPageDataIsTheReport(t *testing.T) {
	r := sample(t)
	page := conformancePage(t, r, nil)
	var onPage, alone any
	if err := json.Unmarshal([]byte(between(page, `<script type="application/json" id="report">`, "</script>")), &onPage); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(conformanceJSON(t, r), &alone); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(onPage) != fmt.Sprint(alone) {
		t.Error("the data of the page are not those of the JSON report")
	}
}

var (
	idAttribute = regexp.MustCompile(` id="([^"]*)"`)
	inPage      = regexp.MustCompile(` href="#([^"]*)"`)
	labelledBy  = regexp.MustCompile(` (?:aria-labelledby|for)="([^"]*)"`)
)

func TestPageLinksLeadSomewhere(t *testing.T) {
	for name, r := range map[string]*conformance.Report{"sample": sample(t), "conforming": conforming(), "empty": {}} {
		page := conformancePage(t, r, exchanged())
		ids := map[string]bool{}
		for _, m := range idAttribute.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: the id %s stands twice", name, m[1])
			}
			ids[m[1]] = true
		}
		for _, links := range [][][]string{inPage.FindAllStringSubmatch(page, -1), labelledBy.FindAllStringSubmatch(page, -1)} {
			for _, m := range links {
				for _, id := range strings.Fields(html.UnescapeString(m[1])) { // a name may be put together of several
					if !ids[id] {
						t.Errorf("%s: nothing has the id %s, to which something leads", name, id)
					}
				}
			}
		}
	}
}

func TestPageShowsTheEndOfALongTranscript(t *testing.T) {
	r := sample(t)
	var long []*wire.Exchange
	for i := range 500 {
		long = append(long, &wire.Exchange{
			Check: "BOTH-MONEY-001/random_purchases", Method: "POST", URL: fmt.Sprintf("http://127.0.0.1:8080/step/%d", i), Status: 200,
			ResponseBody: []byte(strings.Repeat("я", 10_000)),
		})
	}
	page := conformancePage(t, r, long)
	if strings.Contains(page, "/step/459<") || !strings.Contains(page, "/step/460<") || !strings.Contains(page, "/step/499<") {
		t.Error("want the last 40 of 500 requests: what leads to the end")
	}
	if len(page) > 2<<20 {
		t.Errorf("the page has %d bytes, want at most 2 MiB: bodies are cut", len(page))
	}
}
