package estate

// elderlyMoulds are those of the systems of the elderly.
func elderlyMoulds() []mould {
	return []mould{
		{watch: "elderly-ability-assessment/two-subsidies-data",
			required: "id_card name level pay_month amount updated_on",
			broken:   "format(id_card) length(name) type(pay_month)"},
		{watch: "elderly-institutions/fund-batches",
			required: "batch_no project pay_month district_code declared_count declared_amount accepted_count failed_count sent_at",
			broken:   "length(batch_no) code(project) type(pay_month) code(district_code) format(district_code) range(declared_count)",
			also:     "totals-agree"},
	}
}
