package behind

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// notKnown is ORA-03001, an unimplemented feature.
const notKnown = 3001

// Ask answers a statement, or fails the test if it is none of ours. Its context ends what
// SQLite does.
func (d *Database) Ask(ctx context.Context, s tnstest.Statement) tnstest.Answer {
	text := strings.TrimSpace(s.Text)
	switch {
	case text == "SET TRANSACTION READ ONLY", text == "ROLLBACK", text == "COMMIT":
		return tnstest.Answer{}
	case strings.HasPrefix(text, "ALTER SESSION SET "):
		return d.set(ctx, text)
	}
	d.count(text, 1)
	defer d.count(text, -1)
	answer, err := d.answer(ctx, text, s)
	if ora, ok := errors.AsType[code](err); ok {
		return tnstest.Answer{Code: int(ora)}
	}
	if err != nil && ctx.Err() == nil {
		d.t.Errorf("behind the scripted server: %v, in %.300s", err, text)
		return tnstest.Answer{Code: notKnown}
	}
	return answer
}

// answer reads every row: the scripted server cuts them into batches.
func (d *Database) answer(ctx context.Context, text string, s tnstest.Statement) (tnstest.Answer, error) {
	q, err := parse(text)
	if err != nil {
		return tnstest.Answer{}, err
	}
	w := &writer{binds: s.Binds, user: s.User, tables: func(owner, table string) (string, []column, bool) { return d.resolve(s.User, owner, table) }}
	native, columns, err := w.query(q)
	if err != nil {
		return tnstest.Answer{}, err
	}
	args, err := arguments(s.Binds)
	if err != nil {
		return tnstest.Answer{}, err
	}
	rows, err := d.db.QueryContext(ctx, native, args...)
	if err != nil {
		return tnstest.Answer{}, fmt.Errorf("%w in %.300s", err, native)
	}
	defer rows.Close()
	all, err := encoded(rows, columns)
	all, ends := d.breaks(w.read, all)
	answer := tnstest.Answer{Batches: batches(all, max(s.Rows, 1)), Code: ends}
	for _, c := range columns {
		answer.Columns = append(answer.Columns, c.Column)
	}
	return answer, err
}

func encoded(rows *sql.Rows, columns []column) (all []tnstest.Row, err error) {
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := make(tnstest.Row, len(columns))
		for i, c := range columns {
			if row[i], err = encode(c, values[i]); err != nil {
				return nil, err
			}
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// batches cuts rows as a client fetches them.
func batches(rows []tnstest.Row, size int) (list [][]tnstest.Row) {
	for len(rows) > 0 {
		n := min(size, len(rows))
		list, rows = append(list, rows[:n]), rows[n:]
	}
	return list
}

// set keeps the settings of a session, which NLS_SESSION_PARAMETERS shows. All sessions of
// a test set the same.
func (d *Database) set(ctx context.Context, text string) tnstest.Answer {
	d.writing.Lock()
	defer d.writing.Unlock()
	if d.settings == text {
		return tnstest.Answer{}
	}
	tokens, err := lex(strings.TrimPrefix(text, "ALTER SESSION SET "))
	if err != nil || len(tokens)%3 != 1 {
		d.t.Errorf("behind the scripted server: the session is set by %s", text)
		return tnstest.Answer{Code: notKnown}
	}
	statement := "DELETE FROM NLS_SESSION_PARAMETERS"
	for ; len(tokens) > 1; tokens = tokens[3:] {
		statement += fmt.Sprintf("; INSERT INTO NLS_SESSION_PARAMETERS VALUES (%s, %s)", literal(tokens[0].text), literal(tokens[2].text))
	}
	if _, err := d.db.ExecContext(ctx, statement); err != nil {
		d.t.Errorf("behind the scripted server: %v", err)
		return tnstest.Answer{Code: notKnown}
	}
	d.settings = text
	return tnstest.Answer{}
}
