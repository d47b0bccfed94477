package livetest_test

import (
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
)

func TestServers(t *testing.T) {
	t.Parallel()
	for name, give := range map[string]func(testing.TB) connectors.Config{
		"mysql": livetest.MySQL, "postgres": livetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one, other := give(t), give(t)
			if one.Database == other.Database {
				t.Fatal("two callers share a database")
			}
			db, err := livetest.OpenDB(one)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.ExecContext(t.Context(), "CREATE TABLE t (n INTEGER)"); err != nil {
				t.Fatal(err)
			}
		})
	}
}
