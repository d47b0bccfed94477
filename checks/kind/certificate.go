package kind

import (
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// certificate: the TLS certificate of the source is in order and does not run out soon.
func certificate() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "certificate", Title: "数字证书",
			Shape: syntax.OneOf(syntax.Bool(), syntax.Object(
				syntax.Key{Name: "host", Shape: syntax.Text(), Doc: "The host that the certificate must be for; without it that of the source's `url`. For a service that is reached by its address.", Example: "licence.example.gov.cn"},
			).Titled("a certificate check")).Noted("true, or {host: …}"),
			DefaultOp: checks.LT, DefaultFail: "< 7d", Unit: checks.UnitSeconds,
			Doc: "How long the certificate that an https source presents will last: until the first of its chain runs out. One that has run out, is not yet in force, is for other hosts, or whose chain does not lead to an authority of the source's `ca_file` (without it of the system) fails whatever the bounds say, also where `tls: require` has the calls go on. " +
				"Nothing is sent to the service. Skipped while it is not reached, and where the source's `url` is not https: there is none. A source of another kind cannot be asked: declare its address as an http source.",
			Example: "certificate: true\nwarn: 30d\nfail: 7d",
		}),
		bind: bindCertificate, measures: measureCertificate, find: findCertificate,
	}
}

// certificateParams are the Params of certificate.
type certificateParams struct{ host string }

func bindCertificate(scope checks.BindScope, args *syntax.Value) any {
	if args.Form == syntax.Map {
		host := args.Get("host")
		if host == nil {
			return &certificateParams{}
		}
		if strings.ContainsAny(host.Text, "/: ") && !strings.Contains(host.Text, "::") {
			scope.Report(host, codeParameter, "`"+host.Text+"` is no name of a host", "without scheme, port and path: licence.example.gov.cn")
			return nil
		}
		return &certificateParams{host.Text}
	}
	if bindLink(scope, args) == nil {
		return nil
	}
	return &certificateParams{}
}

func measureCertificate(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*certificateParams)
	if !ok {
		return nil
	}
	return []checks.Measure{checks.Probe{Aspect: checks.ProbeCertificate, Host: p.host}}
}

func findCertificate(j checks.Judgement) finding {
	f, p, ok := probed(j)
	switch {
	case !ok:
		return f
	case p.Certificate == nil && p.Class != "":
		f.skipped = join("not reached", p.Class)
		return f
	case p.Certificate == nil:
		return finding{failure: notMeasured()}
	}
	c := p.Certificate
	f.measured = checks.Quantity{Value: between(j.AsOf, c.NotAfter), Unit: checks.UnitSeconds}
	f.parts = map[string]string{"subject": c.Subject, "issuer": c.Issuer, "until": civilDate(j, c.NotAfter)}
	f.found = join("the certificate of "+c.Subject+" lasts until "+f.parts["until"], "issued by "+c.Issuer)
	f.broken = join(certificateFaults(j, c, f.parts)...)
	return f
}

// certificateFaults says what is wrong with a certificate, in words and in parts.
func certificateFaults(j checks.Judgement, c *checks.Certificate, parts map[string]string) []string {
	var faults []string
	if c.NotAfter.Before(j.AsOf) {
		faults = append(faults, "it has run out")
	}
	if c.NotBefore.After(j.AsOf) {
		parts["early"] = civilDate(j, c.NotBefore)
		faults = append(faults, "it is not in force before "+parts["early"])
	}
	if c.Untrusted != "" {
		parts["untrusted"] = c.Untrusted
		faults = append(faults, "it is not trusted: "+c.Untrusted)
	}
	if c.Misnamed {
		parts["names"] = strings.Join(c.Names, ", ")
		faults = append(faults, "it is for other hosts: "+parts["names"])
	}
	return faults
}

// civilDate shows the day of an instant in the workspace's zone.
func civilDate(j checks.Judgement, at time.Time) string { return at.In(j.Zone).Format(time.DateOnly) }
