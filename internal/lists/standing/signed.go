package standing

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/power"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
)

// signatures finds the newest paper of each body and list, and which of them are stale.
func (s *summing) signatures() error {
	see := s.Reach("signoff.see")
	if see.Nothing() {
		return nil
	}
	s.out.Signing = true
	of := map[string]ref.Kind{}
	for _, l := range Lists {
		of[l.Paper] = l.Of
	}
	ask := func(year noun.Cond, kinds ...string) error {
		where := []noun.Cond{{Column: "kind", Text: kinds}, year}
		return s.Read.Each(s.ctx, ref.Signoff, see, noun.Query{Where: where, Sort: noun.Sort{Name: "new", Column: "id"}},
			func(v noun.Value) error {
				p := v.(*signoff.Paper)
				// Of several that one body has, the last one that was signed is what holds.
				if was := s.paper[of[p.Kind]][p.Body]; was == nil || p.Endorsed != 0 || was.Endorsed == 0 {
					s.paper[of[p.Kind]][p.Body] = p
				}
				return nil
			})
	}
	if err := ask(s.year()[0], signoff.ResponsibilityList, signoff.TaskList); err != nil {
		return err
	}
	if err := ask(noun.Cond{Column: "year", Below: int64(s.Year + 1)}, signoff.PowerList); err != nil {
		return err
	}
	var list []*signoff.Paper
	for _, by := range s.paper {
		for _, p := range by {
			list = append(list, p)
		}
	}
	var err error
	s.stale, err = s.kept.stale(s.ctx, s.Board, s.County, list, s.Today)
	return err
}

// owes says whether a body must have a list of a kind.
func owes(of ref.Kind, k bodies.BodyKind) bool {
	switch of {
	case ref.Power:
		return power.Exercises(k)
	case ref.Responsibility:
		return responsibility.Answers(k)
	case ref.Task:
		return task.Answers(k)
	}
	return false
}

// stand is how one list of some bodies stands; "" where none owes it, or the reader does
// not see how lists are signed.
func (s *summing) stand(of ref.Kind, bodies []bodies.Body) (worst Stand) {
	for _, b := range bodies {
		if !s.out.Signing || !owes(of, b.Kind) {
			continue
		}
		now := Signed
		switch p := s.paper[of][b.ID]; {
		case s.body[of][b.ID].Rows == 0:
			now = None
		case p == nil || p.Endorsed == 0:
			now = Unsigned
		case s.stale[p.ID]:
			now = Stale
		}
		switch {
		case worst == "" || worst == None: // a body without rows beside one that has some is no gap of the unit
			worst = now
		case now != None && slices.Index(Stands, now) < slices.Index(Stands, worst):
			worst = now
		}
	}
	return worst
}
