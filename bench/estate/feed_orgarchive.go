package estate

// orgArchives are the answers of the archive to the matters of the social organisations
// that were closed of late.
func (w *world) orgArchives() []*roll {
	matters := []struct {
		watch, kind string
		faults      []func(*roll)
	}{
		{"establishment", "成立登记", []func(*roll){matterArchivedTwice}},
		{"change", "变更登记", []func(*roll){archiveNumberTwice}},
		{"revocation", "撤销登记", []func(*roll){breaks("matter-of-another-kind", "matter_type", constant("变更登记"), nil, "matter-asked-for")}},
		{"annual-report", "年检年报", []func(*roll){matterNotArchived}},
		{"charity", "慈善组织", []func(*roll){breaks("archived-without-a-hash", "hash", constant(nil), nil, "archive-whole")}},
		{"seal-filing", "印章备案", []func(*roll){breaks("document-lost-on-the-way", "document_count", constant(int64(1)), nil, "documents-counted")}},
		{"account-filing", "银行账号备案", []func(*roll){archivedBeforeClosed, matterUnheardOf}},
		{"rating", "等级评估", []func(*roll){breaks("hash-cut-short", "hash", func(hash string) any { return hash[:40] }, nil, "format(hash)")}},
		{"audit", "抽查审计", []func(*roll){breaks("matter-of-no-kind", "matter_type", constant(nil), nil, "required(matter_type)")}},
	}
	closed := w.closedMatters(organisationsSystem)
	all := []*roll{closed}
	for i, m := range matters {
		r := w.archive(organisationsSystem, m.watch, 30+i)
		for at := range r.rows {
			r.set(at, "matter_type", m.kind)
		}
		closed.close(r, m.kind)
		all = append(all, r.spoil(m.faults...))
	}
	closed.spoil(matterOfNoKind)
	return all
}
