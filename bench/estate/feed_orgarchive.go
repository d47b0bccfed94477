package estate

// orgArchives are the answers of the archive to the matters of the social organisations
// that were closed of late.
func (w *world) orgArchives() []*roll {
	matters := []struct {
		watch, kind string
		fault       func(*roll)
	}{
		{"establishment", "成立登记", matterArchivedTwice},
		{"change", "变更登记", archiveNumberTwice},
		{"revocation", "撤销登记", breaks("matter-of-another-kind", "matter_type", constant("变更登记"), nil, "matter-asked-for")},
		{"annual-report", "年检年报", matterNotArchived},
		{"charity", "慈善组织", breaks("archived-without-a-hash", "hash", constant(nil), nil, "archive-whole")},
		{"seal-filing", "印章备案", breaks("document-lost-on-the-way", "document_count", constant(int64(1)), nil, "documents-counted")},
		{"account-filing", "银行账号备案", archivedBeforeClosed},
		{"rating", "等级评估", breaks("hash-cut-short", "hash", func(hash string) any { return hash[:40] }, nil, "format(hash)")},
		{"audit", "抽查审计", breaks("matter-of-no-kind", "matter_type", constant(nil), nil, "required(matter_type)")},
	}
	var all []*roll
	for i, m := range matters {
		r := w.archive(organisationsSystem, m.watch, 30+i)
		for at := range r.rows {
			r.set(at, "matter_type", m.kind)
		}
		all = append(all, r.spoil(m.fault))
	}
	return all
}
