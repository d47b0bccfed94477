package checks

import (
	"encoding/json"
	"fmt"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// schemaDialect names the draft of JSON Schema.
const schemaDialect = "https://json-schema.org/draft/2020-12/schema"

// JSONSchema gives the JSON Schema of one sort of file ("deployment", "contract",
// "watches", "rules", "service", "samples", "watch-samples"), indented, for editors to complete and
// check YAML with. It comes from the same table as the parser.
func JSONSchema(name string, kinds []Kind) ([]byte, error) {
	for _, f := range FileShapes(kinds) {
		if f.Name != name {
			continue
		}
		s := syntax.Schema(f.Shape)
		s.Version, s.Title, s.Description = schemaDialect, "Dogwatch: "+f.Files, f.Doc
		return json.MarshalIndent(s, "", "  ")
	}
	return nil, fmt.Errorf("no schema %q", name)
}
