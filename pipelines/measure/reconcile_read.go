package measure

import (
	"context"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A reading is how the rows of one side of a Reconcile come by.
type reading struct {
	bind         *binding
	slot         *slot
	on, compared []string
	until, where *rules.Expr
	emptyIsNull  bool

	side   *reconciledSide
	sorter *sorter
	scan   *scan // of its own, in the order of the key; nil: the patrol's scan serves it
}

// join has the scan of the watch serve this side too.
func (d *reading) join(p *patrol) {
	r, sc := p.readerFor(d.bind, d.slot.task.Env)
	d.sorter = p.newSorter()
	d.serve(r, sc, d.sorter)
}

// ordered tells whether the source can give the rows in the order of the key.
func (d *reading) ordered() bool {
	orderer, ok := d.bind.source.(connectors.Orderer)
	if !ok || d.bind.watch.From.Call != nil {
		return false
	}
	var columns []connectors.Column
	for _, name := range d.on {
		m := d.bind.watch.Mapping(name)
		if !plain(m) || !d.bind.native(m) || m.Type.Base == ir.Float {
			return false
		}
		columns = append(columns, physical(m, d.slot.task.Env))
	}
	return orderer.Ordered(d.bind.from, d.bind.schema, columns)
}

// apart makes a scan that gives this side's rows in the order of the key.
func (d *reading) apart(p *patrol, digested bool, why string) {
	filter, residual := p.filter(d.bind, d.slot.task.Env)
	d.scan = d.privately(filter, residual)
	d.serve(d.scan.readers[0], d.scan, nil)
	for _, name := range d.on {
		d.scan.order = append(d.scan.order, d.scan.columns[d.scan.need(physical(d.bind.watch.Mapping(name), d.slot.task.Env))].Name)
	}
	d.scan.note = "walked in the order of the key beside the other side, which is checked; nothing is sorted here"
	if digested {
		d.scan.note = "checksums of blocks are compared first: only the rows of blocks that differ leave the source"
		if why != "" {
			d.scan.note += "; " + why
		}
	}
	p.paired = append(p.paired, d.scan)
}

// serve makes a reader feed this side's rows to a place.
func (d *reading) serve(r *reader, sc *scan, into place) {
	r.used = nil
	r.need(sc, d.on...)
	r.need(sc, d.compared...)
	f := &feed{slot: d.slot, where: r.rule(sc, d.where)}
	d.side = &reconciledSide{slot: d.slot, on: d.on, compared: d.compared, until: r.rule(sc, d.until), into: into, emptyIsNull: d.emptyIsNull}
	f.take, f.rules = d.side, r.used
	r.feeds = append(r.feeds, f)
}

// privately makes a scan that serves this side alone.
func (d *reading) privately(filter connectors.Fragment, residual *rules.Expr) *scan {
	sc := &scan{source: d.bind.source, name: d.bind.watch.Source, from: d.bind.from, filter: filter, position: map[string]int{}}
	r := &reader{bind: d.bind, env: d.slot.task.Env, residual: -1}
	sc.readers = append(sc.readers, r)
	r.residual = r.rule(sc, residual)
	return sc
}

func (d *reading) sorted() (*cursor, error) { return d.sorter.sorted() }

func (d *reading) close() {
	if d.sorter != nil {
		d.sorter.close()
	}
}

// oracle tells that the source takes empty text for null.
func (b *binding) oracle() bool {
	querier, ok := b.source.(connectors.Querier)
	if !ok {
		return false
	}
	flavour, err := querier.Flavour(context.Background())
	return err == nil && flavour.Dialect == "oracle"
}
