package bench_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	_ "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/rules/civil"
)

// rowsVariable names the size of the registry; without it the benchmark is quick.
const (
	rowsVariable = "DOGWATCH_BENCH_ROWS"
	defaultRows  = 200_000
)

func registryRows(tb testing.TB) int {
	tb.Helper()
	text := os.Getenv(rowsVariable)
	if text == "" {
		return defaultRows
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		tb.Fatalf("%s: %q is no number of rows", rowsVariable, text)
	}
	return n
}

// registry is a household registry in which one row in a thousand is wrong.
func registry(n int) estate.Table {
	text := func(name string, size int) estate.Column {
		return estate.Column{Name: name, Kind: estate.Text, Size: size}
	}
	return estate.Table{
		Name: "registry", Count: n, Indexes: [][]string{{"record_no"}, {"id_card"}},
		Columns: []estate.Column{
			text("record_no", 24), text("id_card", 18), text("name", 60), text("sex", 4), {Name: "birth_date", Kind: estate.Date},
			text("district_code", 12), text("street_code", 12), text("address", 200), text("household_no", 20), text("state", 10),
			{Name: "changed_on", Kind: estate.Date}, {Name: "registered_at", Kind: estate.Timestamp},
		},
		Rows: func(yield func([]any) bool) {
			for i := range n {
				if !yield(person(i)) {
					return
				}
			}
		},
	}
}

func person(i int) []any {
	year, month, day := 1930+i%90, 1+i%12, 1+i%28
	digits := fmt.Sprintf("110105%04d%02d%02d%03d", year, month, day, i%1000)
	check, _ := civil.IDCardCheckCharacter(digits)
	id, sex, district := digits+string(check), "女", fmt.Sprintf("1101%02d", 1+i%16)
	if i%1000%2 == 1 {
		sex = "男"
	}
	birth := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	if i%1000 == 7 {
		birth = "1999-09-09"
	}
	return []any{fmt.Sprintf("R%010d", i), id, "张三" + strconv.Itoa(i%10), sex, birth, district, district + "001",
		"某街道某社区某号楼某单元" + strconv.Itoa(i), strconv.Itoa(i / 3), "正常", "2026-10-01", "2026-11-20 08:00:00"}
}

// A question is one check with the statement that one would write for it by hand.
type question struct{ id, check, sql string }

// checksum is GB 11643's check character in SQL that every engine understands.
func checksum() string {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := ""
	for i, w := range weights {
		if i > 0 {
			sum += " + "
		}
		sum += fmt.Sprintf("CAST(SUBSTR(id_card, %d, 1) AS INTEGER) * %d", i+1, w)
	}
	return "SUBSTR('10X98765432', (" + sum + ") % 11 + 1, 1)"
}

func rule(id, rule, violated string) question {
	return question{id, fmt.Sprintf("  - {id: %s, title: %s, rule: '%s'}\n", id, id, rule), "SELECT COUNT(*) FROM registry WHERE " + violated}
}

// questions are the twenty checks of a household registry.
func questions() []question {
	birth := "CONCAT(SUBSTR(id_card, 7, 4), '-', SUBSTR(id_card, 11, 2), '-', SUBSTR(id_card, 13, 2))"
	return []question{
		{"row_count", "  - row_count: 1..\n", "SELECT COUNT(*) FROM registry"},
		{"freshness", "  - {freshness: registered_at, fail: 15d}\n", "SELECT MAX(registered_at) FROM registry"},
		{"record-once", "  - {id: record-once, title: t, unique: [record_no]}\n", "SELECT COUNT(*) FROM (SELECT record_no FROM registry GROUP BY record_no HAVING COUNT(*) > 1) AS d"},
		{"id-once", "  - {id: id-once, title: t, unique: [id_card]}\n", "SELECT COUNT(*) FROM (SELECT id_card FROM registry GROUP BY id_card HAVING COUNT(*) > 1) AS d"},
		rule("id-there", "not blank(id_card)", "id_card IS NULL OR TRIM(id_card) = ''"),
		rule("name-there", "not blank(name)", "name IS NULL OR TRIM(name) = ''"),
		rule("sex-there", "not blank(sex)", "sex IS NULL OR TRIM(sex) = ''"),
		rule("state-there", "not blank(state)", "state IS NULL OR TRIM(state) = ''"),
		rule("id-valid", "id_card_valid(id_card)", "CHAR_LENGTH(id_card) <> 18 OR SUBSTR(id_card, 18, 1) <> "+checksum()),
		rule("birth-matches-id", "birth_date == id_card_birth(id_card)", "CHAR_LENGTH(id_card) = 18 AND CAST(birth_date AS CHAR(10)) <> "+birth),
		rule("sex-matches-id", "sex == id_card_sex(id_card)", "CHAR_LENGTH(id_card) = 18 AND sex <> CASE CAST(SUBSTR(id_card, 17, 1) AS INTEGER) % 2 WHEN 1 THEN '男' ELSE '女' END"),
		rule("sex-known", `sex in ["男", "女"]`, "sex NOT IN ('男', '女')"),
		rule("state-known", `state in ["正常", "迁出", "注销"]`, "state NOT IN ('正常', '迁出', '注销')"),
		rule("name-length", "len(name) <= 30", "CHAR_LENGTH(name) > 30"),
		rule("name-whole", `not (name startsWith "·" or name endsWith "·")`, "name LIKE '·%' OR name LIKE '%·'"),
		rule("name-decoded", `not (name contains "?" or name contains "□")`, "name LIKE '%?%' OR name LIKE '%□%'"),
		rule("street-in-district", "street_code startsWith district_code", "SUBSTR(street_code, 1, CHAR_LENGTH(district_code)) <> district_code"),
		rule("changed-after-birth", "changed_on >= birth_date", "changed_on < birth_date"),
		rule("not-in-future", "registered_at <= now()", "registered_at > '2026-11-24 18:00:00'"),
		rule("household-digits", `household_no matches "^[0-9]+$"`, "TRIM(household_no) = ''"),
	}
}

