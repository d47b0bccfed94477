package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestLintWatch: a change is reported within moments, a fault does not end it, an
// interrupt does.
func TestLintWatch(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mine")
	if code := Main(t.Context(), []string{"init", dir}, strings.NewReader(""), io.Discard, io.Discard); code != exitOK {
		t.Fatal(code)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	reader, writer := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- Main(ctx, []string{"lint", "--watch", "--dir", dir}, strings.NewReader(""), writer, writer)
		writer.Close()
	}()
	lines := bufio.NewScanner(reader)
	await := func(part string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), part) {
				return
			}
		}
		t.Fatalf("%q never came", part)
	}
	contract := filepath.Join(dir, "contracts", "death-notices.yaml")
	change := func(from, to string) {
		t.Helper()
		text, err := os.ReadFile(contract)
		if err == nil {
			err = os.WriteFile(contract, bytes.Replace(text, []byte(from), []byte(to), 1), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	await("ok: 1 contract")
	change("today()", "toda()")
	await("error DW-14")
	change("toda()", "today()")
	await("ok: 1 contract")
	cancel()
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	if code := <-done; code != exitOK {
		t.Errorf("interrupted: %d", code)
	}
}
