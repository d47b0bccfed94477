package sqldb

import (
	"context"

	"github.com/dogwatch/dogwatch/connectors"
)

// Schema implements connectors.Source. A query has columns and nothing else.
func (s *Source) Schema(ctx context.Context, from connectors.Relation) (connectors.Schema, error) {
	at := s.scene("schema", from)
	if from.Query != "" {
		columns, err := s.columns(ctx, at, from, nil)
		return connectors.Schema{Columns: columns, Rows: -1}, err
	}
	name, err := SplitName(from.Name)
	if err != nil {
		return connectors.Schema{}, at.definition(err)
	}
	return with(ctx, s, at, func(ctx context.Context, session Session) (connectors.Schema, error) {
		return session.Describe(ctx, name)
	})
}
