package estate

// welfareRolls lists the rolls of sections 4.1 to 4.3.
func welfareRolls() []payload {
	return []payload{
		{Disabled, disabledPersons},
		{Disabled, disabledCards},
		{Disabled, disabledUsers},
		{Disabled, disabledRecipients},
		{Disabled, disabledAllowances},
		{Disabled, disabledFamilies},
		{Disabled, disabledResults},
		{Disabled, disabledStatistics},
		{Disabled, disabledTodos},
		{Disabled, disabledWarnings},
		{Disabled, disabledReminders},
		{"disabled-welfare-institutions", welfareHomes},
		{"child-services", childServices},
		{"child-welfare-institutions", childHomes},
		{"citizen-adoption", adoptions},
	}
}
