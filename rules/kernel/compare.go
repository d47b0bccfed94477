package kernel

import "github.com/dogwatch/dogwatch/rules/ir"

// equal makes ==, or != if negated.
func equal(negated bool) maker {
	return func(n *ir.Node, _ ir.Dictionaries) operation {
		relation := equalRows(baseOf(n.Args))
		return func(f *frame, out *vector, in []*vector) {
			relation(f, &out.truth, in[0], in[1])
			if negated {
				invert(&out.truth)
			}
		}
	}
}

// less makes <, with its sides swapped >, negated >=, and both <=.
func less(swapped, negated bool) maker {
	return func(n *ir.Node, _ ir.Dictionaries) operation {
		relation := lessRows(baseOf(n.Args))
		return func(f *frame, out *vector, in []*vector) {
			a, b := in[0], in[1]
			if swapped {
				a, b = b, a
			}
			relation(f, &out.truth, a, b)
			if negated {
				invert(&out.truth)
			}
		}
	}
}

// extreme makes min or max: the first argument unless another is beyond it.
func extreme(largest bool) maker {
	return func(n *ir.Node, _ ir.Dictionaries) operation {
		relation := lessRows(n.Type.Base)
		return func(f *frame, out *vector, in []*vector) {
			alive := f.rows
			dead := out.dead()
			alive.remove(&dead)
			out.copyValues(&alive, in[0])
			for _, a := range in[1:] {
				var better mask
				if largest {
					relation(f, &better, out, a)
				} else {
					relation(f, &better, a, out)
				}
				better.keep(&alive)
				out.copyValues(&better, a)
			}
		}
	}
}

func invert(m *mask) {
	for w := range m {
		m[w] = ^m[w]
	}
}

// baseOf gives the base of arguments that share one; bare nils have none.
func baseOf(args []*ir.Node) ir.Base {
	for _, a := range args {
		if a.Type.Base != ir.Null {
			return a.Type.Base
		}
	}
	return ir.Null
}

// A relation finds the rows where it holds between two vectors.
type relation func(f *frame, out *mask, a, b *vector)

func equalRows(base ir.Base) relation {
	switch base {
	case ir.Text:
		return equalTexts
	case ir.Float:
		return func(f *frame, out *mask, a, b *vector) { equalLoop(out, a.floats, b.floats, a.step, b.step, f.n) }
	case ir.Boolean:
		return func(_ *frame, out *mask, a, b *vector) {
			for w := range out {
				out[w] = ^(a.truth[w] ^ b.truth[w])
			}
		}
	case ir.Decimal:
		return func(f *frame, out *mask, a, b *vector) {
			if !a.wide && !b.wide && a.scale == b.scale {
				equalLoop(out, a.ints, b.ints, a.step, b.step, f.n)
				return
			}
			decimalLoop(out, a, b, f.n, func(order int) bool { return order == 0 })
		}
	}
	return func(f *frame, out *mask, a, b *vector) { equalLoop(out, a.ints, b.ints, a.step, b.step, f.n) }
}

func lessRows(base ir.Base) relation {
	switch base {
	case ir.Text:
		return func(f *frame, out *mask, a, b *vector) { lessLoop(out, a.texts, b.texts, a.step, b.step, f.n) }
	case ir.Float:
		return func(f *frame, out *mask, a, b *vector) { lessLoop(out, a.floats, b.floats, a.step, b.step, f.n) }
	case ir.Decimal:
		return func(f *frame, out *mask, a, b *vector) {
			if !a.wide && !b.wide && a.scale == b.scale {
				lessLoop(out, a.ints, b.ints, a.step, b.step, f.n)
				return
			}
			decimalLoop(out, a, b, f.n, func(order int) bool { return order < 0 })
		}
	}
	return func(f *frame, out *mask, a, b *vector) { lessLoop(out, a.ints, b.ints, a.step, b.step, f.n) }
}
