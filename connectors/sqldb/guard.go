package sqldb

import (
	"fmt"
	"strings"
)

// forbidden are words that a reading statement has no use for outside quotes: they
// write, lock or leave the statement. The value says what a person wants to hear.
func forbidden(word, next string) string {
	switch word {
	case "INTO", "INSERT", "UPDATE", "DELETE", "MERGE", "UPSERT", "DROP", "ALTER", "CREATE",
		"TRUNCATE", "GRANT", "REVOKE", "CALL", "EXEC", "EXECUTE", "COPY", "LOCK", "ATTACH",
		"DETACH", "PRAGMA", "VACUUM", "HANDLER", "RENAME", "OUTFILE", "DUMPFILE", "LISTEN", "NOTIFY":
		return word
	case "REPLACE": // the function of this name is harmless
		if next != "(" {
			return word
		}
	case "FOR":
		if next == "SHARE" || next == "NO" || next == "KEY" {
			return "FOR " + next
		}
	case "SET_CONFIG", "NEXTVAL", "SETVAL", "PG_TERMINATE_BACKEND", "PG_CANCEL_BACKEND",
		"PG_RELOAD_CONF", "LO_IMPORT", "LO_EXPORT", "DBLINK", "DBLINK_EXEC", "LOAD_FILE",
		"LOAD_EXTENSION", "GET_LOCK", "PG_READ_FILE", "PG_READ_BINARY_FILE":
		if next == "(" {
			return word
		}
	}
	return ""
}

// Guard checks that text is one statement that only reads: it begins with SELECT or
// WITH, has no semicolon, no bind value and no word that writes or locks. It is the
// first of two fences; the session that runs it is read-only too.
func Guard(text string) error {
	tokens, err := lex(text, true)
	if err != nil {
		return err
	}
	if strings.IndexByte(text, 0) >= 0 {
		return fmt.Errorf("a query holds a NUL character")
	}
	words := meaningful(tokens)
	if len(words) == 0 {
		return fmt.Errorf("a query is empty")
	}
	if words[0].text != "SELECT" && words[0].text != "WITH" {
		return fmt.Errorf("a query begins with SELECT or WITH")
	}
	depth := 0
	for i, word := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1].text
		}
		if err := guardToken(word, next); err != nil {
			return err
		}
		if depth += nesting(word); depth < 0 {
			return fmt.Errorf("a query closes a parenthesis that it did not open")
		}
	}
	if depth != 0 {
		return fmt.Errorf("a query leaves a parenthesis open")
	}
	return nil
}

func guardToken(word token, next string) error {
	switch {
	case word.kind == tokenBind:
		return fmt.Errorf("a query has no bind values")
	case word.kind == tokenSign && word.text == ";":
		return fmt.Errorf("a query is one statement, without a semicolon")
	case word.kind != tokenWord:
		return nil
	}
	if bad := forbidden(word.text, next); bad != "" {
		return fmt.Errorf("a query only reads: %s is not allowed (quote it if it is a name)", bad)
	}
	return nil
}

// meaningful drops blanks and writes words in capitals.
func meaningful(tokens []token) []token {
	var out []token
	for _, t := range tokens {
		if t.kind == tokenBlank {
			continue
		}
		if t.kind == tokenWord {
			t.text = strings.ToUpper(t.text)
		}
		out = append(out, t)
	}
	return out
}

func nesting(t token) int {
	switch {
	case t.kind != tokenSign:
		return 0
	case t.text == "(":
		return 1
	case t.text == ")":
		return -1
	}
	return 0
}
