package flightsql

import (
	"context"
	"encoding/base64"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/dogwatch/dogwatch/connectors"
)

// handshake exchanges a password for the token of the calls to come. A server that
// takes the password but gives no token, or has no handshake, is shown the password with
// every call.
func (s *session) handshake(ctx context.Context, user, password string) error {
	authorized, err := s.link.client.Client.AuthenticateBasicToken(ctx, user, password)
	if err == nil {
		sent, _ := metadata.FromOutgoingContext(authorized)
		tokens := sent.Get("authorization")
		s.link.authorize(tokens[len(tokens)-1])
		return nil
	}
	if told, ok := status.FromError(err); ok && told.Code() != codes.Unimplemented {
		return refused(told, err)
	}
	s.link.authorize("Basic " + base64.RawStdEncoding.EncodeToString([]byte(user+":"+password)))
	return nil
}

// refused takes what ends a handshake for a refused login, whatever status the server
// gives it, unless it comes from the connection: shared accounts lock.
func refused(told *status.Status, err error) error {
	switch told.Code() {
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled, codes.ResourceExhausted:
		return err
	}
	f := byCode(codes.Unauthenticated, "")
	return &connectors.Error{Class: f.Class, Code: told.Code().String(), Reason: f.Reason, Hint: f.Hint}
}

// An about is what a server tells of itself.
type about struct{ name, version string }

func (s *session) about(ctx context.Context) (about, error) {
	var a about
	wanted := []flightsql.SqlInfo{flightsql.SqlInfoFlightSqlServerName, flightsql.SqlInfoFlightSqlServerVersion}
	info, err := s.link.client.GetSqlInfo(ctx, wanted)
	if err != nil {
		return a, err
	}
	err = s.read(ctx, info, func(record arrow.Record) error {
		if record.NumCols() < 2 {
			return nil
		}
		codes, isCodes := record.Column(0).(*array.Uint32)
		values, isValues := record.Column(1).(*array.DenseUnion)
		if !isCodes || !isValues {
			return nil
		}
		for row := range codes.Len() {
			switch flightsql.SqlInfo(codes.Value(row)) {
			case flightsql.SqlInfoFlightSqlServerName:
				a.name = textIn(values, row)
			case flightsql.SqlInfoFlightSqlServerVersion:
				a.version = textIn(values, row)
			}
		}
		return nil
	})
	return a, err
}

// textIn is the text of a union's row; empty if it is none.
func textIn(values *array.DenseUnion, row int) string {
	texts, ok := values.Field(values.ChildID(row)).(*array.String)
	at := int(values.ValueOffset(row))
	if !ok || at >= texts.Len() || texts.IsNull(at) {
		return ""
	}
	return texts.Value(at)
}
