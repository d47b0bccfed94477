package measure_test

import (
	"errors"
	"syscall"
	"testing"
)

// TestFullDisk spills into a file system of 256 KiB.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k")
	if errors.Is(err, syscall.EPERM) {
		t.Skip("a file system can be mounted by root only")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	f := newFile(t)
	breaksOnly(t, f, 20000, dir, "no room left for temporary files")
}
