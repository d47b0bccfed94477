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
	spare   [][]packed // that were written away: their memory serves again
	taken   int64      // bytes of blocks, spare ones included
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

// turn sorts the full block away and begins the next: in memory that was written away
// before, in new memory while the budget has some, else the blocks so far make room.
func (t *tally) turn() error {
	if cap(t.block) < t.blockSize() {
		t.grow()
		return nil
	}
	t.put()
	size := int64(packedSize * t.blockSize())
	crowded := t.spill.used.Load()+size > t.spill.budget() && int64(len(t.blocks))*size >= min(smallestRun, t.spill.budget())
	if len(t.spare) == 0 && (crowded || len(t.blocks) >= mostBlocks) {
		if err := t.flush(); err != nil {
			return err
		}
	}
	if last := len(t.spare) - 1; last >= 0 {
		t.block, t.spare = t.spare[last][:0], t.spare[:last]
		return nil
	}
	t.block = make([]packed, 0, t.blockSize())
	t.account(size)
	return nil
}

// account notes memory that was taken.
func (t *tally) account(size int64) {
	t.taken += size
	t.spill.used.Add(size)
}

// grow doubles the first block: most tables are small.
func (t *tally) grow() {
	bigger := make([]packed, len(t.block), min(t.blockSize(), max(1024, 2*cap(t.block))))
	t.account(packedSize * int64(cap(bigger)-cap(t.block)))
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
	t.blocks, t.block = append(t.blocks, t.block), nil
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
	t.blocks, t.spare = nil, t.blocks
	return file.rewind()
}

func (t *tally) memory() []packedInput {
	var inputs []packedInput
	for _, b := range t.blocks {
		inputs = append(inputs, &packedMemory{keys: b})
	}
	return inputs
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
	t.account(-t.taken)
	t.block, t.blocks, t.scratch, t.spare = nil, nil, nil, nil
	for _, r := range t.runs {
		r.file.remove()
	}
	t.runs = nil
	t.loose.close()
}
