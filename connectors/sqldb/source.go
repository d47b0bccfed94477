package sqldb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// A Source is a SQL database. It is safe for use by several goroutines.
type Source struct {
	config  connectors.Config
	driver  Driver
	dialect Dialect
	pool    *pool
	pace    *pace.Pace
	memory  memory.Allocator
	proof   proof
}

var (
	_ connectors.Source  = (*Source)(nil)
	_ connectors.Querier = (*Source)(nil)
	_ connectors.Prober  = (*Source)(nil)
)

// Open logs in once, which proves host, user and password, and keeps that session.
// Limits that are zero take their defaults.
func Open(ctx context.Context, config connectors.Config, driver Driver) (*Source, error) {
	config.Limits = config.Limits.Defaults()
	s := &Source{
		config: config, driver: driver, dialect: driver.Dialect(),
		pool: newPool(config, driver), pace: pace.New(config.Limits), memory: config.Allocator,
	}
	if s.memory == nil {
		s.memory = memory.DefaultAllocator
	}
	began := time.Now()
	session, err := s.pool.acquire(ctx, s.scene("open", connectors.Relation{}))
	if err != nil {
		return nil, err
	}
	s.proof.set(connectors.Probe{Version: session.Flavour().Version, Latency: time.Since(began)})
	s.pool.release(session, true)
	return s, nil
}

func (s *Source) scene(op string, from connectors.Relation) scene {
	relation := from.Name
	if from.Query != "" {
		relation = "query"
	}
	return scene{op: op, source: s.config.Name, relation: relation}
}

// Close implements connectors.Source.
func (s *Source) Close() error { return s.pool.close() }

// Abandoned is how many connections were given up because a driver did not return
// after its statement was killed.
func (s *Source) Abandoned() int {
	s.pool.mu.Lock()
	defer s.pool.mu.Unlock()
	return s.pool.abandoned
}

// Quote implements connectors.Querier.
func (s *Source) Quote(name string) string { return s.dialect.Quote(name) }

// Doubt implements connectors.Doubter.
func (s *Source) Doubt(column connectors.Column, stored connectors.PhysicalColumn) (string, bool) {
	d, ok := s.dialect.(Doubter)
	if !ok || len(column.Physical) != 1 {
		return "", false
	}
	return d.Doubt(s.dialect.Quote(column.Physical[0]), column, stored)
}

// Flavour implements connectors.Querier.
func (s *Source) Flavour(ctx context.Context) (connectors.Flavour, error) {
	session, err := s.pool.acquire(ctx, s.scene("flavour", connectors.Relation{}))
	if err != nil {
		return connectors.Flavour{}, err
	}
	defer s.pool.release(session, true)
	return session.Flavour(), nil
}

// Render implements connectors.Querier.
func (s *Source) Render(request connectors.Request) (connectors.Fragment, error) {
	statement, _, err := selectRows(s.dialect, request)
	if err != nil {
		return connectors.Fragment{}, s.scene("render", request.From).definition(err)
	}
	return statement, nil
}

// RenderAggregate implements connectors.Querier.
func (s *Source) RenderAggregate(request connectors.Aggregate) (connectors.Fragment, error) {
	statement, _, err := selectFigures(s.dialect, request)
	if err != nil {
		return connectors.Fragment{}, s.scene("render", request.From).definition(err)
	}
	return statement, nil
}

// Scan implements connectors.Source.
func (s *Source) Scan(ctx context.Context, request connectors.Request) (connectors.Stream, error) {
	at := s.scene("scan", request.From)
	statement, p, err := selectRows(s.dialect, request)
	if err != nil {
		return nil, at.definition(err)
	}
	builder, err := decode.NewBuilder(s.memory, request.Columns, request.BatchRows)
	if err != nil {
		return nil, at.definition(err)
	}
	if err := builder.Decipher(s.config.SM4); err != nil {
		builder.Release()
		return nil, at.definition(err)
	}
	return s.start(ctx, at, job{
		statement: statement, selected: len(p.selected), cells: p.cells, builder: builder,
		batchRows: rowsWanted(request.BatchRows),
	})
}

// Aggregate implements connectors.Querier.
func (s *Source) Aggregate(ctx context.Context, request connectors.Aggregate) (connectors.Stream, error) {
	at := s.scene("aggregate", request.From)
	statement, columns, err := selectFigures(s.dialect, request)
	if err != nil {
		return nil, at.definition(err)
	}
	if err := s.checkStored(ctx, at, request); err != nil {
		return nil, err
	}
	builder, err := decode.NewBuilder(s.memory, columns, 0)
	if err != nil {
		return nil, at.definition(err)
	}
	cells := make([][]int, len(columns))
	for i := range cells {
		cells[i] = []int{i}
	}
	return s.start(ctx, at, job{
		statement: statement, selected: len(cells), cells: cells, builder: builder, batchRows: rowsWanted(0),
	})
}

// checkStored refuses figures over columns whose stored type is not the contract's.
func (s *Source) checkStored(ctx context.Context, at scene, request connectors.Aggregate) error {
	operands := figureOperands(request)
	if len(operands) == 0 {
		return nil
	}
	var physical []string
	for _, column := range operands {
		physical = append(physical, column.Physical[0])
	}
	stored, err := s.columns(ctx, at, request.From, physical)
	if err != nil {
		return err
	}
	f, choosy := s.dialect.(Figurer)
	for i, column := range operands {
		if !agrees(column.Type, stored[i].Arrow) || choosy && !f.Figures(stored[i]) {
			return at.definition(fmt.Errorf("column %s is stored as another type: %w", column.Name, errNotPushable))
		}
	}
	return nil
}

// columns asks the server what a statement over the relation would give.
func (s *Source) columns(
	ctx context.Context, at scene, from connectors.Relation, physical []string,
) ([]connectors.PhysicalColumn, error) {
	statement, err := selectNothing(s.dialect, from, physical)
	if err != nil {
		return nil, at.definition(err)
	}
	return with(ctx, s, at, func(ctx context.Context, session Session) ([]connectors.PhysicalColumn, error) {
		answer, err := session.Query(ctx, statement.Text, nil)
		if err != nil {
			return nil, err
		}
		defer func() { _ = answer.Close() }() // its columns stand
		if err := toEnd(answer); !errors.Is(err, io.EOF) {
			return nil, err
		}
		return answer.Columns(), nil
	})
}

// toEnd looks for the end of an answer that has no rows: io.EOF if it is there.
func toEnd(answer Answer) error {
	switch answer := answer.(type) {
	case Rows:
		_, err := answer.Next()
		return err
	case Records:
		record, err := answer.NextRecord()
		for err == nil && record.NumRows() == 0 {
			record, err = answer.NextRecord()
		}
		return err
	}
	return errors.ErrUnsupported
}

// with lends a session to a short exchange within the limits of a statement.
func with[T any](ctx context.Context, s *Source, at scene, do func(context.Context, Session) (T, error)) (T, error) {
	var none T
	session, err := s.pool.acquire(ctx, at)
	if err != nil {
		return none, err
	}
	limited, cancel := context.WithTimeoutCause(ctx, s.config.Limits.Timeout, errTime)
	defer cancel()
	w := newWatch(limited, session, s.pool)
	type answer struct {
		value T
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		value, err := do(w.ctx, session)
		if err != nil {
			err = at.failed(limited, s.driver, err)
		}
		s.pool.release(session, w.finish() && err == nil)
		answered <- answer{value, err}
	}()
	select {
	case a := <-answered:
		return a.value, a.err
	case <-limited.Done():
	}
	return none, at.ended(limited)
}
