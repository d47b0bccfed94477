package checks

import (
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// A SampleFile is one contracts/*_test.yaml, named as in positions.
type SampleFile struct {
	Name string
	Data []byte
}

// SampleFiles reads the files of samples of a workspace and the catalogs it uses, by
// name. Package checks/sample runs them.
func SampleFiles(in Input, c *Catalog) []SampleFile {
	l := newLoader(in)
	l.catalog.Deployment = c.Deployment
	var files []SampleFile
	for _, d := range l.documentsLike("contracts", ".yaml", isSample) {
		files = append(files, SampleFile{d.name, d.data})
	}
	return files
}

// SamplesShape is the form of a file of samples.
func SamplesShape() syntax.Shape { return samplesShape() }
