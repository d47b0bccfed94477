package measure_test

import (
	"testing"

	"github.com/dogwatch/dogwatch/connectors/livetest"
)

// TestFullDisk spills into a file system of 256 KiB.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := livetest.SmallDisk(t, "256k")
	f := newFile(t)
	breaksOnly(t, f, 20000, dir, "no room left for temporary files")
}
