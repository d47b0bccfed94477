package selftest

import (
	"context"
	"fmt"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

const (
	cancelAfter  = 500 * time.Millisecond
	cancelWithin = 3 * time.Second // after that the connection has been given up
)

// long is a statement that takes long and little: it sleeps, or counts. Each ends by
// itself: a server that heeds no cancel must not be left with work for ever.
func long(d sqlgen.Dialect) string {
	switch d {
	case sqlgen.MySQL:
		return "SELECT SLEEP(60) AS V"
	case sqlgen.Postgres:
		return `SELECT CAST(pg_sleep(60) AS text) AS "V"`
	case sqlgen.SQLite:
		return `WITH RECURSIVE counted(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counted WHERE x < 500000000) SELECT x AS "V" FROM counted WHERE x < 0`
	}
	return "SELECT COUNT(*) AS V FROM (SELECT 1 FROM ALL_OBJECTS a, ALL_OBJECTS b, ALL_OBJECTS c WHERE ROWNUM <= 20000000)"
}

// cancel stops a long statement and asks whether the source answers again.
func (t *Trial) cancel(ctx context.Context) error {
	f := Finding{Topic: TopicSession, Name: "cancel", Asked: "cancel", Verdict: Agrees, We: "at once", Server: "at once"}
	limited, stop := context.WithTimeout(ctx, cancelAfter)
	defer stop()
	began := t.Now()
	_, err := t.one(limited, long(t.dialect))
	took := t.Now().Sub(began)
	switch {
	case ctx.Err() != nil:
		return err
	case connectors.ClassOf(err) != connectors.Timeout:
		f.Verdict, f.Server, f.Why = Untold, "", ranOut
	case took > cancelAfter+cancelWithin:
		f.Verdict, f.Server, f.Why = Advice, fmt.Sprintf("after %s", took.Round(time.Second)), adviceCancel
	}
	if _, err := t.Source.Schema(ctx, t.from); err != nil {
		if _, answers := refusal(err); !answers {
			return err
		}
	}
	t.result.add(f)
	return nil
}
