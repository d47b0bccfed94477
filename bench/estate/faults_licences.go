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

	forged := s.licence("destitute")
	forged.signature = "不通过"
	s.note("licence-whose-signature-fails", assistance).primary("e-licence-destitute", "signature-verified", forged.key())

	backwards := s.licence("lowincome")
	backwards.issued = s.clock.today + 3
	s.note("licence-of-next-week", assistance).primary("e-licence-low-income", "issued-in-order", backwards.key())

	s.slow = "lowincome"
	s.note("service-that-is-slow", assistance).primary("e-licence-low-income", "latency", nil)
	s.loseLink(assistance.ID(), "e-licence-minimum-living", 3, 9, 14)
	s.note("link-that-comes-and-goes", assistance).primary("e-licence-minimum-living", "stability", nil)

	for _, d := range desks() {
		s.note(certificateEnding, d.system).primary(d.watch, "certificate", nil)
		if d.broken {
			s.breakDesk(d)
		}
	}
}

// breakDesk lets the service answer 500 with an error of its own in the body. The call
// reaches it, but nothing that needs the answer's rows can be judged. The wrong
// status violates, and so does the body by the rule that it breaks.
func (s *spoiler) breakDesk(d desk) {
	s.broken[d.path] = true
	n := s.note("http-500", d.system)
	n.primary(d.watch, "http", []string{"status == 200"})
	n.collateral(d.watch, "http", []string{`code == "0"`})
	for _, check := range licenceChecks() {
		s.ledger.Stops = append(s.ledger.Stops, Stop{System: d.system.ID(), Watch: d.watch, Check: check, Verdict: "error", Fault: n.fault})
	}
}

// licenceChecks are the checks that need an answer of the e-licence service.
func licenceChecks() []string {
	all := []string{"row_count", "licence-once", "licence-in-force", "licence-not-cancelled", "holder-is-applicant", "issued-in-order", "signature-verified",
		"type(valid_until)", "length(licence_no)", "length(holder_name)", "length(applicant_name)",
		"code(licence_type)", "code(state)", "format(holder_id)", "format(applicant_id)"}
	for _, column := range []string{"licence_no", "licence_type", "holder_id", "holder_name", "applicant_id", "applicant_name", "issued_on", "state", "signature"} {
		all = append(all, "type("+column+")", "required("+column+")")
	}
	return all
}

// licence is the last of the desk's answers: no odd person's.
func (s *spoiler) licence(path string) *licence {
	all := s.licences[path]
	return &all[len(all)-1]
}
