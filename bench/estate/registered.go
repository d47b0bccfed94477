package estate

import "fmt"

// The systems of the social organisations.
const (
	organisationsSystem = "social-organisations"
	creditSystem        = "social-org-credit"
	organisationsGroup  = "social-organisations-group"
)

// slots is into how many parts the organisations are divided: the faults of each
// payload happen to the organisations of its own part, and to no others.
const slots = 16

// An organisation is a body that civil affairs have registered, as a social group, a
// private non-enterprise unit or a foundation.
type organisation struct {
	body
	index      int
	form       string // 社会团体, 民办非企业单位 or 基金会
	organ      string // the registrar's code, as it stands in the credit code
	statistics string // the civil-affairs statistics code
	head       *person
	fundraises string // the number of its fundraising certificate; ""
	ended      day    // its registration was cancelled; 0: it exists
	changed    day
	pushed     moment // when that change was pushed
}

// state is the state of its registration.
func (o *organisation) state() string {
	if o.ended != 0 {
		return "注销"
	}
	return "正常"
}

// part is the part of the organisations that it belongs to.
func (o *organisation) part() int { return o.index % slots }

// endedOn is the day of its end, or NULL.
func (o *organisation) endedOn() any { return o.ended.optional("2006-01-02") }

// registered lists the organisations, in both states the same ones: those of every
// district, and some of the city itself.
func (w *world) registered() []*organisation {
	all := w.ofTheCity()
	units := map[string]string{}
	for i, d := range beijing() {
		units[d.code] = fmt.Sprintf("110%02d", i+1)
	}
	for _, b := range w.bodies {
		all = append(all, &organisation{body: b, organ: b.district, statistics: units[b.district]})
	}
	heads := every(1, len(all), w.some(func(p *person) bool { return p.odd == "" && p.death == 0 }))
	for i, o := range all {
		o.index, o.head = i, heads[i%len(heads)]
		o.form = map[string]string{"51": association, "53": foundation}[o.code[:2]]
		if o.form == "" {
			o.form = serviceUnit
		}
		w.live(o)
	}
	return all
}

// ofTheCity lists those that the city's bureau has registered itself.
func (w *world) ofTheCity() []*organisation {
	var all []*organisation
	for k, kind := range []string{association, serviceUnit, foundation} {
		for n, d := range beijing() {
			tail := []string{"行业协会", "社会工作中心", "慈善基金会"}[k]
			all = append(all, &organisation{
				body: body{code: creditIn(classOf(kind), "110000", 800+k*20+n), name: "北京" + d.name[:len(d.name)-3] + tail, kind: kind,
					district: d.code, opened: dayOf(2009, 5, 4) + day(k*53+n*17)},
				organ: "110000", statistics: "11000",
			})
		}
	}
	return all
}

// live tells what became of an organisation: some have ended, most have changed long ago
// and some of late.
func (w *world) live(o *organisation) {
	o.changed = w.clock.final - 60 - day(o.index*7%800)
	if o.index/slots%4 == 1 {
		o.changed = w.clock.today - 12 - day(o.index%5)
	}
	if o.index/slots%5 == 2 {
		o.ended = o.changed
	}
	if o.form == foundation && o.ended == 0 {
		o.fundraises = fmt.Sprintf("京募%06d", 300+o.index)
	}
	o.pushed = (o.changed + 7).at(10 * 3600)
}

// inPart lists the organisations of one part that fit.
func inPart(all []*organisation, part int, fit func(*organisation) bool) []*organisation {
	var some []*organisation
	for _, o := range all {
		if o.part() == part && fit(o) {
			some = append(some, o)
		}
	}
	return some
}

func exists(o *organisation) bool   { return o.ended == 0 }
func hasEnded(o *organisation) bool { return o.ended != 0 }

// unregistered is a right code, of the form and the registrar of another, that no
// organisation has.
func unregistered(code string) any { return creditIn(code[:2], code[2:8], 990000) }
