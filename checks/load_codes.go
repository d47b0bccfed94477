package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/civil"
)

// calendarName is the code table that is a calendar and no dictionary.
const calendarName = "holidays"

// loadDictionaries reads the code tables. A table of the workspace takes the place of
// the shipped one of the same name: sites without a network bring their own editions.
func (l *loader) loadDictionaries() {
	l.catalog.Dictionaries = civil.NewDictionaries()
	for _, d := range l.documents("codes", ".csv") {
		if err := l.codeTable(d); err != nil {
			l.tableFault(d, err)
			continue
		}
		l.catalog.Editions[d.base] = l.edition(d)
	}
	l.catalog.Dictionaries.SetCalendar(l.catalog.Calendar)
}

func (l *loader) codeTable(d document) (err error) {
	switch {
	case d.base == calendarName:
		l.catalog.Calendar, err = civil.ParseCalendar(d.data)
	case d.builtin && l.in.InEffect:
		l.catalog.Dictionaries.AddUnread(d.base, d.data)
	default:
		err = l.catalog.Dictionaries.Add(d.base, d.data)
	}
	return err
}

// tableFault reports what is wrong with a code table. Its name stays known, so that
// rules which ask it are not reported as well.
func (l *loader) tableFault(d document, err error) {
	l.brokenTables = append(l.brokenTables, d.base)
	at, message := diag.Pos{File: d.name}, err.Error()
	if fault, ok := errors.AsType[*civil.TableError](err); ok {
		message = fault.Message
		if fault.Line > 0 {
			at.Line, at.Column = fault.Line, 1
		}
	}
	l.report("DW-1601", diag.Span{Start: at}, "", "not a code table: %s", message)
}

// edition is what a table says of itself, or the beginning of its SHA-256.
func (l *loader) edition(d document) string {
	if e := l.catalog.Dictionaries.Edition(d.base); e != "" && d.base != calendarName {
		return e
	}
	sum := sha256.Sum256(d.data)
	return "sha256:" + hex.EncodeToString(sum[:6])
}

// dictionaryNames lists what rules and codes may ask; never nil, since the rule
// language takes nil for "any".
func (l *loader) dictionaryNames() []string {
	if l.dictionaries != nil {
		return l.dictionaries
	}
	names := append([]string{}, l.catalog.Dictionaries.Names()...)
	for _, name := range l.brokenTables {
		if !slices.Contains(names, name) && name != calendarName {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	l.dictionaries = names
	return names
}

// codesOf lists a dictionary's codes, sorted.
func (l *loader) codesOf(name string) []string {
	codes := slices.Clone(l.catalog.Dictionaries.Codes(name))
	slices.Sort(codes)
	return codes
}

func (l *loader) dictionaryHint(name string) string {
	if near := syntax.Nearest(name, l.dictionaryNames()); near != "" {
		return "did you mean `" + near + "`?"
	}
	return "a dictionary is a file codes/NAME.csv; " + syntax.Suggest(name, l.dictionaryNames())
}
