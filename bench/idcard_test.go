package bench_test

import (
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// BenchmarkRatioIDCard judges the checksum and the birth date of ID numbers in MariaDB,
// with the keys of the rows that are wrong, against a bare read of the same three columns.
func BenchmarkRatioIDCard(b *testing.B) {
	for _, e := range engines() {
		if e.name != "MariaDB" {
			continue
		}
		config, db := e.filled(b)
		p := newPatrol(b, e, config, func(s connectors.Source) connectors.Source { return s }, "id-valid", "birth-matches-id")
		versus(b, func() { p.run(b) }, func() { pull(b, db, "record_no, id_card, birth_date") })
	}
}
