package measure

import (
	"bytes"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// defaultSamples is how many violations an outcome shows.
const defaultSamples = 5

// A collector passes every violation's key on to the sink and keeps the first few
// by key order as samples, so that samples do not depend on the order of rows.
type collector struct {
	task  *Task
	item  *Item
	sink  Sink
	limit int
	kept  []kept
	told  bool // the sink has heard of a violation
}

type kept struct {
	order     []byte
	violation checks.Violation
}

func newCollector(sink Sink, task *Task, item *Item) *collector {
	limit := item.Check.Samples
	if limit == 0 {
		limit = defaultSamples
	}
	return &collector{task: task, item: item, sink: sink, limit: max(limit, 0)}
}

// add takes one violation. detail is asked only if it becomes a sample.
func (c *collector) add(key []checks.Cell, reason string, detail func() []checks.Cell) error {
	_, err := c.stand(key, false, reason, detail)
	return err
}

// stand takes one violation and tells how it stands; excepted: a rule excepts it.
// Samples show fresh ones first: what is known needs nobody.
func (c *collector) stand(key []checks.Cell, excepted bool, reason string, detail func() []checks.Cell) (checks.Standing, error) {
	standing := checks.Fresh
	if c.item.Stand != nil {
		standing = c.item.Stand(key)
	}
	if excepted {
		standing = checks.Excepted
	}
	if c.sink != nil {
		c.item.Standing, c.told = standing, true
		if err := c.sink(c.task, c.item, key); err != nil {
			return standing, err
		}
	}
	c.keep(standing, key, reason, detail)
	return standing, nil
}

// show keeps a row as a sample if it is among the first by key order. The sink does
// not hear of it: a faulted row is shown, but is no violation.
func (c *collector) show(key []checks.Cell, reason string, detail func() []checks.Cell) {
	c.keep(checks.Fresh, key, reason, detail)
}

func (c *collector) keep(standing checks.Standing, key []checks.Cell, reason string, detail func() []checks.Cell) {
	if c.limit == 0 {
		return
	}
	order := append([]byte{byte(standing)}, orderOf(key)...)
	if len(c.kept) == c.limit && bytes.Compare(order, c.kept[len(c.kept)-1].order) >= 0 {
		return
	}
	v := checks.Violation{Key: key, Reason: reason, Standing: standing}
	if detail != nil {
		v.Detail = detail()
	}
	at, _ := slices.BinarySearchFunc(c.kept, order, func(k kept, o []byte) int {
		if n := bytes.Compare(k.order, o); n != 0 {
			return n
		}
		return -1 // behind its equals: the first one added stays first
	})
	c.kept = slices.Insert(c.kept, at, kept{order, v})
	c.kept = c.kept[:min(len(c.kept), c.limit)]
}

// samples gives the kept violations in key order.
func (c *collector) samples() []checks.Violation {
	list := make([]checks.Violation, 0, len(c.kept))
	for _, k := range c.kept {
		list = append(list, k.violation)
	}
	return list
}

func orderOf(key []checks.Cell) []byte {
	var order []byte
	for _, cell := range key {
		order = append(append(order, cell.Text...), 0)
	}
	return order
}

// A keyColumn is one column whose cells name or explain a violation.
type keyColumn struct {
	name  string
	class mask.Class
	typ   ir.Type
}

// keyColumns describes columns of a watch; prefix is "other." for the other side's.
func keyColumns(w *checks.Watch, names []string, prefix string) []keyColumn {
	columns := make([]keyColumn, 0, len(names))
	for _, name := range names {
		m := w.Mapping(name)
		columns = append(columns, keyColumn{prefix + name, m.Class, m.Type})
	}
	return columns
}

// cellOf renders one value of an Arrow column.
func cellOf(c keyColumn, column arrow.Array, row int) checks.Cell {
	return valueCell(c, ir.ValueAt(column, c.typ, row))
}

func valueCell(c keyColumn, v ir.Value) checks.Cell {
	if v.IsNull() {
		return checks.Cell{Name: c.name, Class: c.class, Type: c.typ, Null: true}
	}
	return checks.Cell{Name: c.name, Class: c.class, Type: c.typ, Text: v.String()}
}
