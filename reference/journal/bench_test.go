package journal_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// buyers is how many families buy at one time.
const buyers = 64

// BenchmarkKept measures purchases over loopback HTTP, each with the code that it
// needs, by 64 families at one time: in memory, and kept under each policy.
func BenchmarkKept(b *testing.B) {
	b.Run("memory", func(b *testing.B) {
		m, err := reference.New(town(buyers))
		if err != nil {
			b.Fatal(err)
		}
		purchases(b, m, wire.ServerOptions{System: m})
	})
	for i, word := range journal.Policies() {
		b.Run(word, func(b *testing.B) {
			j, _ := mustOpen(b, filepath.Join(b.TempDir(), "journal"), journal.Options{Setup: town(buyers), Sync: journal.Policy(i)})
			purchases(b, j, wire.ServerOptions{System: j, Durable: j.Durable})
			records, size := j.Written()
			b.ReportMetric(float64(size)/float64(records), "B/record")
		})
	}
}

// purchases serves a system and lets every family buy, turn by turn.
func purchases(b *testing.B, s voucher.System, o wire.ServerOptions) {
	(&life{tb: b, system: s}).open(buyers)
	o.Tokens = wire.MakeTokens(town(buyers))
	server, err := wire.NewServer(o)
	if err != nil {
		b.Fatal(err)
	}
	listener := httptest.NewServer(server)
	defer listener.Close()
	tokens := map[string]string{}
	for _, k := range o.Tokens {
		tokens[k.Role.String()+k.ID] = k.Token
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: buyers}}
	defer client.CloseIdleConnections()
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for i := range buyers {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				shown := post(b, client, listener.URL, "show_code", tokens[fmt.Sprintf("citizen%d", i+1)], n, fmt.Sprintf(`{"family":"%d"}`, i+1))
				_, rest, _ := strings.Cut(shown, `"code":"`)
				code, _, _ := strings.Cut(rest, `"`)
				post(b, client, listener.URL, "purchase", tokens["store1"], n, `{"store":"1","code":"`+code+`","lines":[{"goods":"1","quantity":1000,"price":20}]}`)
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "purchases/s")
}

// post gives one command that has to be accepted.
func post(b *testing.B, client *http.Client, url, word, token string, key int64, body string) string {
	r, err := http.NewRequest(http.MethodPost, url+wire.CommandPath+word, bytes.NewReader([]byte(body)))
	if err != nil {
		b.Error(err)
		return ""
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(wire.KeyHeader, fmt.Sprint("k-", key))
	a, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return ""
	}
	defer a.Body.Close() //nolint:errcheck // it is read to its end
	text, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != http.StatusOK {
		b.Errorf("%s: %d %s, %v", word, a.StatusCode, text, err)
	}
	return string(text)
}

// BenchmarkReplay measures how long a start takes for each record that is read.
func BenchmarkReplay(b *testing.B) {
	path := filepath.Join(b.TempDir(), "journal")
	disk := &journal.TestDisk{}
	j, _ := mustOpen(b, path, journal.On(disk, journal.Options{Setup: town(buyers), Sync: journal.None}))
	l := &life{tb: b, system: j}
	l.open(buyers)
	for i := range 10_000 {
		l.must(&voucher.ShowCode{Family: voucher.FamilyID(i%buyers + 1)}, voucher.Citizen, uint32(i%buyers+1))
	}
	records, _ := j.Written()
	for b.Loop() {
		mustOpen(b, path, journal.On(disk, journal.Options{Sync: journal.None}))
	}
	b.ReportMetric(float64(records)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
