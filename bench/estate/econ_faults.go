package estate

// answerFaults are what goes wrong with every kind of answer: two of them, one that
// nobody asked for, one from before the question, one that contradicts itself, and none.
func answerFaults(a answering) []func(*roll) {
	return []func(*roll){a.twice, a.unasked, a.early, a.contradicting, a.missing}
}

// quiet fits answers that found nothing; a household is always found.
func (a answering) quiet(r *roll) func(int) bool {
	return func(at int) bool { return a.unit == "household" || r.text(at, "answer") == nothingFound }
}

// question is the key of the question that a row answers, and, of several answers, whose.
func (a answering) question(r *roll, at int) []string {
	key := []string{r.text(at, "request_no"), r.text(at, "id_card")}
	if a.by != "" {
		key = append(key, r.text(at, a.by))
	}
	return key
}

// fault names a fault of one kind of answers.
func (a answering) fault(name string) string { return a.unit + "-" + name }

func (a answering) twice(r *roll) {
	at := r.pick(a.quiet(r))
	second := r.repeat(at)
	r.set(second, "feedback_no", r.text(at, "feedback_no")+"B")
	n := r.note(a.fault("answered-twice")).primary("answered-once", a.question(r, at)...)
	if a.unit == "household" {
		n.collateral("member-once", append(a.question(r, at), r.text(at, "member_id"))...)
	}
}

func (a answering) unasked(r *roll) {
	at := r.repeat(r.pick(a.quiet(r)))
	r.set(at, "feedback_no", r.text(at, "feedback_no")+"X")
	r.set(at, "request_no", r.text(at, "request_no")+"X")
	n := r.note(a.fault("answer-that-nobody-asked-for")).row(at, "asked")
	whole := a.question(r, at)[:2]
	switch a.unit {
	case "household":
		n.collateral("members-applied", r.keyOf(at)...)
	case "bank-deposits":
		n.collateral("every-bank-answered", whole...)
	case "securities-insurance":
		n.collateral("both-answered", whole...)
	}
}

func (a answering) early(r *roll) {
	at := r.pick(a.quiet(r))
	r.set(at, "answered_at", (r.world.clock.today - 80).at(9*3600).text())
	r.note(a.fault("answer-from-before-the-question")).row(at, "answered-after-asked")
}

// contradicting says that something was found and not what; of a household, the other
// way round.
func (a answering) contradicting(r *roll) {
	at := r.pick(a.quiet(r))
	conclusion := somethingFound
	if a.unit == "household" {
		conclusion = nothingFound
	}
	r.set(at, "answer", conclusion)
	n := r.note(a.fault("conclusion-without-content")).row(at, "answer-has-content")
	if a.unit == "other-provinces" {
		n.collateral("value-filled", r.keyOf(at)...)
	}
}

// missing leaves a subject without an answer, all of whose rows wait.
func (a answering) missing(r *roll) {
	at := r.pick(func(at int) bool {
		return a.quiet(r)(at) && !r.touches("request_no", r.text(at, "request_no")) && (a.unit != "household" || !r.hasFamily(at))
	})
	key := a.question(r, at)[:2]
	for i := range r.rows {
		if r.text(i, "request_no") == key[0] && r.text(i, "id_card") == key[1] {
			a.wait(r, i)
		}
	}
	n := r.note(a.fault("not-answered")).on(watchSubjects).primary("answered-"+a.unit, key...)
	if a.unit == "household" {
		n.collateral("members-in-household", key...)
	}
}

// wait makes a row say that the unit has not answered yet.
func (a answering) wait(r *roll, at int) {
	r.set(at, "answer", notAnswered)
	for _, column := range a.columns {
		if column.Name != a.by {
			r.set(at, column.Name, nil)
		}
	}
}

// hasFamily says that the request asks about somebody else too.
func (r *roll) hasFamily(at int) bool {
	for i := range r.rows {
		if r.text(i, "request_no") == r.text(at, "request_no") && r.text(i, "id_card") != r.text(at, "id_card") {
			return true
		}
	}
	return false
}
