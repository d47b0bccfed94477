// Package kernel judges record batches with bound expressions, column by column. It
// gives what package interp gives, some hundred times faster, and is held to that by
// a differential test.
//
// It owns the loops: typed vectors with a null and a fault bitmap, no interface
// value per row, expressions that several rules share computed once, constants never
// spread over the rows, lists hashed, patterns and layouts compiled beforehand, texts
// that repeat judged once, encoded by a dictionary or not. It
// refuses to know the language (package rules compiles it) and takes bound trees
// only. Arrow's own compute kernels are not used: those of version 15 crash on
// decimals and know neither nulls nor faults as rules do.
//
// A batch is judged in chunks of 1024 rows, so that the vectors of all expressions
// stay in the cache and memory does not grow with the batch. Every branch of an
// expression is computed for every row and the choice is made by bitmaps, which
// gives the same answer as judging lazily, since nothing has an effect.
//
// Decimals are int64 as long as their unscaled number fits, and fall back to math/big
// row by row. Texts are expected to be UTF-8, as connectors deliver them.
package kernel
