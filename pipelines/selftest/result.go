package selftest

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/dogwatch/dogwatch/connectors"
)

// The topics of a Finding.
const (
	TopicValue    Topic = "value"    // do values arrive as they are
	TopicFunction Topic = "function" // does the server judge as we do
	TopicFigure   Topic = "figure"   // does it count, bound and add as we do
	TopicSession  Topic = "session"  // fences, settings, rights
)

// Topic says what sort of thing was tried.
type Topic string

// The verdicts of a Finding.
const (
	Agrees  Verdict = "agrees"
	Differs Verdict = "differs" // or the server refuses the question
	Ours    Verdict = "ours"    // not given to this dialect: judged by Dogwatch in any case
	Advice  Verdict = "advice"  // nothing is wrong, but it could be better
	Untold  Verdict = "untold"  // the server has no answer to that
)

// Verdict says how an answer compares with ours.
type Verdict string

// Everything in Result.Differs stands for the whole language of a server that does not
// give the trial's values back.
const Everything = "*"

// A Finding is one question with its answer.
type Finding struct {
	Topic   Topic   `json:"topic"`
	Name    string  `json:"name"`  // the function, figure, column or setting
	Asked   string  `json:"asked"` // the condition or figure, in the language of rules
	Verdict Verdict `json:"verdict"`
	Where   string  `json:"where,omitempty"`  // the first case that differs
	We      string  `json:"we,omitempty"`     // what we say of it, or want
	Server  string  `json:"server,omitempty"` // what the server says
	Why     string  `json:"why,omitempty"`
}

// A Result is what a selftest found. It names neither source nor login nor address.
type Result struct {
	SchemaVersion int       `json:"schema_version"`
	Version       string    `json:"version"` // of Dogwatch
	Server        Server    `json:"server"`
	Findings      []Finding `json:"findings"`
	// Differs names the functions, and the figures ("figure sum"), that Dogwatch judges
	// itself from now on for this source, sorted. Never nil.
	Differs []string `json:"differs"`
}

// Server is what a server says of itself.
type Server struct {
	Dialect   string `json:"dialect"`
	Product   string `json:"product"`
	Version   string `json:"version"`
	Charset   string `json:"charset"`
	Collation string `json:"collation"`
}

const schemaVersion = 1

func newResult(version string, f connectors.Flavour) *Result {
	return &Result{SchemaVersion: schemaVersion, Version: version, Server: Server(f), Differs: []string{}}
}

// add keeps a finding; what differs and has a substitute is named.
func (r *Result) add(f Finding) {
	r.Findings = append(r.Findings, f)
	name := f.Name
	switch {
	case f.Verdict != Differs || f.Topic == TopicSession || f.Topic == TopicValue && f.Name != Everything:
		return
	case f.Topic == TopicFigure:
		name = Figure(connectors.Func(f.Name))
	}
	if at, known := slices.BinarySearch(r.Differs, name); !known {
		r.Differs = slices.Insert(r.Differs, at, name)
	}
}

// Figure is how Differs names a figure of an aggregate; Grouped that of groups.
func Figure(f connectors.Func) string { return "figure " + string(f) }

// Grouped stands for all figures by group.
const Grouped connectors.Func = "group"

// Count gives the number of findings with a verdict.
func (r *Result) Count(v Verdict) (n int) {
	for _, f := range r.Findings {
		if f.Verdict == v {
			n++
		}
	}
	return n
}

// WriteBundle writes the result as JSON, to be handed back: no names, no addresses, no
// data.
func (r *Result) WriteBundle(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(r)
}
