package report

import (
	"maps"
	"regexp"
	"strings"
	"sync"
)

// phraseZH translates the fixed phrases of faults, violations and errors. One that is not
// known stays as it is.
func phraseZH(phrase string) string {
	if text, ok := phrasesZH()[phrase]; ok {
		return text
	}
	if rest, ok := strings.CutPrefix(phrase, unsliced); ok {
		return "不能分段读取：" + phraseZH(rest)
	}
	if m := ofColumn.FindStringSubmatch(phrase); m != nil {
		return "列 " + m[1] + "：" + phraseZH(m[2])
	}
	for _, p := range []struct {
		form *regexp.Regexp
		text string
	}{
		{httpFault, "服务出错（HTTP $1）"}, {undeciphered, "一列的 $2 个值中有 $1 个无法解密：SM4 的密钥、模式或初始向量与对方不同"},
		{noIV, "SM4 的 iv 不是 prefix，也不是 $1 字节的十六进制数"},
	} {
		if p.form.MatchString(phrase) {
			return p.form.ReplaceAllString(phrase, p.text)
		}
	}
	return phrase
}

var (
	ofColumn     = regexp.MustCompile(`^column ([^ :]+): (.+)$`)
	undeciphered = regexp.MustCompile(`^([0-9]+) of ([0-9]+) values of a column do not decrypt: the sm4 key, mode or iv is another$`)
	noIV         = regexp.MustCompile(`^the iv of sm4 is not prefix and not ([0-9]+) bytes in hexadecimal$`)
)

// phrasesZH are the phrases with their Chinese, made once.
var phrasesZH = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, part := range []map[string]string{judgingZH(), filesZH(), callsZH(), serversZH()} {
		maps.Copy(all, part)
	}
	return all
})

// judgingZH are the phrases of kinds, rules and measures.
func judgingZH() map[string]string {
	return map[string]string{
		"personal data may not leave this source":                             "个人信息不得离开该数据源",
		"no probes in this period: keep `dogwatch probe --every 30m` running": "本期没有探测记录：请持续运行 `dogwatch probe --every 30m`",
		"the source's URL is not https: it has no certificate":                "数据源的地址不是 https，没有证书",
		"it is signed by itself":                                              "自签名", "its authority is not known": "签发机构未知", "one of its chain has run out": "链上有证书已过期", "its chain cannot be verified": "无法验证",
		"the year before had no such period": "上年没有同名的期次",
		"no rows":                            "没有数据", "no header": "没有批次头", "only here": "仅本方有", "only there": "仅对方有", "differs": "内容不同", "not granted": "未授权", "missing in the source": "数据源中没有", "its type cannot be read": "类型无法读取",
		"no room left for temporary files": "临时目录所在磁盘没有空间", "a temporary file cannot be used": "临时文件无法使用",
		"division by zero": "除数为零", "number out of range": "数值超出范围", "not a number": "不是数", "not a date": "不是日期",
		"date outside the years 1 to 9999": "日期超出范围", "text too long": "文本过长", "invalid encoding": "编码无效", "too long": "过长",
		"not a listed value": "不在取值表中", "out of range": "超出范围", "too many decimal places": "小数位过多", "not a boolean": "不是布尔值",
		"the connection was lost": "连接中断", "no such table or view": "没有这个表或视图", "no such column": "没有这一列", "the statement was refused": "语句被拒绝",
		"the login was refused": "账号或口令被拒绝", "the account may not do this": "账号没有权限", "the statement took longer than the source's limit": "语句超过时限",
		"the server has no room for this now": "服务器资源不足", "the answer is not JSON": "应答不是 JSON", "the service does not answer the call": "服务不应答",
		"the server's undo was overwritten during the read": "读取期间数据库的回滚段被覆盖", "the server did not keep the data as they were when the read began": "数据库没有保留读取开始时的数据",
		"a key is null or does not decode": "有主键为空或无法读取", "a key comes twice": "主键重复", "the server orders keys otherwise than by their bytes": "数据库不按字节排列主键",
		"a key cannot be written in the server's language": "主键无法写入语句",
		"the file may not be read":                         "文件无读取权限", "no such file": "没有这个文件", "no such folder": "没有这个目录", "the file is locked by a writer": "文件被写入方锁定",
		"not a month": "不是月份", "not a timestamp": "不是时间", "no such date or time": "日期或时间不存在",
	}
}

