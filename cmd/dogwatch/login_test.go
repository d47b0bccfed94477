package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
)

// TestRefusedLogin: after one refused login a source is left alone, in later runs too,
// until its secret changes or a person unlocks it.
func TestRefusedLogin(t *testing.T) {
	t.Parallel()
	for driver, start := range map[string]func(testing.TB) connectors.Config{"postgres": livetest.Postgres, "mysql": livetest.MySQL} {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			config := start(t)
			dir := deathsIn(t, driver, config)
			password := func(text string) {
				t.Helper()
				if err := os.WriteFile(filepath.Join(dir, "secret"), []byte(text+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			password("not " + config.Password)
			steps := []struct {
				command string
				code    int
				says    string
			}{
				{"run --as-of 2026-11-20", exitUnevaluated, "connect"},
				{"explain connect", exitOK, "auth"},
				{"run --as-of 2026-11-20 --again --reason retry", exitUnevaluated, "connect"},
				{"explain connect", exitOK, "is not tried again with the same secret; correct the secret, or run `dogwatch source unlock front`"},
				{"source unlock front --reason tried", exitOK, "front will be tried again"},
				{"run --as-of 2026-11-20 --again --reason retry", exitUnevaluated, "connect"},
				{"source unlock front", exitOK, "front will be tried again"},
				{"source unlock front", exitOK, "front was not locked"},
				{"run --as-of 2026-11-20 --again --reason retry", exitUnevaluated, "connect"},
			}
			for _, s := range steps {
				expectCommand(t, dir, s.command, s.code, s.says)
			}
			password(config.Password)
			expectCommand(t, dir, "run --as-of 2026-11-20 --again --reason retry", exitOK, "通过 15")
		})
	}
}

// deathsIn makes the starter's workspace over a table of a server.
func deathsIn(t *testing.T, driver string, config connectors.Config) (dir string) {
	t.Helper()
	db, err := livetest.OpenDB(config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // all was awaited
	for _, statement := range []string{
		"CREATE TABLE qz_deaths (sfzh VARCHAR(18) PRIMARY KEY, xm VARCHAR(60), swrq VARCHAR(8))",
		"INSERT INTO qz_deaths VALUES ('11010519491231002X', '王秀英', '20260315')",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	dir = t.TempDir()
	expectCommand(t, dir, "init", exitOK, "made a workspace")
	watches := filepath.Join(dir, "watches", "elderly-allowances.yaml")
	text, err := os.ReadFile(watches)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.NewReplacer("deaths.csv", "qz_deaths", "SFZH", "sfzh", "XM", "xm", "SWRQ", "swrq").Replace(string(text)))
	source := fmt.Sprintf("version: 1\nsources:\n  front: {driver: %s, host: %s, port: %d, database: %s, user: %s, password: {file: secret}}\n",
		driver, config.Host, config.Port, config.Database, config.User)
	if err := writeFiles(dir, map[string][]byte{"dogwatch.yaml": []byte(source), "watches/elderly-allowances.yaml": text}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// expectCommand runs one command line in a workspace.
func expectCommand(t *testing.T, dir, line string, code int, says string) {
	t.Helper()
	var out strings.Builder
	args := append(strings.Fields(line), "--dir", dir)
	if got := Main(t.Context(), args, strings.NewReader(""), &out, &out); got != code || !strings.Contains(out.String(), says) {
		t.Errorf("%s: exit code %d, not %d; it should say %q\n%s", line, got, code, says, &out)
	}
}
