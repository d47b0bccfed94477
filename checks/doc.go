// Package checks says what must hold: it is the vocabulary of definitions
// (contract, watch, check, bound) and of verdicts (measure, result, outcome), and
// Load, which reads a workspace into a Catalog.
//
// It owns the meaning of the YAML files and refuses every I/O except reading an
// fs.FS: the embedded catalog, a workspace on disk and a test share one code path.
// It never sees a connection: a kind (package kind) says what to measure, the
// pipelines measure it, and the kind judges the result.
package checks
