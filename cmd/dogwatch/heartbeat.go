package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/beat"
)

func newHeartbeat(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "heartbeat", Short: "Hear the beats of pushes and jobs", Args: noArguments}
	cmd.AddCommand(newHeartbeatListen(a))
	return cmd
}

// listening is where beats are heard, and what protects it.
type listening struct{ addr, token, certificate, key string }

func newHeartbeatListen(a *app) *cobra.Command {
	l := listening{}
	cmd := &cobra.Command{
		Use:   "listen --token-file FILE",
		Short: "Offer an HTTP endpoint for beats until it is stopped",
		Long: `Hear beats over HTTP and record them in the state: POST /beat/SYSTEM/WATCH with the token
in "Authorization: Bearer TOKEN" is a beat of a watch with a check of the kind "heartbeat".
The answer is 204; 503 asks to send it again. Bodies are ignored.

The token is the first line of a file, of 16 characters at least: "openssl rand -hex 24"
makes one. Without --cert and --key it speaks plain HTTP: then keep it on this machine,
as it is by default, or behind a proxy that speaks TLS. Ctrl-C or SIGTERM ends it with 0.`,
		Example: "  dogwatch heartbeat listen --addr 127.0.0.1:8099 --token-file /etc/dogwatch/beat.token --dir /srv/dogwatch\n" +
			"  curl -X POST -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:8099/beat/elderly-allowances/household-registry",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.hear(cmd.Context(), l) },
	}
	cmd.Flags().StringVar(&l.addr, "addr", "127.0.0.1:8099", "where to listen; port 0 takes a free one and prints it")
	cmd.Flags().StringVar(&l.token, "token-file", "", "the file whose first line is the token")
	cmd.Flags().StringVar(&l.certificate, "cert", "", "certificate of the endpoint (PEM), with --key")
	cmd.Flags().StringVar(&l.key, "key", "", "key of the certificate (PEM)")
	return cmd
}

func (a *app) hear(ctx context.Context, l listening) (err error) {
	token, err := firstLineOf(l.token)
	if err != nil {
		return err
	}
	if (l.certificate == "") != (l.key == "") {
		return errors.New("--cert and --key go together")
	}
	cat, err := a.load()
	if err != nil {
		return err
	}
	var paths []string
	for _, w := range pipelines.Beating(cat) {
		paths = append(paths, w.Path())
	}
	if len(paths) == 0 {
		return errors.New("no watch has a check of the kind heartbeat: there is nothing to hear")
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	listener, err := beat.NewListener(token, paths, a.now, state.RecordBeat)
	if err != nil {
		return fmt.Errorf("%s: %w", l.token, err)
	}
	return a.listen(ctx, l, listener)
}

// firstLineOf reads a token.
func firstLineOf(path string) (string, error) {
	if path == "" {
		return "", errors.New("--token-file names the file with the token")
	}
	text, err := os.ReadFile(path)
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(line), err
}

// The limits of a call: a beat is a few hundred bytes.
const (
	beatTimeout = 10 * time.Second
	beatHeaders = 16 << 10
	hangUp      = 5 * time.Second
)

// listen serves until the context ends; beats that are being recorded then are waited for.
func (a *app) listen(ctx context.Context, l listening, handler http.Handler) error {
	where, err := (&net.ListenConfig{}).Listen(ctx, "tcp", l.addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: is it in use? %w", l.addr, err)
	}
	server := &http.Server{Handler: handler, ReadTimeout: beatTimeout, WriteTimeout: beatTimeout, IdleTimeout: time.Minute, MaxHeaderBytes: beatHeaders}
	closed := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		closing, cancel := context.WithTimeout(context.Background(), hangUp)
		defer cancel()
		closed <- server.Shutdown(closing)
	})
	defer stop()
	fmt.Fprintln(a.out, "listening on "+where.Addr().String())
	if l.certificate != "" {
		err = server.ServeTLS(where, l.certificate, l.key)
	} else {
		err = server.Serve(where)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return <-closed
	}
	return err
}
