package estate_test

import (
	"fmt"

	"github.com/dogwatch/dogwatch/bench/estate"
)

func ExampleGenerate() {
	for _, step := range []estate.Step{estate.Previous, estate.Current} {
		e, err := estate.Generate(estate.Config{Seed: 1, People: estate.LeastPeople, Step: step})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(e.Config().AsOfInstant().Format("2006-01-02"), "more than the old stock:", len(e.Ledger().Faults()) > 50)
	}
	// Output:
	// 2026-10-20 more than the old stock: false
	// 2026-11-20 more than the old stock: true
}
