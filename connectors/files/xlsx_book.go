package files

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// A book is what a workbook says of its sheets.
type book struct {
	sheets []sheet
	styles styles
	shared *texts
}

// A sheet is a name and the part of the archive in which it lies.
type sheet struct{ name, relation, part string }

// styles tell which cells are dates.
type styles struct {
	dates    []bool // by the number of the style
	from1904 bool
}

func (s styles) dated(style int) bool { return style < len(s.dates) && s.dates[style] }

// readBook reads the small parts and the shared texts.
func readBook(archive *zip.Reader) (*book, error) {
	b := &book{shared: &texts{}}
	for _, part := range []struct {
		name string
		most int64
		read func(*gauge, *xml.Decoder) error
		must bool
	}{
		{"xl/workbook.xml", mostSmall, b.readSheets, true},
		{"xl/_rels/workbook.xml.rels", mostSmall, b.readRelations, true},
		{"xl/styles.xml", mostSmall, b.readStyles, false},
		{"xl/sharedStrings.xml", 2 * mostShared, b.shared.read, false},
	} {
		opened, err := openPart(archive, part.name, part.most)
		if errors.Is(err, errXLSX) && !part.must {
			continue
		} else if err != nil {
			return nil, err
		}
		err = part.read(opened, xml.NewDecoder(opened))
		_ = opened.Close()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	return b, nil
}

// sheet gives the part of a sheet by its name; of "" the first.
func (b *book) sheet(name string) (part string, err error) {
	at := slices.IndexFunc(b.sheets, func(s sheet) bool { return name == "" || s.name == name })
	if at < 0 {
		return "", errSheet
	}
	return b.sheets[at].part, nil
}

// elements calls visit for every element that begins, until the end of the part.
func elements(g *gauge, d *xml.Decoder, visit func(xml.StartElement)) error {
	for {
		token, err := g.token(d)
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			visit(start)
		}
	}
}

func (b *book) readSheets(g *gauge, d *xml.Decoder) error {
	return elements(g, d, func(e xml.StartElement) {
		switch e.Name.Local {
		case "sheet":
			b.sheets = append(b.sheets, sheet{name: attribute(e, "name"), relation: attribute(e, "id")})
		case "workbookPr":
			v := attribute(e, "date1904")
			b.styles.from1904 = v == "1" || v == "true"
		}
	})
}

func (b *book) readRelations(g *gauge, d *xml.Decoder) error {
	return elements(g, d, func(e xml.StartElement) {
		for i := range b.sheets {
			if e.Name.Local != "Relationship" || b.sheets[i].relation != attribute(e, "Id") {
				continue
			}
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			b.sheets[i].part = strings.TrimPrefix(target, "/")
		}
	})
}

func (b *book) readStyles(g *gauge, d *xml.Decoder) error {
	own := map[int]bool{}
	inCells := false
	return elements(g, d, func(e xml.StartElement) {
		switch e.Name.Local {
		case "numFmt":
			own[number(attribute(e, "numFmtId"))] = datedForm(attribute(e, "formatCode"))
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if id := number(attribute(e, "numFmtId")); inCells {
				b.styles.dates = append(b.styles.dates, own[id] || datedNumber(id))
			}
		}
	})
}

// datedNumber tells which of Excel's own number formats are dates or times, those of its
// Chinese edition included.
func datedNumber(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// datedForm tells whether a number format shows a date or time: outside of quotes and
// brackets it has one of the letters.
func datedForm(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case c == ';':
			return false // the first section counts
		case !bracket && strings.IndexByte("yYmMdDhHsS", c) >= 0:
			return true
		}
	}
	return false
}
