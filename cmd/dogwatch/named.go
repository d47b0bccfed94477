package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// A subject is a watch that a decision is about, and the check that was named; nil: all
// of its checks.
type subject struct {
	watch *checks.Watch
	check *checks.Check
}

// id is that of the named check; "" for all.
func (t subject) id() string {
	if t.check == nil {
		return ""
	}
	return t.check.ID
}

// subjects finds what the arguments of a decision name: a watch, or all tables of a
// contract with several, and perhaps a check of it. Of several tables those that have
// the check are meant.
func subjects(cat *checks.Catalog, args []string) ([]subject, error) {
	tables := tablesOf(cat, args[0])
	if len(tables) == 0 {
		w, c, err := named(cat, args)
		return []subject{{w, c}}, err
	}
	var list []subject
	for _, w := range tables {
		if len(args) == 1 {
			list = append(list, subject{watch: w})
		} else if c := checkOf(w, args[1]); c != nil {
			list = append(list, subject{w, c})
		}
	}
	if len(list) == 0 {
		var ids []string
		for _, w := range tables {
			ids = append(ids, idsOf(w)...)
		}
		return nil, fmt.Errorf("no table of %s has a check %q: %s", args[0], args[1], suggestion(args[1], ids))
	}
	return list, nil
}

// tablesOf gives the watches of the tables that are written as one watch; none if path
// names no such watch.
func tablesOf(cat *checks.Catalog, path string) []*checks.Watch {
	for _, s := range cat.Systems {
		for _, w := range s.Watches {
			if w.Whole != nil && w.Whole.Path() == path {
				return w.Whole.Tables
			}
		}
	}
	return nil
}

// named finds the watch and the check of the arguments; without a second argument the
// check is nil.
func named(cat *checks.Catalog, args []string) (*checks.Watch, *checks.Check, error) {
	w, err := watchOf(cat, args[0])
	if err != nil || len(args) == 1 {
		return w, nil, err
	}
	if c := checkOf(w, args[1]); c != nil {
		return w, c, nil
	}
	return nil, nil, fmt.Errorf("%s has no check %q: %s", w.Path(), args[1], suggestion(args[1], idsOf(w)))
}

// checkOf gives the check of an id, or nil.
func checkOf(w *checks.Watch, id string) *checks.Check {
	at := slices.IndexFunc(w.Checks, func(c *checks.Check) bool { return c.ID == id })
	if at < 0 {
		return nil
	}
	return w.Checks[at]
}

func idsOf(w *checks.Watch) []string {
	var ids []string
	for _, c := range w.Checks {
		ids = append(ids, c.ID)
	}
	return ids
}

func watchOf(cat *checks.Catalog, path string) (*checks.Watch, error) {
	var paths []string
	for _, s := range cat.Systems {
		for _, w := range s.Watches {
			if w.Path() == path {
				return w, nil
			}
			if w.Whole != nil && w.Whole.Path() == path {
				return nil, fmt.Errorf("%s has several tables: name one, %s", path, strings.Join(tablePaths(w.Whole), ", "))
			}
			paths = append(paths, w.Path())
		}
	}
	return nil, fmt.Errorf("there is no watch %q: %s", path, suggestion(path, paths))
}

func tablePaths(whole *checks.Whole) []string {
	var list []string
	for _, w := range whole.Tables {
		list = append(list, w.Path())
	}
	return list
}

// suggestion names what was probably meant, else what there is.
func suggestion(text string, known []string) string {
	if hint := syntax.Suggest(text, known); hint != "" {
		return hint
	}
	return "there is none"
}
