package estate

// kindFaults gives what happens to the kind of a row in a table that several watches read kind
// by kind: it is empty, it is none, and it is one that the table does not hold. The watch of
// the whole table finds it; missed notes what the watch of the row's own kind says of a row
// that it no longer has.
func kindFaults(watch, other string, fit func(r *roll, at int) bool, missed func(r *roll, at int, fault string)) []func(*roll) {
	wrong := func(fault, check string, kind any) func(*roll) {
		return func(r *roll) {
			at := r.pick(func(at int) bool { return fit(r, at) })
			missed(r, at, fault)
			r.set(at, "kind", kind)
			r.note(fault).on(watch).primary(check, r.text(at, "id_card"))
		}
	}
	return []func(*roll){
		wrong("row-of-no-kind", "required(kind)", nil),
		wrong("row-of-unknown-kind", "code(kind)", "低保"),
		wrong("row-of-a-kind-that-nobody-reads", "kind-read", other),
	}
}

// The watches of whole tables that ask for the kind alone.
const (
	watchExemptKinds   = "medical-exemption-kinds"
	watchAidPushKinds  = "jinmin-aid-kinds"
	watchChaoyangKinds = "chaoyang-kinds"
)

func exemptionKindFaults() []func(*roll) {
	return kindFaults(watchExemptKinds, aidTemporary, ofKind(aidLowIncome), func(r *roll, at int, fault string) {
		r.note(fault).ofAid(watchExemption, r.text(at, "kind")).collateral("nobody-missing", r.keyOf(at)...)
	})
}

func aidPushKindFaults() []func(*roll) {
	return kindFaults(watchAidPushKinds, aidEducation, told(aidMinimum), func(r *roll, at int, fault string) {
		r.note(fault).ofAid(watchAidPushes, r.text(at, "kind")).collateral("same-as-source", r.text(at, "source_no"))
	})
}

func chaoyangKindFaults() []func(*roll) {
	return kindFaults(watchChaoyangKinds, aidTemporary, ofKind(aidMinimum), func(r *roll, at int, fault string) {
		r.note(fault).ofAid(watchChaoyang, r.text(at, "kind")).collateral("same-as-city", r.text(at, "id_card"))
	})
}

func childExemptionKindFaults() []func(*roll) {
	return kindFaults(watchExemptKinds, aidMinimum, livingChild, func(r *roll, at int, fault string) {
		r.note(fault).on(exemptWatch(r.rows[at].person)).collateral("nobody-missing", r.keyOf(at)...)
	})
}

// strangeKind gives the fault that a list of entitlements has a kind that none of its watches
// reads. It happens to what has ended, so that nothing is pushed of it.
func strangeKind(kind string, fit func(r *roll, at int) bool) func(*roll) {
	return breaks("entitlement-of-a-kind-that-nobody-reads", "kind", constant(kind), fit, "kind-read")
}
