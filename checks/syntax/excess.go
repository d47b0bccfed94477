package syntax

import (
	"fmt"

	"github.com/goccy/go-yaml/token"
)

// What is read of one file. The parser's time grows with the square of the nesting and
// of the number of tokens, so that a megabyte of brackets would keep it busy for hours.
const (
	mostNested = 64
	mostTokens = 50_000
)

// An excess is what a file has too much of.
type excess struct {
	at            *token.Token
	message, hint string
}

func (e *excess) Error() string { return e.message }

// tooMuch refuses what no person writes, before it is parsed.
func (p *reader) tooMuch(tokens token.Tokens) error {
	if len(tokens) > mostTokens {
		return &excess{tokens[mostTokens], fmt.Sprintf("the file has %d keys, values and signs; at most %d are read", len(tokens), mostTokens), "split it into several files; long lists belong in codes/"}
	}
	open, entries, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position != nil && t.Position.Line != line {
			entries, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open++
		case token.SequenceEndType, token.MappingEndType:
			open = max(open-1, 0)
		case token.SequenceEntryType, token.MappingKeyType:
			entries++
		}
		if open+entries > mostNested {
			return &excess{t, fmt.Sprintf("values stand more than %d deep in one another", mostNested), "close the brackets; no definition is nested like this"}
		}
	}
	return nil
}
