package estate

import "fmt"

// The kinds of an organisation.
const (
	careHome      = "养老机构"
	careStation   = "养老驿站"
	childrensHome = "儿童福利机构"
	welfareHome   = "残障人福利机构"
	trainer       = "培训机构"
	provider      = "服务商"
	association   = "社会团体"
	serviceUnit   = "民办非企业单位"
	foundation    = "基金会"
)

// A body is an invented organisation.
type body struct {
	code     string // unified social credit code
	name     string
	kind     string
	district string
	opened   day
}

// bodies lists the organisations: of each kind two in every district, in both states.
func bodies() []body {
	kinds := []struct{ kind, tail string }{
		{careHome, "养老院"}, {careStation, "养老服务驿站"}, {childrensHome, "儿童福利院"}, {welfareHome, "残疾人托养中心"},
		{trainer, "养老职业培训学校"}, {provider, "居家养老服务中心"},
		{association, "志愿者协会"}, {serviceUnit, "社会工作事务所"}, {foundation, "公益基金会"},
	}
	var all []body
	for k, kind := range kinds {
		for d, district := range beijing() {
			for n := range 2 {
				name := []string{"安康", "福寿"}[n]
				all = append(all, body{code: creditIn(classOf(kind.kind), district.code, 500+k*32+d*2+n), name: fmt.Sprintf("北京市%s%s%s", district.name, name, kind.tail),
					kind: kind.kind, district: district.code, opened: dayOf(2012, 3, 1) + day(k*97+d*31+n*11)})
			}
		}
	}
	return all
}

// classOf is how GB 32100 writes the class of an organisation that civil affairs register.
func classOf(kind string) string {
	switch kind {
	case association:
		return "51"
	case foundation:
		return "53"
	}
	return "52"
}

// bodiesOf are the organisations of one kind.
func (w *world) bodiesOf(kind string) []body {
	var all []body
	for _, b := range w.bodies {
		if b.kind == kind {
			all = append(all, b)
		}
	}
	return all
}
