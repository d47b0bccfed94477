package files

import (
	"maps"
	"slices"
	"strings"

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
	delimiter    byte
	encoding     string
	finalNewline bool
}

// option looks for the relation's own value, then for the source's.
func (s *Source) option(key, relation string) string {
	if value, ok := s.config.Options[key+":"+relation]; ok {
		return value
	}
	return s.config.Options[key]
}

// formatOf gives the format of a relation; checkOptions has seen to its values.
func (s *Source) formatOf(relation string) format {
	f := format{delimiter: ',', encoding: s.config.Encoding}
	if encoding := s.option(optionEncoding, relation); encoding != "" {
		f.encoding = encoding
	}
	switch delimiter := s.option(optionDelimiter, relation); delimiter {
	case "":
	case "tab":
		f.delimiter = '\t'
	default:
		f.delimiter = delimiter[0]
	}
	f.finalNewline = s.option(optionFinalNewline, relation) == "required"
	return f
}

// checkOptions refuses unknown keys and values, in the order of the keys.
func (s *Source) checkOptions() error {
	if _, err := decode.Transcode(nil, s.config.Encoding); err != nil {
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
		if _, err := decode.Transcode(nil, value); err != nil {
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
