package handbook

import (
	"strings"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/pipelines/draft"
	"github.com/dogwatch/dogwatch/pipelines/exchange"
)

// fields is the table of a contract's columns.
func (b *book) fields(p *page, w *draft.Contract) {
	p.table(b.Say("字段", "column"), b.Say("名称", "title"), b.Say("类型", "type"), b.Say("安全级别", "class"), b.Say("必填", "must be there"), b.Say("格式和代码", "form"))
	for _, l := range w.Columns {
		required := ""
		if l.Required {
			required = b.Say("是", "yes")
		}
		p.row(code(l.Name), l.Title, b.typed(l.Type), b.class(l.Class), required, b.form(l))
	}
}

func (b *book) typed(name string) string {
	if b.Chinese() {
		return exchange.TypeWord(name)
	}
	return code(name)
}

func (b *book) class(c mask.Class) string {
	if b.Chinese() {
		return exchange.ClassWord(c)
	}
	return c.String()
}

// form says how long a text may be and what it must look like.
func (b *book) form(l draft.Line) string {
	var parts []string
	if n := b.length(l); n != "" {
		parts = append(parts, n)
	}
	say := func(value, chinese, english string) {
		if value != "" {
			parts = append(parts, b.Say(chinese, english, code(value)))
		}
	}
	say(l.Range, "范围 %s", "range %s")
	say(l.Code, "代码表 %s", "code table %s")
	say(l.CodeOn, "代码在 %s 当日有效", "in force on %s")
	say(l.Pattern, "形如 %s", "pattern %s")
	return strings.Join(parts, b.Say("，", ", "))
}

// length says how many characters a text may have.
func (b *book) length(l draft.Line) string {
	switch {
	case l.Length != "":
		return b.Say("长度 %s", "length %s", code(l.Length))
	case l.MinLength > 0 && l.MaxLength > 0:
		return b.Say("%d 至 %d 个字符", "%d to %d characters", l.MinLength, l.MaxLength)
	case l.MinLength > 0:
		return b.Say("至少 %d 个字符", "at least %d characters", l.MinLength)
	case l.MaxLength > 0:
		return b.Say("最多 %d 个字符", "at most %d characters", l.MaxLength)
	}
	return ""
}
