package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

func serviceShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "year", Shape: syntax.Words(), Required: true, Example: `"2026"`, Doc: "The name of the service year."},
		syntax.Key{Name: "from", Shape: syntax.Date(), Required: true, Doc: "Its first day."},
		syntax.Key{Name: "to", Shape: syntax.Date(), Required: true, Doc: "Its last day."},
		syntax.Key{Name: "workflows", Shape: syntax.MapOf(syntax.ListOf(syntax.Words())), Example: "{problem: [排查, 沟通, 处理, 测试, 反馈]}", Doc: "The steps of handling, in order, by the names that clauses use."},
		syntax.Key{Name: "systems", Shape: syntax.MapOf(syntax.Words()), Example: "{all-systems: 各业务系统}", Doc: "Titles of the systems that rows are about and that have no watches."},
		syntax.Key{Name: "like", Shape: syntax.Words(), Example: `"2023"`, Doc: "The service year whose rows, workflows and titles this one takes. A clause here lays its keys over those of the row; a clause of another row joins them. By the year's own name it takes the shipped year, in place of which it stands."},
		syntax.Key{Name: "clauses", Shape: syntax.ListOf(clauseShape()), Doc: "The rows of the agreement. Required without `like`."},
	).Titled("a service year")
}

func clauseShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "row", Shape: syntax.Words(), Required: true, Doc: "The row id of the agreement's table, frozen."},
		syntax.Key{Name: "section", Shape: syntax.Words(), Doc: "The clause's number."},
		syntax.Key{Name: "system", Shape: syntax.Words(), Doc: "The system that it is about."},
		syntax.Key{Name: "title", Shape: syntax.Words(), Doc: "What is to be done. Required unless the row is taken from another year (`like`)."},
		syntax.Key{Name: "by", Shape: syntax.Enum(Services()...), Default: ByWatch, Doc: "What serves it: watches, a job that changes data, a statistical extract, a report, or a person's evidence."},
		syntax.Key{Name: "watches", Shape: syntax.ListOf(syntax.Text()), Example: "[elderly-allowances/death-records]", Doc: "The watches that serve the clause, as system/watch."},
		syntax.Key{Name: "cycle", Shape: syntax.Enum("daily", "weekly", "monthly", "quarterly", "yearly", OnDemand), Default: OnDemand, Doc: "How often it is due."},
		syntax.Key{Name: "defaulted", Shape: syntax.Bool(), Default: "false", Doc: "The agreement states no cycle; the one here is a default."},
		syntax.Key{Name: "counted", Shape: syntax.Integer(), Example: "48", Doc: "How often a year the agreement itself counts: 48 for a weekly clause is four a month."},
		syntax.Key{Name: "minimum", Shape: syntax.Integer(), Example: "24", Doc: "How often a year at least."},
		syntax.Key{Name: "confirmed", Shape: syntax.Bool(), Default: "false", Doc: "A patrol counts once a person has confirmed its record: `dogwatch patrol confirm`."},
		syntax.Key{Name: "scope", Shape: syntax.Enum(ScopeFull, ScopeStable, ScopeRunning, ScopeConnected), Doc: "The qualities that the clause names: full is 联通可用完整准确, stable 联通稳定准确, running 运行情况, connected 对接情况."},
		syntax.Key{Name: "workflow", Shape: syntax.Words(), Doc: "The steps by which a problem is handled: one of `workflows`."},
		syntax.Key{Name: "overview", Shape: syntax.Bool(), Default: "false", Doc: "The agreement names the interface in its overview only."},
	).Titled("a clause")
}
