package httpapi

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strconv"
)

// rows reads the rows of a body one by one; only one row is in memory.
type rows struct {
	decoder *json.Decoder
	depth   int  // of the objects and lists entered by token
	single  bool // the whole body is one row
	ended   bool
}

// openBody makes the whole body one row, whatever it is.
func openBody(body io.Reader) *rows {
	r := &rows{decoder: json.NewDecoder(body), single: true}
	r.decoder.UseNumber()
	return r
}

// openRows goes to the list at the dotted path. Without one the body is one row, or
// the rows if it is a list.
func openRows(body io.Reader, at string) (*rows, error) {
	if at == "" {
		buffered := bufio.NewReader(body)
		if !startsList(buffered) {
			return openBody(buffered), nil
		}
		body = buffered
	}
	r := openBody(body)
	r.single = false
	for _, step := range pathOf(at) {
		if err := r.enter(step); err != nil {
			return nil, err
		}
	}
	token, err := r.token()
	switch {
	case err != nil:
		return nil, err
	case token == nil: // a null list is an empty one
		r.ended = true
		return r, r.drain()
	case token != json.Delim('['):
		return nil, errNotList
	}
	return r, nil
}

// startsList looks at the first character that is not white space. An error shows
// itself again when the body is read.
func startsList(body *bufio.Reader) bool {
	for {
		first, err := body.ReadByte()
		switch {
		case err != nil:
			return false
		case first == ' ', first == '\t', first == '\r', first == '\n':
			continue
		}
		return body.UnreadByte() == nil && first == '['
	}
}

// token reads the next token and keeps count of the depth. An end of input within a
// value is torn, before the first value it is an empty answer.
func (r *rows) token() (json.Token, error) {
	token, err := r.decoder.Token()
	switch token {
	case json.Delim('{'), json.Delim('['):
		r.depth++
	case json.Delim('}'), json.Delim(']'):
		r.depth--
	}
	if r.depth > 0 {
		err = torn(err)
	}
	return token, err
}

// enter moves to the value of a key or index within the value that comes next.
func (r *rows) enter(step string) error {
	within, err := r.token()
	if err != nil {
		return err
	}
	if within != json.Delim('{') && within != json.Delim('[') {
		return errNoRows
	}
	index, notIndex := strconv.Atoi(step)
	for i := 0; r.decoder.More(); i++ {
		here := notIndex == nil && i == index
		if within == json.Delim('{') {
			key, err := r.token()
			if err != nil {
				return err
			}
			here = key == step
		}
		if here {
			return nil
		}
		if err := r.skip(); err != nil {
			return err
		}
	}
	if _, err := r.token(); err != nil { // why there is no more: its end, or the answer is torn
		return err
	}
	return errNoRows
}

func (r *rows) skip() error {
	var passed json.RawMessage
	return torn(r.decoder.Decode(&passed))
}

// next gives the next row, or io.EOF once the whole answer was read and is sound.
func (r *rows) next() (any, error) {
	var value any
	switch {
	case r.ended:
		return nil, io.EOF
	case r.single:
		return r.whole()
	case r.decoder.More():
		err := torn(r.decoder.Decode(&value))
		return value, err
	}
	r.ended = true
	if _, err := r.token(); err != nil {
		return nil, err
	}
	if err := r.drain(); err != nil {
		return nil, err
	}
	return nil, io.EOF
}

func (r *rows) whole() (value any, err error) {
	r.ended = true
	if err = r.decoder.Decode(&value); errors.Is(err, io.EOF) {
		return nil, errEmpty
	} else if err != nil {
		return nil, err
	}
	return value, r.drain()
}

// drain reads what is left, so that a torn answer is noticed whatever was asked of it.
func (r *rows) drain() error {
	for r.depth > 0 {
		if _, err := r.token(); err != nil {
			return err
		}
	}
	if _, err := r.decoder.Token(); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return err
	}
	return errTrailing
}

// torn is for reads within a value: there an end of input is never a proper one.
func torn(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
