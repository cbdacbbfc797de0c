//go:build unix

package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"github.com/vouch-kz/vouch/reference"
)

// printed is what vouch cluster kubernetes has printed, as far as a test runs it.
type printed struct {
	study  map[string]string // files of the ConfigMap that /study is
	shards *batchv1.Job
	merge  *batchv1.Job
}

// printedBy is what vouch prints as a process of its own.
func printedBy(t *testing.T, words ...string) *bytes.Buffer {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "vouch", words...) // put there by testscript.Main
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("vouch %s: %v\n%s", strings.Join(words, " "), err, &stderr)
	}
	return &stdout
}

// readPrinted reads it as kubectl does.
func readPrinted(t *testing.T, text []byte) *printed {
	t.Helper()
	p := &printed{}
	for r := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text))); ; {
		doc, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var study corev1.ConfigMap
		var job batchv1.Job
		switch {
		case err != nil:
			t.Fatal(err)
		case bytes.Contains(doc, []byte("kind: ConfigMap\n")):
			err = yaml.UnmarshalStrict(doc, &study)
			p.study = study.Data
		case bytes.Contains(doc, []byte("kind: Job\n")):
			err = yaml.UnmarshalStrict(doc, &job)
			if strings.HasSuffix(job.Name, "-merge") {
				p.merge = &job
			} else {
				p.shards = &job
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if p.study == nil || p.shards == nil || p.merge == nil {
		t.Fatalf("no study, no shards or no merge in\n%s", text)
	}
	return p
}

// What the pods are told is what vouch of this version understands: commands, flags with their values, variables.
func TestPodsAreToldWhatVouchKnows(t *testing.T) {
	for _, engine := range []string{"job", "nats"} {
		text := printedBy(t, "cluster", "kubernetes", "food-two-mrp", "--families", "300", "--replications", "3", "--engine", engine, "--namespace", "studies")
		told := 0
		for _, c := range containersOf(t, text.Bytes()) {
			if c.Name != "vouch" {
				continue
			}
			told++
			cmd, words, err := newRoot(reference.World{}, io.Discard).Find(c.Args)
			if err != nil || cmd.Name() != c.Args[0] {
				t.Errorf("%s: vouch %v: %v, want a command", engine, c.Args, err)
				continue
			}
			t.Setenv("JOB_COMPLETION_INDEX", "0")
			if err := cmd.ParseFlags(words); err != nil {
				t.Errorf("%s: vouch %s: %v, want flags that it has", engine, strings.Join(c.Args, " "), err)
			}
			for _, e := range c.Env {
				if strings.HasPrefix(e.Name, "VOUCH_") && !slices.Contains(environmentNames(cmd), e.Name) {
					t.Errorf("%s: vouch %s does not read %s, want a variable of a flag", engine, c.Args[0], e.Name)
				}
			}
		}
		if told != 2 {
			t.Errorf("%s: %d pods run vouch, want two: those that live, and the one that puts together", engine, told)
		}
	}
}

// containersOf are the containers of all pods.
func containersOf(t *testing.T, text []byte) (all []corev1.Container) {
	t.Helper()
	for r := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text))); ; {
		doc, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		var o struct {
			Spec struct {
				Template corev1.PodTemplateSpec `json:"template"`
			} `json:"spec"`
		}
		if err == nil {
			err = yaml.Unmarshal(doc, &o)
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o.Spec.Template.Spec.Containers...)
	}
}

// The image has nothing but the program, does not run as root, and is made of a program that is there.
func TestTheDockerfileIsPrinted(t *testing.T) {
	var lines []string
	for line := range strings.SplitSeq(printedBy(t, "cluster", "dockerfile").String(), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	want := []string{"FROM scratch", "COPY --chmod=0755 vouch /vouch", "USER 65532:65532", `ENTRYPOINT ["/vouch"]`}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("the image is made by\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}
