package checks

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// ReferenceFiles is the reference page of the workspace's files, in Markdown.
func ReferenceFiles(kinds []Kind) string {
	var b strings.Builder
	b.WriteString("# Files of a workspace\n\nAll files are strict YAML: an unknown key, a wrong type or a name that is not defined is a diagnostic. What has one is left out of a patrol, which says so; in `dogwatch.yaml`, constants and the calendar it stops everything, and `dogwatch lint` refuses all. ")
	b.WriteString("A key marked * must be there. Anchors, aliases, merge keys, tags and several documents in one file are refused.\n")
	for _, f := range FileShapes(kinds) {
		fmt.Fprintf(&b, "\n## `%s`\n\n%s\n\n", f.Files, f.Doc)
		b.WriteString(syntax.Tables(withoutKinds(f.Shape, kinds), 3))
	}
	b.WriteString("\n## `codes/*.csv`\n\nCode tables, UTF-8 with a header. A table of the workspace takes the place of the shipped one of the same name.\n")
	b.WriteString("Columns: `code`, `name`, and optionally `value` (an amount), `from` and `to` (a year, month or day, both included; empty is open). ")
	b.WriteString("Lines before the header may say `# edition: 2026` and `# covers: 1981..2026`. `holidays.csv` has `date`, `name` and `off`.\n")
	return b.String()
}

// withoutKinds takes the kinds out of checks: they have a page of their own.
func withoutKinds(s syntax.Shape, kinds []Kind) syntax.Shape {
	isKind := map[string]bool{}
	for _, k := range kinds {
		isKind[k.Doc().Name] = true
	}
	var strip func(s syntax.Shape) syntax.Shape
	strip = func(s syntax.Shape) syntax.Shape {
		checks := s.Title == checkTitle || s.Title == watchCheckTitle
		var keys []syntax.Key
		for _, k := range s.Keys {
			if checks && isKind[k.Name] {
				continue
			}
			k.Shape = strip(k.Shape)
			keys = append(keys, k)
		}
		s.Keys = keys
		beside := map[string][]syntax.Key{}
		for choice, list := range s.Beside {
			for _, k := range list {
				if k.Shape = strip(k.Shape); !checks {
					beside[choice] = append(beside[choice], k)
				}
			}
		}
		s.Beside = beside
		if s.Item != nil {
			item := strip(*s.Item)
			s.Item = &item
		}
		var alternatives []syntax.Shape
		for _, a := range s.Alternatives {
			alternatives = append(alternatives, strip(a))
		}
		s.Alternatives = alternatives
		return s
	}
	return strip(s)
}

// ReferenceKinds is the reference page of the kinds of checks, in Markdown.
func ReferenceKinds(kinds []Kind) string {
	var b strings.Builder
	b.WriteString("# Kinds of checks\n\nA check is a map with exactly one of these keys and, beside it, the common keys of a check.\n\n")
	b.WriteString("| kind | title | aspect | dimension | default `fail` | a percentage is a share of |\n|---|---|---|---|---|---|\n")
	for _, k := range kinds {
		d := k.Doc()
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s | %s | %s | %s |\n", d.Name, d.Name, d.Title, d.Aspect, d.Dimension, inCode(d.DefaultFail), d.Percent)
	}
	for _, k := range kinds {
		kindSection(&b, k.Doc())
	}
	return b.String()
}

func kindSection(b *strings.Builder, d KindDoc) {
	fmt.Fprintf(b, "\n## %s\n\n%s. %s\n\n", d.Name, d.Title, d.Doc)
	if d.NeedsID {
		b.WriteString("It needs an `id`. ")
	}
	if d.DefaultOp != "" {
		fmt.Fprintf(b, "A bound without an operator means `%s`. ", d.DefaultOp)
	}
	fmt.Fprintf(b, "Value of the key: %s.\n\n", d.Shape.Describe())
	keys := append([]syntax.Key{}, d.Beside...)
	for _, s := range append([]syntax.Shape{d.Shape}, d.Shape.Alternatives...) {
		keys = append(keys, s.Keys...)
	}
	if len(keys) > 0 {
		b.WriteString(syntax.Tables(syntax.Object(keys...), 3) + "\n")
	}
	fmt.Fprintf(b, "```yaml\n- %s\n```\n", strings.ReplaceAll(d.Example, "\n", "\n  "))
}

func inCode(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

// ReferenceDiagnostics is the reference page of the diagnostics, in Markdown.
func ReferenceDiagnostics() string {
	var b strings.Builder
	b.WriteString("# Diagnostics\n\nFaults in definitions. `dogwatch explain CODE` prints the same. An error keeps the workspace from running, a warning does not.\n")
	for _, c := range diag.Codes() {
		fmt.Fprintf(&b, "\n## %s %s\n\n", c.ID, c.Title)
		if c.Severity == diag.Warning {
			b.WriteString("A warning. ")
		}
		fmt.Fprintf(&b, "%s %s\n\n%s：%s%s\n", c.Explain, c.WayOut, c.TitleZH, c.Chinese, c.WayZH)
	}
	return b.String()
}
