// Package sample runs the samples of contracts and of watches: rows or whole tables, each with the
// verdict that a check must give, without a database.
//
// It owns a second, deliberately plain way of measuring: everything in memory, pair
// by pair, row by row. It refuses speed; the streaming measures of the pipelines are
// tested against it.
package sample
