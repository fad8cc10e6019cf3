package risks

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/measure"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Recorded is the state of a check that counts; the others are noun.Corrected and Withdrawn.
const Recorded = "recorded"

// Whether the measures are in place.
const (
	Yes = "yes"
	No  = "no"
)

const foundMost = 200

// Check is one check of a risk point (监督检查 [T]).
type Check struct {
	noun.Base
	noun.Correcting
	Risk    ref.ID
	Body    ref.ID // that checked
	On      when.Day
	Who     string
	InPlace string
	Seen    string
	Found   string // a problem; "" = none
	Remedy  string
	Problem ref.ID // on the problem list; a correction keeps that of the check in whose place it stands
	Why     string // it was corrected or withdrawn
}

// CheckFields are what is known of a check, in the order of the form.
var CheckFields = func() field.Fields {
	risk := field.Object("risk", func(x *Check) *ref.ID { return &x.Risk })
	risk.Set, risk.Must = false, true
	return slices.Concat(field.Fields{risk,
		field.Body("body", true, func(x *Check) *ref.ID { return &x.Body }),
		field.Day("checkedOn", true, func(x *Check) *when.Day { return &x.On }),
		field.Line("who", 1, lineMost, func(x *Check) *string { return &x.Who }),
		field.Text("seen", 1, textMost, func(x *Check) *string { return &x.Seen }),
		field.Code("inPlace", true, []string{Yes, No}, "riskcheck.in-place.", func(x *Check) *string { return &x.InPlace }),
		field.Line("found", 0, foundMost, func(x *Check) *string { return &x.Found }),
		field.Line("remedy", 0, measure.TextMost, func(x *Check) *string { return &x.Remedy }),
		field.Object("problem", func(x *Check) *ref.ID { return &x.Problem }).Silent(),
	}, noun.CorrectingFields(func(x *Check) *noun.Correcting { return &x.Correcting }), field.Fields{
		field.Text("why", 0, reasonMost, func(x *Check) *string { return &x.Why }).Silent(),
	})
}()

// CheckShape is what a check is made of.
var CheckShape = noun.Shape{Of: ref.RiskCheck, Name: "riskchecks", Word: "riskcheck", Table: "riskcheck",
	New: func() noun.Value { return &Check{} }, Fields: CheckFields, Title: "seen",
	States: []string{Recorded, noun.Corrected, Withdrawn},
	Attach: &noun.Attachments{Verb: "riskcheck.attach", Of: []string{"photo", "other"}, Most: 20,
		States: []string{Recorded}}}

// settle finds out what a check says for itself: measures that are not in place are a problem, and a problem has a
// remedy.
func (x *Check) settle(c *bodies.County, errs *text.InputErrors) {
	body, ok := c.Body(x.Body)
	if x.Body != 0 && (!ok || body.Kind.Side() == "") {
		errs.Add("body", "riskcheck.body.none")
	}
	x.Side = actor.Side(body.Kind.Side())
	if x.On > c.Day() {
		errs.Add("checkedOn", "record.on.later", "today", c.Day())
	}
	if x.InPlace == No && x.Found == "" {
		errs.Add("found", "riskcheck.found")
	}
	if x.Found != "" && x.Remedy == "" {
		errs.Add("remedy", "riskcheck.remedy")
	}
}

// of takes from the risk point what a check is of, and looks at the day and at who checks.
func (x *Check) of(c *bodies.County, r *Risk, errs *text.InputErrors) {
	x.Unit = r.Unit
	body, _ := c.Body(x.Body)
	switch {
	case r.State != InForce && x.Corrects == 0: // what was checked while it was in force can still be put right
		errs.Add("risk", "riskcheck.risk.not-now")
	case x.On < r.ConfirmedOn:
		errs.Add("checkedOn", "riskcheck.on", "since", r.ConfirmedOn)
	}
	if body.Unit != 0 && !c.Within(r.Unit, body.Unit) {
		errs.Add("body", "riskcheck.body.elsewhere", "unit", c.Name(r.Unit))
	}
}

// own says that somebody may take a check back: who wrote it down, or the office of supervision. A unit does not put
// right what its discipline line wrote of it.
func (x *Check) own(who actor.Actor) bool {
	return who.Person != 0 && who.Person == x.MadeBy ||
		slices.ContainsFunc(who.Grants, func(g actor.Grant) bool { return g.Role == actor.SupervisoryOffice })
}

// standing refuses what another stands for, and what was withdrawn.
func (x *Check) standing() error { return CheckShape.In(x, Recorded) }
