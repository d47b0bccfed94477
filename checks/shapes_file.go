package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

// fileKeys are what may stand beside `file`.
func fileKeys() []syntax.Key {
	return []syntax.Key{
		{Name: "format", Shape: syntax.Enum(FormatCSV, FormatXLSX, FormatFixed, FormatParquet), Doc: "How it is written; by the ending of the name (.xlsx, .parquet), else csv."},
		{Name: "encoding", Shape: syntax.Enum("utf-8", "gbk", "gb18030").InAnyCase(), Doc: "Of csv and fixed; the source's by default."},
		{Name: "header", Shape: syntax.OneOf(syntax.Bool(), syntax.ListOf(syntax.Words())), Default: "true", Example: "[SFZH, XM]", Doc: "Of csv and xlsx: the first line has the names of the columns; or their names, for a file without such a line."},
		{Name: "skip", Shape: syntax.Integer(), Default: "0", Doc: "Lines before the header, or before the first row if there is none."},
		{Name: "delimiter", Shape: syntax.Text(), Example: "'|'", Doc: "Of csv: one ASCII character, or tab; the source's by default, else a comma. Of fixed: of the trailer; blanks by default."},
		{Name: "quote", Shape: syntax.Text(), Example: "none", Doc: "Of csv: one ASCII character, or none; the double quote by default."},
		{Name: "sheet", Shape: syntax.Words(), Doc: "Of xlsx: the name of the sheet; the first by default."},
		{Name: "widths", Shape: syntax.MapOf(syntax.Integer()), Example: "{SFZH: 18, XM: 20}", Doc: "Of fixed: the columns in order with their widths. A blank field is null."},
		{Name: "by", Shape: syntax.Enum("characters", "bytes"), Default: "characters", Doc: "What the widths count: characters, or bytes of the stored encoding."},
		{Name: "trailer", Shape: syntax.Object(
			syntax.Key{Name: "begins", Shape: syntax.Words(), Required: true, Example: "TRL", Doc: "What the last line begins with. A file without it is a load in progress."},
			syntax.Key{Name: "fields", Shape: declaredShape(), Doc: declaredDoc},
		).Titled("a trailer"), Example: "{begins: TRL, fields: [_, rows, amount]}", Doc: "The last line is no row; it declares what the file holds: check file_total."},
		{Name: "control", Shape: syntax.Object(
			syntax.Key{Name: "file", Shape: companionShape(), Required: true, Example: "'{stem}.ctl'", Doc: "Its name, beside the file: {name} stands for the file's name, {stem} for that without its ending. As long as it is not there, a load is in progress."},
			syntax.Key{Name: "fields", Shape: declaredShape(), Required: true, Doc: declaredDoc},
			syntax.Key{Name: "delimiter", Shape: syntax.Text(), Example: "'|'", Doc: "One ASCII character, or tab; a comma by default."},
		).Titled("a control file"), Doc: "A second file, of which the last line declares what the first holds: check file_total."},
		{Name: "companion", Shape: companionShape(), Example: "'{name}.ok'", Doc: "A file beside it that says that it is complete; named as a control file. As long as it is not there, a load is in progress."},
	}
}

const declaredDoc = "Its fields in order: rows for the number of rows, the name of a column for its sum, _ for one without meaning."

func declaredShape() syntax.Shape { return syntax.ListOf(syntax.Words()) }

func companionShape() syntax.Shape {
	return syntax.Matching(`\{(name|stem)\}`, "write {name} for the file's name, or {stem} for that without its ending: '{name}.ok'")
}
