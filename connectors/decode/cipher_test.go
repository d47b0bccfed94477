package decode_test

import (
	"crypto/cipher"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/emmansun/gmsm/sm4"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// sm4Key is that of the example of GB/T 32907.
const sm4Key = "0123456789abcdeffedcba9876543210"

// sealedText encrypts a text as a counterparty would.
func sealedText(t testing.TB, how connectors.SM4, text string) string {
	t.Helper()
	key, err := hex.DecodeString(sm4Key)
	if err != nil {
		t.Fatal(err)
	}
	block, err := sm4.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	iv := []byte("0123456789abcdef")
	pad := 16 - len(text)%16
	out := []byte(text + strings.Repeat(string(rune(pad)), pad))
	switch how.Mode {
	case connectors.SM4ECB:
		iv = nil
		for at := 0; at < len(out); at += 16 {
			block.Encrypt(out[at:], out[at:])
		}
	case connectors.SM4GCM:
		iv = iv[:12]
		aead, err := cipher.NewGCM(block)
		if err != nil {
			t.Fatal(err)
		}
		out = aead.Seal(nil, iv, []byte(text), nil)
	default:
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	}
	if how.IV == "" || how.IV == connectors.SM4Prefix {
		out = append(iv, out...)
	}
	if how.Encoding == connectors.SM4Hex {
		return hex.EncodeToString(out)
	}
	return base64.StdEncoding.EncodeToString(out)
}

// sealedColumn is a text that is encrypted.
func sealedColumn(t arrow.DataType, form connectors.Form) []connectors.Column {
	form.SM4 = true
	return []connectors.Column{{Name: "a", Physical: []string{"A"}, Type: t, Form: form}}
}

// unsealed decrypts stored texts and shows what became of them.
func unsealed(t *testing.T, how *connectors.SM4, columns []connectors.Column, stored ...string) (shown string, wrong *connectors.Error) {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	b, err := decode.NewBuilder(mem, columns, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	if err := b.Decipher(how); err != nil {
		t.Fatal(err)
	}
	for _, text := range stored {
		b.AppendText(0, []byte(text))
	}
	record, faults := b.NewRecord()
	defer record.Release()
	cells := make([]string, record.NumRows())
	for i := range cells {
		if cells[i] = record.Column(0).ValueStr(i); record.Column(0).IsNull(i) {
			cells[i] = "null"
		}
		if s, ok := record.Column(0).(*array.String); ok && s.IsValid(i) {
			cells[i] = s.Value(i)
		}
	}
	for _, f := range faults {
		cells[f.Row] = "!" + f.Reason
	}
	return strings.Join(cells, "|"), b.WrongKey(true)
}

func TestDecipher(t *testing.T) {
	t.Parallel()
	for _, how := range []connectors.SM4{
		{}, {Mode: "cbc", Encoding: "hex", IV: "prefix"}, {Mode: "ecb"}, {Mode: "gcm", Encoding: "hex"},
		{Mode: "cbc", IV: hex.EncodeToString([]byte("0123456789abcdef"))}, {Mode: "gcm", IV: hex.EncodeToString([]byte("0123456789ab"))},
	} {
		t.Run(fmt.Sprintf("%+v", how), func(t *testing.T) {
			t.Parallel()
			with := how
			with.Key = sm4Key
			text := arrow.BinaryTypes.String
			long := strings.Repeat("长", 50)
			got, wrong := unsealed(t, &with, sealedColumn(text, connectors.Form{Trim: true}),
				sealedText(t, how, "110105194912310021"), sealedText(t, how, ""), "", sealedText(t, how, " 张三 ")+"  ", sealedText(t, how, long), "clear text", sealedText(t, how, "x")[4:])
			if want := "110105194912310021|||张三|" + long + "|!does not decrypt|!does not decrypt"; got != want || wrong != nil {
				t.Errorf("got  %q, %v\nwant %q", got, wrong, want)
			}
			if got, _ := unsealed(t, &with, sealedColumn(arrow.FixedWidthTypes.Date32, connectors.Form{Layout: "yyyyMMdd"}), sealedText(t, how, "20261124"), sealedText(t, how, "nobody")); got != "2026-11-24|!not a date" {
				t.Errorf("a date: %q", got)
			}
		})
	}
}

// TestDecipherStandard is the example of GB/T 32907.
func TestDecipherStandard(t *testing.T) {
	t.Parallel()
	plain, err := hex.DecodeString(sm4Key)
	if err != nil {
		t.Fatal(err)
	}
	block, err := sm4.NewCipher(plain)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, 16)
	block.Encrypt(out, plain)
	if got := hex.EncodeToString(out); got != "681edf34d206965e86b3e94f536e4246" {
		t.Errorf("got %s", got)
	}
}

// TestWrongKey: all of several values tell of another key, a single one does not.
func TestWrongKey(t *testing.T) {
	t.Parallel()
	other := &connectors.SM4{Mode: "gcm", Key: strings.Repeat("0", 32)}
	text := sealedColumn(arrow.BinaryTypes.String, connectors.Form{})
	gcm := connectors.SM4{Mode: "gcm"}
	one := sealedText(t, gcm, "a")
	if _, wrong := unsealed(t, other, text, one, ""); wrong != nil {
		t.Errorf("one value: %v", wrong)
	}
	_, wrong := unsealed(t, other, text, one, one, "", one)
	if wrong == nil || wrong.Class != connectors.Decode || !strings.Contains(wrong.Error(), "3 of 3 values of a column do not decrypt: the sm4 key, mode or iv is another") {
		t.Errorf("three values: %v", wrong)
	}
	// CBC has no tag: now and then a padding is right by chance.
	cbc := connectors.SM4{Key: strings.Repeat("0", 32)}
	var many []string
	for i := range 2000 {
		many = append(many, sealedText(t, connectors.SM4{}, fmt.Sprint("value ", i)))
	}
	if _, wrong := unsealed(t, &cbc, text, many...); wrong == nil {
		t.Error("2,000 values under another key look right")
	}
}

func TestDecipherRefuses(t *testing.T) {
	t.Parallel()
	for want, how := range map[string]*connectors.SM4{
		"the source has no sm4 key":    nil,
		"the sm4 key is not 16 bytes":  {Key: "short"},
		"the iv of sm4 is not prefix":  {Key: sm4Key, IV: "00"},
		"and not 12 bytes":             {Key: sm4Key, Mode: "gcm", IV: strings.Repeat("0", 32)},
		"in hexadecimal or in base64":  {Key: strings.Repeat("x", 32)},
		"16 bytes, as they are, in he": {Key: strings.Repeat("=", 24)},
	} {
		b, err := decode.NewBuilder(nil, sealedColumn(arrow.BinaryTypes.String, connectors.Form{}), 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Decipher(how); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "xxx") {
			t.Errorf("%+v: %v", how, err)
		}
		b.Release()
	}
	for _, key := range []string{"0123456789abcdef", "MDEyMzQ1Njc4OWFiY2RlZg=="} {
		if got, _ := unsealed(t, &connectors.SM4{Key: key}, sealedColumn(arrow.BinaryTypes.String, connectors.Form{}), ""); got != "" {
			t.Errorf("key %s: %q", key, got)
		}
	}
}

// TestSealedNatives: a value that is no text cannot be ciphertext, and is never taken for
// the clear value.
func TestSealedNatives(t *testing.T) {
	t.Parallel()
	for _, typ := range []arrow.DataType{arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Float64, arrow.FixedWidthTypes.Date32, arrow.FixedWidthTypes.Boolean, &arrow.Decimal128Type{Precision: 10, Scale: 0}} {
		b, err := decode.NewBuilder(nil, sealedColumn(typ, connectors.Form{}), 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Decipher(&connectors.SM4{Key: sm4Key}); err != nil {
			t.Fatal(err)
		}
		b.AppendInt64(0, 1)
		b.AppendFloat64(0, 1)
		b.AppendBool(0, true)
		b.AppendDate(0, 2026, 11, 24)
		b.AppendTime(0, time.Unix(0, 0))
		record, faults := b.NewRecord()
		if len(faults) != 5 || record.Column(0).NullN() != 5 {
			t.Errorf("%s: %v", typ, faults)
		}
		record.Release()
		b.Release()
	}
}
