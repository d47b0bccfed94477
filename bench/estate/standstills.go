package estate

import "strings"

// A standstill is a feed whose partner sends nothing any more, so that every moment in the
// column lies so many days further back.
type standstill struct {
	watch  string // and its system before it
	column string
	days   int
	also   string // watches that read the same rows
}

// standstills lists one for each contract whose rows are as good when they are old. What
// has to be of this month or follow something within days is not among them: there a row
// from the future is what freshness finds.
func standstills() []standstill {
	return []standstill{
		{"adoption-group/upgrade-baseline", "taken_at", 300, ""},
		{"adoption-group/upgrade-checks", "taken_at", 300, ""},
		{"social-organisations/statistics-organisations", "pushed_at", 110, ""},
		{"social-organisations/statistics-legal-persons", "pushed_at", 110, ""},
		{"disabled-two-subsidies/statistics-two-subsidies", "pushed_at", 110, ""},
		{"social-organisations-group/issuing-totals", "reported_at", 110, ""},
		{"elderly-ability-assessment/two-subsidies-data", "updated_on", 110, ""},
		{"social-assistance/assistance-monthly", "updated_at", 110,
			"aid-entitlements-destitute aid-entitlements-education-aid aid-entitlements-low-income aid-entitlements-minimum-living aid-entitlements-temporary-aid"},
	}
}

// stop lets the feeds stand still.
func (w *world) stop() {
	for _, s := range standstills() {
		w.rollOf(s.watch).spoil(stale("nothing-sent-any-more", s.column, s.days), s.elsewhere)
	}
}

// elsewhere notes what the other watches see of it.
func (s standstill) elsewhere(r *roll) {
	for watch := range strings.FieldsSeq(s.also) {
		r.note("nothing-sent-any-more").on(watch).collateral("freshness")
	}
}
