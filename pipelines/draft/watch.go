package draft

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
)

// A binding is one watch that is about to be written.
type binding struct {
	contract string
	from     string   // as YAML
	cycle    string   // of its content
	lines    []string // of columns:
	where    string
	notes    []string
	refs     map[string]string
	checks   []string // ids, all proposed
}

// own binds a drafted contract to its table.
func (p *Profile) own(c *Contract) *binding {
	b := &binding{contract: c.ID, from: p.from(), cycle: p.cycle()}
	names := p.names()
	for i := range p.Columns {
		stored := &p.Columns[i]
		r := stored.read()
		hidden, why := stored.protection()
		switch {
		case hidden != "":
			b.lines = append(b.lines, fmt.Sprintf("%s: {column: %s, protection: %s}%s", names[stored.Name], Scalar(stored.Name), hidden, comment("unsure: "+why)))
		case r.layout != "":
			b.lines = append(b.lines, fmt.Sprintf("%s: {column: %s, format: %s}", names[stored.Name], Scalar(stored.Name), Scalar(r.layout)))
		case r.typ.Meaning != "" && stored.Wide > 0:
			b.lines = append(b.lines, fmt.Sprintf("%s: {column: %s, fold: true}", names[stored.Name], Scalar(stored.Name)))
		default:
			b.lines = append(b.lines, names[stored.Name]+": "+Scalar(stored.Name))
		}
	}
	return b
}

// shipped binds a contract that exists to a table.
func (p *Profile) shipped(c *checks.Contract, pairs []Pairing, left []*Column) *binding {
	b := &binding{contract: c.ID, from: p.from(), cycle: p.cycle()}
	for _, pair := range pairs {
		b.lines = append(b.lines, pair.Column.Name+": "+pair.yaml()+comment(pair.notes()...))
	}
	f := flagOf(left)
	if f != nil && c.Column(f.name()) != nil {
		f = nil // the contract has such a column itself
	}
	if f != nil {
		b.lines = append(b.lines, fmt.Sprintf("%s: {column: %s, type: text, class: internal, title: %s}  # unsure: which rows count",
			f.name(), Scalar(f.stored.Name), Scalar(f.stored.title())))
		b.where = f.condition()
	}
	for _, stored := range left {
		if f == nil || f.stored != stored {
			b.notes = append(b.notes, "not used: "+stored.Name+" "+stored.Stored+" "+headline(stored.Comment))
		}
	}
	return b
}

// yaml writes how the column is read.
func (p *Pairing) yaml() string {
	switch len(p.Stored) {
	case 0:
		return `{absent: true, why: 表中没有相应的列}`
	case 1:
	default:
		var names []string
		for _, stored := range p.Stored {
			names = append(names, stored.Name)
		}
		return fmt.Sprintf("{columns: %s, join: %s}", Flow(names), quoted(p.Join))
	}
	parts := []string{"column: " + Scalar(p.Stored[0].Name)}
	for _, part := range []struct {
		when bool
		text string
	}{{p.Layout != "", "format: " + Scalar(p.Layout)}, {p.Trim, "trim: true"}, {p.Fold, "fold: true"}, {p.Fen, "unit: fen"}, {p.Values != nil, "values: " + p.valuesYAML()}, {p.Protection != "", "protection: " + string(p.Protection)}} {
		if part.when {
			parts = append(parts, part.text)
		}
	}
	if len(parts) == 1 {
		return Scalar(p.Stored[0].Name)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (p *Pairing) valuesYAML() string {
	var parts []string
	for _, code := range sortedValues(p.Values) {
		parts = append(parts, quoted(code)+": "+Scalar(p.Values[code]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// notes say what was measured and what is unsure.
func (p *Pairing) notes() []string {
	if len(p.Stored) == 0 {
		return []string{"unsure: no column of the table fits"}
	}
	var notes []string
	stored := p.Stored[0]
	if missing := stored.Nulls + stored.Blanks; len(p.Stored) == 1 && missing > 0 {
		notes = append(notes, fmt.Sprintf("%s of %s missing", grouped(missing), grouped(missing+stored.Filled)))
	}
	if len(p.Unsure) > 0 {
		notes = append(notes, "unsure: "+strings.Join(p.Unsure, ", "))
	}
	return notes
}

// systemYAML writes a system with its watches.
func systemYAML(id, title, source string, bindings []*binding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Drafted: every check is proposed until it is accepted. Move a watch to its system's file as you like.\nsystem: %s\ntitle: %s\nwatches:\n", Scalar(id), Scalar(title))
	for _, w := range bindings {
		w.yaml(&b, source)
	}
	return b.String()
}

func (w *binding) yaml(b *strings.Builder, source string) {
	fmt.Fprintf(b, "  - contract: %s\n    source: %s\n    from: %s\n    columns:\n", Scalar(w.contract), Scalar(source), w.from)
	for _, line := range w.lines {
		fmt.Fprintf(b, "      %s\n", line)
	}
	for _, note := range w.notes {
		fmt.Fprintf(b, "    # %s\n", strings.Join(strings.Fields(note), " "))
	}
	if w.where != "" {
		fmt.Fprintf(b, "    where: %s\n", w.where)
	}
	if len(w.refs) > 0 {
		var refs []string
		for _, contract := range slices.Sorted(maps.Keys(w.refs)) {
			refs = append(refs, contract+": "+w.refs[contract])
		}
		fmt.Fprintf(b, "    refs: {%s}\n", strings.Join(refs, ", "))
	}
	fmt.Fprintf(b, "    cycle: {link: daily, content: %s}\n", w.cycle)
	if len(w.checks) > 0 {
		b.WriteString("    checks:\n")
	}
	for _, id := range w.checks {
		fmt.Fprintf(b, "      - {id: %s, status: proposed}\n", quoted(id))
	}
}
