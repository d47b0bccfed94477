package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/cipher"
	"database/sql"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm4"
	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/connectors/livetest"
)

// TestBadFeeds: an encoding that does not decode, a workbook that unpacks without end, a
// changed host key, a wrong key of encrypted columns and two watches of one id, all in one
// workspace: each is told with its place and the way out, and the sound feed is judged.
func TestBadFeeds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := livetest.SFTP(t, t.TempDir())
	stranger, _ := livetest.SSHKey(t, "")
	known := livetest.KnownHosts(t, net.JoinHostPort(server.Host, strconv.Itoa(server.Port)), stranger.PublicKey())
	sealedPeople(t, filepath.Join(dir, "sealed.db"), "fedcba9876543210")
	err := writeFiles(dir, map[string][]byte{
		"drops/sound.csv": []byte("no,name\n1,张三\n"),
		"drops/wrong.csv": []byte("no,name\n1,张三\n2,\xc5\xff\xff\n"), // UTF-8, which is not the GB18030 that was agreed on
		"drops/bomb.xlsx": bomb(t),
		"sm4.key":         []byte("0123456789abcdef\n"),
		"dogwatch.yaml": fmt.Appendf(nil, `version: 1
sources:
  drops: {driver: files, path: drops}
  gbk: {driver: files, path: drops, encoding: gb18030}
  partner: {driver: sftp, host: 127.0.0.1, port: %d, user: %s, key_file: %s, path: ., known_hosts: %s}
  sealed: {driver: sqlite, path: sealed.db, sm4: {key: {file: sm4.key}}}
`, server.Port, server.User, server.KeyFile, known),
		"contracts/people.yaml": []byte(`contract: people
title: 人员
direction: inbound
key: [no]
columns:
  no: {title: 序号, type: text, class: internal}
  name: {title: 姓名, type: text, max_length: 20, required: true, class: personal}
checks:
  - row_count: 1..
`),
		"watches/demo.yaml": []byte(`system: demo
title: 样例
watches:
  - {contract: people, id: sound, source: drops, from: sound.csv}
  - {contract: people, id: wrong-encoding, source: gbk, from: wrong.csv}
  - {contract: people, id: bomb, source: drops, from: bomb.xlsx}
  - {contract: people, id: changed-key, source: partner, from: a.csv}
  - {contract: people, id: wrong-sm4, source: sealed, from: RY, columns: {no: XH, name: {column: XM, protection: sm4}}}
  - {contract: people, id: twin, source: drops, from: sound.csv}
  - {contract: people, id: twin, source: drops, from: sound.csv}
`),
	})
	if err != nil {
		t.Fatal(err)
	}
	expectCommand(t, dir, "run --as-of 2026-11-20 --lang en", exitUnevaluated, "watches/demo.yaml:10:28: error DW-1303: the watch id `twin` is used twice in demo")
	for path, says := range map[string]string{
		"demo/sound/row_count":           "PASS ",
		"demo/sound/required(name)":      "PASS ",
		"demo/wrong-encoding/type(name)": "invalid encoding in line 3, byte 19 of the file",
		"demo/bomb/row_count":            "no honest file",
		"demo/changed-key/connect":       "host key has CHANGED",
		"demo/wrong-sm4/required(name)":  "key",
	} {
		expectCommand(t, dir, "explain "+path+" --lang en", exitOK, says)
	}
}

// bomb is a small workbook whose sheet unpacks to gigabytes.
func bomb(t *testing.T) []byte {
	t.Helper()
	var plain, packed bytes.Buffer
	book := excelize.NewFile()
	if err := book.SetSheetRow("Sheet1", "A1", &[]any{"no", "name"}); err != nil {
		t.Fatal(err)
	}
	if err := book.Write(&plain); err != nil {
		t.Fatal(err)
	}
	parts, err := zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len()))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&packed)
	for _, part := range parts.File {
		if part.Name != "xl/worksheets/sheet1.xml" {
			if err := w.Copy(part); err != nil {
				t.Fatal(err)
			}
			continue
		}
		to, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		row := `<c t="inlineStr"><is><t>` + strings.Repeat("0", 1<<20) + `</t></is></c></row><row>`
		_, _ = fmt.Fprint(to, `<worksheet><sheetData><row><c t="inlineStr"><is><t>no</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row><row>`, strings.Repeat(row, 300))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// sealedPeople makes a table with a column that is encrypted with a key.
func sealedPeople(t *testing.T, path, key string) {
	t.Helper()
	block, err := sm4.NewCipher([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // all was awaited
	name := []byte("abcdefghijklmnop" + "张三" + strings.Repeat("\x0a", 10))
	cipher.NewCBCEncrypter(block, name[:16]).CryptBlocks(name[16:], name[16:])
	for _, statement := range []string{"CREATE TABLE RY (XH TEXT PRIMARY KEY, XM TEXT)", "INSERT INTO RY VALUES ('1', '" + base64.StdEncoding.EncodeToString(name) + "')"} {
		if _, err := db.ExecContext(context.WithoutCancel(t.Context()), statement); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Chmod(path, 0o600)
}
