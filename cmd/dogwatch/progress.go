package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// progress shows on a terminal what is being read. Elsewhere it is silent.
type progress struct {
	app   *app
	draw  bool
	mu    sync.Mutex
	rows  map[string]int64
	last  time.Time
	width int
}

func newProgress(a *app) *progress {
	return &progress{app: a, draw: a.terminal(), rows: map[string]int64{}}
}

// note shows one line of work, such as "building the estate".
func (p *progress) note(text string) {
	if !p.draw {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line(text)
}

func (p *progress) step(s measure.Progress) {
	if !p.draw {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rows[s.Source+"/"+s.Relation] = s.Rows
	if now := p.app.now(); now.Sub(p.last) >= 100*time.Millisecond {
		p.last = now
		var total int64
		for _, n := range p.rows {
			total += n
		}
		p.line(fmt.Sprintf("reading %s %s … %d rows in %d tables", s.Source, s.Relation, total, len(p.rows)))
	}
}

// line overwrites the one before.
func (p *progress) line(text string) {
	fmt.Fprint(p.app.err, "\r"+text+strings.Repeat(" ", max(0, p.width-len(text))))
	p.width = len(text)
}

// done clears the line.
func (p *progress) done() {
	if p.draw && p.width > 0 {
		fmt.Fprint(p.app.err, "\r"+strings.Repeat(" ", p.width)+"\r")
		p.width = 0
	}
}
