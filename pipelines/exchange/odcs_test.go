package exchange_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/exchange"
)

// TestODCSRoundTrip: a contract comes back whole, checks included.
func TestODCSRoundTrip(t *testing.T) {
	t.Parallel()
	for _, c := range shipped(t) {
		data, err := exchange.WriteODCS(c)
		if err != nil {
			t.Fatal(err)
		}
		got, lost, err := exchange.ReadODCS(data)
		if err != nil || len(got) != 1 || len(lost) > 0 {
			t.Fatalf("%s: %v, lost %q", c.ID, err, lost)
		}
		if !reflect.DeepEqual(got[0], c) {
			t.Errorf("%s:\n got %+v\nwant %+v\n%s", c.ID, got[0], c, data)
		}
	}
}

// TestODCSOfOthers: what a document says beside is named.
func TestODCSOfOthers(t *testing.T) {
	t.Parallel()
	got, lost, err := exchange.ReadODCS([]byte(`
apiVersion: v3.1.0
kind: DataContract
id: seller-payments
name: Payments
version: 1.1.0
status: active
domain: seller
team: {name: t, members: []}
schema:
  - name: tbl
    physicalName: tbl_1
    logicalType: object
    properties:
      - {name: SFZH, businessName: 身份证号, logicalType: string, primaryKey: true, primaryKeyPosition: 1, physicalType: varchar(18), classification: restricted}
      - {name: amount, logicalType: number, physicalType: "DECIMAL(12,2)", required: true, tags: [money]}
      - {name: at, logicalType: timestamp, logicalTypeOptions: {format: yyyy}, quality: [{metric: duplicateValues, mustBe: 0}, {metric: nullValues, mustBe: 0}, {type: sql, query: SELECT 1}]}
      - {name: address, logicalType: object, properties: []}
    quality:
      - {type: library, metric: rowCount, mustBeGreaterThan: 100}
      - {type: text, description: must be good}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := `contract: seller-payments
title: Payments
direction: inbound
key: [SFZH]
columns:
  SFZH: {title: 身份证号, type: id_card, class: sensitive}
  amount: {title: amount, type: "decimal(12,2)", required: true, class: personal}
  at: {title: at, type: timestamp, required: true, class: internal}
checks:
  - unique: [at]
    status: proposed
  - row_count: 101..
    status: proposed
`
	if text := got[0].YAML(); text != want {
		t.Errorf("got\n%s", text)
	}
	wantLost := []string{
		"domain", "schema[0].physicalName", "schema[0].properties[1].tags", "schema[0].properties[2].logicalTypeOptions.format",
		"schema[0].properties[2].quality[2].query", "schema[0].properties[2].quality[2].type",
		"schema[0].properties[3].logicalType: a column of type object", "schema[0].quality[1].description", "schema[0].quality[1].type", "team",
	}
	if !reflect.DeepEqual(lost, wantLost) {
		t.Errorf("lost %q", lost)
	}
}

func TestODCSFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a: [":                                   "no YAML document",
		"":                                       "no YAML document",
		"kind: Other":                            `kind is "Other"`,
		"kind: DataContract\napiVersion: v2.2.2": `apiVersion is "v2.2.2"`,
		"kind: DataContract\napiVersion: v3.1.0\nid: x":                                          "schema lists no object",
		"kind: DataContract\napiVersion: v3.1.0\nschema: [{name: t}]":                            "schema[0].properties lists no column",
		"kind: DataContract\napiVersion: v3.1.0\nschema: [{name: t, properties: [{name: 1-a}]}]": `schema[0].properties[0].name: "1-a" cannot name a column`,
	} {
		if _, _, err := exchange.ReadODCS([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
