package livetest

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
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
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/dogwatch/dogwatch/connectors"
)

// sshdProgram is where OpenSSH's server lies: it wants to be started by its full path.
const sshdProgram = "/usr/sbin/sshd"

// SFTP starts OpenSSH's server on a free port with keys of its own, and gives the
// configuration of a source on the folder. It reads only, and ends with the test.
func SFTP(t testing.TB, folder string) connectors.Config {
	t.Helper()
	if _, err := os.Stat(sshdProgram); err != nil {
		need(t, "OpenSSH", errNone)
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
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	host, hostFile := SSHKey(t, "")
	login, loginFile := SSHKey(t, "")
	runSSHD(t, port, hostFile, login.PublicKey())
	return connectors.Config{
		Name: "drops", Driver: "sftp", Host: "127.0.0.1", Port: port, User: me.Username, KeyFile: loginFile, Path: folder,
		KnownHosts: KnownHosts(t, net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), host.PublicKey()),
	}
}

// runSSHD runs the server until the test ends, and waits until somebody listens.
func runSSHD(t testing.TB, port int, hostFile string, login ssh.PublicKey) {
	t.Helper()
	home := t.TempDir()
	config := strings.Join([]string{
		"ListenAddress 127.0.0.1", "Port " + strconv.Itoa(port), "HostKey " + hostFile, "PidFile " + filepath.Join(home, "pid"),
		"AuthorizedKeysFile " + filepath.Join(home, "authorized_keys"), "StrictModes no", "UsePAM no", "PasswordAuthentication no",
		"KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password", "MaxSessions 20", "MaxStartups 200", "Subsystem sftp internal-sftp", "ForceCommand internal-sftp -R", "",
	}, "\n")
	for name, content := range map[string][]byte{"authorized_keys": ssh.MarshalAuthorizedKey(login), "config": []byte(config)} {
		if err := os.WriteFile(filepath.Join(home, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(sshdProgram, "-D", "-e", "-f", filepath.Join(home, "config"))
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
	awaitPort(t, net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
}

// awaitPort waits until somebody listens.
func awaitPort(t testing.TB, address string) {
	t.Helper()
	for end := time.Now().Add(startWithin); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return
		}
	}
	t.Fatalf("nobody listens at %s", address)
}

// SSHKey makes a key, and its file in the form of OpenSSH.
func SSHKey(t testing.TB, passphrase string) (signer ssh.Signer, file string) {
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

// KnownHosts writes a file of known hosts with a key for a server's address.
func KnownHosts(t testing.TB, address string, key ssh.PublicKey) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "known_hosts")
	line := "# keys\n" + knownhosts.Line([]string{knownhosts.Normalize(address)}, key) + "\n"
	if err := os.WriteFile(file, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
