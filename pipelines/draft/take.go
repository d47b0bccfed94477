package draft

import (
	"context"
	"hash/fnv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/connectors"
)

// Options bound a look.
type Options struct {
	Rows int64     // 0: DefaultRows
	AsOf time.Time // in the zone of the civil times; what lies behind it is future
}

// Take looks at a table: its catalogue, an exact count where the source can count, and
// one scan of the first rows, every column as text. Errors are the source's own. The
// source stays the caller's.
func Take(ctx context.Context, source connectors.Source, table string, o Options) (*Profile, error) {
	if o.Rows <= 0 {
		o.Rows = DefaultRows
	}
	from := connectors.Relation{Name: table}
	schema, err := source.Schema(ctx, from)
	if err != nil {
		return nil, err
	}
	p := &Profile{Table: table, Comment: schema.Comment, Columns: newColumns(schema), Indexes: schema.Indexes, AsOf: o.AsOf}
	if len(p.Columns) == 0 {
		return nil, &connectors.Error{Op: "draft", Relation: table, Class: connectors.Missing, Reason: "no column can be read"}
	}
	p.Key = schema.PrimaryKey
	if p.Key == nil && len(schema.Unique) > 0 {
		p.Key = schema.Unique[0]
	}
	if err := p.scan(ctx, source, from, o.Rows); err != nil {
		return nil, err
	}
	p.Rows = p.Seen
	if querier, ok := source.(connectors.Querier); ok {
		if p.Rows, err = count(ctx, querier, from); err != nil {
			return nil, err
		}
		p.Counted = true
	}
	p.Whole = p.Seen < o.Rows
	return p, nil
}

func (p *Profile) scan(ctx context.Context, source connectors.Source, from connectors.Relation, limit int64) error {
	request := connectors.Request{From: from, Limit: limit}
	for _, c := range p.Columns {
		request.Columns = append(request.Columns, connectors.Column{Name: c.Name, Physical: []string{c.Name}, Type: arrow.BinaryTypes.String})
	}
	stream, err := source.Scan(ctx, request)
	if err != nil {
		return err
	}
	defer stream.Close()
	look := &look{profile: p, recogniser: recogniser{moments()}, seen: make([]map[uint64]struct{}, len(p.Columns))}
	for i := range look.seen {
		look.seen[i] = map[uint64]struct{}{}
	}
	for stream.Next() {
		look.batch(stream.Record())
	}
	return stream.Err()
}

// look carries what is needed while rows go by: of every value of a column that has
// had no value twice a hash is kept.
type look struct {
	profile    *Profile
	recogniser recogniser
	seen       []map[uint64]struct{}
}

func (l *look) batch(record arrow.Record) {
	l.profile.Seen += record.NumRows()
	for i := range l.profile.Columns {
		cells, ok := record.Column(i).(*array.String)
		if !ok {
			continue
		}
		for row := range cells.Len() {
			if cells.IsNull(row) {
				l.profile.Columns[i].Nulls++
				l.profile.Columns[i].Unique = false
				continue
			}
			l.value(i, cells.Value(row))
		}
	}
}

func (l *look) value(i int, raw string) {
	c := &l.profile.Columns[i]
	text := strings.TrimFunc(raw, unicode.IsSpace)
	if text == "" {
		c.Blanks++
		c.Unique = false
		return
	}
	length := utf8.RuneCountInString(raw)
	if c.Filled == 0 || length < c.Shortest {
		c.Shortest = length
	}
	c.Filled++
	c.Longest = max(c.Longest, length)
	if len(text) < len(raw) {
		c.Spaced++
	}
	if folded := fold(text); folded != text {
		c.Wide++
		text = folded
	}
	if !c.Twice {
		l.once(i, text)
	}
	if c.Values != nil {
		c.Values[strings.Clone(text)]++
		if len(c.Values) > MaxValues {
			c.Values = nil
		}
	}
	l.recogniser.look(c, text)
}

// once remembers a value's hash; a second one ends the column's uniqueness.
func (l *look) once(i int, text string) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash never fails
	sum := h.Sum64()
	if _, twice := l.seen[i][sum]; twice {
		l.profile.Columns[i].Unique, l.profile.Columns[i].Twice = false, true
		l.seen[i] = nil
		return
	}
	l.seen[i][sum] = struct{}{}
}

// fold makes full-width letters, digits and signs narrow.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' && r != '，' && r != '（' && r != '）' && r != '：' && r != '；' {
			return r - '！' + '!'
		}
		return r
	}, text)
}

func count(ctx context.Context, source connectors.Querier, from connectors.Relation) (int64, error) {
	stream, err := source.Aggregate(ctx, connectors.Aggregate{From: from, Terms: []connectors.Term{{Name: "rows", Func: connectors.Count}}})
	if err != nil {
		return 0, err
	}
	defer stream.Close()
	counted := int64(-1)
	for stream.Next() { // to the end: a login whose answer is left off is lost
		if rows, ok := stream.Record().Column(0).(*array.Int64); ok && rows.Len() > 0 {
			counted = rows.Value(0)
		}
	}
	if err := stream.Err(); err != nil {
		return 0, err
	}
	if counted < 0 {
		return 0, &connectors.Error{Op: "draft", Relation: from.Name, Class: connectors.Protocol, Reason: "a count is no number"}
	}
	return counted, nil
}
