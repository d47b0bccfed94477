package estate

import "fmt"

const (
	watchCertified = "digital-certificates"
	watchSeals     = "e-seals"
	watchIssued    = "issuing-totals"
	watchArchived  = "e-archive-totals"
)

// issued makes what supporting systems have issued to the social organisations: digital
// certificates and electronic seals with their totals, and the totals of the archive.
func issued(w *world, group string) []*roll {
	var holders, gone []*organisation
	for _, o := range w.registered() {
		switch {
		case o.part() < partIssued:
		case exists(o):
			holders = append(holders, o)
		default:
			gone = append(gone, o)
		}
	}
	certificates, seals := w.certificatesIssued(group, holders), w.sealsIssued(group, holders)
	totals := w.issuedTotals(group, certificates, seals)
	return plainlySpoilt([]*roll{
		totals.spoil(issuedFaults()...), certificates.spoil(append(certifiedFaults(), heldByEnded(gone[0]))...), seals.spoil(sealFaults()...),
		w.archiveTotals(group).spoil(archiveTotalFaults()...),
	})
}

// issueMonth is the month in which the n-th was issued.
func (w *world) issueMonth(n int) month { return w.clock.month - month(n%3) }

func (w *world) certificatesIssued(group string, holders []*organisation) *roll {
	r := w.roll(group, watchCertified, []string{"serial_no"},
		text("serial_no", 64), text("credit_code", 18), text("name", 200), text("issue_month", 7), date("valid_from"), date("valid_until"), text("state", 10), timestamp("updated_at"))
	for i, o := range holders {
		from := w.issueMonth(i).first() + 4
		r.add(nil, fmt.Sprintf("5A%s%06d", w.issueMonth(i).compact(), i), o.code, o.name, w.issueMonth(i).text(), from.text(), (from + 365).text(), "有效", w.recent(i).text())
	}
	return r
}

func (w *world) sealsIssued(group string, holders []*organisation) *roll {
	r := w.roll(group, watchSeals, []string{"seal_no"},
		text("seal_no", 40), text("credit_code", 18), text("name", 200), text("seal_kind", 20), text("issue_month", 7), date("issued_on"), text("state", 10),
		date("stopped_on"), timestamp("updated_at"))
	for i, o := range holders {
		for k, kind := range []string{"法定名称章", "财务专用章"} {
			m := w.issueMonth(i + k)
			r.add(nil, fmt.Sprintf("YZ%s%05d%d", m.compact(), i, k), o.code, o.name, kind, m.text(), (m.first() + 6).text(), "在用", nil, w.recent(i).text())
		}
		if i == 5 {
			old := w.clock.month - 2
			at := r.add(nil, "YZ-OLD-1", o.code, o.name, "法定名称章", old.text(), (old.first() + 2).text(), "停用", (old.first() + 20).text(), w.recent(i).text())
			r.odd("seal-that-was-replaced", at)
		}
	}
	return r
}

// issuedTotals counts both by month, before anything is wrong with them.
func (w *world) issuedTotals(group string, certificates, seals *roll) *roll {
	r := w.roll(group, watchIssued, []string{"item", "issue_month"}, text("item", 20), text("issue_month", 7), integer("issued_count"), timestamp("reported_at"))
	for n := range 3 {
		m := w.issueMonth(n)
		for _, of := range []struct {
			item string
			roll *roll
		}{{"数字证书", certificates}, {"电子签章", seals}} {
			count := int64(0)
			for at := range of.roll.rows {
				if of.roll.text(at, "issue_month") == m.text() {
					count++
				}
			}
			r.add(nil, of.item, m.text(), count, w.recent(n).text())
		}
	}
	return r
}

func (w *world) archiveTotals(group string) *roll {
	r := w.roll(group, watchArchived, []string{"matter", "archive_month"},
		text("matter", 20), text("archive_month", 7), integer("closed_count"), integer("archived_count"), integer("pending_count"), integer("listed_documents"),
		integer("stored_documents"), timestamp("reported_at"))
	for n := range 3 {
		for i, matter := range []string{"成立登记", "变更登记", "撤销登记", "年检年报", "慈善组织", "印章备案", "银行账号备案", "等级评估", "抽查审计"} {
			closed, pending := int64(20+i), int64(0)
			if n == 0 {
				pending = 2
			}
			r.add(nil, matter, w.issueMonth(n).text(), closed, closed-pending, pending, 4*closed, 4*closed, w.recent(n).text())
		}
	}
	return r
}
