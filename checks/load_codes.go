package checks

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

func (l *loader) loadDictionaries() {}

func (l *loader) dictionaryNames() []string { return slices.Clone([]string{}) }

func (l *loader) codesOf(name string) []string { return nil }

func (l *loader) dictionaryHint(name string) string {
	return syntax.Suggest(name, l.dictionaryNames())
}
