package checks

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
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
		to = binary.BigEndian.AppendUint32(append(to, t.sum[:]...), t.check)
		to = append(binary.AppendUvarint(to, uint64(len(t.encoded))), t.encoded...)
	}
	return to, l.faults.Sorted()
}

// tree is a file's definition, as syntax.Encode writes it.
type tree struct {
	sum     [sha256.Size]byte // of the file
	check   uint32            // of the file: its CRC-32, which takes no time
	encoded []byte
}

// keep remembers a definition for Trees.
func (l *loader) keep(d document, p parsed) {
	if l.kept != nil && d.builtin && p.value != nil && len(p.faults) == 0 {
		l.kept[d.name] = tree{sha256.Sum256(d.data), crc32.ChecksumIEEE(d.data), syntax.Encode(p.value)}
	}
}

// loadTrees reads the TreesFile of a catalog that is used; what cannot be read of it is
// parsed instead.
func (l *loader) loadTrees() {
	if l.in.Builtin == nil || l.kept != nil || !slices.Contains(l.catalog.Deployment.Use, builtinName) {
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
		if len(from) < sha256.Size+4 {
			return
		}
		t := tree{sum: [sha256.Size]byte(from), check: binary.BigEndian.Uint32(from[sha256.Size:])}
		from = from[sha256.Size+4:]
		t.encoded = next()
		l.trees[name] = t
	}
}

// shippedTree gives what TreesFile has of a shipped file; ok is false if it has nothing, or
// something of another text.
func (l *loader) shippedTree(name string, data []byte) (t tree, ok bool) {
	t, ok = l.trees[name]
	return t, ok && t.check == crc32.ChecksumIEEE(data)
}
