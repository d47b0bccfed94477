package sftp

import (
	"context"
	"errors"
	"io/fs"
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
)

var _ connectors.Opener = Open

// usualPort is that of SSH.
const usualPort = 22

// Open connects, logs in and lists the folder Config.Path of the server.
func Open(ctx context.Context, config connectors.Config) (connectors.Source, error) {
	config.Limits = config.Limits.Defaults()
	if config.Port == 0 {
		config.Port = usualPort
	}
	return files.New(ctx, config, &place{config: config})
}

// A place is the folder on the server. It keeps one connection.
type place struct {
	config connectors.Config

	mu     sync.Mutex
	client *ssh.Client // nil: not connected
	closed bool
}

var _ files.Place = (*place)(nil)

// errClosed says that the place was given up while somebody asked for its folder.
const errClosed = "the source is closed"

// Folder implements files.Place. A connection that was lost is made once more.
func (p *place) Folder(ctx context.Context, op string) (files.Folder, error) {
	for again := false; ; again = true {
		client, fresh, err := p.connected(ctx, op)
		if err != nil {
			return nil, err
		}
		folder, err := open(ctx, client, p.config)
		if err == nil {
			return folder, nil
		}
		_, busy := errors.AsType[*ssh.OpenChannelError](err)
		if fresh || again || busy || ctx.Err() != nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			return nil, p.classify(ctx, op, err)
		}
		p.drop(client)
	}
}

// connected gives the connection; fresh tells that it was made just now.
func (p *place) connected(ctx context.Context, op string) (client *ssh.Client, fresh bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return nil, false, p.fail(op, connectors.Local, errClosed)
	case p.client != nil:
		return p.client, false, nil
	}
	p.client, err = p.dial(ctx, op)
	return p.client, true, err
}

// drop forgets a connection that is lost.
func (p *place) drop(client *ssh.Client) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = client.Close()
	if p.client == client {
		p.client = nil
	}
}

// Close implements files.Place.
func (p *place) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.client == nil {
		return nil
	}
	client := p.client
	p.client = nil
	if err := client.Close(); err != nil && !lost(err) {
		return p.fail("close", connectors.Protocol, "the connection did not end in order")
	}
	return nil
}

func (p *place) fail(op string, class connectors.Class, reason string) *connectors.Error {
	return &connectors.Error{Op: op, Source: p.config.Name, Class: class, Reason: reason}
}

// classify turns what opening the folder gave into the layer's error.
func (p *place) classify(ctx context.Context, op string, err error) error {
	_, busy := errors.AsType[*ssh.OpenChannelError](err)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return p.fail(op, connectors.Timeout, "the caller's time ran out")
	case ctx.Err() != nil:
		return p.fail(op, connectors.Cancelled, "the caller gave up")
	case errors.Is(err, fs.ErrNotExist):
		return p.fail(op, connectors.Unreachable, "no such folder")
	case errors.Is(err, fs.ErrPermission):
		return p.fail(op, connectors.Privilege, "the folder may not be listed")
	case busy:
		e := p.fail(op, connectors.Overloaded, "the server opens no further channel")
		e.Retryable = true
		return e
	}
	e := p.fail(op, connectors.Unreachable, "the server does not open a file transfer")
	e.Retryable, e.Hint = true, "the account must be allowed the subsystem sftp"
	return e
}
