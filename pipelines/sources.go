package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// Sources opens the sources of a deployment, each at most once. A source that
// refused a login is not tried again until its secret changes or a person says so:
// shared accounts lock.
type Sources struct {
	Deployment *checks.Deployment
	Dir        string // of the workspace: relative paths start there
	Openers    map[string]connectors.Opener
	Secret     func(checks.Secret) (string, error)
	Warn       func(text string) // of what works and should not stay so; nil: nobody is told
	Store      *store.Store      // remembers refused logins; nil: not remembered
	Key        []byte            // for the token that tells whether a secret changed
	Now        func() time.Time
	Random     io.Reader // for what stands in a signature only once; nil: no such signature works

	mu   sync.Mutex
	open map[string]*opened
}

// opened is one source, once somebody has asked for it.
type opened struct {
	dial   sync.Once
	source connectors.Source
	err    error
}

// Open gives the source called name, or the error that opening it gave. Several may be
// opened at once: a slow one holds up only who asks for it.
func (s *Sources) Open(ctx context.Context, name string) (connectors.Source, error) {
	o := s.entry(name)
	o.dial.Do(func() { o.source, o.err = s.dial(ctx, name) })
	return o.source, o.err
}

func (s *Sources) entry(name string) *opened {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]*opened{}
	}
	if s.open[name] == nil {
		s.open[name] = &opened{}
	}
	return s.open[name]
}

// Close closes every open source; it waits for those that are being opened. A source
// may be opened anew afterwards.
func (s *Sources) Close() error {
	s.mu.Lock()
	list := s.open
	s.open = nil
	s.mu.Unlock()
	var failures []error
	for _, name := range slices.Sorted(maps.Keys(list)) {
		o := list[name]
		o.dial.Do(func() { o.err = errors.New("the sources are closed") })
		if o.source != nil {
			failures = append(failures, o.source.Close())
		}
	}
	return errors.Join(failures...)
}

func (s *Sources) dial(ctx context.Context, name string) (connectors.Source, error) {
	config, err := s.Config(name)
	if err != nil {
		return nil, err
	}
	open := s.Openers[config.Driver]
	if open == nil {
		return nil, &connectors.Error{Op: "open", Source: name, Class: connectors.Local, Reason: "no connector for driver " + config.Driver}
	}
	token := s.token(config)
	if err := s.locked(ctx, name, token); err != nil {
		return nil, err
	}
	source, err := open(ctx, config)
	if err != nil && connectors.ClassOf(err) == connectors.Auth && s.Store != nil {
		if lockErr := s.Store.LockSource(ctx, name, token, s.Now()); lockErr != nil {
			return nil, lockErr
		}
	}
	return source, err
}

// locked refuses a source whose login was refused with the same secret.
func (s *Sources) locked(ctx context.Context, name string, token []byte) error {
	if s.Store == nil {
		return nil
	}
	since, locked, err := s.Store.SourceLocked(ctx, name, token)
	if err != nil || !locked {
		return err
	}
	return &connectors.Error{
		Op: "open", Source: name, Class: connectors.Auth,
		Reason: "the login was refused on " + since.In(s.Deployment.Zone).Format(time.DateTime) + " and is not tried again with the same secret",
		Hint:   "correct the secret, or run `dogwatch source unlock " + name + "` once the account works",
	}
}

// token changes when anything of the login changes, and tells nothing of it.
func (s *Sources) token(c connectors.Config) []byte {
	identity := []string{"source", c.Name, c.Driver, c.Host, fmt.Sprint(c.Port), c.Database, c.User, c.Password, c.Token, c.URL}
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		identity = append(identity, name, c.Headers[name])
	}
	if c.Login != nil {
		for _, name := range slices.Sorted(maps.Keys(c.Login.Fields)) {
			identity = append(identity, name, c.Login.Fields[name])
		}
	}
	if c.Signature != nil {
		identity = append(identity, c.Signature.Secret)
	}
	return []byte(mask.Fingerprint(s.Key, identity, nil))
}

