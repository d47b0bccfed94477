package estate

// assistanceMoulds are those of the systems of social assistance.
func assistanceMoulds() []mould {
	return []mould{
		{watch: "social-assistance/assistance-monthly",
			required: "record_no id_card name kind household_no household_size start_on district_code updated_at",
			broken:   "length(record_no) format(id_card) length(name) code(kind) length(household_no) range(household_size) code(district_code) format(district_code)",
			also:     checkSent},
		{watch: "social-assistance/cleansing-assistance-families",
			required: "family_no head_id head_name kind member_count district_code version pushed_at",
			broken:   "length(family_no) format(head_id) length(head_name) code(kind) range(member_count) code(district_code) format(district_code) range(version) length(problem)",
			future:   "pushed_at",
			also:     "members-add-up"},
		{watch: "social-assistance/cleansing-assistance-members",
			required: "family_no id_card name relation version pushed_at",
			broken:   "length(family_no) format(id_card) length(name) code(relation) range(version) length(problem)",
			future:   "pushed_at",
			also:     "one-head:family_no same-as-source:family_no,id_card"},
		{watch: "social-assistance/closed-matters",
			required: "matter_no matter_type closed_on",
			broken:   "length(matter_no) length(matter_type)",
			also:     "matter-known"},
		{watch: "social-assistance/e-archive-destitute",
			required: "matter_no matter_type closed_on",
			broken:   "length(matter_no) length(matter_type) type(closed_on) length(archive_no) range(document_count) format(hash) type(archived_at)"},
		{watch: "social-assistance/picc-insurance-data",
			required: "id_card name hardship recorded_on arrived_at",
			broken:   "format(id_card) length(name) length(hardship)"},
	}
}
