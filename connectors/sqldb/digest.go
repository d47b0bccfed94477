package sqldb

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A Canon is a Dialect that can write a value as the text that every Canon writes for it,
// and hash texts. Hashes are MD5 in 32 hexadecimal digits: no secret hangs on them.
type Canon interface {
	// Canonical is the text of a quoted column that is not null, or "" for a type that
	// cannot be written alike; wrong stands for a value that does not decode.
	Canonical(column string, t arrow.DataType, wrong string) string
	// Labelled puts the length of a text in bytes and a colon before it, and gives N for null.
	Labelled(text string) string
	// Join puts texts behind one another.
	Join(texts []string) string
	// Hash is the hash of a text; Block its first digits; Word the n-th 32 bits of it as a
	// number, from 0.
	Hash(text string) string
	Block(hash string, digits int) string
	Word(hash string, n int) string
}

var _ connectors.Digester = (*Source)(nil)

// words is the number of sums: together they are as wide as the hash.
const words = 4

// Digest implements connectors.Digester.
func (s *Source) Digest(ctx context.Context, request connectors.Digest) (connectors.Stream, error) {
	at := s.scene("digest", request.From)
	statement, err := selectDigests(s.dialect, request)
	if err != nil {
		return nil, at.definition(err)
	}
	columns := []connectors.Column{{Name: "block", Type: arrow.BinaryTypes.String}, {Name: "rows", Type: arrow.PrimitiveTypes.Int64}}
	for i := range words {
		columns = append(columns, connectors.Column{Name: fmt.Sprintf("d%d", i), Type: &arrow.Decimal128Type{Precision: maxPrecision}})
	}
	builder, err := decode.NewBuilder(s.memory, columns, 0)
	if err != nil {
		return nil, at.definition(err)
	}
	cells := make([][]int, len(columns))
	for i := range cells {
		cells[i] = []int{i}
	}
	return s.start(ctx, at, job{statement: statement, cells: cells, builder: builder})
}

// InBlocks implements connectors.Digester.
func (s *Source) InBlocks(request connectors.Digest, blocks []string) (connectors.Fragment, error) {
	block, _, err := digested(s.dialect, request)
	if err != nil {
		return connectors.Fragment{}, s.scene("digest", request.From).definition(err)
	}
	for _, b := range blocks {
		if strings.Trim(b, "0123456789abcdef") != "" {
			return connectors.Fragment{}, s.scene("digest", request.From).definition(fmt.Errorf("a block has no such name"))
		}
	}
	return connectors.Fragment{Text: block + " IN ('" + strings.Join(blocks, "', '") + "')"}, nil
}

// selectDigests is the statement of a digest: hashes in a derived table, so that each is
// made once.
func selectDigests(d Dialect, request connectors.Digest) (connectors.Fragment, error) {
	block, hash, err := digested(d, request)
	if err != nil {
		return connectors.Fragment{}, err
	}
	name, sum := d.Quote("block"), d.Quote("hash")
	w := &writer{dialect: d}
	w.write("SELECT ", name, ", COUNT(*)")
	for i := range words {
		w.write(", SUM(", d.(Canon).Word(sum, i), ")")
	}
	w.write(" FROM (SELECT ", block, " AS ", name, ", ", hash, " AS ", sum)
	if err := w.from(request.From); err != nil {
		return connectors.Fragment{}, err
	}
	if err := w.where(request.Where); err != nil {
		return connectors.Fragment{}, err
	}
	w.write(") ", d.Quote("dogwatch_digest"), " GROUP BY ", name)
	return w.done(), nil
}

// digested gives the expressions of a row's block and hash.
func digested(d Dialect, request connectors.Digest) (block, hash string, err error) {
	canon, ok := d.(Canon)
	if !ok || request.Digits < 1 || request.Digits > 5 {
		return "", "", fmt.Errorf("this source makes no such digests: %w", errNotPushable)
	}
	key, err := canonical(d, canon, request.Key, request.Side)
	if err != nil {
		return "", "", err
	}
	row, err := canonical(d, canon, request.Columns, request.Side)
	if err != nil {
		return "", "", err
	}
	return canon.Block(canon.Hash(key), request.Digits), canon.Hash(row), nil
}

func canonical(d Dialect, canon Canon, columns []connectors.Column, side string) (string, error) {
	var texts []string
	for _, c := range columns {
		if err := pushable(c); err != nil {
			return "", err
		}
		text := canon.Canonical(d.Quote(c.Physical[0]), c.Type, "'?"+strings.Trim(side, "'\\")+"'")
		if text == "" {
			return "", fmt.Errorf("column %s has no text that all servers share: %w", c.Name, errNotPushable)
		}
		texts = append(texts, canon.Labelled(text))
	}
	return canon.Join(texts), nil
}
