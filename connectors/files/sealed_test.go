package files_test

import (
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// TestSealedColumns: another key ends the read and names the file; so does no key.
func TestSealedColumns(t *testing.T) {
	t.Parallel()
	file := "a,b\n" + "x,1\ny,2\n"
	columns := texts("a")
	columns[0].Form.SM4 = true
	request := connectors.Request{From: connectors.Relation{Name: "f.csv"}, Columns: columns}
	source, _ := folder(t, connectors.Config{SM4: &connectors.SM4{Mode: "ecb", Encoding: "hex", Key: "0123456789abcdeffedcba9876543210"}}, map[string]string{"f.csv": file})
	want := "error: scan drops f.csv: decode: 2 of 2 values of a column do not decrypt: the sm4 key, mode or iv is another; the column is the one that protection: sm4 names; compare sm4 of the source with what the counterparty uses"
	if got := read(t.Context(), source, request); got != want {
		t.Errorf("got %q", got)
	}
	bare, _ := folder(t, connectors.Config{}, map[string]string{"f.csv": file})
	if got := read(t.Context(), bare, request); got != "error: scan drops f.csv: local: column a: the source has no sm4 key" {
		t.Errorf("without a key: %q", got)
	}
}
