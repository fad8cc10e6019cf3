package store

import (
	"context"
	"errors"
	"slices"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// underOrder is a problem under an order that its unit has signed for.
func (r *reporting) underOrder(d order.Commands, level problem.Level) (p, o ref.ID) {
	r.Helper()
	p = r.register(level, "")
	in := input(r.unit)
	in.Problem, in.Source = p, order.FromProblem
	x, err := issue(context.Background(), d, r.office, actor.Principal, in)
	r.did(x, err)
	r.did(d.Acknowledge(context.Background(), act.Command{Actor: r.hand}, x.Object.ID))
	return p, x.Object.ID
}

func (r *reporting) order(id ref.ID) order.Line {
	r.Helper()
	p, err := r.db.Orders(context.Background(), access.ScopeOf(r.leader, "order.see"), order.Filter{})
	if err != nil {
		r.Fatal(err)
	}
	i := slices.IndexFunc(p.Lines, func(l order.Line) bool { return l.ID == id })
	if i < 0 {
		r.Fatalf("order %d is not listed", id)
	}
	return p.Lines[i]
}

func picture(name string) evidence.Evidence {
	return evidence.Evidence{Name: name, Type: "image/png", Size: 1, Digest: make([]byte, 32)}
}

// What was sent back says why in its line until it is sent anew; a request that
// nobody answered is taken back, and one that was answered is not. Files come
// with the act, all of them or none. The journal rebuilds all of it.
func TestSentBackAndTakenBack(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx, d := report(t, db), context.Background(), desk(db)
		hand, office := act.Command{Actor: r.hand}, act.Command{Actor: r.office}
		_, id := r.underOrder(d, problem.Ordinary)

		_, err := d.RequestClose(ctx, hand, id, "已公示")
		var in text.InputErrors
		if !errors.As(err, &in) || in[0].Field != "evidence" {
			t.Fatalf("without evidence: %v", err)
		}
		many := make([]evidence.Evidence, evidence.Most+1)
		for i := range many {
			many[i] = picture("多.png")
		}
		_, err = d.RequestClose(ctx, hand, id, "已公示", many...)
		r.refused("order.evidence-too-many", err)
		_, err = d.Report(ctx, hand, id, "", nil, picture("没有说明.png"))
		if !errors.As(err, &in) {
			t.Fatalf("a report without words: %v", err)
		}
		if files, _ := db.EvidenceOf(ctx, id); len(files) != 0 {
			t.Fatalf("%d files of acts that were refused", len(files))
		}
		r.did(d.Report(ctx, hand, id, "正在公示", nil, picture("一.png"), picture("二.png")))
		once := act.Command{Actor: r.hand, Key: "CLOSE"}
		r.did(d.RequestClose(ctx, once, id, "已公示", picture("三.png")))
		r.did(d.RequestClose(ctx, once, id, "已公示", picture("三.png"))) // a double click
		if files, _ := db.EvidenceOf(ctx, id); len(files) != 3 || files[2].Phase != evidence.After || files[0].By != 2 {
			t.Fatalf("files: %+v", files)
		}

		_, err = d.RecallClose(ctx, office, id, "发错了")
		r.refused("access.forbidden", err) // it is the unit's
		r.did(d.RecallClose(ctx, hand, id, "还差两个村"))
		if o := r.order(id); o.State != order.InProgress || o.Requester != 0 || o.RequestedAt != 0 {
			t.Errorf("taken back: %+v", o)
		}
		r.did(d.RequestClose(ctx, hand, id, "已公示"))
		r.did(d.ConfirmClose(ctx, act.Command{Actor: r.chief}, id, "属实"))
		_, err = d.RecallClose(ctx, hand, id, "还差两个村")
		r.refused("order.recall-confirmed", err)
		r.did(d.Reject(ctx, office, id, "缺竹园村和新坪村的公示照片"))
		if o := r.order(id); o.SentBack != "缺竹园村和新坪村的公示照片" {
			t.Errorf("sent back: %q", o.SentBack)
		}
		r.did(d.RequestClose(ctx, hand, id, "已补齐"))
		if o := r.order(id); o.SentBack != "" {
			t.Errorf("requested again: %q", o.SentBack)
		}
		r.did(d.RecallClose(ctx, hand, id, "继续"))

		was := r.order(id).Due
		r.did(d.AskExtension(ctx, hand, id, was+3, "汛期", "完成一半"))
		r.did(d.RecallExtension(ctx, hand, id, "已赶上"))
		if o := r.order(id); o.AskedDue != 0 || o.AskedAt != 0 || o.Due != was || o.Extensions != 0 {
			t.Errorf("the extension was taken back: %+v", o)
		}
		_, err = d.RecallExtension(ctx, hand, id, "再撤")
		r.refused("order.no-extension-asked", err)

		p := r.register(problem.Slight, "")
		r.did(r.problems.Rectify(ctx, hand, p, "已公示", picture("公示.png")))
		_, err = r.problems.Recall(ctx, office, p, "发错了")
		r.refused("access.forbidden", err)
		r.did(r.problems.Recall(ctx, hand, p, "照片不清楚"))
		r.did(r.problems.Rectify(ctx, hand, p, "已公示"))
		r.did(r.problems.Reject(ctx, office, p, "照片看不清公示的日期"))
		whole, _, _ := db.Problem(ctx, p)
		if whole.SentBack != "照片看不清公示的日期" || whole.State != problem.Registered || whole.Rejections != 1 {
			t.Errorf("the report: %+v", whole)
		}
		_, err = r.problems.Recall(ctx, hand, p, "撤")
		r.refused("problem.state-forbids", err)

		x, err := d.Draft(ctx, office, actor.Principal, input(r.unit))
		draft := r.did(x, err)
		r.did(d.Submit(ctx, office, draft))
		other := r.office
		other.Account, other.Person = 70, 80
		r.did(d.Return(ctx, act.Command{Actor: other}, draft, "质量要求不具体"))
		if o := r.order(draft); o.SentBack != "质量要求不具体" {
			t.Errorf("returned: %q", o.SentBack)
		}
		r.did(d.Submit(ctx, office, draft))
		if o := r.order(draft); o.SentBack != "" {
			t.Errorf("submitted again: %q", o.SentBack)
		}
		if v := verified(t, db, VerifyOptions{}); v.State.Total+v.Strays.Total != 0 {
			t.Errorf("%v", faults(v))
		}
	})
}

