package pipelines

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// marks gathers violations and hands them to the state in batches, check by check.
type marks struct {
	attempt *store.Attempt
	key     []byte
	held    map[markedCheck][]store.Mark
	// lost are the checks for whose keys the state had no room: of some it has a part.
	lost map[markedCheck]error
	// cramped is how the state first said that it has no room; nil if it has.
	cramped error
}

func newMarks(attempt *store.Attempt, key []byte) *marks {
	return &marks{attempt: attempt, key: key, held: map[markedCheck][]store.Mark{}, lost: map[markedCheck]error{}}
}

// A markedCheck is a check in one group.
type markedCheck struct{ check, group string }

func (m markedCheck) compare(o markedCheck) int {
	return cmp.Or(cmp.Compare(m.check, o.check), cmp.Compare(m.group, o.group))
}

// marksAtOnce is how many marks of a check are held: each hand-over is a transaction,
// and one of a thousand rewrites nearly as many pages of a large index as one of these.
const marksAtOnce = 16_384

// crampedMarks is how many a check may have in a state without room: what is left there is
// for the outcomes.
const crampedMarks = 1000

func (m *marks) add(ctx context.Context, check markedCheck, item *measure.Item, key []checks.Cell) error {
	if m.attempt == nil || m.lost[check] != nil {
		return nil
	}
	mark := m.mark(key)
	mark.Standing, mark.Difference = standingName(item.Standing), string(item.Difference)
	m.held[check] = append(m.held[check], mark)
	if len(m.held[check]) < marksAtOnce {
		return nil
	}
	return m.send(ctx, check)
}

// standingName is how the state calls a standing.
func standingName(s checks.Standing) string {
	return map[checks.Standing]string{checks.Stock: "stock", checks.Excepted: "excepted"}[s]
}

// mark masks a key and takes its fingerprint. The check's id is no part of it, so
// that a renamed check still knows its violations.
func (m *marks) mark(key []checks.Cell) store.Mark {
	line := make([]string, len(key))
	for i, c := range key {
		line[i] = c.Name + "=" + maskCell(c).Text
	}
	return store.Mark{Fingerprint: KeyFingerprint(m.key, key), Masked: strings.Join(line, " ")}
}

// send hands over what is held of a check. A state without room breaks that check and no
// other: its violations are counted on without their keys.
func (m *marks) send(ctx context.Context, check markedCheck) error {
	if m.cramped != nil && len(m.held[check]) > crampedMarks {
		return m.lose(check, m.cramped)
	}
	err := m.attempt.Mark(ctx, check.check, check.group, m.held[check])
	m.held[check] = m.held[check][:0]
	return m.lose(check, err)
}

// lose notes that the state has no room for a check; any other error it gives back.
func (m *marks) lose(check markedCheck, err error) error {
	if !errors.Is(err, store.ErrNoRoom) {
		return err
	}
	delete(m.held, check)
	m.lost[check], m.cramped = err, err
	return nil
}

// confess makes the outcome of a check whose keys are not all in the state an error: what
// was counted stays.
func (m *marks) confess(check markedCheck, o *store.Outcome) {
	err := m.lost[check]
	if err == nil || o.Verdict == string(checks.Skipped) || o.Verdict == string(checks.Waiting) {
		return
	}
	o.Verdict, o.Incomplete = string(checks.Errored), true
	reason := "the keys of its violations are not all kept: " + err.Error()
	if o.Reason != "" {
		reason += "; " + o.Reason
	}
	o.Reason = reason
}

// flush sends what is held.
func (m *marks) flush(ctx context.Context) error {
	for _, check := range slices.SortedFunc(maps.Keys(m.held), markedCheck.compare) {
		if len(m.held[check]) == 0 {
			continue
		}
		if err := m.send(ctx, check); err != nil {
			return err
		}
	}
	return nil
}

// unmark drops the violations of one check, sent or not.
func (m *marks) unmark(ctx context.Context, check markedCheck) error {
	delete(m.held, check)
	if m.attempt == nil {
		return nil
	}
	delete(m.lost, check)
	return m.lose(check, m.attempt.Unmark(ctx, check.check, check.group))
}

// forget drops the violations that were not sent yet: they were found in half a batch.
func (m *marks) forget() { clear(m.held) }
