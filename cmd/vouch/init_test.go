package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/format"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// begun writes the kit of a language into a folder that is there until the test ends,
// and returns what stands in each file.
func begun(t *testing.T, language, profile string) (dir string, files map[string]string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), language)
	status, stdout, stderr := conforming(t, "init", "--lang", language, "--profile", profile, "--dir", dir)
	if status != exitOK || !strings.HasPrefix(stderr, "next: ") {
		t.Fatalf("init --lang %s: exit status %d: %s", language, status, stderr)
	}
	files = map[string]string{}
	for name := range strings.Lines(stdout) {
		content, err := os.ReadFile(strings.TrimSpace(name))
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(strings.TrimSpace(name))] = string(content)
	}
	return dir, files
}

// TestEveryKitIsWhole: a team in any language gets settings with every reading, an
// adapter, both jobs and the page that says what to do.
func TestEveryKitIsWhole(t *testing.T) {
	for _, k := range kits {
		for _, p := range scenarios.Profiles() {
			_, files := begun(t, k.language, p.ID)
			for _, name := range []string{k.files[0].to, "vouch.yaml", "VOUCH.md", "vouch-workflow.yml", "vouch-gitlab.yml"} {
				if files[name] == "" {
					t.Fatalf("%s, %s: there is no %s", k.language, p.ID, name)
				}
			}
			for name, content := range files {
				for _, place := range []string{"@PROFILE@", "@PROGRAMME@", "@PARTIES", "@READINGS@", "@FILE@", "@START@", "@MODULE@", "@SETUP@", "@PACKAGES@", "@GO_"} {
					if strings.Contains(content, place) {
						t.Errorf("%s, %s: %s still has the place %s", k.language, p.ID, name, place)
					}
				}
				if strings.HasSuffix(name, ".go") {
					if clean, err := format.Source([]byte(content)); err != nil || string(clean) != content {
						t.Errorf("%s, %s: %s is not as gofmt has it: %v", k.language, p.ID, name, err)
					}
				}
			}
			for _, r := range voucher.AllReadings() {
				if line := fmt.Sprintf("\n  %s: %s # ", r, r.Choices()[voucher.Default]); !strings.Contains(files["vouch.yaml"], line) {
					t.Errorf("%s, %s: vouch.yaml has no line %q; a team has to see how it is read", k.language, p.ID, line)
				}
			}
			if n := strings.Count(files["VOUCH.md"], "\n") - 2; n != 5 {
				t.Errorf("%s: VOUCH.md has %d lines below its heading, want five", k.language, n)
			}
		}
	}
}

// TestEveryKitStarts: the adapter runs as it is written, its settings say the same as
// it does, and the doctor reaches it and says what to build first.
func TestEveryKitStarts(t *testing.T) {
	profiles := map[string]string{"java": "food-core", "php": "pos", "node": "gas-core", "go": "full"}
	for _, k := range kits {
		t.Run(k.language, func(t *testing.T) {
			dir, files := begun(t, k.language, profiles[k.language])
			free, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			_, port, _ := net.SplitHostPort(free.Addr().String())
			if err := free.Close(); err != nil {
				t.Fatal(err)
			}
			t.Setenv("VOUCH_CONTROL_TOKEN", "kits")
			launched(t, &k, dir, port)
			at := filepath.Join(dir, "vouch.yaml")
			if err := os.WriteFile(at, []byte(strings.ReplaceAll(files["vouch.yaml"], "8080", port)), 0o600); err != nil {
				t.Fatal(err)
			}
			status, stdout, stderr := conforming(t, "doctor", "--config", at, "--wait", "60s")
			demandWords(t, status, exitBroken, stdout+stderr, "✓ reachable: our wallet 1", "→ build worlds and tokens: answer POST …/worlds")
			for _, args := range [][]string{{"--config", at}, {"--target", "http://127.0.0.1:" + port}} {
				status, stdout, stderr := conforming(t, append([]string{"conform"}, args...)...)
				demandWords(t, status, exitInconclusive, stdout+stderr, "0 fail", "and declare worlds")
			}
			t.Setenv("VOUCH_CONTROL_TOKEN", "another")
			status, stdout, stderr = conforming(t, "doctor", "--config", at)
			demandWords(t, status, exitInconclusive, stdout+stderr, "status 401", "--control-token")
		})
	}
}

// launched starts the adapter of a kit in its folder until the test ends, with a
// control plane that wants the token of the environment.
func launched(t *testing.T, k *kit, dir, port string) {
	t.Helper()
	words := strings.Fields(strings.ReplaceAll(k.start, "8080", port))
	program, err := exec.LookPath(words[0])
	if err != nil {
		t.Skipf("%s is not on this machine", words[0])
	}
	if k.language == "go" { // as a package of this module, where it finds what it imports
		program = filepath.Join(dir, "adapter")
		overlaid(t, dir, program)
		words = words[:1]
	}
	cmd := exec.CommandContext(t.Context(), program, words[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "PORT="+port)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		if t.Failed() {
			t.Logf("%s said:\n%s", k.start, said.String())
		}
	})
}

// overlaid builds the adapter of Go in a folder as a package of this module.
func overlaid(t *testing.T, dir, program string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]map[string]string{"Replace": {}}
	for _, name := range []string{"adapter.go", "adapter_test.go"} {
		replace["Replace"][filepath.Join(root, "cmd", "adapter", name)] = filepath.Join(dir, name)
	}
	overlay, err := json.Marshal(replace)
	if err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-overlay", fileWith(t, "overlay.json", string(overlay)), "-o", program, "./cmd/adapter")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
}

