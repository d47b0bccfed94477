package estate

import (
	"slices"
	"strings"
	"time"
)

// Faults of a whole feed, which any roll can have. They come first: what else is wrong is
// wrong in what arrived.

// stale gives the fault that nothing has come for so many days: every moment in the column is
// earlier by them.
func stale(fault, column string, days int) func(*roll) {
	return func(r *roll) {
		for at := range r.rows {
			if value := r.text(at, column); value != "" {
				r.set(at, column, earlier(value, days))
			}
		}
		r.note(fault).primary("freshness")
	}
}

// earlier is a day or a moment so many days before.
func earlier(value string, days int) string {
	if len(value) == len(time.DateOnly) {
		return (isoDay(value) - day(days)).text()
	}
	return (isoMoment(value) - moment(days*86400)).text()
}

// sameNumber gives the fault that two rows bear one business number.
func sameNumber(fault, column, check string) func(*roll) {
	return func(r *roll) {
		first, second := r.pick(nil), r.pick(nil)
		r.set(second, column, r.text(first, column))
		r.note(fault).primary(check, r.text(first, column))
	}
}

// halved gives the fault that the first third arrived and no more. Rows that stand
// together, because they have the same value in the column, arrive together or not at all;
// also are checks that trip besides.
func halved(fault, together string, also ...string) func(*roll) {
	return func(r *roll) {
		cut := len(r.rows) / 3
		for cut > 0 && r.text(cut, together) == r.text(cut-1, together) {
			cut--
		}
		r.keep(r.rows[:cut])
		n := r.note(fault).primary("compare")
		for _, check := range also {
			n.collateral(check)
		}
	}
}

// rowOfNothing is the fault of blank.
const rowOfNothing = "row-of-nothing"

func (r *roll) hasKey(key []string) bool {
	for at := range r.rows {
		if slices.Equal(r.keyOf(at), key) {
			return true
		}
	}
	return false
}

// blank gives the fault that a row came of which nothing is left: required are the columns
// that may not be empty.
func blank(required ...string) func(*roll) {
	return nothing(rowOfNothing, func(*roll) []string { return required })
}

// nothing gives the fault that a row of no values came, which other rows do not depend on:
// required are the columns that may not be empty.
func nothing(fault string, required func(*roll) []string) func(*roll) {
	return func(r *roll) {
		at := r.add(nil, make([]any, len(r.columns))...)
		r.rows[at].busy = true
		n := r.note(fault)
		for _, column := range required(r) {
			n.primary("required("+column+")", r.keyOf(at)...)
		}
	}
}

// noCode gives the fault that a code is in no table.
func noCode(column string, also ...string) func(*roll) {
	wrong := "无此码"
	if column == "district_code" {
		wrong = "110199" // has the form of one
	}
	return breaks("code-of-no-table", column, constant(wrong), nil, append([]string{"code(" + column + ")"}, also...)...)
}

// badIdentity gives the fault that the check character of an identity number is wrong.
func badIdentity(column string, also ...string) func(*roll) {
	return breaks("bad-check-character", column, func(id string) any { return otherDigit(id) },
		func(r *roll, at int) bool { return r.text(at, column) != "" }, append([]string{"format(" + column + ")"}, also...)...)
}

// longName gives the fault that a name is longer than any.
func longName(also ...string) func(*roll) {
	return breaks("name-too-long", "name", constant(strings.Repeat("阿依古丽", 16)), nil, append([]string{"length(name)"}, also...)...)
}
