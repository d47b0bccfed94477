package pipelines_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// keepProbing probes until the given number of rounds is done. Time goes on by sleeping
// alone, and by what each round is said to have taken. It gives the time of each record
// since the beginning, in minutes.
func (s *served) keepProbing(p *pipelines.Patroller, every time.Duration, rounds int, took func(round int) time.Duration) (minutes map[string][]int, records []store.ProbeRecord) {
	s.t.Helper()
	began := s.now
	ctx, cancel := context.WithCancel(s.t.Context())
	defer cancel()
	minutes = map[string][]int{}
	p.Sleep = func(ctx context.Context, d time.Duration) error {
		s.now = s.now.Add(d)
		return ctx.Err()
	}
	round := 0
	err := p.KeepProbing(ctx, pipelines.Probing{Every: every, Tell: func(list []store.ProbeRecord, err error) {
		if err != nil {
			s.t.Error(err)
		}
		for _, r := range list {
			minutes[r.Watch] = append(minutes[r.Watch], int(r.At.Sub(began).Minutes()))
		}
		records = append(records, list...)
		s.now = s.now.Add(took(round))
		if round++; round == rounds {
			cancel()
		}
	}})
	if err != nil {
		s.t.Errorf("the end: %v", err)
	}
	return minutes, records
}

// TestKeepProbing: every watch keeps its own time without drift, what was missed is not
// caught up, a source is asked once for all of its watches, and the records are judged
// by `stability`.
func TestKeepProbing(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		s.fill("CREATE TABLE a (no INT)", "CREATE TABLE b (no INT)")
		s.tables("a", "b")
		s.write("contracts/items.yaml", string(s.files["contracts/items.yaml"].Data)+"  - stability: {confirm: 3}\n")
		s.write("watches/demo.yaml", strings.Replace(string(s.files["watches/demo.yaml"].Data), "from: b}", "from: b, cycle: {link: 10m}}", 1))
		s.limits = "connections: 1"
		s.allow(1) // so no round leaves a session to the next
		p := s.patroller()
		before := s.logins()
		minutes, records := s.keepProbing(p, 30*time.Minute, 6, func(round int) time.Duration {
			return map[int]time.Duration{1: 7 * time.Minute, 3: 65 * time.Minute}[round] // slow, then suspended
		})
		if a := minutes["a"]; !slices.Equal(a, []int{0, 30, 95}) {
			t.Errorf("a every half hour: %v", a)
		}
		if b := minutes["b"]; !slices.Equal(b, []int{0, 10, 20, 30, 95, 100}) {
			t.Errorf("b every ten minutes: %v", b)
		}
		for _, r := range records {
			if !r.Reached || r.Latency <= 0 || r.Class != "" {
				t.Errorf("%+v", r)
			}
		}
		if logins := s.logins() - before; logins != 6 {
			t.Errorf("%d logins for six rounds", logins)
		}
		s.judged(p, "a", "3")
	})
}

// judged makes the link patrol and looks at what it says of the recorded probes.
func (s *served) judged(p *pipelines.Patroller, watch, probes string) {
	s.t.Helper()
	plan, err := pipelines.NewPlan(p.Catalog, pipelines.Request{Selector: pipelines.Selector{Aspect: checks.Link}, AsOf: s.now})
	if err != nil {
		s.t.Fatal(err)
	}
	report, err := p.Run(s.t.Context(), plan)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, run := range report.Patrol.Runs {
		for _, o := range run.Outcomes {
			if run.Watch == watch && o.Check == "stability" && (o.Verdict != "pass" || o.Parts["probes"] != probes || o.Parts["p95"] == "") {
				s.t.Errorf("%+v", o)
			}
		}
	}
}

// TestProbingRefused: one refused login is the last, until the secret is corrected.
func TestProbingRefused(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		s.fill("CREATE TABLE a (no INT)")
		s.tables("a")
		s.password = "wrong"
		p := s.patroller()
		dialled := 0
		open := p.Sources.Openers[s.config.Driver]
		p.Sources.Openers[s.config.Driver] = counted(&dialled, open)
		_, records := s.keepProbing(p, 30*time.Minute, 6, func(round int) time.Duration {
			if round == 3 {
				s.password = "secret"
			}
			return 0
		})
		var got []string
		for _, r := range records {
			got = append(got, r.Class)
		}
		if want := []string{"auth", "auth", "auth", "auth", "", ""}; !slices.Equal(got, want) || dialled != 3 {
			t.Errorf("%q, dialled %d times", got, dialled)
		}
	})
}
