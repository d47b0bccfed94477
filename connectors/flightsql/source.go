package flightsql

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// optionDialect is the source's only option: the server's SQL, one of dialectNames.
const optionDialect = "dialect"

// Open logs in once and learns the server's name. Host and port are needed; user and
// password, or a token, if the server wants them.
func Open(ctx context.Context, config connectors.Config) (connectors.Source, error) {
	s, err := newServer(config)
	if err != nil {
		return nil, err
	}
	inner, err := sqldb.Open(ctx, config, s)
	if err != nil {
		return nil, err
	}
	return &source{inner, s.dialect}, nil
}

var _ connectors.Opener = Open

// A source asks a server whose language is not known for no figure over texts: what it
// takes for equal cannot be told.
type source struct {
	*sqldb.Source
	dialect *spoken
}

var _ connectors.Querier = (*source)(nil)

// Aggregate implements connectors.Querier.
func (s *source) Aggregate(ctx context.Context, request connectors.Aggregate) (connectors.Stream, error) {
	if column, found := comparedText(request); found && !s.dialect.known() {
		return nil, &connectors.Error{
			Op: "aggregate", Source: s.dialect.source, Relation: request.From.Name, Class: connectors.Refused,
			Code: connectors.NotPushable, Hint: "scan the relation instead, or set the option dialect of the source",
			Reason: fmt.Sprintf("how the server compares the text %s is not known", column),
		}
	}
	return s.Source.Aggregate(ctx, request)
}

// comparedText is the first text whose equality or order an aggregate depends on.
func comparedText(request connectors.Aggregate) (string, bool) {
	compared := slices.Clone(request.GroupBy)
	for _, term := range request.Terms {
		switch term.Func {
		case connectors.CountDistinct, connectors.Min, connectors.Max:
			compared = append(compared, term.Column)
		}
	}
	for _, column := range compared {
		if column.Type != nil && column.Type.ID() == arrow.STRING {
			return column.Name, true
		}
	}
	return "", false
}

// A server is the Driver of one source.
type server struct {
	config  connectors.Config
	memory  memory.Allocator
	dialect *spoken
}

var _ sqldb.Driver = (*server)(nil)

func newServer(config connectors.Config) (*server, error) {
	config.Limits = config.Limits.Defaults()
	s := &server{config: config, memory: config.Allocator, dialect: &spoken{source: config.Name}}
	if s.memory == nil {
		s.memory = memory.DefaultAllocator
	}
	for name := range config.Options {
		if name != optionDialect {
			return nil, local(config, "a flightsql source has the option dialect, not "+name)
		}
	}
	if name := config.Options[optionDialect]; name != "" && !s.dialect.set(name) {
		return nil, local(config, "the option dialect is one of "+dialectNames)
	}
	return s, nil
}

func local(config connectors.Config, reason string) error {
	return &connectors.Error{Op: "open", Source: config.Name, Class: connectors.Local, Reason: reason}
}

// Dialect implements sqldb.Driver. It is complete once the first session is open.
func (s *server) Dialect() sqldb.Dialect { return s.dialect }

// Open implements sqldb.Driver.
func (s *server) Open(ctx context.Context) (sqldb.Session, error) {
	link, err := s.dial(s.config.Host, s.config.Port, s.config.TLS)
	if err != nil {
		return nil, err
	}
	session := &session{server: s, link: link}
	if err := session.greet(ctx); err != nil {
		_ = link.close()
		return nil, link.opened(err)
	}
	return session, nil
}
