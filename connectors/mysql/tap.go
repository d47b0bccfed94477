package mysql

import (
	"context"
	"encoding/binary"
	"net"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// The capabilities that decide how an answer is framed (protocol documentation,
// "Capabilities Flags"; the second word is MariaDB's).
const (
	withoutMySQL  = 1 << 0 // CLIENT_MYSQL absent: MariaDB's extended flags follow
	withCompress  = 1 << 5
	withTLS       = 1 << 11
	withoutEOF    = 1 << 24 // CLIENT_DEPRECATE_EOF
	withCacheMeta = 1 << 4  // MARIADB_CLIENT_CACHE_METADATA, extended
)

// A tap is the socket below a connection of the driver. The driver logs in through it;
// between two of its commands we may speak over it ourselves, see exchange. What the
// two sides agreed on stands in the first packet that the client sends.
type tap struct {
	sqldb.Line
	agreed   bool
	flags    uint32
	extended uint32
}

// Write passes on and looks at the first packet.
func (t *tap) Write(p []byte) (int, error) {
	if !t.agreed && len(p) >= 8 {
		t.agreed = true
		t.flags = binary.LittleEndian.Uint32(p[4:])
		const extendedAt = 4 + 4 + 4 + 1 + 19
		if t.flags&withoutMySQL == 0 && len(p) >= extendedAt+4 {
			t.extended = binary.LittleEndian.Uint32(p[extendedAt:])
		}
	}
	return t.Conn.Write(p)
}

// clear tells that packets go over the socket as they are.
func (t *tap) clear() bool { return t != nil && t.agreed && t.flags&(withTLS|withCompress) == 0 }

type tapKey struct{}

// tapping gives a context whose next connection leaves its tap in the result.
func tapping(ctx context.Context) (context.Context, *tap) {
	t := &tap{}
	return context.WithValue(ctx, tapKey{}, t), t
}

// dial connects as the driver would.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if t, ok := ctx.Value(tapKey{}).(*tap); ok && t.Conn == nil {
		t.Conn = conn
		return t, nil
	}
	return conn, nil
}
