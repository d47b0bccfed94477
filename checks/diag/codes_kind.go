package diag

func kindCodes() []Code {
	return []Code{
		{"DW-1501", Error, "not a bound",
			"A bound is an operator and a number, a percentage or a duration, or a range; there are no expressions.",
			"Write for example `> 0`, `30%`, `8wd` or `1..5`.",
			"界限写法不对", "界限是运算符加数字、百分比或时长，或一个区间，不能写表达式。", "例如 `> 0`、`30%`、`8wd`、`1..5`。"},
		{"DW-1503", Error, "parameter that makes no sense",
			"A parameter of the check can be read, but not for this column or not with the others.",
			"Follow the hint; the reference lists what the kind takes.",
			"参数没有意义", "检查的参数写法正确，但不适用于这一列或与其他参数矛盾。", "按提示改正；参考手册列有各种检查的参数。"},
		{"DW-1504", Error, "key that counts for nothing here",
			"Checks of the link look at no rows, so neither a filter nor a share of judged rows applies to them.",
			"Remove the key.",
			"这个键在此不起作用", "联通类检查不看数据行，过滤条件和判定比例都不适用。", "删去这个键。"},
		{"DW-1505", Error, "too many samples",
			"An outcome keeps at most 100 sample keys, all masked.",
			"Write a number from 0 to 100.",
			"样本数过多", "每个结果最多保留 100 个脱敏样本。", "写 0 到 100 之间的数。"},
		{"DW-1510", Warning, "warn bound that never shows",
			"Whenever the warn bound trips, the fail bound trips too, so nobody is ever warned.",
			"Make the warn bound the milder one.",
			"告警界限不起作用", "告警界限触发时失败界限必然也触发，永远不会只告警。", "把告警界限放宽。"},
	}
}
