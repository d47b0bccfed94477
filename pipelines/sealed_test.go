package pipelines_test

import (
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm4"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines"
)

const sealedKey = "0123456789abcdef"

// seal encrypts a text in CBC behind its IV.
func seal(t testing.TB, key, text string) string {
	t.Helper()
	block, err := sm4.NewCipher([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	pad := 16 - len(text)%16
	out := []byte("fedcba9876543210" + text + strings.Repeat(string(rune(pad)), pad))
	cipher.NewCBCEncrypter(block, out[:16]).CryptBlocks(out[16:], out[16:])
	return base64.StdEncoding.EncodeToString(out)
}

const sealedPeople = `contract: people
title: 人员
direction: inbound
counterparty: civil
key: [id_card]
columns:
  id_card: {title: 身份证号, type: id_card, required: true, class: sensitive}
  born: {title: 出生日期, type: date, class: internal}
checks:
  - row_count: 1..
  - unique: [id_card]
  - id: known-there
    exists_in: register
    on: {id_card: no}
    title: 在册
`

const sealedRegister = `contract: register
title: 名册
direction: inbound
counterparty: civil
key: [no]
columns:
  no: {title: 身份证号, type: id_card, required: true, class: sensitive}
checks:
  - row_count: 1..
`

// newSealed is a town of which one table is encrypted, with its key in a file.
func newSealed(t *testing.T, key string) *town {
	t.Helper()
	w := newTown(t, "CREATE TABLE RY (SFZH TEXT, CSRQ TEXT)", "CREATE TABLE MC (SFZH TEXT PRIMARY KEY)")
	file := filepath.Join(w.dir, "sm4.key")
	if err := os.WriteFile(file, []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.write("dogwatch.yaml", "version: 1\nzone: Asia/Shanghai\nsources:\n  front: {driver: sqlite, path: "+filepath.Join(w.dir, "front.db")+", sm4: {key: {file: "+file+"}}}\n")
	w.write("contracts/people.yaml", sealedPeople)
	w.write("contracts/register.yaml", sealedRegister)
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: people\n    source: front\n    from: RY\n    columns: {id_card: {column: SFZH, protection: sm4}, born: {column: CSRQ, format: yyyyMMdd, protection: sm4}}\n  - {contract: register, source: front, from: MC, columns: {no: SFZH}}\n")
	return w
}

// TestSealed: encrypted columns are judged and compared in clear, nothing of them is
// pushed down, and what is shown is masked.
func TestSealed(t *testing.T) {
	t.Parallel()
	w := newSealed(t, sealedKey)
	for i, id := range []string{"110105194912310021", "110105194912310021", "11010519491231002X", "110101199003070011"} {
		day := []string{"19491231", "19491231", "19491231", "nobody"}[i]
		w.exec(t, "INSERT INTO RY VALUES ('"+seal(t, sealedKey, id)+"', '"+seal(t, sealedKey, day)+"')")
	}
	w.exec(t, "INSERT INTO MC VALUES ('110105194912310021'), ('11010519491231002X')", "INSERT INTO RY VALUES ('damaged', NULL)")
	got := w.patrol(t)
	for check, want := range map[string]string{
		"unique":            "fail 2",
		"known-there":       "fail 1",
		"type(id_card)":     "fail 1",
		"type(born)":        "fail 1",
		"required(id_card)": "pass 0",
		"format(id_card)":   "fail 2",
		"row_count":         "pass 0",
	} {
		if o := got[check]; fmt.Sprint(o.Verdict, " ", o.Violations) != want {
			t.Errorf("%s: %s %d (%s), want %s", check, o.Verdict, o.Violations, o.Reason, want)
		}
		if text := fmt.Sprintf("%+v", got[check]); strings.Contains(text, "194912310021") || strings.Contains(text, "199003070011") {
			t.Errorf("%s shows a number: %s", check, text)
		}
	}
}

// TestSealedWrongKey: with another key nothing is judged, and the reason says so.
func TestSealedWrongKey(t *testing.T) {
	t.Parallel()
	w := newSealed(t, "another key 1234")
	for _, id := range []string{"110105194912310021", "11010519491231002X", "110101199003070011"} {
		w.exec(t, "INSERT INTO RY VALUES ('"+seal(t, sealedKey, id)+"', NULL)")
	}
	w.exec(t, "INSERT INTO MC VALUES ('110105194912310021')")
	got := w.patrol(t)
	for _, check := range []string{"unique", "known-there", "type(id_card)"} {
		if o := got[check]; o.Verdict != "error" || !strings.Contains(o.Reason, "3 of 3 values of a column do not decrypt: the sm4 key, mode or iv is another") {
			t.Errorf("%s: %s, %s", check, o.Verdict, o.Reason)
		}
	}
}

// TestSealedKeyFile: a key that others can read is told, and used.
func TestSealedKeyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"own.key": 0o600, "open.key": 0o644} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(sealedKey), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
		var told []string
		source := checks.Source{Name: "front", Driver: "sqlite", Path: "front.db", SM4: &checks.SM4{Key: checks.Secret{File: name}}}
		sources := &pipelines.Sources{
			Deployment: &checks.Deployment{Sources: []checks.Source{source}}, Dir: dir, Openers: map[string]connectors.Opener{"sqlite": sqlite.Open},
			Secret: func(checks.Secret) (string, error) { return sealedKey, nil }, Warn: func(text string) { told = append(told, text) },
		}
		_, _ = sources.Open(t.Context(), "front") // there is no such database: the key was read before
		if want := map[bool]int{true: 1}[mode == 0o644]; len(told) != want {
			t.Errorf("%s: %q", name, told)
		}
		if err := sources.Close(); err != nil {
			t.Error(err)
		}
	}
}
