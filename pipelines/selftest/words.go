package selftest

// words speaks one of the two languages of reports.
type words map[string]string

// wordsOf gives the words of a language: "en", else Chinese.
func wordsOf(language string) words {
	at := 0
	if language == "en" {
		at = 1
	}
	out := words{}
	for key, pair := range vocabulary() {
		out[key] = pair[at]
	}
	return out
}

func (w words) of(key string) string {
	if text, ok := w[key]; ok {
		return text
	}
	return key
}

func vocabulary() map[string][2]string {
	return map[string][2]string{
		"title":           {"数据库自检", "Selftest of a database"},
		"unnamed":         {"未说明", "not told"},
		"charset":         {"字符集", "character set"},
		"value":           {"取值", "values"},
		"function":        {"函数", "functions"},
		"figure":          {"统计值", "figures"},
		"session":         {"会话", "session"},
		string(Agrees):    {"一致", "agrees"},
		string(Differs):   {"不一致", "differs"},
		string(Ours):      {"由 Dogwatch 判断", "judged by Dogwatch anyway"},
		string(Advice):    {"建议", "advice"},
		string(Untold):    {"服务器未说明", "not told"},
		"asked":           {"问题", "asked"},
		"verdict":         {"结论", "verdict"},
		"case":            {"情形", "case"},
		"we":              {"Dogwatch", "Dogwatch"},
		"server":          {"服务器", "server"},
		"why":             {"说明", "remark"},
		"nothing":         {"没有不一致之处。", "Nothing differs."},
		"from now on":     {"此后由 Dogwatch 读取数据行自行判断，不再下推：", "From now on Dogwatch reads the rows and judges these itself, for this source: "},
		"no substitute":   {"取值不一致无法替代：请先核对字符集与类型，再依赖该数据源的结果，并将 --bundle 的文件交回。", "A value that arrives otherwise has no substitute: check character set and types before relying on this source, and hand the file of --bundle back."},
		"all of it":       {"全部规则（服务器不接受自检语句）", "every rule (the server does not take the trial's statement)"},
		"until":           {"数据库版本变化后此结论作废，请重新自检。", "This is void once the server's version changes; run the selftest again then."},
		adviceReadOnly:    {"服务器未将会话设为只读：请使用只能查询的账号", adviceReadOnly},
		adviceTimeout:     {"服务器自身不会终止长语句；由 Dogwatch 取消", adviceTimeout},
		adviceGrants:      {"账号权限超出查询所需：只授予被检查表的 SELECT", adviceGrants},
		adviceOracle:      {"Oracle 无法查询此项；每条语句均在 SET TRANSACTION READ ONLY 之内", adviceOracle},
		adviceLanguage:    {"服务器改变了会话的语言设置（例如登录触发器）", adviceLanguage},
		adviceCancel:      {"服务器不响应取消：请为该数据源设置较短的超时", adviceCancel},
		ranOut:            {"长语句自行结束", ranOut},
		"read only":       {"只读", "read only"},
		"isolation":       {"隔离级别", "isolation"},
		"cancel":          {"取消", "cancel"},
		"character set":   {"字符集", "character set"},
		"writable tables": {"可写的表", "writable tables"},

		"statement timeout": {"语句超时", "statement timeout"}, "rights beyond reading": {"查询以外的权限", "rights beyond reading"},
		"language settings": {"语言设置", "language settings"}, "national character set": {"国家字符集", "national character set"},
	}
}
