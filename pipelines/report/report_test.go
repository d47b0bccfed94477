package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

var update = flag.Bool("update", false, "write the golden files")

func render(t testing.TB, format string, v View) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// golden compares with a file, and writes it under -update.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: run go test ./pipelines/report -update and read the difference", path)
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		for _, language := range []string{"zh", "en"} {
			if language == "en" && format == "json" {
				continue // it has no language
			}
			t.Run(format+"."+language, func(t *testing.T) {
				t.Parallel()
				golden(t, filepath.Join("testdata", "sample."+language+"."+format), render(t, format, sample(language)))
			})
		}
	}
}

// TestSchema: the published schema is up to date, and what is written obeys it.
func TestSchema(t *testing.T) {
	t.Parallel()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("..", "..", "docs", "results.schema.json"), text)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("results.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]View{"sample": sample("zh"), "empty": {}} {
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, "json", v)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	var result Result
	if err := json.Unmarshal(render(t, "json", sample("zh")), &result); err != nil {
		t.Fatal(err)
	}
	s := result.Summary
	if s.Checks != 25 || s.Proposed != 1 || s.Verdicts["fail"] != 6 || s.Verdicts["error"] != 1 || s.Verdicts["waiting"] != 0 {
		t.Errorf("%+v", s)
	}
	if s.Anomalies["new"] != 5 || s.Anomalies["persisting"] != 2 || s.Anomalies["watched"] != 2 || s.Anomalies["recovered"] != 1 || s.Anomalies["retired"] != 1 {
		t.Errorf("%+v", s.Anomalies)
	}
}

