package kubernetes_test

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"github.com/vouch-kz/vouch/simulator/cluster/kubernetes"
	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

var update = flag.Bool("update", false, "write the printed manifests of testdata anew; read the diff, commit only what you can explain")

// asked is a study that a cluster is asked for, of an engine.
func asked(engine string) *kubernetes.Work {
	k := &kubernetes.Work{Study: "food-two-mrp", Run: strings.Repeat("0123456789abcdef", 4), Document: []byte(`{"VouchStudy":1,"ID":"food-two-mrp"}` + "\n"), Engine: engine,
		Pods: 8, Workers: 2, Memory: 320, Storage: 1024, Image: "vouch:2026-11"}
	if engine == kubernetes.JobEngine {
		k.Shards = 16
	} else {
		k.NATSImage, k.Stream, k.Consumer, k.Namespace = "nats:2", "VOUCH_PARTS", "vouch-0123456789abcdef", "research"
	}
	return k
}

// engines are all of them, with and without what may be left out.
func engines() map[string]*kubernetes.Work {
	all := map[string]*kubernetes.Work{}
	for _, engine := range []string{kubernetes.JobEngine, kubernetes.NATSEngine} {
		named := asked(engine)
		named.Namespace, named.StorageClass = "studies", "nfs-client"
		long := asked(engine)
		long.Study, long.Pods = strings.Repeat("a-very-long-id-", 4)+"end", shard.MaxShards
		if engine == kubernetes.JobEngine {
			long.Shards = shard.MaxShards
		}
		all[engine], all[engine+"-named"], all[engine+"-long"] = asked(engine), named, long
	}
	return all
}

// objects are the objects of the YAML that was printed, read as the API reads them: a field that it does not know, or
// that stands twice, is an error.
func objects(t *testing.T, k *kubernetes.Work) []metav1.Object {
	t.Helper()
	text, err := k.Manifests()
	if err != nil {
		t.Fatal(err)
	}
	var all []metav1.Object
	for i, doc := range documents(t, text) {
		var kind metav1.TypeMeta
		if err := yaml.Unmarshal(doc, &kind); err != nil {
			t.Fatalf("document %d: %v\n%s", i, err, doc)
		}
		into, known := map[string]metav1.Object{
			"v1 ConfigMap": &corev1.ConfigMap{}, "v1 PersistentVolumeClaim": &corev1.PersistentVolumeClaim{}, "v1 Service": &corev1.Service{},
			"networking.k8s.io/v1 NetworkPolicy": &networkingv1.NetworkPolicy{}, "batch/v1 Job": &batchv1.Job{}, "apps/v1 StatefulSet": &appsv1.StatefulSet{},
			"apps/v1 Deployment": &appsv1.Deployment{}, "keda.sh/v1alpha1 ScaledObject": &scaledObject{},
		}[kind.APIVersion+" "+kind.Kind]
		if kind.Kind == "" && i == 0 {
			continue // the comments at the top
		}
		if !known {
			t.Fatalf("document %d is a %s of %s, which no test knows", i, kind.Kind, kind.APIVersion)
		}
		if err := yaml.UnmarshalStrict(doc, into); err != nil {
			t.Errorf("%s %s: %v\n%s", kind.Kind, into.GetName(), err, doc)
		}
		all = append(all, into)
	}
	return all
}

// documents parts YAML as kubectl does.
func documents(t *testing.T, text []byte) (all [][]byte) {
	t.Helper()
	r := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		doc, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, doc)
	}
}

// scaledObject is what KEDA's page of ScaledObjects has, of 2.19, and that of its scaler for JetStream.
type scaledObject struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		ScaleTargetRef struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
			Name       string `json:"name"`
		} `json:"scaleTargetRef"`
		PollingInterval  *int32 `json:"pollingInterval"`
		CooldownPeriod   *int32 `json:"cooldownPeriod"`
		IdleReplicaCount *int32 `json:"idleReplicaCount"`
		MinReplicaCount  *int32 `json:"minReplicaCount"`
		MaxReplicaCount  *int32 `json:"maxReplicaCount"`
		Triggers         []struct {
			Type     string `json:"type"`
			Metadata struct {
				Endpoint   string `json:"natsServerMonitoringEndpoint"`
				Account    string `json:"account"`
				Stream     string `json:"stream"`
				Consumer   string `json:"consumer"`
				Lag        string `json:"lagThreshold"`
				Activation string `json:"activationLagThreshold"`
				HTTPS      string `json:"useHttps"`
			} `json:"metadata"`
		} `json:"triggers"`
	} `json:"spec"`
}