// githubJobs is what of a workflow is looked at.
type githubJobs struct {
	Name string `yaml:"name"`
	On   any    `yaml:"on"`
	Jobs map[string]struct {
		RunsOn string `yaml:"runs-on"`
		Steps  []struct {
			Name, If, Run, Uses string
			With                map[string]any
		}
	}
}

// TestJobsOfCI: both jobs are YAML of the shape that their server reads; the build has
// time to start before it is looked at, and is looked at before it is judged; and what
// is always run fails neither without results nor without a build.
func TestJobsOfCI(t *testing.T) {
	for _, k := range kits {
		_, files := begun(t, k.language, "food-core")
		var github githubJobs
		if err := yaml.Unmarshal([]byte(files["vouch-workflow.yml"]), &github); err != nil {
			t.Fatalf("%s: vouch-workflow.yml: %v", k.language, err)
		}
		job := github.Jobs["conformance"]
		if github.On == nil || len(github.Jobs) != 1 || job.RunsOn == "" {
			t.Errorf("%s: vouch-workflow.yml %+v, want on, and one job with runs-on", k.language, github)
		}
		var ran []string
		for i, step := range job.Steps {
			if (step.Run == "") == (step.Uses == "") {
				t.Errorf("%s: step %d %+v, want run or uses, one of them", k.language, i+1, step)
			}
			ran = append(ran, step.Run)
			if step.If == "always()" && step.Run != "" {
				inNothing(t, k.language, step.Run)
			}
		}
		inOrder(t, k.language+": vouch-workflow.yml", ran, k.start, "vouch doctor --config vouch.yaml --wait 30s", "vouch conform --config vouch.yaml --out vouch-run")

		var gitlab map[string]struct {
			Image     string
			Before    []string `yaml:"before_script"`
			Script    []string
			Artifacts struct {
				When    string
				Paths   []string
				Reports map[string]string
			}
		}
		if err := yaml.UnmarshalWithOptions([]byte(files["vouch-gitlab.yml"]), &gitlab, yaml.Strict()); err != nil {
			t.Fatalf("%s: vouch-gitlab.yml: %v", k.language, err)
		}
		one := gitlab["vouch"]
		if len(gitlab) != 1 || one.Image == "" || one.Artifacts.When != "always" || one.Artifacts.Reports["junit"] == "" {
			t.Errorf("%s: vouch-gitlab.yml %+v, want one job with an image, and reports whatever comes out", k.language, gitlab)
		}
		if installs := len(one.Before) == 2 && strings.HasSuffix(one.Before[0], " "+k.packages); installs != (k.packages != "") {
			t.Errorf("%s: before_script %q, want the packages %q installed", k.language, one.Before, k.packages)
		}
		inOrder(t, k.language+": vouch-gitlab.yml", one.Script, k.start+" > build.log 2>&1 &", "vouch doctor --config vouch.yaml --wait 30s", "vouch conform --config vouch.yaml --out vouch-run")
	}
}

// inOrder demands that lines of a job hold some texts, one after the other.
func inOrder(t *testing.T, where string, lines []string, texts ...string) {
	t.Helper()
	last := -1
	for _, text := range texts {
		at := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, text) })
		if at <= last {
			t.Errorf("%s: %q is not there, or comes too early, in %q", where, text, lines)
		}
		last = at
	}
}

// inNothing runs a step as GitHub does, in a folder where nothing was written, and in
// one whose build is gone.
func inNothing(t *testing.T, language, script string) {
	t.Helper()
	for _, files := range []map[string]string{{}, {"build.pid": "99999999\n"}} {
		dir := t.TempDir()
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary"))
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %q with %v: %v: %s", language, script, files, err, said)
		}
	}
}

// TestPageShowsWhatInitWrites: the jobs of the page for implementers are those of the
// kit for Node, and its file of people is read as it stands.
func TestPageShowsWhatInitWrites(t *testing.T) {
	page, err := os.ReadFile("../../conformance/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, files := begun(t, "node", "food-core")
	for _, name := range []string{"vouch-workflow.yml", "vouch-gitlab.yml"} {
		if !strings.Contains(string(page), "```yaml\n"+files[name]+"```\n") {
			t.Errorf("conformance/README.md does not show %s as vouch init --lang node writes it:\n%s", name, files[name])
		}
	}
	_, rest, _ := strings.Cut(string(page), "`--people people.yaml`")
	_, rest, _ = strings.Cut(rest, "```yaml\n")
	shown, _, ok := strings.Cut(rest, "```\n")
	if !ok {
		t.Fatal("conformance/README.md shows no file of people")
	}
	_, short, _ := strings.Cut(peopleHelp, "variable:\n")
	short, _, _ = strings.Cut(short, "\nconformance/README.md")
	for _, name := range []string{"CITIZEN", "TILL", "AWAY", "APART", "CITIZEN_TOKEN", "TILL_TOKEN", "AWAY_TOKEN", "APART_TOKEN", "PROVIDER_TOKEN", "OPERATOR_TOKEN", "AKIMAT_TOKEN", "GATEWAY_TOKEN", "LIST_TOKEN", "BODY_TOKEN"} {
		t.Setenv(name, "t-"+name)
	}
	for _, content := range []string{shown, short} {
		a := &aim{people: fileWith(t, "people.yaml", content)}
		if err := a.ownPeople(new(wire.Options)); err != nil {
			t.Errorf("%v in the file of people that is shown:\n%s", err, content)
		}
	}
}
