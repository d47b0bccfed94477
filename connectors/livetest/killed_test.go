//go:build linux

package livetest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

const childVariable = "DOGWATCH_LIVETEST_CHILD"

// TestKilled: of a test process that is killed nothing is left, neither server nor
// folder. The process is this test's own program, started again.
func TestKilled(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		child(t)
		return
	}
	t.Parallel()
	MySQL(t) // skips where there is no server
	command := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	command.Env = append(os.Environ(), childVariable+"=1")
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	address, folder := announced(output)
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // it was killed
	if folder == "" {
		t.Fatal("the child started no server")
	}
	for range 600 {
		conn, dial := net.Dial("tcp", address)
		if dial == nil {
			conn.Close()
		}
		if _, err := os.Stat(folder); dial != nil && os.IsNotExist(err) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("the server at %s or its folder %s is left behind", address, folder)
}

// announced reads what child prints.
func announced(output io.Reader) (address, folder string) {
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "server "); ok {
			address, folder, _ = strings.Cut(text, " ")
			break
		}
	}
	return address, folder
}

func child(t *testing.T) {
	server, err := StartMariaDB()
	if err != nil {
		t.Fatal(err)
	}
	address := net.JoinHostPort(server.config.Host, strconv.Itoa(server.config.Port))
	fmt.Println("server " + address + " " + server.folder)
	time.Sleep(time.Minute)
}
