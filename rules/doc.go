// Package rules says what an expression means. It compiles the source of a rule
// against a schema, judges record batches with all rules of a table at once, and
// shows the values of the parts of a rule for one row.
//
// It owns the language: expr-lang's syntax, read by expr-lang's parser, but with our
// types, three-valued logic, exact decimals and civil dates (package ir holds the
// meaning, Reference the table for readers). It refuses I/O, the clock and anything
// that varies between two runs: what a rule needs from outside comes in an Env.
//
//	expr, problems := rules.Compile(`death_date >= id_card_birth(id_card)`, rules.Scope{Schema: schema})
//	set, err := rules.CompileSet([]*rules.Expr{expr}, schema, env)
//	verdicts, err := set.Eval(record)
//
// The verdict of a row is true, false, unknown (an operand is null) or faulted (a
// division by zero, an overflow). Back ends: rules/kernel for batches, rules/sqlgen
// for what a server may judge, rules/interp as the slow and obvious reference.
package rules
