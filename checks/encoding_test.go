package checks_test

import (
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// TestEncodings: GBK and gbk are one encoding, of a source and of a file.
func TestEncodings(t *testing.T) {
	t.Parallel()
	c, faults := checks.Load(checks.Input{Kinds: kind.All(), Workspace: fstest.MapFS{
		"dogwatch.yaml":    {Data: []byte("version: 1\nsources: {drops: {driver: files, path: d, encoding: GBK}}\n")},
		"contracts/a.yaml": {Data: []byte("contract: a\ntitle: 人\ndirection: outbound\nkey: [x]\ncolumns: {x: {title: 号, type: integer, class: public}}\n")},
		"watches/s.yaml":   {Data: []byte("system: s\ntitle: 系统\nwatches: [{contract: a, source: drops, from: {file: a.csv, encoding: Gb18030}}]\n")},
	}})
	if faults.Errors() {
		t.Fatal(faults)
	}
	if source, file := c.Deployment.Source("drops").Encoding, c.Systems[0].Watches[0].From.File.Encoding; source != "gbk" || file != "gb18030" {
		t.Errorf("the source is %q, the file %q", source, file)
	}
}
