package estate

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// middlewareFigures is what the middleware of the i-th group tells of its servers.
func (w *world) middlewareFigures(group string, i int) *roll {
	r := w.roll(group, watchMiddleware, []string{"server"},
		text("server", 80), text("state", 20), integer("threads"), integer("idle_threads"), integer("heap_used"), integer("heap_max"),
		integer("jdbc_initial"), integer("jdbc_max"), integer("log_errors"))
	r.call, r.path, r.answer = true, "middleware", bareList
	for n := range 8 {
		threads, heap := int64(40+5*i), int64(4<<30)
		server := r.add(nil, fmt.Sprintf("server-%d", n+1), "RUNNING", threads, threads/2, heap/100*int64(40+5*n), heap, threads+10, threads+10, int64(0))
		switch n {
		case 0:
			r.set(server, "heap_used", heap/10*9)
			r.set(server, "idle_threads", int64(5))
			r.odd("server-that-is-just-not-too-busy", server)
		case 1:
			r.set(server, "jdbc_initial", nil)
			r.set(server, "jdbc_max", nil)
			r.odd("server-without-a-connection-pool", server)
		}
	}
	return r
}

// bareList answers with the list of the rows and nothing around it.
func bareList(out io.Writer, r *roll) error { return json.NewEncoder(out).Encode(r.page().Items) }

// middlewareChecks are all checks that need a server.
func middlewareChecks(r *roll) []string {
	return slices.Concat(typesOf(r), each("required", "server", "state", "threads", "idle_threads", "heap_used", "heap_max"),
		each("range", "threads", "idle_threads", "heap_used", "heap_max", "log_errors"),
		[]string{"server-once", "server-running", "threads-idle", "heap-free", "jdbc-pool-fixed", "log-clean", "length(server)"})
}

// middlewareFaults has the faults of the middleware, by group.
func middlewareFaults() map[string][]func(*roll) {
	server := func(fault, column string, wrong any, check string) func(*roll) {
		return breaks(fault, column, constant(wrong), nil, check)
	}
	return map[string][]func(*roll){
		"disabled-subsidies-group": {server("requests-queue-for-threads", "idle_threads", int64(0), "threads-idle")},
		"child-welfare-group":      {server("heap-that-does-not-shrink", "heap_used", int64(4<<30), "heap-free")},
		"adoption-group":           {server("server-in-administration", "state", "ADMIN", "server-running")},
		"elderly-care-group":       {server("connection-pool-that-grows", "jdbc_initial", int64(10), "jdbc-pool-fixed")},
		"social-assistance-group":  {server("errors-in-the-log", "log_errors", int64(37), "log-clean")},
		organisationsGroup: {
			doubled("server-named-twice", "server-once", "server"),
			hollow("jdbc_initial", "jdbc_max", "log_errors"),
			mistyped("threads", "idle_threads", "heap_used", "heap_max", "jdbc_initial", "jdbc_max", "log_errors"),
			overlong("server"),
			beside(garbled("range(threads)", "range(idle_threads)", "range(heap_used)", "range(heap_max)", "range(log_errors)"), "threads-idle", "log-clean"),
		},
		"cross-business-supervision": {func(r *roll) { down("middleware-console-down", append(middlewareChecks(r), "row_count")...)(r) }},
	}
}
