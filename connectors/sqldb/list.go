package sqldb

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

// A Cataloguer is a Session that can list the relations of its server.
type Cataloguer interface {
	// Relations gives what the login can see, in any order.
	Relations(ctx context.Context) ([]connectors.TableInfo, error)
}

var _ connectors.Lister = (*Source)(nil)

// Tables implements connectors.Lister.
func (s *Source) Tables(ctx context.Context) ([]connectors.TableInfo, error) {
	at := s.scene("list", connectors.Relation{})
	return with(ctx, s, at, func(ctx context.Context, session Session) ([]connectors.TableInfo, error) {
		catalogue, ok := session.(Cataloguer)
		if !ok {
			return nil, &connectors.Error{Class: connectors.Refused, Reason: "the server does not list its tables"}
		}
		tables, err := catalogue.Relations(ctx)
		slices.SortFunc(tables, func(a, b connectors.TableInfo) int { return cmp.Compare(a.Name, b.Name) })
		return tables, err
	})
}

// JoinName is the inverse of SplitName: parts that need it are quoted.
func JoinName(parts ...string) string {
	written := make([]string, 0, len(parts))
	for _, part := range parts {
		if strings.ContainsAny(part, `."`) {
			part = QuoteWith(part, '"')
		}
		written = append(written, part)
	}
	return strings.Join(written, ".")
}
