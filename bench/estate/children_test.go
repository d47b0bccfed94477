package estate

import "testing"

// TestChildrenOfEverySize: in an estate of the default size, too, whoever died was entitled
// before.
func TestChildrenOfEverySize(t *testing.T) {
	t.Parallel()
	config, err := Config{Step: Current}.normal()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Estate: &Estate{config: config, clock: newClock(config), people: make([]person, config.People)}}
	died := 0
	for _, p := range w.children() {
		if !w.dead(p) {
			continue
		}
		if died++; p.entitledFrom() > p.death {
			t.Errorf("child %d is entitled from %s and died on %s", p.index, p.entitledFrom().text(), p.death.text())
		}
	}
	if died < 20 {
		t.Errorf("%d children have died", died)
	}
}
