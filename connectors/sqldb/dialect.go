package sqldb

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A Dialect is how a server wants its statements written. It is pure text.
type Dialect interface {
	// Quote renders one part of a name; it is called with parts that hold no NUL.
	Quote(part string) string
	// Placeholder is the n-th bind value, from 1: "?", "$1", ":1".
	Placeholder(n int) string
	// Select is a quoted column as it stands in the list of a SELECT.
	Select(column string) string
	// Key is an expression for the text of a quoted column that is compared by bytes,
	// in UTF-8, after U+0020 is cut on the right.
	Key(column string) string
	// Limit makes a whole statement give at most n rows.
	Limit(statement string, n int64) string
}

// A Bounder is a Dialect on whose server a column may hold values that are not of its
// declared type, and which keeps them out of a bound.
type Bounder interface {
	// Bound is the quoted column, null where it holds no value of the contract's type.
	Bound(column string, contract connectors.Column) string
}

// A Presenter is a Dialect whose server takes for a value some texts that arrive as null.
type Presenter interface {
	// Present is the quoted column of texts, null where it arrives as null.
	Present(column string) string
}

// A Figurer is a Dialect whose server makes no figures of some types that it stores.
type Figurer interface {
	Figures(stored connectors.PhysicalColumn) bool
}

// A Doubter is a Dialect that does what connectors.Doubter does, for a quoted column.
type Doubter interface {
	Doubt(quoted string, contract connectors.Column, stored connectors.PhysicalColumn) (condition string, ok bool)
}

// A Hinter is a Dialect whose server groups many keys slowly unless it is told.
type Hinter interface {
	// GroupHint stands between SELECT and the list of a statement with GROUP BY.
	GroupHint() string
}

// A Driver logs in to one server.
type Driver interface {
	Dialect() Dialect
	// Open connects, logs in once and prepares the session for reading only: no
	// writes, statement timeout, UTF-8. Its error is an *connectors.Error or one that
	// Classify knows.
	Open(ctx context.Context) (Session, error)
	// Classify tells what an error of the driver means. It must not quote its text.
	Classify(err error) Failure
}

// A Failure is a driver's error in our words.
type Failure struct {
	Class     connectors.Class
	Code      string // the server's own code
	Reason    string // a phrase without values
	Retryable bool
	Stale     bool // as of connectors.Error
	Hint      string
}

// A Session is one login. Except for Kill it is used by one goroutine at a time.
type Session interface {
	// Query starts a statement. It keeps to ctx, which ends only when the connection
	// is given up: an ordinary cancel comes through Kill.
	Query(ctx context.Context, text string, args []any) (Answer, error)
	// Describe reads the catalogue. name has one to three parts, the table last.
	Describe(ctx context.Context, name []string) (connectors.Schema, error)
	// Flavour is what was learnt of the server at login.
	Flavour() connectors.Flavour
	// Kill ends the running statement on the server. It may be called from any
	// goroutine, while Query or Next of the session waits, and after the statement ended.
	Kill(ctx context.Context) error
	// Close ends the login, whatever state the session is in.
	Close() error
}

// A Leaver is a Session whose server may count the login for a moment after Close.
type Leaver interface {
	// Leave does what Close does for a session that runs no statement, and returns once
	// the server has hung up: then the login counts no longer. It keeps to ctx.
	Leave(ctx context.Context) error
}

// A Grantor is a Session that can tell which privileges its login has on a table.
type Grantor interface {
	Grants(ctx context.Context, name []string) (granted []string, err error)
}

// An Answer is a running answer: Rows or Records.
type Answer interface {
	// Columns describes the answer.
	Columns() []connectors.PhysicalColumn
	// Close frees the answer without reading the rest of it. It may leave the session
	// good for nothing but Close unless the end was reached.
	Close() error
}

// Rows is an answer that comes row by row. Values are numbered from 0 as selected.
type Rows interface {
	Answer
	// Next moves to the next row and gives its size in bytes, roughly. It returns
	// io.EOF after the last.
	Next() (int, error)
	// Append adds value i of the row to cell col of the builder.
	Append(b *decode.Builder, col, i int)
	// Text is value i as text, nil if it is null, valid until Next.
	Text(i int) []byte
}

// Records is an answer that comes as Arrow batches, of any number of rows.
type Records interface {
	Answer
	// NextRecord gives the next batch, valid until the next call or Close, or io.EOF
	// after the last. Its columns are those that Columns describes.
	NextRecord() (arrow.Record, error)
}