// TestJUnit: the document is well formed and its totals are those of its cases.
func TestJUnit(t *testing.T) {
	t.Parallel()
	var suites junitSuites
	if err := xml.Unmarshal(render(t, "junit", sample("en")), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 26 || suites.Failures != 6 || suites.Errors != 1 || suites.Skipped != 5 {
		t.Errorf("%+v", suites)
	}
}

// TestSelfContained: the page loads nothing and runs nothing.
func TestSelfContained(t *testing.T) {
	t.Parallel()
	text := string(render(t, "html", sample("zh")))
	for _, bad := range []string{"<script", "src=", "@import", "url(", "http://", "https://", "ZgotmplZ", "<no value>"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

// TestHostileText: what comes from data stays text in every format.
func TestHostileText(t *testing.T) {
	t.Parallel()
	v := sample("en")
	bad := `"><script>alert(1)</script> | **x** ]]> &`
	o := &v.Patrol.Runs[1].Outcomes[3]
	o.Title, o.Why, o.Rule, o.Reason = bad, bad, bad, bad
	o.Samples = []store.Sample{{Key: []store.Cell{{Name: bad, Text: bad}}, Detail: []store.Cell{{Name: "x", Text: bad}}, Reason: bad}}
	if text := render(t, "html", v); bytes.Contains(text, []byte("<script")) {
		t.Error("html")
	}
	if text := render(t, "markdown", v); bytes.Contains(text, []byte("<script")) || bytes.Contains(text, []byte("**x**")) {
		t.Error("markdown")
	}
	if err := xml.Unmarshal(render(t, "junit", v), &junitSuites{}); err != nil {
		t.Error("junit", err)
	}
	if !json.Valid(render(t, "json", v)) {
		t.Error("json")
	}
}

// TestHeadlines: the first line says what matters, in both languages.
func TestHeadlines(t *testing.T) {
	t.Parallel()
	passed := sample("zh")
	passed.Anomalies, passed.Patrol.Runs = nil, passed.Patrol.Runs[:1]
	failed := sample("zh")
	failed.Anomalies = nil
	stopped := passed
	stopped.Patrol.Runs = append([]store.Run{}, stopped.Patrol.Runs...)
	stopped.Patrol.Runs[0].State, stopped.Patrol.Runs[0].Outcomes = store.Interrupted, nil
	down := passed
	down.Patrol.Runs = append([]store.Run{}, passed.Patrol.Runs...)
	down.Patrol.Runs[0].Outcomes = []store.Outcome{{Check: "a", Verdict: "skipped", Status: "in-force", Dimension: "accuracy"}}
	left := passed
	left.Patrol.LeftOut = []store.LeftOut{
		{System: "elderly", Watch: "deaths", Check: "unique", Place: "contracts/deaths.yaml:3:5", Code: "DW-1202", Message: "no column"},
		{Place: "rules/own.yaml:2:3", Code: "DW-1451", Message: "twice"},
	}
	without := left
	without.Patrol.Runs = nil
	cases := []struct {
		name string
		view View
		want string
		tone string
	}{
		{"source down", down, "没有一项检查得出结论：1 项跳过或等待", "skipped"},
		{"left out", left, "定义有误未巡检 2 项：elderly/deaths/unique（contracts/deaths.yaml:3:5）、rules/own.yaml:2:3\n未发现异常", "error"},
		{"nothing but left out", without, "定义有误未巡检 2 项：elderly/deaths/unique（contracts/deaths.yaml:3:5）、rules/own.yaml:2:3", "error"},
		{"sound", passed, "未发现异常", "pass"},
		{"anomalies", sample("zh"), "发现 7 项异常（新增 5 项，持续 2 项）；其中一级 1 项；1 项检查无法判定\n另有 1 项未关闭的异常不在本次巡检范围内", "fail"},
		{"not recorded", failed, "发现 7 项异常（新增 7 项，持续 0 项）；其中一级 1 项；1 项检查无法判定", "fail"},
		{"stopped", stopped, "未发现异常\n本次巡检没有完成，以下只是已完成的部分", "error"},
		{"nothing", View{Language: "en"}, "No anomalies were found\nThis patrol did not finish; only what was finished is shown", "error"},
	}
	for _, c := range cases {
		d := newDigest(c.view)
		if got := strings.Join(tongueOf(c.view.Language).headline(c.view, d), "\n"); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
		if got := tone(d, c.view); got != c.tone {
			t.Errorf("%s: tone %s", c.name, got)
		}
		for _, format := range Formats() {
			render(t, format, c.view)
		}
	}
}

// TestSourceDown: checks that could not be evaluated because of one source are one
// item, under the anomaly of that source.
func TestSourceDown(t *testing.T) {
	t.Parallel()
	v := View{Language: "zh", Sources: []Source{{Name: "front", Title: "前置库"}}, Patrol: store.Patrol{Runs: []store.Run{{
		RunKey: store.RunKey{System: "s", Watch: "w", Aspect: "content", Period: "2026-W48"}, State: store.Finished, Source: "front",
		Outcomes: []store.Outcome{
			{Check: "a", Title: "甲", Grade: 2, Verdict: "error", Kind: "rule", Dimension: "accuracy", Status: "in-force", Reason: "could not be evaluated: scan: timeout", Parts: map[string]string{"source": "front"}},
			{Check: "b", Title: "乙", Grade: 1, Verdict: "error", Kind: "rule", Dimension: "accuracy", Status: "in-force", Parts: map[string]string{"source": "front"}},
		},
	}}}, Anomalies: []store.Anomaly{{ID: "A-000001", Source: "front", State: store.Persisting, System: "s", Watch: "w", Aspect: "content"}}}
	d := newDigest(v)
	if len(d.items) != 1 || d.items[0].State != statePersisting || len(d.items[0].Also) != 1 || d.items[0].Anomaly == nil {
		t.Fatalf("%+v", d.items)
	}
	text := string(render(t, "table", v))
	if !strings.Contains(text, "数据源：前置库") || !strings.Contains(text, "受影响的检查：2") {
		t.Error(text)
	}
}

// TestWords: every word has both languages, and every word that is asked for exists.
func TestWords(t *testing.T) {
	t.Parallel()
	words := vocabulary()
	for key, pair := range words {
		if pair[0] == "" || pair[1] == "" || strings.Count(pair[0], "%") != strings.Count(pair[1], "%") {
			t.Errorf("%s: %q", key, pair)
		}
	}
	asked := regexp.MustCompile(`(?:word\(|\{\{w )"([^"]+)"`)
	files, _ := filepath.Glob("*")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".go") && name != "page.html" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
			if _, ok := words[m[1]]; !ok && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s asks for %q", name, m[1])
			}
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	t.Parallel()
	if err := Write(io.Discard, "pdf", View{}); err == nil || !strings.Contains(err.Error(), "table, json, junit, markdown, html") {
		t.Error(err)
	}
}