const contractHead = `contract: registry
title: 公安户籍信息
direction: outbound
key: [record_no]
columns:
  record_no: {title: 人员编号, type: text, class: internal}
  id_card: {title: 公民身份号码, type: id_card, class: sensitive}
  name: {title: 姓名, type: text, class: personal}
  sex: {title: 性别, type: text, class: personal}
  birth_date: {title: 出生日期, type: date, class: personal}
  district_code: {title: 区划代码, type: division_code, class: internal}
  street_code: {title: 街道代码, type: text, class: internal}
  household_no: {title: 户号, type: text, class: personal}
  state: {title: 登记状态, type: text, class: internal}
  changed_on: {title: 变动日期, type: date, class: internal}
  registered_at: {title: 数据更新时间, type: timestamp, class: internal}
checks:
`

// watch loads the definitions as a deployment would.
func watch(tb testing.TB) (*checks.Watch, *checks.Catalog) {
	tb.Helper()
	in := checks.Input{Kinds: kind.All(), Workspace: fstest.MapFS{}}
	for name, text := range workspace("{driver: sqlite, path: front.db}") {
		in.Workspace.(fstest.MapFS)[name] = &fstest.MapFile{Data: []byte(text)}
	}
	catalog, list := checks.Load(in)
	if list.Errors() {
		tb.Fatal(diag.Render(list.Sorted(), checks.Texts(in, list)))
	}
	return catalog.Systems[0].Watches[0], catalog
}

// workspace is a deployment that watches the registry in a source.
func workspace(source string) map[string]string {
	contract := contractHead
	for _, q := range questions() {
		contract += q.check
	}
	return map[string]string{
		"dogwatch.yaml":           "version: 1\nsources:\n  front: " + source + "\n",
		"contracts/registry.yaml": contract,
		"watches/bench.yaml":      "system: bench\ntitle: 基准\nwatches:\n  - contract: registry\n    source: front\n    from: registry\n    cycle: {content: weekly}\n",
	}
}

// An engine is a database that holds the registry.
type engine struct {
	name    string
	dialect estate.Dialect
	open    connectors.Opener
	start   func(testing.TB) connectors.Config
	write   func(connectors.Config) (*sql.DB, error)
}

func engines() []engine {
	return []engine{
		{"SQLite", estate.SQLite, sqlite.Open, sqliteFile, func(c connectors.Config) (*sql.DB, error) {
			return sql.Open("sqlite", "file:"+c.Path+"?_pragma=synchronous(0)")
		}},
		{"MariaDB", estate.MariaDB, mysql.Open, livetest.MySQL, livetest.OpenDB},
		{"PostgreSQL", estate.Postgres, postgres.Open, livetest.Postgres, livetest.OpenDB},
	}
}

func sqliteFile(tb testing.TB) connectors.Config {
	return connectors.Config{Driver: "sqlite", Path: filepath.Join(tb.TempDir(), "front.db")}
}

// filled starts the engine and writes the registry.
func (e engine) filled(b *testing.B) (connectors.Config, *sql.DB) {
	b.Helper()
	config := e.start(b)
	config.Name = "front"
	db, err := e.write(config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if err := estate.Write(b.Context(), db, e.dialect, []estate.Table{registry(registryRows(b))}, nil); err != nil {
		b.Fatal(err)
	}
	if _, err := db.Exec(map[estate.Dialect]string{estate.SQLite: "ANALYZE", estate.MariaDB: "ANALYZE TABLE registry", estate.Postgres: "VACUUM ANALYZE registry"}[e.dialect]); err != nil {
		b.Fatal(err)
	}
	return config, db
}

func asOf() time.Time { return time.Date(2026, time.November, 24, 10, 0, 0, 0, time.UTC) }
