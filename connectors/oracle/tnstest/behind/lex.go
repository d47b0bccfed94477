package behind

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The kinds of a token.
const (
	tokenEnd    = iota
	tokenWord   // an unquoted name or keyword, folded
	tokenName   // a quoted name
	tokenText   // a literal
	tokenNumber // a literal
	tokenBind   // :1
	tokenSign
)

// A token is a piece of a statement. Text is what it means, raw how it is written.
type token struct {
	kind      int
	text, raw string
}

func (t token) is(text string) bool {
	return (t.kind == tokenWord || t.kind == tokenSign) && t.text == text
}

// lex cuts a statement into tokens; comments and hints are none.
func lex(statement string) ([]token, error) {
	var tokens []token
	for rest := statement; ; {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		switch {
		case rest == "":
			return append(tokens, token{kind: tokenEnd}), nil
		case strings.HasPrefix(rest, "--"):
			_, rest, _ = strings.Cut(rest, "\n")
			continue
		case strings.HasPrefix(rest, "/*"):
			_, rest, _ = strings.Cut(rest, "*/")
			continue
		}
		t, err := first(rest)
		if err != nil {
			return nil, err
		}
		tokens, rest = append(tokens, t), rest[len(t.raw):]
	}
}

// first reads the first token.
func first(rest string) (token, error) {
	letter, _ := utf8.DecodeRuneInString(rest)
	switch {
	case letter == '\'':
		return quoted(rest, '\'', tokenText)
	case letter == '"':
		return quoted(rest, '"', tokenName)
	case unicode.IsLetter(letter) || letter == '_':
		raw := rest[:run(rest, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_$#", r) })]
		return token{tokenWord, strings.ToUpper(raw), raw}, nil
	case unicode.IsDigit(letter):
		raw := rest[:run(rest, func(r rune) bool { return unicode.IsDigit(r) || r == '.' })]
		return token{tokenNumber, raw, raw}, nil
	case letter == ':':
		raw := rest[:1+run(rest[1:], unicode.IsDigit)]
		return token{tokenBind, raw[1:], raw}, nil
	}
	for _, sign := range []string{"<=", ">=", "<>", "!=", "||"} {
		if strings.HasPrefix(rest, sign) {
			return token{tokenSign, sign, sign}, nil
		}
	}
	if !strings.ContainsRune("=<>+-*(),.", letter) {
		return token{}, fmt.Errorf("the sign %q", letter)
	}
	return token{tokenSign, string(letter), string(letter)}, nil
}

// run counts the bytes at the beginning that belong.
func run(text string, belongs func(rune) bool) int {
	for i, r := range text {
		if !belongs(r) {
			return i
		}
	}
	return len(text)
}

// quoted reads what stands between quotes; a doubled one stands for one.
func quoted(rest string, quote byte, kind int) (token, error) {
	var text strings.Builder
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] != quote:
			text.WriteByte(rest[i])
		case i+1 < len(rest) && rest[i+1] == quote:
			text.WriteByte(quote)
			i++
		default:
			return token{kind, text.String(), rest[:i+1]}, nil
		}
	}
	return token{}, fmt.Errorf("a quote that is not closed")
}
