package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

// samplesShape is the form of a file beside a contract.
func samplesShape() syntax.Shape {
	return sampleFileShape(
		syntax.Key{Name: "contract", Shape: syntax.Name(), Required: true, Doc: "The contract whose checks are tried."},
		syntax.Key{Name: "table", Shape: syntax.Name(), Doc: "Of a contract with several tables: the one whose rows these are."},
		"a sample",
	).Titled("a file of samples")
}

const watchSamplesDoc = "Sample rows for the checks that stand in a system's watches, with the verdicts they must get. " +
	"The columns are the contract's and those that the watch adds; the watch's `where` has let the rows through. " +
	"A sample is not tried where its watch, or what its check needs, is not in effect, nor a shipped one where a workspace changes the check."

// watchSamplesShape is the form of a file beside a system's watches.
func watchSamplesShape() syntax.Shape {
	return sampleFileShape(
		syntax.Key{Name: "system", Shape: syntax.Name(), Required: true, Doc: "The system whose watches are tried."},
		syntax.Key{Name: "watch", Shape: syntax.Text(), Required: true, Example: "fund-payments", Doc: "The id of the watch whose rows these are."},
		"a sample of a watch",
	).Titled("a file of samples of watches")
}

// sampleFileShape is what both have in common; of says whose checks a file tries, and whose
// a sample of it.
func sampleFileShape(of, whose syntax.Key, title string) syntax.Shape {
	row := syntax.MapOf(syntax.Text().OrNull())
	row.Min = 0 // a row of nulls
	tables := syntax.OneOf(syntax.ListOf(row), syntax.Shape{Sort: syntax.SortList, Item: &syntax.Shape{Sort: syntax.SortList, Item: &row}, Min: 1}).
		Noted("rows, or for kinds that judge a whole table a list of tables")
	sample := syntax.Object(
		whose,
		syntax.Key{Name: "check", Shape: syntax.Text(), Required: true, Doc: "The id of the check."},
		syntax.Key{Name: "pass", Shape: tables, Doc: "What must pass."},
		syntax.Key{Name: "fail", Shape: tables, Doc: "What must violate."},
		syntax.Key{Name: "unknown", Shape: tables, Doc: "What must stay unknown: an operand is null."},
		syntax.Key{Name: "fault", Shape: tables, Doc: "What cannot be evaluated."},
		syntax.Key{Name: "earlier", Shape: syntax.ListOf(syntax.Number()), Example: "[98, 102, 100]", Doc: "For `compare` and `band`: what the figure they follow measured in earlier periods, newest first."},
		syntax.Key{Name: "year_ago", Shape: syntax.Number(), Doc: "For `compare` to `year-ago`: what it measured then."},
		syntax.Key{Name: "other", Shape: syntax.MapOf(syntax.ListOf(row)), Doc: "Rows of other contracts, or of other tables of this one, by name."},
	).Titled(title)
	period := syntax.Object(
		syntax.Key{Name: "start", Shape: syntax.Date(), Required: true, Doc: "period.start."},
		syntax.Key{Name: "end", Shape: syntax.Date(), Required: true, Doc: "period.end, the first day after the period."},
	).Titled("a period")
	return syntax.Object(
		of,
		syntax.Key{Name: "as_of", Shape: syntax.Text(), Required: true, Example: `"2026-11-24"`, Doc: "The day or time that today() and freshness see."},
		syntax.Key{Name: "period", Shape: period, Doc: "The period that rules see; the month of as_of by default."},
		syntax.Key{Name: "samples", Shape: syntax.ListOf(sample), Required: true, Doc: "The samples."},
	)
}
