package measure

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sync/atomic"
)

// A Spill says where and how rows that do not fit in memory are put aside.
type Spill struct {
	Dir    string   // an existing folder; files are removed when the patrol ends
	Key    [32]byte // of this process: spill files are unreadable after it
	Budget int64    // bytes of rows kept in memory by all sorters together; 0: 16 MiB

	used  atomic.Int64
	files atomic.Uint64
}

const (
	// defaultBudget keeps a patrol under 150 MiB whatever the tables: what does not fit is
	// written and read once, at the pace of the disk.
	defaultBudget = 16 << 20
	// smallestRun keeps a crowded budget from making thousands of tiny files.
	smallestRun = 4 << 20
	// chunkSize is what a sorter's memory grows by: nothing is copied when it grows.
	chunkSize = 1 << 20
	// referenceSize is the memory of a reference.
	referenceSize = 24
)

func (s *Spill) budget() int64 {
	if s.Budget > 0 {
		return s.Budget
	}
	return defaultBudget
}

// A sorter orders (key, payload) pairs by the bytes of the key; pairs with equal
// keys keep the order in which they were added. It spills when the budget is used up.
type sorter struct {
	spill  *Spill
	chunks [][]byte
	size   int64 // of the pairs in memory, without their references
	refs   []reference
	runs   []*spillFile
}

// A reference points at one pair in memory.
type reference struct {
	word         uint64 // eight bytes of the key, at the depth that is being sorted
	chunk, start uint32
	key, pair    uint32 // lengths: of the key, and of key and payload
}

func newSorter(spill *Spill) *sorter { return &sorter{spill: spill} }

// add copies the pair.
func (s *sorter) add(key, payload []byte) error {
	size := len(key) + len(payload)
	last := len(s.chunks) - 1
	if last < 0 || cap(s.chunks[last])-len(s.chunks[last]) < size {
		s.chunks = append(s.chunks, make([]byte, 0, s.room(size)))
		last++
	}
	start := len(s.chunks[last])
	s.chunks[last] = append(append(s.chunks[last], key...), payload...)
	s.refs = append(s.refs, reference{chunk: uint32(last), start: uint32(start), key: uint32(len(key)), pair: uint32(size)})
	s.size += int64(size)
	used := s.spill.used.Add(int64(size + referenceSize))
	if used > s.spill.budget() && s.size >= min(smallestRun, s.spill.budget()) {
		return s.flush()
	}
	return nil
}

// room is the size of the next chunk: small sorters stay small.
func (s *sorter) room(size int) int {
	return max(size, min(chunkSize, 4096<<len(s.chunks)))
}

func (s *sorter) keyOf(r reference) []byte {
	return s.chunks[r.chunk][r.start : r.start+r.key]
}

func (s *sorter) payloadOf(r reference) []byte {
	return s.chunks[r.chunk][r.start+r.key : r.start+r.pair]
}

// flush writes what is in memory as one sorted run. If it cannot, everything is
// dropped at once: rows that are of no more use must not crowd the budget of others.
func (s *sorter) flush() error {
	err := s.write()
	if err != nil {
		s.close()
	}
	return err
}

func (s *sorter) write() error {
	s.order()
	file, err := createSpill(s.spill)
	if err != nil {
		return err
	}
	s.runs = append(s.runs, file)
	for _, r := range s.refs {
		if err := file.write(s.keyOf(r), s.payloadOf(r)); err != nil {
			return err
		}
	}
	s.forget()
	return file.rewind()
}

// order sorts what is in memory: eight bytes of the keys at a time, which are kept
// beside the reference, and keys that share them by the next eight (a multikey
// quicksort, Bentley and Sedgewick 1997, with a cached word).
func (s *sorter) order() {
	if len(s.refs) > 1 {
		s.orderAt(s.refs, 0)
	}
}

func (s *sorter) orderAt(refs []reference, depth uint32) {
	for i := range refs {
		refs[i].word = wordAt(s.keyOf(refs[i]), depth)
	}
	slices.SortFunc(refs, func(a, b reference) int { return cmp.Compare(a.word, b.word) })
	for start := 0; start < len(refs); {
		end := start + 1
		for end < len(refs) && refs[end].word == refs[start].word {
			end++
		}
		if end-start > 1 {
			s.orderRun(refs[start:end], depth+8)
		}
		start = end
	}
}

// orderRun sorts references whose keys are alike up to depth, zeros taken for bytes
// that are not there: the shorter of two keys that end before depth comes first, and
// before all that go on.
func (s *sorter) orderRun(refs []reference, depth uint32) {
	ended := 0
	for i, r := range refs {
		if r.key <= depth {
			refs[i], refs[ended] = refs[ended], refs[i]
			ended++
		}
	}
	slices.SortFunc(refs[:ended], func(a, b reference) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.chunk, b.chunk), cmp.Compare(a.start, b.start))
	})
	if rest := refs[ended:]; len(rest) > 1 {
		s.orderAt(rest, depth)
	}
}

// wordAt gives eight bytes of a key as a number that compares as they do.
func wordAt(key []byte, depth uint32) uint64 {
	if int(depth)+8 <= len(key) {
		return binary.BigEndian.Uint64(key[depth:])
	}
	var word [8]byte
	copy(word[:], key[min(int(depth), len(key)):])
	return binary.BigEndian.Uint64(word[:])
}

func (s *sorter) forget() {
	s.spill.used.Add(-s.size - int64(referenceSize*len(s.refs)))
	s.chunks, s.size, s.refs = nil, 0, s.refs[:0]
}

// sorted ends the adding and gives the pairs in order. The cursor is valid until close.
func (s *sorter) sorted() (*cursor, error) {
	if len(s.runs) == 0 {
		s.order()
	} else if err := s.flush(); err != nil {
		return nil, err
	}
	return s.again()
}

// again gives the pairs of a sorter that was sorted from their beginning; the cursor
// before is of no more use.
func (s *sorter) again() (*cursor, error) {
	if len(s.runs) == 0 {
		return &cursor{inputs: []input{&memoryInput{sorter: s, at: -1}}}, nil
	}
	c := &cursor{}
	for _, run := range s.runs {
		if err := run.rewind(); err != nil {
			return nil, err
		}
		c.inputs = append(c.inputs, run)
	}
	return c, nil
}

// close frees the memory and removes the files. It is safe to call twice.
func (s *sorter) close() {
	s.forget()
	s.refs = nil
	for _, run := range s.runs {
		run.remove()
	}
	s.runs = nil
}
