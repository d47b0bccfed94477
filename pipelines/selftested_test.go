package pipelines_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestDiffering: what a selftest found holds for the source and for the server that was
// tried, and is void for its successor.
func TestDiffering(t *testing.T) {
	t.Parallel()
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(t.TempDir(), "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	server := connectors.Flavour{Dialect: "oracle", Product: "Oracle", Version: "19.0.0.0.0", Charset: "ZHS16GBK", Collation: "BINARY"}
	if err := pipelines.RecordSelftest(t.Context(), state, "front", server, []string{"figure sum", "len"}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	differing, err := pipelines.Differing(t.Context(), state)
	if err != nil {
		t.Fatal(err)
	}
	upgraded, moved := server, server
	upgraded.Version, moved.Charset = "21.0.0.0.0", "AL32UTF8"
	for _, c := range []struct {
		source string
		server connectors.Flavour
		want   string
	}{
		{"front", server, "[figure sum len]"}, {"back", server, "[]"}, {"front", upgraded, "[]"}, {"front", moved, "[]"},
	} {
		if got := fmt.Sprint(differing(c.source, c.server)); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.source, c.server.Version, got, c.want)
		}
	}
}
