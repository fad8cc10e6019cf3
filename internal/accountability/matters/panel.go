package matters

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Seat is a member of the panel.
type Seat struct {
	Person   ref.ID
	Head     bool
	Declared bool // that no relative of theirs is concerned, and nothing else that keeps them away
}

var seating = field.Fields{
	field.Person("person", true, func(s *Seat) *ref.ID { return &s.Person }),
	field.Flag("head", func(s *Seat) *bool { return &s.Head }),
	field.Flag("declared", func(s *Seat) *bool { return &s.Declared }),
}

// sit names a member of the panel, or says which rule keeps somebody out of it. others are matters of the other side
// about the same body or person.
func (x *Matter) sit(c *bodies.County, in Seat, others []*Matter) error {
	bad := func(key string, kv ...any) error {
		return text.InputErrors{{Field: "person", Message: text.M(key, kv...)}}
	}
	if err := x.in(Opened); err != nil {
		return err
	}
	stands := func(a bodies.Appointment) bool {
		b, _ := c.Body(a.Body)
		unit := a.Unit
		if unit == 0 {
			unit = b.Unit
		}
		return unit != 0 && cases.Top(c, unit) == cases.Top(c, x.Unit)
	}
	switch posts := c.PostsOf(in.Person); {
	case in.Person == x.Person:
		return bad("matter.panel.self")
	case len(posts) == 0:
		return bad("matter.panel.nobody")
	case in.Person == x.Approver:
		return bad("matter.panel.approver")
	case slices.ContainsFunc(posts, stands):
		return bad("matter.panel.unit", "unit", c.Name(cases.Top(c, x.Unit)))
	case x.member(in.Person):
		return bad("matter.panel.twice")
	case len(x.Members()) == panelMost:
		return bad("matter.panel.full", "most", panelMost)
	}
	for _, o := range others {
		if o.ID != x.ID && o.Side != x.Side && (o.MadeBy == in.Person || o.member(in.Person) || o.Proposer == in.Person) {
			return bad("matter.panel.other-side", "number", o.Number)
		}
	}
	if !in.Declared {
		return text.InputErrors{{Field: "declared", Message: text.M("matter.panel.undeclared")}}
	}
	x.Panel, x.Team = joined(x.Panel, in.Person), joined(x.Team, in.Person)
	if in.Head || x.Lead == 0 {
		x.Lead = in.Person
	}
	return nil
}

func (d Commands) appoint() noun.Act {
	a := noun.Further(d.life(d.shape()), "appoint", "appointed", "Name a member of the panel", seating,
		func(x *Matter) error { return x.in(Opened) },
		func(tx noun.Tx, x *Matter, in *Seat) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			list, err := tx.Those(ref.Matter, noun.Cond{Column: "unit", Num: []int64{int64(x.Unit)}})
			if err != nil {
				return nil, err
			}
			var others []*Matter
			for _, v := range list {
				o := v.(*Matter)
				if o.Body == x.Body && o.Person == x.Person || o.Case != "" && o.Case == x.Case {
					others = append(others, o)
				}
			}
			if err := d.apart(tx, in.Person, x.Person); err != nil {
				return nil, err
			}
			return []act.Fact{act.Id("person", in.Person)}, x.sit(c, *in, others)
		})
	return a
}

// Leaving is a member who leaves the panel, and why.
type Leaving struct {
	Person ref.ID
	Reason string
}

func (d Commands) dismiss() noun.Act {
	fs := field.Fields{field.Person("person", true, func(l *Leaving) *ref.ID { return &l.Person }),
		field.Text("reason", 1, reasonMost, func(l *Leaving) *string { return &l.Reason })}
	a := noun.Further(d.life(d.shape()), "dismiss", "dismissed", "Take a member off the panel, with the reason", fs,
		func(x *Matter) error {
			if err := x.in(Opened); err != nil || x.Panel != "" {
				return err
			}
			return text.Refuse(text.Conflict, "matter.panel.none")
		},
		func(_ noun.Tx, x *Matter, in *Leaving) ([]act.Fact, error) {
			if !x.member(in.Person) {
				return nil, text.InputErrors{{Field: "person", Message: text.M("matter.panel.no-member")}}
			}
			x.Panel, x.Team = without(x.Panel, in.Person), without(x.Team, in.Person)
			if x.Lead == in.Person {
				if x.Lead = 0; x.Panel != "" {
					x.Lead = x.Members()[0]
				}
			}
			return []act.Fact{act.Id("person", in.Person), act.Words("reason", in.Reason)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}
