package measure

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"syscall"

	"github.com/dogwatch/dogwatch/connectors"
)

// A spillFile is one sorted run on disk, encrypted (AES-256-CTR) with the key of
// the process. The counter's upper half is the file's number, so no two files share
// a key stream.
type spillFile struct {
	file   *os.File
	block  cipher.Block
	number uint64
	out    *bufio.Writer
	in     *bufio.Reader
	held   []byte
	keyEnd int
}

func createSpill(s *Spill) (*spillFile, error) {
	block, err := aes.NewCipher(s.Key[:])
	if err != nil {
		return nil, spillError(err)
	}
	file, err := os.CreateTemp(s.Dir, "spill-*")
	if err != nil {
		return nil, spillError(err)
	}
	f := &spillFile{file: file, block: block, number: s.files.Add(1)}
	f.out = bufio.NewWriterSize(&cipher.StreamWriter{S: f.stream(), W: file}, 64<<10)
	return f, nil
}

func (f *spillFile) stream() cipher.Stream {
	var iv [aes.BlockSize]byte
	binary.BigEndian.PutUint64(iv[:8], f.number)
	return cipher.NewCTR(f.block, iv[:])
}

func (f *spillFile) write(key, payload []byte) error {
	var head [2 * binary.MaxVarintLen64]byte
	n := binary.PutUvarint(head[:], uint64(len(key)))
	n += binary.PutUvarint(head[n:], uint64(len(payload)))
	// bufio keeps the first error: one look at the end is enough.
	_, _ = f.out.Write(head[:n])
	_, _ = f.out.Write(key)
	_, err := f.out.Write(payload)
	return spillError(err)
}

// put writes a record of a size that the reader knows.
func (f *spillFile) put(record []byte) error {
	_, err := f.out.Write(record)
	return spillError(err)
}

// get fills record with the next one that was put; more is false at the end.
func (f *spillFile) get(record []byte) (more bool, err error) {
	if _, err = io.ReadFull(f.in, record); errors.Is(err, io.EOF) {
		return false, nil
	}
	return err == nil, spillError(err)
}

// rewind ends the writing and starts the reading, or starts it again.
func (f *spillFile) rewind() error {
	if f.out != nil {
		if err := f.out.Flush(); err != nil {
			return spillError(err)
		}
		f.out = nil
	}
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return spillError(err)
	}
	f.in = bufio.NewReaderSize(&cipher.StreamReader{S: f.stream(), R: f.file}, 64<<10)
	return nil
}

func (f *spillFile) advance() (bool, error) {
	keyLen, err := binary.ReadUvarint(f.in)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, spillError(err)
	}
	payloadLen, err := binary.ReadUvarint(f.in)
	if err != nil {
		return false, spillError(err)
	}
	size := int(keyLen + payloadLen)
	if cap(f.held) < size {
		f.held = make([]byte, size, size*2)
	}
	f.held, f.keyEnd = f.held[:size], int(keyLen)
	_, err = io.ReadFull(f.in, f.held)
	return err == nil, spillError(err)
}

func (f *spillFile) key() []byte     { return f.held[:f.keyEnd] }
func (f *spillFile) payload() []byte { return f.held[f.keyEnd:] }

// remove closes and deletes the file. A file that cannot be deleted is unreadable
// without the process's key.
func (f *spillFile) remove() {
	_ = f.file.Close()
	_ = os.Remove(f.file.Name())
}

// spillError classifies a failure of the local disk.
func spillError(err error) error {
	if err == nil {
		return nil
	}
	failure := &connectors.Error{Op: "spill", Source: "to the temporary folder", Class: connectors.Local, Reason: "a temporary file cannot be used"}
	if errors.Is(err, syscall.ENOSPC) {
		failure.Reason = "no room left for temporary files"
	}
	failure.Hint = "free room there, or set TMPDIR to a folder that has more"
	return failure
}
