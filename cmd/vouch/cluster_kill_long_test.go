//go:build long && unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
)

// What is printed for Kubernetes is run here as Kubernetes would: every index of the Job a process that sees the study of
// the ConfigMap and the shared volume alone; two are killed on the way and started again, as backoffLimitPerIndex has it;
// one ran twice; the merge waits from the beginning. The hash is that of vouch compare on one machine.
func TestTheIndexesOfAJobComeToTheHash(t *testing.T) {
	here := t.TempDir()
	for name, text := range map[string]string{
		"study.yaml": "kind: Study\nid: two-files\ntitle: A study beside a file\nscenarios: [more.yaml]\nreplications: 12\nseed: 5\n",
		"more.yaml":  "kind: Scenario\nid: more\ntitle: More\nset: {food.mrp_per_member: 2}\n",
	} {
		if err := os.WriteFile(filepath.Join(here, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	study := filepath.Join(here, "study.yaml")
	want := hashOfStudy(t, printedBy(t, "compare", study, "--families", "400", "--format", "json"))
	p := readPrinted(t, printedBy(t, "cluster", "kubernetes", study, "--families", "400", "--shards", "5").Bytes())
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "study"), 0o700), os.Mkdir(filepath.Join(dir, "results"), 0o700)); err != nil {
		t.Fatal(err)
	}
	for name, text := range p.study {
		if err := os.WriteFile(filepath.Join(dir, "study", name), []byte(text), 0o400); err != nil {
			t.Fatal(err)
		}
	}
	merge, results, told := pod(t, p.merge, dir, 0, "--format", "json")
	if err := merge.Start(); err != nil {
		t.Fatal(err)
	}
	for i := range int(*p.shards.Spec.Completions) {
		if i == 1 || i == 3 {
			killPod(t, p.shards, dir, i)
		}
		runPod(t, p.shards, dir, i)
	}
	runPod(t, p.shards, dir, 2) // twice: a machine was thought lost, and was not
	if err := merge.Wait(); err != nil {
		t.Fatalf("the merge: %v\n%s", err, told)
	}
	if got := hashOfStudy(t, results); got != want {
		t.Errorf("the shards come to the hash %s, want that of one machine, %s", got, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "results", "report", "index.html")); err != nil {
		t.Errorf("no report in the volume: %v", err)
	}
}

// pod is the first container of a Job as a process of this machine, with folders of a test where volumes are mounted.
func pod(t *testing.T, job *batchv1.Job, dir string, index int, more ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	c := job.Spec.Template.Spec.Containers[0]
	var words []string
	for _, word := range c.Args {
		for _, m := range c.VolumeMounts {
			if strings.HasPrefix(word, m.MountPath+"/") {
				word = dir + word
			}
		}
		words = append(words, word)
	}
	cmd = exec.CommandContext(t.Context(), "vouch", append(words, more...)...)
	cmd.Dir = t.TempDir() // nothing but the volumes is there
	cmd.Env = append(os.Environ(), fmt.Sprintf("JOB_COMPLETION_INDEX=%d", index))
	for _, e := range c.Env {
		cmd.Env = append(cmd.Env, e.Name+"="+e.Value)
	}
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stdout, stderr
}

// runPod runs an index to its end.
func runPod(t *testing.T, job *batchv1.Job, dir string, index int) {
	t.Helper()
	cmd, _, stderr := pod(t, job, dir, index)
	if err := cmd.Run(); err != nil {
		t.Fatalf("index %d: %v\n%s", index, err, stderr)
	}
}

// killPod starts an index, and kills it without a word as soon as something of it is written.
func killPod(t *testing.T, job *batchv1.Job, dir string, index int) {
	t.Helper()
	cmd, _, stderr := pod(t, job, dir, index)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, "results", "shards", fmt.Sprintf("shard-%04d-of-%04d.part.half", index+1, *job.Spec.Completions))
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for until := time.Now().Add(time.Minute); ; <-tick.C {
		if _, err := os.Stat(half); err == nil {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("index %d has written nothing in a minute:\n%s", index, stderr)
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatalf("index %d was not killed, so nothing is shown:\n%s", index, stderr)
	}
}
