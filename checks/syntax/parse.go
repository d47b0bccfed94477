package syntax

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// MaxBytes is the largest YAML file that is read.
const MaxBytes = 1 << 20

// Parse reads one YAML document. It returns nil if the text could not be parsed at
// all; otherwise the value, with every fault of form found on the way. A file holds
// one document; anchors, aliases, merge keys and tags are refused, because a value
// must stand where it is read: what is shared belongs in a named rule or in refs.
func Parse(name string, data []byte) (*Value, diag.List) {
	p := &reader{file: fileOf(name, data)}
	if !p.readable(data) {
		return nil, p.faults
	}
	tree, err := p.parse()
	if err != nil {
		p.syntaxError(err)
		return nil, p.faults
	}
	return p.document(tree), p.faults
}

// fileOf is a file without the mark of its byte order.
func fileOf(name string, data []byte) *File {
	return NewFile(name, strings.TrimPrefix(string(data), "\ufeff"))
}

// reader turns the parser's tree into Values.
type reader struct {
	file   *File
	faults diag.List
}

func (p *reader) report(code string, span diag.Span, message, hint string) {
	p.faults.Add(diag.New(code, span, message, hint))
}

// readable refuses what is not UTF-8 or is too large, before it is parsed.
func (p *reader) readable(data []byte) bool {
	if len(data) > MaxBytes {
		p.report("DW-1009", p.file.Span(0, 0), fmt.Sprintf("the file has %d bytes; at most %d are read", len(data), MaxBytes),
			"split it into several files")
		return false
	}
	if utf8.Valid(data) {
		return p.lineEnds()
	}
	at := 0
	for text := p.file.text; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	p.report("DW-1002", p.file.Span(at, at+1), "the file is not UTF-8", "save it as UTF-8; editors on Windows often write GBK")
	return false
}

// lineEnds refuses a carriage return by itself, which the parser takes for a line end
// and every editor does not.
func (p *reader) lineEnds() bool {
	text := p.file.text
	for at := 0; at < len(text); at++ {
		if text[at] == '\r' && !strings.HasPrefix(text[at:], "\r\n") {
			p.report("DW-1001", p.file.Span(at, at+1), "not YAML: a carriage return stands by itself", "save the file with line ends of Unix or Windows")
			return false
		}
	}
	return true
}

// parse guards against a panic of the parser, which reads what people type.
func (p *reader) parse() (tree *ast.File, err error) {
	defer func() {
		if recover() != nil {
			tree, err = nil, errors.New("the text cannot be understood")
		}
	}()
	tokens := lexer.Tokenize(p.file.text)
	if err := p.tooMuch(tokens); err != nil {
		return nil, err
	}
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
}

// syntaxError turns the parser's first fault into a diagnostic.
func (p *reader) syntaxError(err error) {
	span, message := p.file.Span(0, 0), err.Error()
	if much, ok := errors.AsType[*excess](err); ok {
		p.report("DW-1009", p.tokenSpan(much.at), much.message, much.hint)
		return
	}
	if known, ok := errors.AsType[yaml.Error](err); ok {
		message = known.GetMessage()
		span = p.tokenSpan(known.GetToken())
	}
	if strings.Contains(message, "'\t'") {
		p.report("DW-1003", span, "a tab is used for indentation", "indent with spaces")
		return
	}
	p.report("DW-1001", span, "not YAML: "+message, syntaxHint(message))
}

// syntaxHint gives the way out of the mistakes that people make most.
func syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "pre-defined"):
		return "text after a closing quote: put the whole value in single quotes, or write it under `|`"
	case strings.Contains(message, "mapping value is not allowed"):
		return "a value that contains `: ` must be quoted; if this is a new key, check its indentation"
	case strings.Contains(message, "unexpected key name"), strings.Contains(message, "not allowed in this context"):
		return "check the indentation, and that every key is followed by a colon and a space"
	case strings.Contains(message, "escape"):
		return "use single quotes, in which a backslash is only a backslash"
	case strings.Contains(message, "end character"), strings.Contains(message, "not found"):
		return "close the quote or bracket that is opened here"
	case strings.Contains(message, "reserved character"), strings.Contains(message, "directive"):
		return "a value that begins with this character must be quoted"
	}
	return ""
}

func (p *reader) tokenSpan(t *token.Token) diag.Span {
	if t == nil || t.Position == nil {
		return p.file.Span(0, 0)
	}
	at := p.file.Offset(t.Position.Line, t.Position.Column)
	return p.file.Span(at, at+runeLen(p.file.text[at:]))
}

func runeLen(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}

// document takes the only document of a file.
func (p *reader) document(tree *ast.File) *Value {
	var docs []*ast.DocumentNode
	for _, d := range tree.Docs {
		if _, directive := d.Body.(*ast.DirectiveNode); directive {
			p.report("DW-1004", p.tokenSpan(d.Body.GetToken()), "a YAML directive", "remove it")
			continue
		}
		docs = append(docs, d)
	}
	if len(docs) == 0 || docs[0].Body == nil {
		p.report("DW-1008", p.file.Span(0, 0), "the file is empty", "")
		return nil
	}
	for _, d := range docs[1:] {
		p.report("DW-1004", p.tokenSpan(d.Start), "a second document in one file", "make it a file of its own")
	}
	if _, comment := docs[0].Body.(*ast.CommentGroupNode); comment {
		p.report("DW-1008", p.file.Span(0, 0), "the file is empty", "")
		return nil
	}
	return p.value(docs[0].Body)
}