// Config resolves a source's secrets and paths.
func (s *Sources) Config(name string) (connectors.Config, error) {
	d := s.Deployment.Source(name)
	if d == nil {
		return connectors.Config{}, &connectors.Error{Op: "open", Source: name, Class: connectors.Local, Reason: "there is no such source in dogwatch.yaml"}
	}
	config := connectors.Config{
		Name: d.Name, Driver: d.Driver, Host: d.Host, Port: d.Port, Database: d.Database, User: d.User,
		Path: s.folder(d), URL: d.URL, TLS: d.TLS, CAFile: s.path(d.CAFile),
		CertFile: s.path(d.CertFile), KeyFile: s.path(d.KeyFile), KnownHosts: s.path(d.KnownHosts), Encoding: d.Encoding, Options: d.Options,
		Headers: map[string]string{}, Now: s.Now, Random: s.Random,
		Limits: connectors.Limits{
			Connections: d.Limits.Connections, RowsPerSecond: d.Limits.RowsPerSecond, BytesPerSecond: d.Limits.BytesPerSecond,
			ConnectTimeout: d.Limits.ConnectTimeout, Timeout: d.Limits.Timeout,
		}.Defaults(),
	}
	return config, s.secrets(d, &config)
}

// folder is the path of a source on this machine, or as it is on another.
func (s *Sources) folder(d *checks.Source) string {
	if d.Driver == "sftp" {
		return d.Path
	}
	return s.path(d.Path)
}

func (s *Sources) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(s.Dir, p)
}

func (s *Sources) secrets(d *checks.Source, config *connectors.Config) (err error) {
	if config.Password, err = s.secret(d, d.Password); err != nil {
		return err
	}
	if config.Token, err = s.secret(d, d.Token); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(d.Headers)) {
		if config.Headers[name], err = s.secret(d, d.Headers[name]); err != nil {
			return err
		}
	}
	if err := s.encryption(d, config); err != nil {
		return err
	}
	return s.calls(d, config)
}

// encryption reads the key of encrypted columns, and warns if others can read it too.
func (s *Sources) encryption(d *checks.Source, config *connectors.Config) error {
	if d.SM4 == nil {
		return nil
	}
	key, err := s.secret(d, d.SM4.Key)
	if err != nil {
		return err
	}
	config.SM4 = &connectors.SM4{Mode: d.SM4.Mode, Encoding: d.SM4.Encoding, IV: d.SM4.IV, Key: key}
	if file := d.SM4.Key.File; file != "" && s.Warn != nil {
		if info, err := os.Stat(s.path(file)); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			s.Warn("the sm4 key file " + file + " of the source " + d.Name + " can be read by others: chmod 600")
		}
	}
	return nil
}

// calls resolves what proves the calls of a source.
func (s *Sources) calls(d *checks.Source, config *connectors.Config) (err error) {
	if config.TestIdentity, err = s.secret(d, d.TestIdentity); err != nil {
		return err
	}
	if g := d.Signature; g != nil {
		config.Signature = &connectors.Signature{
			Algorithm: g.Algorithm, Canonical: g.Canonical, Base64: g.Base64, Header: g.Header,
			TimestampHeader: g.TimestampHeader, NonceHeader: g.NonceHeader, Timestamp: g.Timestamp, Zone: s.Deployment.Zone,
		}
		if config.Signature.Secret, err = s.secret(d, g.Secret); err != nil {
			return err
		}
	}
	l := d.Login
	if l == nil {
		return nil
	}
	config.Login = &connectors.Login{
		Path: l.Path, Form: l.Form, Fields: map[string]string{}, Token: l.Token, Expires: l.Expires, Life: l.Life, Header: l.Header, Prefix: l.Prefix,
	}
	for _, name := range slices.Sorted(maps.Keys(l.Fields)) {
		if config.Login.Fields[name], err = s.secret(d, l.Fields[name]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sources) secret(d *checks.Source, ref checks.Secret) (string, error) {
	if ref == (checks.Secret{}) {
		return "", nil
	}
	value, err := s.Secret(ref)
	if err != nil {
		return "", &connectors.Error{Op: "open", Source: d.Name, Class: connectors.Local, Reason: "a secret cannot be read: " + err.Error(), Hint: "set the environment variable or file that dogwatch.yaml names"}
	}
	return value, nil
}
