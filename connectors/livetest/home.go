package livetest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// A home is the folder, port and process of one server. The folder's path is short:
// sockets in it end at 107 bytes.
type home struct {
	folder   string
	port     int
	password string
	owner    account
	ended    chan struct{} // closed when the server is gone
	process  *os.Process
	reaper   *reaper
}

func newHome() (*home, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("/tmp", "dw")
	if err != nil {
		return nil, err
	}
	h := &home{folder: folder, port: port, password: random(), ended: make(chan struct{})}
	if h.owner, err = unprivileged(); err == nil {
		err = errors.Join(h.folderOf("data"), h.owner.own(folder))
	}
	if err == nil {
		h.reaper, err = startReaper(folder)
	}
	if err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	return h, nil
}

func (h *home) path(name string) string { return filepath.Join(h.folder, name) }

func (h *home) folderOf(name string) error {
	return errors.Join(os.Mkdir(h.path(name), 0o700), h.owner.own(h.path(name)))
}

func (h *home) file(name, content string) error {
	return errors.Join(os.WriteFile(h.path(name), []byte(content), 0o600), h.owner.own(h.path(name)))
}

// command runs as the unprivileged account, in the home, with next to no environment.
func (h *home) command(arguments []string) *exec.Cmd {
	command := exec.Command(arguments[0], arguments[1:]...)
	command.Dir = h.folder
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + h.folder, "LC_ALL=C.UTF-8", "TMPDIR=" + h.folder}
	command.SysProcAttr = h.owner.attributes()
	return command
}

// run runs a program to its end.
func (h *home) run(arguments ...string) error {
	output, err := h.command(arguments).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(arguments[0]), err, tail(output))
	}
	return nil
}

// serve starts the server. The thread that starts it must live as long as the server:
// the kernel takes its end for the parent's death.
func (h *home) serve(arguments []string) error {
	output, err := os.Create(h.path("log"))
	if err != nil {
		return err
	}
	command := h.command(arguments)
	command.Stdout, command.Stderr = output, output
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		err := command.Start()
		_ = output.Close() // the server has its own
		started <- err
		if err == nil {
			_ = command.Wait() // how it ended stands in the log
			close(h.ended)
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	h.process = command.Process
	return h.reaper.watch(strconv.Itoa(command.Process.Pid))
}

// close ends the server and removes the folder.
func (h *home) close() {
	if h.process != nil {
		h.end()
	}
	h.reaper.end()
	_ = os.RemoveAll(h.folder) // what is left is in the temporary folder
}

// patience is how long a server may take to end its backends before it is killed.
const patience = time.Second

// end asks the server to shut down at once, and kills it if it does not. A postmaster
// that is killed outright leaves busy backends behind.
func (h *home) end() {
	_ = h.process.Signal(syscall.SIGQUIT) // gone already is as good
	select {
	case <-h.ended:
	case <-time.After(patience):
		_ = h.process.Kill()
		<-h.ended
	}
}

// log is the end of what the server said.
func (h *home) log() string {
	output, err := os.ReadFile(h.path("log"))
	if err != nil {
		return "no log"
	}
	return tail(output)
}

func tail(output []byte) string {
	const enough = 2000
	return string(output[max(0, len(output)-enough):])
}
