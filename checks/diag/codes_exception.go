package diag

func exceptionCodes() []Code {
	return []Code{
		{"DW-1331", Error, "not a fingerprint",
			"A fingerprint is the keyed token of a violation's key: 64 hexadecimal digits.",
			"Copy it whole from `dogwatch explain OUTCOME --fingerprints`.",
			"不是指纹", "指纹是违规主键的加密标识，64 位十六进制数。", "从 `dogwatch explain OUTCOME --fingerprints` 整段复制。"},
		{"DW-1332", Error, "exception by a column that is no key",
			"Violations are named by their key: the contract's, the columns of `unique`, what `group` groups by. An exception by anything else would match nothing.",
			"Name columns of the key, or except by `rule`.",
			"例外所用的列不是主键", "违规以其主键指明：约定的主键、unique 的列、group 的分组。用其他列指明的例外什么也匹配不到。", "改用主键的列，或用 rule。"},
		{"DW-1333", Error, "exception by rule where no single row is judged",
			"A rule is true or false of one row; a duplicated key, a missing partner or a group is no single row.",
			"Name the violations by `keys` or `fingerprint`.",
			"该检查不逐行判断，不能用规则例外", "规则针对一行；重复的键、缺失的对方记录、分组都不是单独一行。", "用 keys 或 fingerprint 指明。"},
		{"DW-1334", Warning, "clear personal value in a definition",
			"Definitions are shared and under version control; a clear value of a personal or sensitive column would stay there for ever. The line is not shown.",
			"Write `fingerprint: …`, which `dogwatch explain OUTCOME --fingerprints` prints.",
			"定义文件中有明文个人信息", "定义文件会被共享并纳入版本管理，明文会长期留存。此处不显示该行。", "改写 fingerprint，由 `dogwatch explain OUTCOME --fingerprints` 给出。"},
		{"DW-1335", Warning, "exception that expired",
			"After its last day an exception does not apply: its violations count again.",
			"Settle it with its owner, then remove it or give it another day.",
			"例外已过期", "过了有效期，例外不再适用，其违规重新计入。", "与责任方了结后删去，或另定日期。"},
	}
}
