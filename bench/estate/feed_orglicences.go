package estate

import "fmt"

// orgLicences are the answers of the licence service about the organisations of each
// form, and about those that may raise funds.
func (w *world) orgLicences(all []*organisation) []*roll {
	of := func(form string) []*organisation {
		var some []*organisation
		for _, o := range all {
			if o.form == form && exists(o) && len(some) < 40 {
				some = append(some, o)
			}
		}
		return some
	}
	return []*roll{
		w.orgLicence("social-groups", "社会团体法人登记证书", of(association)).spoil(linkAway, licenceOutOfForce, licenceAnsweredTwice, otherHolder),
		w.orgLicence("private-units", "民办非企业单位登记证书", of(serviceUnit)).spoil(
			breaks("licence-cancelled", "state", constant("注销"), nil, "licence-not-cancelled"),
			breaks("licence-of-another-form", "licence_type", constant("基金会法人登记证书"), nil, "type-fits-holder", "type-asked-for")),
		w.orgLicence("foundations", "基金会法人登记证书", of(foundation)).spoil(slowAnswer,
			breaks("signature-that-does-not-verify", "signature", constant("不通过"), nil, "signature-verified"),
			breaksBy("licence-of-tomorrow", "issued_on", 1, "issued-in-order")),
		w.orgLicence("charities", "公开募捐资格证书", of(foundation)).spoil(breakCall("licence-service-down", orgLicenceChecks()...)),
	}
}

func (w *world) orgLicence(watch, kind string, holders []*organisation) *roll {
	r := w.roll(organisationsSystem, "organisation-licences", []string{"licence_no"},
		text("licence_no", 60), text("licence_type", 40), text("holder_code", 18), text("holder_name", 200), text("applicant_code", 18), text("applicant_name", 200),
		date("issued_on"), date("valid_until"), text("state", 10), text("signature", 10)).as("e-licence-" + watch)
	r.call = true
	for i, o := range holders {
		issued := w.clock.final - 400 - day(i)
		at := r.add(nil, fmt.Sprintf("ZZ%s%02d", o.code, i%7), kind, o.code, o.name, o.code, o.name, issued.text(), (issued + 1826).text(), "有效", "通过")
		if i == 3 {
			r.set(at, "valid_until", nil)
			r.odd("licence-without-an-end", at)
		}
	}
	return r.probed().spoil(certificateEnds)
}

func licenceOutOfForce(r *roll) {
	breaksBy("licence-out-of-force", "valid_until", -2, "licence-in-force")(r)
}

func licenceAnsweredTwice(r *roll) {
	doubled("licence-answered-twice", "licence-once", "licence_no")(r)
}

func otherHolder(r *roll) {
	breaks("licence-of-another-holder", "holder_name", renamed, nil, "holder-is-applicant")(r)
}

// orgLicenceChecks are the checks that need the rows of a licence call.
func orgLicenceChecks() []string {
	all := []string{"row_count", "licence-once", "licence-in-force", "licence-not-cancelled", "holder-is-applicant", "type-fits-holder", "issued-in-order",
		"signature-verified", "type-asked-for", "code(licence_type)", "code(state)", "format(holder_code)", "format(applicant_code)",
		"length(licence_no)", "length(holder_name)", "length(applicant_name)", "type(valid_until)"}
	for _, column := range []string{"licence_no", "licence_type", "holder_code", "holder_name", "applicant_code", "applicant_name", "issued_on", "state", "signature"} {
		all = append(all, "required("+column+")", "type("+column+")")
	}
	return all
}
