package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/selftest"
)

func newSelftest(a *app) *cobra.Command {
	var name, page, bundle string
	cmd := &cobra.Command{
		Use:   "selftest --source NAME",
		Short: "Try whether a database answers as Dogwatch understands the rules",
		Long: `Ask a database, on your own server, everything that Dogwatch leaves to servers of its
kind: every function with nulls, blanks, padding, case, decimals, dates and characters
beyond the basic plane, every figure, and whether the session is read only, has a time
limit, can be cancelled and has no more rights than it needs. Literals and system views
are asked, no table is read, nothing is written.

What the server answers otherwise is judged by Dogwatch from then on, for this source
and this version of its server: "plan" says so. Run it once for a new source and again
when the server is upgraded. The file of --bundle holds what was found without the names,
addresses or data of anybody, to be handed back.

Exit code: 0 nothing differs, 1 something does, 3 the source cannot be used.`,
		Example: "  dogwatch selftest --source allowances-front --html selftest.html --bundle selftest.json",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name == "" {
				return errors.New("--source names the source to try; `dogwatch source list` lists them")
			}
			if err := errors.Join(canHold("--html", page), canHold("--bundle", bundle)); err != nil {
				return err
			}
			return a.selftest(cmd.Context(), name, page, bundle)
		},
	}
	cmd.Flags().StringVar(&name, "source", "", "the source of dogwatch.yaml")
	cmd.Flags().StringVar(&page, "html", "", "write the whole result to this file as a page")
	cmd.Flags().StringVar(&bundle, "bundle", "", "write the anonymous result to this file as JSON")
	return cmd
}

func (a *app) selftest(ctx context.Context, name, page, bundle string) (err error) {
	cat, err := a.loadInEffect()
	if err != nil {
		return err
	}
	if cat.Deployment.Source(name) == nil {
		return fmt.Errorf("there is no source %q in dogwatch.yaml", name)
	}
	result, err := a.try(ctx, cat, name)
	if err != nil {
		return err
	}
	if err := result.WriteText(a.out, a.language(cat)); err != nil {
		return err
	}
	if page != "" {
		if err := writeFile("--html", page, func(w io.Writer) error { return result.WriteHTML(w, a.language(cat)) }); err != nil {
			return err
		}
	}
	if bundle != "" {
		if err := writeFile("--bundle", bundle, result.WriteBundle); err != nil {
			return err
		}
	}
	if result.Count(selftest.Differs) > 0 {
		return &exitError{exitAnomalies, ""}
	}
	return nil
}

// try takes the selftest and records what it came to.
func (a *app) try(ctx context.Context, cat *checks.Catalog, name string) (result *selftest.Result, err error) {
	s, err := a.openSession(ctx, cat)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	source, err := s.patroller.Sources.Open(ctx, name)
	if err == nil {
		result, err = (&selftest.Trial{Source: source, Version: version, Now: a.now}).Take(ctx)
	}
	switch {
	case errors.Is(err, selftest.ErrNoLanguage):
		return nil, fmt.Errorf("source %s: %w", name, err)
	case err != nil:
		return nil, &exitError{exitUnevaluated, err.Error()}
	}
	return result, pipelines.RecordSelftest(ctx, s.store, name, connectors.Flavour(result.Server), result.Differs, a.now())
}
