package measure

import "bytes"

// An input is one sorted sequence of pairs.
type input interface {
	advance() (bool, error)
	key() []byte
	payload() []byte
}

// A cursor walks several sorted inputs as one. Among equal keys the earlier input
// comes first, which keeps the order of adding.
type cursor struct {
	inputs  []input
	live    []bool
	started bool
	current int
	err     error
}

// next moves to the next pair; false at the end or after an error (see err).
func (c *cursor) next() bool {
	if c.err != nil {
		return false
	}
	if !c.started {
		c.started = true
		c.live = make([]bool, len(c.inputs))
		for i := range c.inputs {
			c.advance(i)
		}
	} else {
		c.advance(c.current)
	}
	c.current = c.smallest()
	return c.current >= 0 && c.err == nil
}

func (c *cursor) advance(i int) {
	ok, err := c.inputs[i].advance()
	c.live[i] = ok
	if err != nil {
		c.err = err
	}
}

// smallest finds the input with the smallest key; there are few inputs.
func (c *cursor) smallest() int {
	best := -1
	for i, in := range c.inputs {
		if !c.live[i] {
			continue
		}
		if best < 0 || bytes.Compare(in.key(), c.inputs[best].key()) < 0 {
			best = i
		}
	}
	return best
}

// key is valid until the next call of next.
func (c *cursor) key() []byte { return c.inputs[c.current].key() }

// payload is valid until the next call of next.
func (c *cursor) payload() []byte { return c.inputs[c.current].payload() }

// memoryInput walks a sorter that never spilled.
type memoryInput struct {
	sorter *sorter
	at     int
}

func (m *memoryInput) advance() (bool, error) {
	m.at++
	return m.at < len(m.sorter.refs), nil
}

func (m *memoryInput) key() []byte { return m.sorter.keyOf(m.sorter.refs[m.at]) }

func (m *memoryInput) payload() []byte { return m.sorter.payloadOf(m.sorter.refs[m.at]) }
