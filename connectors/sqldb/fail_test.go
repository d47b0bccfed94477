package sqldb

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// TestNetwork: what no driver's code explains has a class by what the socket says.
func TestNetwork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err   error
		class connectors.Class
		retry bool
	}{
		{&net.OpError{Op: "remote error", Err: tls.AlertError(116)}, connectors.Refused, false}, // certificate required
		{&net.OpError{Op: "dial", Err: io.EOF}, connectors.Unreachable, true},
		{&net.OpError{Op: "read", Err: io.EOF}, connectors.Protocol, true},
		{&tls.CertificateVerificationError{}, connectors.Unreachable, false},
		{&net.DNSError{}, connectors.Unreachable, true},
		{io.ErrShortWrite, connectors.Protocol, false},
	} {
		f := network(fmt.Errorf("connect: %w", c.err))
		if f.Class != c.class || f.Retryable != c.retry || f.Reason == "" {
			t.Errorf("%v: %+v", c.err, f)
		}
	}
}
