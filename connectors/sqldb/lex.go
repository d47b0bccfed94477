package sqldb

import (
	"errors"
	"strings"
)

type tokenKind int

const (
	tokenWord   tokenKind = iota // unquoted identifier, keyword
	tokenNumber                  // 12, 1.5, 1e3
	tokenQuoted                  // 'text', "name", `name`
	tokenBlank                   // white space and comments
	tokenBind                    // ?, $1, :1
	tokenSign                    // one byte of anything else
)

// A token is a piece of a statement; the pieces together are the whole of it.
type token struct {
	kind tokenKind
	text string
}

var (
	errUnclosed  = errors.New("a literal or comment is not closed")
	errBackslash = errors.New("a backslash before a quote reads differently on each server")
	errDollar    = errors.New("dollar-quoted text is not allowed")
	errHidden    = errors.New("a comment that a server may execute is not allowed")
	errHash      = errors.New("# begins a comment on some servers")
)

// lex cuts a statement into tokens. If strict, it gives up with an error where servers
// read the same bytes differently; if not, it reads as standard SQL does.
func lex(text string, strict bool) ([]token, error) {
	var tokens []token
	for text != "" {
		kind, n, err := first(text)
		if err != nil && !strict {
			kind, n, err = literally(text, err)
		}
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, token{kind, text[:n]})
		text = text[n:]
	}
	return tokens, nil
}

// literally takes what first doubts for what it is in standard SQL.
func literally(text string, doubt error) (tokenKind, int, error) {
	switch {
	case errors.Is(doubt, errBackslash):
		return tokenQuoted, standard(text), nil
	case errors.Is(doubt, errDollar), errors.Is(doubt, errHash):
		return tokenSign, 1, nil
	}
	return 0, 0, doubt
}

// first gives the kind and length of the token that text begins with.
func first(text string) (tokenKind, int, error) {
	ch := text[0]
	switch {
	case isBlank(ch):
		return tokenBlank, run(text, isBlank), nil
	case strings.HasPrefix(text, "--"):
		if n := strings.IndexByte(text, '\n'); n >= 0 {
			return tokenBlank, n + 1, nil
		}
		return tokenBlank, len(text), nil
	case strings.HasPrefix(text, "/*"):
		return comment(text)
	case ch == '\'' || ch == '"' || ch == '`':
		n, err := quoted(text, ch)
		return tokenQuoted, n, err
	case isDigit(ch):
		return tokenNumber, run(text, isNumber), nil
	case isWord(ch):
		return tokenWord, run(text, isWordOrDollar), nil
	case ch == '$':
		return dollar(text)
	case ch == '#' && !strings.HasPrefix(text, "#>"):
		return 0, 0, errHash
	}
	return sign(text)
}

// sign takes one byte, a cast (::) or a bind value.
func sign(text string) (tokenKind, int, error) {
	switch {
	case strings.HasPrefix(text, "::"):
		return tokenSign, 2, nil
	case text[0] == '?':
		return tokenBind, 1, nil
	case text[0] == ':' && len(text) > 1 && isWordOrDigit(text[1]):
		return tokenBind, 1 + run(text[1:], isWordOrDigit), nil
	}
	return tokenSign, 1, nil
}

func comment(text string) (tokenKind, int, error) {
	if strings.HasPrefix(text, "/*!") || strings.HasPrefix(text, "/*M!") {
		return 0, 0, errHidden
	}
	end := strings.Index(text[2:], "*/")
	if end < 0 || strings.Contains(text[2:2+end], "/*") { // PostgreSQL nests them
		return 0, 0, errUnclosed
	}
	return tokenBlank, end + 4, nil
}

// quoted gives the length of a literal or quoted name; a doubled quote is part of it.
func quoted(text string, quote byte) (int, error) {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote != '`' && i+1 < len(text) && text[i+1] == quote:
			return 0, errBackslash
		case text[i] != quote:
		case i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1, nil
		}
	}
	return 0, errUnclosed
}

// standard gives the length of a literal in which a backslash is a character like others.
func standard(text string) int {
	for i := 1; i < len(text); i++ {
		if text[i] != text[0] {
			continue
		}
		if i+1 == len(text) || text[i+1] != text[0] {
			return i + 1
		}
		i++
	}
	return len(text)
}

func dollar(text string) (tokenKind, int, error) {
	n := run(text[1:], isDigit)
	if n > 0 {
		return tokenBind, n + 1, nil
	}
	return 0, 0, errDollar
}

func run(text string, in func(byte) bool) int {
	n := 0
	for n < len(text) && in(text[n]) {
		n++
	}
	return n
}

func isBlank(ch byte) bool { return ch == ' ' || ch >= '\t' && ch <= '\r' }
func isDigit(ch byte) bool { return ch >= '0' && ch <= '9' }
func isWord(ch byte) bool {
	return ch == '_' || ch >= 0x80 || ch|0x20 >= 'a' && ch|0x20 <= 'z'
}
func isWordOrDigit(ch byte) bool  { return isWord(ch) || isDigit(ch) }
func isWordOrDollar(ch byte) bool { return isWordOrDigit(ch) || ch == '$' }
func isNumber(ch byte) bool       { return isWordOrDigit(ch) || ch == '.' }
