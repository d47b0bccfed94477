package report

import (
	"encoding/json"
	"io"
)

// A Diff is the published form of a comparison of two recorded runs. Everything in it
// is masked.
type Diff struct {
	SchemaVersion int         `json:"schema_version" jsonschema:"const=1" jsonschema_description:"Version of this form; within a version members are only added."`
	Before        string      `json:"before" jsonschema_description:"The earlier run as it was named: system/watch@period, or with #attempt."`
	After         string      `json:"after"`
	Pruned        []string    `json:"pruned" jsonschema_description:"Of the two, those whose keys are not kept any more: only verdicts and figures are compared."`
	Changed       []DiffCheck `json:"changed" jsonschema_description:"Checks that differ, in the order of the first run, then what only the second has."`
	Same          int         `json:"same" jsonschema_description:"How many checks are as they were."`
}

// A DiffCheck is one check that differs.
type DiffCheck struct {
	Aspect string       `json:"aspect" jsonschema:"enum=link,enum=content"`
	Check  string       `json:"check"`
	Group  string       `json:"group,omitempty"`
	Before *DiffOutcome `json:"before" jsonschema:"nullable" jsonschema_description:"Null if only the second run has the check."`
	After  *DiffOutcome `json:"after" jsonschema:"nullable"`
	New    DiffKeys     `json:"new" jsonschema_description:"Violations that only the second run has, by fingerprint."`
	Gone   DiffKeys     `json:"gone" jsonschema_description:"Violations that only the first run has."`
}

// A DiffOutcome is what one run says of the check.
type DiffOutcome struct {
	ID         string  `json:"id" jsonschema_description:"Names the outcome to dogwatch explain."`
	Verdict    string  `json:"verdict" jsonschema:"enum=pass,enum=warn,enum=fail,enum=error,enum=skipped,enum=waiting"`
	Measured   *string `json:"measured" jsonschema:"nullable"`
	Unit       string  `json:"unit,omitempty"`
	Violations int64   `json:"violations"`
	Stock      int64   `json:"stock"`
	StockLeft  int64   `json:"stock_left"`
	Excepted   int64   `json:"excepted"`
}

// DiffKeys are violations that one side alone has.
type DiffKeys struct {
	Count int      `json:"count"`
	Keys  []string `json:"keys" jsonschema_description:"The first of them by masked key, as many as --keys allows."`
}

// WriteDiff writes a comparison as JSON.
func WriteDiff(w io.Writer, d Diff) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(d)
}
