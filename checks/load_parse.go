package checks

import (
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// parsed is a file as far as it can be read without any other.
type parsed struct {
	value  *syntax.Value // nil if nothing can be read from it
	faults diag.List
}

func (l *loader) read(d document, shape syntax.Shape) parsed {
	if d.encoded != nil {
		if v := syntax.Decode(d.name, d.data, d.encoded); v != nil {
			return parsed{value: v}
		}
	}
	v, faults := syntax.Parse(d.name, d.data)
	if v != nil {
		faults.Add(syntax.Check(v, shape)...)
	}
	return parsed{v, faults}
}

// parse reads a document by its shape. It returns nil if nothing can be read from it;
// a value that only breaks the shape here and there is still returned.
func (l *loader) parse(folder string, d document, shape syntax.Shape) *syntax.Value {
	p, ok := l.parsed[d.name]
	if !ok {
		p = l.read(d, shape)
	}
	l.keep(d, p)
	l.faults.Add(p.faults...)
	if p.value == nil {
		l.broken[folder] = true
	}
	return p.value
}

// parseAhead reads documents side by side, on all processors; parse gives them then.
func (l *loader) parseAhead(docs []document, shape syntax.Shape) {
	results := make([]parsed, len(docs))
	spread(len(docs), func(i int) { results[i] = l.read(docs[i], shape) })
	for i, d := range docs {
		l.parsed[d.name] = results[i]
	}
}
