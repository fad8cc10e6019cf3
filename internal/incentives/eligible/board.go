package eligible

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Reads is what candidates are read from.
type Reads interface {
	// Fulfilling reads the objects of a noun of a county that fulfil all conditions.
	Fulfilling(ctx context.Context, of ref.Kind, jurisdiction int32, conds ...noun.Cond) ([]noun.Value, error)
	// Acts is how many entries the county's journal has.
	Acts(ctx context.Context, jurisdiction int32) (int64, error)
}

// Rules are a county's.
type Rules struct {
	All []Condition // none: the pack says nothing of who may be nominated
	Use string      // that is checked
}

// Board says who may be nominated.
type Board struct {
	Read  Reads
	Rules func() Rules // in force
	Check consequences.Check
}

// Asked is whose turn it is: teams or models, for a year.
type Asked struct {
	Of   string // honours.Team or honours.Model
	Year int
	Unit ref.ID // 0 = all units
}

// Row is one who might be nominated.
type Row struct {
	honours.Subject
	Unit     ref.ID
	Name     string
	Post     string
	Figures  honours.Figures
	Findings []Finding
	Stands   []effect.Hindrance // who may not read checks before use learns of each only until when
	Honour   ref.ID             // by which they are nominated for the year already, or were given it
	State    string             // of that
}

// Met says whether every condition is met.
func (r Row) Met() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return !f.Met })
}

// List is who was asked about: in the order of units, of a unit as its team sits.
type List struct {
	Rows []Row
	Own  int // that were left out: they are about who asks, or a team of theirs
}

// The years of which somebody may ask: this one and two before.
const back = 2

// Years are those of which may be asked, the latest first.
func Years(today when.Day) (out []int) {
	for y := today.Year(); y >= today.Year()-back; y-- {
		out = append(out, y)
	}
	return out
}

// List reads all of them in a fixed number of statements. Nobody finds out about themselves, nor about a team that they
// sit in, what is on record or going on.
func (b Board) List(ctx context.Context, who actor.Actor, r *bodies.County, a Asked) (out List, err error) {
	tx := &reading{ctx: ctx, from: b.Read, who: who, county: r}
	all := subjects(r, a)
	rules := b.Rules()
	if len(rules.All) == 0 {
		return List{}, nil
	}
	var people []ref.ID
	teams := make([][]ref.ID, 0, len(all))
	kept := all[:0]
	for _, x := range all {
		h := honours.Honour{Kind: a.Of, Body: x.Body, Person: x.Person}
		team := h.People(r)
		if slices.ContainsFunc(team, who.Hands().Has) {
			out.Own++
			continue
		}
		kept, teams = append(kept, x), append(teams, team)
		for _, id := range team {
			if !slices.Contains(people, id) {
				people = append(people, id)
			}
		}
	}
	if len(kept) == 0 {
		return out, nil
	}
	of := make([]honours.Subject, len(kept))
	for i, x := range kept {
		of[i] = x.Subject
	}
	figures, err := honours.Gather(tx, r, of, a.Year, a.Year)
	if err != nil {
		return out, err
	}
	stands, err := b.stands(tx, r, people, rules.Use)
	if err != nil {
		return out, err
	}
	had, err := tx.Those(ref.Honour, noun.Cond{Column: "year", Num: []int64{int64(a.Year)}},
		noun.StateIs(honours.Nominated, honours.Noticed, honours.Approved))
	if err != nil {
		return out, err
	}
	for i, x := range kept {
		x.Figures = figures[i]
		for _, id := range teams[i] {
			x.Stands = append(x.Stands, stands[id]...)
		}
		x.Findings = Judge(rules.All, a.Of, x.Figures, x.Stands)
		for _, v := range had {
			if h := v.(*honours.Honour); h.Kind == a.Of && h.Subject() == x.Subject {
				x.Honour, x.State = h.ID, h.State
			}
		}
		out.Rows = append(out.Rows, x)
	}
	return out, nil
}

// stands is what stands in the way of each of some people today.
func (b Board) stands(tx *reading, r *bodies.County, people []ref.ID, use string) (map[ref.ID][]effect.Hindrance,
	error) {
	if use == "" || len(people) == 0 {
		return nil, nil
	}
	found, err := b.Check(tx, r, people, effect.Question{On: r.Day(), Use: use})
	if err != nil {
		return nil, err
	}
	out, reads := map[ref.ID][]effect.Hindrance{}, access.Anywhere(tx.who, "clearance.see")
	for _, p := range found {
		for _, h := range p.Stands {
			if !reads {
				h = effect.Hindrance{Until: h.Until}
			}
			out[p.ID] = append(out[p.ID], h)
		}
	}
	return out, nil
}

// subjects are the party bodies of units, or those who sit in one or in a discipline body of a unit.
func subjects(r *bodies.County, a Asked) (out []Row) {
	seen := map[ref.ID]bool{}
	for _, unit := range r.Units() {
		if a.Unit != 0 && unit != a.Unit {
			continue
		}
		for _, b := range r.Seated(unit) {
			switch {
			case a.Of == honours.Team && b.Kind.Side() == bodies.Principal:
				out = append(out, Row{Subject: honours.Subject{Body: b.ID}, Unit: unit, Name: b.Name})
			case a.Of == honours.Model && b.Kind.Side() != "":
				for _, id := range r.Sitting(b.ID) {
					who, ok := r.Person(id)
					posts := r.PostsOf(id)
					if !ok || seen[id] || len(posts) == 0 {
						continue
					}
					seen[id] = true
					out = append(out, Row{Subject: honours.Subject{Person: id}, Unit: unit, Name: who.Name,
						Post: posts[0].Title})
				}
			}
		}
	}
	return out
}

// reading is what is committed, as conditions ask for it.
type reading struct {
	ctx    context.Context
	from   Reads
	who    actor.Actor
	county *bodies.County
}

func (r *reading) Actor() actor.Actor { return r.who }

func (r *reading) CountyToday() (*bodies.County, error) { return r.county, nil }

func (r *reading) Those(of ref.Kind, conds ...noun.Cond) ([]noun.Value, error) {
	return r.from.Fulfilling(r.ctx, of, r.who.Jurisdiction, conds...)
}
