package checks

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// usage is what a check was found to use while it was bound.
type usage struct {
	args    *syntax.Value
	columns []string        // of its own row
	others  []*syntax.Value // the ids of the contracts it compares with, where they are named
	far     []string        // columns of theirs
	failed  bool

	known *identity // of the checks that share it, once they are identified
}

// scope is the BindScope of one check after another.
type scope struct {
	l        *loader
	contract *Contract
	columns  []Column  // the contract's, and a watch's extra ones for its own checks
	fields   ir.Schema // of the columns, which rules may name
	span     diag.Span
	use      *usage
}

var _ BindScope = (*scope)(nil)

func (s *scope) Contract() *Contract { return s.contract }

func (s *scope) Column(v *syntax.Value) *Column {
	if !scalar(v) {
		return nil
	}
	for i := range s.columns {
		if s.columns[i].Name == v.Text {
			s.uses(v.Text)
			return &s.columns[i]
		}
	}
	s.Report(v, "DW-1202", "the contract `"+s.contract.ID+"` has no column `"+v.Text+"`", syntax.SuggestOr(v.Text, s.fields.Names(), "declare it under `columns`"))
	return nil
}

func (s *scope) Rule(v *syntax.Value, other *Contract) *rules.Expr {
	schema := s.fields
	if other != nil {
		schema = slices.Clone(schema)
		for _, f := range other.Schema() {
			schema = append(schema, ir.Field{Name: "other." + f.Name, Type: f.Type})
		}
	}
	return s.compile(v, schema, ir.Boolean)
}

func (s *scope) Over(v *syntax.Value, schema ir.Schema, result ir.Base) *rules.Expr {
	if schema != nil {
		return s.compileOver(v, schema, result)
	}
	return s.compile(v, s.fields, result)
}

// compile also notes which of the row's columns the expression reads.
func (s *scope) compile(v *syntax.Value, schema ir.Schema, result ir.Base) *rules.Expr {
	expr := s.compileOver(v, schema, result)
	if expr == nil {
		return nil
	}
	for _, name := range expr.Columns() {
		if far, ok := strings.CutPrefix(name, "other."); ok {
			s.use.far = append(s.use.far, far)
		} else {
			s.uses(name)
		}
	}
	return expr
}

func (s *scope) compileOver(v *syntax.Value, schema ir.Schema, result ir.Base) *rules.Expr {
	if !scalar(v) || s.untyped(v.Text, schema) {
		s.use.failed = true
		return nil
	}
	if v.Span.Start.IsZero() {
		placed := *v
		placed.Span = s.span
		v = &placed
	}
	expr := s.l.compileOnce(v, schema, result)
	s.use.failed = s.use.failed || expr == nil
	return expr
}

// untyped tells whether a rule may read a column whose type could not be read: it
// would only repeat that fault in other words.
func (s *scope) untyped(source string, schema ir.Schema) bool {
	return slices.ContainsFunc(schema, func(f ir.Field) bool {
		return f.Type.Base == ir.Null && strings.Contains(source, f.Name)
	})
}

func (s *scope) Codes(v *syntax.Value) []string {
	if !scalar(v) {
		return nil
	}
	if !slices.Contains(s.l.dictionaryNames(), v.Text) {
		s.Report(v, "DW-1602", "there is no dictionary `"+v.Text+"`", s.l.dictionaryHint(v.Text))
		return nil
	}
	return s.l.codesOf(v.Text)
}

func (s *scope) Other(v *syntax.Value) *Contract {
	if !scalar(v) {
		return nil
	}
	c, ok := s.l.sibling(s.contract, v.Text)
	if ok {
		s.use.others = append(s.use.others, made(c.ID, v.Span))
		return c
	}
	s.use.failed = true
	s.l.noContract(v)
	return nil
}

func (s *scope) Report(v *syntax.Value, code, message, hint string) {
	span := s.span
	if v != nil && !v.Span.Start.IsZero() {
		span = v.Span
	}
	s.use.failed = true
	s.l.report(code, span, hint, "%s", message)
}

func (s *scope) uses(column string) {
	if !slices.Contains(s.use.columns, column) {
		s.use.columns = append(s.use.columns, column)
	}
}
