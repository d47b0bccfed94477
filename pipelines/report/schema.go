package report

import (
	"encoding/json"

	"github.com/invopop/jsonschema"
)

// Schema gives the JSON Schema of a published Result. Members that it does not know
// are allowed: a version only adds.
func Schema() ([]byte, error) {
	reflector := jsonschema.Reflector{AllowAdditionalProperties: true, Anonymous: true, ExpandedStruct: true}
	schema := reflector.Reflect(&Result{})
	schema.Title = "Result of a patrol"
	schema.Description = "What `dogwatch run --format json` and `dogwatch report --format json` write. Everything in it is masked."
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}
