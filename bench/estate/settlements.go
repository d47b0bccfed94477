package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// A settlement is one row of the headers under which a service provider is paid for the
// vouchers of a month.
type settlement struct {
	no      string
	count   int64
	amount  fen
	arrived moment
}

// A payout is one line of it. The partner gives a token in place of the account, a new
// one each time.
type payout struct {
	no      string
	header  string
	amount  fen
	account string // "" if it was lost
	arrived moment
}

func (l *payout) key() []string { return []string{l.no} }

// providers are so many.
const providers = 5

// settlementsOf pays for the uses of a month in the month after it.
func settlementsOf(uses []voucherUse, m month) (headers []settlement, lines []payout) {
	arrived := ((m + 1).first() + 4).at(10 * 3600)
	for i := range uses {
		u := &uses[i]
		l := payout{no: "JX" + u.no[2:], header: fmt.Sprintf("JS%s%02d", m.compact(), i%providers+1), amount: u.amount, account: freshToken(u.no), arrived: arrived}
		at := slices.IndexFunc(headers, func(h settlement) bool { return h.no == l.header })
		if at < 0 {
			at = len(headers)
			headers = append(headers, settlement{no: l.header, arrived: arrived})
		}
		headers[at].count++
		headers[at].amount += l.amount
		lines = append(lines, l)
	}
	return headers, lines
}

// freshToken is what the partner gives in place of an account: another one each time.
func freshToken(no string) string {
	sum := sha256.Sum256([]byte("服务券平台" + no))
	return hex.EncodeToString(sum[:16])
}

// spoilSettlements spoils headers and lines that should agree.
func (s *spoiler) spoilSettlements() {
	off := &s.settlements[0]
	off.count++
	s.note("settlement-counts-one-more", disabled).primary(watchSettlements, "totals-agree", []string{off.no})

	stray := &s.settledLines[len(s.settledLines)/2]
	home := stray.header
	stray.header = home[:len(home)-2] + "99"
	n := s.note("line-of-no-settlement", disabled)
	n.primary(watchSettled, "has-settlement", stray.key())
	n.collateral(watchSettlements, "totals-agree", []string{stray.header})
	if home != off.no {
		n.collateral(watchSettlements, "totals-agree", []string{home})
	}

	lost := &s.settledLines[len(s.settledLines)/3]
	lost.account = ""
	s.note("token-of-the-account-lost", disabled).primary(watchSettled, "required(account)", lost.key())
}

// settlementTables are the headers and their lines.
func (e *Estate) settlementTables() []Table {
	return []Table{{
		Name: "FWQ_JSPC", Count: len(e.settlements), Indexes: [][]string{{"JSDH"}},
		Columns: []Column{text("JSDH", 20), integer("BS"), money("JE"), timestamp("RKSJ")},
		Rows: rowsOf(e.settlements, func(row []any, h *settlement) []any {
			return append(row, h.no, h.count, h.amount.yuan(), h.arrived.text())
		}),
	}, {
		Name: "FWQ_JSMX", Count: len(e.settledLines), Indexes: [][]string{{"JSDH"}},
		Columns: []Column{text("MXBH", 20), text("JSDH", 20), money("JE"), text("ZH_MW", 64), timestamp("RKSJ")},
		Rows: rowsOf(e.settledLines, func(row []any, l *payout) []any {
			return append(row, l.no, l.header, l.amount.yuan(), optional(l.account), l.arrived.text())
		}),
	}}
}
