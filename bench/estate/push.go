package estate

// A push is one row that was sent to the Jinmin project, in the contract's words.
type push struct {
	no       string
	batch    string // of the payment it tells of
	seq      string
	id, name string
	project  string
	month    month
	amount   fen
	district string
	area     string // the Ministry's code of the district
	pushed   moment
	// operation is what the row says is done, if it says anything but that the payment is new.
	operation string
	receipt   string // of the Ministry
}

// What the Ministry answers.
const (
	storedThere   = "已入库"
	rejectedThere = "退回"
)

// source is the number of the payment that it tells of.
func (p *push) source() string { return p.batch + "-" + p.seq }

// key is the contract's key of the row.
func (p *push) key() []string { return []string{p.no} }

// letter is the operation as the elderly's table has it.
func (p *push) letter() string {
	if p.operation == "删除" {
		return "D"
	}
	return "A"
}

// pushesOf tells the ministry of this month's regular payments, but for what was sent again.
func pushesOf(payments []payment, k clock) []push {
	var all []push
	for i := range payments {
		if p := &payments[i]; p.month == k.month && p.kind == regular && !p.replaced() {
			all = append(all, tell(p))
		}
	}
	return all
}

func tell(p *payment) push {
	return push{
		no: "JM" + p.no(), batch: p.batch, seq: p.seq, id: p.id, name: p.name, project: p.project,
		month: p.month, amount: p.amount, district: p.district, area: ministryArea(p.district), pushed: (payday(p.month) + 5).at(2 * 3600), receipt: storedThere,
	}
}
