package sftp_test

import (
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sftp"
)

// sshd starts OpenSSH's server on a free port with keys of its own, or skips.
func sshd(t *testing.T, folder string) connectors.Config {
	t.Helper()
	const program = "/usr/sbin/sshd"
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("DOGWATCH_REQUIRE_SERVERS") == "1" {
			t.Fatalf("%s is not installed: run tools/servers.sh", program)
		}
		t.Skipf("%s is not installed: run tools/servers.sh", program)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	if me.Uid == "0" { // where the part without rights lives
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	host, hostFile := newKey(t, "")
	login, loginFile := newKey(t, "")
	home := t.TempDir()
	put(t, home, "authorized_keys", string(ssh.MarshalAuthorizedKey(login.PublicKey())))
	port := freePort(t)
	put(t, home, "config", strings.Join([]string{
		"ListenAddress 127.0.0.1", "Port " + strconv.Itoa(port), "HostKey " + hostFile, "PidFile " + filepath.Join(home, "pid"),
		"AuthorizedKeysFile " + filepath.Join(home, "authorized_keys"), "StrictModes no", "UsePAM no", "PasswordAuthentication no",
		"KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password", "MaxSessions 20", "MaxStartups 200", "Subsystem sftp internal-sftp", "ForceCommand internal-sftp -R", "",
	}, "\n"))
	command := exec.Command(program, "-D", "-e", "-f", filepath.Join(home, "config"))
	var said strings.Builder
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	awaitPort(t, address)
	return connectors.Config{
		Name: "drops", Driver: "sftp", Host: "127.0.0.1", Port: port, User: me.Username, KeyFile: loginFile, Path: folder,
		KnownHosts: known(t, address, host.PublicKey()),
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// awaitPort waits until somebody listens, for a minute at most.
func awaitPort(t *testing.T, address string) {
	t.Helper()
	for range 600 {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("nobody listens at %s", address)
}

// TestConformanceOfOpenSSH runs the suite over a real server.
func TestConformanceOfOpenSSH(t *testing.T) {
	folder := t.TempDir()
	suite(t, sshd(t, folder))
}

// TestOpenSSH: what only a real server does.
func TestOpenSSH(t *testing.T) {
	folder := t.TempDir()
	config := sshd(t, folder)
	outside := t.TempDir()
	put(t, outside, "secret.csv", "a\n1\n")
	put(t, folder, "a.csv", "a\n1\n")
	if err := os.Symlink(filepath.Join(outside, "secret.csv"), filepath.Join(folder, "link.csv")); err != nil {
		t.Fatal(err)
	}
	source := open(t, config)
	if _, err := count(t.Context(), source, request("link.csv", nil)); connectors.ClassOf(err) != connectors.Privilege {
		t.Errorf("a link that leads out: %v", err)
	}
	if n, err := count(t.Context(), source, request("a.csv", nil)); n != 1 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
	stranger, _ := newKey(t, "")
	config.KnownHosts = known(t, net.JoinHostPort(config.Host, strconv.Itoa(config.Port)), stranger.PublicKey())
	if _, err := sftp.Open(t.Context(), config); err == nil || !strings.Contains(err.Error(), "host key has CHANGED") {
		t.Errorf("a changed host key: %v", err)
	}
}
