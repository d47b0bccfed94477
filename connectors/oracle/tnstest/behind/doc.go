// Package behind puts SQLite behind a scripted Oracle server, for tests: it reads the
// statements that the Oracle connector sends, answers them from a SQLite file and encodes
// the rows as Oracle does.
//
// It knows what our statements are made of and nothing else: a construct, a function or a
// pair of types that it does not know fails the test, and is never guessed. What Oracle
// means otherwise than SQLite is written out: the empty text is null, CHAR is padded,
// names are folded, DATE has a time of day, NUMBER is exact, nulls come last. That is by
// Oracle's SQL Language Reference (19c): nulls and the comparison of texts by its chapter
// "Basic Elements of Oracle SQL", each function by its page in "Functions" (SUBSTR takes
// place 0 for 1 and gives null for nothing, GREATEST is null if one value is, RTRIM of
// blanks alone is null), the order of nulls and ROWNUM by "SELECT" and "Pseudocolumns".
//
// A login sees the tables that it may read, in the catalogue too, and others are not there.
//
// What it proves is our side: that the connector's statements hang together, are bound,
// fetched and decoded as Oracle would send them. It does not prove that an Oracle takes
// them or plans them well.
package behind
