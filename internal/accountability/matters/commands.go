package matters

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/journal"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Limits are a county's, each counted from a day.
type Limits struct {
	Serve  func(when.Day) when.Day // until when a ruling is served after it was made [R]
	Report func(when.Day) when.Day // until when its execution is reported after it was served [R]
	Appeal func(when.Day) when.Day // until when it may be appealed after it was received (art. 20)
	Answer func(when.Day) when.Day // until when an appeal is answered (art. 20)
}

// Commands performs the commands of matters, hearings, rulings and appeals.
type Commands struct {
	Door     act.Door[noun.Tx]
	Tables   field.Tables
	Style    func(number.Series) number.Style
	Limits   func() Limits
	Law      func() Statutes
	Boundary func() text.Boundary
	Effects  Effects // what follows from rulings on people elsewhere; nil = nothing does
	// Follow does what follows elsewhere from a ruling that was served, or, by the decision on an appeal, does no more.
	Follow func(tx noun.Tx, x *Ruling, by *Undoing) error // nil = nothing does
	// Scores is what matters rest on that cost their unit points; nil = nothing did.
	Scores Scores
	// Related says whether one of two people declared the other a relative (spec 4.3); nil = nobody declared anybody.
	Related func(tx noun.Tx, a, b ref.ID) (bool, error)
}

// apart refuses who is a declared relative of whom a matter is about.
func (d Commands) apart(tx noun.Tx, who, concerned ref.ID) error {
	if d.Related == nil {
		return nil
	}
	kin, err := d.Related(tx, who, concerned)
	if kin {
		return text.InputErrors{{Field: "person", Message: text.M("matter.panel.kin")}}
	}
	return err
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) life(s noun.Shape) noun.Life {
	return noun.Life{Door: d.Door, Shape: s, Tables: d.Tables}
}

var offices = []actor.Role{actor.PrincipalOffice, actor.SupervisoryOffice}

// ofOffice says whether somebody is of the office of a side.
func ofOffice(who actor.Actor, side actor.Side) bool {
	return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return slices.Contains(offices, g.Role) && (g.Side == side || side == "")
	})
}

// sideOf is the side of somebody's office; "" = they are of none.
func sideOf(who actor.Actor) actor.Side {
	for _, g := range who.Grants {
		if slices.Contains(offices, g.Role) {
			return g.Side
		}
	}
	return ""
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
			v.(*Matter).settle(c, d.Law(), d.Boundary(), errs)
		},
		May: func(v noun.Value) error { return v.(*Matter).in(Proposed) },
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			x := v.(*Matter)
			if x.Side == "" {
				x.Side = sideOf(tx.Actor())
			}
			if x.Side == "" {
				return text.Refuse(text.Missing, "access.missing")
			}
			if tx.Actor().StandsIn(x.Unit) {
				errs.Add("body", "matter.own-unit")
				return nil
			}
			if x.Case != "" {
				if err := named(tx, x, errs); err != nil {
					return err
				}
			}
			if err := cited(tx, x, errs); err != nil {
				return err
			}
			c, err := tx.CountyToday()
			if err != nil {
				return err
			}
			return x.route(c)
		}}
}

// named refuses a case that is not on record, that is no more serious one, or that happened elsewhere.
func named(tx noun.Tx, x *Matter, errs *text.InputErrors) error {
	list, err := tx.Those(ref.Case, noun.Cond{Column: "number", Text: []string{x.Case}})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		errs.Add("caseNo", "matter.case.none")
		return nil
	}
	k := list[0].(*cases.Case)
	c, err := tx.CountyToday()
	switch {
	case err != nil:
		return err
	case k.State == cases.Withdrawn || !Grave(k):
		errs.Add("caseNo", "matter.case.slight")
	case !c.Within(k.Place, x.Unit) && !c.Within(x.Unit, k.Place):
		errs.Add("caseNo", "matter.case.elsewhere", "unit", c.Name(k.Place))
	}
	if len(*errs) > 0 || k.WeighedOn != 0 {
		return nil
	}
	if x.ID == 0 { // whose it is, is known by now: nothing else changes before it may be added
		if err := tx.Allow("matter.add", x.Object()); err != nil {
			return err
		}
	}
	// What was to be weighed is decided: the case waits for nothing. Its unit does not read so.
	return noun.Take(tx, follows(tx), cases.Shape, noun.At{ID: k.ID, Follows: true}, "case.weighed.v1",
		func(tx noun.Tx, k *cases.Case) ([]act.Fact, error) {
			k.Weigh("已提请问责", tx.Actor().Person, tx.Now().Day())
			return nil, nil
		})
}

// Grave says whether a case is of the kind that may call for somebody to be held to account: a more serious one, or one
// with serious consequences. Whether it does, the competent organ decides.
func Grave(k *cases.Case) bool { return k.Gravity == cases.Grave || k.Gravity == cases.Severe }

// matter loads a matter beside another object.
func matter(tx noun.Tx, id ref.ID) (*Matter, error) {
	v, err := tx.One(ref.Matter, id)
	if err != nil {
		return nil, err
	}
	return v.(*Matter), nil
}

// take changes an object that follows another, with its own entry.
func take[T noun.Value](tx noun.Tx, s noun.Shape, id ref.ID, kind journal.Kind, change func(T) []act.Fact) error {
	return noun.Take(tx, follows(tx), s, noun.At{ID: id, Follows: true}, kind,
		func(_ noun.Tx, v T) ([]act.Fact, error) { return change(v), nil })
}

// make puts an object on record that an act on a matter makes, with whose it is.
func (d Commands) make(tx noun.Tx, s noun.Shape, v noun.Value, of *Matter, state string, kind journal.Kind,
	facts ...act.Fact) error {
	b := v.Head()
	b.Unit, b.Side, b.State = of.Unit, of.Side, state
	b.Jurisdiction, b.MadeBy, b.MadeAt, b.ID = tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now(), tx.NewID()
	if err := tx.Keep(s.Of, v); err != nil {
		return err
	}
	return tx.Record(kind, s.Ref(v), facts...)
}
