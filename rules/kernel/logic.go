package kernel

// conjunction is and: false beats fault beats unknown beats true.
func conjunction(_ *frame, out *vector, in []*vector) {
	a, b := in[0], in[1]
	for w := range out.truth {
		no := ^(a.truth[w] | a.null[w] | a.fault[w]) | ^(b.truth[w] | b.null[w] | b.fault[w])
		out.truth[w] = a.truth[w] & b.truth[w]
		out.null[w] = (a.null[w] | b.null[w]) &^ (no | a.fault[w] | b.fault[w])
		out.fault[w] = (a.fault[w] | b.fault[w]) &^ no
	}
	firstReasons(out, a, b)
}

// either is or: true beats fault beats unknown beats false.
func either(_ *frame, out *vector, in []*vector) {
	a, b := in[0], in[1]
	for w := range out.truth {
		yes := a.truth[w] | b.truth[w]
		out.truth[w] = yes
		out.null[w] = (a.null[w] | b.null[w]) &^ (yes | a.fault[w] | b.fault[w])
		out.fault[w] = (a.fault[w] | b.fault[w]) &^ yes
	}
	firstReasons(out, a, b)
}

// firstReasons gives the faulted rows the reason of the left-most fault.
func firstReasons(out, a, b *vector) {
	if out.fault.empty() {
		return
	}
	left, right := out.fault, out.fault
	left.keep(&a.fault)
	right.remove(&a.fault)
	out.failAs(&left, a)
	out.failAs(&right, b)
}

func negation(_ *frame, out *vector, in []*vector) {
	for w := range out.truth {
		out.truth[w] = ^in[0].truth[w]
	}
}

func isNull(_ *frame, out *vector, in []*vector) { out.truth = in[0].null }

func notNull(_ *frame, out *vector, in []*vector) {
	for w := range out.truth {
		out.truth[w] = ^in[0].null[w]
	}
}

// choice is if(c, a, b): a null condition takes b.
func choice(f *frame, out *vector, in []*vector) {
	condition := in[0]
	yes, no := f.rows, f.rows
	yes.keep(&condition.truth)
	no.remove(&condition.truth)
	no.remove(&condition.fault)
	out.failAs(&condition.fault, condition)
	out.take(yes, in[1])
	out.take(no, in[2])
}

// coalesce takes the first argument that is not null; a fault counts as one.
func coalesce(f *frame, out *vector, in []*vector) {
	open := f.rows
	for _, a := range in {
		rows := open
		rows.remove(&a.null)
		out.take(rows, a)
		open.keep(&a.null)
	}
	out.null.add(&open)
}
