package measure

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
)

const (
	// rowsInBlock is how many rows a block should have: fewer make more digests travel,
	// more make more rows travel with one that differs.
	rowsInBlock = 64
	// mostBlocksAsked is how many differing blocks are read one by one; beyond, a side is
	// read as a whole.
	mostBlocksAsked = 4 * mostKeys
)

// A block is the digest of its rows.
type block struct {
	rows int64
	sums [4]string
}

// digests gives what both sides are to be asked for, ok if both can digest: the key is
// their tables' own, so that a block's rows are as many as its keys, and the servers
// judge every filter. Two sides of one source would wait for each other's connection.
func (r *reconciler) digests() (own, other connectors.Digest, ok bool) {
	if r.measure.Until != nil || r.measure.OtherUntil != nil || r.own.emptyIsNull || r.own.bind.source == r.other.bind.source {
		return own, other, false
	}
	digits := 1
	for rows := max(r.own.bind.schema.Rows, r.other.bind.schema.Rows) / rowsInBlock; rows >= 16 && digits < 4; rows /= 16 {
		digits++
	}
	own, ok = r.own.digest(digits, "own")
	if !ok {
		return own, other, false
	}
	other, ok = r.other.digest(digits, "other")
	return own, other, ok
}

// digestsPay tells whether digests are the way, and why: what the check says, then what
// the sources' modes say, else what the sizes and the links do. By cost they must take
// half of what reading takes, since the rows of blocks that differ are read on top.
func (r *reconciler) digestsPay() (pay bool, why string) {
	if r.measure.Transfer == checks.TransferChecksums {
		return true, ""
	}
	read, digested := 0.0, 0.0
	for _, d := range []*reading{r.own, r.other} {
		switch r.patrol.mode(d.bind.watch.Source) {
		case Stream:
			return false, ""
		case Pushdown:
			return true, ""
		}
		c := r.patrol.costing(d.bind)
		read += c.scan(d.bind.watch, slices.Concat(d.on, d.compared))
		digested += c.digest()
	}
	return 2*digested < read, compared("checksums", digested, "rows", read)
}

func (d *reading) digest(digits int, side string) (request connectors.Digest, ok bool) {
	if _, ok := d.bind.source.(connectors.Digester); !ok || len(d.bind.schema.PrimaryKey) != len(d.on) || !d.ordered() {
		return request, false
	}
	env := d.slot.task.Env
	request = connectors.Digest{From: d.bind.from, Digits: digits, Side: side}
	if request.Where, ok = pushed(d.bind, env, d.bind.watch.Where, d.where); !ok {
		return request, false
	}
	for i, name := range slices.Concat(d.on, d.compared) {
		m := d.bind.watch.Mapping(name)
		if !plain(m) || !d.bind.native(m) {
			return request, false
		}
		request.Columns = append(request.Columns, physical(m, env))
		if i < len(d.on) {
			request.Key = append(request.Key, physical(m, env))
		}
	}
	_, err := d.bind.source.(connectors.Digester).InBlocks(request, nil)
	return request, err == nil
}

// compareBlocks has both sides digested, counts the blocks that agree and reads the rows
// of the others. done is false if too many differ: then all rows have to be read.
func (r *reconciler) compareBlocks(ctx context.Context, own, other connectors.Digest) (done bool, err error) {
	here, err := r.own.blocks(ctx, r.patrol, own)
	if err != nil {
		return false, err
	}
	there, err := r.other.blocks(ctx, r.patrol, other)
	if err != nil {
		return false, err
	}
	var differing []string
	var same walked
	for name, b := range here {
		if there[name] != b {
			differing = append(differing, name)
		} else {
			same.rows, same.keys = same.rows+2*b.rows, same.keys+b.rows
		}
	}
	for name := range there {
		if _, ok := here[name]; !ok {
			differing = append(differing, name)
		}
	}
	if len(differing) > mostBlocksAsked {
		return false, nil
	}
	slices.Sort(differing)
	r.walked = same
	for chunk := range slices.Chunk(differing, mostKeys) {
		filters := map[*reading]connectors.Fragment{}
		for d, request := range map[*reading]connectors.Digest{r.own: own, r.other: other} {
			if filters[d], err = d.inBlocks(request, chunk); err != nil {
				return false, err
			}
		}
		err := r.reread(ctx, func(d *reading) filtered { return filtered{filter: filters[d]} })
		if err != nil || r.found.result.Failure != nil {
			return true, err
		}
	}
	return true, nil
}

func (d *reading) inBlocks(request connectors.Digest, names []string) (connectors.Fragment, error) {
	f, err := d.bind.source.(connectors.Digester).InBlocks(request, names)
	return and(request.Where, f), err
}

// blocks asks a side for its digests.
func (d *reading) blocks(ctx context.Context, p *patrol, request connectors.Digest) (map[string]block, error) {
	w := p.watchman(WorkQuestion, d.bind.watch.Source, d.bind.from.Name)
	stream, err := d.bind.source.(connectors.Digester).Digest(ctx, request)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	all := map[string]block{}
	w.seen.Columns = 2 + len(block{}.sums)
	for stream.Next() {
		record := stream.Record()
		w.seen.Rows += record.NumRows()
		w.seen.Bytes += sizeOf(record)
		for row := range int(record.NumRows()) {
			b := block{rows: record.Column(1).(*array.Int64).Value(row)}
			for i := range b.sums {
				b.sums[i] = record.Column(2 + i).ValueStr(row)
			}
			all[record.Column(0).(*array.String).Value(row)] = b
		}
		if len(stream.Faults()) > 0 {
			return nil, fmt.Errorf("a digest of %s does not decode", d.bind.watch.Path())
		}
	}
	if err := stream.Err(); err != nil {
		return nil, err
	}
	p.tell(w)
	return all, nil
}
