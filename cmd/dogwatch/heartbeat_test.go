package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestHeartbeatListen: a POST with the token is a beat that the next patrol of the link
// finds; the listener ends cleanly.
func TestHeartbeatListen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	token := "0123456789abcdef0123456789abcdef"
	for name, text := range map[string]string{
		"dogwatch.yaml":          "version: 1\nsources:\n  flags: {driver: files, path: flags}\n",
		"flags/notices.csv":      "no\n1\n",
		"contracts/notices.yaml": "contract: notices\ntitle: 通知\ndirection: outbound\nkey: [no]\ncolumns:\n  no: {title: 编号, type: text, class: internal}\n",
		"watches/desk.yaml":      "system: desk\ntitle: 窗口\nwatches:\n  - {contract: notices, source: flags, from: notices.csv, checks: [{heartbeat: {every: 24h}}]}\n",
		"token":                  token + "\n", "short": "secret\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	expectCommand(t, dir, "run --aspect link --lang en", exitAnomalies, "no beat has ever arrived")
	expectCommand(t, dir, "heartbeat listen", exitUsage, "--token-file names the file")
	expectCommand(t, dir, "heartbeat listen --token-file "+filepath.Join(dir, "short"), exitUsage, "the token has fewer than 16 characters")
	cmd := exec.CommandContext(t.Context(), "dogwatch", "heartbeat", "listen", "--addr", "127.0.0.1:0", "--token-file", filepath.Join(dir, "token"), "--dir", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		t.Fatalf("%q %v", line, err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/beat/desk/notices", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode != http.StatusNoContent {
		t.Fatalf("%v %v", response, err)
	}
	_ = response.Body.Close()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the code says more
	if code := cmd.ProcessState.ExitCode(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	expectCommand(t, dir, "run --aspect link --again --reason beaten --lang en", exitOK, "")
}
