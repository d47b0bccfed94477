package estate

import (
	"slices"
	"time"
)

// A Probe is one try of a watch's link between two patrols, as `dogwatch probe` keeps it.
type Probe struct {
	System  string
	Watch   string
	At      time.Time
	Reached bool
	Latency time.Duration
	Class   string // of the error, if it was not reached
}

// A Beat is what a push told of itself: that it ran.
type Beat struct {
	System string
	Watch  string
	At     time.Time
}

// A link is tried on the hour; lost are the hours at which nobody answered.
type link struct {
	system, watch string
	lost          []int
}

// Probes are those of the day of the patrol up to its instant, in the order of links.
func (e *Estate) Probes() []Probe {
	now := e.config.AsOfInstant()
	var all []Probe
	for _, l := range e.links {
		for hour := range now.Hour() {
			p := Probe{System: l.system, Watch: l.watch, At: time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, now.Location())}
			if p.Reached = !slices.Contains(l.lost, hour); p.Reached {
				p.Latency = time.Duration(20+hour) * time.Millisecond
			} else {
				p.Class = "timeout"
			}
			all = append(all, p)
		}
	}
	return all
}

// probed has the link of a roll tried between patrols.
func (r *roll) probed() *roll {
	r.world.links = append(r.world.links, link{system: r.system, watch: r.watch})
	return r
}

// loseLink lets nobody answer at these hours.
func (e *Estate) loseLink(system, watch string, hours ...int) {
	for i := range e.links {
		if l := &e.links[i]; l.system == system && l.watch == watch {
			l.lost = hours
		}
	}
}

// The faults of links.

// linkCameAndWent answers most of the time, and is never away for long.
func linkCameAndWent(r *roll) {
	r.world.loseLink(r.system, r.watch, 3, 9, 14)
	r.note("link-that-comes-and-goes").primary("stability")
}

// linkAway was away for three hours, and is there again when the patrol comes.
func linkAway(r *roll) {
	r.world.loseLink(r.system, r.watch, 11, 12, 13)
	r.note("link-away-for-three-hours").primary("stability")
}

// certificateEnds is what a watch sees of a service whose certificate is about to run out.
func certificateEnds(r *roll) { r.note(certificateEnding).primary("certificate") }

const certificateEnding = "certificate-about-to-run-out"

// slowness is more than the watches of slow services allow, whatever else the machine does.
const slowness = 500 * time.Millisecond

// slowAnswer gives a right answer late.
func slowAnswer(r *roll) {
	r.slow = slowness
	r.note("service-that-is-slow").primary("latency")
}

// refusing answers with its rows, and a code that says that something is wrong.
func refusing(r *roll) {
	r.code = "207"
	r.note("answer-that-is-not-whole").primary("http", `code == "0"`)
}

// pushRan is how many days before the first patrol the push that runs by itself last told
// that it had run. It has not since.
const pushRan = 6

// Beats are those that came in the month before the patrol.
func (e *Estate) Beats() []Beat {
	if e.clock.step != Previous {
		return nil
	}
	return []Beat{{System: "elderly-ability-assessment", Watch: watchSevere, At: e.config.AsOfInstant().AddDate(0, 0, -pushRan)}}
}

// pushSilent is the fault that no beat has come since the month before.
func pushSilent(r *roll) { r.note("push-that-stopped").primary("heartbeat") }
