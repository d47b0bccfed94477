package measure

import (
	"bytes"
	"slices"
	"sync/atomic"
)

// A Spill says where and how rows that do not fit in memory are put aside.
type Spill struct {
	Dir    string   // an existing folder; files are removed when the patrol ends
	Key    [32]byte // of this process: spill files are unreadable after it
	Budget int64    // bytes of rows kept in memory by all sorters together; 0: 256 MiB

	used  atomic.Int64
	files atomic.Uint64
}

const (
	defaultBudget = 256 << 20
	// smallestRun keeps a crowded budget from making thousands of tiny files.
	smallestRun = 4 << 20
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
	spill *Spill
	arena []byte
	refs  []reference
	runs  []*spillFile
}

// A reference points at one pair in the arena.
type reference struct {
	start  int
	keyEnd int
	end    int
}

func newSorter(spill *Spill) *sorter { return &sorter{spill: spill} }

// add copies the pair.
func (s *sorter) add(key, payload []byte) error {
	start := len(s.arena)
	s.arena = append(append(s.arena, key...), payload...)
	s.refs = append(s.refs, reference{start, start + len(key), len(s.arena)})
	used := s.spill.used.Add(int64(len(key) + len(payload) + 24))
	if used > s.spill.budget() && len(s.arena) >= min(smallestRun, int(s.spill.budget())) {
		return s.flush()
	}
	return nil
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
		if err := file.write(s.arena[r.start:r.keyEnd], s.arena[r.keyEnd:r.end]); err != nil {
			return err
		}
	}
	s.forget()
	return file.rewind()
}

func (s *sorter) order() {
	slices.SortFunc(s.refs, func(a, b reference) int {
		if c := bytes.Compare(s.arena[a.start:a.keyEnd], s.arena[b.start:b.keyEnd]); c != 0 {
			return c
		}
		return a.start - b.start
	})
}

func (s *sorter) forget() {
	s.spill.used.Add(-int64(len(s.arena) + 24*len(s.refs)))
	s.arena, s.refs = s.arena[:0], s.refs[:0]
}

// sorted ends the adding and gives the pairs in order. The cursor is valid until close.
func (s *sorter) sorted() (*cursor, error) {
	if len(s.runs) == 0 {
		s.order()
		return &cursor{inputs: []input{&memoryInput{sorter: s, at: -1}}}, nil
	}
	if err := s.flush(); err != nil {
		return nil, err
	}
	c := &cursor{}
	for _, run := range s.runs {
		c.inputs = append(c.inputs, run)
	}
	return c, nil
}

// close frees the memory and removes the files. It is safe to call twice.
func (s *sorter) close() {
	s.forget()
	s.arena, s.refs = nil, nil
	for _, run := range s.runs {
		run.remove()
	}
	s.runs = nil
}
