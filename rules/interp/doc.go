// Package interp evaluates a bound expression for one row, slowly and obviously. It
// is the reference of meaning: where a kernel or a server disagrees with it, they
// are wrong, and traces are made with it.
//
// It owns nothing but the evaluation; what each function means stands in package ir.
// It refuses batches, caching and short cuts that would make it less plain.
package interp
