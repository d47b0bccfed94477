package report

import (
	"encoding/json"

	"github.com/invopop/jsonschema"
)

// Schema gives the JSON Schema of a published Result. Members that it does not know
// are allowed: a version only adds.
func Schema() ([]byte, error) {
	return schemaOf(&Result{}, "Result of a patrol", "What `dogwatch run --format json` and `dogwatch report --format json` write. Everything in it is masked.")
}

// DiffSchema gives the JSON Schema of a published Diff, by the same law.
func DiffSchema() ([]byte, error) {
	return schemaOf(&Diff{}, "Comparison of two runs", "What `dogwatch diff RUN RUN --format json` writes. Everything in it is masked.")
}

// CoverageSchema gives the JSON Schema of a published Coverage, by the same law.
func CoverageSchema() ([]byte, error) {
	return schemaOf(&Coverage{}, "Coverage of a service year", "What `dogwatch coverage --format json` writes: a line for each row of the agreement.")
}

func schemaOf(form any, title, description string) ([]byte, error) {
	reflector := jsonschema.Reflector{AllowAdditionalProperties: true, Anonymous: true, ExpandedStruct: true}
	schema := reflector.Reflect(form)
	schema.Title, schema.Description = title, description
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}
