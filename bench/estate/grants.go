package estate

// A grant is a row of the feed that tells the elderly allowances who receives the two
// disability subsidies, in the contract's words.
type grant struct {
	id, name string
	level    string
	month    month
	amount   fen
	updated  day
}

// grantsOf makes the feed from the other system's regular payments of the month.
func grantsOf(payments []payment, k clock) []grant {
	var all []grant
	for i := range payments {
		p := &payments[i]
		if p.month == k.month && p.kind == regular && !p.replaced() {
			all = append(all, grant{p.id, p.name, p.level, p.month, p.amount, k.today - 2 - day(p.person.index%20)})
		}
	}
	return all
}
