package comment

import (
	"context"

	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// Kind declares comments. One is called by its matter; it is seen by who sees the matter
// and talks about it, and not at all once it was withdrawn. rows reads comments; lines is
// the registry's own.
func Kind(rows func(ctx context.Context, ids []ref.ID) ([]*Comment, error),
	lines func(ctx context.Context, a kind.Asking, of []ref.Ref) (map[ref.Ref]kind.Line, error)) kind.Kind {
	return kind.Kind{Of: ref.Comment, Word: "journal.of.comment", See: "comment.see", Page: "/comments/",
		API: "/comments/", Tells: tells,
		Lines: func(ctx context.Context, a kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
			list, err := rows(ctx, ids)
			if err != nil {
				return nil, err
			}
			var of []ref.Ref
			for _, c := range list {
				of = append(of, c.Matter())
			}
			matters, err := lines(ctx, a, of)
			if err != nil {
				return nil, err
			}
			out := make(map[ref.ID]kind.Line, len(list))
			for _, c := range list {
				l, ok := matters[c.Matter()]
				if !ok || c.State != Said {
					continue
				}
				l.Object, l.State, l.Due, l.Of = Object(l.Object, c.Within), c.State, 0, c.Matter()
				out[c.ID] = l
			}
			return out, nil
		}}
}

// tells: whom a comment names, whom it answers, and the other side of the matter.
var tells = func() []kind.Tell {
	named := []kind.Hearer{{Why: "answered", At: kind.ThePerson, Named: "answered"}}
	for i := range MentionsMost {
		named = append(named, kind.Hearer{Why: "mentioned", At: kind.ThePerson, Named: mention(i)})
	}
	const topic = "comments"
	n := len(named)
	return []kind.Tell{
		{Of: "comment.said-by-office.v1", Topic: topic, To: append(named[:n:n], kind.ToPerson("handler"), kind.ToUnit)},
		{Of: "comment.said-by-unit.v1", Topic: topic, To: append(named[:n:n], kind.ToOffice)},
		{Of: "comment.said-within.v1", Topic: topic, To: append(named[:n:n], kind.ToOffice)},
	}
}()
