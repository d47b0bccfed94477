// Package civil holds the algorithms and tables of civil affairs: citizen ID
// numbers, credit codes, bank and disability cards, telephone numbers, the working
// calendar and dictionaries with validity in time.
//
// It owns the letter of the standards (GB 11643, GB 32100, GB 11714, ISO/IEC 7812)
// and refuses policy: whether a withdrawn place code or a passbook is acceptable is
// a rule of a contract.
package civil
