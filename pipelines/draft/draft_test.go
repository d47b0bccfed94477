package draft_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// TestNoPersonalValue drafts every table of the estate: all of it passes lint, every
// check is proposed, and no identity, name, account or address is in it.
func TestNoPersonalValue(t *testing.T) {
	t.Parallel()
	in := workspace(t)
	cat := load(t, in)
	e, err := estate.Generate(estate.Config{Seed: 2, People: 2000, Step: estate.Current})
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range []string{estate.Disabled, estate.Elderly, estate.Assistance} {
		source := place(t, e, estate.SQLite, system, nil)
		tables, err := source.(connectors.Lister).Tables(t.Context())
		if err != nil || len(tables) == 0 {
			t.Fatalf("%d tables, %v", len(tables), err)
		}
		request := draft.Request{Input: in, Catalog: cat, Source: estate.SourceOf(system), System: "draft-" + system, Title: "草稿"}
		secrets := map[string]bool{}
		for _, table := range tables {
			profile, err := draft.Take(t.Context(), source, table.Name, draft.Options{AsOf: e.Config().AsOfInstant()})
			if err != nil {
				t.Fatal(err)
			}
			request.Profiles = append(request.Profiles, profile)
			for _, c := range profile.Columns {
				if slices.Contains([]string{"SFZH", "GMSFHM", "XM", "ZH", "YHZH", "DZ", "XZ", "HH"}, strings.ToUpper(c.Name)) {
					collect(t, source, table.Name, c.Name, secrets)
				}
			}
		}
		drafts, list, err := draft.Compose(request)
		if err != nil {
			t.Fatalf("%v\n%s", err, diag.Render(list.Sorted(), nil))
		}
		for name, data := range drafts.Files {
			for secret := range secrets {
				if strings.Contains(string(data), secret) {
					t.Errorf("%s holds %q", name, secret)
				}
			}
		}
		proposed(t, in, drafts, request.System)
	}
}

