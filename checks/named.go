package checks

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
)

// A Named is what a file says once and rules name: a rule with parameters, or a constant.
type Named struct {
	Name   string
	Title  string // "" if its file gives none
	Why    string
	Params []rules.Param
	Source string // of a rule its expression, of a constant its value
	Rule   bool   // else a constant
}

// addNamed keeps what is written under a name; a bare constant is its value.
func (l *loader) addNamed(n Named, v *syntax.Value) {
	n.Title, n.Why = text(v.Get("title")), text(v.Get("why"))
	if l.catalog.named == nil {
		l.catalog.named = map[string]Named{}
	}
	l.catalog.named[n.Name] = n
}

var wordForm = regexp.MustCompile(`[\p{L}_][\p{L}\p{N}_.]*`)

// Names gives the named rules and the constants on which an expression, or YAML that has
// some, rests: those too that these name. Rules stand first, each sorted by name.
func (c *Catalog) Names(source string) []Named {
	found := map[string]Named{}
	for pending := []string{source}; len(pending) > 0; pending = pending[1:] {
		for _, word := range wordForm.FindAllString(pending[0], -1) {
			n, ok := c.named[strings.TrimRight(word, ".")]
			if _, seen := found[n.Name]; ok && !seen {
				found[n.Name] = n
				pending = append(pending, n.Source)
			}
		}
	}
	list := make([]Named, 0, len(found))
	for _, n := range found {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b Named) int {
		if a.Rule != b.Rule {
			if a.Rule {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}
