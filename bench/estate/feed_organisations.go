package estate

const (
	watchRegister = "organisation-register"
	watchEntities = "legal-entities"
	watchCoded    = "code-centre-entities"
	watchCleansed = "cleansing-organisations"

	watchFundraising = "cleansing-fundraising-certificates"

	// The parts of the organisations to whom the faults of a payload happen.
	partEntities   = 0
	partCoded      = 1
	partPermits    = 2
	partCleansed   = 3
	partRegister   = 4
	partCredit     = 5
	partAbnormal   = 6
	partDistrusted = 7
	partIssued     = 8
)

// socialOrganisations makes the register and all that is pushed from it.
func socialOrganisations(w *world, _ string) []*roll {
	all := w.registered()
	register, entities, coded, cleansed := w.register(all), w.entities(all), w.codedEntities(all), w.cleansedOrganisations(all)
	register.spoil(future("updated_at"), registeredTwice, registeredAsAnotherKind, registeredAfterItChanged)
	entities.spoil(entityFaults()...)
	coded.spoil(codeFaults()...)
	cleansed.spoil(cleansedFaults()...)
	rolls := []*roll{register, entities, coded, cleansed, w.certificatesOfFundraising(all).spoil(fundraisingFaults()...)}
	rolls = append(rolls, w.permits(all)...)
	rolls = append(rolls, w.orgStatistics(all)...)
	rolls = append(rolls, w.orgLicences(all)...)
	return plainlySpoilt(append(rolls, w.orgArchives()...))
}

// plainlySpoilt puts in the plain faults behind all others.
func plainlySpoilt(rolls []*roll) []*roll {
	for _, r := range rolls {
		r.spoil(plainFaults(r.watch)...)
	}
	return rolls
}

func (w *world) register(all []*organisation) *roll {
	r := w.roll(organisationsSystem, watchRegister, []string{"credit_code"},
		text("credit_code", 18), text("name", 200), text("kind", 20), text("registrar_code", 6), text("statistics_code", 10), text("representative_name", 100),
		text("representative_id", 18), text("fundraising_no", 40), date("registered_on"), text("state", 10), date("changed_on"), timestamp("updated_at"))
	for i, o := range all {
		r.add(nil, o.code, o.name, o.form, o.organ, o.statistics, o.head.name, o.head.id, optional(o.fundraises), o.opened.text(), o.state(), o.changed.text(), w.recent(i).text())
	}
	return r
}

func (w *world) entities(all []*organisation) *roll {
	r := w.roll(organisationsSystem, watchEntities, []string{"credit_code"},
		text("credit_code", 18), text("name", 200), text("kind", 20), text("registrar_code", 6), text("representative_name", 100), text("representative_id", 18),
		date("registered_on"), text("state", 10), date("changed_on"), timestamp("pushed_at"))
	for _, o := range all {
		r.add(nil, o.code, o.name, o.form, o.organ, o.head.name, o.head.id, o.opened.text(), o.state(), o.changed.text(), o.pushed.text())
	}
	return r.about(all, partEntities)
}

func (w *world) codedEntities(all []*organisation) *roll {
	r := w.roll(organisationsSystem, watchCoded, []string{"credit_code"},
		text("credit_code", 18), text("organisation_code", 9), text("name", 200), text("kind", 20), text("district_code", 6), date("registered_on"),
		text("state", 10), date("cancelled_on"), date("returned_on"), timestamp("pushed_at"))
	for _, o := range all {
		returned := any(nil)
		if o.ended != 0 {
			returned = (o.ended + 6).text()
		}
		r.add(nil, o.code, o.code[8:17], o.name, o.form, o.district, o.opened.text(), o.state(), o.endedOn(), returned, o.pushed.text())
	}
	return r.about(all, partCoded)
}

// about leaves rows to faults only if they are of the organisations of a part; the rows
// are those of all, in order.
func (r *roll) about(all []*organisation, part int) *roll {
	for i, o := range all {
		r.rows[i].busy = o.part() != part
	}
	return r
}

// cleansedOrganisations pushes all of them, and of some the row that was put right.
func (w *world) cleansedOrganisations(all []*organisation) *roll {
	r := w.roll(organisationsSystem, watchCleansed, []string{"row_no"},
		text("row_no", 40), text("previous_no", 40), text("credit_code", 18), text("name", 200), text("kind", 20), text("representative_name", 100),
		text("representative_id", 18), text("address", 200), text("state", 10), date("superseded_on"), date("returned_on"), date("corrected_on"), timestamp("pushed_at"))
	for i, o := range all {
		r.add(nil, "QX1"+o.code, nil, o.code, o.name, o.form, o.head.name, o.head.id, o.name+"住所", o.state(), nil, nil, nil, w.recent(i).text())
	}
	r.about(all, partCleansed)
	for i, o := range inPart(all, partCleansed, exists) {
		if i < 4 {
			back := w.clock.final - 80 - day(i)
			at := r.add(nil, "QX0"+o.code, nil, o.code, o.name+"？", o.form, o.head.name, o.head.id, o.name+"住所", o.state(),
				(back + 5).text(), back.text(), (back + 5).text(), w.recent(i).text())
			r.set(o.index, "previous_no", r.text(at, "row_no"))
			r.rows[at].busy = true
		}
	}
	return r
}

func (w *world) certificatesOfFundraising(all []*organisation) *roll {
	r := w.roll(organisationsSystem, watchFundraising, []string{"certificate_no"},
		text("certificate_no", 40), text("credit_code", 18), text("name", 200), text("organ", 6), date("issued_on"), date("valid_until"), text("state", 10),
		date("returned_on"), date("corrected_on"), timestamp("pushed_at"))
	for i, o := range all {
		if o.fundraises != "" {
			issued := w.clock.final - 300 - day(i)
			r.add(nil, o.fundraises, o.code, o.name, o.organ, issued.text(), (issued + 1095).text(), "有效", nil, nil, w.recent(i).text())
		}
	}
	return r
}
