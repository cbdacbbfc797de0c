//go:build long && unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
)

// What is killed, and how often. Another seed kills at other instants.
const (
	kills    = 220
	tills    = 6 // who buy at one time, each for a family of its own
	killSeed = 20260226
)

const killSetup = `{"at":"2026-02-04T12:00:00+05:00","people":[{},{},{},{},{},{}],"families":6,"stores":[{"territory":"111010000"}],"goods":[{"item":"SZ01"}]}`

// TestKilledAtAnyInstant kills a serving process again and again while tills buy,
// and holds every next one to what was acknowledged: no effect is lost, none is
// there twice, a repeated key has its first answer, and the state is the one that
// another program makes of the same file (BOTH-RETRY-001, BOTH-JOURNAL-001).
func TestKilledAtAnyInstant(t *testing.T) {
	k := newKilled(t)
	k.found()
	begun := time.Now()
	for k.died = 0; k.died < kills; k.died++ {
		k.once()
	}
	k.start("none", "running=2026-02-06T12:00:00+05:00")
	k.verify()
	k.end()
	info, err := os.Stat(k.file)
	if err != nil {
		t.Fatal(err)
	}
	acked, purchases := 0, 0
	for _, till := range k.tills {
		acked += len(till.acked)
		purchases += till.purchases
	}
	t.Logf("seed %d: %d kills in %s, %d of them while the state was rebuilt; %d acknowledged effects, %d of them purchases, %d with an answer that never came; "+
		"%d states compared with another replay, %d torn ends cut, %d bytes of journal; 0 lost, 0 doubled",
		killSeed, kills, time.Since(begun).Round(time.Second), k.early, acked, purchases, k.unknown, k.compared, k.torn, info.Size())
	if acked < kills || k.unknown == 0 {
		t.Errorf("%d acknowledged and %d unknown effects in %d kills: nothing was tried", acked, k.unknown, kills)
	}
}

// killed is a town whose server does not live long.
type killed struct {
	t      *testing.T
	vouch  string
	dir    string
	file   string
	draw   *rand.Rand
	cmd    *exec.Cmd
	base   string
	stderr *said
	client *http.Client
	tokens map[string]string
	tills  []*till

	made, died, early, unknown, compared, torn int
}

// till is a family that buys, and what it was told.
type till struct {
	family    int
	acked     []*deed
	pending   *deed // whose answer never came
	purchases int
	spent     int64
	next      int
	code      string // that was shown and not used
}

// deed is a command with its answer.
type deed struct {
	path, as, key, body string
	status              int
	answer              string
}

func newKilled(t *testing.T) *killed {
	vouch, err := exec.LookPath("vouch") // put there by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "setup.json"), []byte(killSetup), 0o600); err != nil {
		t.Fatal(err)
	}
	k := &killed{t: t, vouch: vouch, dir: dir, file: filepath.Join(dir, "journal"), draw: rand.New(rand.NewPCG(killSeed, 1)),
		client: &http.Client{Timeout: 20 * time.Second}, tokens: map[string]string{}}
	for i := range tills {
		k.tills = append(k.tills, &till{family: i + 1})
	}
	t.Cleanup(func() {
		if k.cmd != nil {
			_ = k.cmd.Process.Kill()
			_ = k.cmd.Wait()
		}
	})
	return k
}

