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

// endless is a statement that takes long and little: it sleeps, or counts.
func endless(d sqlgen.Dialect) string {
	switch d {
	case sqlgen.MySQL:
		return "SELECT SLEEP(60) AS V"
	case sqlgen.Postgres:
		return `SELECT CAST(pg_sleep(60) AS text) AS "V"`
	case sqlgen.SQLite:
		return `WITH RECURSIVE endless(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM endless) SELECT x AS "V" FROM endless WHERE x < 0`
	}
	return "SELECT COUNT(*) AS V FROM ALL_OBJECTS a, ALL_OBJECTS b, ALL_OBJECTS c"
}

// cancel stops a long statement and asks whether the source answers again.
func (t *Trial) cancel(ctx context.Context) error {
	f := Finding{Topic: TopicSession, Name: "cancel", Asked: "cancel", Verdict: Agrees, We: "at once", Server: "at once"}
	limited, stop := context.WithTimeout(ctx, cancelAfter)
	defer stop()
	began := t.Now()
	_, err := t.one(limited, endless(t.dialect))
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
