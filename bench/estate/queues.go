package estate

import "fmt"

// The states of a queued task.
const (
	queued  = "等待"
	undone  = "失败"
	settled = "完成"
)

// A task is one row of the queue from which a system pushes to the ministry.
type task struct {
	no      string
	state   string
	retries int64
	at      moment
	reason  string // of one that failed
}

func (t *task) key() []string { return []string{t.no} }

// queueOf is a queue as it is on an ordinary evening: most of it done, some failed for
// a reason that is known, the youngest still waiting.
func queueOf(s system, people int, k clock) []task {
	all := make([]task, 0, 60+people/1000)
	for i := range cap(all) {
		t := task{no: fmt.Sprintf("DL%d%s%05d", s, k.today.compact(), i), state: settled, at: (k.today - 1 - day(i%20)).at(8*3600 + i*60)}
		switch {
		case i%20 == 0:
			t.state, t.at = queued, (k.today - day(i%40/20)).at(10*3600+i)
		case i%17 == 0:
			t.state, t.retries, t.reason = undone, 3, "对方接口超时"
		}
		all = append(all, t)
	}
	return all
}

// fillQueues makes the queues. That of the elderly allowances is worked off on the day
// of Current, and empty.
func (e *Estate) fillQueues() {
	e.queues[assistance] = queueOf(assistance, len(e.people), e.clock)
	if e.config.Step == Previous {
		e.queues[elderly] = queueOf(elderly, len(e.people), e.clock)
	}
}

// spoilQueues lets one task wait for ever, one fail without a reason, one be tried
// again and again, and one stand in the queue twice.
func (s *spoiler) spoilQueues() {
	list := s.queues[assistance]
	spoil := func(fault, check string, t *task) {
		s.note(fault, assistance).primary(watchQueue, check, t.key())
	}
	list[20].at = (s.clock.today - 30).at(9 * 3600)
	spoil("task-waits-for-ever", "not-stuck", &list[20])
	s.note("task-waits-for-ever", assistance).collateral(watchQueue, "backlog", nil)
	list[17].reason = ""
	spoil("task-failed-without-reason", "failure-has-reason", &list[17])
	s.note("task-failed-without-reason", assistance).collateral(watchQueue, "backlog", []string{""})
	list[34].retries = 99
	spoil("task-tried-for-ever", "retries-bounded", &list[34])
	s.note("task-tried-for-ever", assistance).collateral(watchQueue, "backlog", []string{list[34].reason}) // shared with others
	spoil("task-queued-twice", "task-once", &list[5])
	s.queues[assistance] = append(list, list[5])
}

// noteOddQueues names a task that failed in the ordinary way. A queue that is worked
// off is right, too: there is nothing to judge in it.
func (e *Estate) noteOddQueues() {
	if len(e.queues[elderly]) == 0 {
		for _, check := range queueChecks() {
			e.ledger.Stops = append(e.ledger.Stops, Stop{System: Elderly, Watch: watchQueue, Check: check, Verdict: "skipped"})
		}
	}
	e.odd("task-failed-with-reason", assistance, watchQueue, e.queues[assistance][51].key())
}

// queueChecks are the checks that need a queue's rows.
func queueChecks() []string {
	list := []string{"task-once", "not-stuck", "retries-bounded", "failure-has-reason", "length(task_no)", "type(fail_reason)"}
	for _, column := range []string{"task_no", "state", "retries", "queued_at"} {
		list = append(list, "required("+column+")", "type("+column+")")
	}
	return list
}

func (e *Estate) elderlyQueue() Table {
	records := e.queues[elderly]
	return Table{
		Name: "T_JM_DL", Count: len(records),
		Columns: []Column{text("RWBH", 24), text("ZT", 1), integer("CSCS"), text("RDSJ", 19), text("SBYY", 100)},
		Rows: rowsOf(records, func(row []any, t *task) []any {
			return append(row, t.no, codeOf(1, t.state, queued, undone, settled), t.retries, t.at.text(), optional(t.reason))
		}),
	}
}

func (e *Estate) assistanceQueue() Table {
	records := e.queues[assistance]
	return Table{
		Name: "jm_dl", Count: len(records),
		Columns: []Column{text("rwbh", 24), text("zt", 10), integer("cscs"), timestamp("rdsj"), text("sbyy", 100)},
		Rows: rowsOf(records, func(row []any, t *task) []any {
			return append(row, t.no, t.state, t.retries, t.at.text(), optional(t.reason))
		}),
	}
}
