package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

// The forms of the workspace's files. Parser, linter, JSON Schema and reference page
// all come from these tables and from the kinds' own (KindDoc.Shape).

// A FileShape is one sort of file of a workspace.
type FileShape struct {
	Name  string // "contract": names the schema and the section of the reference
	Files string // where such files stand, relative to the workspace
	Doc   string
	Shape syntax.Shape
}

// FileShapes lists every sort of YAML file, in reading order.
func FileShapes(kinds []Kind) []FileShape {
	return []FileShape{
		{"deployment", "dogwatch.yaml", "Where this installation's sources are, in which zone and language it works.", deploymentShape()},
		{"contract", "contracts/*.yaml", "What must hold of one payload, written once for all systems.", contractShape(kinds)},
		{"shared", "shared/*.yaml", "Columns and checks that several contracts have in common: a contract includes the file by its name.", sharedShape(kinds)},
		{"watches", "watches/*.yaml", "One system and its watches: where each payload lies and how it is read.", watchesShape(kinds)},
		{"rules", "rules/*.yaml", "Named rules with parameters, called like functions from any rule.", rulesShape()},
		{"service", "service/*.yaml", "One year of the service agreement: which watches serve which clause.", serviceShape()},
		{"samples", "contracts/*_test.yaml", "Sample rows of a contract with the verdicts they must get, run without a database.", samplesShape()},
		{"watch-samples", "watches/*_test.yaml", watchSamplesDoc, watchSamplesShape()},
	}
}

func deploymentShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "version", Shape: syntax.Integer(), Required: true, Example: "1", Doc: "The version of the form of all files of the workspace."},
		syntax.Key{Name: "language", Shape: syntax.Enum("zh", "en"), Default: "zh", Doc: "The language of reports."},
		syntax.Key{Name: "zone", Shape: syntax.Words(), Default: "Asia/Shanghai", Doc: "The time zone in which dates and cycles are read."},
		syntax.Key{Name: "use", Shape: syntax.ListOf(syntax.Enum("builtin")), Example: "[builtin]", Doc: "Catalogs that are brought in beside the workspace's own files."},
		syntax.Key{Name: "sources", Shape: syntax.MapOf(sourceShape()), Doc: "The configured connections, by name."},
	).Titled("the deployment file")
}

func sourceShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "driver", Shape: syntax.Enum("sqlite", "mysql", "postgres", "oracle", "flightsql", "files", "sftp", "http"), Required: true, Example: "mysql", Doc: "What speaks to the source; mysql also serves MariaDB."},
		syntax.Key{Name: "title", Shape: syntax.Words(), Doc: "The name that reports show."},
		syntax.Key{Name: "host", Shape: syntax.Words(), Example: "10.1.2.3", Doc: "Host name or address of a database."},
		syntax.Key{Name: "port", Shape: syntax.Integer(), Doc: "TCP port; the driver's usual one by default, which flightsql has not."},
		syntax.Key{Name: "database", Shape: syntax.Words(), Doc: "Database; service name for Oracle."},
		syntax.Key{Name: "user", Shape: syntax.Words(), Doc: "Account, which needs to read only."},
		syntax.Key{Name: "password", Shape: secretShape(), Example: "{env: FRONT_PASSWORD}", Doc: "Where the password is kept."},
		syntax.Key{Name: "token", Shape: secretShape(), Doc: "Where the bearer token of an HTTP or Flight SQL source is kept."},
		syntax.Key{Name: "path", Shape: syntax.Words(), Doc: "SQLite file or folder of files, relative to the workspace; of sftp the folder on the server."},
		syntax.Key{Name: "url", Shape: syntax.Words(), Example: "https://licence.example.cn/api", Doc: "Base address of an HTTP source."},
		syntax.Key{Name: "headers", Shape: syntax.MapOf(secretShape()), Doc: "Headers of every call; their values are kept like passwords."},
		syntax.Key{Name: "tls", Shape: syntax.Enum("off", "require", "verify"), Doc: "Encryption of the connection: none, without or with verification of the server."},
		syntax.Key{Name: "ca_file", Shape: syntax.Words(), Doc: "Certificates that are trusted, relative to the workspace."},
		syntax.Key{Name: "cert_file", Shape: syntax.Words(), Doc: "The client's certificate (PEM) for an HTTP, Flight SQL or Oracle source that wants one, relative to the workspace."},
		syntax.Key{Name: "key_file", Shape: syntax.Words(), Doc: "The key of cert_file (PEM), relative to the workspace; of sftp the private key of the login, of which `password` is the passphrase if it has one."},
		syntax.Key{Name: "sm4", Shape: sm4Shape(), Doc: "How the columns are encrypted that a watch maps with `protection: sm4`."},
		syntax.Key{Name: "known_hosts", Shape: syntax.Words(), Example: "known_hosts", Doc: "Of sftp: the file of the keys that the server may show, as of OpenSSH, relative to the workspace."},
		syntax.Key{Name: "login", Shape: loginShape(), Doc: "The call that fetches a token before any other of an HTTP source."},
		syntax.Key{Name: "signature", Shape: signatureShape(), Doc: "What proves to an HTTP source that a call is ours and unchanged."},
		syntax.Key{Name: "test_identity", Shape: secretShape(), Doc: "Where the ID card number is kept that stands for `{identity}` in the calls of an HTTP source. A call about anybody else is refused."},
		syntax.Key{Name: "encoding", Shape: syntax.Enum("utf-8", "gbk", "gb18030").InAnyCase(), Doc: "Encoding of files, of sftp too; in letters large or small."},
		syntax.Key{Name: "options", Shape: syntax.MapOf(syntax.Text()), Doc: "What only one driver knows."},
		syntax.Key{Name: "mode", Shape: syntax.Enum(ModeAuto, ModeStream, ModePushdown), Default: ModeAuto, Doc: "Where checks are measured: stream reads the rows and judges them here, pushdown has the database answer all that it can answer exactly, auto takes what costs less by the sizes and paces seen. Outcomes do not depend on it."},
		syntax.Key{Name: "personal", Shape: syntax.Enum(PersonalMayLeave, PersonalPushdownOnly), Default: PersonalMayLeave, Doc: "Whether columns of class personal or sensitive may be read from a database. With pushdown-only the server counts what it can judge itself, without naming a row, and checks that would have to read such a column are skipped."},
		syntax.Key{Name: "limits", Shape: limitsShape(), Doc: "What protects the source from us."},
	).Titled("a source")
}

