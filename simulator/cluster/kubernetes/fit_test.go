package kubernetes_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/vouch-kz/vouch/simulator/cluster/kubernetes"
	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// What an object names is there: claims, ConfigMaps, mounts, ports; and selectors choose the pods that they mean.
func TestObjectsFitTogether(t *testing.T) {
	for name, k := range engines() {
		t.Run(name, func(t *testing.T) {
			all := objects(t, k)
			there := map[string]bool{"secret " + k.Name(): true} // it is made by hand, as the comment says
			for _, o := range all {
				switch o := o.(type) {
				case *corev1.ConfigMap:
					there["config "+o.Name] = true
				case *corev1.PersistentVolumeClaim:
					there["claim "+o.Name] = true
				case *appsv1.StatefulSet:
					for _, c := range o.Spec.VolumeClaimTemplates {
						there["mounted "+o.Name+" "+c.Name] = true
					}
				}
			}
			needs := func(who, what string) {
				if !there[what] {
					t.Errorf("%s names the %s, which is not there", who, what)
				}
			}
			for pod, template := range podsOf(all) {
				for _, v := range template.Spec.Volumes {
					there["mounted "+pod+" "+v.Name] = true
					switch {
					case v.ConfigMap != nil:
						needs(pod, "config "+v.ConfigMap.Name)
					case v.PersistentVolumeClaim != nil:
						needs(pod, "claim "+v.PersistentVolumeClaim.ClaimName)
					default:
						t.Errorf("%s: volume %s is of a kind that no test knows", pod, v.Name)
					}
				}
				for _, c := range template.Spec.Containers {
					for _, m := range c.VolumeMounts {
						needs(pod, "mounted "+pod+" "+m.Name)
					}
					for _, e := range c.Env {
						if e.ValueFrom != nil {
							needs(pod, "secret "+e.ValueFrom.SecretKeyRef.Name)
						}
					}
				}
			}
			fitSelectors(t, all)
		})
	}
}

