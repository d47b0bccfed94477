// Package estate makes the sample estate: the business systems of the civil affairs of
// Beijing with their front-end tables, files, calls and machines, for the demo and for
// tests.
//
// It owns the people, the records about them in every system's own physical form,
// the seeded faults, the rows that are odd but correct, and the ledger of what each
// fault must trip. It refuses to evaluate a rule: the ledger is known to the
// generator because it made the fault, never because somebody looked for it.
//
// An estate has two states. Previous is a month before the as-of instant and clean
// but for old stock, so that comparisons with an earlier period have one; Current
// holds the faults. Everything follows from Config: the same Config gives the same bytes on
// every machine and every database, but for the key of the Certificate.
//
//	previous, err := estate.Generate(estate.Config{Seed: 1, Step: estate.Previous})
//	current, err := estate.Generate(estate.Config{Seed: 1, Step: estate.Current})
//	err = estate.Write(ctx, db, estate.SQLite, current.Tables("elderly-allowances"))
//
// All people are invented: random digits over real division codes.
package estate
