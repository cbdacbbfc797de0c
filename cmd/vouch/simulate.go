package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// simulate is what the flags of one vouch simulate say.
type simulate struct {
	world     voucher.World
	aim       *aim
	scenario  string // path or id
	changes   []func(*scenarios.Scenario) error
	from, to  voucher.Day // zero: as the scenario says
	workers   int
	out       string
	share     shard.Share // zero: all of it
	nats      *sharedOut
	format    string
	language  string
	readings  map[string]string // that flags gave, by id
	arguments []string          // with which vouch repeats it
}

// newSimulate makes the command. The scenario is lived on systems of the world.
func newSimulate(world voucher.World) *cobra.Command {
	s := &simulate{world: world, scenario: scenarios.Baseline().ID, workers: runtime.GOMAXPROCS(0)}
	var ids []string
	for _, p := range scenarios.Library() {
		ids = append(ids, cobra.CompletionWithDesc(p.ID, p.Title.En))
	}
	cmd := &cobra.Command{
		Use:   "simulate [SCENARIO]",
		Short: "Live through the programmes and tell what came out",
		Long: `Live through both voucher programmes on a synthetic country and tell what came
out: uptake from the list to use, money by month, channels, refusals, load of
service centres and stores, loans.

SCENARIO is the path of a YAML file, - for standard input, or the id of one that
comes with vouch; vouch scenarios list names those. Without it both pilots are
simulated as they are.

The same scenario and seed give the same results, byte for byte, on any number
of workers. The last line of the text format is the replay hash, by which two
runs are compared.

With --out DIR: index.html, a page that needs no network (who the families are, how far
they came, money, what was refused and why, the rules that held, and where the figures
of behaviour come from), results.xlsx with a sheet for each of its tables, report.txt as
it is printed, report.json, and tables/*.csv, a line for each figure.

With --shard 3/16 the third of sixteen shards is lived alone and nothing is printed:
--out, the same folder for all sixteen, wherever they run, gets one file, and vouch
merge makes of all files what the simulation gives in one piece. With --nats the parts
are lived by every vouch worker at a NATS server, or by --workers processes of this
machine.

With --target or --exec the scenario is lived on another build, which has to make
worlds, let its clock be moved and tell events. The replay hash is then over what it
answers and tells alone, without the digest of a state that nobody else sees: builds
that answer alike end with the same one.

Each flag can also be set by an environment variable, such as VOUCH_SEED or
VOUCH_FORMAT; a flag on the command line wins.

Exit status: 0 done, 1 the results break an identity, 2 a flag or the scenario
is wrong and nothing ran, 3 the build could not be asked, 4 a fault of vouch or of
the machine it runs on, 130 interrupted.`,
		Example: `  vouch simulate                              both pilots as they are
  vouch simulate --families 5000              a smaller country, in a moment
  vouch simulate --lang ru --out report       in Russian, and as files: open report/index.html
  vouch simulate --format json | jq .totals   for programs
  vouch simulate --reading F01=capped_discount
                                              another answer to an open question
  vouch simulate my.yaml --seed 7             your own world, another draw
  vouch simulate stress --shard 1/2 --out shards
                                              one half here, the other elsewhere; then vouch merge shards
  vouch simulate my.yaml --target http://127.0.0.1:8080
                                              lived on another build`,
		Args:              atMostOneScenario,
		ValidArgsFunction: cobra.FixedCompletions(ids, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				s.scenario = args[0]
			}
			s.arguments = arguments(cmd, []string{s.scenario})
			return s.run(cmd)
		},
	}
	s.addFlags(cmd)
	s.aim = addAim(cmd)
	return cmd
}

func atMostOneScenario(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return misuse("%d scenarios given, one at a time is simulated; %q is one too many", len(args), args[1])
	}
	return nil
}

// addFlags declares the flags. What they change in the scenario is done when it
// has been read.
func (s *simulate) addFlags(cmd *cobra.Command) {
	s.addWorldFlags(cmd)
	addFlag(cmd, "workers", "NUMBER", "", "blocks simulated at a time (default: processors)", func(text string) (err error) {
		if s.workers, err = strconv.Atoi(text); err != nil || s.workers < 1 {
			return fmt.Errorf("%q is not possible; give 1 or more", text)
		}
		return nil
	})
	addFlag(cmd, "out", "DIR", "", "also write page, workbook, JSON and CSV into this folder", func(text string) error {
		s.out = text
		return nameOfFolder(text)
	})
	if err := cmd.MarkFlagDirname("out"); err != nil {
		panic(fmt.Sprintf("vouch: completion of --out: %v", err))
	}
	addShard(cmd, &s.share)
	s.nats = addSharedOut(cmd)
	addChoice(cmd, &s.format, "format", "how results are printed", "text", "json", "csv")
	s.addLanguage(cmd, "language of tables")
}

// addLanguage declares the flag for the language.
func (s *simulate) addLanguage(cmd *cobra.Command, usage string) {
	var languages []string
	for _, l := range reports.Languages() {
		languages = append(languages, string(l))
	}
	addChoice(cmd, &s.language, "lang", usage, languages...)
}

