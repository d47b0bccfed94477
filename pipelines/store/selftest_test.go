package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestSelftests: the last result of a source stands, and one without differences too.
func TestSelftests(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		later := monday.Add(time.Hour)
		want := []store.Selftest{
			{Source: "back", Server: "Oracle 19", At: monday},
			{Source: "front", Server: "MariaDB 11", Differs: []string{"!=", "len"}, At: later},
		}
		for _, r := range []store.Selftest{{Source: "front", Server: "MariaDB 10", Differs: []string{"*"}, At: monday}, want[1], want[0]} {
			if err := s.RecordSelftest(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Selftests(t.Context())
		for i := range got {
			got[i].At = got[i].At.UTC()
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
