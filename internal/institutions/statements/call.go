package statements

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// CallMost is how many are called to one meeting at once [D].
const CallMost = 100

// bodiesField is the field of what is said of one of those who are called.
const bodiesField = "bodies"

// CallAll calls the first responsible persons of several bodies to one meeting, all of them or none: each gets a
// statement of their own. at says the year and the meeting; whoever cannot be called is named with the reason. More
// than CallMost, nobody, and a body twice are refused.
func (d Commands) CallAll(ctx context.Context, c act.Command, at Statement, of []ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "statement.add", []any{&at, of}
	return d.Door.Do(ctx, c, func(tx noun.Tx) error {
		if sorted := slices.Sorted(slices.Values(of)); len(of) == 0 || len(of) > CallMost ||
			len(slices.Compact(sorted)) < len(of) {
			return text.InputErrors{{Field: bodiesField, Message: text.M("statement.call.some", "most", CallMost)}}
		}
		county, err := tx.CountyToday()
		if err != nil {
			return err
		}
		k, wrong := d.keeper(), said{}
		for _, id := range of {
			s := &Statement{Body: id}
			shared.Copy(s, &at)
			if err := wrong.of(county, id, k.Add(tx, c, s)); err != nil {
				return err
			}
		}
		return text.InputErrors(wrong).Err()
	})
}

// shared are the fields that all who are called to one share.
var shared = Fields.Asked().Without(bodyField).Without("person")

const bodyField = "body"

// Meeting are the fields that all who are called to one meeting share, in the order of the form.
func Meeting() []string {
	var out []string
	for _, f := range shared {
		out = append(out, f.Name)
	}
	return out
}

// said is what was refused: what is wrong with the meeting once, and of each who cannot be called why.
type said text.InputErrors

// of takes what was said of one; what is no refusal comes back.
func (s *said) of(c *bodies.County, body ref.ID, err error) error {
	name := func(why text.Message) {
		b, _ := c.Body(body)
		*s = append(*s, text.InputError{Field: bodiesField,
			Message: text.M("statement.call.not", "body", cmp.Or(b.Name, body.String()), "why", why)})
	}
	var wrong text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &wrong):
		for _, e := range wrong {
			if e.Field == bodyField || e.Field == "person" {
				name(e.Message)
			} else if !slices.ContainsFunc(*s, func(x text.InputError) bool { return x.Field == e.Field }) {
				*s = append(*s, e)
			}
		}
	case errors.As(err, &refused):
		name(refused.Message)
	default:
		return err
	}
	return nil
}

// Owing is a body whose first responsible person was not called to state for a year.
type Owing struct {
	Body, Unit, Person ref.ID
	Post               string
	Side               bodies.Side
}

// Object is what access asks of the statement that would be called.
func (o Owing) Object(jurisdiction int32) access.Object {
	return access.Object{Jurisdiction: jurisdiction, Kind: ref.Statement, Unit: o.Unit, Side: actor.Side(o.Side),
		Person: o.Person}
}

// Owed are those who still owe a statement of a year, in the order of the county; list are the statements there are.
func Owed(c *bodies.County, year int, list []*Statement) (out []Owing) {
	called := map[ref.ID]bool{}
	for _, s := range list {
		if int(s.Year) == year && s.State != Cancelled {
			called[s.Body] = true
		}
	}
	for _, b := range c.Bodies() {
		first := c.FirstResponsible(b.ID)
		if !States(b.Kind) || called[b.ID] || first.Vacant() || c.Takes(b.Unit) != nil {
			continue
		}
		a, _ := c.Appointment(first.Appointment)
		out = append(out, Owing{Body: b.ID, Unit: b.Unit, Person: first.Person, Post: a.Title, Side: b.Kind.Side()})
	}
	return out
}

// Gathering is one meeting, with those who state at it as they are to be heard.
type Gathering struct {
	Name      string
	On        when.Day
	Clock     string
	Place     string
	Unheard   int
	Statement []*Statement
}

// Unheard says that somebody was called and is still to be heard.
func (s *Statement) Unheard() bool { return s.State == Called || s.State == Written }

// Together are the meetings of some statements, the latest first; at each those who are still to be heard come first.
func Together(list []*Statement) (out []Gathering) {
	for _, s := range list {
		if s.State == Cancelled {
			continue
		}
		i := slices.IndexFunc(out, func(g Gathering) bool { return g.Name == s.Meeting && g.On == s.MeetingOn })
		if i < 0 {
			i = len(out)
			out = append(out, Gathering{Name: s.Meeting, On: s.MeetingOn, Clock: s.Clock, Place: s.Place})
		}
		g := &out[i]
		if g.Statement = append(g.Statement, s); s.Unheard() {
			g.Unheard++
		}
	}
	for _, g := range out {
		slices.SortStableFunc(g.Statement, func(a, b *Statement) int {
			rank := func(s *Statement) int {
				if s.Unheard() {
					return 0
				}
				return 1
			}
			return cmp.Or(rank(a)-rank(b), cmp.Compare(a.ID, b.ID))
		})
	}
	slices.SortStableFunc(out, func(a, b Gathering) int { return cmp.Compare(b.On, a.On) })
	return out
}

// OfYear asks for the statements of a year.
func OfYear(year int) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "year", Num: []int64{int64(year)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}

// AtMeeting asks for the statements of the day on which one is made; Together tells its meeting from others.
func AtMeeting(s *Statement) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "meeting_on", Num: []int64{int64(s.MeetingOn)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}

// YearMost is how many statements of a year are read at once [D]: one a body.
const YearMost = 2000
