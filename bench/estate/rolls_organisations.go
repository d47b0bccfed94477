package estate

// organisationRolls lists the rolls of sections 4.5.2 and 4.6 and of the groups.
func organisationRolls() []payload { return []payload{} }
