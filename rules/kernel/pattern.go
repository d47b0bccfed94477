package kernel

import (
	"regexp"
	"regexp/syntax"
	"unicode/utf8"
)

// patternTest gives the test of a pattern: a walk over the text for patterns that are
// a row of characters and classes, such as ^[0-9]{17}[0-9X]$, else Go's own machine,
// which takes some ten times longer. Both match what regexp matches.
func patternTest(pattern string) func(string) bool {
	compiled, err := regexp.Compile(pattern)
	if err != nil { // the checker has refused it before
		return func(string) bool { return false }
	}
	if w, ok := newWalk(pattern); ok {
		return w.matches
	}
	return compiled.MatchString
}

// A walk is a pattern anchored at the beginning whose items, but the last, are
// repeated a fixed number of times: there is one way to match it.
type walk struct {
	items []walkItem
	ended bool // anchored at the end too
}

// A walkItem is a class of characters, so often.
type walkItem struct {
	ascii       [utf8.RuneSelf]bool
	ranges      []rune // pairs of first and last
	least, most int    // most -1: without end
}

// newWalk takes a pattern apart; false if it is of another sort.
func newWalk(pattern string) (*walk, bool) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || tree.Op != syntax.OpConcat || tree.Sub[0].Op != syntax.OpBeginText {
		return nil, false
	}
	w := &walk{}
	for i, sub := range tree.Sub[1:] {
		if sub.Op == syntax.OpEndText && i == len(tree.Sub)-2 {
			w.ended = true
			continue
		}
		if !w.add(sub) {
			return nil, false
		}
	}
	for i, item := range w.items {
		if item.least != item.most && i < len(w.items)-1 {
			return nil, false
		}
	}
	return w, true
}

func (w *walk) add(tree *syntax.Regexp) bool {
	least, most := 1, 1
	switch tree.Op {
	case syntax.OpRepeat:
		least, most, tree = tree.Min, tree.Max, tree.Sub[0]
	case syntax.OpStar:
		least, most, tree = 0, -1, tree.Sub[0]
	case syntax.OpPlus:
		least, most, tree = 1, -1, tree.Sub[0]
	case syntax.OpQuest:
		least, most, tree = 0, 1, tree.Sub[0]
	}
	if tree.Flags&syntax.FoldCase != 0 {
		return false
	}
	switch {
	case tree.Op == syntax.OpCharClass:
		w.items = append(w.items, newWalkItem(tree.Rune, least, most))
	case tree.Op == syntax.OpLiteral && (len(tree.Rune) == 1 || least == 1 && most == 1):
		for _, r := range tree.Rune {
			w.items = append(w.items, newWalkItem([]rune{r, r}, least, most))
		}
	default:
		return false
	}
	return true
}

func newWalkItem(ranges []rune, least, most int) walkItem {
	item := walkItem{ranges: ranges, least: least, most: most}
	for r := range rune(utf8.RuneSelf) {
		item.ascii[r] = inRanges(ranges, r)
	}
	return item
}

func inRanges(ranges []rune, r rune) bool {
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] <= r && r <= ranges[i+1] {
			return true
		}
	}
	return false
}

// matches walks through the text.
func (w *walk) matches(text string) bool {
	for i := range w.items {
		item := &w.items[i]
		count := 0
		for count < len(text) && count != item.most && text[count] < utf8.RuneSelf && item.ascii[text[count]] {
			count++ // a byte each, as most are
		}
		text = text[count:]
		for ; count != item.most && text != ""; count++ {
			width := item.width(text)
			if width == 0 {
				break
			}
			text = text[width:]
		}
		if count < item.least {
			return false
		}
	}
	return text == "" || !w.ended
}

// width is the length of the first character if it belongs to the item, else 0.
func (item *walkItem) width(text string) int {
	if c := text[0]; c < utf8.RuneSelf {
		if item.ascii[c] {
			return 1
		}
		return 0
	}
	r, width := utf8.DecodeRuneInString(text)
	if inRanges(item.ranges, r) {
		return width
	}
	return 0
}
