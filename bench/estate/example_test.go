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
		fmt.Println(e.Config().AsOfInstant().Format("2006-01-02"), len(e.Ledger().Faults()), "kinds of faults")
	}
	// Output:
	// 2026-10-20 1 kinds of faults
	// 2026-11-20 79 kinds of faults
}
