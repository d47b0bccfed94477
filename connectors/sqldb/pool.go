package sqldb

import (
	"context"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// A pool lends sessions, at most so many at once. It logs in one session at a time and
// never again after a login was refused.
type pool struct {
	driver  Driver
	source  string
	connect time.Duration
	slots   chan struct{} // one for every session lent
	login   chan struct{} // held while logging in

	mu        sync.Mutex
	idle      []Session
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
	case len(p.idle) == 0:
		return nil, nil
	}
	session := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return session, nil
}

func (p *pool) open(ctx context.Context, at scene) (Session, error) {
	within, cancel := context.WithTimeout(ctx, p.connect)
	defer cancel()
	session, err := p.driver.Open(within)
	if err == nil {
		return session, nil
	}
	failed := at.failed(ctx, p.driver, err)
	if failed.Class == connectors.Auth {
		p.mu.Lock()
		p.refused = failed
		p.mu.Unlock()
	}
	return nil, failed
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
	idle, err := p.fromIdle(at)
	if err != nil {
		return nil, err
	}
	if idle != nil {
		idle.Close()
	}
	return p.open(ctx, at)
}

// release takes a session back. One whose statement did not reach its end is closed.
func (p *pool) release(session Session, sound bool) {
	p.mu.Lock()
	keep := sound && !p.closed
	if keep {
		p.idle = append(p.idle, session)
	}
	p.mu.Unlock()
	if !keep {
		session.Close()
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
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, session := range idle {
		session.Close()
	}
	return nil
}
