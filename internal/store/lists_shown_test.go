package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/store/storetest"
	"shuangze/internal/when"
)

// Lists by due day place what is kept up where they show it: an order by its next look,
// a problem behind all that have a day; both ways, page by page, forth and back.
func TestKeptUpStandsWhereItIsShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, c *storetest.County) {
		ctx, today := context.Background(), when.At(time.Now()).Day()
		for _, x := range []struct {
			subject     string
			due, review when.Day
		}{{"甲", 10, 0}, {"乙", 5, 25}, {"丙", 20, 0}, {"丁", 40, 15}, {"戊", 30, 0}} {
			in := c.Draft()
			in.Subject, in.Due = x.subject, today+45
			id := c.Issue(t, in).Object.ID
			c.Play(t, "order.close", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
				o, err := tx.Order(id)
				o.Due = today + x.due
				if x.review != 0 {
					o.LongTerm, o.ReviewBy = true, today+x.review
				}
				p := problem.Problem{ID: tx.NewID(), Jurisdiction: c.Office.Jurisdiction, Unit: c.Unit, State: problem.Registered,
					Side: actor.Principal, Facts: x.subject, Due: o.Due, LongTerm: o.LongTerm}
				return "order.reported.v1", o.Ref(), errors.Join(err, tx.SaveOrder(o), tx.SaveProblem(p))
			})
		}
		scope := access.ScopeOf(c.Office, "order.see")
		want := []string{"甲", "丁", "丙", "乙", "戊"} // 10 15 20 25 30
		for _, down := range []bool{false, true} {
			f := order.Filter{Open: true, Sort: order.ByDue, Limit: 2}
			if down {
				f.Sort = order.ByDueLast
				slices.Reverse(want)
			}
			var got []string
			for page := 0; ; page++ {
				p, err := c.DB.Orders(ctx, scope, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range p.Lines {
					got = append(got, l.Subject)
				}
				if page == 2 {
					f.After = p.Newer
					back, err := c.DB.Orders(ctx, scope, f)
					if err != nil || len(back.Lines) != 2 || back.Lines[0].Subject != want[2] {
						t.Errorf("back: %+v %v", back.Lines, err)
					}
					break
				}
				f.After = p.Older
			}
			if !slices.Equal(got, want) {
				t.Errorf("down %v: %v, want %v", down, got, want)
			}
		}
		var got []string
		f := problem.Filter{Open: true, Limit: 2}
		for range 3 {
			p, err := c.DB.Problems(ctx, access.ScopeOf(c.Office, "problem.see"), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Lines {
				got = append(got, l.Facts)
			}
			f.After = p.Older
		}
		if !slices.Equal(got, []string{"甲", "丙", "戊", "乙", "丁"}) {
			t.Errorf("problems %v", got)
		}
	})
}
