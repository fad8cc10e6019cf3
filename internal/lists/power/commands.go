package power

import (
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of powers.
type Commands struct {
	Door     act.Door[noun.Tx]
	Tables   field.Tables
	Statutes []Statute
}

// Exercises says that bodies of a kind have powers of their own: the responsible
// bodies and the leading group, and not the offices that work for them [D].
func Exercises(k bodies.BodyKind) bool { return k.Side() != "" || k == bodies.LeadingGroup }

// keeper writes powers down. Limits and bases that a county's table does not say are
// found by the tab that lists them.
func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Lax: []string{"basis", "boundary"}, Settle: settle,
		Alike: alike, Begins: begins}
}

// settle finds out whose a power is: its body's.
func settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	p := v.(*Power)
	body, ok := c.Body(p.Body)
	switch {
	case p.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !Exercises(body.Kind):
		errs.Add("body", "power.body.none", "body", body.Name)
	}
	p.Unit, p.Side = body.Unit, actor.Side(body.Kind.Side())
	if p.Since > c.Day() {
		errs.Add("since", "power.since.later")
	}
	if len(others) > 0 && others[0] != p.ID {
		errs.Add("code", "power.code.taken", "code", p.Code)
	}
}

// alike finds powers in force of the same code.
func alike(v noun.Value) []noun.Cond {
	p := v.(*Power)
	if p.Code == "" {
		return nil
	}
	return []noun.Cond{{Column: "code", Text: []string{p.Code}}, {Column: "state", Text: []string{InForce}}}
}

// begins is since when a power is exercised.
func begins(v noun.Value) (when.Day, text.Message) {
	p := v.(*Power)
	return p.Since, text.M("power.end.before", "since", p.Since)
}
