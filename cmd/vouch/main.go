// Vouch is the command line of the project: it lives through both voucher
// programmes of the Social Wallet on a synthetic country and tells what came
// out. It knows flags, files, signals and exit statuses, and plugs the packages
// together; whatever could be decided below it is decided there.
//
// Results go to standard output, all talk to standard error.
package main

import (
	"context"
	"io"
	"os"

	"github.com/vouch-kz/vouch/reference"
)

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole command as a function: arguments without the program's name
// in, the exit status out.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (status int) {
	defer func() {
		if fault := recover(); fault != nil {
			status = tellFault(stderr, fault)
		}
	}()
	out := &output{Writer: stdout}
	root := newRoot(reference.World{}, out)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	return tell(stderr, out.judge(err), languageOf(cmd))
}
