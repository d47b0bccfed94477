package estate

import "fmt"

// banks are the thirty-three banks that answer.
func banks() []string {
	var all []string
	for _, run := range [][2]int{{102, 105}, {201, 203}, {301, 310}, {313, 313}, {315, 325}, {402, 405}} {
		for code := run[0]; code <= run[1]; code++ {
			all = append(all, fmt.Sprint(code))
		}
	}
	return all
}

func householdItems(_ *world, s *subject, _ string) [][]any {
	var all [][]any
	for _, p := range s.family {
		all = append(all, []any{"HK" + s.request[2:], p.id, p.name})
	}
	return all
}

// vehicleItems gives every third subject a car, and every ninth two.
func vehicleItems(w *world, s *subject, _ string) [][]any {
	car := func(letter string) []any {
		return []any{fmt.Sprintf("京%s%05d", letter, s.n), "小型汽车", (w.clock.final - 900 - day(s.n%2000)).text()}
	}
	switch {
	case s.n%9 == 0:
		return [][]any{car("A"), car("B")}
	case s.n%3 == 0:
		return [][]any{car("A")}
	}
	return nil
}

func enterpriseItems(_ *world, s *subject, _ string) [][]any {
	if s.n%4 != 1 {
		return nil
	}
	return [][]any{{credit("110105", s.n), "某某企业", []string{"股东", "法定代表人", "监事"}[s.n%3], "10.00", []string{"存续", "注销"}[s.n/4%2]}}
}

func insuranceItems(w *world, s *subject, _ string) [][]any {
	if s.n%2 == 0 {
		return nil
	}
	month := (w.clock.month - month(s.n%3)).text()
	return [][]any{{"养老保险", "6821.00", month}, {"失业保险", "6821.00", month}}
}

func propertyItems(_ *world, s *subject, _ string) [][]any {
	if s.n%3 == 1 {
		return nil
	}
	return [][]any{{"京房权证" + s.request[2:], fen(10000 / len(s.family)).yuan(), fen(4000 + s.n%50*100).yuan()}}
}

func fundItems(w *world, s *subject, _ string) [][]any {
	if s.n%3 != 2 {
		return nil
	}
	return [][]any{{fmt.Sprintf("0110%08d", s.n), fen(s.n * 12345).yuan(), w.clock.month.text()}}
}

func depositItems(w *world, s *subject, bank string) [][]any {
	if (s.n+len(bank)+int(bank[2]))%7 != 0 {
		return nil
	}
	return [][]any{{bank, fmt.Sprintf("62%s%012d", bank, s.n), fen(s.n * 5000).yuan(), (s.asked() - 1).text()}}
}

func securityItems(_ *world, s *subject, provider string) [][]any {
	switch {
	case s.n%5 == 0 && provider == "证券登记":
		return [][]any{{provider, fmt.Sprintf("A%09d", s.n), "12000.00", nil}}
	case s.n%4 == 0 && provider == "保险公司":
		return [][]any{{provider, fmt.Sprintf("BD%09d", s.n), "3000.00", int64(2)}}
	}
	return nil
}

func provinceItems(_ *world, s *subject, _ string) [][]any {
	if s.n%4 != 3 {
		return nil
	}
	return [][]any{{[]string{"130000", "120000", "370000"}[s.n%3], "房产", "一套"}}
}
