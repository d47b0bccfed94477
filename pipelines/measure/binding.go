package measure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// A binding is a watch as this patrol reads it: its source and what the source
// really has.
type binding struct {
	watch   *checks.Watch
	from    connectors.Relation // what is read in this period
	source  connectors.Source
	openErr error // the source could not be opened
	schema  connectors.Schema
	err     error          // the relation could not be described
	dialect sqlgen.Dialect // of the server; "" if rules cannot be written for it
	differs []Difference   // what this server is known to answer otherwise than we do
	costs   costing
	why     string // the ways of its measures were chosen
	// confined tells that personal data may not leave the source.
	confined bool
	missing  map[string]string // contract column → physical columns that are not there
}

// A bindingKey tells apart what a watch reads in different periods.
type bindingKey struct {
	watch *checks.Watch
	name  string
}

func keyOf(w *checks.Watch, env rules.Env) bindingKey {
	return bindingKey{w, w.From.In(env.PeriodStart).Name}
}

// of gives a watch's binding; bind has made them all.
func (p *patrol) of(w *checks.Watch, env rules.Env) *binding { return p.bindings[keyOf(w, env)] }

// bindWatch opens the source and compares the mapping with the source's schema.
func (p *patrol) bindWatch(ctx context.Context, w *checks.Watch, env rules.Env) *binding {
	if b := p.of(w, env); b != nil {
		return b
	}
	b := &binding{watch: w, from: relation(w.From.In(env.PeriodStart), env), missing: map[string]string{}, confined: p.Confined != nil && p.Confined(w.Source)}
	p.bindings[keyOf(w, env)] = b
	connecting := p.watchman(WorkConnect, w.Source, b.from.Name)
	defer p.tell(connecting)
	if b.source, b.openErr = p.Open(ctx, w.Source); b.openErr != nil {
		return b
	}
	if w.From.Call != nil {
		return b // the answer's columns are known only from the answer
	}
	if b.describe(ctx); b.err != nil {
		return b
	}
	b.learn(ctx, p.Differs)
	have := map[string]bool{}
	for _, c := range b.schema.Columns {
		have[strings.ToLower(c.Name)] = true // most engines fold case; the others say so at the scan
	}
	for i := range w.Mappings {
		if gone := absentParts(&w.Mappings[i], have); gone != "" && !w.Mappings[i].Absent {
			b.missing[w.Mappings[i].Name] = gone
		}
	}
	return b
}

// learn asks the server once what it speaks, and remembers what it is known for.
func (b *binding) learn(ctx context.Context, differs func(source string, server connectors.Flavour) []Difference) {
	querier, ok := b.source.(connectors.Querier)
	if !ok {
		return
	}
	flavour, err := querier.Flavour(ctx)
	if err != nil {
		return
	}
	b.dialect, _ = sqlgen.ParseDialect(flavour.Dialect)
	if differs != nil {
		b.differs = differs(b.watch.Source, flavour)
	}
}

func absentParts(m *checks.Mapping, have map[string]bool) string {
	var gone []string
	for _, name := range m.Physical {
		if !have[strings.ToLower(name)] {
			gone = append(gone, name)
		}
	}
	return strings.Join(gone, ", ")
}

// relation says what is read, in the connectors' words. A union is none yet: its
// statement needs the tables' columns.
func relation(from checks.From, env rules.Env) connectors.Relation {
	r := connectors.Relation{Name: from.Name, Query: from.Query, File: fileOf(from.File, env)}
	if c := from.Call; c != nil {
		r.Call = &connectors.Call{Method: c.Method, Path: c.Path, Headers: c.Headers, Query: c.Query, Body: c.Body, Type: c.Type, Answer: c.Answer, Rows: c.Rows}
	}
	return r
}

// unreadable says why columns cannot be read, or "".
func (b *binding) unreadable(names []string) string {
	for _, name := range names {
		m := b.watch.Mapping(name)
		if m == nil {
			return fmt.Sprintf("column %s is not mapped", name)
		}
		if m.Absent {
			return fmt.Sprintf("column %s is not delivered by this source", name)
		}
		if gone := b.missing[name]; gone != "" {
			return fmt.Sprintf("column %s is missing in the source (%s)", name, gone)
		}
		if c, ok := b.untyped(m); ok {
			return fmt.Sprintf("column %s (%s) has a type that is not read, %s: read it by a query that makes text or a number of it", name, c.Name, c.Type)
		}
	}
	return ""
}

// untyped finds a physical column of a mapping whose type the connector does not read:
// to select it could fail the whole read, and with it the checks of other columns.
func (b *binding) untyped(m *checks.Mapping) (connectors.PhysicalColumn, bool) {
	for _, c := range b.schema.Columns {
		if c.Arrow == nil && c.Type != "" && slices.ContainsFunc(m.Physical, func(name string) bool { return strings.EqualFold(name, c.Name) }) {
			return c, true
		}
	}
	return connectors.PhysicalColumn{}, false
}

// keys lists the contract's key columns that can be read: a violation is named by them.
// Those whose values have to stay name none.
func (b *binding) keys() []string {
	var names []string
	for _, k := range b.watch.Contract.Key {
		if b.unreadable([]string{k}) == "" && !b.keeps(k) {
			names = append(names, k)
		}
	}
	return names
}

// failureOf turns an error into what an outcome keeps: a class and our own words.
func failureOf(err error) *checks.Failure {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*connectors.Error](err); ok {
		bare := *e
		bare.Hint = ""
		return &checks.Failure{Class: string(e.Class), Message: bare.Error(), Hint: e.Hint}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &checks.Failure{Class: string(connectors.Cancelled), Message: "the patrol was stopped"}
	}
	return &checks.Failure{Class: "rule", Message: err.Error()}
}
