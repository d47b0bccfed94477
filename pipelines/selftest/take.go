package selftest

import (
	"context"
	"errors"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
	"github.com/dogwatch/dogwatch/rules/trial"
)

// A Trial is one selftest of one source.
type Trial struct {
	Source  connectors.Source
	Version string // of Dogwatch, for the result
	Now     func() time.Time

	querier connectors.Querier
	dialect sqlgen.Dialect
	from    connectors.Relation
	rows    []trial.Row // as the server gave them back
	result  *Result
}

// ErrNoLanguage says that the source is none that rules are written for.
var ErrNoLanguage = errors.New("it is no database that Dogwatch writes rules for: everything is judged by Dogwatch, and there is nothing to try")

// Take carries the trial out. A source that cannot be used is an error; a server that
// answers otherwise than we do is a finding.
func (t *Trial) Take(ctx context.Context) (*Result, error) {
	querier, ok := t.Source.(connectors.Querier)
	if !ok {
		return nil, ErrNoLanguage
	}
	flavour, err := querier.Flavour(ctx)
	if err != nil {
		return nil, err
	}
	if t.dialect, ok = sqlgen.ParseDialect(flavour.Dialect); !ok {
		return nil, ErrNoLanguage
	}
	t.querier, t.result = querier, newResult(t.Version, flavour)
	t.from = connectors.Relation{Query: trial.Statement(t.dialect, querier.Quote)}
	for _, step := range []func(context.Context) error{t.values, t.questions, t.figures, t.session, t.cancel} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return t.result, nil
}

// refusal tells an answer of the server, which is a finding, from a source that cannot
// be used.
func refusal(err error) (why string, ok bool) {
	e, ok := errors.AsType[*connectors.Error](err)
	if !ok {
		return "", false
	}
	switch e.Class {
	case connectors.Refused, connectors.Missing, connectors.Privilege, connectors.Decode:
		why = string(e.Class)
		if e.Code != "" {
			why += " (" + e.Code + ")"
		}
		return why, true
	}
	return "", false
}

// column asks for a column of the trial's rows under its own name.
func column(field ir.Field) connectors.Column {
	return connectors.Column{Name: field.Name, Physical: []string{field.Name}, Type: field.Type.Arrow()}
}

func idColumn() connectors.Column {
	return column(ir.Field{Name: trial.ID, Type: ir.Of(ir.Integer)})
}
