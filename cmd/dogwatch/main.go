// Command dogwatch patrols the interfaces between government information systems.
//
// This package wires everything: it is the only place that names concrete
// connectors, reads the clock and the environment, and prints. One file a command.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // air-gapped servers may lack a zone table

	"github.com/spf13/cobra"
)

// version is set when a release is built.
var version = "dev"

// The exit codes, as README and `dogwatch help exit-codes` state them.
const (
	exitOK          = 0
	exitAnomalies   = 1 // something at or above --fail-on
	exitUsage       = 2 // bad definition or usage
	exitUnevaluated = 3 // something could not be evaluated
	exitInterrupted = 130
)

// heapGrowth, in percent, is half of Go's own: most of a patrol's memory is blocks of
// numbers and texts, which cost the collector nothing, and a small heap is worth more on
// a server that belongs to others. GOGC overrides it.
const heapGrowth = 50

// loadGrowth is the same while definitions are read: nearly all of what they allocate stays.
const loadGrowth = 400

// loadHeap, in bytes, is what the definitions of a large workspace take while they are read.
const loadHeap = 48 << 20

// growing sets how much the heap may grow, unless GOGC says it.
func growing(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

func main() {
	growing(heapGrowth)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	result := os.Stdout
	os.Stdout = os.Stderr // drivers that print their warnings must not spoil the result
	code := Main(ctx, os.Args[1:], os.Stdin, result, os.Stderr)
	stop()
	os.Exit(code)
}

// Main runs one command and gives its exit code; tests call it in process.
func Main(ctx context.Context, args []string, in io.Reader, out, err io.Writer) int {
	a := newApp(in, out, err)
	root := newRoot(a)
	root.SetArgs(args)
	return a.code(ctx, root.ExecuteContext(ctx))
}

// An exitError carries an exit code. An empty message prints nothing: the command
// has said what there is to say.
type exitError struct {
	code    int
	message string
}

func (e *exitError) Error() string { return e.message }

// code prints an error and gives its exit code.
func (a *app) code(ctx context.Context, err error) int {
	if err == nil {
		return exitOK
	}
	if ctx.Err() != nil {
		fmt.Fprintln(a.err, "dogwatch: interrupted; nothing that was half done counts")
		return exitInterrupted
	}
	if e, ok := errors.AsType[*exitError](err); ok {
		if e.message != "" {
			fmt.Fprintln(a.err, "dogwatch: "+e.message)
		}
		return e.code
	}
	fmt.Fprintln(a.err, "dogwatch: "+err.Error())
	return exitUsage
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "dogwatch",
		Short: "Watch the interfaces between government information systems",
		Long: `Dogwatch patrols the interfaces between information systems. What must hold of
each interface is written in YAML; Dogwatch measures it, keeps the history and
reports what needs a person.

A workspace is a folder with dogwatch.yaml, contracts/ and watches/.
New here? Run "dogwatch demo", then "dogwatch init my-workspace".`,
		Example: `  dogwatch demo                                  # a sample estate with seeded faults
  dogwatch init my-workspace                     # a workspace to start from
  dogwatch lint --dir my-workspace
  dogwatch run --dir my-workspace
  dogwatch explain death-not-before-birth --dir my-workspace`,
		SilenceUsage: true, SilenceErrors: true, Version: version,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetVersionTemplate("dogwatch {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; `%s --help` lists the flags", err, cmd.CommandPath())
	})
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.checkLanguage() }
	root.PersistentFlags().StringVar(&a.dir, "dir", ".", "the workspace's folder")
	root.PersistentFlags().StringVar(&a.lang, "lang", "", "language of screens and reports: zh or en (default: the workspace's)")
	root.AddCommand(newDemo(a), newInit(a), newLint(a), newTest(a), newRun(a), newPlan(a), newStats(a), newStatus(a), newReport(a), newCoverage(a), newPatrol(a), newEvidence(a), newAccept(a), newAcceptResult(a), newBaseline(a), newFeedback(a), newDiff(a),
		newExplain(a), newProbe(a), newBeat(a), newHeartbeat(a), newStateCommand(a), newSchema(a), newSource(a), newSelftest(a), newDraft(a), newImport(a), newExport(a), newDocs(a), exitCodes())
	return root
}

// exactly demands a number of arguments, and says which when they are not there.
func exactly(n int, hint string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return fmt.Errorf("%s; see `%s --help`", hint, cmd.CommandPath())
	}
}

// atMost is exactly for optional arguments.
func atMost(n int, hint string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return exactly(n, hint)(cmd, args)
	}
}

// noArguments takes an argument for a workspace, which newcomers write there.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no arguments; a workspace is named by --dir %s", cmd.CommandPath(), args[0])
}

// exitCodes is a page of help, not a command.
func exitCodes() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit codes mean",
		Long: `Exit codes:

  0    nothing at or above --fail-on (default fail)
  1    anomalies; for test, a sample judged otherwise than it says
  2    wrong usage, or an error in dogwatch.yaml or another definition that all
       watches need; nothing was run. For lint and test, any error in a definition
  3    something could not be evaluated, such as a source that is down or a watch
       whose definition has an error; before 1
  130  interrupted; nothing that was half done counts

"dogwatch demo" exits 0 when what was found equals what was seeded.`,
	}
}
