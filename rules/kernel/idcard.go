package kernel

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// cardParts are the functions of an ID number. All functions of one text share one
// reading of it, which is a step of its own; their arguments are the reading and the
// text.
func cardParts() map[string]operation {
	return map[string]operation{
		"id_card_valid":    cardsValid,
		"id_card_fault":    cardFaults,
		"id_card_birth":    cardBirths,
		"id_card_sex":      cardSexes,
		"id_card_division": cardDivisions,
	}
}

// card places a function of an ID number after the reading.
func (c *compiler) card(n *ir.Node, part operation) (int, error) {
	text, err := c.slot(n.Args[0])
	if err != nil {
		return 0, err
	}
	reading := c.shared(fmt.Sprint("id card ", text), func() int {
		out := c.strict(ir.Of(ir.Integer), readCards, text)
		c.program.steps[len(c.program.steps)-1].dear = true
		return out
	})
	return c.shared(fmt.Sprint(n.Function.Name, reading), func() int { return c.strict(n.Type, part, reading, text) }), nil
}

// strict adds a step that inherits the nulls and faults of its arguments.
func (c *compiler) strict(t ir.Type, run operation, args ...int) int {
	out := c.add(slot{typ: t})
	c.program.steps = append(c.program.steps, step{run: run, out: out, args: args, inherits: true, nulls: true})
	return out
}

func readCards(f *frame, out *vector, in []*vector) {
	x := in[0]
	for i := range out.ints[:f.n] {
		out.ints[i] = int64(civil.ReadIDCard(x.texts[i&x.step]))
	}
}

// readingAt gives the reading of a row.
func readingAt(in []*vector, i int) civil.IDCard { return civil.IDCard(in[0].ints[i]) }

func cardsValid(f *frame, out *vector, in []*vector) {
	for i, card := range in[0].ints[:f.n] {
		out.truth.put(i, civil.IDCard(card).Valid())
	}
}

func cardFaults(f *frame, out *vector, in []*vector) {
	for i := range f.n {
		out.texts[i] = readingAt(in, i).Fault()
	}
}

func cardBirths(f *frame, out *vector, in []*vector) {
	for i, card := range in[0].ints[:f.n] {
		day, ok := civil.IDCard(card).Birth()
		out.ints[i] = int64(day)
		out.null.put(i, !ok)
	}
	out.null.remove(&out.fault)
}

func cardSexes(f *frame, out *vector, in []*vector) {
	for i := range f.n {
		sex, ok := readingAt(in, i).Sex()
		out.texts[i] = sex
		out.null.put(i, !ok)
	}
	out.null.remove(&out.fault)
}

func cardDivisions(f *frame, out *vector, in []*vector) {
	x := in[1]
	for i := range f.n {
		out.texts[i] = ""
		if readingAt(in, i).Shaped() {
			out.texts[i] = x.texts[i&x.step][:6]
		} else {
			out.null.put(i, true)
		}
	}
	out.null.remove(&out.fault)
}
