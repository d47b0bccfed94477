package exchange

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// written is a contract as its file has it.
type written struct {
	Contract     string        `yaml:"contract"`
	Direction    string        `yaml:"direction"`
	Counterparty string        `yaml:"counterparty"`
	Tables       yaml.MapSlice `yaml:"tables"`
	Own          writtenTable  `yaml:",inline"`
}

// writtenTable is what is said of one table.
type writtenTable struct {
	Title      string          `yaml:"title"`
	Key        []string        `yaml:"key"`
	MayBeEmpty bool            `yaml:"may_be_empty"`
	Columns    yaml.MapSlice   `yaml:"columns"`
	Checks     []yaml.MapSlice `yaml:"checks"`
	Include    []string        `yaml:"include"`
}

// writtenColumn is one entry of columns.
type writtenColumn struct {
	Title     string `yaml:"title"`
	Type      string `yaml:"type"`
	Class     string `yaml:"class"`
	Required  bool   `yaml:"required"`
	MaxLength int    `yaml:"max_length"`
	MinLength int    `yaml:"min_length"`
	Length    any    `yaml:"length"`
	Range     any    `yaml:"range"`
	Code      any    `yaml:"code"`
	Pattern   string `yaml:"pattern"`
}

// Read finds the contract called id, or contract.table of one with several tables, in the contracts folders of the layers, the last of
// which counts most. The files have passed checks.Load.
func Read(id string, layers ...fs.FS) (*draft.Contract, error) {
	for _, layer := range slices.Backward(layers) {
		if layer == nil {
			continue
		}
		list, err := ReadAll(layer, layers...)
		if err != nil {
			return nil, err
		}
		if at := slices.IndexFunc(list, func(c *draft.Contract) bool { return c.ID == id }); at >= 0 {
			return list[at], nil
		}
	}
	return nil, fmt.Errorf("there is no contract %q", id)
}

// ReadAll reads all contracts of a layer, by file, with what they include: from the
// layers that are named, or from its own. The files have passed checks.Load.
func ReadAll(layer fs.FS, layers ...fs.FS) ([]*draft.Contract, error) {
	names, err := fs.Glob(layer, "contracts/*.yaml")
	if err != nil {
		return nil, err
	}
	if len(layers) == 0 {
		layers = []fs.FS{layer}
	}
	var all []*draft.Contract
	for _, name := range names {
		if strings.HasSuffix(path.Base(name), "_test.yaml") {
			continue
		}
		data, err := fs.ReadFile(layer, name)
		if err != nil {
			return nil, err
		}
		list, err := parse(data, layers)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, list...)
	}
	return all, nil
}

// parse reads a contract's YAML that has passed checks.Load: one contract, or one for
// each of its tables.
func parse(data []byte, layers []fs.FS) ([]*draft.Contract, error) {
	var w written
	if err := yaml.Unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("the contract cannot be read: %w", err)
	}
	if w.Tables == nil {
		if err := w.Own.include(layers); err != nil {
			return nil, err
		}
		c, err := w.contract(w.Contract, w.Own.Title, &w.Own)
		return []*draft.Contract{c}, err
	}
	var list []*draft.Contract
	for _, item := range w.Tables {
		text, err := yaml.Marshal(item.Value)
		if err != nil {
			return nil, err
		}
		table := writtenTable{Title: fmt.Sprint(item.Key)}
		if err := yaml.Unmarshal(text, &table); err != nil {
			return nil, fmt.Errorf("table %v cannot be read: %w", item.Key, err)
		}
		if err := table.include(layers); err != nil {
			return nil, err
		}
		c, err := w.contract(fmt.Sprintf("%s.%v", w.Contract, item.Key), w.Own.Title+"："+table.Title, &table)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (w *written) contract(id, title string, table *writtenTable) (*draft.Contract, error) {
	c := &draft.Contract{ID: id, Title: title, Direction: w.Direction, Partner: w.Counterparty, Key: table.Key, MayBeNone: table.MayBeEmpty}
	for _, item := range table.Columns {
		text, err := yaml.Marshal(item.Value)
		if err != nil {
			return nil, err
		}
		var column writtenColumn
		if err := yaml.Unmarshal(text, &column); err != nil {
			return nil, fmt.Errorf("column %v cannot be read: %w", item.Key, err)
		}
		c.Columns = append(c.Columns, column.line(fmt.Sprint(item.Key)))
	}
	for _, check := range table.Checks {
		text, err := yaml.Marshal(check)
		if err != nil {
			return nil, err
		}
		c.Checks = append(c.Checks, strings.TrimSpace(string(text)))
	}
	return c, nil
}

func (w *writtenColumn) line(name string) draft.Line {
	class, _ := mask.Parse(w.Class)
	l := draft.Line{
		Name: name, Title: w.Title, Type: w.Type, Class: class, Required: w.Required,
		MaxLength: w.MaxLength, MinLength: w.MinLength, Length: bound(w.Length), Range: bound(w.Range), Pattern: w.Pattern,
	}
	switch code := w.Code.(type) {
	case string:
		l.Code = code
	case map[string]any:
		l.Code, l.CodeOn = bound(code["dictionary"]), bound(code["on"])
	}
	return l
}

func bound(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
