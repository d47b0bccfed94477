package livetest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// startWithin is how long a server may take on a busy machine.
const startWithin = 90 * time.Second

// StartMariaDB starts a private MariaDB (or MySQL) server. The caller stops it.
func StartMariaDB() (*Server, error) {
	server, err := program("mariadbd", "/usr/sbin", "/usr/libexec", "/usr/local/sbin")
	if err != nil {
		return nil, err
	}
	install, err := program("mariadb-install-db", "/usr/bin", "/usr/local/bin")
	if err != nil {
		return nil, err
	}
	return start("mysql", mariaDatabase{}, func(h *home) ([]string, error) {
		setup := "CREATE USER 'dogwatch'@'%' IDENTIFIED BY '" + h.password + "';\n" +
			"GRANT ALL PRIVILEGES ON *.* TO 'dogwatch'@'%' WITH GRANT OPTION;\n"
		if err := h.file("init.sql", setup); err != nil {
			return nil, err
		}
		err := h.run(install, "--no-defaults", "--datadir="+h.path("data"), "--skip-test-db", "--skip-name-resolve",
			"--auth-root-authentication-method=normal", "--innodb-log-file-size=8M")
		return []string{
			server, "--no-defaults", "--datadir=" + h.path("data"), "--init-file=" + h.path("init.sql"),
			"--bind-address=127.0.0.1", "--port=" + strconv.Itoa(h.port), "--socket=" + h.path("s"),
			"--pid-file=" + h.path("pid"), "--skip-name-resolve", "--skip-log-bin",
			"--innodb-log-file-size=8M", "--innodb-buffer-pool-size=128M", "--innodb-flush-log-at-trx-commit=0",
			"--innodb-doublewrite=0", "--sync-frm=0", "--performance-schema=0", "--max-connections=300",
			"--max-allowed-packet=64M", "--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
		}, err
	})
}

// StartPostgres starts a private PostgreSQL server. The caller stops it.
func StartPostgres() (*Server, error) {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well formed
	sort.Sort(sort.Reverse(sort.StringSlice(folders)))
	folders = append(folders, "/usr/pgsql/bin", "/usr/local/pgsql/bin")
	server, err := program("postgres", folders...)
	if err != nil {
		return nil, err
	}
	initdb, err := program("initdb", folders...)
	if err != nil {
		return nil, err
	}
	return start("postgres", postgresDatabase{}, func(h *home) ([]string, error) {
		if err := h.file("password", h.password); err != nil {
			return nil, err
		}
		err := h.run(initdb, "-D", h.path("data"), "-U", "dogwatch", "--pwfile="+h.path("password"),
			"-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
		arguments := []string{server, "-D", h.path("data"), "-p", strconv.Itoa(h.port)}
		for _, setting := range []string{
			"listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "synchronous_commit=off",
			"full_page_writes=off", "shared_buffers=128MB", "max_connections=300", "logging_collector=off",
		} {
			arguments = append(arguments, "-c", setting)
		}
		return arguments, err
	})
}

// program looks in the given folders before the search path: what lies there may be
// a wrapper.
func program(name string, folders ...string) (string, error) {
	for _, folder := range folders {
		path := filepath.Join(folder, name)
		if found, err := os.Stat(path); err == nil && !found.IsDir() {
			return path, nil
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, errNone)
	}
	return path, nil
}

// start prepares a home, runs the server that prepare names and waits until it answers.
func start(driver string, f flavour, prepare func(*home) ([]string, error)) (*Server, error) {
	h, err := newHome()
	if err != nil {
		return nil, err
	}
	arguments, err := prepare(h)
	if err == nil {
		err = h.serve(arguments)
	}
	if err != nil {
		h.close()
		return nil, err
	}
	s := &Server{folder: h.folder, stop: h.close, config: connectors.Config{
		Name: driver, Driver: driver, Host: "127.0.0.1", Port: h.port, User: "dogwatch", Password: h.password,
	}}
	if err := s.await(f, h); err != nil {
		h.close()
		return nil, err
	}
	return s, nil
}

func (s *Server) await(f flavour, h *home) error {
	db, err := f.open(s.config)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-h.ended:
			return fmt.Errorf("the server ended: %s", h.log())
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w: %s", err, h.log())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
