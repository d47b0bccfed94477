package estate

import "fmt"

// databaseFigures is what those who look after the databases of a group write of them,
// all into one table.
func (w *world) databaseFigures(group, name string, i int) *roll {
	r := w.roll(group, watchDatabases, []string{"area"},
		text("system", 80), text("area", 128), integer("used_bytes"), integer("limit_bytes"), integer("sessions"), integer("max_sessions")).textual()
	r.unjudged("skipped", "growth") // two months are no history
	area := func(label string, used, limit any) int {
		return r.add(nil, name, label, used, limit, int64(60+7*i), int64(400))
	}
	for n := range 9 {
		limit := int64(10+n) << 30
		area(fmt.Sprintf("TS_DATA_%02d", n+1), limit/100*int64(35+4*n), limit)
	}
	r.odd("area-without-a-limit", area("TS_UNDO", int64(70<<30), nil))
	r.odd("area-just-not-too-full", area("TS_ARCHIVE", int64(85<<30), int64(100<<30)))
	return r
}

// databaseFaults has the faults of the databases, by group.
func databaseFaults() map[string][]func(*roll) {
	figure := func(fault, column string, wrong int64, check string) func(*roll) {
		return breaks(fault, column, constant(wrong), nil, check)
	}
	return map[string][]func(*roll){
		"disabled-subsidies-group":   {figure("area-nearly-full", "used_bytes", 1<<40, "space-free")},
		"child-welfare-group":        {figure("sessions-nearly-used-up", "sessions", 399, "sessions-free")},
		"adoption-group":             {doubled("area-told-twice", "area-once", "area")},
		"elderly-care-group":         {nothingUsed},
		"social-assistance-group":    {silent("figures-of-no-database", "area-once", "space-free", "sessions-free", "total-bytes", "required(area)", "length(area)", "required(used_bytes)", "range(used_bytes)", "range(sessions)", "type(area)", "type(used_bytes)", "type(limit_bytes)", "type(sessions)", "type(max_sessions)")},
		organisationsGroup:           {areaOfNothing, mistyped("used_bytes", "limit_bytes", "sessions", "max_sessions"), overlong("area"), garbled("range(used_bytes)", "range(sessions)")},
		"cross-business-supervision": {figure("more-used-than-there-is", "used_bytes", 2<<40, "space-free")},
	}
}

// nothingUsed is what an account sees that may look at its own tables only.
func nothingUsed(r *roll) {
	for at := range r.rows {
		r.set(at, "used_bytes", int64(0))
	}
	r.note("account-that-sees-no-figures").primary("total-bytes")
}

// areaOfNothing is a row of a system and of nothing else.
func areaOfNothing(r *roll) {
	hollow("limit_bytes", "sessions", "max_sessions", "system")(r)
	r.set(len(r.rows)-1, "system", r.text(0, "system"))
}
