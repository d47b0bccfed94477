// Package ir is what an expression is after checking: types, values, a typed tree
// and the table of functions. The interpreter, the kernels and the SQL generator
// all read this tree and nothing else, so that a rule has one meaning.
//
// It owns the meaning in words (the Doc of each Function and the notes below) and
// the small exact arithmetic that everyone needs (decimals, civil days). It refuses
// to evaluate anything and to know where the data lie.
//
// # Evaluation
//
// A node gives, per row, a value, null (unknown) or a fault with a reason.
//
//   - Strict functions (NullStrict): the first faulted argument from the left makes
//     the result that fault; else any null argument makes it null.
//   - and: false if either side is false; else the left-most fault; else null if
//     either side is null; else true. or is its mirror image. So a guard works from
//     both sides and evaluation order does not matter.
//   - x in [a, b] is x == a or x == b; between(x, a, b) is x >= a and x <= b.
//   - if(c, a, b): a null condition takes b, a faulted one faults; only the branch
//     that is taken can fault.
//   - coalesce(a, b, …): the first value that is not null; a fault met before it
//     faults, what stands after it is not looked at.
//   - x == nil and x != nil become is_null and not_null, never null themselves.
//
// # Numbers
//
// Integers are int64. Decimals have at most 38 digits; an operation is exact and
// faults only when its exact result has more than 38 digits at the scale of its
// node. Comparison of decimals of different scales is exact and cannot fault. A
// float that is NaN in a column is null; an operation whose result is NaN or
// infinite faults with Overflow.
package ir
