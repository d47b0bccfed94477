package checks

import (
	"io/fs"
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/civil"
)

// A Catalog is a workspace that loaded without errors.
type Catalog struct {
	Deployment   Deployment
	Contracts    []*Contract // by id
	Systems      []*System   // by id; their watches by id
	Dictionaries *civil.Dictionaries
	Calendar     *civil.Calendar
	Services     []ServiceYear
	Unbound      []*Unbound // shipped watches that are not in effect, by system; by Input.InEffect not all
	LeftOut      []*LeftOut // by path, then place; empty without Input.LeaveOut
	// Hash identifies the definitions: SHA-256 over every file that was read, by name.
	Hash string
	// Constants of the rules, by name.
	Constants map[string]rules.Value
	// Editions of the code tables in force, by dictionary name.
	Editions map[string]string

	named map[string]Named // rules and constants as they are written
}

// Input is what Load reads.
type Input struct {
	Workspace fs.FS  // dogwatch.yaml at its root
	Name      string // of the workspace's folder, for diagnostics: "" gives bare file names
	Builtin   fs.FS  // the shipped catalog, brought in by `use: [builtin]`
	Kinds     []Kind
	// InEffect leaves out of the shipped catalog what is not in effect here, which is most
	// of it: contracts that nothing in effect names, watches of sources that are not
	// declared, service years. Tables of codes are read when they are asked. Who patrols
	// needs no more; the workspace's own files are read and checked all the same.
	InEffect bool
	// LeaveOut leaves out what has an error, and what cannot be without it, instead of
	// refusing everything: the other watches still run. The catalog says what in LeftOut.
	// Of service years an error is a warning then. It does not help where an error is in
	// the deployment, a constant or the calendar: those concern all watches.
	LeaveOut bool
	AsOf     time.Time // for what runs out, such as exceptions; zero: nothing has
	// Reads says why a query is not one statement that only reads, as the connectors do
	// before they send it; nil: queries are not looked at.
	Reads func(query string) error
}

// A Deployment is dogwatch.yaml: where this installation's sources are.
type Deployment struct {
	Version  int
	Language string // "zh" (default) or "en"
	Zone     *time.Location
	Use      []string
	Sources  []Source // by name
	Span     diag.Span
}

// Source returns the source called name, or nil.
func (d *Deployment) Source(name string) *Source {
	for i := range d.Sources {
		if d.Sources[i].Name == name {
			return &d.Sources[i]
		}
	}
	return nil
}

// A Source is a configured connection. Its secrets are references, never values.
type Source struct {
	Name     string
	Title    string
	Driver   string // sqlite, mysql, postgres, oracle, flightsql, files, sftp, http
	Host     string
	Port     int
	Database string
	User     string
	Password Secret
	Token    Secret
	Path     string // of a SQLite file or a folder, relative to the workspace
	URL      string
	Headers  map[string]Secret
	TLS      string
	CAFile   string
	CertFile string
	KeyFile  string
	// KnownHosts is the file of host keys of an sftp source, relative to the workspace.
	KnownHosts string
	Encoding   string
	SM4        *SM4 // nil: no column is encrypted
	Options    map[string]string
	Personal   string // PersonalMayLeave or PersonalPushdownOnly
	Mode       string // ModeStream or ModePushdown; "": by cost
	Limits     SourceLimits
	// Of calls: the login and the signature, nil for none, and who may be asked about.
	Login        *Login
	Signature    *Signature
	TestIdentity Secret
	Span         diag.Span
}

// A Login is the call that fetches a token before others; see connectors.Login.
type Login struct {
	Path, Token, Expires, Header, Prefix string
	Form                                 bool
	Fields                               map[string]Secret
	Life                                 time.Duration
}

// A Signature is what proves calls; see connectors.Signature.
type Signature struct {
	Algorithm, Canonical, Header, TimestampHeader, NonceHeader, Timestamp string
	Base64                                                                bool
	Secret                                                                Secret
}

// HasFiles tells that the source is a folder of files.
func (s *Source) HasFiles() bool { return s.Driver == "files" || s.Driver == "sftp" }

// What may become of personal data in a source.
const (
	PersonalMayLeave     = "stream"        // it is read and judged here
	PersonalPushdownOnly = "pushdown-only" // columns of class personal or sensitive stay there
)

// Where the checks of a source are measured.
const (
	ModeAuto     = "auto"
	ModeStream   = "stream"
	ModePushdown = "pushdown"
)

// An SM4 says how the encrypted columns of a source are read; "" takes what is usual.
type SM4 struct {
	Mode     string // ecb, cbc (default), gcm
	Encoding string // base64 (default), hex
	IV       string // prefix (default), or hexadecimal
	Key      Secret
}

// SourceLimits protect a source; zero values take the connector's defaults.
type SourceLimits struct {
	Connections    int
	RowsPerSecond  int64
	BytesPerSecond int64
	ConnectTimeout time.Duration
	Timeout        time.Duration
	Window         Window        // in which rows may be read
	RowsPerSlice   int64         // of one statement; 0: a table is read in one
	Pause          time.Duration // between two slices
}

// A Secret says where a secret is kept. At most one field is set; none means there
// is no secret.
type Secret struct {
	Env  string // name of an environment variable
	File string // path of a file, relative to the workspace; its last newline is cut
}
