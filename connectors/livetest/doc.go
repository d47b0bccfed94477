// Package livetest starts private MariaDB, PostgreSQL and SFTP servers for tests.
//
// It owns finding the servers' programs, running them as an unprivileged user on a
// free loopback port with a random password, and seeing that nothing is left behind
// when the test process ends, however it ends. It refuses to touch a server that it
// was not given: databases are made in its own servers or in those named by
//
//	DOGWATCH_TEST_MYSQL=mysql://user:password@host:port
//	DOGWATCH_TEST_POSTGRES=postgres://user:password@host:port
//
// which tools/livetest sets, so that all packages of one run share a pair. The account
// must be allowed to create and drop databases.
//
// SmallDisk gives a small file system, on Linux. MySQL and Postgres give each caller a database of its own, SFTP a server of its own on
// a folder. Where no server can be had the test is skipped with one line, or fails if DOGWATCH_REQUIRE_SERVERS=1.
//
// This is support for tests: it alone reads these variables and keeps its servers in
// package state, because tests of one process have nothing else to share.
package livetest
