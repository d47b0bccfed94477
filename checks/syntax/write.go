package syntax

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// widest is the line, in characters, that a list or map may fill before it is written an
// entry a line.
const widest = 96

// YAML writes a value as a file may have it: what is short on one line, the entries of
// anything longer a line each. Read again it is the same value; comments and layout are
// not kept. A nil Value gives "null".
func (v *Value) YAML() string { return strings.Join(v.lines(), "\n") }

func (v *Value) lines() []string {
	if v.scalar() || v.empty() {
		return []string{v.flow()}
	}
	var lines []string
	for _, f := range v.Fields {
		lines = append(lines, under(written(f.Key, false)+":", "  ", f.Value)...)
	}
	for _, item := range v.Items {
		lines = append(lines, under("-", "  ", item)...)
	}
	return lines
}

// scalar tells what has no entries at all; nil is null.
func (v *Value) scalar() bool { return v == nil || v.Form == Null || v.Form == Scalar }

func (v *Value) empty() bool { return !v.scalar() && len(v.Fields)+len(v.Items) == 0 }

// under writes a value behind its head, or below it if it does not fit there.
func under(head, indent string, v *Value) []string {
	if block := v.block(); block != nil {
		return append([]string{head + " " + block[0]}, indented(indent, block[1:])...)
	}
	lines, line := v.lines(), head+" "+v.flow()
	switch {
	case v.scalar(), v.empty(), utf8.RuneCountInString(line) <= widest:
		return []string{line}
	case head == "-":
		return append([]string{head + " " + lines[0]}, indented(indent, lines[1:])...)
	}
	return append([]string{head}, indented(indent, lines)...)
}

func indented(by string, lines []string) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		if all[i] = line; line != "" {
			all[i] = by + line
		}
	}
	return all
}

// flow writes a value on one line.
func (v *Value) flow() string {
	if v == nil || v.Form == Null {
		return "null"
	}
	var parts []string
	switch v.Form {
	case Scalar:
		return written(v, false)
	case List:
		for _, item := range v.Items {
			parts = append(parts, item.within())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	for _, f := range v.Fields {
		parts = append(parts, written(f.Key, true)+": "+f.Value.within())
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// within is flow between brackets.
func (v *Value) within() string {
	if v != nil && v.Form == Scalar {
		return written(v, true)
	}
	return v.flow()
}

// block writes a text of several lines as a block scalar; nil for any other, and for one
// whose blanks a block scalar would take for its own.
func (v *Value) block() []string {
	if !v.scalar() || v == nil {
		return nil
	}
	text, ends := strings.CutSuffix(v.Text, "\n")
	if !strings.Contains(v.Text, "\n") || !printable(v.Text) || strings.HasSuffix(text, "\n") || strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\n") {
		return nil
	}
	head := "|-"
	if ends {
		head = "|"
	}
	return append([]string{head}, strings.Split(text, "\n")...)
}

// inBrackets is what ends a plain scalar between brackets.
const inBrackets = ",[]{}"

// written writes a scalar: plain if it was plain and may be here, else between quotes.
func written(v *Value, brackets bool) string {
	switch {
	case !v.Quoted && v.Text != "" && !(brackets && strings.ContainsAny(v.Text, inBrackets)) && !strings.ContainsAny(v.Text, "\n"):
		return v.Text
	case printable(v.Text) && !strings.ContainsAny(v.Text, "\"\\\n\t"):
		return `"` + v.Text + `"`
	case printable(v.Text) && !strings.ContainsAny(v.Text, "\n\t"):
		return "'" + strings.ReplaceAll(v.Text, "'", "''") + "'"
	}
	return strconv.Quote(v.Text)
}

var plainForm = regexp.MustCompile(`^[\p{L}_]([^\n\t:#]*[^\n\t:# ])?$`)

// Said makes a scalar of a text, quoted where it could be read as anything else.
func Said(text string) *Value {
	reserved := slices.Contains([]string{"true", "false", "null"}, strings.ToLower(text))
	return &Value{Form: Scalar, Text: text, Quoted: reserved || !plainForm.MatchString(text)}
}

func printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) })
}
