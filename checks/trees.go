package checks

import (
	"crypto/sha256"
	"encoding/binary"
	"io/fs"
	"maps"
	"slices"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// TreesFile is the file at the root of a shipped catalog that holds its definitions
// parsed, since every start would parse the same again. Without it, and for a file that
// is another than the one it was made of, definitions are parsed from their text.
const TreesFile = "trees.bin"

// Trees makes the TreesFile of the shipped catalog: every definition that the whole of it
// reads and in which neither form nor shape has a fault. The list holds what Load finds.
func Trees(in Input) ([]byte, diag.List) {
	in.InEffect = false
	l := newLoader(in)
	l.kept = map[string]tree{}
	l.all()
	var to []byte
	for _, name := range slices.Sorted(maps.Keys(l.kept)) {
		t := l.kept[name]
		to = append(binary.AppendUvarint(to, uint64(len(name))), name...)
		to = append(to, t.sum[:]...)
		to = append(binary.AppendUvarint(to, uint64(len(t.encoded))), t.encoded...)
	}
	return to, l.faults.Sorted()
}

// tree is a file's definition, as syntax.Encode writes it.
type tree struct {
	sum     [sha256.Size]byte // of the file
	encoded []byte
}

// keep remembers a definition for Trees.
func (l *loader) keep(d document, p parsed) {
	if l.kept != nil && d.builtin && p.value != nil && len(p.faults) == 0 {
		l.kept[d.name] = tree{d.sum, syntax.Encode(p.value)}
	}
}

// loadTrees reads the TreesFile; what cannot be read of it is parsed instead.
func (l *loader) loadTrees() {
	if l.in.Builtin == nil || l.kept != nil {
		return
	}
	from, err := fs.ReadFile(l.in.Builtin, TreesFile)
	if err != nil {
		return
	}
	l.trees = map[string]tree{}
	next := func() []byte {
		size, n := binary.Uvarint(from)
		if n <= 0 || size > uint64(len(from)-n) {
			from = nil
			return nil
		}
		part := from[n : n+int(size)]
		from = from[n+int(size):]
		return part
	}
	for len(from) > 0 {
		name := string(next())
		if len(from) < sha256.Size {
			return
		}
		sum := [sha256.Size]byte(from)
		from = from[sha256.Size:]
		l.trees[name] = tree{sum, next()}
	}
}

// shippedTree gives the definition of a shipped file that TreesFile has, or nil.
func (l *loader) shippedTree(d document) *syntax.Value {
	t, ok := l.trees[d.name]
	if !ok || !d.builtin || t.sum != d.sum {
		return nil
	}
	return syntax.Decode(d.name, d.data, t.encoded)
}
