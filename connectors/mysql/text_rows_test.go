package mysql

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	native "github.com/go-sql-driver/mysql"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// everyType is a table with a column of every type that the protocol tells apart.
const everyType = `CREATE TABLE every_type (id INT PRIMARY KEY, a TINYINT, b SMALLINT UNSIGNED, c MEDIUMINT, d INT(6) ZEROFILL, e BIGINT, f BIGINT UNSIGNED,
	g DECIMAL(12,2), h DECIMAL(9,0), i FLOAT, j DOUBLE, k BIT(12), l DATE, m DATETIME(3), n TIMESTAMP NULL, o TIME, p YEAR, q CHAR(5), r VARCHAR(20),
	s BINARY(3), t VARBINARY(9), u TINYTEXT, v LONGTEXT, w BLOB, x ENUM('甲','乙'), y SET('a','b'), z JSON)`

var everyRow = []string{
	`(1, -1, 65535, 7, 42, -9223372036854775808, 18446744073709551615, 1.50, 7, 1.1, 2.25, b'101', '2026-11-20', '2026-11-20 08:00:00.125', '2026-11-20 08:00:00', '08:00:00', 2026, 'x ', '张三', 'abc', 'de', '', REPEAT('长', 300), 'blob', '乙', 'a,b', '{"a": 1}')`,
	`(2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
	`(3, 0, 0, -8, 0, 0, 0, -0.01, 0, -0, 1e30, b'0', '1000-01-01', '9999-12-31 23:59:59.999', '1970-01-02 00:00:00', '-08:00:00', 0, '', '', '', '', 'x', '', '', '甲', '', '[]')`,
}

func opened(t *testing.T) *session {
	t.Helper()
	config := livetest.MySQL(t)
	config.Limits = config.Limits.Defaults()
	connector, err := connectorOf(config)
	if err != nil {
		t.Fatal(err)
	}
	s, err := (&server{connector: connector, limits: config.Limits}).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s.(*session)
}

// record reads a whole answer, every column as the type that it tells, or as text.
func record(t *testing.T, s *session, text string, args ...any) (arrow.Record, []connectors.PhysicalColumn, []connectors.Fault) {
	t.Helper()
	rows, err := s.query(t.Context(), text, args)
	if err != nil {
		t.Fatal(err)
	}
	var columns []connectors.Column
	for _, c := range rows.Columns() {
		columns = append(columns, connectors.Column{Name: c.Name, Physical: []string{c.Name}, Type: c.Arrow})
	}
	b, err := decode.NewBuilder(nil, columns, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	for {
		_, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range columns {
			rows.Append(b, i, i)
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	r, faults := b.NewRecord()
	return r, rows.Columns(), faults
}

// TestTextRowsAreTheDrivers: what we read over the tap is what the driver would have
// given, for every type, and the driver goes on with the connection afterwards.
func TestTextRowsAreTheDrivers(t *testing.T) {
	t.Parallel()
	s := opened(t)
	if !s.tap.clear() {
		t.Fatal("the connection has no tap")
	}
	db := writable(t, s)
	db(everyType)
	for _, row := range everyRow {
		db("INSERT INTO every_type VALUES " + row)
	}
	for _, text := range []string{"SELECT * FROM every_type ORDER BY id", "SELECT 1 AS one WHERE 1 = 0", "SELECT COUNT(*) AS n, SUM(g) AS g, MAX(r) AS r FROM every_type"} {
		ours, ourColumns, ourFaults := record(t, s, text)
		tapped := s.tap
		s.tap = nil
		theirs, theirColumns, theirFaults := record(t, s, text)
		s.tap = tapped
		if !slices.EqualFunc(ourColumns, theirColumns, func(a, b connectors.PhysicalColumn) bool {
			return a.Name == b.Name && a.Type == b.Type && arrow.TypeEqual(a.Arrow, b.Arrow)
		}) {
			t.Errorf("%s\n%v\nthe driver: %v", text, ourColumns, theirColumns)
		}
		if !array.RecordEqual(ours, theirs) || !slices.Equal(ourFaults, theirFaults) {
			t.Errorf("%s\n%v %v\nthe driver: %v %v", text, ours, ourFaults, theirs, theirFaults)
		}
		ours.Release()
		theirs.Release()
	}
}

// TestUnsignedDigits: the driver takes a sign off an unsigned decimal, which has none.
func TestUnsignedDigits(t *testing.T) {
	t.Parallel()
	s := opened(t)
	writable(t, s)("CREATE TABLE unsigned_t (h DECIMAL(9,0) UNSIGNED, r DECIMAL(9,2) UNSIGNED)")
	r, columns, _ := record(t, s, "SELECT h, r FROM unsigned_t")
	defer r.Release()
	if columns[0].Arrow.String() != "decimal(9, 0)" || columns[1].Arrow.String() != "decimal(9, 2)" {
		t.Errorf("%v", columns)
	}
}

// writable runs statements on a connection of its own: sessions only read.
func writable(t *testing.T, s *session) func(string) {
	t.Helper()
	conn, err := sqldb.Connect(t.Context(), s.server.connector, "mysql")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return func(text string) {
		if err := conn.Exec(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
}

// TestLongFields: a value that does not fit into one packet, and one of the sizes
// around those where its length is written otherwise.
func TestLongFields(t *testing.T) {
	t.Parallel()
	s := opened(t)
	for _, n := range []int{0, 1, 250, 251, 252, 65535, 65536, 1<<24 - 6, 1<<24 - 5, 1<<24 - 4, 1<<24 + 7, 1<<25 + 1} {
		rows, err := s.query(t.Context(), "SELECT REPEAT('x', "+itoa(n)+") AS v, 7 AS n", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rows.Next(); err != nil {
			t.Fatal(n, err)
		}
		if max(n, 0) != len(rows.Text(0)) && rows.Text(0) != nil || string(rows.Text(1)) != "7" {
			t.Errorf("%d: %d bytes and %q", n, len(rows.Text(0)), rows.Text(1))
		}
		if _, err := rows.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%d: %v", n, err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func itoa(n int) string {
	var digits []byte
	for ; n > 0; n /= 10 {
		digits = append(digits, byte('0'+n%10))
	}
	slices.Reverse(digits)
	return string(digits) + strings.Repeat("0", max(0, 1-len(digits)))
}

// TestErrorInAnswer: what the server says is the server's error, at the start and in
// the middle, and the connection can be used again.
func TestErrorInAnswer(t *testing.T) {
	t.Parallel()
	s := opened(t)
	_, err := s.query(t.Context(), "SELECT nothing FROM nowhere", nil)
	if told, ok := errors.AsType[*native.MySQLError](err); !ok || told.Number != 1146 || string(told.SQLState[:]) != "42S02" || told.Message == "" {
		t.Errorf("%v", err)
	}
	rows, err := s.query(t.Context(), "SELECT seq, (SELECT 1 UNION SELECT 1 + (seq > 50000)) AS two FROM seq_1_to_100000", nil)
	for err == nil {
		_, err = rows.Next()
	}
	if told, ok := errors.AsType[*native.MySQLError](err); !ok || told.Number != 1242 {
		t.Errorf("%v", err)
	}
	if rows != nil {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}
	r, _, _ := record(t, s, "SELECT 1 AS one")
	defer r.Release()
	if r.NumRows() != 1 {
		t.Error("the connection is of no use after an error")
	}
}

// TestRowBeyondItsColumns: a row with more in it than its columns is no row of this answer.
func TestRowBeyondItsColumns(t *testing.T) {
	t.Parallel()
	const head = "\x01\x00\x00\x01\x01\x17\x00\x00\x02\x03def\x00\x00\x00\x01a\x00\x0c\x3f\x00\x01\x00\x00\x00\x08\x81\x00\x00\x00\x00"
	for row, want := range map[string]error{"\x02\x00\x00\x03\x017": nil, "\x03\x00\x00\x03\x0178": errGarbled} {
		a := &textRows{exchange: exchange{tap: &tap{Line: sqldb.Line{Conn: &canned{rest: []byte(head + row)}}, agreed: true, flags: withoutMySQL | withoutEOF}}, stop: func() bool { return true }}
		if err := a.head(); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Next(); !errors.Is(err, want) {
			t.Errorf("%q: %v", row, err)
		}
	}
}

// FuzzTextRows: whatever a server sends, reading ends with an error or with rows, and
// nothing is read beyond a packet.
func FuzzTextRows(f *testing.F) {
	f.Add([]byte("\x01\x00\x00\x01\x01\x17\x00\x00\x02\x03def\x00\x00\x00\x01a\x00\x0c\x3f\x00\x01\x00\x00\x00\x08\x81\x00\x00\x00\x00\x02\x00\x00\x03\x017\x05\x00\x00\x04\xfe\x00\x00\x02\x00"), true)
	f.Add([]byte("\x09\x00\x00\x01\xff\x10\x04#42000x"), false)
	f.Fuzz(func(t *testing.T, answer []byte, deprecated bool) {
		tapped := &tap{Line: sqldb.Line{Conn: &canned{rest: answer}}, agreed: true, flags: withoutMySQL}
		if deprecated {
			tapped.flags |= withoutEOF
		}
		a := &textRows{exchange: exchange{tap: tapped}, stop: func() bool { return true }}
		if err := a.head(); err != nil {
			return
		}
		for range 1 << 16 {
			if _, err := a.Next(); err != nil {
				return
			}
		}
	})
}
