package kind

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// linkDoc is what the kinds that only look at the link have in common.
func linkDoc(doc checks.KindDoc) checks.KindDoc {
	doc.Aspect = checks.Link
	if doc.Dimension == "" {
		doc.Dimension = checks.Availability
	}
	if doc.Shape.Note == "" {
		doc.Shape = syntax.Bool().Noted("true")
	}
	return doc
}

// linkParams are the Params of the kinds that take only `true`.
type linkParams struct{}

func bindLink(scope checks.BindScope, args *syntax.Value) any {
	if !args.Is("true") {
		scope.Report(args, codeParameter, "write true", "to leave the check out of the verdict, override it with `status: proposed`")
		return nil
	}
	return &linkParams{}
}

// probe makes the measures of a kind that asks the source one thing.
func probe(aspect string) func(*checks.Watch, *checks.Check) []checks.Measure {
	return func(*checks.Watch, *checks.Check) []checks.Measure {
		return []checks.Measure{checks.Probe{Aspect: aspect}}
	}
}

// probed gives the answer of a probe; ok is false if there is none.
func probed(j checks.Judgement) (f finding, p *checks.ProbeResult, ok bool) {
	r := j.Results[0]
	f = finding{counts: r.Counts, samples: r.Samples}
	if r.Probe == nil {
		f.failure = notMeasured()
		return f, nil, false
	}
	return f, r.Probe, true
}

// connect: the source answers and accepts the login.
func connect() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "connect", Title: "链路可达", Dimension: checks.Connectivity,
			DefaultOp: checks.LT, DefaultFail: "< 1",
			Doc:     "1 if the source was reached and the login accepted, else 0. Every watch has it. While a source is down its other checks are skipped.",
			Example: "connect: true",
		}),
		bind: bindLink, measures: probe(checks.ProbeConnect), find: findConnect,
	}
}

func findConnect(j checks.Judgement) finding {
	f, p, ok := probed(j)
	if !ok {
		return f
	}
	f.measured, f.found = count(0, checks.UnitNone), "not reached"
	f.parts = map[string]string{}
	if p.Reached {
		f.measured, f.found = count(1, checks.UnitNone), "reached"
	}
	if p.Class != "" {
		f.parts["class"] = p.Class
		f.found += ": " + p.Class
	}
	f.found = join(f.found, p.Reason)
	if p.Version != "" {
		f.parts["version"] = p.Version
	}
	return f
}

// latency: how long the source takes to answer.
func latency() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "latency", Title: "响应时间", DefaultOp: checks.GT, Unit: checks.UnitSeconds,
			Doc:     "The time that one small question, or the call itself, takes to be answered. Skipped while the source is down.",
			Example: "latency: true\nwarn: 2s\nfail: 10s",
		}),
		bind: bindLink, measures: probe(checks.ProbeLatency), find: findLatency,
	}
}

func findLatency(j checks.Judgement) finding {
	f, p, ok := probed(j)
	if !ok {
		return f
	}
	if !p.Reached {
		f.skipped = join("not reached", p.Class)
		return f
	}
	f.counts.Violations = 0
	f.measured = checks.Quantity{Value: new(big.Rat).SetFrac64(p.Latency.Microseconds(), 1_000_000), Unit: checks.UnitSeconds}
	f.found = "answered within " + f.measured.String()
	return f
}

// privilege: the account may read what the watch reads.
func privilege() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "privilege", Title: "读取权限", DefaultOp: checks.GT, DefaultFail: "> 0",
			Doc:     "The number of privileges that the account lacks to read the watch's relation. Every watch has it.",
			Example: "privilege: true",
		}),
		bind: bindLink, measures: probe(checks.ProbePrivilege), find: findPrivilege,
	}
}

func findPrivilege(j checks.Judgement) finding {
	f, p, ok := probed(j)
	if !ok {
		return f
	}
	f.measured = count(int64(len(p.Missing)), checks.UnitNone)
	f.found = "all privileges are granted"
	if len(p.Missing) > 0 {
		f.found = join("not granted: "+strings.Join(p.Missing, ", "), "ask the owner of the source to grant it to this account")
		f.parts = map[string]string{"missing": strings.Join(p.Missing, ", ")}
	}
	return f
}

// schema: the relation has the columns that the watch maps, in readable types.
func schema() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "schema", Title: "表结构",
			Shape: syntax.OneOf(syntax.Bool(), syntax.Object(
				syntax.Key{Name: "strict", Shape: syntax.Bool(), Default: "false", Doc: "Columns that the watch does not know warn."},
			).Titled("a schema check")).Noted("true, or {strict: true}"),
			DefaultOp: checks.GT, DefaultFail: "> 0",
			Doc:     "The number of mapped columns that the relation does not have, or whose physical type cannot be read as the contract's. Columns that are not mapped are told as a part. Every watch of a table has it.",
			Example: "schema: true",
		}),
		bind: bindSchema, measures: probe(checks.ProbeSchema), find: findSchema,
	}
}

// schemaParams are the Params of schema.
type schemaParams struct{ strict bool }

func bindSchema(scope checks.BindScope, args *syntax.Value) any {
	if args.Form == syntax.Map {
		return &schemaParams{strict: args.Get("strict").Is("true")}
	}
	if bindLink(scope, args) == nil {
		return nil
	}
	return &schemaParams{}
}

// undated says of a table of a pattern that is not there what to do.
func undated(j checks.Judgement, f finding) []string {
	pattern := j.Watch.From.Pattern
	if pattern == "" || len(f.samples) == 0 || len(f.samples[0].Key) == 0 || f.samples[0].Key[0].Name != "relation" {
		return nil
	}
	f.parts["pattern"] = pattern
	return []string{"there is no table of this period for the pattern " + pattern + ": ask the partner for it, or correct `from`"}
}

func findSchema(j checks.Judgement) finding {
	f, p, ok := probed(j)
	if !ok {
		return f
	}
	f.measured = count(int64(len(p.Missing)+len(p.Wrong)), checks.UnitNone)
	f.parts = map[string]string{}
	var found []string
	for _, part := range []struct {
		name, words string
		columns     []string
	}{{"missing", "missing", p.Missing}, {"wrong", "not readable", p.Wrong}, {"extra", "not mapped", p.Extra}} {
		if len(part.columns) > 0 {
			f.parts[part.name] = strings.Join(part.columns, ", ")
			found = append(found, part.words+": "+f.parts[part.name])
		}
	}
	f.found = join(append(found, undated(j, f)...)...)
	if len(p.Missing)+len(p.Wrong) == 0 {
		f.found = join("every mapped column is there and readable", f.found)
	}
	if params, ok := j.Check.Params.(*schemaParams); ok && params.strict && len(p.Extra) > 0 {
		f.doubt = fmt.Sprintf("%s not known to the watch", plural(int64(len(p.Extra)), "column", "columns"))
		f.ownWarn = "unknown columns > 0"
	}
	return f
}
