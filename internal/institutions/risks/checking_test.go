package risks

import (
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// reading is a transaction with checks of one risk point, that counts how often it is asked for objects.
type reading struct {
	noun.Tx
	checks []noun.Value
	risk   *Risk
	asked  int
}

func (r *reading) Those(ref.Kind, ...noun.Cond) ([]noun.Value, error) {
	r.asked++
	return r.checks, nil
}

func (r *reading) Find(ref.Kind, ...noun.Cond) (ids []ref.ID, _ error) {
	r.asked++
	for _, v := range r.checks {
		ids = append(ids, v.Head().ID)
	}
	return ids, nil
}

func (r *reading) One(of ref.Kind, id ref.ID) (noun.Value, error) {
	r.asked++
	if of == ref.Risk {
		return r.risk, nil
	}
	return r.checks[id-1], nil
}

func (*reading) Allow(access.Verb, access.Object) error          { return nil }
func (*reading) Keep(ref.Kind, noun.Value) error                 { return nil }
func (*reading) Answer(string)                                   {}
func (*reading) Record(journal.Kind, ref.Ref, ...act.Fact) error { return nil }

// What a check asks of the record does not grow with the checks before it; the one that it corrects does not count,
// nor one that is being withdrawn.
func TestCountOfChecks(t *testing.T) {
	for _, n := range []int{1, 40} {
		tx := &reading{risk: &Risk{}}
		for i := range n {
			x := &Check{Base: noun.Base{ID: ref.ID(i + 1), State: Recorded}, On: when.Date(2026, 3, 1+i%28)}
			tx.checks = append(tx.checks, x)
		}
		last := *tx.checks[n-1].(*Check)
		if err := (Commands{}).count(tx, act.Command{}, &last, "risk.checked.v1"); err != nil || tx.asked != 2 {
			t.Errorf("%d checks: asked %d times, %v", n, tx.asked, err)
		}
		if tx.risk.Checks != int64(n) || tx.risk.CheckedOn != when.Date(2026, 3, min(n, 28)) {
			t.Errorf("%d checks: %d, the last on %s", n, tx.risk.Checks, tx.risk.CheckedOn)
		}
		last.Corrects = 1
		err := (Commands{}).count(tx, act.Command{}, &last, "risk.checked.v1")
		if err != nil || tx.risk.Checks != int64(n-1) {
			t.Errorf("%d checks, one corrected: %d, %v", n, tx.risk.Checks, err)
		}
		last.Corrects, last.State = 0, Withdrawn
		err = (Commands{}).count(tx, act.Command{}, &last, "risk.unchecked.v1")
		if err != nil || tx.risk.Checks != int64(n-1) {
			t.Errorf("%d checks, one withdrawn: %d, %v", n, tx.risk.Checks, err)
		}
	}
}
