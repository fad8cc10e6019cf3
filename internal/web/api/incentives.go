package api

import (
	"cmp"
	"slices"

	"shuangze/internal/exchange"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Eligible is who may be nominated for an honour of a year, by the conditions of the policy pack, and why others may
// not. Nobody finds out about themselves, nor about a team in which they sit.
type Eligible struct {
	Year       int               `json:"year"`
	Kind       string            `json:"kind" codes:"honour-kind"`
	Day        day               `json:"day" doc:"As of which day."`
	Conditions []string          `json:"conditions" doc:"What is asked, and by which clause."`
	Own        int               `json:"own" doc:"How many were left out, since they are about who asks."`
	Items      []EligibleSubject `json:"items" doc:"In the order of units; nobody is ranked."`
}

// EligibleSubject is one who might be nominated.
type EligibleSubject struct {
	Unit    ref.ID         `json:"unit"`
	Body    ref.ID         `json:"body,omitempty" doc:"Of a team."`
	Person  ref.ID         `json:"person,omitempty" doc:"Of a model."`
	Name    string         `json:"name"`
	Post    string         `json:"post,omitempty"`
	Met     bool           `json:"met"`
	Honour  ref.ID         `json:"honour,omitempty" doc:"By which they are nominated for the year already."`
	Answers []EligibleItem `json:"answers"`
	Why     []string       `json:"why" doc:"The conditions that are not met, and by which clause."`
}

// EligibleItem is what one condition says.
type EligibleItem struct {
	What   string `json:"what" codes:"eligible-what"`
	Met    bool   `json:"met"`
	Figure string `json:"figure" doc:"What is on record, in words."`
}

// Following is how what follows from results and decisions of a year stands, by unit: what one may list.
type Following struct {
	Year  int             `json:"year"`
	Day   day             `json:"day" doc:"As of which day."`
	All   FollowingUnit   `json:"all"`
	Items []FollowingUnit `json:"items"`
}

// FollowingUnit are the figures of a unit, or of all.
type FollowingUnit struct {
	Unit  ref.ID `json:"unit" doc:"0: all units, or those of none."`
	All   int64  `json:"all"`
	Open  int64  `json:"open" doc:"To be carried out."`
	Late  int64  `json:"late" doc:"Of these, after their day."`
	Done  int64  `json:"done"`
	Ended int64  `json:"ended"`
	Void  int64  `json:"void"`
	List  string `json:"list,omitempty" doc:"The address of the page with all of them."`
}

type eligibleQuery struct {
	Kind string `query:"kind" codes:"honour-kind" doc:"Teams when left out."`
	Year int    `query:"year" doc:"This year or one of the two before; the last one when left out."`
	Unit ref.ID `query:"unit" doc:"Of one unit alone."`
}

type followingQuery struct {
	Year int    `query:"year" doc:"This year or one of the two before; this one when left out."`
	Hand string `query:"hand" codes:"consequence-hand" doc:"Both when left out."`
}

func (c *call) yearOf(year int) error {
	if !slices.Contains(eligible.Years(c.today()), year) {
		return text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	return nil
}

func (c *call) eligible(q eligibleQuery) (a eligible.Asked, out eligible.List, err error) {
	a = eligible.Asked{Of: cmp.Or(q.Kind, honours.Team), Year: cmp.Or(q.Year, c.today().Year()-1), Unit: q.Unit}
	if err := c.yearOf(a.Year); err != nil {
		return a, out, err
	}
	k, err := c.county(0)
	if err != nil {
		return a, out, err
	}
	out, err = c.face.Eligible.List(c.r.Context(), c.actor, k, a)
	return a, out, err
}

func (c *call) speech() exchange.Speech {
	return exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
}

func getEligible(c *call, q eligibleQuery) (out Eligible, err error) {
	a, list, err := c.eligible(q)
	if err != nil {
		return out, err
	}
	s := c.speech()
	out = Eligible{Year: a.Year, Kind: a.Of, Day: day(c.today()), Conditions: []string{}, Own: list.Own,
		Items: []EligibleSubject{}}
	for _, x := range c.face.Eligible.Rules().All {
		if x.Of == a.Of {
			out.Conditions = append(out.Conditions, s.EligibleCondition(x))
		}
	}
	for _, r := range list.Rows {
		x := EligibleSubject{Unit: r.Unit, Body: r.Body, Person: r.Person, Name: r.Name, Post: r.Post, Met: r.Met(),
			Honour: r.Honour, Answers: []EligibleItem{}, Why: append([]string{}, s.EligibleWhy(r)...)}
		for _, f := range r.Findings {
			x.Answers = append(x.Answers, EligibleItem{What: f.What, Met: f.Met, Figure: s.EligibleFigure(r, f.What)})
		}
		out.Items = append(out.Items, x)
	}
	return out, nil
}

func (c *call) following(q followingQuery) (y consequences.Year, all consequences.Count, out []consequences.Count,
	err error) {
	y = consequences.Year{Year: cmp.Or(q.Year, c.today().Year()), Hand: q.Hand}
	if err := c.yearOf(y.Year); err != nil {
		return y, all, nil, err
	}
	k, err := c.county(0)
	if err != nil {
		return y, all, nil, err
	}
	all, out, err = c.face.Following.Count(c.r.Context(), c.actor, k, y)
	return y, all, out, err
}

func followingUnit(y consequences.Year, x consequences.Count, list bool) FollowingUnit {
	out := FollowingUnit{Unit: x.Unit, All: x.All(), Open: x.Open, Late: x.Late, Done: x.Done, Ended: x.Ended,
		Void: x.Void}
	if list {
		out.List = y.List(x.Unit, "all")
	}
	return out
}

func getFollowing(c *call, q followingQuery) (out Following, err error) {
	y, all, units, err := c.following(q)
	if err != nil {
		return out, err
	}
	out = Following{Year: y.Year, Day: day(c.today()), All: followingUnit(y, all, true), Items: []FollowingUnit{}}
	for _, x := range units {
		out.Items = append(out.Items, followingUnit(y, x, x.Unit != 0))
	}
	return out, nil
}

func incentiveOperations() []operation {
	out := []operation{
		get("getEligible", "/eligible", "eligible.list", "honours",
			"Who may be nominated for an honour of a year, and by which clause others may not", getEligible),
		get("getFollowing", "/following", "consequence.list", "consequences",
			"How what follows from results and decisions of a year stands, by unit", getFollowing)}
	out = append(out, exports("exportEligible", "eligible", "eligible.list",
		"Which teams may be nominated for an honour of the last year", func(c *call) (t exchange.Table, err error) {
			a, list, err := c.eligible(eligibleQuery{})
			if err != nil {
				return t, err
			}
			k, err := c.county(0)
			name := func(r eligible.Row) string { return k.Name(r.Unit) }
			return exchange.EligibleTable(c.speech(), list.Rows, name, c.speech().EligibleTitle(a)), err
		})...)
	return append(out, exports("exportFollowing", "following", "consequence.list",
		"How what follows from results and decisions of this year stands, by unit",
		func(c *call) (t exchange.Table, err error) {
			y, all, units, err := c.following(followingQuery{})
			if err != nil {
				return t, err
			}
			k, err := c.county(0)
			name := func(x consequences.Count) string {
				if x.Unit == 0 {
					return c.p.T("following.none-unit")
				}
				return k.Name(x.Unit)
			}
			return exchange.FollowingTable(c.speech(), all, units, name, c.p.T("following.title", "year", y.Year)), err
		})...)
}
