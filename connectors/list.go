package connectors

import "context"

// A Lister is a Source that can name its relations, for people who do not know them.
type Lister interface {
	// Tables lists what the login can see, by name, without what belongs to the server
	// itself. An empty source gives none and no error.
	Tables(ctx context.Context) ([]TableInfo, error)
}

// The kinds of a TableInfo.
const (
	KindTable   = "table"
	KindView    = "view"
	KindSynonym = "synonym"
	KindFile    = "file"
)

// A TableInfo is one relation of a source.
type TableInfo struct {
	Name    string // as Relation.Name takes it
	Kind    string
	Rows    int64 // the server's estimate; -1: not known
	Comment string
}
