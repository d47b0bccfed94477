package report

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// commas writes a count with separators: 5,000.
func commas(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// percent writes n of total: "0.26%".
func percent(n, total int64) string {
	if total == 0 {
		return ""
	}
	share := new(big.Rat).SetFrac64(n*100, total)
	text := strings.TrimSuffix(strings.TrimRight(share.FloatString(2), "0"), ".")
	if n != 0 && text == "0" {
		text = "<0.01"
	}
	if n != total && text == "100" {
		text = ">99.99"
	}
	return text + "%"
}

// figure writes a decimal of the state with separators.
func figure(text string) string {
	whole, fraction, point := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return text
	}
	whole = commas(n)
	if !point {
		return whole
	}
	return whole + "." + fraction
}

// hundredths rounds a percentage to two places, half away from zero: "+36.5679%"
// becomes "+36.57%". Other text stays as it is.
func hundredths(text string) string {
	sign := ""
	if strings.HasPrefix(text, "+") {
		sign = "+"
	}
	value, ok := new(big.Rat).SetString(strings.TrimSuffix(strings.TrimPrefix(text, "+"), "%"))
	if !ok || !strings.HasSuffix(text, "%") || value.IsInt() {
		return text
	}
	return sign + strings.TrimSuffix(strings.TrimRight(value.FloatString(2), "0"), ".") + "%"
}

// measured writes what an outcome measured with its unit; "" if nothing was.
func (t tongue) measured(o *store.Outcome) string {
	value, ok := new(big.Rat).SetString(o.Measured)
	if o.Measured == "" || !ok {
		return ""
	}
	q := checks.Quantity{Value: value, Unit: checks.Unit(o.Unit)}
	if q.Unit == checks.UnitPercent {
		return hundredths(q.String())
	}
	if q.Unit == checks.UnitSeconds || q.Unit == checks.UnitWorkingDays {
		return t.durations(q.String())
	}
	number := figure(checks.Decimal(value))
	units := map[checks.Unit]string{checks.UnitRows: " 条", checks.UnitKeys: " 个键", checks.UnitGroups: " 组"}
	if t.chinese {
		return number + units[q.Unit]
	}
	_, unit, _ := strings.Cut(q.String(), " ")
	return strings.TrimSpace(number + " " + unit)
}

var durationForm = regexp.MustCompile(`([0-9.]+)(wd|d|h|m|s)\b`)

// durations spells the units of durations in a text.
func (t tongue) durations(text string) string {
	if !t.chinese {
		return text
	}
	units := map[string]string{"wd": " 个工作日", "d": " 天", "h": " 小时", "m": " 分", "s": " 秒"}
	return durationForm.ReplaceAllStringFunc(text, func(part string) string {
		m := durationForm.FindStringSubmatch(part)
		return m[1] + units[m[2]]
	})
}

// bound writes an effective bound: what trips it, or for a range what must hold.
func (t tongue) bound(text string) string {
	var parts []string
	for part := range strings.SplitSeq(text, "; ") {
		parts = append(parts, t.oneBound(part))
	}
	return t.join(parts...)
}

func (t tongue) oneBound(text string) string {
	if low, high, ok := strings.Cut(text, ".."); ok {
		return t.durations(t.rangeText(low, high))
	}
	if t.chinese {
		text = strings.NewReplacer("future", "未来值", "unknown columns", "未知列", ">=", "≥", "<=", "≤", "!=", "≠", "==", "=").Replace(text)
	}
	return t.durations(text)
}

func (t tongue) rangeText(low, high string) string {
	word := "outside "
	if t.chinese {
		word = "应 "
	}
	switch {
	case high == "" && t.chinese:
		return word + "≥ " + low
	case low == "" && t.chinese:
		return word + "≤ " + high
	case t.chinese:
		return word + low + "～" + high
	}
	return word + low + ".." + high
}

// bounds writes both bounds of an outcome on one line.
func (t tongue) bounds(o *store.Outcome) string { return t.join(t.boundLines(o)...) }

// boundLines writes the bounds of an outcome, that of fail first. That an unreached
// source fails needs no figure.
func (t tongue) boundLines(o *store.Outcome) []string {
	if o.Kind == "connect" {
		return nil
	}
	var lines []string
	switch {
	case o.Fail != "" && t.chinese && strings.Contains(o.Fail, ".."):
		lines = append(lines, t.bound(o.Fail)) // what must hold needs no verdict
	case o.Fail != "":
		lines = append(lines, t.verdict("fail")+" "+t.bound(o.Fail))
	}
	if o.Warn != "" {
		lines = append(lines, t.verdict("warn")+" "+t.bound(o.Warn))
	}
	return lines
}

// shown writes what is set against the bounds: the figure with its share, or words
// where a figure says nothing.
func (t tongue) shown(o *store.Outcome) string {
	figure := t.measured(o)
	switch o.Kind {
	case "connect", "http", "schema", "privilege", "stability":
		return t.found(o)
	case "freshness":
		if o.Violations > 0 {
			return t.found(o)
		}
	}
	if figure == "" || o.Verdict == "error" || o.Verdict == "skipped" {
		return t.found(o)
	}
	if o.Unit == string(checks.UnitRows) && o.Kind != "row_count" && o.Violations > 0 {
		total := o.Judged
		if o.Kind == "unique" {
			total = o.Rows
		}
		// The share is that of the figure, which leaves out what is excepted or in stock.
		if n, err := strconv.ParseInt(o.Measured, 10, 64); err == nil && n > 0 {
			figure += t.bracket(percent(n, total))
		}
	}
	return figure
}
