// Package kubernetes tells a cluster of Kubernetes how to live a study through, with what stands there anyway: an
// Indexed Job, each index of which is a shard, or NATS with workers that come and go. It knows the objects of the API,
// as YAML with comments; it must not know how a study is lived, nor speak with a cluster.
package kubernetes

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// Work is a study and how a cluster of Kubernetes is to live it through: as an Indexed Job, each index of which
// lives one shard, or over NATS with workers that come and go with the length of the queue. All fields but Namespace
// and StorageClass are needed, and with NATSEngine Namespace too.
type Work struct {
	Study    string // its id
	Run      string // its run id, 64 hexadecimal digits; names are told apart by the first of them
	Document []byte // the study as one text that needs no other file, which ends its line
	Engine   string // JobEngine or NATSEngine
	Shards   int64  // into which an Indexed Job parts the study; NATSEngine has none
	Pods     int64  // that live the study at a time, at most
	Workers  int    // processors of a pod
	Memory   int64  // of a pod, in MiB
	Storage  int64  // that the results take, in MiB
	Image    string // with vouch in it
	// NATSImage is the image of the NATS server, Stream and Consumer are what the parts wait in; JobEngine has none.
	NATSImage, Stream, Consumer string

	Namespace    string // "": the one that kubectl is set to, which NATSEngine has to be told
	StorageClass string // "": the default one of the cluster
}

// The engines.
const (
	JobEngine  = "job"
	NATSEngine = "nats"
)

// What Kubernetes takes: a ConfigMap of one MiB in all, and names by which it can call pods.
const (
	maxDocument = 1 << 20
	nameOfStudy = 30
	digitsOfRun = 8
)

var (
	imageName     = regexp.MustCompile(`^[a-z0-9]([a-zA-Z0-9._:/@-]*[a-zA-Z0-9])?$`)
	namespaceName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	className     = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)
)

//go:embed *.yaml
var manifests embed.FS

// Manifests returns what a cluster needs, as YAML with comments that say what to edit and what to type. The same
// fields give the same bytes. An error says which field cannot be meant, or what of the study does not fit.
func (w *Work) Manifests() ([]byte, error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	all, err := template.New("").Funcs(template.FuncMap{"quote": quoted, "of": of}).ParseFS(manifests, "*.yaml")
	if err != nil {
		panic("kubernetes: " + err.Error())
	}
	var b bytes.Buffer
	if err := all.ExecuteTemplate(&b, w.Engine+".yaml", w); err != nil {
		panic("kubernetes: " + err.Error())
	}
	return b.Bytes(), nil
}

// FieldError says which field of Work cannot be meant, by its name in small letters with hyphens, and why.
type FieldError struct {
	Field string
	Err   error
}

// Error names the field, and what to write instead.
func (e *FieldError) Error() string { return e.Field + ": " + e.Err.Error() }

// Unwrap returns why.
func (e *FieldError) Unwrap() error { return e.Err }

// check refuses what the cluster would refuse, or understand otherwise.
func (w *Work) check() error {
	if w.Engine != JobEngine && w.Engine != NATSEngine {
		return fmt.Errorf("engine %q: unknown; choose %s or %s", w.Engine, JobEngine, NATSEngine)
	}
	for _, n := range []struct {
		name string
		n    int64
		most int64
	}{
		{"shards", w.shards(), shard.MaxShards}, {"pods", w.Pods, shard.MaxShards}, {"workers", int64(w.Workers), 1024},
		{"memory", w.Memory, 1 << 24}, {"storage", w.Storage, 1 << 34},
	} {
		if n.n < 1 || n.n > n.most {
			return &FieldError{n.name, fmt.Errorf("%d is not possible; give a whole number from 1 to %d", n.n, n.most)}
		}
	}
	for _, n := range []struct {
		name, given string
		form        *regexp.Regexp
		such        string
	}{
		{"image", w.Image, imageName, "vouch:2026-11"}, {"nats-image", w.natsImage(), imageName, "nats:2"},
		{"namespace", w.Namespace, namespaceName, "studies"}, {"storage-class", w.StorageClass, className, "nfs"},
	} {
		leftOut := n.given == "" && n.form != imageName
		if !leftOut && !n.form.MatchString(n.given) {
			return &FieldError{n.name, fmt.Errorf("%q is no name that Kubernetes takes; write one such as %s", n.given, n.such)}
		}
	}
	if w.Engine == NATSEngine && w.Namespace == "" {
		return &FieldError{"namespace", errors.New("over NATS it has to be named, since KEDA looks the server up from a namespace of its own; " +
			"write the one that kubectl is set to, which is called default unless somebody has changed it")}
	}
	return w.checkStudy()
}

// checkStudy refuses a study that does not fit into a ConfigMap.
func (w *Work) checkStudy() error {
	switch {
	case len(w.Run) < digitsOfRun || w.Study == "":
		return fmt.Errorf("study %q, run %q: both have to be told", w.Study, w.Run)
	case len(w.Document) > maxDocument:
		return fmt.Errorf("the study takes %d bytes as one document, and Kubernetes keeps at most %d in a ConfigMap; "+
			"part it into studies of fewer worlds, or run its shards by hand with --shard on machines that share a folder", len(w.Document), maxDocument)
	case bytes.Count(w.Document, []byte("\n")) != 1 || !bytes.HasSuffix(w.Document, []byte("\n")):
		return fmt.Errorf("the document of the study has to be one line, and to end it")
	}
	return nil
}

// shards is Shards where the engine has them.
func (w *Work) shards() int64 {
	if w.Engine == NATSEngine {
		return 1
	}
	return w.Shards
}

// natsImage is NATSImage where the engine has it.
func (w *Work) natsImage() string {
	if w.Engine == JobEngine {
		return "none"
	}
	return w.NATSImage
}

// Name is that of all objects of the study. It is short enough for what Kubernetes puts behind it, and another one for
// another study or another version of vouch: a Job that stands is never changed.
func (w *Work) Name() string {
	study := w.Study[:min(len(w.Study), nameOfStudy)]
	return "vouch-" + strings.TrimRight(study, "-") + "-" + w.Run[:digitsOfRun]
}

// Failed is how many shards may fail for good before the Job gives up: some may sit on a bad machine, and where more
// fail all would.
func (w *Work) Failed() int64 { return min(w.Shards-1, max(1, w.Shards/20)) }

// MemoryMost is the memory at which a pod is ended: half as much again as it is reckoned to take.
func (w *Work) MemoryMost() int64 { return w.Memory * 3 / 2 }

// Line is the document without the end of its line.
func (w *Work) Line() string { return strings.TrimSuffix(string(w.Document), "\n") }

// Flag is what kubectl is told of the namespace.
func (w *Work) Flag() string {
	if w.Namespace == "" {
		return ""
	}
	return " -n " + w.Namespace
}

// Volume is what the server may fill, and as much again: a full volume ends it.
func (w *Work) Volume() int64 { return 2 * w.Storage }

// Monitor is where KEDA reads the length of the queue. A name without its namespace would be looked for in that of KEDA.
func (w *Work) Monitor() string { return w.Name() + "-nats." + w.Namespace + ":8222" }

// object is one object of the study: the end of its name, and which component it belongs to.
type object struct {
	*Work
	Suffix, Component string
}

func of(w *Work, suffix, component string) object { return object{w, suffix, component} }

// quoted writes a text as YAML takes it wherever a value may stand.
func quoted(text string) (string, error) {
	b, err := json.Marshal(text)
	return string(b), err
}
