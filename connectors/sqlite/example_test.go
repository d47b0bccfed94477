package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
)

// A feed keeps dates as text and amounts in fen; the contract wants dates and yuan.
func Example() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "front.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE QZ_FF (FFRQ TEXT, JE INTEGER); INSERT INTO QZ_FF VALUES ('20261124', 60000), ('20261131', 1)`); err != nil {
		fmt.Println(err)
		return
	}

	ctx := context.Background()
	source, err := sqlite.Open(ctx, connectors.Config{Name: "front", Path: path})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer source.Close()
	stream, err := source.Scan(ctx, connectors.Request{
		From: connectors.Relation{Name: "QZ_FF"},
		Columns: []connectors.Column{
			{Name: "paid_on", Physical: []string{"FFRQ"}, Type: arrow.FixedWidthTypes.Date32, Form: connectors.Form{Layout: "yyyyMMdd"}},
			{Name: "amount", Physical: []string{"JE"}, Type: &arrow.Decimal128Type{Precision: 12, Scale: 2}, Form: connectors.Form{Shift: 2}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer stream.Close()
	for stream.Next() {
		record := stream.Record()
		for row := range int(record.NumRows()) {
			fmt.Println(record.Column(0).ValueStr(row), record.Column(1).ValueStr(row))
		}
		for _, fault := range stream.Faults() {
			fmt.Println("row", fault.Row, "column", fault.Column, fault.Reason)
		}
	}
	fmt.Println(stream.Err())
	// Output:
	// 2026-11-24 600
	// (null) 0.01
	// row 1 column 0 no such date or time
	// <nil>
}
