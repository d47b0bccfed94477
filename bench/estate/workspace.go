package estate

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed workspace
var workspaceFiles embed.FS

// The sources that the estate's watches name.
const (
	DisabledSource   = "disabled-front"
	ElderlySource    = "elderly-front"
	AssistanceSource = "assistance-front"
	LicenceSource    = "licence-service"
)

// An Address is where one database of the estate lies. Dialect is that of the
// Deployment if empty. Path is set for SQLite only,
// and the rest for servers only. The password is never written: PasswordEnv names
// the environment variable that holds it; "" means there is none.
type Address struct {
	Dialect     Dialect
	Path        string
	Host        string
	Port        int
	Database    string
	User        string
	PasswordEnv string
}

// A Transfer is a server from which files are fetched by SFTP.
type Transfer struct {
	Host       string
	Port       int
	User       string
	KeyFile    string
	KnownHosts string
}

// A Deployment is where an estate was put.
type Deployment struct {
	Dialect    Dialect
	Databases  map[string]Address // by system; the others have no source
	ServiceURL string             // base address of the Service
	Folder     string             // where Files stand
	Transfer   *Transfer          // the server on which Folder lies; nil: this machine
	SecureURL  string             // base address of the Service over TLS
	CAFile     string             // the certificate that it shows, as Config.Certificate gives it; "": nobody trusts it
}

// Workspace gives the files of the estate's workspace by their names: dogwatch.yaml
// for the deployment, and the watches.
func Workspace(d Deployment) (map[string][]byte, error) {
	files := map[string][]byte{"dogwatch.yaml": []byte(d.deployment())}
	inside, err := fs.Sub(workspaceFiles, "workspace")
	if err != nil {
		return nil, fmt.Errorf("workspace: %w", err)
	}
	err = fs.WalkDir(inside, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(inside, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("workspace: %w", err)
	}
	return files, nil
}

// deployment writes dogwatch.yaml.
func (d Deployment) deployment() string {
	var b strings.Builder
	b.WriteString("version: 1\nlanguage: zh\nzone: Asia/Shanghai\nuse: [builtin]\nsources:\n")
	for _, f := range fronts() {
		address, ok := d.Databases[f.id]
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "  %s:\n    title: %s\n    driver: %s\n", f.source, f.title, cmp.Or(address.Dialect, d.Dialect))
		address.write(&b)
	}
	d.files(&b)
	for _, c := range callSources() {
		d.called(&b, c)
	}
	return b.String()
}

// called writes the source of a call.
func (d Deployment) called(b *strings.Builder, c callSource) {
	fmt.Fprintf(b, "  %s:\n    title: %s\n    driver: http\n", c.source, c.title)
	if !c.secure {
		fmt.Fprintf(b, "    url: %s\n", d.ServiceURL)
		return
	}
	fmt.Fprintf(b, "    url: %s\n    tls: require\n", d.SecureURL)
	if d.CAFile != "" {
		fmt.Fprintf(b, "    ca_file: %s\n", d.CAFile)
	}
}

// files writes the source of the files.
func (d Deployment) files(b *strings.Builder) {
	fmt.Fprintf(b, "  %s:\n    title: 合作单位文件\n    path: %s\n", FilesSource, d.Folder)
	if d.Transfer == nil {
		b.WriteString("    driver: files\n")
		return
	}
	fmt.Fprintf(b, "    driver: sftp\n    host: %s\n    port: %d\n    user: %s\n    key_file: %s\n    known_hosts: %s\n",
		d.Transfer.Host, d.Transfer.Port, d.Transfer.User, d.Transfer.KeyFile, d.Transfer.KnownHosts)
}

func (a Address) write(b *strings.Builder) {
	if a.Path != "" {
		fmt.Fprintf(b, "    path: %s\n", a.Path)
		return
	}
	fmt.Fprintf(b, "    host: %s\n    port: %d\n    database: %s\n    user: %s\n", a.Host, a.Port, a.Database, a.User)
	if a.PasswordEnv != "" {
		fmt.Fprintf(b, "    password: {env: %s}\n", a.PasswordEnv)
	}
}
