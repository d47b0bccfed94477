//go:build !linux

package livetest

import "syscall"

// An account is whom servers run as: the present one, on systems that have no signal
// at the parent's death. The reaper sees to the end of servers there.
type account struct{}

func unprivileged() (account, error)             { return account{}, nil }
func (account) own(string) error                 { return nil }
func (account) attributes() *syscall.SysProcAttr { return nil }
func apart() *syscall.SysProcAttr                { return nil }
