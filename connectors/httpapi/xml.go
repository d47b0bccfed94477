package httpapi

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/dogwatch/dogwatch/connectors"
)

// deepest is how far elements may be nested: what nests further is an attack.
const deepest = 100

// elements reads the elements at a path of an XML document one by one; only one is in
// memory. Names are compared without their namespaces.
type elements struct {
	decoder *xml.Decoder
	at      path
	stack   []string
	met     bool // the element that holds the rows is there
	root    bool // there is a document
}

// openElements leads to the elements at a path from the root on; "" is the whole document
// as one row.
func openElements(body io.Reader, at string) *elements {
	e := &elements{decoder: xml.NewDecoder(body), at: pathOf(at)}
	e.decoder.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		if _, err := htmlindex.Get(name); err != nil {
			return nil, errNotXML
		}
		return in, nil // the body is in UTF-8 already, whatever its prologue says
	}
	return e
}

// next gives the next row, or io.EOF once the whole document was read and is sound. A
// fault of SOAP is an error.
func (e *elements) next() (any, error) {
	for {
		token, err := e.decoder.Token()
		if err != nil {
			return nil, e.end(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			e.stack = e.stack[:len(e.stack)-1]
		case xml.StartElement:
			row, found, err := e.enter(token)
			if err != nil || found {
				return row, err
			}
		}
	}
}

// enter moves into an element; one at the path is read whole.
func (e *elements) enter(start xml.StartElement) (row any, found bool, err error) {
	e.stack, e.root = append(e.stack, start.Name.Local), true
	if len(e.stack) > deepest {
		return nil, false, errDeep
	}
	e.met = e.met || len(e.at) > 0 && slices.Equal(e.stack, e.at[:len(e.at)-1])
	switch {
	case slices.Equal(e.stack, []string{"Envelope", "Body", "Fault"}):
		value, err := e.value(start, len(e.stack))
		return nil, false, errors.Join(err, faultIn(value))
	case len(e.at) == 0:
		value, err := e.value(start, 1)
		if err == nil {
			err = faultIn(pathOf("Body.Fault").in(value))
		}
		e.stack = nil
		return map[string]any{start.Name.Local: value}, true, err
	case !slices.Equal(e.stack, e.at):
		return nil, false, nil
	}
	value, err := e.value(start, len(e.stack))
	e.stack = e.stack[:len(e.stack)-1]
	return value, true, err
}

// value reads an element: its text if it has only that, else its attributes ("@name") and
// children by name. Several children of one name are a list; xsi:nil is null.
func (e *elements) value(start xml.StartElement, depth int) (any, error) {
	if depth > deepest {
		return nil, errDeep
	}
	members := map[string]any{}
	null := false
	for _, a := range start.Attr {
		switch {
		case a.Name.Local == "nil" && strings.HasSuffix(a.Name.Space, "XMLSchema-instance"):
			null = a.Value == "true" || a.Value == "1"
		case a.Name.Space == "" && a.Name.Local != "xmlns":
			members["@"+a.Name.Local] = a.Value
		}
	}
	var text strings.Builder
	for {
		token, err := e.decoder.Token()
		if err != nil {
			return nil, torn(xmlError(err))
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			child, err := e.value(token, depth+1)
			if err != nil {
				return nil, err
			}
			join(members, token.Name.Local, child)
		case xml.EndElement:
			switch {
			case null:
				return nil, nil
			case len(members) == 0:
				return text.String(), nil
			}
			return members, nil
		}
	}
}

// join puts a child beside those of its name.
func join(members map[string]any, name string, child any) {
	before, several := members[name]
	if list, ok := before.([]any); ok {
		members[name] = append(list, child)
	} else if several {
		members[name] = []any{before, child}
	} else {
		members[name] = child
	}
}

// end says what the end of the document means.
func (e *elements) end(err error) error {
	switch {
	case !errors.Is(err, io.EOF):
		return xmlError(err)
	case !e.root:
		return errEmpty
	case len(e.at) > 0 && !e.met:
		return errNoRows
	}
	return io.EOF
}

// xmlError keeps errors of the connection and drops the decoder's text, which quotes.
func xmlError(err error) error {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		if strings.Contains(syntax.Msg, "unexpected EOF") {
			return io.ErrUnexpectedEOF
		}
		return errNotXML
	}
	return err
}

// A soapFault is the answer of a service that could not do what was asked.
type soapFault struct{ code string }

func (f *soapFault) Error() string { return "the service answers with a fault" }

// faultCode is the form of a code that is no text of anybody.
var faultCode = regexp.MustCompile(`^[A-Za-z0-9_:.\-]{1,64}$`)

// faultIn finds the code of a fault of SOAP 1.1 or 1.2; nil for no fault. Its text is left
// where it is: it may quote.
func faultIn(value any) error {
	if value == nil {
		return nil
	}
	for _, at := range []string{"faultcode", "Code.Subcode.Value", "Code.Value"} {
		if code, ok := pathOf(at).in(value).(string); ok && faultCode.MatchString(strings.TrimSpace(code)) {
			return &soapFault{strings.TrimSpace(code)}
		}
	}
	return &soapFault{}
}

// faulty is a fault as an error of the layer.
func (a *answer) faulty(f *soapFault) *connectors.Error {
	e := a.fail(connectors.Refused, f.Error())
	e.Code = f.code
	e.Hint = "ask the owner of the service what the code means"
	return e
}

// faultOf looks for a fault in the body of an answer whose status is an error; nil if it
// has none.
func (a *answer) faultOf(e *connectors.Error) *connectors.Error {
	if a.form != connectors.AnswerXML || a.response.StatusCode < 400 {
		return nil
	}
	_, err := openElements(a.body, "Envelope.Body.Fault").next()
	var fault *soapFault
	if !errors.As(err, &fault) {
		return nil
	}
	found := a.faulty(fault)
	found.Class = e.Class
	return found
}
