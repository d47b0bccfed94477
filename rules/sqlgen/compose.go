package sqlgen

import "strings"

// Written is a condition without bind values that somebody else has written in the
// dialect.
func Written(text string, d Dialect) Fragment { return newFragment(text, nil, d) }

// IsNotTrue gives the condition under which a rule is violated or unknown, in every
// dialect. Unlike the rule it is never unknown itself.
func IsNotTrue(f Fragment) Fragment {
	return newFragment("CASE WHEN "+f.raw+" THEN 0 ELSE 1 END = 1", f.Args, f.dialect)
}

// All holds where every condition does. There is at least one, all of one dialect.
func All(list ...Fragment) Fragment { return join(" AND ", list) }

// Any holds where one of the conditions does. There is at least one, all of one dialect.
func Any(list ...Fragment) Fragment { return join(" OR ", list) }

func join(sign string, list []Fragment) Fragment {
	if len(list) == 1 {
		return list[0]
	}
	var parts []string
	var args []any
	for _, f := range list {
		parts, args = append(parts, "("+f.raw+")"), append(args, f.Args...)
	}
	return newFragment(strings.Join(parts, sign), args, list[0].dialect)
}
