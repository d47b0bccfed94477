package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

func watchesShape(kinds []Kind) syntax.Shape {
	refs := syntax.MapOf(syntax.Text())
	return syntax.Object(
		syntax.Key{Name: "system", Shape: syntax.Name(), Required: true, Example: "elderly-allowances", Doc: "The system's id."},
		syntax.Key{Name: "title", Shape: syntax.Words(), Required: true, Doc: "Its name in reports."},
		syntax.Key{Name: "refs", Shape: refs, Example: "{death-records: elderly-allowances/death-records}", Doc: "For a contract that this system does not watch: whose watch of it comparisons use."},
		syntax.Key{Name: "watches", Shape: syntax.ListOf(watchShape(kinds)), Required: true, Doc: "Its watches."},
	).Titled("a system")
}

func watchShape(kinds []Kind) syntax.Shape {
	from := syntax.Key{Name: "from", Shape: fromShape(), Example: "QZK.QZ_SWXX", Doc: "What is read: a table, view or file by name, a query, or a call. By default the table or view with the contract's name, `_` for `-`: a view with the contract's names needs no mapping."}
	own := boundKeys(kinds)
	table := syntax.Object(append([]syntax.Key{
		from,
		{Name: "title", Shape: syntax.Words(), Doc: "Its name in reports, behind the watch's; the contract's by default."},
		{Name: "was", Shape: syntax.ListOf(syntax.Name()), Doc: "Ids of watches that it was before: their history follows."},
	}, own...)...).Titled("a table of a watch")
	s := syntax.Object(
		syntax.Key{Name: "contract", Shape: syntax.Name(), Required: true, Doc: "The contract that is bound; contract.table binds one of several tables alone."},
		syntax.Key{Name: "id", Shape: syntax.Name(), Doc: "Names the watch in its system; the contract's id by default."},
		syntax.Key{Name: "was", Shape: syntax.ListOf(syntax.Name()), Doc: "Ids it had before: its history follows."},
		syntax.Key{Name: "title", Shape: syntax.Words(), Doc: "Its name in reports; the contract's by default."},
		syntax.Key{Name: "source", Shape: syntax.Name(), Doc: "A source of the deployment file. A shipped watch names one; it is in effect where that is declared, or where a workspace's watch of the same id says more of it."},
		syntax.Key{Name: "absent", Shape: syntax.Words(), Doc: "Why this installation has no such interface: takes a shipped watch out of effect."},
		from,
		syntax.Key{Name: "tables", Shape: syntax.MapOf(table), Doc: "Of a contract with several tables: where each lies. What stands beside holds for all of them. `delivery` may name a column that only some tables have, and none of them is judged before all have come."},
		syntax.Key{Name: "cycle", Shape: cycleShape(), Doc: "How often it is due."},
		syntax.Key{Name: "delivery", Shape: deliveryShape(), Example: "{mode: increment, every: month, due: 5wd 18:00, arrived_at: registered_at}", Doc: "How the partner supplies the data, and by when."},
		syntax.Key{Name: "scope", Shape: syntax.Enum(ScopeAll, ScopePeriod, ScopeSince), Default: "all", Doc: "Which rows a patrol judges: all, those that arrived within the run's period, or those that arrived after the newest of the last accepted run. As the other side of a comparison a watch has all its rows; another table of the same delivery has those of the same scope."},
		syntax.Key{Name: "refs", Shape: syntax.MapOf(syntax.Text()), Doc: "Like the system's, for this watch alone."},
		syntax.Key{Name: "tags", Shape: syntax.ListOf(syntax.Name()), Doc: "Words to select watches by."},
	).Titled("a watch").Choosing("from", "tables")
	s.Beside = map[string][]syntax.Key{"from": own}
	s.Optional = true
	return s
}

// boundKeys are what a watch says of one table beside where it lies.
func boundKeys(kinds []Kind) []syntax.Key {
	return []syntax.Key{
		{Name: "columns", Shape: syntax.MapOf(syntax.OneOf(syntax.Words(), mappingShape())), Doc: "Where each column stands: a physical name, or how it is read. A column that is not listed has its own name."},
		{Name: "where", Shape: syntax.Rule(), Doc: "Only rows for which this is true belong to the payload."},
		{Name: "may_be_empty", Shape: syntax.Bool(), Doc: "The payload may have no rows here."},
		exceptionsKey("every check of the watch"),
		{Name: "checks", Shape: syntax.ListOf(watchCheckShape(kinds)), Doc: "Overrides of the contract's checks by id, and checks of its own; one with the id and kind of a contract's check takes its place."},
	}
}

