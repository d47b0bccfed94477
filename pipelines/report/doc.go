// Package report shows the result of a patrol: as JSON for machines (its JSON Schema
// is published), as a table for terminals, as JUnit XML and Markdown for pipelines
// of other tools, and as one self-contained HTML page for people, which prints on A4.
//
// It owns what the published result looks like and the words of both languages. It
// refuses to fetch anything: a View brings all that is shown, masked already, and
// the same View gives the same bytes.
//
// It imports package store for one reason: the records of the state are the
// vocabulary of what is shown.
package report
