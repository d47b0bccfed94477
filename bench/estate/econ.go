package estate

import (
	"fmt"
	"time"
)

// Verification is the system that verifies the economy of households.
const Verification = "household-economy-verification"

// The conclusions of an answer.
const (
	somethingFound = "有"
	nothingFound   = "无"
	notAnswered    = "待反馈"
)

// A subject is one person of a request whose economy is verified.
type subject struct {
	person  *person
	n       int // over all subjects
	request string
	sent    moment
	family  []*person // all of the request
}

// asked is the day on which the question went out.
func (s *subject) asked() day { return s.sent.day() }

// subjects are asked about in requests of one or two people, which went out three to
// five weeks ago; the last few yesterday, and nobody has answered those.
func (w *world) subjects() []subject {
	people := every(6, 240, w.some(func(p *person) bool { return p.death == 0 && p.odd == "" }))
	var all []subject
	for n := 0; len(people) > 2; n++ {
		family := people[:1+(n%3+1)/2]
		people = people[len(family):]
		sent := w.clock.today - 20 - day(n%14)
		if len(people) < 12 {
			sent = w.clock.today - 1
		}
		for _, p := range family {
			all = append(all, subject{person: p, n: len(all), request: fmt.Sprintf("HD%s%05d", w.clock.month.compact(), n), sent: sent.at(9*3600 + n), family: family})
		}
	}
	return all
}

// late says that the question is so old that everybody must have answered.
func (w *world) late(s *subject) bool { return s.asked() < w.clock.today-15 }

const watchSubjects = "econ-subjects"

// questions are the subjects as they were sent to the units.
func (w *world) questions(subjects []subject) *roll {
	r := w.roll(Verification, watchSubjects, []string{"request_no", "id_card"},
		text("request_no", 32), text("id_card", 18), text("name", 100), text("relation", 20), text("cycle", 20), text("consent_no", 40), date("consented_on"), timestamp("sent_at"))
	for i := range subjects {
		s := &subjects[i]
		relation := "申请人"
		if s.person != s.family[0] {
			relation = "配偶"
		}
		year, week := s.asked().time().ISOWeek()
		at := r.add(s.person, s.request, s.person.id, s.person.name, relation, fmt.Sprintf("%d-W%02d", year, week), fmt.Sprintf("SQ%06d", s.n), (s.asked() - 3).text(), s.sent.text())
		if !w.late(s) && i == len(subjects)-1 {
			r.odd("asked-yesterday-not-answered-yet", at)
		}
	}
	return r
}

// The faults of the questions.

func questionFaults() []func(*roll) {
	return []func(*roll){
		subjectTwice,
		askedTwice,
		breaks("asked-without-a-day-of-consent", "consented_on", constant(nil), nil, "required(consented_on)"),
		breaks("asked-without-a-consent", "consent_no", constant("　"), nil, "required(consent_no)"),
		breaks("relation-unknown", "relation", constant("保姆"), nil, "code(relation)"),
		func(r *roll) {
			breaks("consent-after-the-question", "consented_on", constant(r.world.clock.today.text()), longAsked, "consent-before-sending")(r)
		},
		func(r *roll) {
			breaks("consent-expired", "consented_on", constant((r.world.clock.today - 500).text()), longAsked, "consent-in-force")(r)
		},
	}
}

// longAsked fits questions that everybody must have answered.
func longAsked(r *roll, at int) bool {
	return r.text(at, "sent_at") < (r.world.clock.today - 15).time().Format(time.DateOnly)
}

func subjectTwice(r *roll) {
	at := r.pick(func(at int) bool { return longAsked(r, at) })
	r.repeat(at)
	r.note("subject-listed-twice").primary("subject-once", r.keyOf(at)...).collateral("once-a-cycle", r.text(at, "id_card"), r.text(at, "cycle"))
}

// askedTwice asks about somebody in two requests of one cycle, the second of yesterday.
func askedTwice(r *roll) {
	at := r.pick(func(at int) bool { return !longAsked(r, at) })
	second := r.repeat(at)
	r.set(second, "request_no", r.text(at, "request_no")+"B")
	r.note("asked-twice-in-a-cycle").primary("once-a-cycle", r.text(at, "id_card"), r.text(at, "cycle"))
}