// addWorldFlags declares the flags that change the scenario.
func (s *simulate) addWorldFlags(cmd *cobra.Command) {
	addFlag(cmd, "seed", "NUMBER", "", "draw everything random from this seed", func(text string) error {
		seed, err := strconv.ParseUint(text, 10, 64)
		if errors.Is(err, strconv.ErrRange) {
			return fmt.Errorf("%s is too great; give a seed from 1 to %d", text, uint64(scenarios.MaxSeed))
		}
		if err != nil {
			return fmt.Errorf("%q is no seed; give a whole number such as 1", text)
		}
		if err := new(scenarios.Scenario).SetSeed(seed); err != nil {
			return err // here, where the flag or variable is named
		}
		return s.change(func(sc *scenarios.Scenario) error { return sc.SetSeed(seed) })
	})
	addFlag(cmd, "families", "NUMBER", "", "so many families; 0: as in the real pilots", func(text string) error {
		n, err := strconv.ParseInt(text, 10, 64)
		if errors.Is(err, strconv.ErrRange) {
			return fmt.Errorf("%s families are not possible; give 1 to %d, or 0 for as many as in the real pilots", text, scenarios.MaxFamilies)
		}
		if err != nil {
			return fmt.Errorf("%q is no number of families; give a whole number such as 5000", text)
		}
		if err := new(scenarios.Scenario).SetFamilies(n); err != nil {
			return err
		}
		return s.change(func(sc *scenarios.Scenario) error { return sc.SetFamilies(n) })
	})
	addFlag(cmd, "from", "DAY", "", "first day, such as 2026-01-05", dayFlag(&s.from))
	addFlag(cmd, "to", "DAY", "", "last day on which people act", dayFlag(&s.to))
	addFlag(cmd, "reading", "ID=CHOICE", "", "another answer to an open question; repeatable", s.readReading).repeats = true
	complete(cmd, "reading", readingChoices())
}

// change keeps what a flag does to the scenario.
func (s *simulate) change(apply func(*scenarios.Scenario) error) error {
	s.changes = append(s.changes, apply)
	return nil
}

func dayFlag(into *voucher.Day) func(string) error {
	return func(text string) error {
		d, err := voucher.ParseDay(text)
		if _, fault := time.Parse(time.DateOnly, text); err != nil && fault == nil {
			return fmt.Errorf("%q is too far off; the years are 2000 to 2200", text)
		}
		if err != nil {
			return fmt.Errorf("%q is no day; write it as 2026-02-28", text)
		}
		*into = d
		return nil
	}
}

// run simulates, prints the results and keeps them. Files are written before
// anything is printed: a full disk leaves neither.
func (s *simulate) run(cmd *cobra.Command) error {
	scenario, err := s.load(cmd.InOrStdin())
	if err != nil {
		return err
	}
	if s.share.Of > 0 {
		return s.shard(cmd, scenario)
	}
	overNATS, err := s.nats.given(cmd, s.workers)
	if err != nil {
		return err
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	out, err := claimFolder(s.out, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer out.abandon()
	if overNATS {
		return s.shareOut(ctx, cmd, scenario, out)
	}
	end, err := s.reach(ctx, scenario)
	defer end()
	if err != nil {
		return err
	}
	ran, err := s.live(ctx, cmd.ErrOrStderr(), scenario)
	if err != nil {
		return err
	}
	return s.finish(ctx, cmd, scenario, out, ran, ran.rates())
}

// finish writes and prints the results, and then tells how they came about.
func (s *simulate) finish(ctx context.Context, cmd *cobra.Command, scenario *scenarios.Scenario, out *folder, ran *outcome, told string) error {
	report := reports.NewSimulation(scenario, ran.Result, command(s.arguments))
	if out != nil {
		if err := s.file(ctx, out, ran, report); err != nil {
			return err
		}
	}
	faults := report.Faults()
	if err := s.print(cmd.OutOrStdout(), report); err != nil {
		if len(faults) > 0 {
			return unprinted(exitBroken, err)
		}
		return unprinted(exitOK, err)
	}
	fmt.Fprintln(cmd.ErrOrStderr(), told)
	if out != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), out.told("index.html"))
	}
	if len(faults) > 0 {
		return &failure{exitBroken, errors.New("the results do not add up:\n" + strings.Join(faults, "\n"))}
	}
	return nil
}

// untilStopped is a context that ends with a signal to stop; a second one ends the
// program at once. A signal that was ignored when the program began stays so, as
// nohup has it.
func untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	var signals []os.Signal
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signals = append(signals, s)
		}
	}
	if len(signals) == 0 { // to the library, none is all
		return context.WithCancel(ctx)
	}
	ctx, stop := signal.NotifyContext(ctx, signals...)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// print writes the results in the chosen format.
func (s *simulate) print(stdout io.Writer, report *reports.Simulation) error {
	buffered := bufio.NewWriter(stdout)
	language := reports.Language(s.language)
	var err error
	switch s.format {
	case "json":
		err = report.WriteJSON(buffered)
	case "csv":
		err = report.WriteCSV(buffered, language)
	default:
		err = report.WriteText(buffered, language, widthOf(stdout))
	}
	if err == nil {
		err = buffered.Flush()
	}
	return err
}

// The narrowest terminal that tables are laid out for; what says that it is
// narrower is none. A wider one than reports.Width changes nothing, since long
// lines are hard to follow.
const narrowestTerminal = 20

// widthOf is the width that tables are laid out for: that of a narrow terminal,
// else the same for everything, so that files and pipes hold the same bytes.
func widthOf(w io.Writer) int {
	if columns := terminalWidth(w); columns > 0 {
		return columns
	}
	return reports.Width
}

// terminalWidth is the width that lines are broken at on a terminal, and 0 where
// there is none.
func terminalWidth(w io.Writer) int {
	if o, ok := w.(*output); ok {
		w = o.Writer
	}
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns >= narrowestTerminal {
			return min(columns, reports.Width)
		}
	}
	return 0
}
