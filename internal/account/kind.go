package account

import (
	"context"

	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Kinds declare accounts and access tokens. An account is called after whose it
// is, else by its own name; its login tells it from others. called reads many.
func Kinds(called func(ctx context.Context, ids []ref.ID) (map[ref.ID]trail.Called, error)) []kind.Kind {
	return []kind.Kind{
		{Of: ref.Account, Word: "journal.of.account", Acts: true, Lines: func(ctx context.Context, a kind.Asking,
			ids []ref.ID) (map[ref.ID]kind.Line, error) {
			found, err := called(ctx, ids)
			out := make(map[ref.ID]kind.Line, len(found))
			for id, x := range found {
				name, err := a.Name(ref.Ref{Kind: ref.Person, ID: x.Person})
				if err != nil {
					return nil, err
				}
				if name == "" {
					name = x.Name
				}
				l := kind.Line{Called: []string{name}, Note: x.Login}
				if name == "" {
					l = kind.Line{Called: []string{x.Login}}
				}
				out[id] = l
			}
			return out, err
		}},
		{Of: ref.Token, Word: "journal.of.token"},
		{Of: ref.Passkey, Word: "journal.of.passkey"},
		{Of: ref.Feed, Word: "journal.of.feed"},
	}
}
