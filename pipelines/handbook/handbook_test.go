package handbook_test

import (
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/pipelines/exchange"
	"github.com/dogwatch/dogwatch/pipelines/handbook"
)

// workspace has one contract, watched by one system, which serves one clause.
func workspace(counterparty string) fstest.MapFS {
	return fstest.MapFS{
		"dogwatch.yaml": {Data: []byte("version: 1\nsources: {front: {driver: sqlite, path: a.db}}\n")},
		"contracts/deaths.yaml": {Data: []byte(`contract: deaths
title: 死亡信息
direction: inbound
counterparty: ` + counterparty + `
key: [id_card]
columns:
  id_card: {title: 身份证号, type: id_card, required: true, class: sensitive}
  name: {title: 姓名|曾用名, type: text, max_length: 60, class: personal}
  at: {title: 登记时间, type: timestamp, class: internal}
checks:
  - row_count: 1..
    title: 不为空
    why: 空表会静默通过
  - id: named
    rule: name != "无名氏"
    title: 有名字
    why: 无名氏不能比对
    warn: "> 0"
    fail: "> 1%"
`)},
		"watches/s.yaml":    {Data: []byte("system: s\ntitle: 系统\nwatches:\n  - contract: deaths\n    source: front\n    from: t\n    checks: [{id: old, title: 早, why: 太早, rule: 'at > \"2020-01-01 00:00:00\"'}]\n")},
		"service/2026.yaml": {Data: []byte("year: \"2026\"\nfrom: 2026-01-01\nto: 2026-12-31\nclauses: [{row: \"7\", section: 4.1, title: 对接维护, watches: [s/deaths]}]\n")},
	}
}

func pages(t *testing.T, counterparty string) map[string]string {
	t.Helper()
	files := workspace(counterparty)
	c, faults := checks.Load(checks.Input{Workspace: files, Kinds: kind.All()})
	if faults.Errors() {
		t.Fatal(faults)
	}
	written, err := exchange.ReadAll(files)
	if err != nil {
		t.Fatal(err)
	}
	all, err := handbook.Pages(c, written)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPages: each page says what the definitions say.
func TestPages(t *testing.T) {
	t.Parallel()
	all := pages(t, "公安（户籍）")
	for name, parts := range map[string][]string{
		"README.md":              {"1 contracts, 1 systems, 1 counterparties", "[deaths](contracts/deaths.md) 死亡信息: 1 watch"},
		"contracts/deaths.md":    {"Inbound, from [公安（户籍）](../counterparties/公安户籍.md). Key: `id_card`.", "| `id_card` | 身份证号 | `id_card` | sensitive | yes |  |", `姓名\|曾用名`, "length `..60`", "### `named` 有名字\n\n无名氏不能比对\n", "warn `> 0`; fail `> 1%`", "```yaml\nrule: name != \"无名氏\"\n```", "[s/deaths](../systems/s.md)"},
		"counterparties/公安户籍.md": {"# 公安（户籍）", "| [deaths](../contracts/deaths.md) | 死亡信息 | inbound | [s/deaths](../systems/s.md) |"},
		"systems/s.md":           {"| `deaths` | 死亡信息 | [deaths](../contracts/deaths.md)", "- `old` 早: 太早; fail `> 0`", "| 2026 | 7 | 4.1 | 对接维护 |", "`s/deaths`"},
	} {
		for _, part := range parts {
			if !strings.Contains(all[name], part) {
				t.Errorf("%s lacks %q:\n%s", name, part, all[name])
			}
		}
	}
	if strings.Contains(all["systems/s.md"], "`connect`") {
		t.Error("a system's page repeats what every watch checks of its link")
	}
}

// TestLinks: every link leads to a page.
func TestLinks(t *testing.T) {
	t.Parallel()
	all := pages(t, "公安")
	link := regexp.MustCompile(`\]\(([^)]*)\)`)
	for name, text := range all {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if target := path.Join(path.Dir(name), m[1]); all[target] == "" {
				t.Errorf("%s: %s leads nowhere", name, m[1])
			}
		}
	}
}

// TestPagesAreTold: a contract that nobody has written is an error, not a page without checks.
func TestPagesAreTold(t *testing.T) {
	t.Parallel()
	c, faults := checks.Load(checks.Input{Workspace: workspace("公安"), Kinds: kind.All()})
	if faults.Errors() {
		t.Fatal(faults)
	}
	if _, err := handbook.Pages(c, nil); err == nil || !strings.Contains(err.Error(), "deaths") {
		t.Errorf("a contract without its file: %v", err)
	}
}