// filesZH are those of files and of what is in them.
func filesZH() map[string]string {
	return map[string]string{
		"a part of the workbook unpacks to far more than it may hold: this is no honest file":           "工作簿的一部分解压后远超限度：这不是正常的文件",
		"the workbook has more than 512 MiB of different texts: let it be delivered as CSV":             "工作簿中不同的文本超过 512 MiB：请对方改送 CSV",
		"this is an old XLS file, or a workbook with a password: let it be saved as XLSX without one":   "这是旧的 XLS 文件或带口令的工作簿：请另存为不带口令的 XLSX",
		"this is no complete XLSX file: it may be half-written, or an XLS or HTML file under this name": "不是完整的 XLSX 文件：可能只写了一半，或者是改了名的 XLS、HTML 文件",
		"this is no complete Parquet file: it may be half-written":                                      "不是完整的 Parquet 文件：可能只写了一半",
		"the trailer is not there: the file may be half-written":                                        "没有文件尾：文件可能只写了一半",
		"the workbook has no such sheet":                                                                "工作簿没有这张表", "the file is empty: it has no header line": "文件是空的，没有标题行", "the file is UTF-16": "文件是 UTF-16 编码",
		"the file changed while it was read": "读取期间文件被改动", "not a regular file": "不是普通文件", "the name leads out of the folder": "文件名指向目录之外", "the glob is malformed": "文件名通配符有误",
		"the source has no sm4 key": "数据源没有 SM4 密钥", "the sm4 key is none": "SM4 密钥无效", "this mode of sm4 cannot be carried out": "无法使用这种 SM4 模式",
		"the sm4 key is not 16 bytes, as they are, in hexadecimal or in base64": "SM4 密钥不是 16 字节（原样、十六进制或 base64）",
		"the file cannot be opened": "文件打不开", "the file cannot be reached": "无法访问文件", "the file could not be read to its end": "文件没有读完就中断了", "the folder cannot be listed": "无法列出目录", "the path is a folder": "路径是目录",
		"the file is no intact SQLite database": "不是完好的 SQLite 数据库文件", "no path is configured": "没有配置路径", "the read was closed": "读取已关闭", "the source is closed": "数据源已关闭", "the source is read only": "数据源只读",
	}
}

// callsZH are those of calls over HTTP and Flight SQL.
func callsZH() map[string]string {
	return map[string]string{
		"the answer is empty": "应答是空的", "the answer goes on after its JSON value": "应答在 JSON 之后还有内容", "the answer is not XML": "应答不是 XML", "the answer is no text of figures": "应答不是指标文本",
		"the answer is nested too deeply": "应答嵌套过深", "the rows are not a list": "应答中的行不是列表", "the answer has no rows where the watch looks for them": "应答在约定的位置没有行",
		"the body is larger than the limit": "应答超过大小限制", "no nonce can be made for the signature": "无法生成签名所需的随机数", "the certificate was seen": "已取得证书", "the address cannot be used": "地址无法使用",
		"a batch of the server is beyond 64 MiB": "服务端的一批数据超过 64 MiB", "the server does not list its tables": "服务端不列出表", "the server does not offer this call of Flight SQL": "服务端不支持这种 Flight SQL 调用",
		"the server does not speak Flight SQL as it was called": "服务端不按 Flight SQL 应答", "the server keeps a part of the answer where it cannot be read as safely as the source asks": "服务端把部分应答存放在达不到数据源安全要求的地方",
		"the server refuses the client's certificate": "服务端不接受客户端证书", "the server has ended the login": "服务端已结束登录", "the answer has fewer columns than were asked for": "应答的列少于请求的列",
		"the answer has neither rows nor columns": "应答既没有行也没有列", "two parts of the answer have different columns": "应答的两部分列不相同",
	}
}

// serversZH are those of database servers and of the way to them.
func serversZH() map[string]string {
	return map[string]string{
		"a name is schema.table": "名称应写作 模式.表", "a sum is out of range": "合计超出范围", "a table over a database link has no catalogue here": "经数据库链接的表在这里没有目录信息",
		"an answer that is not understood": "无法理解的应答", "libpq's environment variables cannot be read": "无法读取 libpq 的环境变量", "no connection": "没有连接", "no database is configured or named": "没有配置或指定数据库",
		"no such database": "没有这个数据库", "no such table, view or column": "没有这个表、视图或列", "out of memory or disk": "内存或磁盘不足", "the caller gave up": "调用方已放弃", "the caller's time ran out": "调用方的时限已到",
		"the catalogue does not show the table's columns": "目录信息中看不到表的列", "the driver broke down over the server's answer": "驱动程序无法处理服务端的应答", "the listener does not speak TLS on this port": "监听程序在此端口不支持 TLS",
		"the login may not do this": "账号没有权限", "the server broke off the TLS handshake": "服务端中断了 TLS 握手", "the server ended the connection": "服务端断开了连接", "the server ended the statement": "服务端终止了语句",
		"the server has no TLS": "服务端不支持 TLS", "the server is overloaded": "服务端过载", "the server wants a way to log in that is not supported": "服务端要求的登录方式不受支持", "the statement was interrupted": "语句被中断",
	}
}
