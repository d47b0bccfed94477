package oracle

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/sijms/go-ora/v2/network"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with testdata/name.golden.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s (run with -update to accept):\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

// A desk is the Oracle driver without an Oracle: enough to write statements with.
type desk struct{ *database }

func (desk) Open(context.Context) (sqldb.Session, error) { return &deskSession{}, nil }

type deskSession struct{ session }

func (*deskSession) Close() error { return nil }

func writer(t *testing.T) *sqldb.Source {
	t.Helper()
	source, err := sqldb.Open(t.Context(), connectors.Config{Name: "front"}, desk{&database{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	return source
}

func text(name string, physical ...string) connectors.Column {
	return connectors.Column{Name: name, Physical: physical, Type: arrow.BinaryTypes.String}
}

func number(name, physical string) connectors.Column {
	return connectors.Column{Name: name, Physical: []string{physical}, Type: arrow.PrimitiveTypes.Int64}
}

func TestScanStatements(t *testing.T) {
	t.Parallel()
	source := writer(t)
	table := connectors.Relation{Name: "QZK.QZ_SWXX"}
	columns := []connectors.Column{text("id_card", "SFZH"), text("name", "xm"), text("code", "省", "市"), text("again", "SFZH")}
	where := connectors.Fragment{Text: `"SFYX" = :1 AND "SWRQ" >= :2`, Args: []any{"1", "20260101"}}
	var out strings.Builder
	for _, c := range []struct {
		name    string
		request connectors.Request
	}{
		{"columns of a table", connectors.Request{From: table, Columns: columns}},
		{"small letters are folded", connectors.Request{From: connectors.Relation{Name: "qzk.qz_swxx"}, Columns: columns[:1]}},
		{"mixed case stands", connectors.Request{From: connectors.Relation{Name: `Qzk."swxx".T`}, Columns: []connectors.Column{text("a", `"small"`, "Mixed")}}},
		{"a quote in a name", connectors.Request{From: connectors.Relation{Name: `A"B`}, Columns: []connectors.Column{text("a", `x"y`)}}},
		{"database link", connectors.Request{From: connectors.Relation{Name: `"QZK"."swxx@FRONT.WORLD"`}, Columns: columns[:1]}},
		{"condition", connectors.Request{From: table, Columns: columns[:1], Where: where}},
		{"limit", connectors.Request{From: table, Columns: columns[:1], Where: where, Limit: 100}},
		{"first slice", connectors.Request{From: table, Columns: columns[:1], Where: where, Order: []string{"id_card"}, Limit: 200000}},
		{"next slice", connectors.Request{From: table, Columns: columns[:1], Where: where, Order: []string{"id_card"}, Limit: 200001, Onwards: []connectors.Fragment{{Text: ":1", Args: []any{"K"}}}}},
		{"slice along two columns", connectors.Request{From: table, Columns: columns[:2], Order: []string{"id_card", "name"}, Limit: 200001, Onwards: []connectors.Fragment{
			{Text: ":1", Args: []any{"K"}}, {Text: "TO_DATE(:1, 'YYYY-MM-DD')", Args: []any{"2026-11-01"}},
		}}},
		{"query", connectors.Request{From: connectors.Relation{Query: "SELECT SFZH FROM QZK.QZ_SWXX WHERE SFYX = '1' -- valid"}, Columns: columns[:1], Where: where, Limit: 5}},
		{"a writing query", connectors.Request{From: connectors.Relation{Query: "DELETE FROM QZK.QZ_SWXX"}, Columns: columns[:1]}},
		{"locking query", connectors.Request{From: connectors.Relation{Query: "SELECT SFZH FROM QZ FOR UPDATE"}, Columns: columns[:1]}},
	} {
		statement, err := source.Render(c.request)
		fmt.Fprintf(&out, "-- %s\n%s\n", c.name, statement.Text)
		if len(statement.Args) > 0 {
			fmt.Fprintf(&out, "   args %v\n", statement.Args)
		}
		if err != nil {
			fmt.Fprintf(&out, "   error %v\n", err)
		}
	}
	golden(t, "scan", out.String())
}

func TestAggregateStatements(t *testing.T) {
	t.Parallel()
	source := writer(t)
	table := connectors.Relation{Name: "QZK.QZ_SWXX"}
	where := connectors.Fragment{Text: `"SFYX" = :1`, Args: []any{"1"}}
	district, amount, id := text("district", "XZQH"), number("amount", "JE"), text("id_card", "SFZH")
	var out strings.Builder
	for _, c := range []struct {
		name    string
		request connectors.Aggregate
	}{
		{"count", connectors.Aggregate{From: table, Terms: []connectors.Term{{Name: "rows", Func: connectors.Count}}}},
		{"bounds", connectors.Aggregate{From: table, Where: where, Terms: []connectors.Term{
			{Name: "least", Func: connectors.Min, Column: amount}, {Name: "most", Func: connectors.Max, Column: amount},
			{Name: "first", Func: connectors.Min, Column: id}, {Name: "total", Func: connectors.Sum, Column: amount},
		}}},
		{"counted conditions", connectors.Aggregate{From: table, Where: where, Terms: []connectors.Term{
			{Name: "bad", Func: connectors.Count, Where: connectors.Fragment{Text: `"JE" < :1`, Args: []any{0}}},
			{Name: "present", Func: connectors.CountValues, Column: id},
			{Name: "distinct", Func: connectors.CountDistinct, Column: id},
		}}},
		{"duplicates", connectors.Aggregate{From: table, GroupBy: []connectors.Column{district, amount}, AtLeast: 2,
			Terms: []connectors.Term{{Name: "rows", Func: connectors.Count}}}},
	} {
		statement, err := source.RenderAggregate(c.request)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		fmt.Fprintf(&out, "-- %s\n%s\n   args %v\n", c.name, statement.Text, statement.Args)
	}
	golden(t, "aggregate", out.String())
}

func TestSessionStatements(t *testing.T) {
	t.Parallel()
	golden(t, "session", strings.Join([]string{
		pinned, beginReading, endReading, sqlOwner, sqlVersion, sqlCharset,
		sqlColumns, sqlSynonym, sqlKey, sqlIndexes, sqlTable, sqlGrants, sqlRelations, "",
	}, "\n"))
}

func TestClassify(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	for _, code := range []int{
		1, 18, 20, 28, 51, 54, 904, 911, 936, 942, 980, 1005, 1012, 1013, 1017, 1031, 1033, 1034, 1045, 1089, 1456,
		1555, 1652, 1722, 1843, 2019, 2391, 2396, 3113, 3135, 4031, 12154, 12170, 12505, 12506, 12514, 12516, 12519,
		12520, 12528, 12535, 12537, 12541, 12545, 12560, 12564, 16000, 28000, 28001, 28002, 28040, 4063, 99999,
	} {
		f := classify(fmt.Errorf("query: %w", &network.OracleError{ErrCode: code, ErrMsg: "value 110101194912310021"}))
		fmt.Fprintf(&out, "%s %-11s retry %-5v %s; %s\n", f.Code, f.Class, f.Retryable, f.Reason, f.Hint)
	}
	golden(t, "codes", out.String())
	if f := classify(errors.New("dial: ORA-12541: no listener")); f.Class != connectors.Unreachable || f.Code != "ORA-12541" {
		t.Errorf("a code in a text: %+v", f)
	}
	if f := classify(io.ErrUnexpectedEOF); f.Class != "" {
		t.Errorf("no code: %+v", f)
	}
	if f := classify(guarded(func() error { var none []int; _ = none[len(os.Args)]; return nil })); f.Class != connectors.Protocol {
		t.Errorf("a panic of the driver: %+v", f)
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	n := func(v int64) *int64 { return &v }
	for _, c := range []struct {
		kind             string
		precision, scale *int64
		name, want       string
	}{
		{"VARCHAR2", nil, nil, "VARCHAR2(18)", "utf8"},
		{"NUMBER", n(10), n(0), "NUMBER(10)", "int64"},
		{"NUMBER", n(18), n(0), "NUMBER(18)", "int64"},
		{"NUMBER", n(19), n(0), "NUMBER(19)", "decimal(19, 0)"},
		{"NUMBER", n(12), n(2), "NUMBER(12,2)", "decimal(12, 2)"},
		{"NUMBER", n(2), n(5), "NUMBER(2,5)", "decimal(5, 5)"},
		{"NUMBER", n(5), n(-2), "NUMBER(5,-2)", "int64"},
		{"NUMBER", n(38), n(-10), "NUMBER(38,-10)", "decimal(38, 0)"},
		{"NUMBER", nil, n(0), "INTEGER", "decimal(38, 0)"},
		{"NUMBER", nil, nil, "NUMBER", "decimal(38, 10)"},
		{"FLOAT", n(126), nil, "FLOAT", "float64"},
		{"DATE", nil, nil, "DATE", "timestamp[us]"},
		{"TIMESTAMP(6) WITH TIME ZONE", nil, n(6), "TIMESTAMP(6) WITH TIME ZONE", "timestamp[us]"},
		{"CLOB", nil, nil, "CLOB", "utf8"},
		{"RAW", nil, nil, "RAW(18)", "utf8"},
		{"LONG RAW", nil, nil, "LONG RAW", "<nil>"},
		{"BLOB", nil, nil, "BLOB", "<nil>"},
		{"XMLTYPE", nil, nil, "XMLTYPE", "<nil>"},
	} {
		if got := fmt.Sprint(arrowOf(withoutDigits(c.kind), c.precision, c.scale)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if got := typeName(c.kind, 18, c.precision, c.scale); got != c.name {
			t.Errorf("%s: named %s", c.name, got)
		}
	}
	if got := fmt.Sprint(arrowOf("NUMBER", known(38), knownScale(38, 255))); got != "decimal(38, 10)" {
		t.Errorf("an expression: %s", got)
	}
	if got := fmt.Sprint(arrowOf("NUMBER", known(0), knownScale(0, 129))); got != "decimal(38, 10)" {
		t.Errorf("a bare NUMBER in an answer: %s", got)
	}
}

func TestIndexesOf(t *testing.T) {
	t.Parallel()
	all, unique := indexesOf([]indexRow{
		{"Q.A", "UNIQUE", "ID"}, {"Q.B", "UNIQUE", "SFZH"}, {"Q.B", "UNIQUE", "SWRQ"}, {"Q.C", "NONUNIQUE", "XM"},
	}, []string{"ID"})
	if got := fmt.Sprint(all, unique); got != "[[ID] [SFZH SWRQ] [XM]] [[SFZH SWRQ]]" {
		t.Errorf("got %s", got)
	}
}

// listen answers every connection with serve and gives the source's configuration.
func listen(t *testing.T, serve func(net.Conn)) connectors.Config {
	t.Helper()
	return connectors.Config{
		Name: "front", Host: "127.0.0.1", Port: tnstest.Listen(t, serve),
		Database: "ORCL", User: "reader", Password: "s3cr3t",
		Limits: connectors.Limits{ConnectTimeout: 300 * time.Millisecond, Timeout: time.Second},
	}
}

func silent(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// refusing answers the connect packet with a TNS refuse packet.
func refusing(code int) func(net.Conn) {
	return func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 4096))
		data := fmt.Sprintf("(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=%d)(ERROR_STACK=(ERROR=(CODE=%d)(EMFI=4))))", code, code)
		packet := []byte{0, byte(12 + len(data)), 0, 0, 4, 0, 0, 0, 34, 0, 0, byte(len(data))}
		_, _ = conn.Write(append(packet, data...))
		silent(conn)
	}
}

func TestOpenFailures(t *testing.T) {
	for _, c := range []struct {
		name  string
		serve func(net.Conn)
		want  string
	}{
		{"silent", silent, "open front: unreachable: no answer; check host, port and firewall"},
		{"closing", func(net.Conn) {}, "open front: protocol: the connection was lost"},
		{"unknown service", refusing(12514), "open front: unreachable: the listener does not know the service (ORA-12514); check the service name; a SID goes into the option sid"},
		{"starting", refusing(12528), "open front: overloaded: the server is busy (ORA-12528); fewer connections, or another hour"},
		{"another protocol", func(conn net.Conn) {
			_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n" + strings.Repeat("x", 20000)))
			silent(conn)
		}, ""},
		{"an odd packet", func(conn net.Conn) {
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = conn.Write([]byte{0, 11, 0, 0, 2, 0, 0, 0, 1, 1, 1})
			silent(conn)
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			_, err := Open(t.Context(), listen(t, c.serve))
			if took := time.Since(began); took > grace {
				t.Errorf("took %s", took)
			}
			if err == nil || c.want != "" && err.Error() != c.want || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if class := connectors.ClassOf(err); class != connectors.Unreachable && class != connectors.Protocol && class != connectors.Overloaded {
				t.Errorf("class %s", class)
			}
			if c.name == "an odd packet" {
				stuck.note() // go-ora fails with its lock held: its watcher may wait for ever
				return
			}
			waitGone(t)
		})
	}
}

func TestCancelledOpen(t *testing.T) {
	config := listen(t, silent)
	config.Limits.ConnectTimeout = time.Minute
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := Open(ctx, config)
	if connectors.ClassOf(err) != connectors.Timeout || time.Since(began) > grace {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	waitGone(t)
}

func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	_, err = Open(t.Context(), connectors.Config{Name: "front", Host: "127.0.0.1", Port: port, Database: "x", User: "u", Password: "p"})
	if connectors.ClassOf(err) != connectors.Unreachable {
		t.Errorf("got %v", err)
	}
}

// stuck holds the goroutines that the driver is known to leave behind.
var stuck stuckGoroutines

type stuckGoroutines struct{ ids sync.Map }

// note takes whatever the driver has left behind by now as known.
func (s *stuckGoroutines) note() {
	time.Sleep(300 * time.Millisecond)
	for id := range driverGoroutines() {
		s.ids.Store(id, true)
	}
}

// driverGoroutines gives the stacks of the goroutines of the driver, of this package and of
// sqldb.
func driverGoroutines() map[string]string {
	buffer := make([]byte, 1<<20)
	found := map[string]string{}
	for stack := range strings.SplitSeq(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
		if slices.ContainsFunc([]string{"go-ora", "oracle.(*", "connectors/sqldb."}, func(of string) bool { return strings.Contains(stack, of) }) {
			id, _, _ := strings.Cut(stack, " [")
			found[id] = stack
		}
	}
	return found
}

// waitGone fails if a goroutine of the driver or of this package stays behind.
func waitGone(t *testing.T) {
	t.Helper()
	var left []string
	for began := time.Now(); time.Since(began) < grace; time.Sleep(10 * time.Millisecond) {
		left = nil
		for id, stack := range driverGoroutines() {
			if _, known := stuck.ids.Load(id); !known {
				left = append(left, stack)
			}
		}
		if left == nil {
			return
		}
	}
	t.Errorf("goroutines stay behind:\n%s", strings.Join(left, "\n\n"))
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	good := connectors.Config{Name: "front", Host: "h", Database: "d", User: "u", Password: "p"}
	for name, spoil := range map[string]func(*connectors.Config){
		"host":     func(c *connectors.Config) { c.Host = "" },
		"service":  func(c *connectors.Config) { c.Database = "" },
		"password": func(c *connectors.Config) { c.Password = "" },
		"sys":      func(c *connectors.Config) { c.User = "sys" },
		"option":   func(c *connectors.Config) { c.Options = map[string]string{"sdi": "x"} },
		"prefetch": func(c *connectors.Config) { c.Options = map[string]string{"prefetch": "all"} },
		"tls":      func(c *connectors.Config) { c.TLS = "maybe" },
		"ca":       func(c *connectors.Config) { c.TLS, c.CAFile = "verify", "/no/such/file" },
	} {
		config := good
		spoil(&config)
		if _, err := Open(t.Context(), config); err == nil || connectors.ClassOf(err) != connectors.Local {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The marker takes the form in which the driver writes its packets.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ packet, want []byte }{
		{[]byte{0, 12, 0, 0, 6, 0, 0, 0, 0, 0, 3, 5}, []byte{0, 11, 0, 0, 12, 0, 0, 0, 1, 0, 3}},
		{[]byte{0, 0, 0, 12, 6, 0, 0, 0, 0, 0, 3, 5}, []byte{0, 0, 0, 11, 12, 0, 0, 0, 1, 0, 3}},
	} {
		received := make(chan []byte, 1)
		config := listen(t, func(conn net.Conn) {
			got := make([]byte, len(c.packet)+11)
			_, _ = io.ReadFull(conn, got)
			received <- got[len(c.packet):]
		})
		line := newTether(false)
		conn, err := line.DialContext(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", config.Port))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Write(c.packet); err != nil {
			t.Fatal(err)
		}
		if err := line.interrupt(); err != nil {
			t.Fatal(err)
		}
		if got := <-received; !bytes.Equal(got, c.want) {
			t.Errorf("got % x, want % x", got, c.want)
		}
		line.sever()
		if _, err := line.DialContext(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", config.Port)); err == nil {
			t.Error("a severed tether dials")
		}
	}
}

// TestDoubt: what the server vouches for, and what it does not.
func TestDoubt(t *testing.T) {
	t.Parallel()
	const before = `CASE WHEN "X" < DATE '0001-01-01' THEN 1 ELSE 0 END = 1`
	for _, c := range []struct {
		contract arrow.DataType
		stored   string
		want     string
		ok       bool
	}{
		{arrow.PrimitiveTypes.Int64, "NUMBER(10)", "", true},
		{&arrow.Decimal128Type{Precision: 12, Scale: 2}, "NUMBER(12,2)", "", true},
		{&arrow.Decimal128Type{Precision: 38, Scale: 10}, "NUMBER", "", false},
		{connectors.TimestampType, "DATE", before, true},
		{arrow.BinaryTypes.String, "VARCHAR2(18)", "", false},
	} {
		got, ok := Dialect{}.Doubt(`"X"`, connectors.Column{Type: c.contract}, connectors.PhysicalColumn{Type: c.stored})
		if got != c.want || ok != c.ok {
			t.Errorf("%s as %s: %q, %v", c.stored, c.contract, got, ok)
		}
	}
}