func fromShape() syntax.Shape {
	call := syntax.Object(
		syntax.Key{Name: "method", Shape: syntax.Enum("GET", "POST"), Default: "GET", Doc: "The HTTP method."},
		syntax.Key{Name: "path", Shape: syntax.Words(), Required: true, Doc: "Behind the source's address."},
		syntax.Key{Name: "query", Shape: syntax.MapOf(syntax.Text()), Doc: "Parameters of the address."},
		syntax.Key{Name: "headers", Shape: syntax.MapOf(syntax.Text()), Doc: "Headers that are no secret; secrets stand with the source."},
		syntax.Key{Name: "body", Shape: syntax.Words(), Doc: "Body of a POST. `{identity}` in it or in the query is the source's test identity."},
		syntax.Key{Name: "content_type", Shape: syntax.Words(), Example: "application/soap+xml; charset=utf-8", Doc: "What the body is; that of JSON, or of XML where the answer is XML, by default."},
		syntax.Key{Name: "answer", Shape: syntax.Enum("json", "xml", "metrics"), Default: "json", Doc: "The form of the answer. metrics is the text of a Prometheus exporter such as node_exporter: each figure is a row with `metric`, `labels`, each label by its own name, and `value`. Of xml, namespaces are ignored, an attribute is `@name`, and a fault of SOAP is an error with its code."},
		syntax.Key{Name: "rows", Shape: syntax.Words(), Example: "data.items", Doc: "Path of the list of rows in the JSON answer, the answer itself by default; of xml the path of the element that is a row, from the root on: Envelope.Body.queryResponse.item."},
	).Titled("a call")
	from := syntax.Object(
		syntax.Key{Name: "query", Shape: syntax.Words(), Example: "SELECT ID, XM FROM RY WHERE ZT = 1", Doc: "A SELECT in the source's dialect."},
		syntax.Key{Name: "union", Shape: syntax.ListOf(syntax.Words()), Example: "[QZ_LOG, QZ_LOG_HIS]", Doc: "Tables of one form whose rows are read as one: shards, or current and history."},
		syntax.Key{Name: "pattern", Shape: syntax.Words(), Example: "QZ_LOG_{period:yyyyMM}", Doc: "A table whose name holds the period's first day."},
		syntax.Key{Name: "each", Shape: syntax.MapOf(syntax.MapOf(syntax.Words())), Example: `{district: {"110101": QZ_110101, "110102": QZ_110102}}`, Doc: "Shards that are judged one by one: the groups' name, and a table for each group."},
		syntax.Key{Name: "call", Shape: call, Doc: "One HTTP request."},
		syntax.Key{Name: "file", Shape: syntax.Words(), Example: "YHXF_{period:yyyyMMdd}*.csv", Doc: "A file below the folder, as a pattern with *, ? and one date: the newest that matches is read, by the date in its name, or without one by its time of change. One that is still being written (.tmp, .part …) is a load in progress."},
	).Titled("from").Choosing("query", "union", "pattern", "each", "call", "file")
	from.Beside = map[string][]syntax.Key{"file": fileKeys()}
	return syntax.OneOf(syntax.Words(), from)
}

func mappingShape() syntax.Shape {
	s := syntax.Object(
		syntax.Key{Name: "column", Shape: syntax.Words(), Doc: "The physical name."},
		syntax.Key{Name: "columns", Shape: syntax.ListOf(syntax.Words()), Doc: "Several physical names, whose texts are joined."},
		syntax.Key{Name: "join", Shape: syntax.Text(), Doc: "What stands between joined texts; nothing by default."},
		syntax.Key{Name: "absent", Shape: syntax.Bool(), Doc: "This source does not deliver the column: checks that need it are skipped."},
		syntax.Key{Name: "why", Shape: syntax.Words(), Doc: "Why it is absent."},
		syntax.Key{Name: "protection", Shape: syntax.Enum("masked", "opaque", "deterministic", "sm4"), Doc: "The source hides the real values: partly covered, as changing tokens, or as tokens that are the same for the same value. Rules over them are skipped; equality and uniqueness hold for the last. With sm4 they are ciphertext of which the source has the key (`sm4`): they are decrypted in memory while they are read, judged like others, and masked as sensitive when they are shown."},
		syntax.Key{Name: "title", Shape: syntax.Words(), Doc: "Of an extra column: its name in reports."},
		syntax.Key{Name: "type", Shape: syntax.Text(), Doc: "Makes an extra column, which the contract does not have."},
		syntax.Key{Name: "class", Shape: syntax.Enum("public", "internal", "personal", "sensitive"), Default: "sensitive", Doc: "Of an extra column."},
		syntax.Key{Name: "format", Shape: syntax.Text(), Example: "yyyyMMdd", Doc: "How a date, month or timestamp is written as text."},
		syntax.Key{Name: "trim", Shape: syntax.Bool(), Doc: "White space at both ends is cut."},
		syntax.Key{Name: "fold", Shape: syntax.Bool(), Doc: "Full-width letters, digits and signs become narrow."},
		syntax.Key{Name: "unit", Shape: syntax.Enum("yuan", "fen"), Default: "yuan", Doc: "The unit in which an amount is stored."},
		syntax.Key{Name: "values", Shape: syntax.MapOf(syntax.Text()), Example: `{"1": 男, "2": 女}`, Doc: "Stored texts and the contract's texts for them."},
	).Titled("a mapping").Choosing("column", "columns", "absent")
	s.Optional = true
	return s
}

func cycleShape() syntax.Shape {
	names := syntax.Enum("daily", "weekly", "monthly", "quarterly", "yearly")
	return syntax.Object(
		syntax.Key{Name: "link", Shape: syntax.OneOf(names, syntax.Duration()), Default: "daily", Doc: "Of the link patrol. A time such as `30m` (10s to 24h) is how often `dogwatch probe --every` tries the link; the link patrol, which judges those probes by `stability`, is daily then."},
		syntax.Key{Name: "content", Shape: names, Default: "weekly", Doc: "Of the content patrol."},
	).Titled("a cycle")
}
