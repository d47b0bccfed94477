// Package dialects holds the SQL text of the servers whose language several connectors
// speak: SQLite, MySQL and PostgreSQL are reached by drivers of their own and by Flight
// SQL. It is pure text; a dialect that only one connector speaks lives with it.
package dialects
