package kind

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
)

// A finding is what a kind makes of its results, before the verdict logic that all
// kinds share.
type finding struct {
	measured    checks.Quantity
	denominator int64 // of a percentage
	counts      checks.Counts
	found       string // what was found: "13 of 5,000 rows violate"
	parts       map[string]string
	samples     []checks.Violation

	failure *checks.Failure // it could not be evaluated
	skipped string          // there was nothing to judge, and why
	waiting string          // it is too early to judge, and why
	doubt   string          // judged, but on shaky ground: warns at least
	broken  string          // fails whatever the bounds say

	// trips asks a bound in the kind's own way; nil compares measured with it.
	trips func(*checks.Bound) bool
	// own are bounds that stand in the kind's parameters, as text.
	ownWarn, ownFail string
}

// unmeasured handles what no kind can judge: a column that is not delivered, a
// failure, a source that is down. ok is false if there are results to judge.
// lack says how to come by what an empty list of results lacked.
func unmeasured(j checks.Judgement, lack string) (f finding, ok bool) {
	for _, r := range j.Results {
		f.counts = widest(f.counts, r.Counts)
		f.samples = append(f.samples, r.Samples...)
		if f.failure == nil {
			f.failure = r.Failure
		}
		if f.skipped == "" {
			f.skipped = r.Skipped
		}
	}
	switch {
	case j.Check.Lacks() != "":
		f.skipped = j.Check.Lacks()
		return f, true
	case len(j.Results) == 0:
		f.failure = &checks.Failure{Class: "definition", Message: "what this check compares with is not there", Hint: lack}
		return f, true
	}
	return f, f.failure != nil || f.skipped != ""
}

// widest joins the counts of measures over the same rows.
func widest(a, b checks.Counts) checks.Counts {
	return checks.Counts{
		Rows: max(a.Rows, b.Rows), Judged: max(a.Judged, b.Judged), Violations: max(a.Violations, b.Violations),
		Unknown: max(a.Unknown, b.Unknown), Faulted: max(a.Faulted, b.Faulted), Stock: max(a.Stock, b.Stock), Excepted: max(a.Excepted, b.Excepted),
	}
}

// conclude gives the verdict. From the gravest: error (nothing is hidden: figures
// and violations stay), skipped, fail, warn, pass. More than half unknown warns, but
// never hides a fail.
func conclude(j checks.Judgement, f finding) checks.Outcome {
	o := checks.Outcome{
		Check: j.Check.ID, Measured: f.measured, Parts: f.parts, Counts: f.counts, Samples: f.samples,
		WarnBound: boundText(j.Check.Warn, f.ownWarn), FailBound: boundText(j.Check.Fail, f.ownFail),
	}
	o.Verdict, o.Reason = f.verdict(j.Check)
	return o
}

func (f *finding) verdict(c *checks.Check) (checks.Verdict, string) {
	trips := f.trips
	if trips == nil {
		trips = func(b *checks.Bound) bool { return b.Trips(f.measured, f.denominator) }
	}
	doubt := f.unjudged(c)
	switch {
	case f.failure != nil:
		return checks.Errored, join("could not be evaluated: "+f.failure.Message, f.failure.Hint)
	case f.counts.Faulted > 0:
		return checks.Errored, join(f.faults(), f.found)
	case f.skipped != "":
		return checks.Skipped, f.skipped
	case f.waiting != "":
		return checks.Waiting, f.waiting
	case f.broken != "":
		return checks.Fail, join(f.broken, f.found)
	case c.Fail != nil && trips(c.Fail):
		return checks.Fail, join(f.found, level("fails", c.Fail))
	case c.Warn != nil && trips(c.Warn):
		return checks.Warn, join(f.found, level("warns", c.Warn), doubt)
	case doubt != "":
		return checks.Warn, join(doubt, f.found)
	}
	return checks.Pass, f.found
}

// level says which bound was reached: for a range, the one that was left.
func level(verb string, b *checks.Bound) string {
	if b.Op == checks.InRange {
		return verb + " outside " + b.Text
	}
	return verb + " at " + b.Text
}

// unjudged tells whether too few rows were judged to trust the figure; "" if enough
// were.
func (f *finding) unjudged(c *checks.Check) string {
	if f.doubt != "" || f.counts.Rows == 0 {
		return f.doubt
	}
	text := fmt.Sprintf("%s of %s are unknown", commas(f.counts.Unknown), rows(f.counts.Rows))
	if c.Judged == nil {
		if f.counts.Unknown*2 > f.counts.Rows && !c.Kind.Doc().Sparse {
			return text + ", more than half"
		}
		return ""
	}
	share := new(big.Rat).SetFrac64(f.counts.Judged*100, f.counts.Rows)
	if c.Judged.Trips(checks.Quantity{Value: share, Unit: checks.UnitPercent}, f.counts.Rows) {
		return fmt.Sprintf("%s, only %s%% could be judged (%s)", text, checks.Decimal(share), c.Judged.Text)
	}
	return ""
}

// faults says how many rows could not be evaluated, and why the first could not.
func (f *finding) faults() string {
	text := rows(f.counts.Faulted) + " could not be evaluated"
	var reasons []string
	for _, s := range f.samples {
		if s.Reason != "" && !slices.Contains(reasons, s.Reason) {
			reasons = append(reasons, s.Reason)
		}
	}
	if len(reasons) > 0 {
		text += " (" + strings.Join(reasons, ", ") + ")"
	}
	return text
}

// idle says why nothing can be judged, "" if something can. Violations always can:
// an orphan or a missing group violates although its own side has no rows.
func idle(c checks.Counts) string {
	switch {
	case c.Violations > 0 || c.Faulted > 0:
		return ""
	case c.Rows == 0:
		return "no rows"
	case c.Judged == 0:
		return "nothing to judge: all " + rows(c.Rows) + " are unknown"
	}
	return ""
}

func boundText(b *checks.Bound, own string) string {
	if b == nil {
		return own
	}
	if own == "" {
		return b.Text
	}
	return b.Text + "; " + own
}

// join puts the parts that are not empty on one line.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "; ")
}
