package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

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
which note is kept and audited; a word once given stands.`,
		Example: "  dogwatch patrol confirm latest --note '内存、磁盘、CPU、库空间均正常'",
		Args:    exactly(1, "name a patrol by its id (`dogwatch patrol list`), or latest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.confirmPatrol(cmd.Context(), args[0], note)
		},
	}
	confirm.Flags().StringVar(&note, "note", "", "what you saw; recorded")
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

func (a *app) confirmPatrol(ctx context.Context, id, note string) (err error) {
	if strings.TrimSpace(note) == "" {
		return errors.New("patrol confirm needs --note: what you saw in the record")
	}
	state, err := a.openStateOf(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	if id == "latest" {
		list, err := state.Patrols(ctx, 50)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(p store.Patrol) bool { return !p.Finished.IsZero() })
		if at < 0 {
			return errors.New("no patrol has finished yet: `dogwatch run`")
		}
		id = list[at].ID
	}
	if err := state.Confirm(ctx, store.Confirmation{PatrolID: id, At: a.now(), Actor: actor(), Note: note}); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "confirmed: %s by %s\n", id, actor())
	return nil
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
	for _, p := range list {
		state := "finished"
		if p.Finished.IsZero() {
			state = "not finished"
		}
		line := fmt.Sprintf("%s  %s  %s", p.ID, p.AsOf.Local().Format("2006-01-02 15:04"), state)
		if c, ok := by[p.ID]; ok {
			line += fmt.Sprintf("  confirmed by %s: %s", c.Actor, c.Note)
		}
		fmt.Fprintln(a.out, line)
	}
	return nil
}