// ivForm is prefix, or 12 or 16 bytes in hexadecimal.
const ivForm = `^(prefix|[0-9A-Fa-f]{24}|[0-9A-Fa-f]{32})$`

func sm4Shape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "mode", Shape: syntax.Enum("cbc", "ecb", "gcm"), Default: "cbc", Doc: "The mode of operation; cbc and ecb pad as PKCS #7 does, in gcm the tag of 16 bytes follows the ciphertext."},
		syntax.Key{Name: "encoding", Shape: syntax.Enum("base64", "hex"), Default: "base64", Doc: "How the ciphertext is stored as text."},
		syntax.Key{Name: "iv", Shape: syntax.Matching(ivForm, "write prefix, or 16 bytes (gcm: 12) in hexadecimal"), Default: "prefix", Doc: "The IV (gcm: the nonce): before the ciphertext of each value, or the one that all have, in hexadecimal. ecb has none."},
		syntax.Key{Name: "key", Shape: secretShape(), Required: true, Example: "{file: secrets/sm4.key}", Doc: "Where the key of 16 bytes is kept: as they are, in hexadecimal, or in base64. A file should have the mode 0600."},
	).Titled("sm4")
}

func secretShape() syntax.Shape {
	s := syntax.Object(
		syntax.Key{Name: "env", Shape: syntax.Words(), Example: "FRONT_PASSWORD", Doc: "Name of an environment variable."},
		syntax.Key{Name: "file", Shape: syntax.Words(), Doc: "Path of a file, relative to the workspace; its last newline is cut."},
	).Titled("a secret").Choosing("env", "file")
	s.Secret = true
	return s
}

func limitsShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "connections", Shape: syntax.Integer(), Default: "2", Doc: "Connections at once."},
		syntax.Key{Name: "rows_per_second", Shape: syntax.Integer(), Doc: "Rows read each second; unlimited by default."},
		syntax.Key{Name: "bytes_per_second", Shape: syntax.Integer(), Doc: "Bytes read each second; unlimited by default."},
		syntax.Key{Name: "connect_timeout", Shape: syntax.Duration(), Default: "10s", Doc: "Time to connect and log in."},
		syntax.Key{Name: "timeout", Shape: syntax.Duration(), Default: "10m", Doc: "Time of one statement or call."},
		syntax.Key{Name: "rows_per_slice", Shape: syntax.Integer(), Example: "200000", Doc: "Of a database: about how many rows one statement reads. A table with a primary key or an index that begins with numbers, dates, times or texts is then read in slices along it, each in a short transaction of its own; what is judged was not seen at one point in time, and the outcome says so (`view: ranges`). Other tables, views and queries are read in one (`view: snapshot`)."},
		syntax.Key{Name: "pause", Shape: syntax.Duration(), Example: "1s", Doc: "Rest between two slices; none by default."},
		syntax.Key{Name: "window", Shape: syntax.Words(), Example: `"20:00-06:00"`, Doc: "Time of day, in the workspace's zone, in which rows of the source may be read. Outside it what would read them is waiting, and the next run takes it up; links are patrolled at any time. What began in it is finished."},
	).Titled("the limits of a source")
}

func rulesShape() syntax.Shape {
	rule := syntax.Object(
		syntax.Key{Name: "title", Shape: syntax.Words(), Doc: "What the rule says, in Chinese."},
		syntax.Key{Name: "params", Shape: syntax.OneOf(syntax.ListOf(syntax.Name()), syntax.MapOf(syntax.Text())), Example: "{birth: date, on: date}", Doc: "Parameters in order, with their types or without."},
		syntax.Key{Name: "rule", Shape: syntax.Rule(), Required: true, Doc: "The expression. It sees its parameters and other named rules, never columns."},
		syntax.Key{Name: "why", Shape: syntax.Words(), Doc: "The basis of the rule."},
	).Titled("a named rule")
	constant := syntax.Object(
		syntax.Key{Name: "value", Shape: syntax.Rule(), Required: true, Doc: "A literal, or what literals give.", Example: `date("2026-07-01")`},
		syntax.Key{Name: "title", Shape: syntax.Words(), Doc: "What it is, in Chinese."},
		syntax.Key{Name: "why", Shape: syntax.Words(), Doc: "The basis of the value."},
	).Titled("a constant")
	return syntax.Object(
		syntax.Key{Name: "rules", Shape: syntax.MapOf(rule), Doc: "The rules by name."},
		syntax.Key{Name: "constants", Shape: syntax.MapOf(syntax.OneOf(syntax.Rule(), constant)), Doc: "Values that rules name, such as limits.age: the name has a dot, so that no column can take its place. One of the workspace takes the place of a shipped one of its name and type.", Example: "{limits.age: 60, care.floor: 1450.00}"},
	).Titled("a file of rules")
}
