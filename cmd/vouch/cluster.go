package main

import (
	"cmp"
	_ "embed"
	"errors"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/cluster"
	"github.com/vouch-kz/vouch/simulator/cluster/kubernetes"
	"github.com/vouch-kz/vouch/simulator/cluster/shard"
	"github.com/vouch-kz/vouch/simulator/study"
)

// dockerfile makes an image of vouch.
//
//go:embed Dockerfile
var dockerfile string

// newCluster makes the command whose sub-commands print what other machines need.
func newCluster(world voucher.World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cluster",
		Short: "Print what a cluster needs to live a study through",
		Long: `Print what a cluster needs to live a study through. vouch speaks with no cluster:
what is printed is read, edited and applied by whoever runs one.`,
		Example: `  vouch cluster dockerfile > Dockerfile
  vouch cluster kubernetes my-study.yaml --image registry.example/vouch:1 > my-study.k8s.yaml`,
		Args: noUnknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newClusterKubernetes(world), &cobra.Command{
		Use:     "dockerfile",
		Short:   "Print the Dockerfile of an image with vouch and nothing else",
		Example: `  vouch cluster dockerfile > Dockerfile`,
		Args:    noWords,
		RunE:    func(cmd *cobra.Command, _ []string) error { return write(cmd, dockerfile) },
	})
	return cmd
}

// clustered is what the flags of one vouch cluster kubernetes say.
type clustered struct {
	compare
	work kubernetes.Work
}

// The usual numbers of a cluster, where nothing else was said.
const (
	usualPods = 16
	// usualNATS is the server's image, of the version that vouch has in it for --nats embedded.
	usualNATS  = "nats:" + server.VERSION
	usualImage = "vouch:latest"
)

func newClusterKubernetes(world voucher.World) *cobra.Command {
	c := &clustered{compare: compare{world: world, families: -1}, work: kubernetes.Work{Workers: usualPodWorkers}}
	cmd := &cobra.Command{
		Use:   "kubernetes [BASELINE] SCENARIO... | STUDY.yaml",
		Short: "Print what a cluster of Kubernetes needs to live a study through",
		Long: `Print YAML for kubectl, of what vouch compare with the same words would live
through. The study stands in it with everything that it extends.

With --engine job, an Indexed Job lives the shards, each of which writes one file
into a volume that all machines share, and another Job merges them. With --engine
nats, a NATS server keeps the parts, and KEDA starts as many workers as the queue is
long. Both come to the hash of vouch compare on one machine.

Memory and storage are reckoned as vouch scenarios plan does; for that all worlds
are tried out with a few thousand families. What is printed hangs on the study, the
flags and this build of vouch alone. Comments say what to edit and what to type.`,
		Example: `  vouch cluster kubernetes my-study.yaml --image registry.example/vouch:1 | kubectl apply --server-side -f -
  vouch cluster kubernetes food-two-mrp --replications 200 --shards 50 --storage-class nfs
  vouch cluster kubernetes my-study.yaml --engine nats --pods 100 --namespace studies`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("name a study, or scenarios as for vouch compare; vouch scenarios list names those that come with vouch")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c.words = args
			return c.print(cmd)
		},
	}
	c.addClusterFlags(cmd)
	return cmd
}

func (c *clustered) addClusterFlags(cmd *cobra.Command) {
	addChoice(cmd, &c.work.Engine, "engine", "who deals the work out", kubernetes.JobEngine, kubernetes.NATSEngine)
	addNumber(cmd, "shards", "of an Indexed Job (default: by the size of the study)", 1, shard.MaxShards, &c.work.Shards)
	addNumber(cmd, "pods", "at a time, at most (default: as many as shards; with nats 16)", 1, shard.MaxShards, &c.work.Pods)
	addNumber(cmd, "workers", "processors of a pod (default: 2)", 1, 1024, &c.work.Workers)
	addText(cmd, "image", "IMAGE", "with this vouch in it (default: vouch:latest)", &c.work.Image)
	addText(cmd, "nats-image", "IMAGE", "of the NATS server (default: "+usualNATS+")", &c.work.NATSImage)
	addText(cmd, "namespace", "NAME", "of Kubernetes (default: that which kubectl is set to; needed with nats)", &c.work.Namespace)
	addText(cmd, "storage-class", "NAME", "of the volume for results (default: that of the cluster)", &c.work.StorageClass)
	c.addAsked(cmd)
}

// print reckons what the study takes, and prints what a cluster needs.
func (c *clustered) print(cmd *cobra.Command) error {
	if err := c.fitting(); err != nil {
		return err
	}
	s, err := c.study()
	if err != nil {
		return err
	}
	// --workers are those of a pod, and divide reckons its memory by them. Here it is tried out
	// on all processors: months and bytes are taken over, which are the same on any, and no time.
	p := &plan{study: s, world: c.world}
	if err := p.countable(); err != nil {
		return err
	}
	job, err := (&study.Run{Study: s, World: c.world, Version: programVersion()}).Job()
	if err != nil {
		return &failure{exitMisuse, err}
	}
	if err := p.try(cmd); err != nil {
		return err
	}
	w := &c.work
	w.Study, w.Run = s.ID, job.ID()
	if w.Document, err = s.Document(); err != nil {
		return &failure{exitMisuse, err}
	}
	if err := c.divide(p, job.Parts()); err != nil {
		return err
	}
	text, err := w.Manifests()
	if wrong, ok := errors.AsType[*kubernetes.FieldError](err); ok && cmd.Flags().Lookup(wrong.Field) != nil {
		return misuse("--%w", wrong)
	}
	if err != nil {
		return &failure{exitMisuse, err}
	}
	return write(cmd, string(text))
}

// fitting refuses flags that go with the other engine.
func (c *clustered) fitting() error {
	switch {
	case c.work.Engine == kubernetes.NATSEngine && c.work.Shards > 0:
		return misuse("--shards goes with --engine job; over NATS the parts are dealt out one by one, and --pods says how many live them")
	case c.work.Engine == kubernetes.JobEngine && c.work.NATSImage != "":
		return misuse("--nats-image goes with --engine nats")
	}
	return nil
}

// divide says into how many shards, on how many pods and how large.
func (c *clustered) divide(p *plan, parts int64) error {
	w := &c.work
	if w.Shards > parts {
		return misuse("--shards is %d, and %s has %s that can be lived apart; give at most as many, or more replications", w.Shards, w.Study, counted(parts, "part", "parts"))
	}
	switch w.Engine {
	case kubernetes.NATSEngine:
		q := cluster.QueueOf(thisBuild().exact())
		w.Stream, w.Consumer = q.Stream, q.Consumer
		w.NATSImage = cmp.Or(w.NATSImage, usualNATS)
		w.Pods = min(cmp.Or(w.Pods, usualPods), parts)
	default:
		w.Shards = cmp.Or(w.Shards, p.sensible(parts, w.Workers))
		w.Pods = min(cmp.Or(w.Pods, w.Shards), w.Shards)
	}
	w.Image = cmp.Or(w.Image, usualImage)
	w.Memory, w.Storage = p.memory(w.Workers), p.storage()
	return nil
}
