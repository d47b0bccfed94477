package report

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

// writeHTML writes one page that needs nothing else: no script, no font, no picture
// from elsewhere. It is made for A4 and reads well on a screen.
func writeHTML(w io.Writer, v View) error {
	t := tongueOf(v.Language)
	functions := template.FuncMap{
		"w":       func(key string) string { return t.word(key) },
		"colon":   t.colon,
		"verdict": t.verdict, "dimension": t.dimension,
		"style": func() template.CSS { return template.CSS(pageStyle) }, //nolint:gosec // our own file
	}
	parsed, err := template.New("page").Funcs(functions).Parse(pageText)
	if err != nil {
		return err
	}
	return parsed.Execute(w, newPage(v))
}
