package flightsql_test

import (
	"database/sql"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/certtest"
	"github.com/dogwatch/dogwatch/connectors/flightsql"
	"github.com/dogwatch/dogwatch/connectors/flightsql/flighttest"
)

// secured starts a server with TLS and gives the Config that trusts it; asks says
// whether it wants the client's certificate.
func secured(t *testing.T, db *sql.DB, options flighttest.Options, asks bool) (*flighttest.Server, connectors.Config) {
	t.Helper()
	root := certtest.Issue(t, "town root", nil, certtest.Authority)
	lake, own := certtest.Issue(t, "lake", root, certtest.Loopback), certtest.Issue(t, "dogwatch", root)
	var clients *certtest.Party
	if asks {
		clients = root
	}
	settings := lake.Server(clients)
	options.GRPC = []grpc.ServerOption{grpc.Creds(credentials.NewTLS(settings))}
	server, config := flighttest.Start(t, db, options)
	config.TLS = "verify"
	dir := t.TempDir()
	config.CAFile, _ = root.Write(t, dir, "ca")
	if asks {
		config.CertFile, config.KeyFile = own.Write(t, dir, "own")
	}
	return server, config
}

func TestTLS(t *testing.T) {
	t.Parallel()
	_, config := secured(t, database(t, "CREATE TABLE n (id INTEGER)"), flighttest.Options{}, false)
	if _, err := open(t, config).Schema(t.Context(), connectors.Relation{Name: "n"}); err != nil {
		t.Error(err)
	}
	unchecked := config
	unchecked.TLS, unchecked.CAFile = "require", ""
	open(t, unchecked)
	for name, c := range map[string]struct {
		change func(*connectors.Config)
		class  connectors.Class
	}{
		"an authority that is not known": {func(c *connectors.Config) { c.CAFile = "" }, connectors.Unreachable},
		"another host's name":            {func(c *connectors.Config) { c.Host = "localhost" }, connectors.Unreachable},
		"without TLS":                    {func(c *connectors.Config) { c.TLS, c.CAFile = "off", "" }, connectors.Protocol},
		"a certificate without TLS":      {func(c *connectors.Config) { c.TLS, c.CertFile = "off", c.CAFile }, connectors.Local},
		"no certificate":                 {func(c *connectors.Config) { c.CertFile, c.KeyFile = "nowhere", "nowhere" }, connectors.Local},
	} {
		changed := config
		c.change(&changed)
		changed.Limits.ConnectTimeout = 5 * time.Second
		_, err := flightsql.Open(t.Context(), changed)
		wants(t, name, err, c.class)
	}
}

func TestClientCertificate(t *testing.T) {
	t.Parallel()
	_, config := secured(t, database(t, "CREATE TABLE n (id INTEGER)"), flighttest.Options{}, true)
	if _, err := open(t, config).Schema(t.Context(), connectors.Relation{Name: "n"}); err != nil {
		t.Error(err)
	}
	config.CertFile, config.KeyFile = "", ""
	_, err := flightsql.Open(t.Context(), config)
	// Whether the server's alert or the end of its connection comes first is chance.
	if class := connectors.ClassOf(err); err == nil || class != connectors.Refused && class != connectors.Protocol {
		t.Errorf("without it: %v", err)
	}
}
