// Package catalog holds the shipped definitions: contracts, the watches of every
// system, named rules, code tables and the clauses of the service year, embedded in
// the binary in the shape of a workspace.
//
// It owns what is true of a payload and of a system's interface wherever they are. It
// refuses to know a place: a shipped watch reads a table or view with the contract's
// own names, from a source that the deployment has to declare; where the data lie
// otherwise an installation says so in a watch of the same id.
package catalog

import "embed"

// FS is the catalog, with its folders at its root. `use: [builtin]`
// brings it into a workspace.
//
//go:embed contracts shared watches rules codes service interfaces.csv trees.bin
var FS embed.FS
