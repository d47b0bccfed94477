package estate

import (
	"slices"
	"strings"
)

// Rows that do not even have the form that the contract asks for. Each is added to the
// roll, so that nothing else depends on it.

// like says which rows misfits are made from.
func (r *roll) like(model func(r *roll, at int) bool) *roll {
	r.model = func(at int) bool { return model(r, at) }
	return r
}

// textual is the roll of a partner who stores everything as text, wide enough for what
// does not fit.
func (r *roll) textual() *roll {
	for i := range r.columns {
		r.columns[i] = text(r.columns[i].Name, 400)
	}
	r.untyped = true
	return r
}

// hollow gives the fault that a row holds nothing at all. The columns that are named may
// be empty.
func hollow(optional ...string) func(*roll) {
	return nothing("row-that-holds-nothing", func(r *roll) []string {
		var required []string
		for _, c := range r.columns {
			if !slices.Contains(optional, c.Name) {
				required = append(required, c.Name)
			}
		}
		return required
	})
}

// misfit adds a row like another of the model's, to which nothing else happens, with a
// wrong value in each of the columns, and gives its place. What would make it one with the
// other is its own.
func (r *roll) misfit(no string, wrong func(column string) any, columns []string) int {
	at := r.repeat(r.pick(r.model))
	r.rows[at].busy, r.rows[at].person = true, nil
	n := int(no[3] - '0')
	own := map[string]string{
		"id_card": identity("110101", dayOf(1960, 1, 1)+day(n), 355), "card_no": card(9_990_000 + n), "org_code": creditIn("52", "110101", 960+n),
		"certificate_no": no, "batch_no": no,
	}
	own["holder_id"], own["client_id"], own["payee_code"] = own["id_card"], own["id_card"], own["org_code"]
	if key := r.columns[r.key[0]].Name; own[key] == "" {
		own[key] = no
	}
	for i, c := range r.columns {
		if value := own[c.Name]; value != "" {
			r.rows[at].values[i] = value
		}
	}
	for _, column := range columns {
		r.set(at, column, wrong(column))
	}
	return at
}

// mistyped gives the fault that columns hold what is of no type but text.
func mistyped(columns ...string) func(*roll) {
	return func(r *roll) {
		at := r.misfit("ZZ01", func(string) any { return "1O0" }, columns)
		key := r.keyOf(at)
		for i, c := range r.key {
			if slices.Contains(columns, r.columns[c].Name) {
				key[i] = "" // it does not decode
			}
		}
		n := r.note("row-of-wrong-types")
		for _, column := range columns {
			n.primary("type("+column+")", key...)
		}
	}
}

// overlong gives the fault that texts are longer than the contract allows.
func overlong(columns ...string) func(*roll) {
	return func(r *roll) {
		at := r.misfit("ZZ02", func(string) any { return strings.Repeat("长", 300) }, columns)
		n := r.note("row-of-endless-texts")
		for _, column := range columns {
			n.primary("length("+column+")", r.keyOf(at)...)
		}
	}
}

// garbled gives the fault that a row violates the checks of single columns: codes that no
// table has, formats, and ranges.
func garbled(checks ...string) func(*roll) {
	return func(r *roll) {
		var columns []string
		below := map[string]bool{}
		for _, check := range checks {
			columns = append(columns, columnOf(check))
			below[columnOf(check)] = strings.HasPrefix(check, "range")
		}
		at := r.misfit("ZZ03", func(column string) any {
			if below[column] {
				return "-1"
			}
			return "无此码"
		}, columns)
		n := r.note("row-of-unknown-codes")
		for _, check := range checks {
			n.primary(check, r.keyOf(at)...)
		}
	}
}

// beside gives a fault that trips more checks of the row that it added.
func beside(fault func(*roll), checks ...string) func(*roll) {
	return func(r *roll) {
		fault(r)
		n, key := r.note(r.lastFault()), r.keyOf(len(r.rows)-1)
		for _, check := range checks {
			n.collateral(check, key...)
		}
	}
}

// lastFault names the fault that was noted last.
func (r *roll) lastFault() string { return r.ledger.Entries[len(r.ledger.Entries)-1].Fault }

// ahead gives the fault that a row was written after the patrol: its time lies in the
// future, and trips the checks besides.
func ahead(column string, fit func(r *roll, at int) bool, checks ...string) func(*roll) {
	return func(r *roll) {
		future := (r.world.clock.today + 9).at(10 * 3600).text()
		breaks("row-from-the-future", column, constant(future), fit, append([]string{"freshness"}, checks...)...)(r)
	}
}

// mostMissing gives the fault that of the rows to which nothing happens most did not arrive.
func mostMissing(r *roll) {
	kept := r.rows[:0]
	for i, row := range r.rows {
		if row.busy || i%3 == 0 {
			kept = append(kept, row)
		}
	}
	r.rows, r.order = kept, nil
	r.note("most-did-not-arrive").primary("compare")
}
