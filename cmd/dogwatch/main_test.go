package main

import (
	"flag"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// update rewrites what tests compare with: the pages of docs/ and the outputs in the
// READMEs.
var update = flag.Bool("update", false, "rewrite docs/ and the outputs in the READMEs")

// TestMain puts a program named dogwatch into the search path of scripts: it is this
// test's binary, which runs main under that name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dogwatch": main})
}
