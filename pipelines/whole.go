package pipelines

import (
	"maps"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
)

// kin lists the tables beside w of which the delivery must have come too before w may
// be judged: header and details are one delivery. Of shards those of the same group
// belong together, and what has no shards belongs to all of them.
func kin(w *checks.Watch, group string) []seat {
	var list []seat
	for _, sibling := range w.Siblings() {
		shards := sibling.Shards()
		if shard, ok := shards[group]; ok {
			list = append(list, seat{shard, group})
			continue
		}
		if shard, ok := shards[""]; ok {
			list = append(list, seat{shard, ""})
			continue
		}
		if group != "" {
			continue
		}
		for _, s := range sibling.From.Each {
			list = append(list, seat{shards[s.Group], s.Group})
		}
	}
	return list
}

// beside gives w as compared with its siblings as change makes them; w itself if that
// leaves all of them as they are.
func beside(w *checks.Watch, change func(sibling *checks.Watch) (*checks.Watch, error)) (*checks.Watch, error) {
	compared := *w
	compared.Refs = maps.Clone(w.Refs)
	changed := false
	for _, sibling := range w.Siblings() {
		id := sibling.Contract.ID
		if w.Refs[id] == nil || w.Refs[id].Path() != sibling.Path() {
			continue // what refs name is another delivery
		}
		other, err := change(w.Refs[id])
		if err != nil {
			return nil, err
		}
		changed = changed || other != w.Refs[id]
		compared.Refs[id] = other
	}
	if !changed {
		return w, nil
	}
	return &compared, nil
}

// sameGroup gives a shard as compared with the shards of its siblings of its group.
func sameGroup(w *checks.Watch, group string) *checks.Watch {
	compared, _ := beside(w, func(sibling *checks.Watch) (*checks.Watch, error) {
		if shard := sibling.Shards()[group]; shard != nil && group != "" {
			return shard, nil
		}
		return sibling, nil
	})
	return compared
}

// A seat is one table of a watch, by its shard.
type seat struct {
	watch *checks.Watch
	group string
}

// name is how the others speak of it.
func (s seat) name() string {
	name := s.watch.ID
	if s.watch.Contract.Table != "" {
		name = s.watch.Contract.Table
	}
	if s.group != "" {
		name += " " + s.group
	}
	return name
}

// spot tells seats apart.
type spot struct{ path, group string }

func (s seat) spot() spot { return spot{s.watch.Path(), s.group} }

// joined makes of what is known of a table what is known of the whole delivery: none of
// its tables has come before all have.
func (l *lookout) joined(own seat, alone map[spot]*expected, others []seat) *expected {
	whole := *alone[own.spot()]
	whole.batches = map[string]string{}
	for _, other := range others {
		e := alone[other.spot()]
		whole.batches[other.watch.ID] = e.batch
		if whole.failure == nil {
			whole.failure = e.failure
		}
		if e.skipped != "" || whole.skipped != "" || whole.failure != nil {
			continue
		}
		l.half(own, &whole, other, e)
		whole.Overdue = whole.Overdue || e.Overdue
		if whole.Loading == "" && e.Loading != "" {
			whole.Loading = other.name() + ": " + e.Loading
		}
		whole.take(e)
		if own.watch.Leads() {
			whole.Withdrawn += e.Withdrawn
		}
	}
	if whole.Loading != "" && whole.torn && !whole.Due.IsZero() && !l.now.Before(whole.Due) {
		whole.Overdue = true
	}
	return &whole
}

// take adds what only the other table knows, and what it has later.
func (e *expected) take(other *expected) {
	if e.Period == "" {
		e.Period = other.Period
	}
	if e.name == "" {
		e.name = other.name
	}
	if e.Due.IsZero() {
		e.Due = other.Due
	}
	if other.First.After(e.First) {
		e.First = other.First
	}
	e.Arrived = e.Arrived && other.Arrived
}

// half notices that only one of two tables has come to the newest delivery.
func (l *lookout) half(own seat, e *expected, other seat, of *expected) {
	switch {
	case e.numbered && of.numbered && e.number != of.number:
		first, second := own, other
		a, b := e.number, of.number
		if other.watch.Leads() || !own.watch.Leads() && other.name() < own.name() {
			first, second, a, b = other, own, of.number, e.number
		}
		e.tear(first.name() + " holds " + first.batch(a) + ", " + second.name() + " holds " + second.batch(b))
	case e.placed && of.placed && e.missing && !of.missing:
		e.tear(other.name() + " has come, " + own.name() + " has not")
	case e.placed && of.placed && !e.missing && of.missing:
		e.tear(own.name() + " has come, " + other.name() + " has not")
	}
}

// tear records that the delivery is only half there.
func (e *expected) tear(why string) {
	e.torn = true
	if e.Loading == "" {
		e.Loading = why
	}
}

// batch writes the number of a batch as it may be shown.
func (s seat) batch(number string) string {
	if number == "" {
		return "none"
	}
	m := s.watch.Mapping(s.watch.Delivery.Batch)
	return mask.Printable(mask.Value(m.Class, m.Type, number))
}
