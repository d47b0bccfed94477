package oracle

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// The options of a source.
const (
	optionSID      = "sid"
	optionPrefetch = "prefetch"
)

const (
	defaultPort     = 1521
	defaultPrefetch = 500
)

var _ connectors.Opener = Open

// Open logs in once. Config.Database is the service name.
func Open(ctx context.Context, config connectors.Config) (connectors.Source, error) {
	config.Limits = config.Limits.Defaults()
	if config.Port == 0 {
		config.Port = defaultPort
	}
	if reason := refuse(config); reason != "" {
		return nil, &connectors.Error{Op: "open", Source: config.Name, Class: connectors.Local, Reason: reason}
	}
	source, err := sqldb.Open(ctx, config, &database{config: config})
	if err != nil {
		return nil, err
	}
	return source, nil
}

// refuse names what is wrong with the configuration; "" if nothing is.
func refuse(config connectors.Config) string {
	for _, key := range slices.Sorted(maps.Keys(config.Options)) {
		if key != optionSID && key != optionPrefetch {
			return "option " + key + " is not known; known are prefetch and sid"
		}
	}
	prefetch, err := strconv.Atoi(config.Options[optionPrefetch])
	switch {
	case config.Host == "":
		return "no host"
	case config.Database == "" && config.Options[optionSID] == "":
		return "no service name in database, and no option sid"
	case config.User == "" || config.Password == "":
		return "user and password are needed"
	case strings.EqualFold(config.User, "SYS"):
		return "SYS would log in as SYSDBA: give a login that may only read"
	case config.Options[optionPrefetch] != "" && (err != nil || prefetch < 1 || prefetch > 10_000):
		return "option prefetch is not a number from 1 to 10000"
	case !slices.Contains([]string{"", "off", "require", "verify"}, config.TLS):
		return "tls is not one of off, require, verify"
	}
	return ""
}
