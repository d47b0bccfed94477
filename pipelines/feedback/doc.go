// Package feedback is the form 问题数据反馈单: one spreadsheet for a counterparty and a
// period with the violating rows of its data, which comes back with their answers.
//
// It owns the layout of that file, written and read. It refuses to know where rows come
// from and what an answer leads to: whoever calls it masks, asks and records.
package feedback

// A Form is one file.
type Form struct {
	Counterparty string
	Period       string // "" for the latest result of every interface
	Made         string // the day, for people
	Revealed     bool   // keys are clear
	Rows         []Row  // by sheet
}

// A Row is one violating row.
type Row struct {
	Sheet       string // the interface: rows of one sheet stand together
	SystemTitle string
	WatchTitle  string
	CheckTitle  string
	Why         string
	Key         string
	Basis       string
	Found       string // the period in which it was found first
	Answer      string // of the counterparty
	Handling    string // one of Handlings, or what they wrote

	// What names the row when the file comes back.
	System      string
	Watch       string
	Check       string
	Fingerprint string
	Line        int // in its sheet, from 1; set by Read
}

// The handlings that the form offers.
const (
	Genuine   = "属实"  // the row is right as it is
	Excepted  = "例外"  // it is wrong and stays so, with reason
	Corrected = "已更正" // it was repaired at the source
	Open      = "处理中"
)

// Handlings lists the handlings that the form offers.
func Handlings() []string { return []string{Corrected, Genuine, Excepted, Open} }

// Excepts tells whether a handling asks that the row be excepted from now on.
func Excepts(handling string) bool { return handling == Genuine || handling == Excepted }
