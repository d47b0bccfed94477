package draft

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Initials writes the first letter of each syllable: 身份证号 is SFZH. Letters and
// digits stay, in capitals; anything else is left out. The characters of GB 2312's
// first level stand in the order of their readings, so that bounds are enough; what
// lies outside and in fields means something else than there stands by itself.
func Initials(text string) string {
	text = strings.NewReplacer("银行", "YH", "（", "", "）", "").Replace(text)
	var b strings.Builder
	encoder := simplifiedchinese.GBK.NewEncoder()
	for _, r := range text {
		switch {
		case r < 128:
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				b.WriteRune(unicode.ToUpper(r))
			}
			continue
		case strings.ContainsRune("圳殡葬", r):
			b.WriteByte("ZBZ"[strings.Index("圳殡葬", string(r))/3])
			continue
		}
		if code, err := encoder.Bytes([]byte(string(r))); err == nil && len(code) == 2 {
			b.WriteString(initial(int(code[0])<<8 | int(code[1])))
		}
	}
	return b.String()
}

// initial finds the letter under which a first-level character stands; "" for others.
func initial(code int) string {
	const letters = "ABCDEFGHJKLMNOPQRSTWXYZ"
	starts := [...]int{
		0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
		0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1, 0xD7FA,
	}
	for i := range letters {
		if code >= starts[i] && code < starts[i+1] {
			return letters[i : i+1]
		}
	}
	return ""
}

// terms are abbreviations of the field with what they stand for. One that has several
// readings gives them all.
func terms() map[string][]string {
	return map[string][]string{
		"SFZH": {"身份证号"}, "SFZHM": {"身份证号"}, "GMSFHM": {"公民身份号码"}, "ZJHM": {"证件号码"}, "SFZ": {"身份证"},
		"XM": {"姓名"}, "XB": {"性别"}, "CSRQ": {"出生日期"}, "CSNY": {"出生年月"}, "MZ": {"民族"}, "XZ": {"住址"}, "ZZ": {"住址"}, "DZ": {"地址"},
		"JTZZ": {"家庭住址"}, "LXDH": {"联系电话"}, "SJH": {"手机号"}, "DH": {"电话"}, "HH": {"户号"}, "YHZGX": {"与户主关系"}, "GX": {"与户主关系"},
		"RYBH": {"人员编号"}, "RYID": {"人员编号"}, "XZQH": {"区划代码"}, "SSXQ": {"区划代码"}, "QX": {"区"}, "QXDM": {"区划代码"}, "QHDM": {"区划代码"},
		"JD": {"街道代码"}, "JDDM": {"街道代码"}, "JLX": {"街道代码"}, "ZT": {"状态"}, "DJZT": {"登记状态"}, "BDRQ": {"变动日期"},
		"GXSJ": {"数据更新时间"}, "GXRQ": {"更新日期"}, "DJSJ": {"登记时间"}, "SWRQ": {"死亡日期"}, "SWZH": {"死亡证明编号"}, "ZMBH": {"证明编号"},
		"SWZMBH": {"死亡证明编号"}, "LY": {"信息来源"}, "XXLY": {"信息来源"}, "LSH": {"流水号"}, "MXLSH": {"明细流水号"}, "YLSH": {"被冲正流水号"},
		"YLS": {"被冲正流水号"}, "PCH": {"批次号"}, "PCBH": {"批次号"}, "XMBM": {"发放项目"}, "DC": {"待遇档次"}, "DCMC": {"待遇档次"}, "BTDC": {"补贴档次"},
		"FFYF": {"发放月份"}, "FFNY": {"发放月份"}, "BTYF": {"补贴月份"}, "BTNY": {"补贴月份"}, "ZH": {"收款账号"}, "YHZH": {"收款账号"},
		"ZHLX": {"账号种类"}, "ZHZL": {"账号种类"}, "JE": {"金额"}, "FFJE": {"金额"}, "BTJE": {"补贴金额"}, "FFLX": {"发放类型"}, "FFJG": {"发放结果"},
		"JG": {"发放结果", "机构"}, "SBYY": {"失败原因"}, "YY": {"失败原因"}, "FFSJ": {"发放时间"}, "SFYX": {"是否有效"}, "YXBZ": {"是否有效"},
		"SCBZ": {"删除标志"}, "ZFBZ": {"作废标志"}, "SCSJ": {"上传时间"}, "JGDM": {"机构代码"}, "JGXYDM": {"机构代码"}, "RYRQ": {"入院日期"}, "LYRQ": {"离院日期"},
	}
}

// meaning says what a stored name stands for: of FFJE_FEN and T_FFJE that of FFJE.
// Nil if it is no known abbreviation.
func meaning(name string) []string {
	known, upper := terms(), strings.ToUpper(name)
	for _, cut := range []string{upper, strings.TrimSuffix(strings.TrimSuffix(upper, "_FEN"), "_YUAN"), upper[strings.LastIndexByte(upper, '_')+1:]} {
		if found := known[cut]; found != nil {
			return found
		}
	}
	return nil
}

// headline is the title in a comment: 性别（1男2女） is 性别.
func headline(comment string) string {
	cut := strings.FieldsFunc(comment, func(r rune) bool { return strings.ContainsRune("：:（(,，;；。\n\r\t", r) })
	if len(cut) == 0 {
		return ""
	}
	title := []rune(strings.TrimSpace(cut[0]))
	return string(title[:min(len(title), 40)])
}

// title names a column for people: its comment, what its name stands for, or its name.
func (c *Column) title() string {
	if t := headline(c.Comment); t != "" {
		return t
	}
	if m := meaning(c.Name); m != nil {
		return m[0]
	}
	return c.Name
}

// CodesIn reads the codes of a remark that explains them: 1男 2女 gives 1 and 2, in the
// order of the text. Nil if it explains none.
func CodesIn(remark string) []string {
	var codes []string
	for _, found := range toldPair.FindAllStringSubmatch(remark, -1) {
		if !slices.Contains(codes, found[1]) {
			codes = append(codes, found[1])
		}
	}
	return codes
}

// Clip is a text on one line, cut to what a remark bears.
func Clip(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	return string(line[:min(len(line), 80)])
}

var idForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_.-]*$`)

// IsID tells whether a name may be the id of a contract or system, and so of its file.
func IsID(name string) bool { return idForm.MatchString(name) && !strings.HasSuffix(name, "_test") }

// ID makes an id of a name: the name itself if it may be one.
func ID(name string) string {
	if IsID(name) {
		return name
	}
	return slug(name)
}

// Slug makes an id of a table's name, in small letters.
func Slug(name string) string { return slug(name) }
