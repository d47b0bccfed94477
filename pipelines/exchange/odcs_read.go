package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"

	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// ReadODCS reads an ODCS 3 document, a contract for each object of its schema. lost names
// every key that has no place in a contract. Errors name the key.
func ReadODCS(data []byte) (contracts []*draft.Contract, lost []string, err error) {
	var document map[string]any
	if err := yaml.Unmarshal(data, &document); err != nil || document == nil {
		return nil, nil, fmt.Errorf("the file is no YAML document of the Open Data Contract Standard")
	}
	n := &node{fields: document, lost: &lost}
	if kind := n.text("kind"); kind != odcsKind {
		return nil, nil, fmt.Errorf("kind is %q, not %s", draft.Clip(kind), odcsKind)
	}
	if edition := n.text("apiVersion"); !strings.HasPrefix(edition, "v3.") {
		return nil, nil, fmt.Errorf("apiVersion is %q: versions 3 of the standard are read", draft.Clip(edition))
	}
	id, title := n.text("id"), n.text("name")
	kept := n.customs()
	objects := n.list("schema")
	if len(objects) == 0 {
		return nil, nil, fmt.Errorf("schema lists no object: there is nothing to hold a table against")
	}
	for _, object := range objects {
		c := &draft.Contract{ID: draft.ID(id), Title: title, Direction: "inbound", Partner: kept[propCounterparty], MayBeNone: kept[propMayBeEmpty] == "true"}
		if d := kept[propDirection]; d == "outbound" || d == "call" {
			c.Direction = d
		}
		if err := object.contract(c, len(objects) > 1); err != nil {
			return nil, nil, err
		}
		contracts = append(contracts, c)
	}
	n.ignore("version", "status")
	n.rest()
	slices.Sort(lost)
	return contracts, lost, nil
}

// contract reads one object of the schema.
func (n *node) contract(c *draft.Contract, several bool) error {
	name := n.text("name")
	if several || c.ID == "table" {
		c.ID = draft.ID(name)
	}
	if title := n.text("businessName"); title != "" && (several || c.Title == "") {
		c.Title = title
	}
	if c.Title == "" {
		c.Title = name
	}
	n.ignore("logicalType")
	keys := map[int]string{}
	for _, p := range n.list("properties") {
		if err := p.property(c, keys); err != nil {
			return err
		}
	}
	if len(c.Columns) == 0 {
		return fmt.Errorf("%sproperties lists no column that can be read", n.path)
	}
	for _, position := range slices.Sorted(maps.Keys(keys)) {
		c.Key = append(c.Key, keys[position])
	}
	if len(c.Key) == 0 {
		c.Key = []string{c.Columns[0].Name}
		*n.lost = append(*n.lost, n.path+"properties: no primaryKey; the first column was taken")
	}
	for _, q := range n.list("quality") {
		q.quality(c)
	}
	n.rest()
	if c.Direction == "inbound" && !c.MayBeNone && !slices.ContainsFunc(c.Checks, func(check string) bool { return strings.Contains(check, "row_count: ") }) {
		c.Checks = append(c.Checks, "row_count: 1..\nstatus: proposed")
	}
	return nil
}

// property reads one column.
func (n *node) property(c *draft.Contract, keys map[int]string) error {
	l := draft.Line{Name: n.text("name"), Title: n.text("businessName"), Required: n.text("required") == "true"}
	bad := strings.IndexFunc(l.Name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	if l.Name == "" || bad >= 0 || unicode.IsDigit([]rune(l.Name)[0]) {
		return fmt.Errorf("%sname: %q cannot name a column: use letters, digits and _, beginning with a letter", n.path, draft.Clip(l.Name))
	}
	if l.Title == "" {
		l.Title = l.Name
	}
	logical := n.text("logicalType")
	if logical == "object" || logical == "array" {
		*n.lost = append(*n.lost, n.path+"logicalType: a column of type "+logical)
		return nil
	}
	kept := n.customs()
	l.Type = n.typeOf(logical, l.Title, kept[propType])
	l.Length, l.Range, l.Code, l.CodeOn = kept[propLength], kept[propRange], kept[propCode], kept[propCodeOn]
	if options := n.child("logicalTypeOptions"); options != nil {
		l.MaxLength, l.MinLength, l.Pattern = options.number("maxLength"), options.number("minLength"), options.text("pattern")
		options.rest()
	}
	if n.text("primaryKey") == "true" {
		position := n.number("primaryKeyPosition")
		if _, taken := keys[position]; position < 1 || taken {
			position = 1000 + len(keys)
		}
		keys[position] = l.Name
	}
	if n.text("unique") == "true" {
		c.Checks = append(c.Checks, "unique: ["+l.Name+"]\nstatus: proposed")
	}
	l.Class = classes(n.text("classification"), l.Title, l.Type)
	for _, q := range n.list("quality") {
		q.columnQuality(c, &l)
	}
	n.rest()
	c.Columns = append(c.Columns, l)
	return nil
}

// typeOf is the kept type of ours, else what the standard's type and the physical one say.
func (n *node) typeOf(logical, title, kept string) string {
	physical := n.text("physicalType")
	switch {
	case kept != "":
		return kept
	case logical == "string":
		return meant(title)
	case logical == "number" && physical != "":
		if name, known := typeOf(physical, ""); known && name != "text" {
			return name
		}
	case logical == "" && physical != "":
		if name, known := typeOf(physical, ""); known {
			return name
		}
	case logical == "time":
		*n.lost = append(*n.lost, n.path+"logicalType: time is read as text")
		return "text"
	}
	if name := plainType(logical); name != "" {
		return name
	}
	return "text"
}

// quality reads a rule of a table: ours, or a count of rows.
func (n *node) quality(c *draft.Contract) {
	switch {
	case n.peek("type") == "custom" && n.peek("engine") == odcsEngine && n.peek("implementation") != "":
		n.ignore("type", "engine", "name", "description")
		c.Checks = append(c.Checks, strings.TrimSpace(n.text("implementation")))
	case n.peek("metric") == "rowCount" && n.peek("mustBeGreaterOrEqualTo") != "":
		c.Checks = append(c.Checks, "row_count: "+strconv.Itoa(n.number("mustBeGreaterOrEqualTo"))+"..\nstatus: proposed")
		n.ignore("metric", "type", "name", "description")
	case n.peek("metric") == "rowCount" && n.peek("mustBeGreaterThan") != "":
		c.Checks = append(c.Checks, "row_count: "+strconv.Itoa(n.number("mustBeGreaterThan")+1)+"..\nstatus: proposed")
		n.ignore("metric", "type", "name", "description")
	}
	n.rest()
}

// columnQuality reads a rule of a column: no nulls, no duplicates.
func (n *node) columnQuality(c *draft.Contract, l *draft.Line) {
	switch {
	case n.peek("mustBe") != "0":
	case n.peek("metric") == "nullValues":
		l.Required = true
		n.ignore("metric", "type", "name", "description", "mustBe")
	case n.peek("metric") == "duplicateValues":
		c.Checks = append(c.Checks, "unique: ["+l.Name+"]\nstatus: proposed")
		n.ignore("metric", "type", "name", "description", "mustBe")
	}
	n.rest()
}
