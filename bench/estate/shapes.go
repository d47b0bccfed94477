package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// A visit is one row of a district's home services. Every district numbers its own.
type visit struct {
	no      string
	id      string
	minutes int64
	on      day
}

// shardDistricts are the districts that deliver their home services, each in a table
// of its own.
func shardDistricts() []string { return []string{"110101", "110102", "110105", "110106"} }

// visitsOf lists a district's home services of the month.
func visitsOf(people []person, district string, k clock) []visit {
	var all []visit
	for i := range people {
		p := &people[i]
		if !p.known[elderly] || p.newcomer || p.homeCode() != district {
			continue
		}
		all = append(all, visit{
			no: fmt.Sprintf("FW%s%05d", k.month.compact(), len(all)+1), id: p.id,
			minutes: 10 + int64(p.index*7%471), on: k.month.first() + day(p.index%int(k.today-k.month.first()+1)),
		})
	}
	return all
}

// A petition is one application for assistance, open or moved to the history.
type petition struct {
	no      string
	id      string
	open    bool
	applied day
	closed  day // 0: not closed, or nobody wrote it down
}

// petitionsOf lists the open applications, and those that are history. Some people
// were refused once and have applied again.
func petitionsOf(people []person, k clock) (open, history []petition) {
	for i := range people {
		p := &people[i]
		if !p.known[assistance] || p.newcomer {
			continue
		}
		if p.index%3 != 0 {
			applied := k.final - 500 - day(p.index%300)
			history = append(history, petition{fmt.Sprintf("SQ1%08d", p.index), p.id, false, applied, applied + 20})
		}
		if p.index%4 == 0 {
			open = append(open, petition{no: fmt.Sprintf("SQ2%08d", p.index), id: p.id, open: true, applied: k.today - 1 - day(p.index%25)})
		}
	}
	for i := range stockOfPetitions {
		history[i].closed = 0
		if i%3 > 0 {
			history[i].closed = history[i].applied - 5
		}
	}
	return open, history
}

// stockOfPetitions is how many of the oldest applications were recorded wrongly, long
// before anybody looked.
const stockOfPetitions = 12

// noteStock writes the old wrongs down: as violations in Previous, as stock later.
func (e *Estate) noteStock() {
	into := &e.ledger.Stock
	if e.config.Step == Previous {
		into = &e.ledger.Entries
	}
	for i := range stockOfPetitions {
		check := "closed-has-date"
		if i%3 > 0 {
			check = "closed-after-applied"
		}
		*into = append(*into, Entry{System: Assistance, Watch: watchPetitions, Check: check, Key: []string{e.pastPetitions[i].no}, Fault: "old-stock", Role: Primary})
	}
}

// A voucherUse is one use of a service voucher; each month has a table of its own.
type voucherUse struct {
	no     string
	id     string
	amount fen
	at     moment
}

func (u *voucherUse) key() []string { return []string{u.no} }

// voucherUsesOf lists the uses in a month up to a day. The first is in the first second.
func voucherUsesOf(people []person, m month, until day) []voucherUse {
	var all []voucherUse
	days := int(until-m.first()) + 1
	for i := range people {
		p := &people[i]
		if !p.known[disabled] || p.newcomer || p.index%2 != 0 {
			continue
		}
		use := voucherUse{
			no: fmt.Sprintf("SY%s%06d", m.compact(), len(all)+1), id: p.id, amount: fen(1000 + p.index%90*500),
			at: (m.first() + day(p.index%days)).at(8*3600 + p.index%32400),
		}
		if len(all) == 0 {
			use.at = m.first().at(0)
		}
		all = append(all, use)
	}
	return all
}

// A certificate is one row of the disability certificates, whose partner covers names
// and gives a token in place of the identity number.
type certificate struct {
	no    string
	token string
	name  string // covered; "" if it was lost
	level int64
	on    day
}

func (c *certificate) key() []string { return []string{c.no} }

func certificatesOf(people []person, k clock) []certificate {
	var all []certificate
	for i := range people {
		p := &people[i]
		if !p.known[disabled] || p.newcomer {
			continue
		}
		all = append(all, certificate{
			no: fmt.Sprintf("CZ%08d", p.index), token: tokenOf(p.id), name: string([]rune(p.name)[:1]) + "**",
			level: int64(p.index%4) + 1, on: k.final - 700 - day(p.index%1500),
		})
	}
	return all
}

// tokenOf is what the partner gives in place of an identity number: the same for the
// same one.
func tokenOf(id string) string {
	sum := sha256.Sum256([]byte("残联" + id))
	return "T" + hex.EncodeToString(sum[:8])
}

// deletedOf are records that were registered a second time in error, with a damaged
// name, and marked as deleted. The table keeps them, its view does not show them.
func deletedOf(registered []registration) []registration {
	all := slices.Clone(registered[:3])
	for i := range all {
		all[i].recordNo += "-D"
		all[i].name, all[i].deleted = "?", true
	}
	return all
}
