// Package catalog holds the shipped definitions: contracts, named rules and code
// tables, embedded in the binary in the shape of a workspace.
//
// It owns what is true of a payload wherever it is used. It refuses to know a
// source: where the data lie is a watch's business, and watches belong to an
// installation.
package catalog

import "embed"

// FS is the catalog, with contracts, rules and codes at its root. `use: [builtin]`
// brings it into a workspace.
//
//go:embed contracts rules codes
var FS embed.FS
