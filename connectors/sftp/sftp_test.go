package sftp_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/sftp"
)

// suite runs the suite over a server of which the files lie on this machine.
func suite(t *testing.T, config connectors.Config) {
	t.Helper()
	conformance.Run(t, conformance.Harness{
		Open: sftp.Open, Config: config,
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			t.Helper()
			name := table.Name + ".csv"
			if err := os.WriteFile(filepath.Join(config.Path, name), []byte(csv(table)), 0o600); err != nil {
				t.Fatal(err)
			}
			return connectors.Relation{Name: name}
		},
		Can: conformance.Abilities{NullText: true},
	})
}

// csv writes a table: every value is quoted, null is nothing.
func csv(table conformance.Table) string {
	var out strings.Builder
	for i, c := range table.Columns {
		out.WriteString(strings.Repeat(",", min(i, 1)) + c.Name)
	}
	out.WriteByte('\n')
	for _, row := range table.Rows {
		for i, value := range row {
			out.WriteString(strings.Repeat(",", min(i, 1)))
			if text, ok := value.(string); ok {
				out.WriteString(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func TestConformance(t *testing.T) {
	suite(t, serve(t, nil).source(t, t.TempDir()))
}

func put(t testing.TB, folder, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, config connectors.Config) connectors.Source {
	t.Helper()
	source, err := sftp.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	return source
}

func request(name string, file *connectors.File) connectors.Request {
	return connectors.Request{
		From:    connectors.Relation{Name: name, File: file},
		Columns: []connectors.Column{{Name: "a", Physical: []string{"a"}, Type: arrow.BinaryTypes.String}},
	}
}

// count reads a relation to its end.
func count(ctx context.Context, source connectors.Source, request connectors.Request) (rows int64, err error) {
	stream, err := source.Scan(ctx, request)
	if err != nil {
		return 0, err
	}
	defer stream.Close()
	for stream.Next() {
		rows += stream.Record().NumRows()
	}
	return rows, stream.Err()
}

// TestFiles: every format, and what the files themselves say, comes over the wire.
func TestFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	put(t, folder, "FF_20261124.csv", "a,b\n1,2\n3,4\nT,2\n")
	put(t, folder, "FF_20261125.csv.part", "a,b\n")
	book := excelize.NewFile()
	defer book.Close()
	for cell, value := range map[string]any{"A1": "a", "A2": "x", "A3": "合计"} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(folder, "s.xlsx")); err != nil {
		t.Fatal(err)
	}
	source := open(t, serve(t, nil).source(t, folder))
	trailer := &connectors.File{Trailer: &connectors.Trailer{Begins: "T", Fields: []string{"", "rows"}}}
	if n, err := count(t.Context(), source, request("FF_{period:yyyyMMdd}.csv", trailer)); n != 2 || err != nil {
		t.Errorf("csv: %d rows, %v", n, err)
	}
	if n, err := count(t.Context(), source, request("s.xlsx", nil)); n != 2 || err != nil {
		t.Errorf("xlsx: %d rows, %v", n, err)
	}
	state, err := source.(connectors.Filer).File(t.Context(), connectors.Relation{Name: "FF_{period:yyyyMMdd}.csv", File: trailer}, true)
	if err != nil || state.Name != "FF_20261124.csv" || !strings.Contains(state.Loading, "FF_20261125.csv.part") || state.Modified.IsZero() {
		t.Errorf("%+v, %v", state, err)
	}
	sheet := &connectors.File{Trailer: &connectors.Trailer{Begins: "合计", Fields: []string{"", "rows"}}}
	if state, err := source.(connectors.Filer).File(t.Context(), connectors.Relation{Name: "s.xlsx", File: sheet}, true); err != nil || state.Loading != "" || len(state.Digest) != 64 {
		t.Errorf("%+v, %v", state, err)
	}
}

// TestHostKey: the server must show the key that is known of it.
func TestHostKey(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	other, _ := livetest.SSHKey(t, "")
	config := s.source(t, t.TempDir())
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"changed": {livetest.KnownHosts(t, s.address, other.PublicKey()), []string{"refused", "host key has CHANGED", "Nothing was sent", "replace line 2 of known_hosts", "SHA256:"}},
		"unknown": {livetest.KnownHosts(t, "other.example.cn:22", s.host.PublicKey()), []string{"refused", "known_hosts has no key of this server", "SHA256:", "compare the fingerprint"}},
		"no file": {filepath.Join(t.TempDir(), "none"), []string{"local", "known_hosts cannot be read", "ssh-keyscan -p"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := config
			config.KnownHosts = c.file
			config.Password = "must not be sent"
			_, err := sftp.Open(t.Context(), config)
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v does not say %q", err, want)
				}
			}
		})
	}
}

// TestLogin: by key, with and without passphrase, or by password.
func TestLogin(t *testing.T) {
	t.Parallel()
	signer, file := livetest.SSHKey(t, "open")
	s := serve(t, signer.PublicKey())
	config := s.source(t, t.TempDir())
	config.KeyFile, config.Password = file, "open"
	open(t, config)

	wrong := config
	wrong.Password = "shut"
	if _, err := sftp.Open(t.Context(), wrong); connectors.ClassOf(err) != connectors.Local || err == nil {
		t.Errorf("another passphrase: %v", err)
	}
	_, another := livetest.SSHKey(t, "")
	wrong = config
	wrong.KeyFile = another
	if _, err := sftp.Open(t.Context(), wrong); connectors.ClassOf(err) != connectors.Auth {
		t.Errorf("another key: %v", err)
	}
	if err := os.Chmod(another, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := sftp.Open(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key that others can read: %v", err)
	}
	wrong = serve(t, nil).source(t, t.TempDir())
	wrong.Password = "wrong"
	if _, err := sftp.Open(t.Context(), wrong); connectors.ClassOf(err) != connectors.Auth || strings.Contains(err.Error(), "wrong") {
		t.Errorf("another password: %v", err)
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	config := serve(t, nil).source(t, filepath.Join(t.TempDir(), "none"))
	if _, err := sftp.Open(t.Context(), config); err == nil || err.Error() != "open drops: unreachable: no such folder" {
		t.Errorf("no folder: %v", err)
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts by itself, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	config.Port = silent.Addr().(*net.TCPAddr).Port
	config.KnownHosts = livetest.KnownHosts(t, silent.Addr().String(), serve(t, nil).host.PublicKey())
	config.Limits.ConnectTimeout = 200 * time.Millisecond
	if _, err := sftp.Open(t.Context(), config); connectors.ClassOf(err) != connectors.Timeout {
		t.Errorf("a silent server: %v", err)
	}
	_ = silent.Close()
	config.Limits.ConnectTimeout = time.Minute
	if _, err := sftp.Open(t.Context(), config); connectors.ClassOf(err) != connectors.Unreachable {
		t.Errorf("no server: %v", err)
	}
}

// TestLinks: a link that leads out of the folder is refused, and a file is only read.
func TestLinks(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	put(t, folder, "a.csv", "a\n1\n")
	source := open(t, serve(t, nil).source(t, folder))
	for _, name := range []string{"../a.csv", "/etc/passwd"} {
		if _, err := count(t.Context(), source, request(name, nil)); connectors.ClassOf(err) != connectors.Refused {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := count(ctx, source, request("a.csv", nil)); connectors.ClassOf(err) != connectors.Cancelled {
		t.Errorf("cancelled: %v", err)
	}
	if n, err := count(t.Context(), source, request("a.csv", nil)); n != 1 || err != nil {
		t.Errorf("afterwards: %d, %v", n, err)
	}
}