// podsOf are the templates of the pods of all objects, by the names of the objects.
func podsOf(all []metav1.Object) map[string]*corev1.PodTemplateSpec {
	pods := map[string]*corev1.PodTemplateSpec{}
	for _, o := range all {
		switch o := o.(type) {
		case *batchv1.Job:
			pods[o.Name] = &o.Spec.Template
		case *appsv1.Deployment:
			pods[o.Name] = &o.Spec.Template
		case *appsv1.StatefulSet:
			pods[o.Name] = &o.Spec.Template
		}
	}
	return pods
}

// Every object is what the published types of the API read, its name and labels are such as it takes, and where a
// namespace is named all are of it.
func TestTheAPIReadsEveryObject(t *testing.T) {
	for name, k := range engines() {
		t.Run(name, func(t *testing.T) {
			all := objects(t, k)
			if len(all) < 5 {
				t.Fatalf("%d objects, want a study, a claim, what keeps it apart and what lives it", len(all))
			}
			for _, o := range all {
				if wrong := validation.IsDNS1123Label(o.GetName()); len(wrong) > 0 || len(o.GetName()) > 52 {
					t.Errorf("the name %q has %d letters (%v), want at most 52: Kubernetes puts an index, or a digest of ten, behind it", o.GetName(), len(o.GetName()), wrong)
				}
				if o.GetNamespace() != k.Namespace {
					t.Errorf("%s is of the namespace %q, want %q", o.GetName(), o.GetNamespace(), k.Namespace)
				}
				if len(o.GetLabels()) != 3 {
					t.Errorf("%s has the labels %v, want name, instance and component", o.GetName(), o.GetLabels())
				}
				for key, value := range o.GetLabels() {
					if wrong := append(validation.IsQualifiedName(key), validation.IsValidLabelValue(value)...); len(wrong) > 0 {
						t.Errorf("%s: label %s=%s: %v", o.GetName(), key, value, wrong)
					}
				}
			}
		})
	}
}

// The pods may do what they need and nothing else: as Kubernetes' standard for restricted pods has it, and beyond it
// no root that can be written to and no token of the cluster.
func TestPodsAreRestricted(t *testing.T) {
	for name, k := range engines() {
		for pod, template := range podsOf(objects(t, k)) {
			s := template.Spec
			p := s.SecurityContext
			if s.AutomountServiceAccountToken == nil || *s.AutomountServiceAccountToken || s.HostNetwork || s.HostPID || s.HostIPC {
				t.Errorf("%s: %s has a token of the cluster or what is the machine's", name, pod)
			}
			if p == nil || p.RunAsNonRoot == nil || !*p.RunAsNonRoot || p.RunAsUser == nil || *p.RunAsUser != 65532 || p.SeccompProfile == nil || p.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
				t.Errorf("%s: %s runs as %+v, want 65532, no root, the usual seccomp profile", name, pod, p)
			}
			for _, c := range append(slices.Clone(s.Containers), s.InitContainers...) {
				x := c.SecurityContext
				if x == nil || x.Privileged != nil || x.AllowPrivilegeEscalation == nil || *x.AllowPrivilegeEscalation || x.ReadOnlyRootFilesystem == nil || !*x.ReadOnlyRootFilesystem ||
					x.Capabilities == nil || !slices.Equal(x.Capabilities.Drop, []corev1.Capability{"ALL"}) || len(x.Capabilities.Add) > 0 {
					t.Errorf("%s: %s may %+v, want nothing of that", name, pod, x)
				}
				if c.Resources.Requests.Memory().IsZero() || c.Resources.Requests.Cpu().IsZero() || c.Resources.Limits.Memory().Cmp(*c.Resources.Requests.Memory()) < 0 {
					t.Errorf("%s: %s takes %+v, want processors and memory that are asked for, and a limit of memory above", name, pod, c.Resources)
				}
			}
		}
	}
}

// The document reaches the pod as it was written: vouch reads no other bytes.
func TestTheDocumentIsWhole(t *testing.T) {
	for _, doc := range []string{`{"VouchStudy":1}`, `{"a":"it's \"quoted\": {{.X}} # no comment, ---, \u00e9 é Қ"}`, `{"tabs":"\t","long":"` + strings.Repeat("x y ", 20_000) + `"}`} {
		k := asked(kubernetes.JobEngine)
		k.Document = []byte(doc + "\n")
		for _, o := range objects(t, k) {
			if c, ok := o.(*corev1.ConfigMap); ok && (c.Immutable == nil || !*c.Immutable) {
				t.Errorf("the study may be changed where it stands, want a new one for a new study")
			} else if ok && c.Data["study.json"] != string(k.Document) {
				t.Errorf("the ConfigMap holds\n%.200q\nwant\n%.200q", c.Data["study.json"], k.Document)
			}
		}
	}
}

