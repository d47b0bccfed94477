package measure

// A tally counts how often each key occurs: exactly, and in the memory that the
// Spill allows. Keys that pack into two words (see packed) are sorted in small blocks
// as they come; the others go through a sorter.
type tally struct {
	spill   *Spill
	parts   int      // of a key
	block   []packed // being filled
	scratch []packed
	blocks  [][]packed // full and sorted
	runs    []*packedRun
	loose   *sorter
}

const (
	packedBlock = 1 << 17 // keys in a block: 2 MiB, which the caches hold while it is sorted
	mostBlocks  = 256     // in memory, whatever the budget: merging costs by their number
)

func newTally(spill *Spill, parts int) *tally {
	return &tally{spill: spill, parts: parts, loose: newSorter(spill)}
}

// add counts one key, as appendKey encodes it; it is copied.
func (t *tally) add(key []byte) error {
	p, ok := pack(key)
	if !ok {
		return t.loose.add(key, nil)
	}
	if len(t.block) == cap(t.block) {
		if err := t.turn(); err != nil {
			return err
		}
	}
	t.block = append(t.block, p)
	return nil
}

// turn sorts the full block away and begins the next.
func (t *tally) turn() error {
	if cap(t.block) < t.blockSize() {
		t.grow()
		return nil
	}
	t.put()
	t.block = make([]packed, 0, t.blockSize())
	crowded := t.spill.used.Load() > t.spill.budget() && t.held() >= min(smallestRun, t.spill.budget())
	if crowded || len(t.blocks) >= mostBlocks {
		return t.flush()
	}
	return nil
}

// grow doubles the first block: most tables are small.
func (t *tally) grow() {
	bigger := make([]packed, len(t.block), min(t.blockSize(), max(1024, 2*cap(t.block))))
	copy(bigger, t.block)
	t.block = bigger
}

// blockSize is smaller than packedBlock only for a budget that would not hold a few.
func (t *tally) blockSize() int {
	return int(max(16, min(packedBlock, t.spill.budget()/(4*packedSize))))
}

// put sorts the present block and keeps it.
func (t *tally) put() {
	if len(t.block) == 0 {
		return
	}
	if len(t.scratch) < len(t.block) {
		t.scratch = make([]packed, t.blockSize())
	}
	sorted := sortPacked(t.block, t.scratch)
	if &sorted[0] != &t.block[0] {
		copy(t.block, sorted)
	}
	t.blocks = append(t.blocks, t.block)
	t.spill.used.Add(packedSize * int64(cap(t.block)))
	t.block = nil
}

// held is the size of the full blocks, in bytes.
func (t *tally) held() int64 {
	var n int64
	for _, b := range t.blocks {
		n += packedSize * int64(cap(b))
	}
	return n
}

// flush merges the blocks in memory into one run on disk.
func (t *tally) flush() error {
	file, err := createSpill(t.spill)
	if err != nil {
		t.close()
		return err
	}
	run := &packedRun{file: file}
	t.runs = append(t.runs, run)
	m := newPackedMerge(t.memory())
	for err == nil && m.next() {
		err = run.write(m.key)
	}
	if err != nil {
		t.close()
		return err
	}
	t.forget()
	return file.rewind()
}

func (t *tally) memory() []packedInput {
	var inputs []packedInput
	for _, b := range t.blocks {
		inputs = append(inputs, &packedMemory{keys: b})
	}
	return inputs
}

func (t *tally) forget() {
	t.spill.used.Add(-t.held())
	t.blocks = nil
}

// repeated visits every key that was added more than once, in the order of keys. The
// key is valid during the visit. Nothing may be added afterwards.
func (t *tally) repeated(visit func(key []byte, n int64) error) error {
	t.put()
	inputs := t.memory()
	for _, r := range t.runs {
		inputs = append(inputs, r)
	}
	loose, err := t.loose.sorted()
	if err != nil {
		return err
	}
	return pairUp(&packedGroups{merge: newPackedMerge(inputs), parts: t.parts}, &looseGroups{cursor: loose}, visit)
}

// close frees the memory and removes the files. It is safe to call twice.
func (t *tally) close() {
	t.forget()
	t.block, t.scratch = nil, nil
	for _, r := range t.runs {
		r.file.remove()
	}
	t.runs = nil
	t.loose.close()
}
