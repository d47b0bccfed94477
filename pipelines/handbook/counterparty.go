package handbook

// counterparty is the page of a body on the other side: of each contract with it the
// columns, the checks in words, and who watches it by which clause.
func (b *book) counterparty(name string) string {
	var p page
	p.line("# %s\n", name)
	p.line("%s", b.Say("与本单位的数据往来：%s。", "What is exchanged with it: %s.", b.titles(b.sides[name], "../")))
	for _, c := range b.sides[name] {
		p.line("\n## %s `%s`\n", c.Title, c.ID)
		p.line("%s\n", b.way(c, "../"))
		b.fields(&p, b.written[c.ID])
		p.line("\n%s\n", b.everyColumn(len(b.written[c.ID].Checks)))
		for _, check := range writtenChecks(c, b.written[c.ID]) {
			p.line("- **%s**%s", check.Title, b.because(check.Why))
		}
		p.line("\n%s\n", b.Say("怎样判定见%s；监测它的系统：", "How they are judged stands with %s. It is watched by:", linked(c.Title, "../"+contractPath(c.ID))))
		b.watched(&p, c)
	}
	return p.String()
}

// because is a reason behind a title.
func (b *book) because(why string) string {
	if why == "" {
		return ""
	}
	return b.Say("：", ": ") + sentence(why, b.Say("。", "."))
}
