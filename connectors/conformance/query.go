package conformance

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// bind is the n-th placeholder of a source's fragments.
func bind(t testing.TB, source connectors.Source, n int) string {
	t.Helper()
	flavour, err := source.(connectors.Querier).Flavour(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	switch flavour.Dialect {
	case "postgres":
		return "$" + string(rune('0'+n))
	case "oracle":
		return ":" + string(rune('0'+n))
	}
	return "?"
}

func quote(source connectors.Source, name string) string {
	return source.(connectors.Querier).Quote(name)
}

// testWhere applies finished conditions with values of every kind; a value is never
// taken for SQL, and a question mark in a literal is not a value.
func testWhere(t *testing.T, h Harness) {
	relation := h.Create(t, Table{
		Name:    "CF_WHERE",
		Columns: []Stored{{Name: "ID", Storage: Integer}, {Name: "NAME", Storage: Text, Size: 40}},
		Rows:    [][]any{{"1", "张三"}, {"2", "it's"}, {"3", `back\`}, {"4", "what?"}, {"5", nil}, {"6", "x' OR '1'='1"}},
	})
	source := open(t, h)
	id, name, one, two := quote(source, "ID"), quote(source, "NAME"), bind(t, source, 1), bind(t, source, 2)
	for _, c := range []struct {
		where connectors.Fragment
		want  string
	}{
		{connectors.Fragment{Text: id + " > 4"}, "5 6"},
		{connectors.Fragment{Text: name + " = " + one, Args: []any{"张三"}}, "1"},
		{connectors.Fragment{Text: name + " = " + one, Args: []any{"it's"}}, "2"},
		{connectors.Fragment{Text: name + " = " + one, Args: []any{`back\`}}, "3"},
		{connectors.Fragment{Text: name + " = " + one, Args: []any{"x' OR '1'='1"}}, "6"},
		{connectors.Fragment{Text: id + " = " + one, Args: []any{int64(2)}}, "2"},
		{connectors.Fragment{Text: id + " = " + one + " OR " + id + " = " + two, Args: []any{int64(1), int64(3)}}, "1 3"},
		{connectors.Fragment{Text: name + " = 'what?' AND " + id + " = " + one, Args: []any{int64(4)}}, "4"},
		{connectors.Fragment{Text: name + " IS NULL"}, "5"},
		{connectors.Fragment{Text: id + " = 1 OR " + id + " = 2"}, "1 2"},
	} {
		got := scan(t, source, connectors.Request{
			From: relation, Columns: []connectors.Column{column("ID", integer)}, Where: c.where,
		})
		equal(t, c.where.Text, first(got), c.want)
	}
	statement, err := source.(connectors.Querier).Render(connectors.Request{
		From: relation, Columns: []connectors.Column{column("ID", integer)}, Limit: 3,
		Where: connectors.Fragment{Text: id + " > " + one, Args: []any{int64(1)}},
	})
	if err != nil || !strings.Contains(statement.Text, id) || len(statement.Args) != 1 {
		t.Errorf("render: %+v, %v", statement, err)
	}
}

// first joins the first column of an answer.
func first(a answer) string {
	var out []string
	for _, row := range a.rows {
		out = append(out, row[0])
	}
	return strings.Join(out, " ")
}

// nameOf quotes a relation the way its connector does.
func nameOf(source connectors.Source, relation connectors.Relation) string {
	parts := strings.Split(relation.Name, ".")
	for i, part := range parts {
		parts[i] = quote(source, part)
	}
	return strings.Join(parts, ".")
}

// testQuery reads the answer of a query as it reads a table.
func testQuery(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_QUERY", 10)
	source := open(t, h)
	query := "WITH few AS (SELECT " + quote(source, "ID") + " AS id FROM " + nameOf(source, relation) + ")\n" +
		"SELECT id, id * 2 AS twice FROM few WHERE id <= 4 -- the first four; no more"
	from := connectors.Relation{Query: query}
	got := scan(t, source, connectors.Request{
		From: from, Columns: []connectors.Column{column("twice", integer)}, Limit: 3,
		Where: connectors.Fragment{Text: quote(source, "id") + " > " + bind(t, source, 1), Args: []any{int64(1)}},
	})
	equal(t, "rows", first(got), "4 6 8")
	schema, err := source.Schema(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "columns", len(schema.Columns), 2)
	equal(t, "name", strings.ToLower(schema.Columns[1].Name), "twice") // Oracle folds it
	equal(t, "estimate", schema.Rows, -1)
}

// testGuard lets nothing through that is not one reading statement, and the session
// refuses what a guard cannot see.
func testGuard(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_GUARD", 3)
	source := open(t, h)
	table := nameOf(source, relation)
	for _, query := range []string{
		"DELETE FROM " + table,
		"SELECT 1 AS n; DELETE FROM " + table,
		"SELECT 1 AS n) q; DELETE FROM " + table + " --",
		"WITH gone AS (DELETE FROM " + table + " RETURNING 1) SELECT 1 AS n FROM gone",
		"SELECT * FROM " + table + " FOR UPDATE",
		"SELECT 1 AS n INTO OUTFILE '/tmp/x'",
		"",
	} {
		from := connectors.Relation{Query: query}
		_, err := source.Scan(t.Context(), connectors.Request{From: from, Columns: []connectors.Column{column("n", integer)}})
		wants(t, query, err, connectors.Local)
	}
	equal(t, "rows left", len(scan(t, source, connectors.Request{
		From: relation, Columns: []connectors.Column{column("ID", integer)},
	}).rows), 3)
}
