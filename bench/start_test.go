package bench_test

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/bench/estate"
)

// BenchmarkRatioStart sets the time from the start of the program to the first
// connection to a source (the sample estate's workspace is loaded, the state opened, the
// patrol planned) against an empty program with the same imports.
func BenchmarkRatioStart(b *testing.B) {
	dir := b.TempDir()
	program, empty := filepath.Join(dir, "dogwatch"), filepath.Join(dir, "empty")
	build(b, "-o", program, "../cmd/dogwatch")
	build(b, "-overlay", overlay(b, dir), "-o", empty, "../cmd/empty")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := listener.Addr().(*net.TCPAddr)
	workspace := estateWorkspace(b, dir, address.Port)
	if err := listener.Close(); err != nil {
		b.Fatal(err)
	}
	state, kept := filepath.Join(workspace, "state"), filepath.Join(dir, "state")
	if out, err := exec.CommandContext(b.Context(), program, "status", "--dir", workspace).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	if err := os.Rename(state, kept); err != nil {
		b.Fatal(err)
	}
	versus(b, func() {
		// A state in which no run is held by the process that was ended before: copying it
		// counts as ours.
		if err := errors.Join(os.RemoveAll(state), os.CopyFS(state, os.DirFS(kept))); err != nil {
			b.Fatal(err)
		}
		untilFirst(b, address.String(), program, "run", "--aspect", "link", "--dir", workspace)
	}, func() {
		if out, err := exec.CommandContext(b.Context(), empty).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	})
}

func build(b *testing.B, args ...string) {
	b.Helper()
	command := exec.CommandContext(b.Context(), "go", append([]string{"build"}, args...)...)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
}

// overlay puts a program beside ours that imports the same and does nothing.
func overlay(b *testing.B, dir string) string {
	b.Helper()
	listed, err := exec.CommandContext(b.Context(), "go", "list", "-f", `{{range .Imports}}{{.}} {{end}}{{.Dir}}`, "../cmd/dogwatch").Output()
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(listed))
	source := "package main\n\nimport (\n"
	for _, path := range fields[:len(fields)-1] {
		source += "\t_ \"" + path + "\"\n"
	}
	main := filepath.Join(dir, "main.go")
	written(b, main, []byte(source+")\n\nfunc main() {}\n"))
	replaced := map[string]map[string]string{"Replace": {filepath.Join(filepath.Dir(fields[len(fields)-1]), "empty", "main.go"): main}}
	data, err := json.Marshal(replaced)
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "overlay.json")
	written(b, path, data)
	return path
}

func written(b *testing.B, path string, data []byte) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
}

// estateWorkspace is the sample estate's, with every database behind one port.
func estateWorkspace(b *testing.B, dir string, port int) string {
	b.Helper()
	files, err := estate.Workspace(estateDeployment(port))
	if err != nil {
		b.Fatal(err)
	}
	workspace := filepath.Join(dir, "workspace")
	for name, data := range files {
		written(b, filepath.Join(workspace, filepath.FromSlash(name)), data)
	}
	return workspace
}

func estateDeployment(port int) estate.Deployment {
	deployment := estate.Deployment{Dialect: estate.MariaDB, Databases: map[string]estate.Address{}, ServiceURL: "http://127.0.0.1:1", SecureURL: "https://127.0.0.1:1", Folder: "f"}
	for _, system := range estate.Systems() {
		deployment.Databases[system] = estate.Address{Host: "127.0.0.1", Port: port, Database: "front", User: "watch", PasswordEnv: "DOGWATCH_BENCH_PASSWORD"}
	}
	return deployment
}

// untilFirst starts the program, waits for its first connection, and ends it.
func untilFirst(b *testing.B, address, program string, args ...string) {
	b.Helper()
	// A listener of its own: a connection that an ended process left waiting must not be
	// taken for the first of this one.
	listener, err := net.Listen("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	command := exec.CommandContext(b.Context(), program, args...)
	command.Env = append(os.Environ(), "DOGWATCH_BENCH_PASSWORD=x")
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	conn, err := listener.Accept()
	if err != nil {
		b.Fatal(err)
	}
	_ = command.Process.Kill() // ours; what it says of it does not matter
	_ = command.Wait()
	_, _ = conn.Close(), listener.Close()
}
