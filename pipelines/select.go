package pipelines

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
)

// A Selector picks watches and checks: `system[/watch[/check]]` with globs, where a
// watch of several tables names all of them and watch.table one; narrowed
// by tag, source, dimension and aspect. The zero Selector picks everything.
type Selector struct {
	Patterns   []string
	Tags       []string
	Sources    []string
	Dimensions []string
	Aspect     checks.Aspect
}

// Validate reports a pattern that cannot be understood or that matches nothing in
// the catalog: a typo must not look like a clean result.
func (s Selector) Validate(catalog *checks.Catalog) error {
	for _, p := range s.Patterns {
		if strings.Count(p, "/") > 2 {
			return fmt.Errorf("selector %q has too many parts: write system[/watch[/check]]", p)
		}
		if _, err := path.Match(p, ""); err != nil {
			return fmt.Errorf("selector %q is not a valid pattern", p)
		}
		if !matchesAny(catalog, p) {
			return fmt.Errorf("selector %q matches nothing; %s", p, known(catalog, p))
		}
	}
	for _, name := range s.Sources {
		if catalog.Deployment.Source(name) == nil {
			return fmt.Errorf("there is no source %q in dogwatch.yaml", name)
		}
	}
	return nil
}

func matchesAny(catalog *checks.Catalog, pattern string) bool {
	for _, system := range catalog.Systems {
		for _, w := range system.Watches {
			if !matchWatch(pattern, w) {
				continue
			}
			if strings.Count(pattern, "/") < 2 {
				return true
			}
			for _, c := range w.Checks {
				if matchCheck(pattern, c) {
					return true
				}
			}
		}
	}
	return slices.ContainsFunc(catalog.LeftOut, func(o *checks.LeftOut) bool { return o.System != "" && matchLeftOut(pattern, o) })
}

// leftOut tells whether the selection picks what is left out, as far as can be told: of a
// definition with an error not everything is known.
func (s Selector) leftOut(o *checks.LeftOut) bool {
	if len(s.Tags) > 0 && o.Watch != "" && !slices.ContainsFunc(s.Tags, func(t string) bool { return slices.Contains(o.Tags, t) }) {
		return false
	}
	if len(s.Sources) > 0 && o.Source != "" && !slices.Contains(s.Sources, o.Source) {
		return false
	}
	return len(s.Patterns) == 0 || slices.ContainsFunc(s.Patterns, func(p string) bool { return matchLeftOut(p, o) })
}

// matchLeftOut compares a pattern with what is known of something that is left out.
func matchLeftOut(pattern string, o *checks.LeftOut) bool {
	for i, part := range strings.SplitN(pattern, "/", 3) {
		if known := []string{o.System, o.Watch, o.Check}[i]; known != "" && part != known && !glob(part, known) {
			return false
		}
	}
	return true
}

// known lists what a pattern could have named at its level.
func known(catalog *checks.Catalog, pattern string) string {
	parts := strings.Split(pattern, "/")
	var names []string
	for _, system := range catalog.Systems {
		if len(parts) == 1 || !glob(parts[0], system.ID) {
			names = append(names, system.ID)
			continue
		}
		for _, w := range system.Watches {
			names = append(names, w.Path())
		}
	}
	if len(names) == 0 {
		return "the workspace has no watches"
	}
	return "there is " + strings.Join(names, ", ")
}

// Watch tells whether any check of the watch may be picked.
func (s Selector) Watch(w *checks.Watch) bool {
	if len(s.Tags) > 0 && !slices.ContainsFunc(s.Tags, func(t string) bool { return slices.Contains(w.Tags, t) }) {
		return false
	}
	if len(s.Sources) > 0 && !slices.Contains(s.Sources, w.Source) {
		return false
	}
	return len(s.Patterns) == 0 || slices.ContainsFunc(s.Patterns, func(p string) bool { return matchWatch(p, w) })
}

// Checks gives the picked checks of an aspect, and whether that is all of them.
func (s Selector) Checks(w *checks.Watch, aspect checks.Aspect) (picked []*checks.Check, whole bool) {
	whole = true
	for _, c := range w.Checks {
		if c.Kind.Doc().Aspect != aspect {
			continue
		}
		if s.check(w, c) {
			picked = append(picked, c)
		} else {
			whole = false
		}
	}
	return picked, whole
}

func (s Selector) check(w *checks.Watch, c *checks.Check) bool {
	if len(s.Dimensions) > 0 && !slices.Contains(s.Dimensions, string(c.Dimension)) {
		return false
	}
	return len(s.Patterns) == 0 || slices.ContainsFunc(s.Patterns, func(p string) bool {
		return matchWatch(p, w) && matchCheck(p, c)
	})
}

func matchWatch(pattern string, w *checks.Watch) bool {
	parts := strings.SplitN(pattern, "/", 3)
	if !glob(parts[0], w.System.ID) {
		return false
	}
	return len(parts) < 2 || glob(parts[1], w.ID) || w.Whole != nil && glob(parts[1], w.Whole.ID)
}

func matchCheck(pattern string, c *checks.Check) bool {
	parts := strings.SplitN(pattern, "/", 3)
	return len(parts) < 3 || parts[2] == c.ID || glob(parts[2], c.ID)
}

func glob(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}
