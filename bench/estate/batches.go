package estate

import "strings"

// A batch is one row of the headers of a fund disbursement, in the contract's words.
type batch struct {
	no       string
	project  string
	month    month
	district string
	count    int64
	amount   fen
	accepted int64
	failed   int64
	sent     moment
}

// key is the contract's key of the row.
func (b *batch) key() []string { return []string{b.no} }

// orphanMark stands in the number of a batch that has details and no header.
const orphanMark = "-X"

// batchesOf adds the payments up. The order is that of their first payments.
func batchesOf(payments []payment) []batch {
	var all []batch
	place := map[string]int{}
	for i := range payments {
		p := &payments[i]
		if strings.Contains(p.batch, orphanMark) {
			continue
		}
		at, known := place[p.batch]
		if !known {
			at = len(all)
			place[p.batch] = at
			all = append(all, batch{no: p.batch, project: p.project, month: p.month, district: p.district,
				sent: (payday(p.month) - 1).at(15 * 3600)})
		}
		all[at].add(p)
	}
	return all
}

func (b *batch) add(p *payment) {
	b.count++
	b.amount += p.amount
	b.accepted++
	if p.failed != "" {
		b.failed++
	}
}
