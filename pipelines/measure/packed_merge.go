package measure

import (
	"encoding/binary"
	"slices"
)

// A packedRun is one sorted run of packed keys on disk.
type packedRun struct {
	file *spillFile
	buf  [packedSize]byte
}

func (r *packedRun) write(k packed) error {
	binary.BigEndian.PutUint64(r.buf[:8], k.high)
	binary.BigEndian.PutUint64(r.buf[8:], k.low)
	return r.file.put(r.buf[:])
}

func (r *packedRun) take() (packed, bool, error) {
	more, err := r.file.get(r.buf[:])
	return packed{binary.BigEndian.Uint64(r.buf[:8]), binary.BigEndian.Uint64(r.buf[8:])}, more, err
}

// packedMemory is one sorted block.
type packedMemory struct{ keys []packed }

func (m *packedMemory) take() (packed, bool, error) {
	if len(m.keys) == 0 {
		return packed{}, false, nil
	}
	k := m.keys[0]
	m.keys = m.keys[1:]
	return k, true, nil
}

// A packedInput gives keys in their order.
type packedInput interface {
	take() (k packed, more bool, err error)
}

// packedMerge walks several sorted inputs as one, with a heap of their first keys.
type packedMerge struct {
	heap []packedHead
	key  packed
	err  error
}

type packedHead struct {
	key   packed
	input packedInput
}

func newPackedMerge(inputs []packedInput) *packedMerge {
	m := &packedMerge{}
	for _, in := range inputs {
		k, more, err := in.take()
		if err != nil {
			m.err = err
		}
		if more {
			m.heap = append(m.heap, packedHead{k, in})
		}
	}
	slices.SortFunc(m.heap, func(a, b packedHead) int { return a.key.compare(b.key) })
	return m
}

// next moves to the next key; false at the end or after an error (see err).
func (m *packedMerge) next() bool {
	if m.err != nil || len(m.heap) == 0 {
		return false
	}
	m.key = m.heap[0].key
	k, more, err := m.heap[0].input.take()
	if err != nil {
		m.err = err
		return false
	}
	if more {
		m.heap[0].key = k
	} else {
		last := len(m.heap) - 1
		m.heap[0] = m.heap[last]
		m.heap = m.heap[:last]
	}
	m.sink()
	return true
}

// sink lets the first head down to its place.
func (m *packedMerge) sink() {
	at := 0
	for {
		least := 2*at + 1
		if least >= len(m.heap) {
			return
		}
		if right := least + 1; right < len(m.heap) && m.heap[right].key.compare(m.heap[least].key) < 0 {
			least = right
		}
		if m.heap[at].key.compare(m.heap[least].key) <= 0 {
			return
		}
		m.heap[at], m.heap[least] = m.heap[least], m.heap[at]
		at = least
	}
}
