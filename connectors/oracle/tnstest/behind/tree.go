package behind

// A query is selects joined by UNION ALL, with named queries before and an order behind.
type query struct {
	with    []named
	selects []*selection
	order   []ordered
}

type named struct {
	name  string
	query *query
}

type ordered struct {
	by         *node
	descending bool
}

// A selection is one SELECT.
type selection struct {
	distinct bool
	items    []item
	from     []source
	where    *node
	group    []*node
	having   *node
}

// An item is an expression with the name that Oracle would describe it by.
type item struct {
	value *node
	name  string
}

// A source is a table or a query in FROM.
type source struct {
	owner, table string
	query        *query
	alias        string
	join         string // "" for the first and after a comma
	on           *node
}

// A node is an expression or a condition.
type node struct {
	op        string // a sign, or one of the names below
	text      string
	qualifier string
	args      []*node
	query     *query
}

// The names of nodes that are no sign.
const (
	opName   = "name"
	opStar   = "star"
	opText   = "text"
	opNumber = "number"
	opBind   = "bind"
	opNull   = "null"
	opTime   = "time" // DATE '…' and TIMESTAMP '…'; text is the literal, qualifier the type
	opCall   = "call" // a function; qualifier is DISTINCT or empty
	opCase   = "case" // pairs of condition and value, and the value of ELSE if there is one
	opSwitch = "switch"
	opCast   = "cast" // text is the type
	opIn     = "IN"
	opNot    = "NOT"
	opMinus  = "negative"
	opIsNull = "IS NULL"
	opIsSet  = "IS NOT NULL"
)
