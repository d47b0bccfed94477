package estate

import "strings"

// spoilIdentities spoils identity numbers. Whoever is paid is then not found in the
// registry: that is the collateral.
func (s *spoiler) spoilIdentities() {
	s.spoilIdentity("bad-check-character", disabled, payee, otherDigit)
	s.spoilIdentity("identity-of-15-digits", elderly, payee, oldIdentity)
	x := func(p *person) bool { return relative(p) && strings.HasSuffix(p.id, "X") }
	if s.anyone(elderly, x) {
		s.spoilIdentity("lower-case-x", elderly, x, strings.ToLower)
	} else {
		s.spoilIdentity("lower-case-x", elderly, func(p *person) bool { return payee(p) && strings.HasSuffix(p.id, "X") }, strings.ToLower)
	}
	s.spoilPlace()
}

// anyone says whether pick would find somebody.
func (s *spoiler) anyone(sys system, fit func(*person) bool) bool {
	p := s.pick(sys, fit)
	if p != nil {
		p.taken = false
	}
	return p != nil
}

func (s *spoiler) spoilIdentity(fault string, sys system, fit func(*person) bool, spoil func(string) string) {
	p := s.pick(sys, fit)
	r := s.registration(sys, p)
	r.id = spoil(r.id)
	n := s.note(fault, sys)
	n.primary(watchRegistry, "format(id_card)", r.key())
	n.unregistered(Collateral, s.paymentsOf(sys, p))
}

// spoilPlace invents a place of first registration that there never was.
func (s *spoiler) spoilPlace() {
	p := s.pick(assistance, payee)
	r := s.registration(assistance, p)
	body := "119911" + r.id[6:17]
	r.id = body + string(identityCheck(body))
	n := s.note("unknown-birthplace", assistance)
	n.primary(watchRegistry, "id-place-known", r.key())
	n.unregistered(Collateral, s.paymentsOf(assistance, p))
}

// spoilRegistrations spoils what stands beside the identity number.
func (s *spoiler) spoilRegistrations() {
	change := func(fault string, sys system, check string, spoil func(r *registration)) {
		r := s.registration(sys, s.pick(sys, payee))
		spoil(r)
		s.note(fault, sys).primary(watchRegistry, check, r.key())
	}
	change("birth-date-against-identity", disabled, "birth-matches-id", func(r *registration) { r.birth = (r.person.birth - 1).text() })
	change("sex-against-identity", disabled, "sex-matches-id", func(r *registration) { r.sex = map[string]string{"男": "女", "女": "男"}[r.sex] })
	change("street-of-another-district", disabled, "street-in-district", func(r *registration) { r.street = s.foreignStreet(r) })
	change("invalid-birth-date", disabled, "type(birth_date)", func(r *registration) { r.birth = "1961-02-30" })
	change("withdrawn-district", elderly, "code(district_code)", func(r *registration) { r.district, r.street, r.changed = "110103", "", dayOf(2019, 5, 6) })
	change("unknown-relation-code", elderly, "type(relation)", func(r *registration) { r.relation = "88" })
	change("change-after-update", elderly, "change-before-update", func(r *registration) { r.changed = r.updated.day() + 5 })
	change("registered-in-future", elderly, "freshness", func(r *registration) { r.updated = (s.clock.today + 3).at(9 * 3600) })
	change("unknown-district", assistance, "code(district_code)", func(r *registration) { r.district, r.street, r.changed = "110199", "", dayOf(2019, 5, 6) })
	s.doubleRegistration()
}

// foreignStreet is a street of the next district.
func (s *spoiler) foreignStreet(r *registration) string {
	districts := beijing()
	return districts[(r.person.home+1)%len(districts)].streets[0].code
}

// doubleRegistration sends one record twice, and registers somebody in two places.
func (s *spoiler) doubleRegistration() {
	r := *s.registration(elderly, s.pick(elderly, payee))
	s.registries[elderly] = append(s.registries[elderly], r)
	n := s.note("record-sent-twice", elderly)
	n.primary(watchRegistry, "record-once", []string{r.recordNo})
	n.collateral(watchRegistry, "one-active-record", []string{r.id})
	r = *s.registration(assistance, s.pick(assistance, payee))
	second := r
	second.recordNo += "-2"
	s.registries[assistance] = append(s.registries[assistance], second)
	s.note("two-active-records", assistance).primary(watchRegistry, "one-active-record", []string{r.id})
}

// spoilTexts spoils names. A payee whose name is spoiled has another name than the
// payment: that is the collateral.
func (s *spoiler) spoilTexts() {
	s.spoilName("truncated-name", assistance, "name-not-truncated", "阿不都热依木·买买提·")
	s.spoilName("name-too-long", assistance, "length(name)", strings.Repeat("阿依古丽", 16))
	s.spoilName("character-lost-in-encoding", elderly, "name-decoded", "王?")
	s.spoilName("blank-name", disabled, "required(name)", "　　")
}

func (s *spoiler) spoilName(fault string, sys system, check, name string) {
	p := s.pick(sys, payee)
	r := s.registration(sys, p)
	r.name = name
	n := s.note(fault, sys)
	n.primary(watchRegistry, check, r.key())
	n.payments("payee-name-agrees", Collateral, s.paymentsOf(sys, p))
}
