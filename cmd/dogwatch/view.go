package main

import (
	"context"
	"os"
	"slices"

	"golang.org/x/term"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// trendPeriods is how many periods a trend shows.
const trendPeriods = 12

// viewOf joins a patrol's runs with anomalies and trends.
func (a *app) viewOf(ctx context.Context, state *store.Store, cat *checks.Catalog, patrol store.Patrol) (report.View, error) {
	anomalies, err := state.Anomalies(ctx, patrol.Started)
	if err != nil {
		return report.View{}, err
	}
	view := report.View{
		Patrol: patrol, Anomalies: anomalies, Language: a.language(cat), Zone: cat.Deployment.Zone,
		Columns: columnTitles(cat), Sources: sourcesOf(cat, patrol), Width: a.width(),
	}
	if view.Exceptions, err = a.exceptionsInForce(ctx, state, cat, patrol); err != nil {
		return view, err
	}
	for _, run := range patrol.Runs {
		for _, o := range run.Outcomes {
			if o.Kind != "row_count" || o.Group != "" {
				continue
			}
			trend, err := a.trend(ctx, state, run, o)
			if err != nil {
				return view, err
			}
			view.Trends = append(view.Trends, trend)
		}
	}
	return view, nil
}

// trend is the row count of this run and of the periods before it.
func (a *app) trend(ctx context.Context, state *store.Store, run store.Run, o store.Outcome) (report.Trend, error) {
	past, err := state.Earlier(ctx, run, append([]string{o.Check}, o.Was...), o.Group, trendPeriods-1)
	if err != nil {
		return report.Trend{}, err
	}
	trend := report.Trend{System: run.System, Watch: run.Watch, Title: run.WatchTitle}
	for _, p := range slices.Backward(past) {
		trend.Points = append(trend.Points, report.Point{Period: p.Period, Rows: p.Measured})
	}
	trend.Points = append(trend.Points, report.Point{Period: run.Period, Rows: o.Measured})
	return trend, nil
}

// columnTitles are the Chinese titles of columns, by "system/watch/column".
func columnTitles(cat *checks.Catalog) map[string]string {
	titles := map[string]string{}
	for _, system := range cat.Systems {
		for _, w := range system.Watches {
			for _, m := range w.Mappings {
				if m.Title != "" {
					titles[w.Path()+"/"+m.Name] = m.Title
				}
			}
		}
	}
	return titles
}

// sourcesOf lists the sources that a patrol's runs read, in the order of their names.
func sourcesOf(cat *checks.Catalog, patrol store.Patrol) []report.Source {
	read := map[string]bool{}
	for _, run := range patrol.Runs {
		read[run.Source] = true
	}
	var sources []report.Source
	for _, s := range cat.Deployment.Sources {
		if read[s.Name] {
			sources = append(sources, report.Source{Name: s.Name, Title: s.Title, Driver: s.Driver})
		}
	}
	return sources
}

// width is that of the terminal on stdout; 0 elsewhere.
func (a *app) width() int {
	file, ok := a.out.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}
