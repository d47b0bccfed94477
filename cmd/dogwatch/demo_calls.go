package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// demoCA is the file of the certificate that the demo's service shows, in its folder.
const demoCA = "data/service.pem"

// recordLinks keeps what was probed, and what told of itself, between the patrols.
func recordLinks(ctx context.Context, state *store.Store, e *estate.Estate) error {
	for _, p := range e.Probes() {
		if err := state.RecordProbe(ctx, store.ProbeRecord(p)); err != nil {
			return err
		}
	}
	for _, b := range e.Beats() {
		if err := state.RecordBeat(ctx, b.System, b.Watch, b.At); err != nil {
			return err
		}
	}
	return nil
}

// serveCalls starts the service of the calls on loopback, plain and over TLS.
func (d *demo) serveCalls() (stop func(), err error) {
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	certificate, shown, err := estate.Config{}.Certificate()
	if err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	if err := os.WriteFile(filepath.Join(d.dir, demoCA), shown, 0o644); err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	secure, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}})
	if err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	// Who looks at the certificate goes away without a call: that is nothing to log.
	server := &http.Server{Handler: &d.service, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
	for _, listener := range []net.Listener{plain, secure} {
		go func() { _ = server.Serve(listener) }() // ends with ErrServerClosed
	}
	d.url, d.secureURL = "http://"+plain.Addr().String(), "https://"+secure.Addr().String()
	return func() { _ = server.Close() }, nil
}
