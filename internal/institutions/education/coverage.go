package education

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Reach is how often somebody was reached in a year.
type Reach struct {
	Person   ref.ID
	Expected int
	Present  int
	MadeUp   int
	Passed   int // quizzes
}

// Reached says that at least one activity reached them, at once or later.
func (r Reach) Reached() bool { return r.Present+r.MadeUp > 0 }

// Of is how somebody was reached in a year, as the coverage of the unit says that the reader may open: unit 0
// where it is oneself that is read of and there is no such unit. False = the reader is told nothing, or there is
// nothing to tell.
func Of(ctx context.Context, from Source, c *bodies.County, who actor.Actor, person ref.ID, year int) (
	r Reach, unit ref.ID, told bool, err error) {
	posts := c.PostsOf(person)
	may := func(a bodies.Appointment) bool {
		return a.Unit != 0 && access.Can(who, "coverage.see",
			access.Object{Jurisdiction: who.Jurisdiction, Kind: ref.Unit, ID: a.Unit, Unit: a.Unit})
	}
	at := slices.IndexFunc(posts, may)
	asked := at
	if at >= 0 {
		unit = posts[at].Unit
	} else if person == who.Person && !access.ScopeOf(who, "education.see").Nothing() {
		asked = slices.IndexFunc(posts, func(a bodies.Appointment) bool { return a.Unit != 0 })
	}
	if asked < 0 {
		return r, 0, false, nil
	}
	all := access.ScopeOf(actor.Machine(who.Jurisdiction, "coverage"), "education.see")
	list, err := Year(ctx, from, c, all, posts[asked].Unit, year)
	if i := slices.IndexFunc(list, func(x Reach) bool { return x.Person == person }); i >= 0 {
		r = list[i]
	}
	return r, unit, r.Expected > 0, err
}

// Source reads activities.
type Source interface {
	Each(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, yield func(noun.Value) error) error
}

// Year is how the people of a unit and of those below it were reached by the activities of a year, whoever held them:
// who was reached least stands first, in the order of the register among the same. all is the reach of the whole
// county. One statement, however many people.
func Year(ctx context.Context, from Source, c *bodies.County, all access.Scope, unit ref.ID,
	year int) ([]Reach, error) {
	var out []Reach
	at := map[ref.ID]int{}
	for _, a := range Posts(c, unit, 0) {
		if _, ok := at[a.Person]; !ok {
			at[a.Person] = len(out)
			out = append(out, Reach{Person: a.Person})
		}
	}
	days := noun.Cond{Column: "held_on", Least: int64(when.Date(year, 1, 1)), Below: int64(when.Date(year+1, 1, 1))}
	q := noun.Query{Where: []noun.Cond{days, noun.StateIs(Held, Closed)},
		Sort: noun.Sort{Name: "held", Column: "held_on"}}
	err := from.Each(ctx, ref.Education, all, q, func(v noun.Value) error {
		for _, p := range v.(*Education).Places() {
			i, ok := at[p.Person]
			if !ok {
				continue
			}
			r := &out[i]
			r.Expected++
			switch p.Mark {
			case Came:
				r.Present++
			case Later:
				r.MadeUp++
			}
			if p.Passed {
				r.Passed++
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Reach) int { return a.Present + a.MadeUp - b.Present - b.MadeUp })
	return out, err
}
