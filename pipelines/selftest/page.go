package selftest

import (
	"html/template"
	"io"
)

// page is one file without scripts or anything fetched.
const page = `<!doctype html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><title>{{word "title"}}</title>
<style>body{font:15px/1.5 sans-serif;margin:2em auto;max-width:62em;padding:0 1em}table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}
td,th{border:1px solid #ccc;padding:.3em .5em;text-align:left;vertical-align:top}code{font-size:13px}.differs{background:#fdd}.advice{background:#ffc}</style></head>
<body><h1>{{word "title"}}</h1><p>{{.About}} · Dogwatch {{.Version}}</p>
{{range .Consequences}}<p>{{.}}</p>
{{end}}{{range .Sections}}<h2>{{.Topic}}</h2><p>{{.Tally}}</p>
{{end}}<table><tr><th>{{word "asked"}}</th><th>{{word "verdict"}}</th><th>{{word "case"}}</th><th>{{word "we"}}</th><th>{{word "server"}}</th><th>{{word "why"}}</th></tr>
{{range .Findings}}<tr class="{{.Verdict}}"><td><code>{{word .Asked}}</code></td><td>{{word .Verdict}}</td><td>{{.Where}}</td><td>{{.We}}</td><td>{{.Server}}</td><td>{{word .Why}}</td></tr>
{{end}}</table></body></html>
`

// WriteHTML writes the result as one page, in "zh" or "en".
func (r *Result) WriteHTML(out io.Writer, language string) error {
	w := wordsOf(language)
	word := func(key any) string {
		switch key := key.(type) {
		case Verdict:
			return w.of(string(key))
		case string:
			return w.of(key)
		}
		return ""
	}
	t, err := template.New("selftest").Funcs(template.FuncMap{"word": word}).Parse(page)
	if err != nil {
		return err
	}
	code := "zh-CN"
	if language == "en" {
		code = "en"
	}
	return t.Execute(out, map[string]any{
		"Language": code, "About": r.about(w), "Version": r.Version, "Consequences": r.consequences(w),
		"Sections": r.sections(w), "Findings": r.Findings,
	})
}
