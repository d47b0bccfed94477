package draft_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// drafted profiles tables of a small database and gives what is written, and the
// profiles by table.
func drafted(t *testing.T, contract string, tables []string, statements ...string) (string, *draft.Drafts) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "front.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		exec(t, db, s)
	}
	source, err := sqlite.Open(t.Context(), connectors.Config{Name: "front", Path: file})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	in := checks.Input{Workspace: fstest.MapFS{}, Builtin: catalog.FS, Kinds: kind.All()}
	in.Workspace.(fstest.MapFS)["dogwatch.yaml"] = &fstest.MapFile{Data: []byte("version: 1\nuse: [builtin]\nsources:\n  front: {driver: sqlite, path: front.db}\n")}
	cat := load(t, in)
	request := draft.Request{Input: in, Catalog: cat, Source: "front", System: "drafted", Title: "草稿"}
	for _, c := range cat.Contracts {
		if c.ID == contract {
			request.Contract = c
		}
	}
	for _, table := range tables {
		p, err := draft.Take(t.Context(), source, table, draft.Options{AsOf: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		request.Profiles = append(request.Profiles, p)
	}
	drafts, list, err := draft.Compose(request)
	if err != nil {
		t.Fatalf("%v\n%s", err, diag.Render(list.Sorted(), request.Texts(drafts, list)))
	}
	proposed(t, in, drafts, "drafted")
	return string(drafts.Files["watches/drafted.yaml"]), drafts
}

// TestFamilies: tables of one shape that differ by a district, a period or a mark of
// history are one watch; what only looks alike stays alone.
func TestFamilies(t *testing.T) {
	t.Parallel()
	var statements []string
	tables := []string{"LOG_202610", "LOG_202611", "LOG_202613", "QZ_110101", "QZ_110102", "QZ_110105", "SB", "SB_HIS", "SB_BAK", "RZ_20261119", "RZ_20261120"}
	for i, table := range tables {
		columns := "BH INTEGER PRIMARY KEY, ZT TEXT"
		if table == "QZ_110105" {
			columns = "BH INTEGER PRIMARY KEY, ZT TEXT, BZ TEXT"
		}
		statements = append(statements, "CREATE TABLE "+table+" ("+columns+")")
		for n := range 10 {
			statements = append(statements, "INSERT INTO "+table+" (BH, ZT) VALUES ("+string(rune('1'+i%9))+string(rune('0'+n))+", '"+string(rune('1'+n%2+i))+"')")
		}
	}
	watches, drafts := drafted(t, "", tables, statements...)
	for _, want := range []string{
		`from: {pattern: "LOG_{period:yyyyMM}"}`, "content: monthly", `from: {each: {district: {"110101": QZ_110101, "110102": QZ_110102}}}`,
		"from: QZ_110105\n", "from: {union: [SB, SB_HIS]}", "from: SB_BAK\n", "from: LOG_202613\n", `from: {pattern: "RZ_{period:yyyyMMdd}"}`, "content: daily",
	} {
		if !strings.Contains(watches, want) {
			t.Errorf("there is no %s in\n%s", want, watches)
		}
	}
	if n := strings.Count(watches, "contract:"); n != 7 {
		t.Errorf("%d watches", n)
	}
	logs, both := string(drafts.Files["contracts/log.yaml"]), string(drafts.Files["contracts/sb.yaml"])
	if !strings.Contains(logs, "Drafted from LOG_202610, LOG_202611 on 2026-11-20: 20 rows, every row was looked at") || !strings.Contains(logs, "unique: [bh]") {
		t.Errorf("%s", logs)
	}
	if strings.Contains(both, "unique") || !strings.Contains(both, `pattern: "7|8|9"`) && !strings.Contains(both, "3 different values") {
		t.Errorf("a key of each table is none of both, and values are those of both:\n%s", both)
	}
}

// hidden is a table as a partner hides it: names and numbers covered, tokens for ID
// cards that come twice, ciphers for phones, and a key that only looks like a token.
func hidden() []string {
	rows := []string{
		"('6f1c0a7e5b2d4c3f8e9a0b1c2d3e4f50','王*','110105********002X','0a1b2c3d4e5f60718293a4b5c6d7e8f9','MTIzNDU2Nzg5MGFiY2RlZg==')",
		"('7f1c0a7e5b2d4c3f8e9a0b1c2d3e4f51','李＊＊','110105＊＊＊＊＊＊＊＊0021','0a1b2c3d4e5f60718293a4b5c6d7e8f9','QUJDREVGR0hJSktMTU5PUA==')",
		"('8f1c0a7e5b2d4c3f8e9a0b1c2d3e4f52','赵*','110105********0022','1a1b2c3d4e5f60718293a4b5c6d7e8f9','emFiY2RlZjEyMzQ1Njc4OQ==')",
		"('9f1c0a7e5b2d4c3f8e9a0b1c2d3e4f53','钱*',NULL,'2a1b2c3d4e5f60718293a4b5c6d7e8f9','c2FmZWx5MTIzNDU2Nzg5MA==')",
	}
	return []string{"CREATE TABLE RY (UUID TEXT, XM TEXT, SFZH TEXT, JHRSFZH TEXT, LXDH TEXT)", "INSERT INTO RY VALUES " + strings.Join(rows, ",")}
}

// TestProtection: how a source hides values is proposed, marked unsure, and none of
// them is written.
func TestProtection(t *testing.T) {
	t.Parallel()
	watches, drafts := drafted(t, "", []string{"RY"}, hidden()...)
	for _, want := range []string{
		"uuid: UUID\n", "xm: {column: XM, protection: masked}  # unsure: 4 of 4 have stars",
		"sfzh: {column: SFZH, protection: masked}  # unsure: 3 of 3 have stars",
		"jhrsfzh: {column: JHRSFZH, protection: deterministic}  # unsure: tokens of one length, some come twice",
		"lxdh: {column: LXDH, protection: opaque}  # unsure: tokens of one length, none came twice",
	} {
		if !strings.Contains(watches, want) {
			t.Errorf("there is no %q in\n%s", want, watches)
		}
	}
	if drafts.Unsure != 4 {
		t.Errorf("%d columns to look at", drafts.Unsure)
	}
	for name, data := range drafts.Files {
		for _, value := range []string{"王", "110105", "0a1b2c3d", "MTIz"} {
			if strings.Contains(string(data), value) {
				t.Errorf("%s holds %s:\n%s", name, value, data)
			}
		}
	}
}

// TestProtectionOfShipped: a contract that exists is bound to hidden columns by their
// names alone.
func TestProtectionOfShipped(t *testing.T) {
	t.Parallel()
	rows := "('110105********002X','王*','2026-11-01','2026-11-02 09:00:00'),('110105********0021','李*','2026-11-03','2026-11-04 09:00:00')"
	watches, _ := drafted(t, "death-records", []string{"SW"}, "CREATE TABLE SW (SFZH TEXT, XM TEXT, SWRQ TEXT, DJSJ TEXT)", "INSERT INTO SW VALUES "+rows)
	for _, want := range []string{"id_card: {column: SFZH, protection: masked}  # unsure: 2 of 2 have stars", "name: {column: XM, protection: masked}", "death_date: {column: SWRQ"} {
		if !strings.Contains(watches, want) {
			t.Errorf("there is no %q in\n%s", want, watches)
		}
	}
}
