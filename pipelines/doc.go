// Package pipelines plans and runs patrols: it joins what must hold (checks) with
// where the data are (connectors), and keeps what came out (store).
//
// The data's way: a Plan names the runs that a selection and an instant give; a
// Patroller claims each run, measures all of them together (package measure), lets
// every check's kind judge, masks what may be shown and records the outcomes.
//
// It owns the meaning of selectors, runs and attempts. It refuses to let a clear
// value pass: outcomes leave here masked, and the only clear keys go to the Reveal
// that a person asked for.
package pipelines
