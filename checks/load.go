package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
)

// builtinName stands before the names of shipped files in positions.
const builtinName = "builtin"

// Load reads and binds a workspace. The list holds every fault and every warning,
// sorted by place; the catalog is nil if one of them is an error, unless what has it can
// be left out and Input.LeaveOut says so. Reading stops at nothing: a broken file keeps
// its own definitions back, the others are still bound.
func Load(in Input) (*Catalog, diag.List) {
	l := newLoader(in)
	l.all()
	switch {
	case !l.faults.Errors():
		l.catalog.Hash = l.hash()
		return l.catalog, l.faults.Sorted()
	case in.LeaveOut:
		return leaveOut(in, l)
	}
	return nil, l.faults.Sorted()
}

// all reads everything, in the order in which one thing names another.
func (l *loader) all() {
	l.loadDeployment()
	l.loadTrees()
	l.loadDictionaries()
	l.loadRules()
	l.loadContracts()
	l.loadSystems()
	l.loadServices()
	l.lint()
}

// Language gives the language of a workspace's screens, "zh" or "en", even where its
// definitions have errors; "zh" if there is no workspace.
func Language(in Input) string {
	l := newLoader(in)
	l.loadDeployment()
	return l.catalog.Deployment.Language
}

// Zone gives the time zone of a workspace, even where its definitions have errors.
func Zone(in Input) *time.Location {
	l := newLoader(in)
	l.loadDeployment()
	return l.catalog.Deployment.Zone
}

// Texts reads the files that a list points at, by their names in its positions, for
// diag.Render.
func Texts(in Input, list diag.List) map[string][]byte {
	texts := map[string][]byte{}
	read := func(p diag.Pos) {
		if _, ok := texts[p.File]; ok || p.File == "" {
			return
		}
		for _, layer := range layers(in, true) {
			if name, ok := layer.inside(p.File); ok {
				if data, err := fs.ReadFile(layer.files, name); err == nil {
					texts[p.File] = data
					return
				}
			}
		}
	}
	for _, d := range list {
		read(d.Span.Start)
		for _, r := range d.Related {
			read(r.Span.Start)
		}
	}
	return texts
}

// loader carries what is known so far from one step of Load to the next.
type loader struct {
	in           Input
	kinds        map[string]Kind
	catalog      *Catalog
	faults       diag.List
	sums         map[string][sha256.Size]byte // of every file read, by name
	broken       map[string]bool              // folders in which a file could not be parsed
	brokenTables []string
	constants    map[string]rules.Type
	constantAt   map[string]constantSource
	named        map[string]rules.NamedRule
	namedAt      map[string]*namedSource
	called       map[string]bool // named rules that an expression calls
	contracts    map[string]*Contract
	wholes       map[string]*whole // contracts with several tables, which are in contracts one by one
	written      map[*Contract]*syntax.Value
	unboundYet   []*Contract              // registered, their checks not bound
	sharedFiles  map[string]document      // what contracts may include, by name
	sharedRoots  map[string]*syntax.Value // of them those that were read; nil: it could not be
	aside        map[string]document      // shipped contracts that nothing has named yet, by id
	asideWatches map[string]document      // shipped systems that nothing has named yet, by id
	dictionaries []string                 // names, once they are read
	forms        map[string]syntax.Shape
	parsed       map[string]parsed // files that were read side by side, by name
	trees        map[string]tree   // shipped files that need not be parsed, by name
	kept         map[string]tree   // of shipped files that were parsed; nil: nobody asks
	meaning      *meaning          // of names in rules, once they are read
	compiled     *compiled
	fails        map[string]*Bound // the bound of a kind's checks if none is written, by kind
	at           map[string]*Watch // by path
	out          *omitted          // what is left out; nil: nothing
	roots        []*syntax.Value   // of the systems, with what a workspace says laid over
	ruleFields   []syntax.Field    // named rules as they were written
	beside       bool              // one of several that read side by side: it changes nothing that they share
	alone        bool              // it would have had to
	drafts       []*draft
}

func newLoader(in Input) *loader {
	l := &loader{
		in: in, kinds: map[string]Kind{}, catalog: &Catalog{Constants: map[string]rules.Value{}, Editions: map[string]string{}},
		sums: map[string][sha256.Size]byte{}, broken: map[string]bool{},
		constants: map[string]rules.Type{}, constantAt: map[string]constantSource{},
		named: map[string]rules.NamedRule{}, namedAt: map[string]*namedSource{},
		called: map[string]bool{}, contracts: map[string]*Contract{}, wholes: map[string]*whole{},
		written: map[*Contract]*syntax.Value{}, aside: map[string]document{}, asideWatches: map[string]document{},
		forms: map[string]syntax.Shape{}, parsed: map[string]parsed{}, compiled: &compiled{by: map[string]*rules.Expr{}}, fails: map[string]*Bound{}, at: map[string]*Watch{},
	}
	for _, k := range in.Kinds {
		doc := k.Doc()
		l.kinds[doc.Name] = k
		if b, err := ParseBound(doc.DefaultFail, doc.BoundForm()); doc.DefaultFail != "" && err == nil {
			l.fails[doc.Name] = &b
		}
	}
	return l
}

