package httpapi

import (
	"bufio"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// figures reads the text that exporters of Prometheus offer, one figure a row: "metric",
// "labels" (all of them, by name), each label by its own name, and "value" in plain
// digits with at most six places; no number and beyond all numbers are null. Comments and
// timestamps are passed over.
type figures struct {
	lines *bufio.Scanner
	seen  bool
}

// longestFigure is the longest line that is read.
const longestFigure = 64 << 10

func openFigures(body io.Reader) *figures {
	f := &figures{lines: bufio.NewScanner(body)}
	f.lines.Buffer(make([]byte, 0, 4096), longestFigure)
	return f
}

// next gives the next figure, or io.EOF.
func (f *figures) next() (any, error) {
	for f.lines.Scan() {
		line := strings.TrimSpace(f.lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row, ok := figureOf(line)
		if !ok {
			return nil, errNotFigures
		}
		f.seen = true
		return row, nil
	}
	switch err := f.lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, errNotFigures
	case err != nil:
		return nil, err
	case !f.seen:
		return nil, errEmpty
	}
	return nil, io.EOF
}

// figureOf reads one line: name{label="value",…} number [timestamp].
func figureOf(line string) (map[string]any, bool) {
	end := strings.IndexAny(line, "{ \t")
	if end <= 0 {
		return nil, false
	}
	row := map[string]any{}
	labels, rest := map[string]string{}, line[end:]
	if rest[0] == '{' {
		var ok bool
		if labels, rest, ok = labelsOf(rest[1:]); !ok {
			return nil, false
		}
	}
	fields := strings.Fields(rest)
	if len(fields) != 1 && len(fields) != 2 {
		return nil, false
	}
	value, err := strconv.ParseFloat(fields[0], 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return nil, false
	}
	var written []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		row[name] = labels[name]
		written = append(written, name+"="+strconv.Quote(labels[name]))
	}
	row["metric"], row["labels"], row["value"] = line[:end], strings.Join(written, ","), digits(value)
	return row, true
}

// labelsOf reads what stands behind an opening brace, and gives what follows the closing.
func labelsOf(text string) (labels map[string]string, rest string, ok bool) {
	labels = map[string]string{}
	for {
		text = strings.TrimLeft(text, " \t,")
		if after, done := strings.CutPrefix(text, "}"); done {
			return labels, after, true
		}
		name, value, found := strings.Cut(text, "=")
		if value = strings.TrimLeft(value, " \t"); !found || !strings.HasPrefix(value, `"`) {
			return nil, "", false
		}
		quoted := closing(value)
		if quoted == "" {
			return nil, "", false
		}
		labels[strings.TrimSpace(name)] = escapes.Replace(quoted[1 : len(quoted)-1])
		text = value[len(quoted):]
	}
}

// escapes are those of a label's value.
var escapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n")

// closing gives a quoted text up to its closing quote; "" if it has none.
func closing(text string) string {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return text[:i+1]
		}
	}
	return ""
}

// digits writes a number without exponent; nil for none.
func digits(value float64) any {
	text := strconv.FormatFloat(value, 'f', -1, 64)
	if strings.ContainsAny(text, "NI") { // NaN, Inf
		return nil
	}
	if _, places, _ := strings.Cut(text, "."); len(places) > 6 {
		text = strconv.FormatFloat(value, 'f', 6, 64)
	}
	return text
}
