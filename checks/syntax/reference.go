package syntax

import (
	"fmt"
	"strings"
)

// Tables writes the reference of an object as Markdown: one table of its keys, and
// below it one section for every object inside, each once. level is the depth of the
// headings of those sections.
func Tables(s Shape, level int) string {
	w := tableWriter{level: level, seen: map[string]bool{s.Title: true}}
	w.table(s)
	for len(w.queue) > 0 {
		next := w.queue[0]
		w.queue = w.queue[1:]
		fmt.Fprintf(&w.b, "\n%s %s\n\n", strings.Repeat("#", level), upper(next.Title))
		w.table(next)
	}
	return w.b.String()
}

// tableWriter writes objects breadth first.
type tableWriter struct {
	b     strings.Builder
	level int
	seen  map[string]bool
	queue []Shape
}

func (w *tableWriter) table(s Shape) {
	w.b.WriteString("| key | value | default | meaning |\n|---|---|---|---|\n")
	for _, k := range s.Keys {
		w.key(k, "")
	}
	for _, choice := range s.Choice {
		for _, k := range s.Beside[choice] {
			w.key(k, " Only beside `"+choice+"`.")
		}
	}
	switch {
	case len(s.Choice) > 0 && s.Optional:
		fmt.Fprintf(&w.b, "\nAt most one of: %s.\n", quoted(s.Choice))
	case len(s.Choice) > 0:
		fmt.Fprintf(&w.b, "\nExactly one of: %s.\n", quoted(s.Choice))
	}
}

func (w *tableWriter) key(k Key, note string) {
	name := "`" + k.Name + "`"
	if k.Required {
		name += " *"
	}
	doc := k.Doc + note
	if k.Example != "" {
		doc += " Example: `" + k.Example + "`."
	}
	fmt.Fprintf(&w.b, "| %s | %s | %s | %s |\n", name, cell(w.words(k.Shape)), code(k.Default), cell(doc))
}

// words describes a shape and remembers the objects in it.
func (w *tableWriter) words(s Shape) string {
	text := ""
	switch s.Sort {
	case SortList:
		text = "list of " + w.words(*s.Item)
	case SortMap:
		text = "map of " + w.words(*s.Item)
	case SortOneOf:
		var parts []string
		for _, a := range s.Alternatives {
			parts = append(parts, w.words(a))
		}
		text = strings.Join(parts, ", or ")
	case SortObject:
		w.remember(s)
		text = "[" + s.Subject() + "](#" + anchor(s.Subject()) + ")"
	default:
		text = strings.TrimPrefix(strings.TrimPrefix(s.Describe(), "a "), "one of ")
	}
	if s.Nullable {
		text += ", or null"
	}
	if s.Note != "" {
		text += " (" + s.Note + ")"
	}
	return text
}

func (w *tableWriter) remember(s Shape) {
	if !w.seen[s.Title] {
		w.seen[s.Title] = true
		w.queue = append(w.queue, s)
	}
}

// anchor is the link target that Markdown gives a heading.
func anchor(title string) string {
	return strings.ReplaceAll(strings.ToLower(title), " ", "-")
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func quoted(names []string) string {
	return "`" + strings.Join(names, "`, `") + "`"
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + cell(s) + "`"
}

// cell keeps a text inside its table.
func cell(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "|", `\|`), "\n", " ")
}
