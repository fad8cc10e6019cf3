package liaison

import (
	"context"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of links.
func (d Commands) Noun() *noun.Noun {
	k := d.links()
	return &noun.Noun{Shape: Shape, See: "link.see", List: "link.list", Tables: d.Tables,
		Institution: "liaison", Span: "since",
		Columns: []string{"label", "body", "year", "since", "lastOn", "next", "state"},
		Filters: []string{"year", "body", "member", "unit"},
		About:   noun.About{Person: "member", Unit: "unit", Shows: []string{"member", "year"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(noun.InForce)}, Of: thisYear},
			{Name: "late", Where: []noun.Cond{noun.StateIs(noun.InForce)},
				Of: func(_ actor.Actor, today when.Day) []noun.Cond {
					return []noun.Cond{{Column: "next", Below: int64(today)}}
				}},
			{Name: "closed", Where: []noun.Cond{noun.StateIs(noun.Ended)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "since", Column: "since"}, {Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{
			k.AddAct("Write down who links a unit in a year"),
			k.ChangeAct("Write a link anew, as it should have been"),
			k.EndAct("End a link, from a day on"),
			k.ResumeAct("Put back a link that was ended by mistake"),
		},
		Import: table(k),
		Fits:   func(field string, k bodies.BodyKind) bool { return field != "body" || Standing(k) },
		Beside: []noun.Link{{Label: "link.assign", Href: "/links/assign", May: "link.add"}},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) (out []noun.Link) {
			l := v.(*Link)
			out = append(out, noun.Link{Label: "link.visits",
				Href: "/visits?unit=" + l.Point.String() + "&member=" + l.Member.String()})
			if l.State == noun.InForce {
				out = append(out, noun.Link{Label: "link.visit", Href: "/visits/new?link=" + l.ID.String()})
			}
			return out
		},
		Notes: func(v noun.Value, on when.Day) (out []text.Message) {
			if l := v.(*Link); l.Late(on) {
				out = append(out, text.M("link.note.late", "next", l.Next))
			}
			return out
		},
		Seen: func(ctx context.Context, list []noun.Value, on when.Day) (map[ref.ID][]text.Message, error) {
			gone, err := d.gone(ctx, list, on)
			out := map[ref.ID][]text.Message{}
			for id := range gone {
				out[id] = []text.Message{text.M("link.note.left")}
			}
			return out, err
		},
		Waits: []noun.Wait{{Acts: []string{"end"},
			Of: func(who actor.Actor, today when.Day) []noun.Cond {
				if !who.Is(actor.PrincipalOffice) && !who.Is(actor.SupervisoryOffice) {
					return nil
				}
				return append(thisYear(who, today), noun.StateIs(noun.InForce))
			},
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if !slices.ContainsFunc(who.Grants, func(g actor.Grant) bool { return g.Side == v.Head().Side }) {
					return "", nil
				}
				return "end", []text.Message{text.M("link.note.left")}
			},
			Only: d.gone}},
		Tells: []kind.Tell{
			{Of: "link.added.v1", To: []kind.Hearer{kind.ToPerson("member"), kind.ToUnit}},
			{Of: "link.ended.v1", To: []kind.Hearer{kind.ToPerson("member"), kind.ToUnit}},
		},
	}
}

// thisYear are the links of the running year and of the next.
func thisYear(_ actor.Actor, today when.Day) []noun.Cond {
	y := int64(today.Year())
	return []noun.Cond{{Column: "year", Num: []int64{y, y + 1}}}
}

// gone are the links whose member sits in the body no more.
func (d Commands) gone(ctx context.Context, list []noun.Value, on when.Day) (map[ref.ID]bool, error) {
	out := map[ref.ID]bool{}
	if len(list) == 0 {
		return out, nil
	}
	c, err := d.County(ctx, list[0].Head().Jurisdiction, on)
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		if l := v.(*Link); l.Left(c) {
			out[l.ID] = true
		}
	}
	return out, nil
}

// Visits is the whole declaration of visits.
func (d Commands) Visits() *noun.Noun {
	k := d.visits()
	return &noun.Noun{Shape: VisitShape, See: "visit.see", List: "visit.list", Tables: d.Tables,
		Institution: "liaison", Span: "paidOn",
		Columns: []string{"checked", "member", "unit", "paidOn", "place", "state"},
		Filters: []string{"member", "body", "unit"},
		About:   noun.About{Person: "member", Unit: "unit", Shows: []string{"member", "paidOn"}},
		Tabs: []noun.Tab{
			{Name: "all"},
			{Name: "confirm", Where: []noun.Cond{noun.StateIs(Recorded)}},
			{Name: "confirmed", Where: []noun.Cond{noun.StateIs(Confirmed)}},
		},
		Sorts: []noun.Sort{{Name: "on", Column: "paid_on", Down: true}, {Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{d.addVisit(), d.confirm(), k.ChangeAct("Write a visit anew that was not confirmed yet"),
			d.withdraw(), d.correct()},
		Links: func(x noun.Value, _ actor.Actor, _ when.Day) (out []noun.Link) {
			v := x.(*Visit)
			out = append(out, noun.Link{Label: "visit.link", Href: "/links/" + v.Link.String()})
			for i, id := range v.Found {
				if id != 0 {
					out = append(out, noun.Link{Label: problemLabels[i], Href: "/problems/" + id.String()})
				}
			}
			return append(out, VisitShape.ChainLinks(v, "visit.corrects", "visit.corrected-by")...)
		},
		Waits: []noun.Wait{{Acts: []string{"confirm"},
			Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				sits := func(g actor.Grant) bool {
					return g.Role == actor.FirstResponsible || g.Role == actor.TeamMember || g.Role == actor.DisciplineMember
				}
				if who.Person == 0 || !slices.ContainsFunc(who.Grants, sits) {
					return nil
				}
				return []noun.Cond{{Column: "member", Num: []int64{int64(who.Person)}}, noun.StateIs(Recorded)}
			},
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if v.(*Visit).Member != who.Person || !who.InPerson() {
					return "", nil
				}
				return "confirm", []text.Message{text.M("visit.why.confirm")}
			},
			Since: func(v noun.Value) when.Day { return v.Head().MadeAt.Day() }}},
		Tells: []kind.Tell{
			{Of: "visit.added.v1", To: []kind.Hearer{kind.ToPerson("member")}},
			{Of: "visit.confirmed.v1", To: []kind.Hearer{kind.ToUnit}},
		},
	}
}

// problemLabels are what the links to the problems of a visit are called.
var problemLabels = [ProblemsMost]string{"visit.problem.1", "visit.problem.2", "visit.problem.3", "visit.problem.4",
	"visit.problem.5"}
