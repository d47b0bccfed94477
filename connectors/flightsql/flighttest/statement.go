package flighttest

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// GetFlightInfoStatement implements flightsql.Server: part i of n is every n-th batch.
func (s *Server) GetFlightInfoStatement(_ context.Context, cmd flightsql.StatementQuery, desc *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	info := &flight.FlightInfo{FlightDescriptor: desc, TotalRecords: -1, TotalBytes: -1}
	for part := range max(1, s.options.Parts) {
		ticket, err := flightsql.CreateStatementQueryTicket(fmt.Appendf(nil, "%d:%s", part, cmd.GetQuery()))
		if err != nil {
			return nil, err
		}
		endpoint := &flight.FlightEndpoint{Ticket: &flight.Ticket{Ticket: ticket}}
		if s.options.Located {
			endpoint.Location = []*flight.Location{{Uri: s.located(part)}}
		}
		info.Endpoint = append(info.Endpoint, endpoint)
	}
	return info, nil
}

// located names this server in turn by its address, by another of its names, and as the
// present connection.
func (s *Server) located(part int) string {
	return []string{"grpc+tcp://127.0.0.1:" + s.port, "grpc://localhost:" + s.port, "arrow-flight-reuse-connection://?"}[part%3]
}

// DoGetStatement implements flightsql.Server.
func (s *Server) DoGetStatement(ctx context.Context, cmd flightsql.StatementQueryTicket) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	part, query, _ := bytes.Cut(cmd.GetStatementHandle(), []byte(":"))
	n, err := strconv.Atoi(string(part))
	if err != nil {
		return nil, nil, status.Error(codes.InvalidArgument, "malformed ticket")
	}
	return s.run(ctx, n, string(query), nil)
}

type prepared struct {
	query string
	args  []any
}

// CreatePreparedStatement implements flightsql.Server.
func (s *Server) CreatePreparedStatement(_ context.Context, request flightsql.ActionCreatePreparedStatementRequest) (flightsql.ActionCreatePreparedStatementResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	handle := fmt.Sprintf("p%d", len(s.prepared))
	s.prepared[handle] = &prepared{query: request.GetQuery()}
	return flightsql.ActionCreatePreparedStatementResult{Handle: []byte(handle)}, nil
}

// ClosePreparedStatement implements flightsql.Server.
func (s *Server) ClosePreparedStatement(_ context.Context, request flightsql.ActionClosePreparedStatementRequest) error {
	_, err := s.statement(request.GetPreparedStatementHandle())
	return err
}

// GetFlightInfoPreparedStatement implements flightsql.Server.
func (s *Server) GetFlightInfoPreparedStatement(_ context.Context, _ flightsql.PreparedStatementQuery, desc *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	endpoint := &flight.FlightEndpoint{Ticket: &flight.Ticket{Ticket: desc.Cmd}}
	return &flight.FlightInfo{Endpoint: []*flight.FlightEndpoint{endpoint}, FlightDescriptor: desc, TotalRecords: -1, TotalBytes: -1}, nil
}

// DoPutPreparedStatementQuery implements flightsql.Server.
func (s *Server) DoPutPreparedStatementQuery(_ context.Context, cmd flightsql.PreparedStatementQuery, values flight.MessageReader, _ flight.MetadataWriter) error {
	p, err := s.statement(cmd.GetPreparedStatementHandle())
	if err != nil || !values.Next() {
		return err
	}
	record := values.Record()
	p.args = make([]any, record.NumCols())
	for i, column := range record.Columns() {
		switch column := column.(type) {
		case *array.String:
			p.args[i] = column.Value(0)
		case *array.Int64:
			p.args[i] = column.Value(0)
		case *array.Float64:
			p.args[i] = column.Value(0)
		case *array.Boolean:
			p.args[i] = column.Value(0)
		}
	}
	return nil
}

// DoGetPreparedStatement implements flightsql.Server.
func (s *Server) DoGetPreparedStatement(ctx context.Context, cmd flightsql.PreparedStatementQuery) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	p, err := s.statement(cmd.GetPreparedStatementHandle())
	if err != nil {
		return nil, nil, err
	}
	return s.run(ctx, 0, p.query, p.args)
}

func (s *Server) statement(handle []byte) (*prepared, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.prepared[string(handle)]
	if !ok {
		return nil, status.Error(codes.InvalidArgument, "prepared statement not found")
	}
	return p, nil
}
