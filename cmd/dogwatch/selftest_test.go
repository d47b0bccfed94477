package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
)

// TestDifferenceIsJudgedHere: a server that gives the least for the most is found out by the
// selftest; from then on the most is sought here, for that source, until its server is another one. What
// it answers as we mean it, it is still asked.
func TestDifferenceIsJudgedHere(t *testing.T) {
	t.Parallel()
	database := behind.Open(t, "READER")
	database.Create(t, behind.Table{
		Owner: "QZK", Name: "PAY", Key: []string{"ID"},
		Columns: []behind.Column{{Name: "ID", Type: "NUMBER(10)", NotNull: true}, {Name: "AMOUNT", Type: "NUMBER(12,2)", NotNull: true}},
		Rows:    [][]any{{"1", "10.00"}, {"2", "20.50"}, {"3", "0.50"}},
	})
	server := database.Server()
	server.Ask = func(ctx context.Context, s tnstest.Statement) tnstest.Answer {
		s.Text = strings.ReplaceAll(s.Text, "MAX(", "MIN(")
		return database.Ask(ctx, s)
	}
	dir := t.TempDir()
	files := map[string][]byte{
		"secret": []byte("s3cr3t\n"),
		"dogwatch.yaml": fmt.Appendf(nil, "version: 1\nsources:\n  front: {driver: oracle, host: 127.0.0.1, port: %d, database: ORCL, user: reader, password: {file: secret}, mode: pushdown}\n",
			tnstest.Listen(t, server.Serve)),
		"contracts/pay.yaml": []byte("contract: pay\ntitle: 发放\ndirection: inbound\ncounterparty: platform\nkey: [id]\ncolumns:\n" +
			"  id: {title: 编号, type: integer, class: internal}\n  amount: {title: 金额, type: \"decimal(12,2)\", class: internal}\nchecks:\n" +
			"  - {id: total, title: 合计, aggregate: {sum: amount}, fail: \"> 31\"}\n  - {id: most, title: 最大, aggregate: {max: amount}, fail: \"> 20\"}\n  - {row_count: 1.., title: 有数据}\n"),
		"watches/pay.yaml": []byte("system: pay\ntitle: 发放系统\nwatches:\n  - {contract: pay, source: front, from: qzk.pay, columns: {id: ID, amount: AMOUNT}}\n"),
	}
	for name := range files {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFiles(dir, files); err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		command string
		code    int
		says    string
	}{
		{"plan --lang en", exitOK, `SUM("AMOUNT"), MAX("AMOUNT")`},
		{"run --aspect content --as-of 2026-11-20 --lang en", exitOK, "No anomalies"}, // it says 0.5
		{"selftest --source front --lang en --bundle " + filepath.Join(dir, "bundle.json"), exitAnomalies, "figure max"},
		{"plan --lang en", exitOK, "by the selftest not left to this server: figure max"},
		{"plan --lang en", exitOK, `SUM("AMOUNT") FROM`},
		{"run --aspect content --as-of 2026-11-20 --again --reason selftest --lang en", exitAnomalies, "20.5"},
	} {
		expectCommand(t, dir, s.command, s.code, s.says)
	}
	bundle, err := os.ReadFile(filepath.Join(dir, "bundle.json"))
	if err != nil || !strings.Contains(string(bundle), `"figure max"`) || strings.Contains(string(bundle), "front") {
		t.Errorf("%s, %v", bundle, err)
	}
}
