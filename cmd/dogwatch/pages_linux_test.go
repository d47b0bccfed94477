package main

import (
	"runtime/debug"
	"testing"
)

// TestHugePagesLeaveTheCollectorAsItIs: where GOGC says how much the heap may grow nobody
// sets it again. Not parallel: it is of the whole process.
func TestHugePagesLeaveTheCollectorAsItIs(t *testing.T) {
	const percent = 77
	before := debug.SetGCPercent(percent)
	hugePages(8 << 20)
	if got := debug.SetGCPercent(before); got != percent {
		t.Errorf("the heap may grow by %d %%, not %d", got, percent)
	}
}
