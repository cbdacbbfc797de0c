package kubernetes_test

import (
	"fmt"
	"strings"

	"github.com/vouch-kz/vouch/simulator/cluster/kubernetes"
)

// A study that needs no other file becomes a ConfigMap, a volume, and two Jobs: one lives the shards, one merges them.
func ExampleWork_Manifests() {
	work := kubernetes.Work{
		Study: "amounts", Run: strings.Repeat("0f", 32), Document: []byte("{\"kind\":\"Study\"}\n"), Engine: kubernetes.JobEngine,
		Shards: 16, Pods: 4, Workers: 1, Memory: 256, Storage: 64, Image: "vouch:2026-11",
	}
	text, err := work.Manifests()
	if err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "kind: ") {
			fmt.Print(line)
		}
	}
	work.Image = "not an image"
	_, err = work.Manifests()
	fmt.Println(err)
	// Output:
	// kind: ConfigMap
	// kind: PersistentVolumeClaim
	// kind: NetworkPolicy
	// kind: Job
	// kind: Job
	// image: "not an image" is no name that Kubernetes takes; write one such as vouch:2026-11
}
