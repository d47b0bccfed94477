package files

import (
	"cmp"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/encoding"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// The options of a source; "key:NAME" is for one relation.
const (
	optionDelimiter    = "delimiter"
	optionEncoding     = "encoding"
	optionFinalNewline = "final-newline"
)

// A format is how one file is written.
type format struct {
	format       string
	delimiter    byte
	quote        byte // 0: none
	encoding     string
	finalNewline bool
	mark         int64            // bytes of the byte order mark
	file         *connectors.File // never nil
}

// charset is the encoding of the file; nil for UTF-8.
func (f format) charset() encoding.Encoding {
	charset, _ := decode.Charset(f.encoding) // checkOptions and check have seen to it
	return charset
}

// trailer is what the last line begins with; "" for none.
func (f format) trailer() string {
	if f.file == nil || f.file.Trailer == nil {
		return ""
	}
	return f.file.Trailer.Begins
}

// option looks for the relation's own value, then for the source's.
func (s *Source) option(key, relation string) string {
	if value, ok := s.config.Options[key+":"+relation]; ok {
		return value
	}
	return s.config.Options[key]
}

// formatOf is the format of a relation's file; what it does not say, the ending says.
func formatOf(from connectors.Relation) string {
	if from.File != nil && from.File.Format != "" {
		return from.File.Format
	}
	switch strings.ToLower(path.Ext(from.Name)) {
	case ".xlsx":
		return connectors.FormatXLSX
	case ".parquet":
		return connectors.FormatParquet
	}
	return connectors.FormatCSV
}

// formOf tells how the file of a relation is written; checkOptions has seen to the source's values.
func (s *Source) formOf(from connectors.Relation) (format, error) {
	f := format{format: formatOf(from), delimiter: ',', quote: '"', encoding: s.config.Encoding, file: from.File}
	if f.file == nil {
		f.file = &connectors.File{}
	}
	f.encoding = cmp.Or(f.file.Encoding, s.option(optionEncoding, from.Name), f.encoding)
	f.finalNewline = s.option(optionFinalNewline, from.Name) == "required"
	if delimiter := cmp.Or(f.file.Delimiter, s.option(optionDelimiter, from.Name)); delimiter != "" {
		if reason := refuseOption(optionDelimiter, delimiter); reason != "" {
			return f, errors.New("delimiter: " + reason)
		}
		f.delimiter = sign(delimiter)
	}
	switch quote := f.file.Quote; {
	case quote == "none":
		f.quote = 0
	case len(quote) == 1 && quote[0] < 0x80 && quote[0] > ' ' && quote[0] != f.delimiter:
		f.quote = quote[0]
	case quote != "":
		return f, errors.New(`quote: not one ASCII character or "none"`)
	}
	_, err := decode.Charset(f.encoding)
	return f, err
}

// sign is the byte that a delimiter stands for.
func sign(delimiter string) byte {
	if delimiter == "tab" {
		return '\t'
	}
	return delimiter[0]
}

// checkOptions refuses unknown keys and values, in the order of the keys.
func (s *Source) checkOptions() error {
	if _, err := decode.Charset(s.config.Encoding); err != nil {
		return s.fail("open", "", connectors.Local, err.Error())
	}
	for _, key := range slices.Sorted(maps.Keys(s.config.Options)) {
		name, _, _ := strings.Cut(key, ":")
		if reason := refuseOption(name, s.config.Options[key]); reason != "" {
			return s.fail("open", "", connectors.Local, "option "+key+": "+reason)
		}
	}
	return nil
}

func refuseOption(name, value string) string {
	switch name {
	case optionDelimiter:
		if value == "tab" || len(value) == 1 && value[0] < 0x80 && !strings.Contains("\"\r\n\x00", value) {
			return ""
		}
		return `not one ASCII character or "tab"`
	case optionEncoding:
		if _, err := decode.Charset(value); err != nil {
			return err.Error()
		}
		return ""
	case optionFinalNewline:
		if value == "required" || value == "optional" {
			return ""
		}
		return `not "required" or "optional"`
	}
	return "not known; known are delimiter, encoding and final-newline"
}
