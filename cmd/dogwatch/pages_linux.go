package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePages has the next bytes of the heap come in pages of 2 MiB, where the system leaves
// it to programs to ask for them: half of the time in which definitions are read it would
// hand out memory in pages of 4 KiB. A block that nothing has touched takes no memory, and
// once it is given up the heap grows into its place. How much the heap may grow stays as it
// was.
func hugePages(size int) {
	const page = 2 << 20
	choice, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || !bytes.Contains(choice, []byte("[madvise]")) {
		return
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the block would have the collector run twice
	block := make([]byte, size)
	skip := int(-uintptr(unsafe.Pointer(unsafe.SliceData(block))) % page)
	_ = unix.Madvise(block[skip:], unix.MADV_HUGEPAGE) // without them it only takes longer
	block = nil
	runtime.GC()
}
