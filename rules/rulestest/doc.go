// Package rulestest draws random schemas, rows and typed rules, for tests that hold
// two ways of judging against each other: interpreter, kernels, SQL servers, expr's
// own machine.
//
// It owns the nasty cases: nulls, blanks, U+3000, four-byte text, wildcards, quotes,
// decimals of different scale, the ends of int64, 29 February, the eight dates that
// have no midnight in Asia/Shanghai. It refuses to judge anything.
//
// Text never ends with U+0020, since decoding cuts that on every engine, and holds
// no NUL, which no server stores. Everything drawn compiles.
package rulestest
