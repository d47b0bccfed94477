package checks

// A contract may say of several tables what must hold: the header and the details of
// one payload. Each table is a Contract of its own here, and each table of a watch a
// Watch of its own: `fund-disbursement.batches` beside `fund-disbursement.payments`.
// History, selectors and reports reach a table by that id; what is written once
// (source, cycle, delivery, link) belongs to the whole.

// A Whole is a watch of a contract with several tables, as it was written.
type Whole struct {
	ID     string
	Tables []*Watch // in the order of the contract; the first one answers for the whole
}

// Path names the watch as it was written: "elderly-allowances/fund-disbursement".
func (w *Whole) Path() string { return w.Tables[0].System.ID + "/" + w.ID }

// Leads tells whether the watch answers for what its tables have in common: the link,
// and the delivery. A watch without siblings does.
func (w *Watch) Leads() bool { return w.Whole == nil || w.Whole.Tables[0].ID == w.ID }

// Siblings gives the watches of the other tables of the same written watch.
func (w *Watch) Siblings() []*Watch {
	if w.Whole == nil {
		return nil
	}
	var others []*Watch
	for _, t := range w.Whole.Tables {
		if t.ID != w.ID {
			others = append(others, t)
		}
	}
	return others
}

// Written gives the id of the contract as it was written: of a table that of its whole.
func (c *Contract) Written() string {
	if c.Whole != "" {
		return c.Whole
	}
	return c.ID
}
