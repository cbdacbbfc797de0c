// Side is what stands beside vouch load: servers that do nothing, for generators to be
// measured against, and the measuring of vouch load beside public tools.
//
//	side static          answers purchases with fixed bytes over plain sockets
//	side noop            answers them by a handler of net/http that does nothing
//	side measure FLAGS   prints the table; .ci/side-by-side builds what it needs
//
// Both servers answer all else as the reference does, so that a town can be set up.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:], os.Stdout); err != nil {
		log.Fatal("side: ", err)
	}
}

func run(args []string, out io.Writer) error {
	word := ""
	if len(args) > 0 {
		word = args[0]
	}
	switch word {
	case "static":
		return serve(out, newStatic)
	case "noop":
		return serve(out, newNoop)
	case "measure":
		m := &measuring{out: out}
		flags := flag.NewFlagSet("measure", flag.ContinueOnError)
		flags.StringVar(&m.vouch, "vouch", "", "the tool")
		flags.StringVar(&m.side, "side", "", "this program")
		flags.StringVar(&m.work, "work", "", "a folder for files")
		flags.IntVar(&m.rounds, "rounds", 5, "of all tools")
		flags.IntVar(&m.seconds, "seconds", 3, "of one run")
		flags.StringVar(&m.only, "only", "", "what is measured, such as wrk;vouch; all of it without")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		return m.run()
	}
	return fmt.Errorf("%q is none of static, noop, measure", word)
}