// No day makes a problem late that is kept up for good: not in the list, not in
// its length, not in the counts of the overview, not in its own light, and no
// higher level is proposed for it. When its order is done by a day again, it is.
func TestKeptUpProblemsAreNeverLate(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx, d := report(t, db), context.Background(), desk(db)
		far := r.today + 400 // when the days of all of them are over
		p, o := r.underOrder(d, problem.Ordinary)
		plain := r.register(problem.Slight, "")
		x, err := db.Perform(ctx, act.Command{Actor: r.office, Verb: "import.problems"}, func(t act.Tx) error {
			return r.problems.Take(t.(*Tx), problem.Problem{Side: actor.Principal, Source: "spotcheck", Level: problem.Slight,
				Unit: r.unit, Facts: "长期坚持", Due: r.today + 5, LongTerm: true})
		})
		kept := r.did(x, err)

		late := func(what string, want ...ref.ID) {
			t.Helper()
			r.want(what, r.list(problem.Filter{Overdue: far}), want...) // its length is compared too
			tallies, err := db.Tallies(ctx, access.ScopeOf(r.leader, "problem.see"))
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, x := range tallies {
				if x.Subject == "problem" && problem.State(x.State).Open() && x.Due < far {
					n += int(x.N)
				}
			}
			if n != len(want) {
				t.Errorf("%s: the counts say %d", what, n)
			}
			for _, id := range []ref.ID{p, plain, kept} {
				whole, _, _ := db.Problem(ctx, id)
				if whole.Overdue(far) != slices.Contains(want, id) {
					t.Errorf("%s: problem %d overdue %v", what, id, whole.Overdue(far))
				}
			}
			if v := verified(t, db, VerifyOptions{}); v.State.Total+v.Strays.Total != 0 {
				t.Errorf("%s: %v", what, faults(v))
			}
		}
		late("at first", p, plain)
		r.did(d.MakeLongTerm(ctx, act.Command{Actor: r.office}, o, "常抓不懈"))
		late("kept up", plain)
		r.did(d.EndLongTerm(ctx, act.Command{Actor: r.office}, o, "限期办结", r.today+30))
		late("by a day again", p, plain)
		r.did(d.MakeLongTerm(ctx, act.Command{Actor: r.office}, o, "常抓不懈"))
		r.did(d.Withdraw(ctx, act.Command{Actor: r.office}, o, "并入另一件"))
		late("free again", p, plain)
	})
}
