package version

import (
	"context"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// Kind declares versions of the pack: everybody may read the rules.
func Kind(numbers func(ctx context.Context, ids []ref.ID) (map[ref.ID]int64, error)) kind.Kind {
	return kind.Kind{Of: ref.Policy, Word: "journal.of.policy", See: "policy.see", Whole: true,
		Page: "/policy/versions/", API: "/policy/versions/", Tells: tells,
		Lines: func(ctx context.Context, a kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
			found, err := numbers(ctx, ids)
			out := make(map[ref.ID]kind.Line, len(found))
			for id, no := range found {
				out[id] = kind.Line{Called: []string{strconv.FormatInt(no, 10)},
					Object: access.Object{Kind: ref.Policy, ID: id, Jurisdiction: a.Jurisdiction}}
			}
			return out, err
		}}
}

// tells: a proposal is told to who may adopt it, and what is adopted to everybody at work.
var tells = []kind.Tell{
	{Of: "policy.proposed.v1", Topic: "policy", To: []kind.Hearer{{Why: "may", At: kind.TheCounty,
		Roles: []actor.Role{actor.PrincipalOffice, actor.SupervisoryOffice}, Asked: true}}},
	{Of: "policy.adopted.v1", Topic: "policy", To: []kind.Hearer{{Why: "county", At: kind.TheCounty}}},
}
