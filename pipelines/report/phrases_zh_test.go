package report

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestPhrases: a Chinese report has Chinese words for every fixed reason that a connector
// gives.
func TestPhrases(t *testing.T) {
	t.Parallel()
	given := regexp.MustCompile(`(?:flaw\(|Reason: +|errors\.New\()"([^"]+)"`)
	tree, found := os.DirFS("../../connectors"), 0
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || regexp.MustCompile(`^(livetest|conformance|proxy)/`).MatchString(name) {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		for _, m := range given.FindAllStringSubmatch(string(text), -1) {
			if strings.HasSuffix(m[1], " ") || strings.HasPrefix(m[0], "errors.New") && name != "decode/cipher.go" {
				continue // a part of a sentence, or an error that a reason is made of
			}
			if found++; !strings.ContainsFunc(phraseZH(m[1]), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("connectors/%s: %q has no Chinese words", name, m[1])
			}
		}
		return err
	})
	if err != nil || found < 80 {
		t.Errorf("%d reasons were found: %v", found, err)
	}
}

// TestErrorsInChinese: the sentence of an error has no English tail.
func TestErrorsInChinese(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{
		"could not be evaluated: scan drops f.xlsx: decode: a part of the workbook unpacks to far more than it may hold: this is no honest file":                                                                      "数据源 drops 无法解析；工作簿的一部分解压后远超限度：这不是正常的文件",
		"could not be evaluated: scan drops f.csv: decode: 2 of 3 values of a column do not decrypt: the sm4 key, mode or iv is another; the column is the one that protection: sm4 names; compare sm4 of the source": "数据源 drops 无法解析；一列的 3 个值中有 2 个无法解密：SM4 的密钥、模式或初始向量与对方不同",
		"could not be evaluated: scan front RY: local: column id_card: the sm4 key is not 16 bytes, as they are, in hexadecimal or in base64":                                                                         "数据源 front 本机问题；列 id_card：SM4 密钥不是 16 字节（原样、十六进制或 base64）",
	} {
		if got := tongueOf("zh").found(&store.Outcome{Verdict: "error", Reason: reason}); got != want {
			t.Errorf("%s\nis said\n%s\nnot\n%s", reason, got, want)
		}
	}
}
