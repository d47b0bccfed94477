package sftp_test

import (
	"errors"
	"io"
	"net"
	"strconv"
	"testing"

	pkgsftp "github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
)

// A server is an SFTP server of this process, read-only, with a login of its own.
type server struct {
	address  string
	host     ssh.Signer
	password string
	login    ssh.PublicKey // nil: by password
}

func serve(t testing.TB, login ssh.PublicKey) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, _ := livetest.SSHKey(t, "")
	s := &server{address: listener.Addr().String(), host: host, password: "secret", login: login}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-done })
	return s
}

func (s *server) config() *ssh.ServerConfig {
	config := &ssh.ServerConfig{}
	config.AddHostKey(s.host)
	if s.login != nil {
		config.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if string(key.Marshal()) == string(s.login.Marshal()) {
				return nil, nil
			}
			return nil, errors.New("another key")
		}
		return config
	}
	config.PasswordCallback = func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
		if string(password) == s.password {
			return nil, nil
		}
		return nil, errors.New("another password")
	}
	return config
}

func (s *server) talk(conn net.Conn) {
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, s.config())
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, asked, err := offered.Accept()
		if err != nil {
			return
		}
		go func() {
			for request := range asked {
				_ = request.Reply(request.Type == "subsystem", nil)
			}
		}()
		go func() {
			defer channel.Close()
			transfer, err := pkgsftp.NewServer(channel, pkgsftp.ReadOnly())
			if err == nil && errors.Is(transfer.Serve(), io.EOF) {
				_ = transfer.Close()
			}
		}()
	}
}

// source is the configuration of a source on a folder of the server.
func (s *server) source(t testing.TB, folder string) connectors.Config {
	t.Helper()
	host, port, err := net.SplitHostPort(s.address)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return connectors.Config{
		Name: "drops", Driver: "sftp", Host: host, Port: n, User: "dogwatch", Password: s.password, Path: folder,
		KnownHosts: livetest.KnownHosts(t, s.address, s.host.PublicKey()),
	}
}