// fitSelectors: every selector chooses pods that are there, and those of a Deployment or StatefulSet its own alone.
func fitSelectors(t *testing.T, all []metav1.Object) {
	pods := podsOf(all)
	chosen := func(s *metav1.LabelSelector) (names []string) {
		selector, err := metav1.LabelSelectorAsSelector(s)
		if err != nil {
			t.Fatal(err)
		}
		for name, pod := range pods {
			if selector.Matches(labelSet(pod.Labels)) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names
	}
	services := map[string]bool{}
	for _, o := range all {
		if s, ok := o.(*corev1.Service); ok {
			services[s.Name] = true
		}
	}
	for _, o := range all {
		switch o := o.(type) {
		case *appsv1.Deployment:
			if got := chosen(o.Spec.Selector); !slices.Equal(got, []string{o.Name}) {
				t.Errorf("the Deployment %s chooses %v, want its own pods", o.Name, got)
			}
		case *appsv1.StatefulSet:
			if got := chosen(o.Spec.Selector); !slices.Equal(got, []string{o.Name}) {
				t.Errorf("the StatefulSet %s chooses %v, want its own pods", o.Name, got)
			}
		case *corev1.Service:
			if got := chosen(&metav1.LabelSelector{MatchLabels: o.Spec.Selector}); !slices.Equal(got, []string{o.Name}) {
				t.Errorf("the Service %s chooses %v, want the server", o.Name, got)
			}
		case *networkingv1.NetworkPolicy:
			if got := chosen(&o.Spec.PodSelector); len(got) == 0 || len(o.Spec.PolicyTypes) != 2 {
				t.Errorf("the policy %s holds %v for %v, want pods of the study, both ways", o.Name, o.Spec.PolicyTypes, got)
			}
			for _, to := range o.Spec.Egress {
				for _, peer := range to.To {
					if got := chosen(peer.PodSelector); len(got) != 1 {
						t.Errorf("the policy %s lets speak with %v, want the server", o.Name, got)
					}
				}
			}
		case *scaledObject:
			for _, trigger := range o.Spec.Triggers {
				host, _, _ := strings.Cut(trigger.Metadata.Endpoint, ":")
				if service, namespace, _ := strings.Cut(host, "."); !services[service] || namespace == "" || namespace != o.Namespace {
					t.Errorf("KEDA asks %q, want a service of the study in its own namespace %q", trigger.Metadata.Endpoint, o.Namespace)
				}
			}
			if pods[o.Spec.ScaleTargetRef.Name] == nil {
				t.Errorf("KEDA is to scale %s, which is not there", o.Spec.ScaleTargetRef.Name)
			}
		}
	}
}

// labelSet are labels as selectors read them.
type labelSet map[string]string

func (l labelSet) Has(key string) bool              { _, ok := l[key]; return ok }
func (l labelSet) Get(key string) string            { return l[key] }
func (l labelSet) Lookup(key string) (string, bool) { v, ok := l[key]; return v, ok }

// What kubectl delete -f FILE is said to take away goes: a claim that a StatefulSet has made for its pods too, which stays
// unless it says otherwise.
func TestNothingStaysThatIsSaidToGo(t *testing.T) {
	for name, k := range engines() {
		for _, o := range objects(t, k) {
			s, ok := o.(*appsv1.StatefulSet)
			if !ok || len(s.Spec.VolumeClaimTemplates) == 0 {
				continue
			}
			p := s.Spec.PersistentVolumeClaimRetentionPolicy
			if p == nil || p.WhenDeleted != appsv1.DeletePersistentVolumeClaimRetentionPolicyType || p.WhenScaled != appsv1.RetainPersistentVolumeClaimRetentionPolicyType {
				t.Errorf("%s: the claims of %s are kept as %+v says; want them to go with it, and to stay while it stands", name, s.Name, p)
			}
		}
	}
}

// jobOf is a Job by the end of its name.
func jobOf(t *testing.T, k *kubernetes.Work, end string) *batchv1.Job {
	t.Helper()
	for _, o := range objects(t, k) {
		if j, ok := o.(*batchv1.Job); ok && j.Name == k.Name()+end {
			return j
		}
	}
	t.Fatalf("no Job %s%s", k.Name(), end)
	return nil
}

// An index is a shard: as many completions as shards, an index told again on its own, and one that cannot work given up
// without the others. The API refuses each of these rules without those beside it.
func TestAnIndexIsAShard(t *testing.T) {
	for name, k := range engines() {
		if k.Engine != kubernetes.JobEngine {
			continue
		}
		t.Run(name, func(t *testing.T) {
			j := jobOf(t, k, "")
			s := j.Spec
			if s.CompletionMode == nil || *s.CompletionMode != batchv1.IndexedCompletion || int64(*s.Completions) != k.Shards || int64(*s.Parallelism) != k.Pods || s.Template.Spec.RestartPolicy != corev1.RestartPolicyNever {
				t.Errorf("mode %v, %d completions, %d at a time, restart %s; want an index for each of %d shards, and pods that end", *s.CompletionMode, *s.Completions, *s.Parallelism, s.Template.Spec.RestartPolicy, k.Shards)
			}
			if s.BackoffLimit != nil || *s.BackoffLimitPerIndex != 3 || *s.MaxFailedIndexes >= *s.Completions || *s.MaxFailedIndexes < 0 || *s.PodReplacementPolicy != batchv1.Failed {
				t.Errorf("%d tries an index, %d indexes may fail of %d; want three, and an end before all have failed", *s.BackoffLimitPerIndex, *s.MaxFailedIndexes, *s.Completions)
			}
			if got, want := strings.Join(s.Template.Spec.Containers[0].Args, " "), fmt.Sprintf("compare /study/study.json --shard job/%d --out /results/shards --workers 2", k.Shards); got != want {
				t.Errorf("got args  %s\nwant      %s", got, want)
			}
			last := func(string) string { return strconv.FormatInt(k.Shards-1, 10) }
			if got, err := shard.ParseShare(s.Template.Spec.Containers[0].Args[3], last); err != nil || int64(got.I) != k.Shards || int64(got.Of) != k.Shards {
				t.Errorf("--shard reads its argument as %v, %v; want the last of %d shards in the pod of the last index", got, err, k.Shards)
			}
			for _, r := range s.PodFailurePolicy.Rules {
				if r.OnExitCodes != nil && *r.OnExitCodes.ContainerName != s.Template.Spec.Containers[0].Name {
					t.Errorf("the rule %s is of the container %s, which is not there", r.Action, *r.OnExitCodes.ContainerName)
				}
			}
			merge := jobOf(t, k, "-merge").Spec.Template.Spec.Containers[0]
			if merge.Args[0] != "merge" || merge.Args[1] != "/results/shards" {
				t.Errorf("it is merged by %v, want the folder that the shards write", merge.Args)
			}
		})
	}
}

// The server of the image reads its settings as they are meant: who may ask, where it keeps what waits, and the figures
// that KEDA and the probes ask for.
func TestTheServerReadsItsSettings(t *testing.T) {
	const password = "p0123456789abcdef"
	t.Setenv("NATS_PASSWORD", password)
	k := asked(kubernetes.NATSEngine)
	for _, o := range objects(t, k) {
		c, ok := o.(*corev1.ConfigMap)
		if !ok || c.Data["nats.conf"] == "" {
			continue
		}
		file := filepath.Join(t.TempDir(), "nats.conf")
		if err := os.WriteFile(file, []byte(c.Data["nats.conf"]), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := server.ProcessConfigFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got.Username != "vouch" || got.Password != password || !got.JetStream || got.StoreDir != "/data" || got.Port != 4222 || got.HTTPPort != 8222 {
			t.Errorf("user %s, JetStream %v in %s, ports %d and %d; want vouch with the password of the secret, in /data, 4222 and 8222",
				got.Username, got.JetStream, got.StoreDir, got.Port, got.HTTPPort)
		}
		if most := k.Storage * 1_000_000; got.JetStreamMaxStore > most*11/10 || got.JetStreamMaxStore < most {
			t.Errorf("the server keeps up to %d bytes, want the %d that were reckoned: the volume has twice as many", got.JetStreamMaxStore, most)
		}
		return
	}
	t.Fatal("no settings of the server")
}
