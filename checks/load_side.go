package checks

import (
	"encoding/binary"
	"maps"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// spread does n things on all processors.
func spread(n int, do func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}

// sideBySide binds n things on all processors, each with a loader of its own: what they
// share is only read, and what they find is put together in their order. A thing that
// would take up something new, which the others might see half made, is bound once more,
// alone, after the others: so do has to begin from the start when it is called again.
func (l *loader) sideBySide(n int, do func(l *loader, i int)) {
	for _, kind := range l.in.Kinds {
		l.argsForm(kind.Doc())
	}
	l.overrideForm()
	l.dictionaryNames()
	parts := make([]*loader, n)
	spread(n, func(i int) {
		part := *l
		part.faults, part.called, part.beside = nil, map[string]bool{}, true
		do(&part, i)
		parts[i] = &part
	})
	for i, part := range parts {
		if part.alone {
			do(l, i)
			continue
		}
		l.faults.Add(part.faults...)
		maps.Copy(l.called, part.called)
	}
}

// mustBeAlone tells whether a change of what is shared has to wait, and remembers that it was wanted.
func (l *loader) mustBeAlone() bool {
	l.alone = l.beside
	return l.beside
}

// compiled remembers rules by what their meaning depends on: half of all rules stand in
// several contracts.
type compiled struct {
	lock sync.Mutex
	by   map[string]*rules.Expr
}

func (c *compiled) get(key string) *rules.Expr {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.by[key]
}

func (c *compiled) put(key string, expr *rules.Expr) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.by[key] = expr
}

// ruleKey identifies what a source means over a schema: the source, the result that it
// must have, and the types of the columns whose names stand in it.
func ruleKey(source string, schema ir.Schema, result ir.Base) string {
	key := append(append(make([]byte, 0, 128), source...), 0, byte(result))
	for _, f := range schema {
		if strings.Contains(source, f.Name) {
			key = append(append(key, f.Name...), 0, byte(f.Type.Base))
			key = append(append(key, f.Type.Meaning...), 0)
			key = binary.AppendVarint(binary.AppendVarint(key, int64(f.Type.Precision)), int64(f.Type.Scale))
		}
	}
	return string(key)
}
