package connectors

import (
	"context"
	"io"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// A Config is everything needed to open a source. Secrets are already resolved:
// it is never logged or shown.
type Config struct {
	Name     string // in the deployment file
	Driver   string // "sqlite", "mysql", "postgres", "oracle", "flightsql", "files", "sftp", "http"
	Host     string
	Port     int
	Database string // database, service name, or empty
	User     string
	Password string
	Path     string // SQLite file, folder of files, there too if it is another machine's
	URL      string // base URL of an HTTP source
	Token    string // bearer token of an HTTP or Flight SQL source
	Headers  map[string]string
	TLS      string // "", "off", "require", "verify"
	CAFile   string
	CertFile string // with KeyFile: the client's certificate, PEM
	KeyFile  string
	// KnownHosts is the file of the host keys that an SFTP server may show, as of OpenSSH.
	KnownHosts string
	Encoding   string            // of files: "utf-8", "gbk", "gb18030"
	Options    map[string]string // what only one driver knows
	SM4        *SM4              // of columns with Form.SM4; nil: there is none
	Limits     Limits
	// Login, Signature and TestIdentity are for the calls of an HTTP source; nil and ""
	// for none. With a TestIdentity no call may name another person.
	Login        *Login
	Signature    *Signature
	TestIdentity string
	// Now is the clock of tokens and signatures, Random of what may stand in one only once;
	// nil where neither is used.
	Now    func() time.Time
	Random io.Reader
	// Allocator gives the memory of records; nil: memory.DefaultAllocator. A connector
	// with no stream open holds none of it.
	Allocator memory.Allocator
}

// Limits protect a source. Zero values take the defaults of Defaults.
type Limits struct {
	Connections    int           // at once
	RowsPerSecond  int64         // 0: unlimited
	BytesPerSecond int64         // 0: unlimited
	ConnectTimeout time.Duration // login included
	Timeout        time.Duration // of one statement or call
	MaxBodyBytes   int64         // of an HTTP answer
}

// Defaults fills the zero fields: 2 connections, 10 s to connect, 10 min for a
// statement, 64 MiB for a body.
func (l Limits) Defaults() Limits {
	if l.Connections == 0 {
		l.Connections = 2
	}
	if l.ConnectTimeout == 0 {
		l.ConnectTimeout = 10 * time.Second
	}
	if l.Timeout == 0 {
		l.Timeout = 10 * time.Minute
	}
	if l.MaxBodyBytes == 0 {
		l.MaxBodyBytes = 64 << 20
	}
	return l
}

// An Opener opens a source of one driver. It connects and logs in at most once.
type Opener func(ctx context.Context, config Config) (Source, error)
