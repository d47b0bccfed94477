package sqldb

import (
	"fmt"
	"strings"
)

// SplitName splits a relation's name at its dots into one to three parts. A part in
// double quotes may hold a dot itself; a quote in it is doubled.
func SplitName(name string) ([]string, error) {
	var parts []string
	rest := name
	for {
		part, after, err := cutPart(rest)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		if after == "" {
			break
		}
		rest = after[1:]
	}
	if len(parts) > 3 {
		return nil, fmt.Errorf("a name has at most three parts")
	}
	return parts, nil
}

// cutPart takes the first part of a name; after is empty or begins with the dot.
func cutPart(name string) (part, after string, err error) {
	if strings.HasPrefix(name, `"`) {
		part, after, err = cutQuoted(name[1:])
	} else {
		end := strings.IndexByte(name, '.')
		if end < 0 {
			end = len(name)
		}
		part, after = name[:end], name[end:]
	}
	switch {
	case err != nil:
		return "", "", err
	case part == "" || after == ".":
		return "", "", fmt.Errorf("a name has an empty part")
	case strings.IndexByte(part, 0) >= 0:
		return "", "", fmt.Errorf("a name holds a NUL character")
	}
	return part, after, nil
}

func cutQuoted(text string) (part, after string, err error) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '"' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		if after = text[i+1:]; after != "" && after[0] != '.' {
			return "", "", fmt.Errorf("a quoted part of a name is followed by more text")
		}
		return b.String(), after, nil
	}
	return "", "", fmt.Errorf("a name has an unclosed quote")
}

// QuoteWith doubles the closing quote in a part and puts it between the quotes: what
// most dialects' Quote is made of.
func QuoteWith(part string, quote byte) string {
	q := string(quote)
	return q + strings.ReplaceAll(part, q, q+q) + q
}
