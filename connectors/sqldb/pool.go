package sqldb

import (
	"context"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// restless is how long a session may lie idle: servers and firewalls cut off those that
// lie longer, and nothing tells.
const restless = time.Minute

type idle struct {
	session Session
	since   time.Time
}

// A pool lends sessions, at most so many at once. It logs in one session at a time and
// never again after a login was refused.
type pool struct {
	driver  Driver
	source  string
	connect time.Duration
	slots   chan struct{} // one for every session lent
	login   chan struct{} // held while logging in

	mu        sync.Mutex
	idle      []idle
	refused   *connectors.Error
	closed    bool
	abandoned int
}

func newPool(config connectors.Config, driver Driver) *pool {
	return &pool{
		driver: driver, source: config.Name, connect: config.Limits.ConnectTimeout,
		slots: make(chan struct{}, config.Limits.Connections),
		login: make(chan struct{}, 1),
	}
}

// acquire waits for a slot and gives an idle session or a new one.
func (p *pool) acquire(ctx context.Context, at scene) (Session, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, at.ended(ctx)
	}
	session, err := p.take(ctx, at)
	if err != nil {
		<-p.slots
		return nil, err
	}
	return session, nil
}

func (p *pool) take(ctx context.Context, at scene) (Session, error) {
	if session, err := p.fromIdle(at); session != nil || err != nil {
		return session, err
	}
	select {
	case p.login <- struct{}{}:
	case <-ctx.Done():
		return nil, at.ended(ctx)
	}
	defer func() { <-p.login }()
	// While this one waited another may have been refused, or given a session back.
	if session, err := p.fromIdle(at); session != nil || err != nil {
		return session, err
	}
	return p.open(ctx, at)
}

func (p *pool) fromIdle(at scene) (Session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return nil, at.error(Failure{Class: connectors.Local, Reason: "the source is closed"})
	case p.refused != nil:
		return nil, at.failed(context.Background(), p.driver, p.refused)
	}
	for len(p.idle) > 0 {
		last := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		if time.Since(last.since) < restless {
			return last.session, nil
		}
		_ = last.session.Close()
	}
	return nil, nil
}

func (p *pool) open(ctx context.Context, at scene) (Session, error) {
	within, cancel := context.WithTimeout(ctx, p.connect)
	defer cancel()
	session, err := p.driver.Open(within)
	if err == nil {
		return session, nil
	}
	failed := at.failed(ctx, p.driver, err)
	p.note(failed)
	return nil, failed
}

// note remembers a refused login.
func (p *pool) note(failed *connectors.Error) {
	if failed.Class != connectors.Auth {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = failed
}

// kill has the server end a session's statement. Some drivers log in for it: not after
// a login was refused, and if this one is refused it is the last.
func (p *pool) kill(ctx context.Context, session Session) {
	p.mu.Lock()
	refused := p.refused != nil
	p.mu.Unlock()
	if refused {
		return
	}
	if err := session.Kill(ctx); err != nil {
		p.note(scene{op: "kill", source: p.source}.failed(ctx, p.driver, err))
	}
}

// fresh logs in although a session may be idle: that one makes room.
func (p *pool) fresh(ctx context.Context, at scene) (Session, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, at.ended(ctx)
	}
	session, err := p.replace(ctx, at)
	if err != nil {
		<-p.slots
		return nil, err
	}
	return session, nil
}

func (p *pool) replace(ctx context.Context, at scene) (Session, error) {
	select {
	case p.login <- struct{}{}:
	case <-ctx.Done():
		return nil, at.ended(ctx)
	}
	defer func() { <-p.login }()
	spare, err := p.fromIdle(at)
	if err != nil {
		return nil, err
	}
	if spare != nil {
		_ = spare.Close()
	}
	return p.open(ctx, at)
}

// release takes a session back. One whose statement did not reach its end is closed.
func (p *pool) release(session Session, sound bool) {
	p.mu.Lock()
	keep := sound && !p.closed
	if keep {
		p.idle = append(p.idle, idle{session, time.Now()})
	}
	p.mu.Unlock()
	if !keep {
		_ = session.Close()
	}
	<-p.slots
}

func (p *pool) abandon() {
	p.mu.Lock()
	p.abandoned++
	p.mu.Unlock()
}

// close closes what is idle; what is lent is closed when it comes back.
func (p *pool) close() error {
	p.mu.Lock()
	spare := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, i := range spare {
		_ = i.session.Close()
	}
	return nil
}
