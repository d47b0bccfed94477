package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// stateFile is where a workspace keeps its history.
func (a *app) stateFile() string { return filepath.Join(a.dir, "state", "dogwatch.db") }

func (a *app) openState(ctx context.Context) (*store.Store, error) {
	if err := os.MkdirAll(filepath.Dir(a.stateFile()), 0o700); err != nil {
		return nil, fmt.Errorf("the state folder cannot be made: %w", err)
	}
	return store.Open(ctx, store.Config{Path: a.stateFile()})
}

// fingerprintKey reads the key beside the state, or makes it once.
func (a *app) fingerprintKey() ([]byte, error) {
	path := filepath.Join(a.dir, "state", "fingerprint.key")
	key, err := os.ReadFile(path)
	if err == nil && len(key) == 32 {
		return key, nil
	}
	if err == nil {
		return nil, fmt.Errorf("%s is not a key of 32 bytes: restore it from a backup, or fingerprints of earlier runs cannot be compared", path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := makeKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("the key of fingerprints cannot be made: %w", err)
	}
	return a.fingerprintKey() // ours, or that of another process which was first
}

// makeKey makes a key file that appears with its content or not at all: a link,
// unlike a rename, does not replace the key of another process.
func makeKey(path string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".fingerprint-*") // 0600
	if err != nil {
		return err
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // crypto/rand never fails: it ends the process instead
	_, err = file.Write(key)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Link(file.Name(), path)
	}
	return errors.Join(err, os.Remove(file.Name()))
}

// lease is how long a claimed run is held without a heartbeat.
const lease = 2 * time.Minute

// A session is everything that a patrol needs, and its closing.
type session struct {
	patroller *pipelines.Patroller
	store     *store.Store
	close     func() error
}

// openSession opens state, sources and the folder for spilled rows.
func (a *app) openSession(ctx context.Context, cat *checks.Catalog) (*session, error) {
	state, err := a.openState(ctx)
	if err != nil {
		return nil, err
	}
	key, err := a.fingerprintKey()
	if err != nil {
		return nil, errors.Join(err, state.Close())
	}
	temp, err := os.MkdirTemp("", "dogwatch-")
	if err != nil {
		return nil, errors.Join(err, state.Close())
	}
	differs, err := pipelines.Differing(ctx, state)
	if err != nil {
		return nil, errors.Join(err, state.Close(), os.RemoveAll(temp))
	}
	spill := &measure.Spill{Dir: temp}
	_, _ = rand.Read(spill.Key[:]) // crypto/rand never fails: it ends the process instead
	sources := &pipelines.Sources{
		Deployment: &cat.Deployment, Dir: a.dir, Openers: openers(), Secret: a.secret, Store: state, Key: key, Now: a.now, Random: rand.Reader,
		Warn: func(text string) { fmt.Fprintln(a.err, "warning: "+text) },
	}
	host, _ := os.Hostname() // only a label
	return &session{
		store: state,
		patroller: &pipelines.Patroller{
			Catalog: cat, Store: state, Sources: sources, Spill: spill, Key: key, Version: version,
			Owner: fmt.Sprintf("%s:%d", host, os.Getpid()), Dead: gone(host), Lease: lease, Now: a.now, NewID: a.newID, Keep: store.KeepPeriods, Differs: differs,
		},
		close: func() error { return errors.Join(sources.Close(), state.Close(), os.RemoveAll(temp)) },
	}, nil
}

// gone tells that the process "host:pid" of an owner, on this very host, has ended:
// after a kill -9 the next patrol need not wait for the lease. What is in doubt counts
// as alive.
func gone(host string) func(owner string) bool {
	return func(owner string) bool {
		at := strings.LastIndex(owner, ":")
		if host == "" || at < 0 || owner[:at] != host {
			return false
		}
		pid, err := strconv.Atoi(owner[at+1:])
		if err != nil || pid == os.Getpid() {
			return false
		}
		process, err := os.FindProcess(pid)
		if err != nil {
			return false
		}
		return errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
	}
}
