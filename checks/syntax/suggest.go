package syntax

import (
	"slices"
	"strings"
)

// Nearest gives the candidate most like word, by Damerau–Levenshtein distance
// (optimal string alignment) over code points without regard to case; "" when none
// is near enough to be a slip. Ties go to the first in alphabetical order.
func Nearest(word string, candidates []string) string {
	best, bestDistance := "", len([]rune(word))/3+1
	sorted := slices.Clone(candidates)
	slices.Sort(sorted)
	for _, c := range sorted {
		d := distance([]rune(strings.ToLower(word)), []rune(strings.ToLower(c)))
		if d < bestDistance || d == bestDistance && best == "" {
			best, bestDistance = c, d
		}
	}
	return best
}

// Suggest writes the way out of an unknown name: the nearest one, or what there is.
func Suggest(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return "did you mean `" + near + "`?"
	}
	if len(candidates) == 0 {
		return ""
	}
	return "known: " + Listed(candidates)
}

// SuggestOr is Suggest with a way out for when there is nothing to suggest.
func SuggestOr(word string, candidates []string, none string) string {
	if hint := Suggest(word, candidates); hint != "" {
		return hint
	}
	return none
}

// Listed writes at most thirty names, sorted.
func Listed(names []string) string {
	const most = 30
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	if len(sorted) > most {
		return strings.Join(sorted[:most], ", ") + ", …"
	}
	return strings.Join(sorted, ", ")
}

func distance(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
