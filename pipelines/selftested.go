package pipelines

import (
	"context"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// RecordSelftest keeps what a selftest of a source came to, for the server it met.
func RecordSelftest(ctx context.Context, state *store.Store, source string, server connectors.Flavour, differs []string, at time.Time) error {
	return state.RecordSelftest(ctx, store.Selftest{Source: source, Server: serverOf(server), Differs: differs, At: at})
}

// Differing gives, from the state, what sources are known to answer otherwise than we
// do. What was found of another version, or with another character set, is void.
func Differing(ctx context.Context, state *store.Store) (func(source string, server connectors.Flavour) []measure.Difference, error) {
	known, err := state.Selftests(ctx)
	if err != nil {
		return nil, err
	}
	return func(source string, server connectors.Flavour) []measure.Difference {
		var list []measure.Difference
		for _, t := range known {
			if t.Source != source || t.Server != serverOf(server) {
				continue
			}
			for _, name := range t.Differs {
				list = append(list, measure.Difference(name))
			}
		}
		return list
	}, nil
}

// serverOf tells one server from its successor.
func serverOf(f connectors.Flavour) string {
	return strings.Join([]string{f.Dialect, f.Product, f.Version, f.Charset, f.Collation}, " ")
}
