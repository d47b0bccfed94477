package checks

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// version is the version of the workspace's form that this program reads.
const version = 1

func (l *loader) loadDeployment() {
	const file = "dogwatch.yaml"
	deployment := &l.catalog.Deployment
	deployment.Language, deployment.Zone = "zh", defaultZone()
	name := path.Join(l.in.Name, file)
	data, err := fs.ReadFile(l.in.Workspace, file)
	if err != nil {
		l.report("DW-1101", fileSpan(name), "run `dogwatch init`, or name the folder with --dir", "there is no %s: this is no workspace", file)
		l.broken["."] = true
		return
	}
	l.sum(layer{}, file, file, data)
	root := l.parse(".", document{name: name, data: data}, deploymentShape())
	if root == nil {
		return
	}
	deployment.Span = root.Span
	l.version(root)
	if v := root.Get("language"); v.Is("en") {
		deployment.Language = "en"
	}
	l.zone(root.Get("zone"))
	deployment.Use = texts(root.Get("use"))
	for _, f := range fields(root.Get("sources")) {
		deployment.Sources = append(deployment.Sources, l.source(f.Key, f.Value))
	}
	slices.SortFunc(deployment.Sources, func(a, b Source) int { return strings.Compare(a.Name, b.Name) })
}

// defaultZone is Asia/Shanghai, or its offset where no zone table is at hand.
func defaultZone() *time.Location {
	if zone, err := time.LoadLocation("Asia/Shanghai"); err == nil {
		return zone
	}
	return time.FixedZone("Asia/Shanghai", 8*3600)
}

func (l *loader) version(root *syntax.Value) {
	v := root.Get("version")
	n := integer(v)
	l.catalog.Deployment.Version = int(n)
	if v != nil && v.Form == syntax.Scalar && n != version {
		l.report("DW-1103", v.Span, "this program reads version "+strconv.Itoa(version), "version %s is not known", v.Text)
	}
}

func (l *loader) zone(v *syntax.Value) {
	if v == nil || v.Form != syntax.Scalar {
		return
	}
	zone, err := time.LoadLocation(v.Text)
	if err != nil || v.Text == "" || v.Text == "Local" {
		l.report("DW-1104", v.Span, "use a name such as Asia/Shanghai", "the time zone `%s` is not known", v.Text)
		return
	}
	l.catalog.Deployment.Zone = zone
}

func (l *loader) source(key, v *syntax.Value) Source {
	s := Source{
		Name: key.Text, Title: text(v.Get("title")), Driver: text(v.Get("driver")), Host: text(v.Get("host")),
		Port: int(integer(v.Get("port"))), Database: text(v.Get("database")), User: text(v.Get("user")),
		Password: secret(v.Get("password")), Token: secret(v.Get("token")), Path: text(v.Get("path")),
		URL: text(v.Get("url")), TLS: text(v.Get("tls")), CAFile: text(v.Get("ca_file")),
		CertFile: text(v.Get("cert_file")), KeyFile: text(v.Get("key_file")), KnownHosts: text(v.Get("known_hosts")),
		Encoding: strings.ToLower(text(v.Get("encoding"))), Options: texted(v.Get("options")), Personal: PersonalMayLeave, Span: key.Span,
	}
	for _, f := range fields(v.Get("headers")) {
		if s.Headers == nil {
			s.Headers = map[string]Secret{}
		}
		s.Headers[f.Key.Text] = secret(f.Value)
	}
	if m := text(v.Get("mode")); m != ModeAuto {
		s.Mode = m
	}
	if p := text(v.Get("personal")); p != "" {
		s.Personal = p
	}
	s.Limits = l.limits(v.Get("limits"))
	if e := v.Get("sm4"); e != nil && e.Form == syntax.Map {
		s.SM4 = &SM4{Mode: text(e.Get("mode")), Encoding: text(e.Get("encoding")), IV: text(e.Get("iv")), Key: secret(e.Get("key"))}
	}
	s.Login, s.Signature, s.TestIdentity = l.login(v.Get("login")), l.signature(v.Get("signature")), secret(v.Get("test_identity"))
	l.proved(v)
	l.sourceFits(key, v, s.Driver)
	return s
}

func secret(v *syntax.Value) Secret {
	return Secret{Env: text(v.Get("env")), File: text(v.Get("file"))}
}

func (l *loader) limits(v *syntax.Value) SourceLimits {
	return SourceLimits{
		Connections:    int(integer(v.Get("connections"))),
		RowsPerSecond:  integer(v.Get("rows_per_second")),
		BytesPerSecond: integer(v.Get("bytes_per_second")),
		ConnectTimeout: l.wait(v.Get("connect_timeout")),
		Timeout:        l.wait(v.Get("timeout")),
		Window:         l.window(v.Get("window")),
		RowsPerSlice:   l.rowsPerSlice(v.Get("rows_per_slice")),
		Pause:          l.wait(v.Get("pause")),
	}
}

// wait reads a duration of s, m or h: days make no sense for a timeout.
func (l *loader) wait(v *syntax.Value) time.Duration {
	if v == nil || v.Form != syntax.Scalar {
		return 0
	}
	d, err := time.ParseDuration(v.Text)
	if err != nil || d <= 0 {
		l.report("DW-1106", v.Span, "write seconds, minutes or hours: 30s", "`%s` is no time to wait", v.Text)
		return 0
	}
	return d
}

// driverKeys tells which keys a driver needs and which it reads besides.
func driverKeys(driver string) (needs, reads []string) {
	switch driver {
	case "sqlite":
		return []string{"path"}, []string{"personal", "mode"}
	case "files":
		return []string{"path"}, []string{"encoding"}
	case "sftp":
		return []string{"host", "user", "path", "known_hosts"}, []string{"port", "password", "key_file", "encoding"}
	case "http":
		return []string{"url"}, []string{"token", "headers", "tls", "ca_file", "cert_file", "key_file", "user", "password", "login", "signature", "test_identity"}
	case "flightsql":
		return []string{"host", "port"}, []string{"user", "password", "token", "headers", "tls", "ca_file", "cert_file", "key_file", "personal"}
	case "oracle":
		return []string{"host", "database", "user"}, []string{"port", "password", "tls", "ca_file", "cert_file", "key_file", "personal", "mode"}
	case "mysql", "postgres":
		return []string{"host", "database", "user"}, []string{"port", "password", "tls", "ca_file", "personal", "mode"}
	}
	return nil, nil
}

// sourceFits checks that a source has its driver's keys and no other driver's.
func (l *loader) sourceFits(key, v *syntax.Value, driver string) {
	needs, reads := driverKeys(driver)
	if needs == nil {
		return
	}
	for _, name := range needs {
		if v.Get(name) == nil {
			l.report("DW-1107", key.Span, "", "the source `%s` needs the key `%s`, as every %s source", key.Text, name, driver)
		}
	}
	known := append(append([]string{"driver", "title", "options", "limits", "sm4"}, needs...), reads...)
	form := l.form("source", sourceShape)
	for _, f := range fields(v) {
		_, exists := form.Key(f.Key.Text)
		if exists && !slices.Contains(known, f.Key.Text) {
			l.report("DW-1108", f.Key.Span, "a "+driver+" source has: "+syntax.Listed(known), "a %s source has no `%s`", driver, f.Key.Text)
		}
	}
	if !slices.Contains(reads, "mode") && driver != "flightsql" {
		l.unsliced(v.Get("limits"), driver)
	}
}
