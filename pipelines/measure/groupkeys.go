package measure

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
)

// groupKeys computes what the rows of a batch are grouped by.
type groupKeys struct {
	by       []checks.GroupKey
	env      rules.Env
	columns  []keyColumn
	compiled []*rules.Computed // with the first batch
}

// groupKeys makes the reader read what the keys need. A derived key inherits the
// strictest class of its inputs.
func (r *reader) groupKeys(sc *scan, by []checks.GroupKey, env rules.Env) *groupKeys {
	k := &groupKeys{by: by, env: env}
	for _, key := range by {
		r.need(sc, key.Expr.Columns()...)
		var classes []mask.Class
		for _, name := range key.Expr.Columns() {
			classes = append(classes, r.class(name))
		}
		k.columns = append(k.columns, keyColumn{key.Name, mask.Strictest(classes...), key.Expr.Type()})
	}
	return k
}

// evaluate computes the keys of a batch; the caller releases them. A key that faulted
// is null: unknown.
func (k *groupKeys) evaluate(b *batch) ([]arrow.Array, error) {
	if len(k.compiled) < len(k.by) {
		for _, key := range k.by {
			value, err := b.reader.computed(key.Expr, k.env)
			if err != nil {
				return nil, err
			}
			k.compiled = append(k.compiled, value)
		}
	}
	keys := make([]arrow.Array, 0, len(k.by))
	for _, value := range k.compiled {
		column, _, err := value.Eval(memory.DefaultAllocator, b.record)
		if err != nil {
			releaseAll(keys)
			return nil, err
		}
		keys = append(keys, column)
	}
	return keys, nil
}

// computed compiles an expression over the columns that the reader reads.
func (r *reader) computed(e *rules.Expr, env rules.Env) (*rules.Computed, error) {
	return rules.CompileValue(e, fieldsOf(r.bind.watch, r.columns), env)
}

func releaseAll(columns []arrow.Array) {
	for _, c := range columns {
		c.Release()
	}
}

// A keySearch looks for the expected texts among the keys that come by.
type keySearch struct{ missing map[string]bool }

func newKeySearch(expect []string) keySearch {
	s := keySearch{map[string]bool{}}
	for _, text := range expect {
		s.missing[text] = true
	}
	return s
}

// see strikes a text off.
func (s keySearch) see(text string) { delete(s.missing, text) }

// left gives the texts that did not come, sorted.
func (s keySearch) left() []string { return keysSorted(s.missing) }
