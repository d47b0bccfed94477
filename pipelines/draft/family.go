package draft

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// The ways in which tables of one shape belong together.
const (
	shards  = "each"    // of districts: QZ_110101, QZ_110102
	dated   = "pattern" // of periods: LOG_202610, LOG_202611
	history = "union"   // current and history: LOG, LOG_HIS
)

// A family is several tables of one shape whose names differ by a suffix.
type family struct {
	sort    string
	stem    string // what their names have in common
	layout  string // of a dated one
	suffix  map[string]string
	members []*Profile
}

var (
	numbered = regexp.MustCompile(`^(.*?)([0-9]{6}|[0-9]{8})$`)
	archived = regexp.MustCompile(`(?i)^(.+?)_?(HIS|HIST|HISTORY|LS)$`)
)

// families puts tables of one shape together that differ only by a district, a period,
// or a mark of history; every other one stays alone. The order is that of their first
// members.
func families(profiles []*Profile) []*Profile {
	byKey := map[string]*family{}
	for _, p := range profiles {
		if f := numberedFamily(p); f != nil {
			join(byKey, f, p)
		}
	}
	for _, p := range profiles {
		if m := archived.FindStringSubmatch(p.Table); m != nil {
			for _, base := range profiles {
				if strings.EqualFold(base.Table, m[1]) && shape(base) == shape(p) {
					byKey[history+base.Table] = &family{sort: history, stem: base.Table, members: []*Profile{base, p}}
				}
			}
		}
	}
	return together(profiles, byKey)
}

// numberedFamily reads the end of a name as a district or as a period; nil if it is
// neither.
func numberedFamily(p *Profile) *family {
	m := numbered.FindStringSubmatch(p.Table)
	if m == nil || m[1] == "" {
		return nil
	}
	layout := map[int]string{6: "yyyyMM", 8: "yyyyMMdd"}[len(m[2])]
	parts, ok := ir.ParseLayout(m[2], layout)
	switch {
	case ok && parts.Year >= 1990 && parts.Year <= 2100:
		return &family{sort: dated, stem: m[1], layout: layout, suffix: map[string]string{p.Table: m[2]}}
	case divisionShaped(m[2]):
		return &family{sort: shards, stem: m[1], suffix: map[string]string{p.Table: m[2]}}
	}
	return nil
}

func join(byKey map[string]*family, f *family, p *Profile) {
	key := f.sort + f.layout + f.stem + "\x00" + shape(p)
	if known := byKey[key]; known != nil {
		maps.Copy(known.suffix, f.suffix)
		f = known
	}
	byKey[key] = f
	f.members = append(f.members, p)
}

// shape tells tables of the same columns from others.
func shape(p *Profile) string {
	var b strings.Builder
	for _, c := range p.Columns {
		fmt.Fprintf(&b, "%s %s\n", strings.ToUpper(c.Name), strings.ToUpper(c.Stored))
	}
	return b.String()
}

// together replaces the first member of each family by the whole, and drops the others.
func together(profiles []*Profile, byKey map[string]*family) []*Profile {
	whole, gone := map[*Profile]*Profile{}, map[*Profile]bool{}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		f := byKey[key]
		if len(f.members) < 2 || slices.ContainsFunc(f.members, func(p *Profile) bool { return gone[p] }) {
			continue
		}
		slices.SortFunc(f.members, func(a, b *Profile) int { return cmp.Compare(a.Table, b.Table) })
		for _, p := range f.members {
			gone[p] = true
		}
		whole[f.members[0]] = f.profile()
	}
	var list []*Profile
	for _, p := range profiles {
		switch {
		case whole[p] != nil:
			list = append(list, whole[p])
		case !gone[p]:
			list = append(list, p)
		}
	}
	return list
}

// profile is what was seen of all members.
func (f *family) profile() *Profile {
	sum := *f.members[0]
	sum.Columns = slices.Clone(sum.Columns)
	for i := range sum.Columns {
		sum.Columns[i].Values = maps.Clone(sum.Columns[i].Values)
	}
	sum.Family = f
	for _, p := range f.members[1:] {
		sum.add(p)
	}
	if sum.Table = strings.TrimRight(f.stem, "_-"); f.sort == history {
		sum.Key, sum.Indexes = nil, nil // each table's own: the same row may be in both
		for i := range sum.Columns {
			sum.Columns[i].Unique = false
		}
	}
	return &sum
}

func (p *Profile) add(other *Profile) {
	p.Seen, p.Rows = p.Seen+other.Seen, p.Rows+other.Rows
	p.Whole, p.Counted = p.Whole && other.Whole, p.Counted && other.Counted
	if p.Comment == "" {
		p.Comment = other.Comment
	}
	if !slices.Equal(p.Key, other.Key) {
		p.Key = nil
	}
	for i := range p.Columns {
		p.Columns[i].add(&other.Columns[i])
	}
}

// add joins what was seen of one column in two tables.
func (c *Column) add(other *Column) {
	switch {
	case c.Filled == 0:
		c.Shortest = other.Shortest
	case other.Filled > 0:
		c.Shortest = min(c.Shortest, other.Shortest)
	}
	c.Longest, c.Places, c.Digits = max(c.Longest, other.Longest), max(c.Places, other.Places), max(c.Digits, other.Digits)
	c.Filled, c.Nulls, c.Blanks = c.Filled+other.Filled, c.Nulls+other.Nulls, c.Blanks+other.Blanks
	c.Wide, c.Spaced = c.Wide+other.Wide, c.Spaced+other.Spaced
	c.Unique, c.Twice = c.Unique && other.Unique, c.Twice || other.Twice
	for form, n := range other.Hits {
		c.Hits[form] += n
	}
	if other.HasNewest && (!c.HasNewest || other.Newest > c.Newest) {
		c.Newest, c.HasNewest = other.Newest, true
	}
	if c.Values == nil || other.Values == nil {
		c.Values = nil
		return
	}
	for value, n := range other.Values {
		c.Values[value] += n
	}
	if len(c.Values) > MaxValues {
		c.Values = nil
	}
}

// from writes what the watch of a profile reads.
func (p *Profile) from() string {
	f := p.Family
	if f == nil {
		return Scalar(p.Table)
	}
	var parts []string
	switch f.sort {
	case dated:
		return "{pattern: " + quoted(f.stem+"{period:"+f.layout+"}") + "}"
	case shards:
		for _, m := range f.members {
			parts = append(parts, quoted(f.suffix[m.Table])+": "+Scalar(m.Table))
		}
		return "{each: {district: {" + strings.Join(parts, ", ") + "}}}"
	}
	for _, m := range f.members {
		parts = append(parts, m.Table)
	}
	return "{union: " + Flow(parts) + "}"
}

// cycle is how often the watch is due: a table for each period once a period.
func (p *Profile) cycle() string {
	if p.Family == nil {
		return "weekly"
	}
	switch p.Family.layout {
	case "yyyyMM":
		return "monthly"
	case "yyyyMMdd":
		return "daily"
	}
	return "weekly"
}

// seen names the tables that were looked at.
func (p *Profile) seen() string {
	if p.Family == nil {
		return p.Table
	}
	var names []string
	for _, m := range p.Family.members {
		names = append(names, m.Table)
	}
	return strings.Join(names, ", ")
}
