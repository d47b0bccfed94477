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

// workspace has one contract, watched by one system, which serves a clause; the second
// service year is like the first but for one row, and a system has clauses only.
func workspace(counterparty string) fstest.MapFS {
	return fstest.MapFS{
		"dogwatch.yaml": {Data: []byte("version: 1\nsources: {front: {driver: sqlite, path: a.db}}\n")},
		"rules/a.yaml":  {Data: []byte("constants: {limits.first: {value: 'date(\"2020-01-01\")', title: 起始日, why: 建库之日}}\nrules: {late_enough: {params: {day: date}, rule: day >= limits.first, title: 不早于起始日, why: 建库前的不可信}}\n")},
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
		"watches/s.yaml": {Data: []byte(`system: s
title: 业务系统
watches:
  - contract: deaths
    source: front
    from: t
    cycle: {content: weekly}
    checks:
      - {id: old, title: 早, why: 太早, rule: late_enough(date(at))}
      - {id: named, fail: "> 2%"}
`)},
		"service/2026.yaml": {Data: []byte(`year: "2026"
from: 2026-01-01
to: 2026-12-31
systems: {desk: 客服}
workflows: {problem: [排查, 反馈]}
clauses:
  - {row: "7", section: 4.1, title: 对接维护, cycle: monthly, defaulted: true, overview: true, scope: full, counted: 12, confirmed: true, workflow: problem, watches: [s/deaths]}
  - {row: "8", section: 4.2, system: s, title: 查询, by: extract, minimum: 24}
  - {row: "9", section: 2.1, system: desk, title: 客服报告, by: report}
`)},
		"service/2027.yaml": {Data: []byte("year: \"2027\"\nfrom: 2027-01-01\nto: 2027-12-31\nlike: \"2026\"\nclauses: [{row: \"8\", minimum: 30}]\n")},
	}
}

func pages(t *testing.T, counterparty, language string) map[string]string {
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
	all, err := handbook.Pages(c, written, language)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPages: each page says what the definitions say, in Chinese and in English.
func TestPages(t *testing.T) {
	t.Parallel()
	has(t, pages(t, "公安（户籍）", "zh"), map[string][]string{
		"README.md": {"2 个业务系统，1 个对方单位，1 份约定", "| [死亡信息](contracts/deaths.md) | `deaths` | 公安（户籍） | 1 |", "| [客服](systems/desk.md) | `desk` |  | 1 |"},
		"contracts/deaths.md": {
			"由[公安（户籍）](../counterparties/公安户籍.md)提供，本方接收。以身份证号指称一行。", "| `id_card` | 身份证号 | 身份证号 | 敏感 | 是 |  |", `姓名\|曾用名`, "最多 60 个字符",
			"### 有名字 `named`\n\n无名氏不能比对。\n\n规则 · 准确 · 3级 · 有一处不符即告警 · 超过 1% 即不通过\n\n```yaml\nrule: name != \"无名氏\"\n```",
			"| [业务系统](../systems/s.md) | `deaths` | 每日 | 每周 | 2026 | 7 | 4.1 | 每月（缺省） |",
		},
		"counterparties/公安户籍.md": {
			"# 公安（户籍）", "[死亡信息](../contracts/deaths.md)", "| `name` | 姓名", "- **有名字**：无名氏不能比对。", "| [业务系统](../systems/s.md) | `deaths` | 每日 | 每周 | 2026 | 7 | 4.1 | 每月（缺省） |",
		},
		"systems/s.md": {
			"| `deaths` | 死亡信息 | [公安（户籍）](../counterparties/公安户籍.md) | `front` | 每日 | 每周 | 4.1（7 行） |", "- 字段：身份证号；姓名|曾用名；登记时间\n- 检查项：不为空；有名字\n",
			"- 与约定不同：有名字（`named`）规则 · 准确 · 3级 · 有一处不符即告警 · 超过 2% 即不通过", "### 早 `old`\n\n太早。", "```yaml\nrule: late_enough(date(at))\n```",
			"- `late_enough(day)`：不早于起始日，即 `day >= limits.first`（建库前的不可信）。\n- `limits.first`：起始日，取 `date(\"2020-01-01\")`（建库之日）。",
			"| 7 | 4.1 | 对接维护【仅见于系统概述】 | 联通、可用、完整、准确 | 每月（缺省） | 每年计 12 次；确认后计数 | 排查 → 反馈 | `s/deaths` |",
			"| 8 | 4.2 | 查询 |  | 按需 | 每年不少于 24 次 |  | 统计提取 |",
			"## 服务条款：2027 服务年度（2027-01-01 至 2027-12-31）\n\n另有 1 行与 2026 服务年度相同。", "每年不少于 30 次",
		},
		"systems/desk.md": {"# 客服 `desk`", "| 9 | 2.1 | 客服报告 |", "另有 1 行与 2026 服务年度相同。"},
	})
	has(t, pages(t, "公安（户籍）", "en"), map[string][]string{
		"contracts/deaths.md": {"Inbound, from [公安（户籍）]", "| `id_card` | 身份证号 | `id_card` | sensitive | yes |  |", "rule · accuracy · G3 · warn at the first · fail > 1%"},
		"systems/s.md":        {"(named in the overview only) | connected, available, complete, accurate | monthly (default) | 12 a year; counted once confirmed |"},
	})
}

func has(t *testing.T, pages map[string]string, want map[string][]string) {
	t.Helper()
	for name, parts := range want {
		for _, part := range parts {
			if !strings.Contains(pages[name], part) {
				t.Errorf("%s lacks %q:\n%s", name, part, pages[name])
			}
		}
	}
}

// TestPagesRepeatNothing: what every watch checks of its link stands on no page of a
// system, and a row that a year takes from another stands once.
func TestPagesRepeatNothing(t *testing.T) {
	t.Parallel()
	page := pages(t, "公安", "zh")["systems/s.md"]
	if strings.Contains(page, "`connect`") || strings.Count(page, "对接维护") != 1 {
		t.Error(page)
	}
}

// TestChinesePages: but for names, expressions and file paths, a Chinese page has no English.
func TestChinesePages(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)")
	word := regexp.MustCompile("[a-z]{3,}")
	for name, text := range pages(t, "公安", "zh") {
		if found := word.FindAllString(names.ReplaceAllString(text, ""), -1); found != nil {
			t.Errorf("%s: %q", name, found)
		}
	}
}

// TestLinks: every link leads to a page.
func TestLinks(t *testing.T) {
	t.Parallel()
	all := pages(t, "公安", "zh")
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
	if _, err := handbook.Pages(c, nil, "zh"); err == nil || !strings.Contains(err.Error(), "deaths") {
		t.Errorf("a contract without its file: %v", err)
	}
}
