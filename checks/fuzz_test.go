package checks_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/sample"
)

// FuzzLoad: whatever people write, Load gives a catalog or an error with a place,
// and never panics.
func FuzzLoad(f *testing.F) {
	for _, file := range []string{"testdata/base.txtar", "testdata/good.txtar"} {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), string(data))
	}
	f.Add("contract: a\ntitle: b\ndirection: call\nkey: [x]\ncolumns: {x: {title: x, type: id_card, class: public, code: d, range: 1.., length: 18}}\nchecks: [{unique: [x]}, {group: {by: [x]}, id: g}]\n",
		"system: s\ntitle: t\nwatches: [{contract: a, source: q, from: {call: {path: x}}, checks: [{id: connect, warn: 1}]}]\n")
	f.Fuzz(func(t *testing.T, contract, watches string) {
		in := checks.Input{Kinds: kind.All(), Workspace: fstest.MapFS{
			"dogwatch.yaml":         {Data: []byte("version: 1\nsources: {q: {driver: http, url: x}}\n")},
			"contracts/a.yaml":      {Data: []byte(contract)},
			"contracts/a_test.yaml": {Data: []byte(watches)},
			"watches/s.yaml":        {Data: []byte(watches)},
			"watches/s_test.yaml":   {Data: []byte(watches)},
			"rules/r.yaml":          {Data: []byte(contract)},
			"codes/d.csv":           {Data: []byte("code,name\n1,a\n")},
		}}
		loaded, list := checks.Load(in)
		if loaded == nil && !list.Errors() {
			t.Fatal("neither a catalog nor an error")
		}
		if loaded != nil {
			_, more := sample.Run(in, loaded)
			list = append(list, more...)
		}
		for _, d := range list {
			if _, known := diag.Lookup(d.Code); !known {
				t.Fatalf("%s is not in the table", d.Code)
			}
		}
		diag.Render(list, checks.Texts(in, list))
	})
}
