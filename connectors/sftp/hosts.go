package sftp

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/dogwatch/dogwatch/connectors"
)

// hosts are the keys that a server may show. One connection uses it.
type hosts struct {
	place   *place
	op      string
	known   ssh.HostKeyCallback
	refusal *connectors.Error // why the key was refused; nil: it was not
}

// hosts reads the file of known keys.
func (p *place) hosts(op string) (*hosts, error) {
	known, err := knownhosts.New(p.config.KnownHosts)
	if err == nil {
		return &hosts{place: p, op: op, known: known}, nil
	}
	e := p.fail(op, connectors.Local, "the file known_hosts cannot be read, or a line of it is no host key")
	e.Hint = "put the server's key there: ssh-keyscan -p " + fmt.Sprint(p.config.Port) + " " + p.config.Host + ", and compare its fingerprint with what the server's owner tells you"
	return nil, e
}

// check implements ssh.HostKeyCallback.
func (h *hosts) check(address string, remote net.Addr, key ssh.PublicKey) error {
	err := h.known(address, remote, key)
	if err == nil {
		return nil
	}
	shown := ssh.FingerprintSHA256(key)
	unfit, _ := errors.AsType[*knownhosts.KeyError](err)
	_, revoked := errors.AsType[*knownhosts.RevokedError](err)
	switch {
	case revoked:
		h.refuse("the server shows a key that known_hosts has revoked ("+shown+"): it may be another machine", "do not go on; ask the server's owner")
	case unfit != nil && len(unfit.Want) > 0:
		h.changed(shown, unfit.Want)
	default:
		h.refuse("known_hosts has no key of this server, which shows "+key.Type()+" "+shown,
			"compare the fingerprint with what the server's owner tells you, and only then put the key into known_hosts")
	}
	return err
}

// changed says that the server has another key than it had.
func (h *hosts) changed(shown string, want []knownhosts.KnownKey) {
	var had, lines []string
	for _, known := range want {
		had = append(had, ssh.FingerprintSHA256(known.Key))
		lines = append(lines, fmt.Sprint(known.Line))
	}
	h.refuse("the server's host key has CHANGED: it shows "+shown+", known_hosts has "+strings.Join(had, ", ")+"; another machine may be in its place. Nothing was sent",
		"do not go on: ask the server's owner whether the key was changed and for its fingerprint; if it is the shown one, replace line "+strings.Join(lines, ", ")+" of known_hosts")
}

func (h *hosts) refuse(reason, hint string) {
	h.refusal = h.place.fail(h.op, connectors.Refused, reason)
	h.refusal.Hint = hint
}

// algorithms are those of the keys that are known: a server with several keys then shows
// one of them. Nil if none is known.
func (h *hosts) algorithms(address string, remote net.Addr) []string {
	unfit, _ := errors.AsType[*knownhosts.KeyError](h.known(address, remote, nobody{}))
	if unfit == nil {
		return nil
	}
	var list []string
	for _, known := range unfit.Want {
		switch name := known.Key.Type(); name {
		case ssh.KeyAlgoRSA:
			list = append(list, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
		default:
			list = append(list, name)
		}
	}
	return list
}

// nobody is a key that no server has.
type nobody struct{}

func (nobody) Type() string                        { return "none" }
func (nobody) Marshal() []byte                     { return nil }
func (nobody) Verify([]byte, *ssh.Signature) error { return errors.New("no key") }
