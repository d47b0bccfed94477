package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// longestStamp is how much of a file is read for the time that it holds.
const longestStamp = 4096

// beat looks at when a file was written, and decodes its first line as the one column
// that is asked for. A name with wildcards is the last match by name.
func (s *Source) beat(ctx context.Context, request connectors.ProbeRequest) (connectors.Probe, error) {
	t := &table{source: s, op: "probe", name: request.From.Name}
	folder, err := s.folder(ctx, t.op, t.name)
	if err != nil {
		return connectors.Probe{}, err
	}
	defer func() { _ = folder.Close() }()
	f, err := find(folder, request.From)
	if err != nil {
		return connectors.Probe{}, t.classify(err)
	}
	t.name = f.name
	probe := connectors.Probe{Written: f.info.ModTime()}
	if len(request.Columns) == 0 {
		return probe, nil
	}
	text, err := firstLine(folder, t.name)
	if err != nil {
		return connectors.Probe{}, t.classify(err)
	}
	builder, err := decode.NewBuilder(s.config.Allocator, request.Columns, 1)
	if err != nil {
		return connectors.Probe{}, s.fail(t.op, t.name, connectors.Local, err.Error())
	}
	defer builder.Release()
	builder.AppendText(0, []byte(text))
	probe.Record, probe.Faults = builder.NewRecord()
	return probe, nil
}

// firstLine reads the first line of a file without the blanks around it.
func firstLine(folder fs.FS, name string) (string, error) {
	file, err := folder.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	head := make([]byte, longestStamp)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head[:n]), "\uFEFF"), "\n")
	return strings.TrimSpace(line), nil
}
