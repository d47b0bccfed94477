package measure

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules"
)

// judges evaluates all rules of a reader: together as long as that goes well, and
// rule by rule once one of them fails, so that a bad rule does not take the others
// with it.
type judges struct {
	exprs  []*rules.Expr
	schema rules.Schema
	env    rules.Env
	joint  *rules.Set
	alone  []*rules.Set // one per rule; nil while they are judged together
	broken []error      // per rule, why it cannot be judged
}

// errInternal is a fault of ours while judging a rule.
var errInternal = errors.New("internal fault; report it with the rule and the program's version")

func newJudges(exprs []*rules.Expr, schema rules.Schema, env rules.Env) *judges {
	j := &judges{exprs: exprs, schema: schema, env: env, broken: make([]error, len(exprs))}
	var err error
	if j.joint, err = rules.CompileSet(exprs, schema, env); err != nil {
		j.separate()
	}
	return j
}

// separate compiles every rule by itself.
func (j *judges) separate() {
	j.joint = nil
	j.alone = make([]*rules.Set, len(j.exprs))
	for i, e := range j.exprs {
		j.alone[i], j.broken[i] = rules.CompileSet([]*rules.Expr{e}, j.schema, j.env)
	}
}

// eval gives each rule's verdict on a batch; nil for a broken rule.
func (j *judges) eval(record arrow.Record) []*rules.Verdict {
	verdicts := make([]*rules.Verdict, len(j.exprs))
	if j.joint != nil {
		all, err := safely(j.joint, record)
		if err == nil {
			for i := range verdicts {
				verdicts[i] = all.Rule(i)
			}
			return verdicts
		}
		j.separate()
	}
	for i, set := range j.alone {
		if j.broken[i] != nil {
			continue
		}
		one, err := safely(set, record)
		if err != nil {
			j.broken[i] = fmt.Errorf("rule %q: %w", j.exprs[i].Source(), err)
			continue
		}
		verdicts[i] = one.Rule(0)
	}
	return verdicts
}

// safely turns a panic into an error.
func safely(set *rules.Set, record arrow.Record) (v *rules.Verdicts, err error) {
	defer func() {
		if recover() != nil {
			err = errInternal
		}
	}()
	return set.Eval(record)
}

// trace gives the values of a rule's sub-expressions.
func (j *judges) trace(rule int, record arrow.Record, row int) []rules.Step {
	if j.joint != nil {
		return j.joint.Trace(rule, record, row)
	}
	return j.alone[rule].Trace(0, record, row)
}
