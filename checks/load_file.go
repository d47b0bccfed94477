package checks

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// file reads how the file is found and written.
func (l *loader) file(w *Watch, v *syntax.Value) {
	f := &File{
		Format: text(v.Get("format")), Encoding: strings.ToLower(text(v.Get("encoding"))), Delimiter: text(v.Get("delimiter")), Quote: text(v.Get("quote")),
		Sheet: text(v.Get("sheet")), Skip: int(integer(v.Get("skip"))), Bytes: v.Get("by").Is("bytes"), Companion: text(v.Get("companion")),
	}
	w.From.Name, w.From.File = text(v.Get("file")), f
	for _, width := range fields(v.Get("widths")) {
		f.Widths = append(f.Widths, Width{width.Key.Text, int(integer(width.Value))})
		if integer(width.Value) < 1 {
			l.report("DW-1330", width.Value.Span, "for example 18", "a column is at least one place wide")
		}
	}
	if header := v.Get("header"); header.Is("false") {
		l.report("DW-1330", header.Span, "list their names: header: [SFZH, XM]", "without a header line nobody knows the columns")
	} else if header != nil && header.Form == syntax.List {
		f.Names = texts(header)
	}
	if t := v.Get("trailer"); t != nil && t.Form == syntax.Map {
		f.Trailer = &Trailer{Begins: text(t.Get("begins")), Fields: l.declaredFields(w.Contract, t.Get("fields"))}
	}
	if c := v.Get("control"); c != nil && c.Form == syntax.Map {
		f.Control = &Control{Name: text(c.Get("file")), Delimiter: text(c.Get("delimiter")), Fields: l.declaredFields(w.Contract, c.Get("fields"))}
		l.sign(c.Get("delimiter"))
	}
	l.sign(v.Get("delimiter"))
	l.fileFits(v, f)
	l.fileName(v.Get("file"))
}

// declaredFields reads the fields of a trailer: each is the number of rows, the sum of an exact
// column, or nothing.
func (l *loader) declaredFields(c *Contract, v *syntax.Value) []string {
	var list []string
	for _, item := range items(v) {
		column := c.Column(item.Text)
		switch {
		case item.Text == "_":
			list = append(list, "")
			continue
		case item.Text == RowsDeclared:
		case column == nil:
			l.report("DW-1330", item.Span, syntax.Suggest(item.Text, append(c.Schema().Names(), RowsDeclared, "_")), "`%s` is neither rows nor a column", item.Text)
		case column.Type.Base != ir.Integer && column.Type.Base != ir.Decimal && column.Type.Base != ir.Null:
			l.report("DW-1330", item.Span, "a sum needs an integer or a decimal", "the column `%s` is %s", item.Text, column.Type)
		}
		list = append(list, item.Text)
	}
	return list
}

// sign checks a delimiter.
func (l *loader) sign(v *syntax.Value) {
	if scalar(v) && v.Text != "tab" && (len(v.Text) != 1 || v.Text[0] >= 0x80 || strings.Contains("\"\r\n", v.Text)) {
		l.report("DW-1330", v.Span, "for example '|', or tab", "a delimiter is one ASCII character, or tab")
	}
}

// fileName checks the pattern of the name.
func (l *loader) fileName(v *syntax.Value) {
	if !scalar(v) {
		return
	}
	fault := ""
	switch {
	case strings.Contains(v.Text, "{"):
		fault = patternFault(v.Text)
	case strings.HasPrefix(v.Text, "/") || slices.Contains(strings.Split(v.Text, "/"), ".."):
		fault = "it leads out of the folder"
	}
	if fault != "" {
		l.report("DW-1330", v.Span, "for example YHXF_{period:yyyyMMdd}*.csv", "the name cannot be used: %s", fault)
	}
}

// formatKeys tells which keys a format has.
func formatKeys(format string) []string {
	switch format {
	case FormatXLSX:
		return []string{"sheet", "header", "skip", "trailer"}
	case FormatFixed:
		return []string{"encoding", "skip", "widths", "by", "delimiter", "trailer"}
	case FormatParquet:
		return nil
	}
	return []string{"encoding", "header", "skip", "delimiter", "quote", "trailer"}
}

// fileFits checks that a file has its format's keys and no other format's.
func (l *loader) fileFits(v *syntax.Value, f *File) {
	format := f.Format
	for ending, of := range map[string]string{".xlsx": FormatXLSX, ".parquet": FormatParquet} {
		if format == "" && strings.HasSuffix(strings.ToLower(text(v.Get("file"))), ending) {
			format = of
		}
	}
	if format == FormatFixed && v.Get("widths") == nil {
		l.report("DW-1330", v.Get("format").Span, "add widths: {SFZH: 18, XM: 20}", "nobody knows where the columns stand")
	}
	known := append(formatKeys(format), "file", "format", "control", "companion")
	for _, field := range v.Fields {
		if _, exists := syntax.Object(fileKeys()...).Key(field.Key.Text); exists && !slices.Contains(known, field.Key.Text) {
			l.report("DW-1330", field.Key.Span, "it has: "+syntax.Listed(known), "a file of the format %s has no `%s`", named(format), field.Key.Text)
		}
	}
}

func named(format string) string {
	if format == "" {
		return FormatCSV
	}
	return format
}
