package behind

import (
	"fmt"
	"slices"
	"testing"
)

// Login makes a login, with its name in capitals, that may read these tables of an owner
// only; the others are not there for it, as on Oracle. The login of Open reads all tables.
func (d *Database) Login(t testing.TB, user, password, owner string, tables ...string) {
	t.Helper()
	d.writing.Lock()
	defer d.writing.Unlock()
	for _, table := range tables {
		d.enter(t, "ALL_TAB_PRIVS", user, owner, table, "SELECT")
	}
	l := login{password: password}
	for _, table := range tables {
		l.tables = append(l.tables, stored(owner, table))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.logins[user] = l
}

// A login is not that of Open.
type login struct {
	password string
	tables   []string // as SQLite names them
}

// SetPassword changes the password of a login.
func (d *Database) SetPassword(user, password string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.logins[user]
	l.password = password
	d.logins[user] = l
}

// password is what a login of the server must prove. That of Open has any.
func (d *Database) password(user string) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l, ok := d.logins[user]
	return l.password, ok
}

// reads reports whether a login may read what SQLite knows by a name.
func (d *Database) reads(user, name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l, limited := d.logins[user]
	_, own := d.owned[name]
	return !limited || !own || slices.Contains(l.tables, name)
}

// seen writes a view of the catalogue as a login sees it: without what it may not read.
func seen(view, user string, columns []column) string {
	var owner string
	for _, c := range columns {
		switch c.Name {
		case "OWNER", "TABLE_OWNER":
			owner = c.Name
		case "TABLE_NAME":
			if view == "ALL_SYNONYMS" || owner == "" {
				return quote(view)
			}
			return fmt.Sprintf("(SELECT * FROM %s seen WHERE EXISTS (SELECT 1 FROM ALL_TAB_PRIVS p WHERE p.GRANTEE = %s AND p.TABLE_SCHEMA = seen.%s AND p.TABLE_NAME = seen.TABLE_NAME))",
				quote(view), literal(user), owner)
		}
	}
	return quote(view)
}
