package draft

import (
	"fmt"
	"regexp"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
)

// A Request says what is written for the profiles of one source.
type Request struct {
	Input    checks.Input    // the workspace that the files are for
	Catalog  *checks.Catalog // what it loads to
	Source   string
	System   string // id of the system that is written
	Title    string
	Contract *checks.Contract // bind this one instead of drafting contracts; nil: draft
	Profiles []*Profile       // with a Contract: one
}

// Drafts are the files of a draft by their names in the workspace.
type Drafts struct {
	Files    map[string][]byte
	Unsure   int // columns that a person has to look at
	Proposed int // checks
}

// Compose writes contracts and watches and loads them over the workspace, so that what
// is written passes lint. The list holds what Load said of the whole, warnings too; the
// error says that no draft could be made.
func Compose(r Request) (*Drafts, diag.List, error) {
	d := &Drafts{Files: map[string][]byte{}}
	var bindings []*binding
	profiles := r.Profiles
	if r.Contract == nil {
		profiles = families(profiles)
	}
	for _, p := range profiles {
		bindings = append(bindings, r.bind(d, p))
	}
	watches := "watches/" + r.System + ".yaml"
	write := func() { d.Files[watches] = []byte(systemYAML(r.System, r.Title, r.Source, bindings)) }
	write()
	cat, list := r.load(d)
	if cat == nil && r.refer(bindings, list) {
		write()
		cat, list = r.load(d)
	}
	if cat == nil {
		return nil, list, fmt.Errorf("the draft of %s would not pass lint: nothing was written", r.System)
	}
	for _, system := range cat.Systems {
		if system.ID != r.System {
			continue
		}
		for _, w := range system.Watches {
			for _, b := range bindings {
				if b.contract == w.Contract.ID {
					d.Proposed += b.propose(w)
				}
			}
		}
	}
	write()
	if cat, list = r.load(d); cat == nil {
		return nil, list, fmt.Errorf("the draft of %s would not pass lint: nothing was written", r.System)
	}
	return d, list, nil
}

// bind drafts the contract and watch of one table.
func (r *Request) bind(d *Drafts, p *Profile) *binding {
	if r.Contract != nil {
		pairs, left := Match(p, r.Contract, r.Catalog.Dictionaries)
		for _, pair := range pairs {
			if len(pair.Unsure) > 0 || len(pair.Stored) == 0 {
				d.Unsure++
			}
		}
		return p.shipped(r.Contract, pairs, left)
	}
	c := p.contract(r.free(d, slug(p.Table)))
	d.Files["contracts/"+c.ID+".yaml"] = []byte(c.YAML())
	for i := range p.Columns {
		if hidden, _ := p.Columns[i].protection(); hidden != "" {
			d.Unsure++
		}
	}
	return p.own(c)
}

// free gives an id that no contract has.
func (r *Request) free(d *Drafts, id string) string {
	taken := func(id string) bool {
		for _, c := range r.Catalog.Contracts {
			if c.ID == id {
				return true
			}
		}
		return d.Files["contracts/"+id+".yaml"] != nil
	}
	if !taken(id) {
		return id
	}
	for n := 2; ; n++ {
		if next := fmt.Sprintf("%s-%d", id, n); !taken(next) {
			return next
		}
	}
}

func (r *Request) load(d *Drafts) (*checks.Catalog, diag.List) {
	in := r.Input
	in.Workspace = overlay{in.Workspace, d.Files}
	return checks.Load(in)
}

// Texts reads the files that a list of Compose points at, drafts included.
func (r *Request) Texts(d *Drafts, list diag.List) map[string][]byte {
	in := r.Input
	if d != nil {
		in.Workspace = overlay{in.Workspace, d.Files}
	}
	return checks.Texts(in, list)
}

var compared = regexp.MustCompile("compares with `([^`]+)`")

// refer names another system's watch of each contract that the checks compare with and
// the draft does not watch; false if there is none to name.
func (r *Request) refer(bindings []*binding, list diag.List) bool {
	found := false
	for _, fault := range list {
		name := compared.FindStringSubmatch(fault.Message)
		if fault.Code != "DW-1314" || name == nil {
			continue
		}
		for _, system := range r.Catalog.Systems {
			for _, w := range system.Watches {
				if w.Contract.ID == name[1] && bindings[0].refs[name[1]] == "" {
					if bindings[0].refs == nil {
						bindings[0].refs = map[string]string{}
					}
					bindings[0].refs[name[1]], found = w.Path(), true
				}
			}
		}
	}
	return found
}

// propose lists the checks of a watch as proposed, and counts them.
func (b *binding) propose(w *checks.Watch) int {
	for _, check := range w.Checks {
		b.checks = append(b.checks, check.ID)
	}
	return len(b.checks)
}

// SystemID is what the system of a draft is called if nobody says: the source, and the
// table if it is one.
func SystemID(source, table string) string {
	if table == "" {
		return source
	}
	return source + "-" + slug(table)
}

// Contracts writes contracts that came from elsewhere and loads them over the workspace.
// The list and the error are those of Compose.
func Contracts(in checks.Input, contracts []*Contract) (*Drafts, diag.List, error) {
	d := &Drafts{Files: map[string][]byte{}}
	for _, c := range contracts {
		name := "contracts/" + c.ID + ".yaml"
		if d.Files[name] != nil {
			return nil, nil, fmt.Errorf("two contracts are called %s: nothing was written", c.ID)
		}
		d.Files[name] = []byte(c.YAML())
	}
	r := Request{Input: in}
	cat, list := r.load(d)
	if cat == nil {
		return d, list, fmt.Errorf("the contract would not pass lint: nothing was written")
	}
	return d, list, nil
}
