package measure

import (
	"context"
	"fmt"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
)

// file asks how the file stands that the watch means.
func (p *probes) file(ctx context.Context, s *slot, m checks.Filed) error {
	if p.bind.openErr != nil {
		s.result.Skipped, s.result.Down = p.bind.downText(), p.bind.down()
		return nil
	}
	filer, ok := p.bind.source.(connectors.Filer)
	if !ok || p.bind.from.File == nil {
		return fmt.Errorf("source %s has no files that are found by a pattern", p.bind.watch.Source)
	}
	state, err := filer.File(ctx, p.bind.from, m.Digest)
	if err != nil {
		return err
	}
	s.result.File = &checks.FileFound{
		Name: state.Name, Size: state.Size, Modified: state.Modified, Layout: state.Period, Date: state.Date,
		Digest: state.Digest, Loading: state.Loading, Declared: state.Declared,
	}
	return nil
}

// fileOf says in the connectors' words how a file is found and written. What is dated
// after the day of the run is of the future.
func fileOf(f *checks.File, env rules.Env) *connectors.File {
	if f == nil {
		return nil
	}
	file := &connectors.File{
		Before: today(env) + 1, Format: f.Format, Encoding: f.Encoding, Delimiter: f.Delimiter, Quote: f.Quote, Names: f.Names,
		Sheet: f.Sheet, Skip: f.Skip, Bytes: f.Bytes, Companion: f.Companion,
	}
	for _, w := range f.Widths {
		file.Widths = append(file.Widths, connectors.Width{Name: w.Name, Width: w.Width})
	}
	if f.Trailer != nil {
		file.Trailer = &connectors.Trailer{Begins: f.Trailer.Begins, Fields: f.Trailer.Fields}
	}
	if f.Control != nil {
		file.Control = &connectors.Control{Name: f.Control.Name, Delimiter: f.Control.Delimiter, Fields: f.Control.Fields}
	}
	return file
}

// today is the civil day of the run.
func today(env rules.Env) int32 {
	at := env.AsOf
	if env.Zone != nil {
		at = at.In(env.Zone)
	}
	year, month, day := at.Date()
	return int32(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
