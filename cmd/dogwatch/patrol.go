package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newPatrol(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "patrol", Short: "The records of patrols: list and confirm them", Args: noArguments}
	note, n := "", 20
	confirm := &cobra.Command{
		Use:   "confirm PATROL|latest",
		Short: "Say that you have read a patrol's record",
		Long: `Record that a person has read a patrol's record. Where the agreement asks for confirmed
patrols they count from then on: see ` + "`dogwatch coverage`" + `. Who confirmed it, when and with
which note is kept and audited; a word once given stands, and a second one is refused. It
covers the runs of this patrol and no others.

What is confirmed is shown: when the patrol was, its systems, how many checks came to
which verdict, and the anomalies open in what it looked at. Without --note that is all,
nothing is recorded, and the exit code is 2.`,
		Example: "  dogwatch patrol confirm latest    # look first\n  dogwatch patrol confirm latest --note '内存、磁盘、CPU、库空间均正常'",
		Args:    exactly(1, "name a patrol by its id (`dogwatch patrol list`), or latest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.confirmPatrol(cmd.Context(), args[0], note)
		},
	}
	confirm.Flags().StringVar(&note, "note", "", "what you saw; recorded (without it nothing is)")
	list := &cobra.Command{
		Use:   "list",
		Short: "List patrols, the newest first, and who confirmed them",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.listPatrols(cmd.Context(), n) },
	}
	list.Flags().IntVar(&n, "last", n, "how many")
	cmd.AddCommand(list, confirm)
	return cmd
}

// patrolScope is what one patrol did, by system.
type patrolScope []store.Scope

func patrolScopes(ctx context.Context, state *store.Store) (map[string]patrolScope, error) {
	list, err := state.Scopes(ctx)
	by := map[string]patrolScope{}
	for _, s := range list {
		by[s.PatrolID] = append(by[s.PatrolID], s)
	}
	return by, err
}

// said counts the runs and names the systems.
func (s patrolScope) said(chinese bool) string {
	runs, systems := 0, make([]string, 0, len(s))
	for _, one := range s {
		runs += one.Runs
		systems = append(systems, one.System)
	}
	switch {
	case runs == 0 && chinese:
		return "没有完成的运行"
	case runs == 0:
		return "no finished run"
	case chinese:
		return fmt.Sprintf("%d 次运行：%s", runs, strings.Join(systems, "、"))
	}
	return fmt.Sprintf("%s: %s", counted(runs, "run"), strings.Join(systems, ", "))
}

// openStateOf opens the state of a workspace whose definitions need not be read.
func (a *app) openStateOf(ctx context.Context) (*store.Store, error) {
	if err := a.isWorkspace(); err != nil {
		return nil, err
	}
	return a.openState(ctx)
}

func (a *app) listPatrols(ctx context.Context, n int) (err error) {
	state, err := a.openStateOf(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	list, err := state.Patrols(ctx, n)
	if err != nil {
		return err
	}
	confirmed, err := state.Confirmations(ctx)
	if err != nil {
		return err
	}
	by := map[string]store.Confirmation{}
	for _, c := range confirmed {
		by[c.PatrolID] = c
	}
	covers, err := patrolScopes(ctx, state)
	if err != nil {
		return err
	}
	chinese, zone := a.tongue() == "zh", checks.Zone(a.input())
	for _, p := range list {
		line := fmt.Sprintf("%s  %s  %s  %s", p.ID, p.Started.In(zone).Format("2006-01-02 15:04"), patrolState(p, chinese), covers[p.ID].said(chinese))
		if c, ok := by[p.ID]; ok {
			line += fmt.Sprintf(confirmedWords(chinese), c.Actor, c.At.In(zone).Format("2006-01-02 15:04"), c.Note)
		}
		fmt.Fprintln(a.out, line)
	}
	return nil
}

func patrolState(p store.Patrol, chinese bool) string {
	switch finished := !p.Finished.IsZero(); {
	case finished && chinese:
		return "已完成"
	case finished:
		return "finished"
	case chinese:
		return "未完成"
	}
	return "not finished"
}

func confirmedWords(chinese bool) string {
	if chinese {
		return "  %s 于 %s 确认：%s"
	}
	return "  confirmed by %s on %s: %s"
}
