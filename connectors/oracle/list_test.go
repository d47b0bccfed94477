package oracle

import (
	"database/sql"
	"reflect"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

func TestRelations(t *testing.T) {
	t.Parallel()
	got := relationsOf([]relationRow{
		{Owner: "QZK", Name: "QZ_SWXX", Kind: "table", Rows: sql.NullInt64{Int64: 7, Valid: true}, Comment: sql.NullString{String: "死亡信息", Valid: true}},
		{Owner: "WATCH", Name: "V.X", Kind: "view"},
	}, "WATCH")
	want := []connectors.TableInfo{
		{Name: "QZK.QZ_SWXX", Kind: "table", Rows: 7, Comment: "死亡信息"}, {Name: `"V.X"`, Kind: "view", Rows: -1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
