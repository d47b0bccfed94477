package sftp

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/dogwatch/dogwatch/connectors"
)

// dial connects and logs in.
func (p *place) dial(ctx context.Context, op string) (*ssh.Client, error) {
	login, err := p.login(op)
	if err != nil {
		return nil, err
	}
	hosts, err := p.hosts(op)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, p.config.Limits.ConnectTimeout)
	defer cancel()
	address := net.JoinHostPort(p.config.Host, strconv.Itoa(p.config.Port))
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, p.unreached(ctx, op, err)
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	config := &ssh.ClientConfig{User: p.config.User, Auth: login, HostKeyCallback: hosts.check, HostKeyAlgorithms: hosts.algorithms(address, conn.RemoteAddr())}
	c, channels, requests, err := ssh.NewClientConn(&patient{Conn: conn, limit: p.config.Limits.Timeout}, address, config)
	if err != nil {
		_ = conn.Close()
		return nil, p.refused(ctx, op, hosts, err)
	}
	return ssh.NewClient(c, channels, requests), nil
}

// login lists the ways to log in: by the private key, or else by the password.
func (p *place) login(op string) ([]ssh.AuthMethod, error) {
	if p.config.KeyFile == "" {
		answer := func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := make([]string, len(questions))
			for i := range answers {
				answers[i] = p.config.Password
			}
			return answers, nil
		}
		return []ssh.AuthMethod{ssh.Password(p.config.Password), ssh.KeyboardInteractive(answer)}, nil
	}
	info, err := os.Stat(p.config.KeyFile)
	if err != nil {
		return nil, p.fail(op, connectors.Local, "the private key file cannot be read")
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		e := p.fail(op, connectors.Local, "the private key file can be read by others")
		e.Hint = "chmod 600 the file that key_file names"
		return nil, e
	}
	pem, err := os.ReadFile(p.config.KeyFile)
	if err != nil {
		return nil, p.fail(op, connectors.Local, "the private key file cannot be read")
	}
	signer, err := signerOf(pem, p.config.Password)
	if err != nil {
		e := p.fail(op, connectors.Local, "the private key file holds no key, or its passphrase is another")
		e.Hint = "key_file is an OpenSSH or PEM private key; its passphrase stands in password"
		return nil, e
	}
	return []ssh.AuthMethod{ssh.PublicKeys(signer)}, nil
}

func signerOf(pem []byte, passphrase string) (ssh.Signer, error) {
	signer, err := ssh.ParsePrivateKey(pem)
	if _, locked := errors.AsType[*ssh.PassphraseMissingError](err); locked {
		return ssh.ParsePrivateKeyWithPassphrase(pem, []byte(passphrase))
	}
	return signer, err
}

// unreached classifies why there is no connection.
func (p *place) unreached(ctx context.Context, op string, err error) error {
	var name *net.DNSError
	e := p.fail(op, connectors.Unreachable, "the server cannot be reached")
	e.Retryable = true
	switch {
	case errors.Is(context.Cause(ctx), context.Canceled):
		return p.fail(op, connectors.Cancelled, "the caller gave up")
	case errors.Is(ctx.Err(), context.DeadlineExceeded), os.IsTimeout(err):
		e.Class, e.Reason = connectors.Timeout, "the server did not answer within "+p.config.Limits.ConnectTimeout.String()
	case errors.As(err, &name):
		e.Reason = "the host's name is not known"
	case errors.Is(err, syscall.ECONNREFUSED):
		e.Reason = "the server refuses the connection"
	}
	return e
}

// refused classifies why the server and we did not come together.
func (p *place) refused(ctx context.Context, op string, hosts *hosts, err error) error {
	if hosts.refusal != nil {
		e := *hosts.refusal
		return &e
	}
	if ctx.Err() != nil {
		return p.unreached(ctx, op, err)
	}
	switch text := err.Error(); {
	case strings.Contains(text, "unable to authenticate"), strings.Contains(text, "no supported methods remain"):
		e := p.fail(op, connectors.Auth, "the server refuses the login")
		e.Hint = "try it once with sftp as this user"
		return e
	case strings.Contains(text, "no common algorithm"):
		e := p.fail(op, connectors.Refused, "the server and Dogwatch have no method of encryption, or no host key, in common")
		e.Hint = "if known_hosts has no key of the type that the server shows now, its key has changed: ask its owner"
		return e
	case lost(err):
		e := p.fail(op, connectors.Unreachable, "the server ended the connection during the login")
		e.Retryable = true
		return e
	}
	return p.fail(op, connectors.Protocol, "the server does not answer as SSH")
}

// lost tells that a connection was ended.
func lost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// patient is a connection that is given up if nothing comes for a time.
type patient struct {
	net.Conn
	limit time.Duration
}

// Read implements io.Reader.
func (c *patient) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.limit)); err != nil { // a duration: the only use of the clock
		return 0, err
	}
	return c.Conn.Read(b)
}
