// Package exchange reads and writes contracts in the forms that other people have: the
// specification sheet of an interface (XLSX) and the Open Data Contract Standard (YAML).
//
// It owns these two forms and Read, which takes a contract as it is written. It refuses
// to lose anything silently: whatever one side cannot carry is named in the list that
// every function gives beside its result. It knows no source and reads no data.
package exchange
