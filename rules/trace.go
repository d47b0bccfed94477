package rules

import (
	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Step is one part of a rule with its value for one row. The value is clear: who
// shows it masks it by the strictest class of Columns.
type Step struct {
	Source  string   // the part as it is written: "len(name)"
	Columns []string // the columns that it depends on, sorted; none: today() and the like
	Value   Value
	Fault   Fault // why there is no value
}

// Trace gives the values of the parts of a rule for one row: inner parts before
// outer ones, columns included, literals not, each text once, the whole rule last.
// A record that lacks a column gives null for it.
func (s *Set) Trace(rule int, rec arrow.Record, row int) []Step {
	present := make([]Field, 0, len(s.columns))
	for _, f := range s.columns {
		if len(rec.Schema().FieldIndices(f.Name)) == 1 {
			present = append(present, f)
		}
	}
	cells, err := cellsOf(rec, present)
	if err != nil {
		return nil
	}
	t := tracer{row: cells.at(row), dictionaries: s.dictionaries, seen: map[string]bool{}}
	t.visit(s.traced[rule])
	return t.steps
}

type tracer struct {
	row          interp.Row
	dictionaries Dictionaries
	seen         map[string]bool
	steps        []Step
}

func (t *tracer) visit(n *ir.Node) {
	for _, a := range n.Args {
		t.visit(a)
	}
	literal := n.Kind == ir.Constant && n.Name == ""
	if literal || n.Text == "" || t.seen[n.Text] {
		return
	}
	t.seen[n.Text] = true
	r := interp.Eval(n, t.row, t.dictionaries)
	t.steps = append(t.steps, Step{Source: n.Text, Columns: n.Columns(), Value: r.Value, Fault: r.Fault})
}
