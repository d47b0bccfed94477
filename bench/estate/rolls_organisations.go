package estate

// organisationRolls lists the rolls of section 4.6 and of the groups.
func organisationRolls() []payload {
	return append([]payload{
		{organisationsSystem, socialOrganisations},
		{creditSystem, organisationsCredit},
		{"sms-service", messages},
		{organisationsGroup, issued},
	}, upgradeRolls()...)
}
