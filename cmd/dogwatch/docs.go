package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/rules"
)

// pages are the reference pages, made from the same tables as the program.
func pages() map[string]func() (string, error) {
	page := func(f func() string) func() (string, error) { return func() (string, error) { return f(), nil } }
	made := map[string]func() (string, error){
		"rules.md":       page(rulesPage),
		"kinds.md":       page(func() string { return checks.ReferenceKinds(kind.All()) }),
		"files.md":       page(func() string { return checks.ReferenceFiles(kind.All()) }),
		"diagnostics.md": page(checks.ReferenceDiagnostics),
		"commands.md":    page(commandsPage),
	}
	for _, name := range schemaNames() {
		made[schemaFile(name)] = func() (string, error) {
			data, err := schema(name)
			return strings.TrimSuffix(string(data), "\n") + "\n", err
		}
	}
	return made
}

// schemaFile is where docs/ keeps a JSON Schema: those of what other programs
// read, beside the pages; those of the YAML, which editors read, in a folder.
func schemaFile(name string) string {
	if published()[name] != nil {
		return name + ".schema.json"
	}
	return "schema/" + name + ".json"
}

func newDocs(a *app) *cobra.Command {
	output := ""
	cmd := &cobra.Command{
		Use:   "docs [PAGE]",
		Short: "Print the reference: rules, kinds, files, diagnostics, commands",
		Long: `Print one page of the reference in Markdown, or write all of them with --output FOLDER;
there, in catalog/, each shipped contract, counterparty and system has a page, too, in the
language of screens and reports (--lang).`,
		Args: atMost(1, "name one page"),
		RunE: func(_ *cobra.Command, args []string) error {
			if output != "" {
				return writePages(output, a.tongue())
			}
			if len(args) == 0 {
				return fmt.Errorf("name a page (%s), or --output FOLDER for all", strings.Join(pageNames(), ", "))
			}
			return a.page(args[0])
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write every page into this folder")
	cmd.AddCommand(newDocsContract(a))
	return cmd
}

func pageNames() []string {
	var names []string
	for name := range pages() {
		if page, ok := strings.CutSuffix(name, ".md"); ok {
			names = append(names, page)
		}
	}
	slices.Sort(names)
	return names
}

func (a *app) page(name string) error {
	render := pages()[name+".md"]
	if render == nil {
		return fmt.Errorf("there is no page %q: %s", name, strings.Join(pageNames(), ", "))
	}
	text, err := render()
	if err == nil {
		_, err = fmt.Fprint(a.out, text)
	}
	return err
}

func writePages(dir, language string) error {
	files := map[string][]byte{}
	shipped, err := catalogPages(language)
	if err != nil {
		return err
	}
	for name, text := range shipped {
		files[name] = []byte(text)
	}
	for name, render := range pages() {
		text, err := render()
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)] = []byte(text)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return writeFiles(dir, files)
}

// rulesPage is the reference of the rule language.
func rulesPage() string {
	var b strings.Builder
	b.WriteString("# The rule language\n\nA rule states what must hold of a row. Its verdict is true, false (a violation), unknown (an operand is null) or faulted.\n\n" +
		"Worked examples are as of 2026-11-24 08:00; their dictionaries hold the nation 01 汉族, the division 110101 东城区 and the standard care of 300.00 for 1. " +
		"SQL is what a server may be given for the example, of a type for a column `x`, with its bind values in brackets; what has none, and any rule with a part that has none, is judged by Dogwatch.\n")
	section, group := "", ""
	for _, e := range rules.Reference() {
		if e.Section != section {
			section, group = e.Section, ""
			fmt.Fprintf(&b, "\n## %s\n", capital(section))
		}
		if e.Group != group {
			group = e.Group
			fmt.Fprintf(&b, "\n### %s\n", capital(group))
		}
		writeEntry(&b, e)
	}
	return b.String()
}

func writeEntry(b *strings.Builder, e rules.Entry) {
	fmt.Fprintf(b, "\n**`%s`** %s\n\n", e.Name, e.Title)
	for _, u := range e.Usage {
		fmt.Fprintf(b, "- `%s`\n", u)
	}
	if e.Meaning != "" {
		fmt.Fprintf(b, "- %s\n", e.Meaning)
	}
	if e.Nulls != "" {
		fmt.Fprintf(b, "- Null: %s.\n", e.Nulls)
	}
	switch {
	case len(e.Faults) > 0:
		fmt.Fprintf(b, "- Faults: %s.\n", strings.Join(e.Faults, "; "))
	default:
		b.WriteString("- Faults: none of its own; an argument that faulted faults it.\n")
	}
	if e.Example != "" {
		fmt.Fprintf(b, "- Example: `%s`\n", e.Example)
	}
	for _, c := range e.Cases {
		source, result, _ := strings.Cut(c, " => ")
		fmt.Fprintf(b, "- `%s` gives `%s`\n", source, result)
	}
	writeSQL(b, e)
}

// writeSQL shows what each server is given for the example.
func writeSQL(b *strings.Builder, e rules.Entry) {
	of := "the example"
	if e.Section == "types" {
		of = "a column `x`"
	}
	switch {
	case len(e.SQL) == 0:
		b.WriteString("- SQL: none, judged by Dogwatch.\n")
	default:
		fmt.Fprintf(b, "- SQL of %s:\n", of)
		for _, line := range e.SQL {
			dialect, text, _ := strings.Cut(line, ": ")
			fmt.Fprintf(b, "  - %s: `%s`\n", dialect, text)
		}
	}
}

func capital(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// commandsPage is the help of every command, and of topics such as exit-codes.
func commandsPage() string {
	var b strings.Builder
	b.WriteString("# Commands\n")
	writeCommand(&b, newRoot(newApp(strings.NewReader(""), &b, &b)))
	return b.String()
}

func writeCommand(b *strings.Builder, cmd *cobra.Command) {
	if cmd.Hidden || cmd.Name() == "help" || cmd.Name() == "completion" {
		return
	}
	text := cmd.Long
	if text == "" {
		text = cmd.Short
	}
	fmt.Fprintf(b, "\n## `%s`\n\n```\n%s\n", cmd.CommandPath(), strings.TrimSpace(text))
	if cmd.Runnable() || cmd.HasSubCommands() {
		fmt.Fprintf(b, "\n%s\n", strings.TrimSpace(cmd.UsageString()))
	}
	b.WriteString("```\n")
	for _, sub := range cmd.Commands() {
		writeCommand(b, sub)
	}
}
