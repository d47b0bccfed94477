package kind

import (
	"math/big"
	"path"
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// file: the file that is expected has arrived, whole, and is another than the last.
func file() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "file", Title: "文件到达", Aspect: checks.Content, Dimension: checks.Availability,
			Shape: syntax.OneOf(syntax.Bool().Noted("true"), syntax.Object(
				syntax.Key{Name: "again", Shape: syntax.Enum("warn", "ignore"), Default: "warn", Doc: "What of a file with the same bytes as that of the last accepted delivery: it was sent again unchanged. With ignore the file is not read for it."},
			).Titled("a file")),
			DefaultOp: checks.InRange, DefaultFail: "1..", Unit: checks.UnitBytes,
			Doc:     "The size in bytes of the newest file that the watch's `from: {file: …}` matches; outside of the range it fails, and so an empty file does. If none has come for the delivery that is expected, it is waiting before that is due, and fails after it, or at once if nothing says by when it is due. One that is still being written (a name such as .part, no trailer, no companion) is waiting; if nobody has written to it for a day, it fails. Every watch of a file has it.",
			Example: "file: true\nfail: 1000..2000000000",
		},
		bind: bindFile, find: findFile,
		measures: func(w *checks.Watch, c *checks.Check) []checks.Measure {
			p, ok := c.Params.(*fileParams)
			if !ok || w.From.File == nil || w.Delivery == nil {
				return nil
			}
			return []checks.Measure{checks.Delivered{Digest: !p.again}}
		},
		lack: "write `from: {file: …}` in the watch",
	}
}

// fileParams are the Params of file.
type fileParams struct{ again bool } // the same file may come again

func bindFile(scope checks.BindScope, args *syntax.Value) any {
	if args.Form == syntax.Scalar && args.Is("false") {
		scope.Report(args, codeParameter, "a check that is not wanted is left out", "write file: true")
		return nil
	}
	return &fileParams{again: args.Get("again").Is("ignore")}
}

// givenUp is how long a half-written file is waited for.
const givenUp = 24 * time.Hour

func findFile(j checks.Judgement) finding {
	a := j.Results[0].Arrival
	if a == nil || a.File == nil {
		return finding{failure: notMeasured()}
	}
	f := finding{parts: fileParts(a), trips: func(*checks.Bound) bool { return false }}
	switch {
	case !a.Arrived && !a.Overdue:
		f.waiting = "delivery not due until " + a.Due.Format(minutes)
	case a.Overdue:
		f.broken = join("no complete file has come for the delivery that was due at "+a.Due.Format(minutes), a.Loading)
	case a.Loading != "" && !a.File.Modified.IsZero() && j.AsOf.Sub(a.File.Modified) >= givenUp:
		f.broken = "the file is not complete, and nobody has written to it since " + a.File.Modified.Format(minutes) + ": " + a.Loading
	case a.Loading != "":
		f.waiting = "load in progress: " + a.Loading
	case a.File.Name == "":
		f.broken = "no file matches " + j.Watch.From.Name
	default:
		return arrived(j, f, a.File)
	}
	return f
}

// arrived judges the size of a file, and whether it is another than the last.
func arrived(j checks.Judgement, f finding, found *checks.FileFound) finding {
	f.trips = nil
	f.measured = checks.Quantity{Value: new(big.Rat).SetInt64(found.Size), Unit: checks.UnitBytes}
	f.counts = checks.Counts{Rows: 1, Judged: 1}
	f.found = path.Base(found.Name) + " of " + commas(found.Size) + " bytes"
	if found.Digest == "" || j.History == nil {
		return f
	}
	for _, past := range j.History.Earlier(j.Check.ID, "", 1) {
		if past.Parts["digest"] == found.Digest {
			f.doubt = "it was sent again unchanged: the same bytes as " + path.Base(past.Parts["file"]) + " of " + past.Period
		}
	}
	return f
}

func fileParts(a *checks.Arrival) map[string]string {
	parts := deliveryParts(a)
	if a.File.Name == "" {
		return parts
	}
	parts["file"] = a.File.Name
	parts["size"] = strconv.FormatInt(a.File.Size, 10)
	parts["modified"] = a.File.Modified.Format(minutes)
	if a.File.Digest != "" {
		parts["digest"] = a.File.Digest
	}
	return parts
}
