package tnstest

import "strconv"

// A Described column is one of a table as Oracle's catalogue has it.
type Described struct {
	Name, Type       string
	Length           int // in characters
	Precision, Scale string
	NotNull          bool
	Comment          string
}

// Table gives the answers by which the catalogue describes a table with a primary key.
func Table(name string, rows int, key string, columns ...Described) []Answer {
	var described, indexed []Row
	for _, c := range columns {
		length := strconv.Itoa(c.Length)
		described = append(described, Texts(c.Name, c.Type, length, length, c.Precision, c.Scale, map[bool]string{true: "N", false: "Y"}[c.NotNull], c.Comment))
	}
	indexed = []Row{Texts("FRONT.PK", "UNIQUE", key)}
	return []Answer{
		{
			Part: "SELECT c.COLUMN_NAME", Bind: name, Batches: [][]Row{described},
			Columns: TextColumns("COLUMN_NAME", "DATA_TYPE", "DATA_LENGTH", "CHAR_LENGTH", "DATA_PRECISION", "DATA_SCALE", "NULLABLE", "COMMENTS"),
		},
		{Part: "SELECT cc.COLUMN", Bind: name, Columns: TextColumns("COLUMN_NAME"), Batches: [][]Row{{Texts(key)}}},
		{Part: "SELECT i.OWNER", Bind: name, Columns: TextColumns("NAME", "UNIQUENESS", "COLUMN_NAME"), Batches: [][]Row{indexed}},
		{Part: "SELECT t.NUM_ROWS", Bind: name, Columns: TextColumns("NUM_ROWS", "COMMENTS"), Batches: [][]Row{{Texts(strconv.Itoa(rows), "")}}},
	}
}