// collect reads the values of a column that a draft must not hold.
func collect(t *testing.T, source connectors.Source, table, column string, into map[string]bool) {
	t.Helper()
	stream, err := source.Scan(t.Context(), connectors.Request{From: connectors.Relation{Name: table}, Columns: []connectors.Column{
		{Name: column, Physical: []string{column}, Type: arrow.BinaryTypes.String},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	for stream.Next() {
		cells := stream.Record().Column(0).(*array.String)
		for i := range cells.Len() {
			if value := strings.TrimSpace(cells.Value(i)); len(value) >= 4 {
				into[value] = true
			}
		}
	}
}

// proposed loads a draft over its workspace and wants every check of it proposed.
func proposed(t *testing.T, in checks.Input, drafts *draft.Drafts, system string) {
	t.Helper()
	laid := fstest.MapFS{}
	maps.Copy(laid, in.Workspace.(fstest.MapFS))
	for name, data := range drafts.Files {
		laid[name] = &fstest.MapFile{Data: data}
	}
	in.Workspace = laid
	for _, s := range load(t, in).Systems {
		for _, w := range s.Watches {
			for _, c := range w.Checks {
				if s.ID == system && c.Status != checks.Proposed {
					t.Errorf("%s/%s is %s", w.Path(), c.ID, c.Status)
				}
			}
		}
	}
}

// TestComments: a table whose comments explain it, on MariaDB, which keeps them.
func TestComments(t *testing.T) {
	t.Parallel()
	config := livetest.MySQL(t)
	config.Name = "front"
	db, err := livetest.OpenDB(config)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec(t, db, `CREATE TABLE T1 (A1 VARCHAR(20) COMMENT '公民身份号码', A2 VARCHAR(60) COMMENT '姓名', A3 CHAR(8) COMMENT '死亡日期（yyyyMMdd）',
		A4 CHAR(1) COMMENT '信息来源：1火化 2注销 3医学', A5 DATETIME COMMENT '登记时间', A6 DECIMAL(10,2) COMMENT '丧葬费') COMMENT '死亡信息表'`)
	exec(t, db, `INSERT INTO T1 VALUES ('11010519491231002X', '甲某', '20261102', '1', '2026-11-05 09:00:00', 1.5),
		('440524188001010014', '乙某', '20261103', '2', '2026-11-06 09:00:00', NULL), (NULL, ' ', NULL, '1', NULL, NULL)`)
	source, err := mysql.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	profile, err := draft.Take(t.Context(), source, "T1", draft.Options{Rows: 2, AsOf: time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if profile.Rows != 3 || profile.Seen != 2 || profile.Whole || profile.Comment != "死亡信息表" || profile.Arrival().Name != "A5" {
		t.Errorf("%+v", profile)
	}
	in := workspace(t)
	cat := load(t, in)
	var deaths *checks.Contract
	for _, c := range cat.Contracts {
		if c.ID == "death-records" {
			deaths = c
		}
	}
	drafts, _, err := draft.Compose(draft.Request{Input: in, Catalog: cat, Source: "elderly-front", System: "s", Title: "样例", Contract: deaths, Profiles: []*draft.Profile{profile}})
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(drafts.Files["watches/s.yaml"]), "    cycle:")
	want := `# Drafted: every check is proposed until it is accepted. Move a watch to its system's file as you like.
system: s
title: 样例
watches:
  - contract: death-records
    source: elderly-front
    from: T1
    columns:
      id_card: A1
      name: A2
      death_date: {column: A3, format: yyyyMMdd}
      certificate_no: {absent: true, why: 表中没有相应的列}  # unsure: no column of the table fits
      origin: {column: A4, values: {"1": 火化, "2": 注销, "3": 医学}}
      registered_at: A5
    # not used: A6 decimal(10,2) 丧葬费
`
	if text != want || drafts.Unsure != 1 {
		t.Errorf("%d unsure, got\n%s", drafts.Unsure, text)
	}
}

func exec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

// TestForms drafts a file whose columns are all text.
func TestForms(t *testing.T) {
	t.Parallel()
	var csv strings.Builder
	csv.WriteString("编号,d1,d2,d3,ym,at,je,dm,lb,sj,zt,xm,bz,空,other\n")
	for i := range 40 {
		fmt.Fprintf(&csv, "N%03d,202601%02d,2026/1/%d,2026年1月%d日,2026-%02d,2026-01-%02d 08:00:00,%d.50,110105,%s,1391234%04d,%d,张三%d,备注内容,,x\n",
			i, i%28+1, i%28+1, i%28+1, i%12+1, i%28+1, i*10, "K1", i, i%3, i)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.csv"), []byte(csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := files.Open(t.Context(), connectors.Config{Name: "drops", Driver: "files", Path: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	profile, err := draft.Take(t.Context(), source, "a.csv", draft.Options{AsOf: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	in := checks.Input{Workspace: fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nsources: {drops: {driver: files, path: .}}\n")}}, Builtin: catalog.FS, Kinds: kind.All()}
	drafts, list, err := draft.Compose(draft.Request{Input: in, Catalog: load(t, in), Source: "drops", System: "s", Title: "s", Profiles: []*draft.Profile{profile}})
	if err != nil {
		t.Fatalf("%v\n%s", err, diag.Render(list.Sorted(), nil))
	}
	if names := slices.Sorted(maps.Keys(drafts.Files)); !slices.Equal(names, []string{"contracts/a-csv.yaml", "watches/s.yaml"}) {
		t.Fatalf("files %q", names)
	}
	contract, watch := string(drafts.Files["contracts/a-csv.yaml"]), string(drafts.Files["watches/s.yaml"])
	for _, want := range []string{
		"key: [编号]", "d1: {title: d1, type: date,", "d2: {title: d2, type: date,", "d3: {title: d3, type: date,", "ym: {title: ym, type: month,",
		"at: {title: at, type: timestamp,", `je: {title: 金额, type: "decimal(12,2)",`, "dm: {title: dm, type: division_code,",
		"sj: {title: sj, type: phone, required: true, class: personal}", `zt: {title: 状态, type: text, required: true, max_length: 1, pattern: "0|1|2", class: internal}`,
		"xm: {title: 姓名, type: text, required: true, max_length: 4, class: personal}", "空: {title: 空, type: text, class: personal}  # 40 of 40 missing\n",
		"c_other: ", "freshness: at\n    fail: 8d  # newest 2026-01-28, 3 days before the look", "unique: [编号]  # no value came twice in 40 rows",
	} {
		if !strings.Contains(contract, want) {
			t.Errorf("no %q in\n%s", want, contract)
		}
	}
	for _, want := range []string{`d1: {column: d1, format: yyyyMMdd}`, `d2: {column: d2, format: "yyyy/M/d"}`, "ym: {column: ym, format: yyyy-MM}", "c_other: other"} {
		if !strings.Contains(watch, want) {
			t.Errorf("no %q in\n%s", want, watch)
		}
	}
}

func TestInitials(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"身份证号": "SFZH", "姓名": "XM", "出生日期": "CSRQ", "死亡日期": "SWRQ", "公民身份号码": "GMSFHM", "与户主关系": "YHZGX",
		"银行账号": "YHZH", "户籍地街道（乡镇）代码": "HJDJDXZDM", "金额（元）": "JEY", "明细流水号": "MXLSH", "A股 1": "AG1", "": "",
	} {
		if got := draft.Initials(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestScalar(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"死亡信息": "死亡信息", "a b": `"a b"`, "1": `"1"`, "yes": `"yes"`, `a"\`: `"a\"\\"`, "x\ny": `"x\u000ay"`, "#a": `"#a"`, "a: b": `"a: b"`, "": `""`, "🔑": `"🔑"`,
	} {
		if got := draft.Scalar(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestCodesIn(t *testing.T) {
	t.Parallel()
	for remark, want := range map[string][]string{
		"1男 2女": {"1", "2"}, "1-男；2-女；9-未知": {"1", "2", "9"}, "性别（01：男，02：女）": {"01", "02"}, "无": nil, "": nil,
	} {
		if got := draft.CodesIn(remark); !slices.Equal(got, want) {
			t.Errorf("%s: %q", remark, got)
		}
	}
}
