package sftp_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	pkgsftp "github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/dogwatch/dogwatch/connectors"
)

// A server is an SFTP server of this process, read-only, with a login of its own.
type server struct {
	address  string
	host     ssh.Signer
	password string
	login    ssh.PublicKey // nil: by password
}

// newKey makes a key, and its file in the form of OpenSSH.
func newKey(t testing.TB, passphrase string) (signer ssh.Signer, file string) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var block *pem.Block
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(private, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	signer, err = ssh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, file
}

func serve(t testing.TB, login ssh.PublicKey) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, _ := newKey(t, "")
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

// known writes a file of known hosts with a key for the server's address.
func known(t testing.TB, address string, key ssh.PublicKey) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "known_hosts")
	line := "# keys\n" + knownhosts.Line([]string{knownhosts.Normalize(address)}, key) + "\n"
	if err := os.WriteFile(file, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
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
		KnownHosts: known(t, s.address, s.host.PublicKey()),
	}
}
