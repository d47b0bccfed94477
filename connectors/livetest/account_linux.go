package livetest

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// An account is whom servers run as: they refuse to run as root.
type account struct {
	change   bool
	uid, gid int
}

// unprivileged is the present account, or nobody if that is root.
func unprivileged() (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return account{}, fmt.Errorf("no unprivileged account: %w", err)
	}
	uid, err := strconv.Atoi(nobody.Uid)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.Atoi(nobody.Gid)
	return account{change: true, uid: uid, gid: gid}, err
}

func (a account) own(path string) error {
	if !a.change {
		return nil
	}
	return os.Chown(path, a.uid, a.gid)
}

// attributes make a child end with this process and out of reach of its terminal. To
// PostgreSQL SIGQUIT is an immediate shutdown that takes its backends along.
func (a account) attributes() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT, Setpgid: true}
	if a.change {
		attributes.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid), NoSetGroups: false}
	}
	return attributes
}

// apart keeps the reaper alive when a terminal's interrupt ends the tests.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
