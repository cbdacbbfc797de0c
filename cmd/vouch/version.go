package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/spf13/cobra"
)

// build is what the program knows of how it was made.
type build struct {
	version  string // of the module, "(devel)" where it was built from a folder
	revision string // of the source, "unknown" where none was recorded
	modified bool   // the source differed from the revision
}

// thisBuild asks the Go runtime.
func thisBuild() build {
	b := build{version: "(devel)", revision: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.revision = s.Value
		case "vcs.modified":
			b.modified = s.Value == "true"
		}
	}
	return b
}

// exact tells builds apart that have to do the same: the version and, of a build from a
// folder, the revision and, where that says not what it was made of, the program itself.
func (b build) exact() string {
	switch {
	case b.version != "(devel)":
		return b.version
	case b.revision != "unknown" && !b.modified:
		return b.version + " " + b.revision
	}
	return b.version + " " + ownDigest()
}

// ownDigest is a digest of this program's file, or says that it cannot be read.
var ownDigest = sync.OnceValue(func() string {
	h := sha256.New()
	path, err := os.Executable()
	if err == nil {
		var f *os.File
		if f, err = os.Open(path); err == nil {
			_, err = io.Copy(h, f)
			_ = f.Close() // it was only read
		}
	}
	if err != nil {
		return "unreadable"
	}
	return "program " + hex.EncodeToString(h.Sum(nil))[:16]
})

// versionLine is what vouch --version prints.
func versionLine() string { return "vouch " + thisBuild().version }

// newVersion makes the command that tells how the program was built.
func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Say how this program was built",
		Example: `  vouch version     its version, revision, Go and platform`,
		Args:    noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			b := thisBuild()
			revision := b.revision
			if b.modified {
				revision += ", changed since"
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\nrevision  %s\ngo        %s\nplatform  %s/%s\n",
				versionLine(), revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
