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

// leaveWithin is how long a server may take to hang up after a goodbye.
const leaveWithin = time.Second

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
	if session, err := p.fromIdle(ctx, at); session != nil || err != nil {
		return session, err
	}
	select {
	case p.login <- struct{}{}:
	case <-ctx.Done():
		return nil, at.ended(ctx)
	}
	defer func() { <-p.login }()
	// While this one waited another may have been refused, or given a session back.
	if session, err := p.fromIdle(ctx, at); session != nil || err != nil {
		return session, err
	}
	return p.open(ctx, at)
}

// fromIdle gives the session that came back last; nil: there is none. One that has lain
// too long is left first, so that the next login stays within the limit.
func (p *pool) fromIdle(ctx context.Context, at scene) (Session, error) {
	for {
		last, err := p.pop(at)
		if err != nil || last.session == nil || time.Since(last.since) < restless {
			return last.session, err
		}
		leave(ctx, last.session)
	}
}

func (p *pool) pop(at scene) (idle, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return idle{}, at.error(Failure{Class: connectors.Local, Reason: "the source is closed"})
	case p.refused != nil:
		return idle{}, at.failed(context.Background(), p.driver, p.refused)
	case len(p.idle) == 0:
		return idle{}, nil
	}
	last := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return last, nil
}

// leave ends the login of a session that is idle, and awaits the server's end of it.
func leave(ctx context.Context, session Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveWithin)
	defer cancel()
	if leaver, ok := session.(Leaver); ok {
		_ = leaver.Leave(ctx) // it is closed, whatever was said
		return
	}
	_ = session.Close()
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
	spare, err := p.fromIdle(ctx, at)
	if err != nil {
		return nil, err
	}
	if spare != nil {
		leave(ctx, spare)
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

// close closes what is idle; what is lent is closed when it comes back. Afterwards the
// idle ones are off the server's books: whoever opens the source anew finds room.
func (p *pool) close() error {
	p.mu.Lock()
	spare := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	var leaving sync.WaitGroup
	for _, i := range spare {
		leaving.Go(func() { leave(context.Background(), i.session) })
	}
	leaving.Wait()
	return nil
}
