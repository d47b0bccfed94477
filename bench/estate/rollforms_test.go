package estate

import (
	"bytes"
	"testing"
)

// TestFilesAreTheSame: the same Config gives the same bytes, whatever the form.
func TestFilesAreTheSame(t *testing.T) {
	t.Parallel()
	var files [2][]File
	for i := range files {
		var err error
		if files[i], err = generate(t, 1, small, Previous).Files(); err != nil {
			t.Fatal(err)
		}
	}
	if len(files[0]) < 8 {
		t.Fatalf("%d files", len(files[0]))
	}
	for i, f := range files[0] {
		if again := files[1][i]; f.Name != again.Name || !bytes.Equal(f.Data, again.Data) || !f.Written.Equal(again.Written) {
			t.Errorf("%s is another the second time", f.Name)
		}
	}
}

// TestFixedRefusesWhatIsTooWide: a value that its column does not hold is never cut.
func TestFixedRefusesWhatIsTooWide(t *testing.T) {
	t.Parallel()
	r := &roll{columns: []Column{text("name", 20)}, rows: []rollRow{{values: []any{"欧阳"}}}}
	if _, err := (inFixed{3}).files("x", r); err == nil {
		t.Error("four bytes in three")
	}
	if files, err := (inFixed{5}).files("x", r); err != nil || len(files) != 2 || len(files[0].Data) != 5+2 {
		t.Errorf("%d files, %v", len(files), err)
	}
}
