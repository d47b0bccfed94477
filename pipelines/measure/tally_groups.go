package measure

import "bytes"

// groups walk equal keys as one, in the order of keys.
type groups interface {
	// next moves to the next key that occurs more than once.
	next() (bool, error)
	key() []byte
	count() int64
}

// pairUp visits two walks in the order of their keys, which never meet.
func pairUp(a, b groups, visit func(key []byte, n int64) error) error {
	moreA, err := a.next()
	if err != nil {
		return err
	}
	moreB, err := b.next()
	for err == nil && (moreA || moreB) {
		if !moreB || moreA && bytes.Compare(a.key(), b.key()) < 0 {
			if err = visit(a.key(), a.count()); err == nil {
				moreA, err = a.next()
			}
			continue
		}
		if err = visit(b.key(), b.count()); err == nil {
			moreB, err = b.next()
		}
	}
	return err
}

// looseGroups walk a sorter's cursor.
type looseGroups struct {
	cursor *cursor
	held   []byte
	n      int64
	begun  bool
	more   bool
}

func (g *looseGroups) next() (bool, error) {
	if !g.begun {
		g.begun, g.more = true, g.cursor.next()
	}
	for g.more {
		g.held, g.n = append(g.held[:0], g.cursor.key()...), 0
		for g.more && bytes.Equal(g.held, g.cursor.key()) {
			g.n++
			g.more = g.cursor.next()
		}
		if g.n > 1 && g.cursor.err == nil {
			return true, nil
		}
	}
	return false, g.cursor.err
}

func (g *looseGroups) key() []byte  { return g.held }
func (g *looseGroups) count() int64 { return g.n }

// packedGroups walk merged packed keys.
type packedGroups struct {
	merge *packedMerge
	parts int
	held  []byte
	n     int64
	begun bool
	more  bool
}

func (g *packedGroups) next() (bool, error) {
	if !g.begun {
		g.begun, g.more = true, g.merge.next()
	}
	for g.more {
		first := g.merge.key
		g.n = 0
		for g.more && g.merge.key == first {
			g.n++
			g.more = g.merge.next()
		}
		if g.n > 1 && g.merge.err == nil {
			g.held = first.appendTo(g.held[:0], g.parts)
			return true, nil
		}
	}
	return false, g.merge.err
}

func (g *packedGroups) key() []byte  { return g.held }
func (g *packedGroups) count() int64 { return g.n }
