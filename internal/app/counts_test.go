package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/comment"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
)

// countIn is how many comments the row of a matter says there are, on a list as somebody sees it; -1 where the list has
// no such row.
func (v *visitors) countIn(login, list, at string) (n int) {
	v.Helper()
	w := v.ask(login, "GET", list)
	if w.Code != http.StatusOK {
		v.Fatalf("%s answers %s with %d", list, login, w.Code)
	}
	page := w.Body.String()
	if !regexp.MustCompile(`href="` + at + `["?]`).MatchString(page) {
		return -1
	}
	if m := regexp.MustCompile(`href="` + at + `#comments">(\d+) 条意见<`).FindStringSubmatch(page); m != nil {
		fmt.Sscan(m[1], &n)
	}
	return n
}

// A list says beside each row how many comments its reader may read: the office those within itself too, the unit what
// is open, another unit that sees the row nothing; none that was taken back.
func TestCommentsAreCountedInLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		o, _ := v.sentTo("曙坪镇")
		side := map[actor.Side]string{actor.Principal: "zhuti", actor.Supervisory: "jiandu"}[o.Side]
		say := func(login string, of ref.Ref, within bool) *comment.Comment {
			t.Helper()
			c, err := v.comment(v.actor(login), of, comment.Input{Words: "请核对第三项", Within: within})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		counts := func(list string, of ref.Ref, want map[string]int) {
			t.Helper()
			for login, n := range want {
				if got := v.countIn(login, list, v.kinds().Of(of.Kind).At(of.ID)); got != n {
					t.Errorf("%s reads %d comments of a %s in the list, want %d", login, got, of.Kind, n)
				}
			}
		}
		open, within := 0, 0
		for _, c := range v.on(o) {
			if c.State == comment.Said && c.Within {
				within++
			} else if c.State == comment.Said {
				open++
			}
		}
		list := "/orders?tab=all&unit=" + o.Unit.String()
		look := func() {
			t.Helper()
			counts(list, o.Ref(), map[string]int{side + "-jb": open + within, side: open + within, "shuping-lly": open,
				"shuping": open})
		}
		look()
		gone := say(side+"-jb", o.Ref(), false)
		say(side+"-jb", o.Ref(), true)
		say("shuping-lly", o.Ref(), false)
		open, within = open+2, within+1
		look()
		if _, err := v.h.comments().With(v.kinds()).Withdraw(context.Background(),
			act.Command{Actor: v.actor(side + "-jb")}, gone.ID); err != nil {
			t.Fatal(err)
		}
		open--
		look()

		// A row that everybody sees: what is said about it is its own unit’s and the office’s.
		for _, x := range v.all(ref.Power) {
			of := ref.Ref{Kind: ref.Power, ID: x.Head().ID}
			if v.countIn("caizheng-jb", "/powers?tab=all", v.kinds().Of(of.Kind).At(of.ID)) != 0 ||
				x.Head().Unit == v.unit("财政局") {
				continue
			}
			if !comment.Within(v.actor("zhuti-jb"), v.h.Noun(ref.Power).Object(x)) {
				continue
			}
			say("zhuti-jb", of, false)
			say("zhuti-jb", of, true)
			counts("/powers?tab=all", of, map[string]int{"zhuti-jb": 2, "caizheng-jb": 0})
			return
		}
		t.Error("no power of another unit is in the list")
	})
}

// Whatever the number of rows, one statement counts them; none where nobody is to be told.
func TestCommentsAreCountedAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		orders, err := v.h.DB.EveryOrder(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		asks := func(who actor.Actor, n int) int64 {
			t.Helper()
			matters := make([]access.Object, n)
			for i := range matters {
				matters[i] = orders[i].Object(order.Nobody)
			}
			before := v.h.DB.Statements()
			if _, err := comment.Counted(ctx, v.h.DB, who, matters); err != nil {
				t.Fatal(err)
			}
			return v.h.DB.Statements() - before
		}
		office := v.office(actor.Principal).Actor
		if one, many := asks(office, 1), asks(office, min(40, len(orders))); one != 1 || many != 1 {
			t.Errorf("%d and %d statements", one, many)
		}
		program := office
		program.Scopes = []string{}
		if n := asks(program, 5) + asks(office, 0); n != 0 {
			t.Errorf("%d statements though nothing is counted", n)
		}
		list := "/orders?tab=all&unit=" + v.unit("曙坪镇").String()
		pages := func() int64 {
			v.ask("zhuti-jb", "GET", list)
			before := v.h.DB.Statements()
			v.ask("zhuti-jb", "GET", list)
			return v.h.DB.Statements() - before
		}
		before := pages()
		for _, o := range orders {
			if o.Unit == v.unit("曙坪镇") {
				if _, err := v.comment(v.office(o.Side).Actor, o.Ref(), comment.Input{Words: "请核对"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if after := pages(); after != before {
			t.Errorf("the list takes %d statements where much is said, before %d", after, before)
		}
	})
}

// Programs are told the same in lists of orders, of problems and of nouns on the frame.
func TestCommentsAreCountedForPrograms(t *testing.T) {
	p := programsOf(t)
	o, _ := p.sentTo("曙坪镇")
	side := map[actor.Side]string{actor.Principal: "zhuti-jb", actor.Supervisory: "jiandu-jb"}[o.Side]
	problems, err := p.h.DB.EveryProblem(p.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]ref.Ref{"/orders": o.Ref()}
	for _, x := range problems {
		if x.Unit == p.unit("曙坪镇") && x.Side == o.Side && x.State.Open() {
			at["/problems"] = x.Ref()
		}
	}
	for _, x := range p.visitors.all(ref.Power) {
		if x.Head().Unit == p.unit("曙坪镇") && comment.Within(p.actor(side), p.h.Noun(ref.Power).Object(x)) {
			at["/powers"] = ref.Ref{Kind: ref.Power, ID: x.Head().ID}
		}
	}
	if len(at) != 3 {
		t.Fatal("not every list has a matter of 曙坪镇", at)
	}
	for list, of := range at {
		read := func(login string) int {
			t.Helper()
			w := p.call(p.all[login], "GET", list+"?limit=200&unit="+p.unit("曙坪镇").String(), nil)
			var out struct {
				Items []struct {
					ID       ref.ID
					Comments int
				}
			}
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 {
				t.Fatal(list, w.Code, err, w.Body)
			}
			for _, x := range out.Items {
				if x.ID == of.ID {
					return x.Comments
				}
			}
			t.Fatalf("%s does not list %v for %s", list, of, login)
			return 0
		}
		office, unit := read(side), read("shuping-lly")
		for _, within := range []bool{false, true} {
			if _, err := p.comment(p.actor(side), of, comment.Input{Words: "请核对", Within: within}); err != nil {
				t.Fatal(list, err)
			}
		}
		if a, b := read(side)-office, read("shuping-lly")-unit; a != 2 || b != 1 {
			t.Errorf("%s: the office reads %d comments more, the unit %d", list, a, b)
		}
	}
}
