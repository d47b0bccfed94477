package estate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Found is what a patrol says of one check, or of one group of it, that did not
// simply pass, or has stock left.
type Found struct {
	System  string
	Watch   string
	Check   string
	Group   string
	Verdict string
	Keys    [][]string // every violating key, clear
	Stock   int64      // how many of them are stock
}

// Compare sets what was found against the ledger, check by check, and gives one line
// for each difference: a check that tripped and should not have, one that did not
// and should have, another verdict, keys that are missing or too many. No line means
// that exactly what was seeded was found.
func (l Ledger) Compare(found []Found) []string {
	expected := map[place]Expectation{}
	for _, x := range l.Expectations() {
		expected[x.place()] = x
	}
	var lines []string
	for _, f := range found {
		at := place{f.System, f.Watch, f.Check, f.Group}
		x, ok := expected[at]
		delete(expected, at)
		name := at.String()
		switch {
		case !ok && f.Check == "latency" && f.Verdict == "warn":
			// The services of the estate are this process: on a machine that has other work to
			// do they are slow without anybody having seeded that.
		case !ok:
			lines = append(lines, fmt.Sprintf("%s: %s, nothing was seeded", name, f.Verdict))
		case x.Verdict != f.Verdict:
			lines = append(lines, fmt.Sprintf("%s: %s, seeded is %s (%s)", name, f.Verdict, x.Verdict, strings.Join(x.Faults, ", ")))
		case x.Stock != f.Stock:
			lines = append(lines, fmt.Sprintf("%s: %d of the stock are left, not %d", name, f.Stock, x.Stock))
		default:
			lines = append(lines, compareKeys(name, f.Keys, x)...)
		}
	}
	for at, x := range expected {
		lines = append(lines, fmt.Sprintf("%s: not found, seeded is %s (%s)", at, x.Verdict, strings.Join(x.Faults, ", ")))
	}
	slices.Sort(lines)
	return lines
}

// compareKeys compares sets of keys; a check that trips as a whole names none.
func compareKeys(name string, found [][]string, x Expectation) []string {
	if len(x.Keys) == 0 {
		return nil
	}
	missing, extra := without(x.Keys, found), without(found, x.Keys)
	if len(missing)+len(extra) == 0 {
		return nil
	}
	line := fmt.Sprintf("%s: %d keys are missing, %d too many (%s)", name, len(missing), len(extra), strings.Join(x.Faults, ", "))
	for _, key := range missing[:min(len(missing), 3)] {
		line += fmt.Sprintf("\n    missing %q", key)
	}
	for _, key := range extra[:min(len(extra), 3)] {
		line += fmt.Sprintf("\n    extra   %q", key)
	}
	return []string{line}
}

// without gives the keys of a that b lacks, as often as a has them more.
func without(a, b [][]string) [][]string {
	count := map[string]int{}
	for _, key := range b {
		count[strings.Join(key, "\x00")]++
	}
	var rest [][]string
	for _, key := range a {
		joined := strings.Join(key, "\x00")
		if count[joined] == 0 {
			rest = append(rest, key)
			continue
		}
		count[joined]--
	}
	slices.SortFunc(rest, func(x, y []string) int { return cmp.Compare(strings.Join(x, "\x00"), strings.Join(y, "\x00")) })
	return rest
}
