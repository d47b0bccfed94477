package estate

// The projects of the fund disbursement.
const (
	living     = "CJ01" // 困难残疾人生活补贴
	nursing    = "CJ02" // 重度残疾人护理补贴
	service    = "YL01" // 困难老年人养老服务补贴
	disability = "YL02" // 失能老年人护理补贴
	longevity  = "YL03" // 高龄老年人津贴
	minimum    = "JZ01" // 最低生活保障金
	destitute  = "JZ02" // 特困人员供养金
	hardship   = "JZ03" // 生活困难补助
	lowIncome  = "JZ04" // 低收入家庭救助金
	special    = "JZ05" // 专项救助金（教育、取暖）
	temporary  = "JZ06" // 临时救助金
)

// The levels of what is granted case by case.
const (
	levelEducation = "专项-教育"
	levelHeating   = "专项-取暖"
	levelTemporary = "临时-单次"
)

// fen is an amount of money in fen, 1/100 yuan.
type fen int64

// A standard is the amount of a level from a month on.
type standard struct {
	level  string
	from   month
	amount fen
}

// standards are the generator's own copy of the tables in checks/catalog/codes: the
// ledger must not depend on what is tested. A test compares the two.
func standards() []standard {
	old, new25, half26, nov26 := monthOf(2024, 1), monthOf(2025, 1), monthOf(2026, 7), monthOf(2026, 11)
	return []standard{
		{"生活补贴-低保", old, 40000}, {"生活补贴-低保", nov26, 45000},
		{"生活补贴-低收入", old, 30000}, {"生活补贴-低收入", nov26, 34000},
		{"护理补贴-一级", old, 30000}, {"护理补贴-一级", nov26, 33000},
		{"护理补贴-二级", old, 10000}, {"护理补贴-二级", nov26, 12000},
		{"服务补贴-低保", old, 30000}, {"服务补贴-低收入", old, 20000}, {"服务补贴-特殊家庭", old, 10000},
		{"护理补贴-重度", old, 60000}, {"护理补贴-中度", old, 40000}, {"护理补贴-轻度", old, 20000},
		{"高龄津贴-80岁", old, 10000}, {"高龄津贴-90岁", old, 50000}, {"高龄津贴-百岁", old, 70000}, {"高龄津贴-百岁", new25, 80000},
		{"低保-差额", old, 145000}, {"低保-差额", half26, 149000},
		{"特困-分散供养", old, 217500}, {"特困-分散供养", half26, 223500},
		{"困难补助-甲类", old, 40000}, {"困难补助-乙类", old, 30000},
		{"低收入-生活救助", old, 30000}, {levelEducation, old, 450000}, {levelHeating, old, 80000},
		{levelTemporary, old, 1740000}, {levelTemporary, half26, 1788000},
	}
}

// A tariff answers what a level is worth in a month.
type tariff map[string][]standard

func newTariff() tariff {
	t := tariff{}
	for _, s := range standards() {
		t[s.level] = append(t[s.level], s)
	}
	return t
}

// amount is the standard in force.
func (t tariff) amount(level string, m month) fen {
	var amount fen
	for _, s := range t[level] {
		if s.from <= m {
			amount = s.amount
		}
	}
	return amount
}

// before is the standard that the one in force replaced, or one yuan less than the
// standard if there was none.
func (t tariff) before(level string, m month) fen {
	amount := t.amount(level, m)
	for _, s := range t[level] {
		if s.from <= m && s.amount != amount {
			return s.amount
		}
	}
	return amount - 100
}
