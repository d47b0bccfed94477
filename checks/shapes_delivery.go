package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

// deadlineForm is so many working days or days, and a time of that day.
const deadlineForm = `^[1-9]\d{0,2}(wd|d)( ([01]\d|2[0-3]):[0-5]\d)?$`

func deliveryShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "mode", Shape: syntax.Enum(ModeSnapshot, ModeIncrement, ModeQueue, ModeCall), Required: true, Doc: "snapshot: everything anew each time (with `batch`, only the newest batch is the payload); increment: what has been added or changed; queue: rows are taken away once they are done, so none is normal; call: an answer to each question."},
		syntax.Key{Name: "every", Shape: syntax.Enum("day", "week", "month", "quarter", "year"), Doc: "How often it comes. What arrives after the end of one such period and before the end of the next is the delivery of the first: October's comes in November."},
		syntax.Key{Name: "due", Shape: syntax.Matching(deadlineForm, "write 5wd 18:00, 3d 12:00 or 5wd"), Example: "5wd 18:00", Doc: "By when: so many working days (wd, by the table of holidays) or days (d) after the last day of the period; without a time, the end of that day. Needs `every` and `arrived_at`; of a file the date in its name counts, or its time of change. Before it a missing delivery is waiting, after it late."},
		syntax.Key{Name: "arrived_at", Shape: syntax.Column(), Example: "registered_at", Doc: "The date or timestamp column that says when a row arrived."},
		syntax.Key{Name: "batch", Shape: syntax.Column(), Example: "batch_no", Doc: "The column that numbers the deliveries, in growing order."},
		syntax.Key{Name: "deleted", Shape: syntax.Rule(), Example: `'op == "D"'`, Doc: "A column or rule that is true for rows which the partner has withdrawn: they are counted, and belong to the payload no more."},
		syntax.Key{Name: "ready", Shape: readyShape(), Doc: "How one knows that a load is complete. Half a batch is never judged."},
	).Titled("a delivery")
}

func readyShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "quiet", Shape: syntax.Duration(), Example: "10m", Doc: "Nothing has arrived for so long: needs `arrived_at` with a time. A file has not been written to for so long."},
		syntax.Key{Name: "from", Shape: syntax.OneOf(syntax.Words(), syntax.Object(
			syntax.Key{Name: "query", Shape: syntax.Words(), Required: true, Doc: "A SELECT in the source's dialect."},
		).Titled("from")), Example: "QZ_LOAD", Doc: "A table or query of the same source in which the state of loads stands."},
		syntax.Key{Name: "columns", Shape: syntax.MapOf(mappingShape()), Example: "{state: {column: ZT, type: text}}", Doc: "Its columns, each with a type."},
		syntax.Key{Name: "rule", Shape: syntax.Rule(), Example: `'state == "done"'`, Doc: "True for a row that says that the load is complete; one is enough. `period.start` and `period.end` are those of the newest period of `every` that is over."},
		syntax.Key{Name: "wait", Shape: syntax.Duration(), Default: "0s", Example: "10m", Doc: "How long a patrol waits for a load in progress, at most 2h; then it is waiting, and the next patrol looks again."},
	).Titled("ready").Choosing("quiet", "from")
}
