package exchange

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/goccy/go-yaml"
)

// include lays the shared parts that a table names before what it says itself, as
// checks.Load does. Of several layers the last that has a part counts.
func (t *writtenTable) include(layers []fs.FS) error {
	var whole writtenTable
	for _, name := range t.Include {
		part, err := sharedPart(name, layers)
		if err != nil {
			return err
		}
		whole.join(part)
	}
	whole.join(t)
	t.Columns, t.Checks = whole.Columns, whole.Checks
	return nil
}

func sharedPart(name string, layers []fs.FS) (*writtenTable, error) {
	for _, layer := range slices.Backward(layers) {
		if layer == nil {
			continue
		}
		data, err := fs.ReadFile(layer, "shared/"+name+".yaml")
		if err != nil {
			continue
		}
		part := &writtenTable{}
		if err := yaml.Unmarshal(data, part); err != nil {
			return nil, fmt.Errorf("shared/%s.yaml cannot be read: %w", name, err)
		}
		return part, nil
	}
	return nil, fmt.Errorf("there is no shared/%s.yaml to include", name)
}

// join adds another's columns and checks; one of the same name, or of the same written
// id, takes the place of the first.
func (t *writtenTable) join(other *writtenTable) {
	for _, item := range other.Columns {
		if at := slices.IndexFunc(t.Columns, func(c yaml.MapItem) bool { return c.Key == item.Key }); at >= 0 {
			t.Columns[at] = item
		} else {
			t.Columns = append(t.Columns, item)
		}
	}
	for _, check := range other.Checks {
		id := writtenID(check)
		if at := slices.IndexFunc(t.Checks, func(c yaml.MapSlice) bool { return id != nil && writtenID(c) == id }); at >= 0 {
			t.Checks[at] = check
		} else {
			t.Checks = append(t.Checks, check)
		}
	}
}

func writtenID(check yaml.MapSlice) any {
	for _, item := range check {
		if item.Key == "id" {
			return item.Value
		}
	}
	return nil
}
