// Package sftp reads a folder of files on another machine by the SSH file transfer
// protocol. The files are those of package files; this package owns the way to them.
//
// The server must show a key that Config.KnownHosts has for it. An unknown key and, all
// the more, another one end the connection before anything is sent, with the fingerprint
// and what to do; there is no way to go on. The login is by the private key of
// Config.KeyFile (its passphrase is Config.Password), or else by the password.
//
// It only reads: no file is opened for writing, no command is run. A source has one
// connection, made when it is opened and once more if it was lost; each call has a
// channel of its own in it, which ends with the call's context. A server that sends
// nothing for Limits.Timeout is given up. Links that lead out of the folder are refused.
package sftp
