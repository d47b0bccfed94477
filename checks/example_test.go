package checks_test

import (
	"fmt"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// Load reads a workspace; Render shows what is wrong where it stands.
func ExampleLoad() {
	in := checks.Input{Kinds: kind.All(), Workspace: fstest.MapFS{
		"dogwatch.yaml": {Data: []byte("version: 1\n")},
		"contracts/deaths.yaml": {Data: []byte(`contract: deaths
title: 死亡信息
direction: outbound
key: [id_card]
columns:
  id_card: {title: 身份证号, type: id_card, class: sensitive}
  died: {title: 死亡日期, type: date, class: personal}
checks:
  - id: not-in-future
    title: 死亡日期不在未来
    rule: dide <= today()
`)},
	}}
	catalog, list := checks.Load(in)
	fmt.Println(catalog == nil)
	fmt.Print(diag.Render(list, checks.Texts(in, list)))
	// Output:
	// true
	// contracts/deaths.yaml:11:11: error DW-1404: there is no column or constant "dide"
	//   11 |     rule: dide <= today()
	//      |           ^^^^
	//   hint: did you mean died?
}
