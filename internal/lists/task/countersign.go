package task

import (
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Whether the body that is responsible together with a task's own has signed: the
// annual breakdown of a unit whose party group answers for it together with
// 县直机关工委 is counter-signed by that committee, many tasks in one batch (spec 1).
const (
	Wanted = "wanted"
	Signed = "signed"
)

// unsignedYet are the tasks that wait to be counter-signed.
var unsignedYet = []noun.Cond{{Column: "countersign", Text: []string{Wanted}},
	{Column: "state", Text: []string{Open, Delivered, Done}}}

// askCountersign finds out who counter-signs. What is said anew of a task is signed anew.
func (t *Task) askCountersign(c *bodies.County) {
	t.unsigned("")
	if co := c.Responsible(t.Unit).Half(bodies.Side(t.Side)).Co(); co != 0 {
		t.unsigned(Wanted)
		t.Countersigner = co
	}
}

func (t *Task) unsigned(stage string) {
	t.Countersigner, t.Countersign, t.CountersignedBy, t.CountersignedOn = 0, stage, 0, 0
}

// MayCountersign refuses what nobody has to counter-sign, or somebody did.
func (t *Task) MayCountersign() error {
	switch {
	case t.State == Ended:
		return t.in(Open)
	case t.Countersign == Signed:
		return text.Refuse(text.Conflict, "task.countersigned", "on", t.CountersignedOn)
	case t.Countersign != Wanted:
		return text.Refuse(text.Conflict, "task.countersign-none")
	}
	return nil
}

// Sign notes who counter-signed, and when.
func (t *Task) Sign(by ref.ID, today when.Day) error {
	if err := t.MayCountersign(); err != nil {
		return err
	}
	t.Countersign, t.CountersignedBy, t.CountersignedOn = Signed, by, today
	return nil
}

func (d Commands) countersign() noun.Act {
	const summary = "Counter-sign a task as the body that is responsible together with its own"
	sign := func(tx noun.Tx, t *Task, _ any, _ []evidence.Evidence) ([]act.Fact, error) {
		return []act.Fact{act.Id("body", t.Countersigner)}, t.Sign(tx.Actor().Person, tx.Now().Day())
	}
	a := d.step("countersign", "countersigned", summary, nil, nil, sign)
	a.Rule, a.Many = when1((*Task).MayCountersign), true
	return a
}

// toCountersign is what waits for the bodies in which somebody has a post.
func toCountersign(who actor.Actor, _ when.Day) []noun.Cond {
	var at []int64
	for _, g := range who.Grants {
		if g.Body != 0 && (g.Role == actor.FirstResponsible || g.Role == actor.TeamMember) {
			at = append(at, int64(g.Body))
		}
	}
	if len(at) == 0 {
		return nil
	}
	return append([]noun.Cond{in("countersigner", at)}, unsignedYet...)
}
