package estate

import "fmt"

// A licence is one answer of the e-licence service, in the contract's words.
type licence struct {
	no, kind    string
	holder      string
	holderName  string
	applicant   string
	applicantBy string
	issued      day
	until       day // 0: without end
	state       string
	signature   string
}

// key is the contract's key of the row.
func (l *licence) key() []string { return []string{l.no} }

// A desk is one kind of application whose applicants' licences are asked for, and a
// watch of its own.
type desk struct {
	system system
	watch  string
	path   string // last element of the call's path
	kind   string // of the licence
	broken bool   // answers with HTTP 500 in Current
}

func desks() []desk {
	return []desk{
		{disabled, "e-licence", "disabled", "残疾人证", false},
		{elderly, "e-licence", "elderly", "身份证", false},
		{assistance, "e-licence-minimum-living", "minimum", "低保证", false},
		{assistance, "e-licence-living-hardship", "hardship", "户口簿", true},
		{assistance, "e-licence-low-income", "lowincome", "户口簿", false},
		{assistance, "e-licence-destitute", "destitute", "身份证", false},
	}
}

// licencesOf lists the licences of the month's applicants: two hundred at most.
func licencesOf(d desk, people []person, k clock) []licence {
	var all []licence
	for i := range people {
		p := &people[i]
		if len(all) == 200 || !p.known[d.system] || len(p.benefits) == 0 || p.death != 0 || p.newcomer {
			continue
		}
		all = append(all, licenceOf(d, p, k))
	}
	return all
}

func licenceOf(d desk, p *person, k clock) licence {
	l := licence{
		no: fmt.Sprintf("ZZ-%s-%07d", d.path, p.index), kind: d.kind, holder: p.id, holderName: p.name,
		applicant: p.id, applicantBy: p.name, issued: k.final - 400 - day(p.index%900),
		until: k.final + 100 + day(p.index%3000), state: "有效", signature: "通过",
	}
	switch p.odd {
	case oddLongTerm:
		l.until = 0
	case oddUntilToday:
		l.until = k.today
	}
	return l
}
