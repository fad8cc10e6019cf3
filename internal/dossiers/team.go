package dossiers

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Served is a body to whose leading group somebody belonged, and when.
type Served struct {
	Body ref.ID
	In   when.Period
}

// Teams are the leading groups to which a person ever belonged, by the posts on record: as first responsible person,
// acting or appointed, or as member of a body, and with it, as the check before an honour counts them
// (honours.Honour.People), of the party body of the unit where a discipline body sits.
func Teams(rows bodies.Rows, person ref.ID) (out []Served) {
	of := map[ref.ID]bodies.Body{}
	for _, b := range rows.Bodies {
		of[b.ID] = b
	}
	for _, a := range Posts(rows.Appointments, person) {
		b, ok := of[a.Body]
		if !ok || a.Post != bodies.Acting && a.Post != b.Kind.First() && !a.Post.Member() {
			continue
		}
		out = append(out, Served{b.ID, a.Period})
		for _, beside := range rows.Bodies {
			if beside.ID != b.ID && b.Unit != 0 && beside.Unit == b.Unit && beside.Kind.Side() == bodies.Principal {
				out = append(out, Served{beside.ID, a.Period})
			}
		}
	}
	return out
}

// teamsMost is how many honours of somebody's bodies are looked through [D]: a body has one a year.
const teamsMost = 200

// honoured adds to honours of a person those of the teams to which they belonged in the year that was honoured, were it
// for a day of it; the newest stand first.
func (f *Figure) honoured(ctx context.Context, g gathering, where []noun.Cond) error {
	var of []int64
	for _, t := range g.teams {
		of = append(of, int64(t.Body))
	}
	if len(of) == 0 {
		return nil
	}
	list, _, err := g.from.Newest(ctx, ref.Honour, access.ScopeOf(actor.Machine(g.x.Jurisdiction, "dossier"), f.Noun.See),
		noun.Query{Limit: teamsMost, Where: append(where, noun.Cond{Column: "body", Num: of},
			noun.Cond{Column: "kind", Text: []string{honours.Team}})})
	if err != nil {
		return err
	}
	for _, v := range list {
		h := v.(*honours.Honour)
		in := when.Period{From: when.Date(int(h.Year), 1, 1), To: when.Date(int(h.Year)+1, 1, 1)}
		if slices.ContainsFunc(g.teams, func(t Served) bool { return t.Body == h.Body && t.In.Overlaps(in) }) {
			f.Values, f.Count.N = append(f.Values, v), f.Count.N+1
		}
	}
	slices.SortFunc(f.Values, func(a, b noun.Value) int { return int(b.Head().ID - a.Head().ID) })
	f.Values = f.Values[:min(len(f.Values), g.most)]
	return nil
}
