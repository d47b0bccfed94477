package estate

// spoilLicences spoils answers of the e-licence service. The desk that answers 500 is
// a watch of its own: nothing of it can be judged.
func (s *spoiler) spoilLicences() {
	expired := s.licence("disabled")
	expired.until = s.clock.today - 30
	s.note("licence-expired", disabled).primary("e-licence", "licence-in-force", expired.key())

	foreign, other := s.licence("elderly"), s.licences["elderly"][1]
	foreign.holder, foreign.holderName = other.holder, other.holderName
	s.note("licence-of-somebody-else", elderly).primary("e-licence", "holder-is-applicant", foreign.key())

	gone := s.licence("minimum")
	gone.state = "注销"
	s.note("licence-cancelled", assistance).primary("e-licence-minimum-living", "licence-not-cancelled", gone.key())

	for _, d := range desks() {
		if d.broken {
			s.broken[d.path] = true
			s.note("http-500", d.system).primary(d.watch, "http", nil)
		}
	}
}

// licence is the last of the desk's answers: no odd person's.
func (s *spoiler) licence(path string) *licence {
	all := s.licences[path]
	return &all[len(all)-1]
}
