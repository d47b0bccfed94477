// Package importlaw holds the tree to its laws: who may import whom, what may never
// be linked, how long a file and a function may be, and that every package says what
// it owns. All of it is in the tests; nothing imports this package.
//
// The import graph stands in docs/imports.golden, one line an edge, and a change of it
// is a change that a reviewer sees. `go test ./tools/importlaw -update` rewrites the
// file and keeps the reasons; an edge that needs a reason stays refused until somebody
// has written one behind a # in its line.
package importlaw
