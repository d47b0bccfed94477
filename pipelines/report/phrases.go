package report

import (
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// Phrases are the words of reports for other screens, so that all speak alike.
type Phrases struct{ tongue tongue }

// PhrasesIn gives the phrases of a language: "en", or Chinese for any other.
func PhrasesIn(language string) Phrases { return Phrases{tongueOf(language)} }

// Chinese tells which language it is.
func (p Phrases) Chinese() bool { return p.tongue.chinese }

// Say fills one of two sentences.
func (p Phrases) Say(chinese, english string, args ...any) string {
	return p.tongue.say(chinese, english, args...)
}

// Verdict names a verdict, such as "fail". One that is not known stays as it is.
func (p Phrases) Verdict(v string) string { return p.tongue.verdict(v) }

// State names the state of an anomaly, such as "persisting".
func (p Phrases) State(s string) string { return p.tongue.state(s) }

// Aspect names an aspect, "link" or "content".
func (p Phrases) Aspect(a string) string { return p.tongue.aspect(a) }

// Dimension names a dimension, such as "accuracy".
func (p Phrases) Dimension(d string) string { return p.tongue.dimension(d) }

// Grade writes a grade, 1 to 4.
func (p Phrases) Grade(grade int) string { return p.tongue.word("grade of", grade) }

// Cycle names a cycle, such as "weekly" or checks.OnDemand.
func (p Phrases) Cycle(c string) string { return p.tongue.known("cycle.", c) }

// Served names what serves a clause, such as checks.ByWatch.
func (p Phrases) Served(by string) string { return p.tongue.known("served.", by) }

// Scope names the qualities that a clause asks for, such as checks.ScopeFull.
func (p Phrases) Scope(scope string) string { return p.tongue.known("scope.", scope) }

// ClauseCycle names the cycle of a clause, and that it is a default.
func (p Phrases) ClauseCycle(cycle string, defaulted bool) string {
	return p.tongue.clauseCycle(cycle, defaulted)
}

// ClauseCounts says how often a year a clause counts or asks for at least, and when a
// patrol counts; "" if it says nothing of that.
func (p Phrases) ClauseCounts(counted, minimum int, confirmed bool) string {
	return p.tongue.clauseCounts(counted, minimum, confirmed)
}

// Steps writes the steps of handling in their order.
func (p Phrases) Steps(steps []string) string { return strings.Join(steps, " → ") }

// Bound writes a bound: what trips it, or for a range what must hold.
func (p Phrases) Bound(text string) string { return p.tongue.bound(text) }

// Totals counts the outcomes of a patrol's runs by verdict, on one line.
func (p Phrases) Totals(of store.Patrol) string {
	return p.tongue.totals(newDigest(View{Patrol: of}))
}

// Found says in a sentence what an outcome found.
func (p Phrases) Found(o *store.Outcome) string { return p.tongue.found(o) }

// Measured writes what was measured with its unit; "" if nothing was.
func (p Phrases) Measured(o *store.Outcome) string { return p.tongue.measured(o) }

// Waits says why a run waits, from the reason of its outcomes.
func (p Phrases) Waits(reason string) string {
	if text := waitingZH(reason); text != "" && p.tongue.chinese {
		return text
	}
	return reason
}

// Rule says what the check of an outcome asks; "" if nothing is recorded of it.
func (p Phrases) Rule(o *store.Outcome) string { return p.tongue.rule(o) }

// Reason writes why one row violates, as of a sample; "" for no reason.
func (p Phrases) Reason(reason string) string { return p.tongue.reasonOf(reason) }

// Bounds writes the bounds of an outcome; "" if it has none to show.
func (p Phrases) Bounds(o *store.Outcome) string { return p.tongue.bounds(o) }
