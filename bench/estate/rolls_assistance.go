package estate

// assistanceRolls lists the rolls of section 4.5.1.
func assistanceRolls() []payload { return []payload{} }
