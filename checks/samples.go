package checks

import (
	"strings"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// A SampleFile is one contracts/*_test.yaml or watches/*_test.yaml, named as in positions.
type SampleFile struct {
	Name    string
	Data    []byte
	Watches bool // it tries checks of watches
	Shipped bool
}

// Shape is the form of the file.
func (f SampleFile) Shape() syntax.Shape {
	if f.Watches {
		return watchSamplesShape()
	}
	return samplesShape()
}

// SampleFiles reads the files of samples of a workspace and the catalogs it uses: those of
// contracts, then those of watches, each by name. Package checks/sample runs them.
func SampleFiles(in Input, c *Catalog) []SampleFile {
	l := newLoader(in)
	l.catalog.Deployment = c.Deployment
	var files []SampleFile
	for _, folder := range []string{"contracts", "watches"} {
		for _, d := range l.documentsLike(folder, ".yaml", isSample) {
			files = append(files, SampleFile{d.name, d.data, folder == "watches", d.builtin})
		}
	}
	return files
}

// Shipped tells whether a place is in a shipped file.
func Shipped(span diag.Span) bool { return strings.HasPrefix(span.Start.File, builtinName+"/") }
