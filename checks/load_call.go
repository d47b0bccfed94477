package checks

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// login reads the call that fetches a token; nil for none.
func (l *loader) login(v *syntax.Value) *Login {
	if v == nil || v.Form != syntax.Map {
		return nil
	}
	login := &Login{
		Path: text(v.Get("path")), Token: text(v.Get("token")), Expires: text(v.Get("expires")), Header: cmp.Or(text(v.Get("header")), "Authorization"),
		Form: v.Get("send").Is("form"), Life: l.wait(v.Get("life")), Fields: map[string]Secret{},
	}
	login.Prefix = text(v.Get("prefix"))
	if strings.EqualFold(login.Header, "Authorization") && v.Get("prefix") == nil {
		login.Prefix = "Bearer"
	}
	if login.Prefix != "" {
		login.Prefix += " "
	}
	for _, f := range fields(v.Get("fields")) {
		login.Fields[f.Key.Text] = secret(f.Value)
	}
	return login
}

// signature reads what proves calls; nil for none.
func (l *loader) signature(v *syntax.Value) *Signature {
	if v == nil || v.Form != syntax.Map {
		return nil
	}
	s := &Signature{
		Algorithm: text(v.Get("algorithm")), Canonical: text(v.Get("canonical")), Header: text(v.Get("header")), Base64: v.Get("encoding").Is("base64"),
		TimestampHeader: text(v.Get("timestamp_header")), NonceHeader: text(v.Get("nonce_header")), Timestamp: text(v.Get("timestamp")), Secret: secret(v.Get("secret")),
	}
	if s.Timestamp != "" && s.Timestamp != "unix" && s.Timestamp != "unix-ms" {
		if fault := ir.CheckLayout(s.Timestamp); fault != "" {
			l.report("DW-1111", v.Get("timestamp").Span, "unix, unix-ms, or a layout such as yyyyMMddHHmmss", "the form of the time cannot be used: %s", fault)
		}
	}
	l.canonical(s, v.Get("canonical"))
	return s
}

// canonicalMarks are what a canonical string may name.
var canonicalMarks = []string{"{method}", "{path}", "{query}", "{body}", "{timestamp}", "{nonce}", "{secret}"}

var markForm = regexp.MustCompile(`\{[a-z]*\}`)

func (l *loader) canonical(s *Signature, v *syntax.Value) {
	if !scalar(v) {
		return
	}
	for _, mark := range markForm.FindAllString(v.Text, -1) {
		if !slices.Contains(canonicalMarks, mark) {
			l.report("DW-1111", v.Span, "known: "+strings.Join(canonicalMarks, ", "), "a call has no `%s` to sign", mark)
		}
	}
	if s.Algorithm == "sm3" && !strings.Contains(v.Text, "{secret}") {
		l.report("DW-1111", v.Span, "add {secret} where the service puts it, or take hmac-sm3", "anybody can make the sm3 of a text that holds no secret")
	}
	for _, pair := range [][2]string{{s.TimestampHeader, "{timestamp}"}, {s.NonceHeader, "{nonce}"}} {
		if pair[0] == "" && strings.Contains(v.Text, pair[1]) {
			l.report("DW-1111", v.Span, "add "+strings.Trim(pair[1], "{}")+"_header", "the service is not told the `%s` that is signed", pair[1])
		}
	}
}

// proved reports what stands in a source's way beside a login.
func (l *loader) proved(v *syntax.Value) {
	if v.Get("login") == nil {
		return
	}
	for _, name := range []string{"token", "user", "password"} {
		if key := v.Key(name); key != nil {
			l.report("DW-1111", key.Span, "keep one of them", "the login fetches the token, so `%s` counts for nothing", name)
		}
	}
}

// identityForm is an ID card number, by its length and the date of birth in it.
var identityForm = regexp.MustCompile(`(^|[^0-9])[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]($|[^0-9])`)

// personal reports a call that asks about a person by a number in a file of the workspace,
// or about the test identity of a source that has none.
func (l *loader) personal(s *Source, v *syntax.Value) {
	written := []*syntax.Value{v.Get("path"), v.Get("body")}
	for _, f := range fields(v.Get("query")) {
		written = append(written, f.Value)
	}
	for _, at := range written {
		if !scalar(at) {
			continue
		}
		marked := strings.Contains(at.Text, "{identity}")
		switch {
		case identityForm.MatchString(at.Text):
			l.report("DW-1112", at.Span, "write {identity}, and test_identity: in the source", "the call asks about a person by the number itself")
		case marked && at == written[0]:
			l.report("DW-1112", at.Span, "put it into the query or the body", "an identity in the path would stand in every log")
		case marked && s.TestIdentity == (Secret{}):
			l.report("DW-1112", at.Span, "add test_identity: {env: …} to the source: the person who was agreed on for tests", "the source `%s` has no test identity", s.Name)
		}
	}
}
