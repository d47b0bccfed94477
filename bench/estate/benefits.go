package estate

// A benefit is what a person receives month by month.
type benefit struct {
	system  system
	project string
	level   string // of longevity: set from the age in the month
}

// A role says which systems know a person and which of them pay.
type role struct {
	known [systemCount]bool
	paid  [systemCount]bool
}

func oddRole(s system) role {
	var r role
	r.known[s], r.paid[s] = true, true
	return r
}

// roleOf spreads people over the systems: 28 % disabled, 36 % elderly, 24 % assistance,
// 4 % each in two programmes that do not exclude each other, 4 % relatives who
// receive nothing.
func roleOf(i int) role {
	switch slot := i % 25; {
	case slot < 7:
		return oddRole(disabled)
	case slot < 16:
		return oddRole(elderly)
	case slot < 22:
		return oddRole(assistance)
	case slot == 22:
		return role{known: [systemCount]bool{true, false, true}, paid: [systemCount]bool{true, false, true}}
	case slot == 23:
		return role{known: [systemCount]bool{true, true, false}, paid: [systemCount]bool{true, true, false}}
	}
	var r role
	r.known[i/25%int(systemCount)] = true
	return r
}

func benefitsOf(i int, r role, lived day) []benefit {
	var all []benefit
	if r.paid[disabled] {
		all = append(all, [][]benefit{
			{{disabled, living, "生活补贴-低保"}},
			{{disabled, nursing, "护理补贴-一级"}},
			{{disabled, living, "生活补贴-低收入"}, {disabled, nursing, "护理补贴-二级"}},
		}[i/25%3]...)
	}
	if r.paid[elderly] {
		all = append(all, elderlyBenefit(i, lived))
		if last := &all[len(all)-1]; r.paid[disabled] && last.project == disability {
			last.project, last.level = service, "服务补贴-低保" // nursing excludes nursing
		}
	}
	if r.paid[assistance] {
		all = append(all, assistanceBenefits(i/25)...)
	}
	return all
}

// assistanceBenefits deals out the projects of social assistance by sevenths: three of the
// minimum living, and one of what is granted case by case. One in sixty-three has a temporary
// aid beside the minimum living, which it does not exclude.
func assistanceBenefits(turn int) []benefit {
	round := turn / 7
	switch turn % 7 {
	case 3:
		return []benefit{{assistance, destitute, "特困-分散供养"}}
	case 4:
		return []benefit{{assistance, hardship, []string{"困难补助-甲类", "困难补助-乙类"}[round%2]}}
	case 5:
		return []benefit{{assistance, lowIncome, "低收入-生活救助"}}
	case 6:
		return []benefit{[]benefit{
			{assistance, special, levelHeating}, {assistance, special, levelEducation}, {assistance, special, levelEducation},
			{assistance, special, levelEducation}, {assistance, temporary, levelTemporary},
		}[round%5]}
	}
	least := []benefit{{assistance, minimum, "低保-差额"}}
	if turn%7 == 0 && round%9 == 2 {
		return append(least, benefit{assistance, temporary, levelTemporary})
	}
	return least
}

func elderlyBenefit(i int, lived day) benefit {
	if lived > 80*36525/100+70 {
		return benefit{elderly, longevity, ""}
	}
	return []benefit{
		{elderly, service, "服务补贴-低保"}, {elderly, service, "服务补贴-低收入"}, {elderly, service, "服务补贴-特殊家庭"},
		{elderly, disability, "护理补贴-重度"}, {elderly, disability, "护理补贴-中度"}, {elderly, disability, "护理补贴-轻度"},
	}[i/25%6]
}

// longevityLevel is the level of the longevity allowance in a month.
func longevityLevel(birth day, m month) string {
	switch years := int(m.first()-birth) * 100 / 36525; {
	case years >= 100:
		return "高龄津贴-百岁"
	case years >= 90:
		return "高龄津贴-90岁"
	}
	return "高龄津贴-80岁"
}
