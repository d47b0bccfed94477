package ir

// dateTable holds what makes, takes apart and asks for dates.
func dateTable() []Function {
	part := func(name, title, example string, in Bases) Function {
		return Function{Name: name, Group: "date", Title: title, Example: example,
			Signatures: []Signature{gives(Integer, needIn("x", in))}}
	}
	return []Function{
		{Name: "date", Group: "date", Faults: []Fault{NotADate}, Title: "Date from a text, timestamp or month",
			Doc:     "Text by a layout (yyyy-MM-dd if left out; letters yyyy MM M dd d HH mm ss), the whole text; anything else faults, guard with is_date. A month gives its first day.",
			Example: `date(birth_text, "yyyyMMdd") < today()`,
			Signatures: []Signature{gives(Date, need("x", Text), literal("layout", Text)).optional(1),
				gives(Date, need("x", Date, Month, Timestamp))}},
		{Name: "is_date", Group: "date", Title: "Text that date can read", Example: `is_date(birth_text, "yyyyMMdd")`,
			Signatures: []Signature{gives(Boolean, need("x", Text), literal("layout", Text)).optional(1)}},
		{Name: "month", Group: "date", Faults: []Fault{NotADate}, Title: "Month from a date, timestamp or text",
			Doc: "Text by a layout (yyyy-MM if left out); otherwise faulted.", Example: `pay_month > month(other.death_date)`,
			Signatures: []Signature{gives(Month, needIn("x", calendaric)),
				gives(Month, need("x", Text), literal("layout", Text)).optional(1)}},
		part("year", "Year number", `year(birth_date) >= 1900`, calendaric),
		part("month_of", "Month number, 1 to 12", `month_of(pay_date) == 1`, calendaric),
		part("day", "Day of the month", `day(pay_date) <= 10`, dated),
		part("weekday", "Day of the week, Monday 1 to Sunday 7", `weekday(pay_date) <= 5`, dated),
		{Name: "today", Group: "date", Title: "The day of the check", Doc: "The as-of instant's civil day; fixed for the whole attempt.",
			Example: `death_date <= today()`, Signatures: []Signature{gives(Date)}},
		{Name: "now", Group: "date", Title: "The time of the check", Doc: "The as-of instant's civil time; fixed for the whole attempt.",
			Example: `registered_at <= now()`, Signatures: []Signature{gives(Timestamp)}},
	}
}

// calendarTable holds civil arithmetic.
func calendarTable() []Function {
	two := func(in Bases) []Param { return []Param{same("a", in), same("b", in)} }
	whole := BasesOf(Date, Month)
	return []Function{
		{Name: "days_between", Group: "date", Title: "Days from a to b", Doc: "b - a; negative if b is earlier.",
			Example: `days_between(apply_date, pay_date) <= 30`, Signatures: []Signature{gives(Integer, two(BasesOf(Date))...)}},
		{Name: "working_days_between", Group: "date", Nulls: NullPartial, Title: "Working days from a to b",
			Doc:     "The working days after a up to and including b by the table of holidays, adjusted working days included; negative if b is earlier. Unknown beyond the years of the table.",
			Example: `working_days_between(apply_date, pay_date) <= 20`, Signatures: []Signature{gives(Integer, two(BasesOf(Date))...)}},
		{Name: "months_between", Group: "date", Title: "Whole months from a to b",
			Doc:     "The largest n with add_months(a, n) <= b; for b before a the negative of months_between(b, a).",
			Example: `months_between(start_date, end_date) <= 12`, Signatures: []Signature{gives(Integer, two(whole)...)}},
		{Name: "seconds_between", Group: "date", Title: "Whole seconds from a to b", Doc: "Fractions are cut towards zero.",
			Example: `seconds_between(sent_at, received_at) < 3600`, Signatures: []Signature{gives(Integer, two(BasesOf(Timestamp))...)}},
		{Name: "add_days", Group: "date", Faults: []Fault{OutOfCalendar}, Title: "So many days later", Example: `add_days(apply_date, 30)`,
			Signatures: []Signature{gives(Date, need("date", Date), need("days", Integer))}},
		{Name: "add_months", Group: "date", Faults: []Fault{OutOfCalendar}, Title: "So many months later",
			Doc: "The same day of that month, or its last day if it has no such day.", Example: `add_months(birth_date, 12 * 60)`,
			Signatures: []Signature{gives(Date, need("date", Date), need("months", Integer)),
				gives(Month, need("month", Month), need("months", Integer))}},
		{Name: "first_day", Group: "date", Title: "First day of the month", Example: `first_day(pay_month)`,
			Signatures: []Signature{gives(Date, needIn("x", whole))}},
		{Name: "last_day", Group: "date", Title: "Last day of the month", Example: `death_date <= last_day(pay_month)`,
			Signatures: []Signature{gives(Date, needIn("x", whole))}},
		{Name: "age", Group: "date", DefaultToday: 1, Title: "Age in whole years by birthday",
			Doc:     "On the given day, or the day of the check. Who is born on 29 February has the birthday on 28 February in other years. Negative before birth.",
			Example: `age(birth_date) >= 60`, Signatures: []Signature{gives(Integer, need("birth", Date), need("on", Date)).optional(1)}},
	}
}