// begin starts a process; it may be killed before it says its address.
func (k *killed) begin(sync, clock string) *bufio.Reader {
	k.t.Helper()
	k.stderr = &said{opened: make(chan string, 1)}
	k.cmd = exec.Command(k.vouch, "serve", "--listen", "127.0.0.1:0", "--tokens", filepath.Join(k.dir, "tokens.json"), "--setup", filepath.Join(k.dir, "setup.json"),
		"--journal", k.file, "--journal-sync", sync, "--clock", clock, "--log-level", "info", "--log-format", "json")
	k.cmd.Stderr = k.stderr
	stdout, err := k.cmd.StdoutPipe()
	if err == nil {
		err = k.cmd.Start()
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return bufio.NewReader(stdout)
}

// start starts a process and waits until it listens.
func (k *killed) start(sync, clock string) {
	k.t.Helper()
	hash := k.replayed()
	line, err := k.begin(sync, clock).ReadString('\n')
	if err != nil {
		k.t.Fatalf("kill %d: no address: %v\n%s", k.died, err, k.stderr)
	}
	k.base = strings.TrimSpace(line)
	if opened := <-k.stderr.opened; hash != "" && opened != hash {
		k.t.Fatalf("kill %d: another replay of the file has the hash %s, the server's is %s\n%s", k.died, hash, opened, k.stderr)
	}
	if hash != "" {
		k.compared++
	}
	if strings.Contains(k.stderr.String(), "journal cut") {
		k.torn++
	}
}

// said is what a process says, and the hash that it has opened its journal with.
type said struct {
	syncBuffer
	opened chan string
	told   bool
}

// openedLine finds the hash in the log.
var openedLine = regexp.MustCompile(`"msg":"journal open".*"hash":"([0-9a-f]{16})"`)

func (s *said) Write(p []byte) (int, error) {
	n, err := s.syncBuffer.Write(p)
	if !s.told {
		if opened := openedLine.FindStringSubmatch(s.String()); opened != nil {
			s.opened <- opened[1]
			s.told = true
		}
	}
	return n, err
}

// replayed rebuilds the state from a copy of the file, in this process.
func (k *killed) replayed() string {
	k.t.Helper()
	copied := filepath.Join(k.t.TempDir(), "copy")
	for _, suffix := range []string{"", journal.KeySuffix} {
		data, err := os.ReadFile(k.file + suffix)
		if os.IsNotExist(err) {
			return ""
		}
		if err == nil {
			err = os.WriteFile(copied+suffix, data, 0o600)
		}
		if err != nil {
			k.t.Fatal(err)
		}
	}
	j, r, err := journal.Open(k.t.Context(), copied, journal.Options{Sync: journal.None})
	if err != nil {
		k.t.Fatalf("kill %d: another replay: %v", k.died, err)
	}
	if err := j.Close(); err != nil {
		k.t.Fatal(err)
	}
	return hashText(r.Hash)
}

// end stops the process as an operator does.
func (k *killed) end() {
	k.t.Helper()
	err := k.cmd.Process.Signal(syscall.SIGTERM)
	if err == nil {
		err = k.cmd.Wait()
	}
	if err != nil {
		k.t.Fatalf("stopped by a signal: %v\n%s", err, k.stderr)
	}
	k.cmd = nil
}

// found lists the families on the 4th, and lets them say yes on the 6th.
func (k *killed) found() {
	k.start("always", "running=2026-02-04T12:00:00+05:00")
	text, err := os.ReadFile(filepath.Join(k.dir, "tokens.json"))
	var tokens []wire.Token
	if err == nil {
		err = json.Unmarshal(text, &tokens)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	for _, token := range tokens {
		k.tokens[token.Role.String()+token.ID] = token.Token
	}
	var rows []string
	for i := range tills {
		rows = append(rows, fmt.Sprintf(`{"family":"%d","owner":"%d","members":["%d"],"residence":"111010000"}`, i+1, i+1, i+1))
	}
	k.must("register_store", "local_body110000000", `{"store":"1"}`)
	k.must("integrate_till", "store1", `{"store":"1"}`)
	k.must("mark_goods", "store1", `{"store":"1","goods":"1"}`)
	k.must("deliver", "store1", `{"store":"1","goods":"1","quantity":100000000,"price":18}`)
	k.must("update_food_list", "list_owner", `{"rows":[`+strings.Join(rows, ",")+`]}`)
	k.end()
	k.start("interval", "running=2026-02-06T12:00:00+05:00")
	for i := range tills {
		k.must("reply", "gateway", fmt.Sprintf(`{"programme":"food","person":"%d","text":"да"}`, i+1))
	}
	k.end()
}

// must gives a command that has to be accepted.
func (k *killed) must(word, as, body string) {
	k.t.Helper()
	k.made++
	d := &deed{path: wire.CommandPath + word, as: as, key: fmt.Sprintf("m-%d", k.made), body: body}
	if err := k.send(d); err != nil || d.status != http.StatusOK {
		k.t.Fatalf("%s: %d %s, %v\n%s", word, d.status, d.answer, err, k.stderr)
	}
}

// send asks once. An error says that no whole answer came.
func (k *killed) send(d *deed) error {
	method := http.MethodPost
	if d.key == "" {
		method = http.MethodGet
	}
	r, err := http.NewRequest(method, k.base+d.path, strings.NewReader(d.body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+k.tokens[d.as])
	if d.key != "" {
		r.Header.Set(wire.KeyHeader, d.key)
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := k.client.Do(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(answer.Body)
	if err := errIf(err, answer.Body.Close()); err != nil {
		return err
	}
	d.status, d.answer = answer.StatusCode, string(bytes.TrimSpace(text))
	return nil
}

// errIf returns the first error.
func errIf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
