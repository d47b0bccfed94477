package exchange

import (
	"regexp"
	"strings"

	"github.com/dogwatch/dogwatch/checks/mask"
)

// typeWords are the types of contracts in the words of specification sheets.
func typeWords() map[string]string {
	return map[string]string{
		"text": "字符", "integer": "整数", "float": "浮点", "boolean": "布尔", "date": "日期", "month": "月份", "timestamp": "日期时间",
		"id_card": "身份证号", "credit_code": "统一社会信用代码", "division_code": "区划代码", "bank_account": "银行账号", "phone": "电话", "disability_card": "残疾人证号",
	}
}

// TypeWord names a type of contracts in Chinese, as specification sheets do; one that has
// no word stays as it is.
func TypeWord(name string) string {
	if word := typeWords()[name]; word != "" {
		return word
	}
	if digits := digitPair.FindStringSubmatch(name); digits != nil {
		return "数值（" + digits[1] + "," + digits[2] + "）"
	}
	return name
}

// ClassWord names a class in Chinese, as specification sheets do.
func ClassWord(c mask.Class) string { return classWords()[c] }

// classWords are the classes of columns, as sheets write them.
func classWords() map[mask.Class]string {
	return map[mask.Class]string{mask.Public: "公开", mask.Internal: "内部", mask.Personal: "个人", mask.Sensitive: "敏感"}
}

var digitPair = regexp.MustCompile(`([0-9]+)\s*[,，.]\s*([0-9]+)`)

// typeOf reads the type of a sheet: our own words, and the names that databases and
// partners use. length is what the length column says.
func typeOf(word, length string) (name string, known bool) {
	upper := strings.ToUpper(strings.TrimSpace(word))
	for name, own := range typeWords() {
		if upper == own || strings.EqualFold(word, name) {
			return name, true
		}
	}
	base := strings.TrimSpace(strings.FieldsFunc(upper+"(", func(r rune) bool { return r == '(' || r == '（' })[0])
	digits := digitPair.FindStringSubmatch(word + " " + length)
	switch {
	case strings.HasPrefix(base, "DECIMAL"), strings.HasPrefix(base, "NUM"), base == "数值", base == "数字", base == "金额", base == "N":
		if digits == nil {
			return "integer", true
		}
		return "decimal(" + digits[1] + "," + digits[2] + ")", true
	case contains(base, "DATETIME", "TIMESTAMP", "日期时间", "时间"):
		return "timestamp", true
	case contains(base, "DATE", "日期", "D8"):
		return "date", true
	case contains(base, "INT", "LONG", "整"):
		return "integer", true
	case contains(base, "FLOAT", "DOUBLE", "REAL", "浮点"):
		return "float", true
	case contains(base, "BOOL", "布尔"):
		return "boolean", true
	case base == "C", contains(base, "CHAR", "TEXT", "CLOB", "STRING", "字符", "文本"):
		return "text", true
	}
	return "text", false
}

// meant refines a text by what its title says it is.
func meant(title string) string {
	switch {
	case contains(title, "残疾人证", "残疾证"):
		return "disability_card"
	case contains(title, "公民身份", "身份证"):
		return "id_card"
	case contains(title, "统一社会信用代码"):
		return "credit_code"
	case contains(title, "区划代码", "行政区划"):
		return "division_code"
	case contains(title, "手机", "联系电话"):
		return "phone"
	}
	return "text"
}

// classOf is careful: what is not known to be harmless is personal.
func classOf(word, title, typ string) mask.Class {
	for class, own := range classWords() {
		if word == own || strings.EqualFold(word, class.String()) {
			return class
		}
	}
	switch {
	case typ == "id_card", typ == "bank_account", typ == "disability_card", contains(title, "账号", "卡号", "证件", "身份"):
		return mask.Sensitive
	case typ == "timestamp", typ == "month", typ == "division_code", typ == "credit_code", contains(title, "状态", "标志", "批次", "类型", "种类", "来源", "代码"):
		return mask.Internal
	}
	return mask.Personal
}

func contains(text string, words ...string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
