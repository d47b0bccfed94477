package httpapi

import (
	"regexp"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// identified puts the test identity where a call names it.
func (s *Source) identified(call connectors.Call) connectors.Call {
	if s.config.TestIdentity == "" {
		return call
	}
	put := func(text string) string {
		return strings.ReplaceAll(text, connectors.IdentityMark, s.config.TestIdentity)
	}
	call.Body = put(call.Body)
	query := make(map[string]string, len(call.Query))
	for name, value := range call.Query {
		query[name] = put(value)
	}
	call.Query = query
	return call
}

// stranger says why a call about a person is not made, or "": a watchdog asks about
// nobody but the identity that was agreed for its tests.
func (s *Source) stranger(call connectors.Call) string {
	texts := []string{call.Path, call.Body}
	for _, value := range call.Query {
		texts = append(texts, value)
	}
	if strings.Contains(call.Path, connectors.IdentityMark) {
		return "an identity in the path would stand in every log: put it into the query or the body"
	}
	for _, text := range texts {
		if strings.Contains(text, connectors.IdentityMark) {
			return "the call asks about a person, and the source has no test_identity"
		}
		for _, number := range numbers.FindAllString(text, -1) {
			if isIdentity(number) && !strings.EqualFold(number, s.config.TestIdentity) {
				return "the call asks about another person than the test identity"
			}
		}
	}
	return ""
}

// numbers finds runs of digits that may be ID card numbers (GB 11643).
var numbers = regexp.MustCompile(`[0-9]+[Xx]?`)

// isIdentity tells an ID card number from other numbers by its length and date of birth.
func isIdentity(text string) bool {
	if len(text) != 18 {
		return false
	}
	born, err := time.Parse("20060102", text[6:14])
	return err == nil && born.Year() >= 1850 && born.Year() < 2150
}
