// Command livetest starts one MariaDB and one PostgreSQL, tells their addresses to a
// command by environment, runs it, stops the servers and passes its exit code on:
//
//	go run ./tools/livetest -- go test ./...
//
// A server whose programs are not installed is left out with a line on stderr; with
// DOGWATCH_REQUIRE_SERVERS=1 that is an error. A server that the environment names
// already is not started.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/dogwatch/dogwatch/connectors/livetest"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(arguments []string) int {
	if len(arguments) > 0 && arguments[0] == "--" {
		arguments = arguments[1:]
	}
	if len(arguments) == 0 {
		fmt.Fprintln(os.Stderr, "usage: livetest -- command [argument ...]")
		return 2
	}
	environment := os.Environ()
	for _, s := range []struct {
		variable string
		start    func() (*livetest.Server, error)
	}{
		{livetest.MySQLVariable, livetest.StartMariaDB},
		{livetest.PostgresVariable, livetest.StartPostgres},
	} {
		if os.Getenv(s.variable) != "" {
			continue
		}
		server, err := s.start()
		if err != nil {
			fmt.Fprintf(os.Stderr, "livetest: %s: %v\n", s.variable, err)
			if os.Getenv("DOGWATCH_REQUIRE_SERVERS") == "1" {
				return 1
			}
			continue
		}
		defer server.Stop()
		environment = append(environment, s.variable+"="+server.Address())
	}
	return execute(arguments, environment)
}

// execute leaves an interrupt to the command, which gets it from the terminal too, and
// passes a termination on, so that the servers outlive the command and not this.
func execute(arguments, environment []string) int {
	command := exec.Command(arguments[0], arguments[1:]...)
	command.Env = environment
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	err := command.Start()
	if err == nil {
		go forward(signals, command.Process)
		err = command.Wait()
	}
	var failed *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &failed) && failed.ExitCode() > 0:
		return failed.ExitCode()
	case errors.As(err, &failed):
		return 130
	}
	fmt.Fprintf(os.Stderr, "livetest: %v\n", err)
	return 1
}

func forward(signals <-chan os.Signal, to *os.Process) {
	for s := range signals {
		if s == syscall.SIGTERM {
			_ = to.Signal(s) // one that has ended needs no signal
		}
	}
}
