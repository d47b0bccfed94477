package report

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
)

// A fact is one line of the head of a report.
type fact struct{ Name, Text string }

// title names the report.
func (t tongue) title(v View) string {
	if v.Title == "" {
		return t.word("report")
	}
	return v.Title + " " + t.word("report")
}

// facts say what was looked at, when, and by which definitions.
func (t tongue) facts(v View, d *digest) []fact {
	p := v.Patrol
	systems, watches := map[string]bool{}, map[string]bool{}
	for _, r := range p.Runs {
		systems[r.System], watches[r.System+"/"+r.Watch] = true, true
	}
	list := []fact{
		{t.word("period"), strings.Join(periods(v), t.comma())},
		{t.word("as of"), t.moment(v, p.AsOf)},
		{t.word("scope"), t.word("scope of", len(systems), len(watches), d.checks.total()+d.proposed.total())},
		{t.word("patrol"), p.ID},
		{t.word("definitions"), short(p.DefinitionHash)},
		{t.word("version"), p.Version},
		{t.word("corrects"), t.corrects(v)},
	}
	if !p.Finished.IsZero() {
		list = append(list, fact{t.word("duration"), t.durations(took(p.Finished.Sub(p.Started)))})
	}
	return slices.DeleteFunc(list, func(f fact) bool { return f.Text == "" })
}

// periods lists the periods of the runs, each once.
func periods(v View) []string {
	var list []string
	for _, r := range v.Patrol.Runs {
		if !slices.Contains(list, r.Period) {
			list = append(list, r.Period)
		}
	}
	slices.Sort(list)
	return list
}

func (t tongue) comma() string {
	if t.chinese {
		return "、"
	}
	return ", "
}

// moment writes an instant in the report's zone.
func (t tongue) moment(v View, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(v.zone()).Format("2006-01-02 15:04")
}

// short cuts a hash to what a person compares.
func short(hash string) string { return hash[:min(len(hash), 12)] }

// took writes how long something took: to the tenth of a second below a minute.
func took(d time.Duration) string {
	tenths := new(big.Rat).SetFrac64(d.Round(100*time.Millisecond).Milliseconds(), 1000)
	return checks.Quantity{Value: tenths, Unit: checks.UnitSeconds}.String()
}