func (l *loader) report(code string, span diag.Span, hint, format string, args ...any) {
	l.faults.Add(diag.New(code, span, fmt.Sprintf(format, args...), hint))
}

// relate adds a second place to the diagnostic reported last.
func (l *loader) relate(span diag.Span, message string) {
	d := &l.faults[len(l.faults)-1]
	d.Related = append(d.Related, diag.Related{Span: span, Message: message})
}

// layer is one file system that definitions are read from.
type layer struct {
	files   fs.FS
	prefix  string
	shipped bool
}

// inside turns a name of a position back into a name of the layer.
func (y layer) inside(name string) (string, bool) {
	if y.prefix == "" {
		return name, true
	}
	return strings.CutPrefix(name, y.prefix+"/")
}

// layers lists the file systems, the shipped one first.
func layers(in Input, builtin bool) []layer {
	var list []layer
	if builtin && in.Builtin != nil {
		list = append(list, layer{in.Builtin, builtinName, true})
	}
	return append(list, layer{in.Workspace, in.Name, false})
}

// document is one file that was read.
type document struct {
	name    string // in positions
	base    string // file name without its extension
	data    []byte
	builtin bool
	encoded []byte // of a shipped file: its definition, for syntax.Decode; nil: it is parsed
}

// documents reads the files of a folder in every layer, by name.
func (l *loader) documents(folder, ext string) []document {
	return l.documentsLike(folder, ext, func(string) bool { return true })
}

// documentsLike reads those of them whose name without the extension is wanted.
func (l *loader) documentsLike(folder, ext string, wanted func(base string) bool) []document {
	var docs []document
	for _, layer := range layers(l.in, slices.Contains(l.catalog.Deployment.Use, builtinName)) {
		entries, err := fs.ReadDir(layer.files, folder)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
				continue
			}
			name := path.Join(layer.prefix, folder, e.Name())
			if !strings.HasSuffix(e.Name(), ext) {
				l.strayFile(name, e.Name(), ext)
				continue
			}
			base := strings.TrimSuffix(e.Name(), ext)
			if !wanted(base) || l.out.file(folder, base) {
				continue
			}
			data, err := fs.ReadFile(layer.files, path.Join(folder, e.Name()))
			if err != nil {
				l.broken[folder] = true
				l.report("DW-1102", fileSpan(name), "", "the file cannot be read")
				continue
			}
			d := document{name: name, base: base, data: data, builtin: layer.shipped}
			d.encoded = l.sum(layer, name, path.Join(folder, e.Name()), data)
			docs = append(docs, d)
		}
	}
	return docs
}

// sum remembers a file for the hash, under a name that does not depend on where the
// workspace lies. Samples are no definitions. What is known of a shipped file it gives.
func (l *loader) sum(y layer, at, name string, data []byte) (encoded []byte) {
	if isSample(strings.TrimSuffix(name, path.Ext(name))) {
		return nil
	}
	if y.shipped {
		name = builtinName + ":" + name
		if t, ok := l.shippedTree(at, data); ok {
			l.sums[name] = t.sum
			return t.encoded
		}
	}
	l.sums[name] = sha256.Sum256(data)
	return nil
}

// isSample tells a file of samples from the contract or the watches that it tries.
func isSample(base string) bool { return strings.HasSuffix(base, "_test") }

// strayFile warns of a definition that would silently not count.
func (l *loader) strayFile(name, base, ext string) {
	if slices.Contains([]string{".yml", ".yaml", ".csv", ".txt"}, strings.ToLower(path.Ext(base))) {
		l.report("DW-1109", fileSpan(name), "rename it to end in "+ext, "the file is not read: its name does not end in %s", ext)
	}
}

// form gives a shape by name, made once.
func (l *loader) form(name string, make func() syntax.Shape) syntax.Shape {
	s, ok := l.forms[name]
	if !ok {
		s = make()
		l.forms[name] = s
	}
	return s
}

// argsForm is the form of what a kind's Bind gets.
func (l *loader) argsForm(doc KindDoc) syntax.Shape { return l.form("kind "+doc.Name, doc.argsShape) }

// hash identifies the definitions: every file's name and sum.
func (l *loader) hash() string {
	var names []string
	for name := range l.sums {
		names = append(names, name)
	}
	slices.Sort(names)
	h := sha256.New()
	for _, name := range names {
		sum := l.sums[name]
		fmt.Fprintf(h, "%s\x00%x\n", name, sum)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fileSpan points at a file as a whole.
func fileSpan(name string) diag.Span { return diag.Span{Start: diag.Pos{File: name}} }
