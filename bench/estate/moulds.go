package estate

import (
	"cmp"
	"slices"
	"strings"
)

// A mould is the form that a contract asks of single columns, as the partner was told it.
// Where one is named two rows come that do not fit it: one of nothing, and one in which
// every text is longer than is agreed, and no code either, and every number is below any.
type mould struct {
	watch    string // and its system before it
	required string // the columns that may not be empty
	broken   string // the checks that the second row breaks
	keep     string // column=value by which the watch knows its rows: both have it
	future   string // the column in which the second row is from the future, and what finds it, if it is not freshness, behind a colon
	seen     string // the watch that reads the rows, if the roll has several; in a group, behind a colon
	twice    string // check:columns that find that the second row came twice
	empty    string // checks of whole rows that the first breaks besides
	also     string // those that the second breaks besides: check, or check:columns or watch/check:columns of another key
}

// moulds lists one for each contract whose columns nothing else breaks. Each group of systems
// has a list, and a file, of its own.
func moulds() []mould {
	return slices.Concat(welfareMoulds(), elderlyMoulds(), assistanceMoulds(), verificationMoulds(), organisationMoulds(), strayMoulds())
}

// breakMoulds puts the two rows into the roll of each mould.
func (w *world) breakMoulds() {
	for _, m := range moulds() {
		w.rollOf(m.watch).spoil(m.leaveEmpty, m.overfill)
	}
}

// leaveEmpty adds the row of nothing, unless the roll has one.
func (m mould) leaveEmpty(r *roll) {
	if slices.Contains(r.ledger.Faults(), rowOfNothing) {
		return
	}
	at := m.row(r)
	n, key := m.note(r, rowOfNothing), r.keyOf(at)
	for column := range strings.FieldsSeq(m.required) {
		n.primary("required("+column+")", key...)
	}
	for check := range strings.FieldsSeq(m.empty) {
		n.collateral(check, key...)
	}
}

// row adds a row that holds nothing but what is kept.
func (m mould) row(r *roll) int {
	at := r.add(nil, make([]any, len(r.columns))...)
	r.rows[at].busy = true
	if column, value, ok := strings.Cut(m.keep, "="); ok {
		r.set(at, column, value)
	}
	return at
}

// overfill adds the other.
func (m mould) overfill(r *roll) {
	at := m.row(r)
	for check := range strings.FieldsSeq(m.broken) {
		r.set(at, columnOf(check), r.overfull(columnOf(check)))
	}
	n := m.note(r, "row-that-fits-no-form")
	m.foresee(n, at)
	m.notes(n, at)
	if m.twice != "" {
		for check := range strings.FieldsSeq(m.twice) {
			n.beside(check, at, nil)
		}
		second := r.repeat(at)
		m.foresee(n, second)
		m.notes(n, second)
	}
}

// note begins what the ledger says of one of the two rows.
func (m mould) note(r *roll, fault string) rollNote {
	watch, group, _ := strings.Cut(m.seen, ":")
	return r.note(fault).on(cmp.Or(watch, r.watch)).in(group)
}

// foresee dates the second row a week ahead.
func (m mould) foresee(n rollNote, at int) {
	column, check, _ := strings.Cut(m.future, ":")
	if column != "" {
		n.roll.set(at, column, n.roll.nextWeek(column))
		n.primary(cmp.Or(check, "freshness"), n.roll.decodedKey(at, m.broken)...)
	}
}

// notes writes down what the second row breaks.
func (m mould) notes(n rollNote, at int) {
	r, key := n.roll, n.roll.decodedKey(at, m.broken)
	for check := range strings.FieldsSeq(m.broken) {
		n.primary(check, key...)
	}
	for column := range strings.FieldsSeq(m.required) {
		if r.text(at, column) == "" {
			n.collateral("required("+column+")", key...)
		}
	}
	for check := range strings.FieldsSeq(m.also) {
		n.beside(check, at, key)
	}
}

// beside notes what the row breaks by its own key or, where columns are named, by theirs.
func (n rollNote) beside(check string, at int, key []string) {
	check, columns, other := strings.Cut(check, ":")
	if other {
		key = n.roll.texts(at, strings.Split(columns, ",")...)
	}
	if watch, far, ok := strings.Cut(check, "/"); ok {
		n.on(watch).collateral(far, key...)
		return
	}
	n.collateral(check, key...)
}

// nextWeek is a day or a moment that has not come yet.
func (r *roll) nextWeek(column string) string {
	today := r.world.clock.today + 7
	if r.columns[r.column(column)].Kind == Date {
		return today.text()
	}
	return today.at(noon).text()
}

// overfull is what fits no column of the name.
func (r *roll) overfull(column string) any {
	c := r.columns[r.column(column)]
	if c.Kind == Text || c.Kind == Fixed {
		return strings.Repeat("长", c.Size)
	}
	return int64(-1)
}

// decodedKey is the key of a row without the columns whose values are of no type.
func (r *roll) decodedKey(at int, broken string) []string {
	key := r.keyOf(at)
	for i, c := range r.key {
		if slices.Contains(strings.Fields(broken), "type("+r.columns[c].Name+")") {
			key[i] = ""
		}
	}
	return key
}

// columnOf is the column that a check of one names.
func columnOf(check string) string {
	_, column, _ := strings.Cut(strings.TrimSuffix(check, ")"), "(")
	return column
}
