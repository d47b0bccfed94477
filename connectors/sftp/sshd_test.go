package sftp_test

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/sftp"
)

// TestConformanceOfOpenSSH runs the suite over a real server.
func TestConformanceOfOpenSSH(t *testing.T) {
	folder := t.TempDir()
	suite(t, livetest.SFTP(t, folder))
}

// TestOpenSSH: what only a real server does.
func TestOpenSSH(t *testing.T) {
	folder := t.TempDir()
	config := livetest.SFTP(t, folder)
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
	stranger, _ := livetest.SSHKey(t, "")
	config.KnownHosts = livetest.KnownHosts(t, net.JoinHostPort(config.Host, strconv.Itoa(config.Port)), stranger.PublicKey())
	if _, err := sftp.Open(t.Context(), config); err == nil || !strings.Contains(err.Error(), "host key has CHANGED") {
		t.Errorf("a changed host key: %v", err)
	}
}