// What cannot be meant is refused, beside its twin that is taken.
func TestWhatAClusterWouldRefuse(t *testing.T) {
	for _, tt := range []struct {
		name      string
		bad, good func(*kubernetes.Work)
		want      string
	}{
		{"a study beyond a MiB", func(k *kubernetes.Work) { k.Document = document(1<<20 + 1) }, func(k *kubernetes.Work) { k.Document = document(1 << 20) }, "1048577 bytes as one document, and Kubernetes keeps at most 1048576"},
		{"a document of two lines", func(k *kubernetes.Work) { k.Document = []byte("{\n}\n") }, func(k *kubernetes.Work) { k.Document = []byte("{}\n") }, "one line"},
		{"no shard", func(k *kubernetes.Work) { k.Shards = 0 }, func(k *kubernetes.Work) { k.Shards = 1 }, "shards: 0"},
		{"too many shards", func(k *kubernetes.Work) { k.Shards = shard.MaxShards + 1 }, func(k *kubernetes.Work) { k.Shards = shard.MaxShards }, "from 1 to 9999"},
		{"an image with a blank", func(k *kubernetes.Work) { k.Image = "vouch 1" }, func(k *kubernetes.Work) { k.Image = "registry.example:5000/a/vouch:1@sha256:00" }, "image"},
		{"a namespace in capitals", func(k *kubernetes.Work) { k.Namespace = "Studies" }, func(k *kubernetes.Work) { k.Namespace = "studies" }, "namespace"},
		{"a class with a line", func(k *kubernetes.Work) { k.StorageClass = "a\nb: c" }, func(k *kubernetes.Work) { k.StorageClass = "a.b-c" }, "storage-class"},
		{"another engine", func(k *kubernetes.Work) { k.Engine = "beam" }, func(k *kubernetes.Work) { k.Engine = "job" }, "choose job or nats"},
		{"a namespace that is not named, over NATS", overNATS(""), overNATS("default"), "namespace: over NATS it has to be named"},
		{"no pods", func(k *kubernetes.Work) { k.Pods = 0 }, func(k *kubernetes.Work) { k.Pods = 1 }, "pods: 0"},
	} {
		k := asked(kubernetes.JobEngine)
		tt.bad(k)
		if _, err := k.Manifests(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
		k = asked(kubernetes.JobEngine)
		tt.good(k)
		if _, err := k.Manifests(); err != nil {
			t.Errorf("%s: the twin is refused: %v", tt.name, err)
		}
	}
}

// overNATS makes the work one over NATS in a namespace.
func overNATS(namespace string) func(*kubernetes.Work) {
	return func(k *kubernetes.Work) { *k = *asked(kubernetes.NATSEngine); k.Namespace = namespace }
}

// document is a line of so many bytes.
func document(bytes int) []byte { return []byte(strings.Repeat("x", bytes-1) + "\n") }

// Another study, and another version of vouch, has other names; the same has the same bytes.
func TestNamesTellStudiesApart(t *testing.T) {
	one, two, again := asked(kubernetes.JobEngine), asked(kubernetes.JobEngine), asked(kubernetes.JobEngine)
	two.Run = strings.Repeat("f", 64)
	if one.Name() == two.Name() {
		t.Errorf("two runs are both called %s; a Job that stands is never changed, so the second would be refused", one.Name())
	}
	a, _ := one.Manifests()
	b, _ := again.Manifests()
	if !bytes.Equal(a, b) {
		t.Errorf("the same study is printed in two ways")
	}
}

// What is printed is in testdata, so that a change of it is seen. After a change: go test ./simulator/cluster -run
// TestManifestsAsPrinted -update, and read the difference.
func TestManifestsAsPrinted(t *testing.T) {
	for _, engine := range []string{kubernetes.JobEngine, kubernetes.NATSEngine} {
		got, err := asked(engine).Manifests()
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join("testdata", engine+".yaml")
		if *update {
			if err := os.WriteFile(name, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from what is printed:\n%s", name, got)
		}
		if left := regexp.MustCompile(`\{\{|<no value>|\t|  *\n`).FindString(string(got)); left != "" {
			t.Errorf("%s: %q is left in what is printed", engine, left)
		}
	}
}
