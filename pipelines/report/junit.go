package report

import (
	"cmp"
	"encoding/xml"
	"io"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// The form that the JUnit plug-ins of CI servers read (the Ant task's, as Jenkins and
// GitLab document it): a run is a suite, a check a case. A warning passes with its
// text in system-out, where every check also says how many of its violations are new,
// persisting, gone and left of the stock; what is proposed or skipped is skipped with the reason.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Timestamp string      `xml:"timestamp,attr,omitempty"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string      `xml:"classname,attr"`
		Name    string      `xml:"name,attr"`
		Failure *junitFault `xml:"failure"`
		Error   *junitFault `xml:"error"`
		Skipped *junitFault `xml:"skipped"`
		Out     string      `xml:"system-out,omitempty"`
	}
	junitFault struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",cdata"`
	}
)

func writeJUnit(w io.Writer, v View) error {
	t := tongueOf(v.Language)
	suites := junitSuites{Name: "dogwatch " + v.Patrol.ID}
	for i := range v.Patrol.Runs {
		suite := t.junitSuite(v, &v.Patrol.Runs[i])
		suites.Tests += suite.Tests
		suites.Failures += suite.Failures
		suites.Errors += suite.Errors
		suites.Skipped += suite.Skipped
		suites.Suites = append(suites.Suites, suite)
	}
	if left := v.Patrol.LeftOut; len(left) > 0 {
		suites.Tests += len(left)
		suites.Errors += len(left)
		suites.Suites = append(suites.Suites, t.junitLeftOut(left))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(suites); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (t tongue) junitSuite(v View, r *store.Run) junitSuite {
	suite := junitSuite{Name: strings.Join([]string{r.System, r.Watch, r.Aspect, r.Period}, "/"), Tests: len(r.Outcomes)}
	if !r.Started.IsZero() {
		suite.Timestamp = r.Started.UTC().Format(time.RFC3339)
	}
	for k := range r.Outcomes {
		c := t.junitCase(v, r, &r.Outcomes[k])
		switch {
		case c.Failure != nil:
			suite.Failures++
		case c.Error != nil:
			suite.Errors++
		case c.Skipped != nil:
			suite.Skipped++
		}
		suite.Cases = append(suite.Cases, c)
	}
	return suite
}

// junitLeftOut is a suite of what the patrol went without.
func (t tongue) junitLeftOut(left []store.LeftOut) junitSuite {
	suite := junitSuite{Name: "left out", Tests: len(left), Errors: len(left)}
	for _, o := range left {
		suite.Cases = append(suite.Cases, junitCase{
			Class: cmp.Or(o.System, "definitions") + "." + o.Watch, Name: cmp.Or(o.Check, o.Place),
			Error: &junitFault{Message: o.Place + ": " + o.Code + ": " + o.Message, Type: o.Code},
		})
	}
	return suite
}

func (t tongue) junitCase(v View, r *store.Run, o *store.Outcome) junitCase {
	c := junitCase{Class: r.System + "." + r.Watch, Name: cmp.Or(o.Title, o.Check) + " [" + o.Check + "]"}
	found, moves := t.found(o), t.moves(o)
	fault := &junitFault{Message: found, Type: o.Kind, Text: t.evidence(v, r, o)}
	switch {
	case o.Status == string(checks.Proposed):
		c.Skipped = &junitFault{Message: t.join(t.verdict(o.Verdict), t.word("proposed"), found)}
	case o.Verdict == "fail":
		c.Failure = fault
	case o.Verdict == "error":
		c.Error = fault
	case o.Verdict == "warn":
		c.Out = t.join(t.verdict(o.Verdict), found, t.bounds(o))
	case o.Verdict != "pass":
		c.Skipped = &junitFault{Message: found}
	}
	if moves != "" { // of every check, whatever its verdict
		c.Out = t.join(c.Out, t.word("kept")+t.colon()+moves)
	}
	return c
}

// evidence is what stands behind a verdict, line by line.
func (t tongue) evidence(v View, r *store.Run, o *store.Outcome) string {
	lines := []string{t.word("bounds") + t.colon() + t.bounds(o)}
	if o.Why != "" {
		lines = append(lines, t.word("why")+t.colon()+o.Why)
	}
	if o.Rule != "" {
		lines = append(lines, t.word("rule")+t.colon()+t.rule(o))
	}
	for _, s := range o.Samples {
		lines = append(lines, t.word("sample")+t.colon()+strings.TrimSpace(t.cells(v, r, s.Key)+" | "+t.cells(v, r, s.Detail)+" "+t.reasonOf(s.Reason)))
	}
	return "\n" + strings.Join(lines, "\n") + "\n"
}
