package mysql

import (
	"strconv"
	"strings"
)

// spelled writes a statement's bind values into its text, as the driver does, so that its
// answer too is read from the socket. The session's sql_mode lets a backslash escape, and
// UTF-8 has no character in which a byte of ASCII is a part. ok is false for what is left
// to the driver: values of other types, and a text in which marks and values do not match.
func spelled(text string, args []any) (whole string, ok bool) {
	if len(args) == 0 {
		return text, true
	}
	parts := strings.Split(text, "?")
	if len(parts) != len(args)+1 {
		return "", false
	}
	to := append(make([]byte, 0, len(text)+16*len(args)), parts[0]...)
	for i, arg := range args {
		switch v := arg.(type) {
		case nil:
			to = append(to, "NULL"...)
		case int64:
			to = strconv.AppendInt(to, v, 10)
		case string:
			to = quoted(to, v)
		default:
			return "", false
		}
		to = append(to, parts[i+1]...)
	}
	return string(to), true
}

// quoted appends a text literal (MySQL reference manual, "String Literals").
func quoted(to []byte, text string) []byte {
	to = append(to, '\'')
	for i := range len(text) {
		switch c := text[i]; c {
		case 0:
			to = append(to, `\0`...)
		case '\n':
			to = append(to, `\n`...)
		case '\r':
			to = append(to, `\r`...)
		case 0x1a:
			to = append(to, `\Z`...)
		case '\'', '"', '\\':
			to = append(to, '\\', c)
		default:
			to = append(to, c)
		}
	}
	return append(to, '\'')
}
