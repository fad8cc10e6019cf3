package store

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// reporting is a county whose serious problems are reported, with everybody who
// takes part.
type reporting struct {
	*testing.T
	db                          *DB
	office, leader, chief, hand actor.Actor
	unit                        ref.ID
	problems                    problem.Commands
	today                       when.Day
}

func report(t *testing.T, db *DB) *reporting {
	office, unit := county(t, db)
	one := func(person ref.ID, g actor.Grant) actor.Actor {
		return actor.Actor{Account: person, Person: person, Jurisdiction: office.Jurisdiction, Grants: []actor.Grant{g}}
	}
	later := func(d when.Day) when.Day { return d + 2 }
	return &reporting{T: t, db: db, office: office, unit: unit, today: when.At(time.Now()).Day(),
		leader: one(9, actor.Grant{Role: actor.LeadingGroup}),
		chief:  one(1, actor.Grant{Role: actor.FirstResponsible, Unit: unit, Own: []ref.ID{unit}}),
		hand:   one(2, actor.Grant{Role: actor.Clerk, Unit: unit, Own: []ref.ID{unit}}),
		problems: problem.Commands{Door: act.NewDoor(db, func(t act.Tx) problem.Tx { return t.(*Tx) }),
			Rules: problem.Rules{Orders: map[problem.Level]bool{problem.Ordinary: true, problem.Serious: true},
				Sources: map[string]bool{"spotcheck": true}, Categories: map[string]bool{"funds": true, "work": true},
				Limit:   func(_ problem.Level, d when.Day) when.Deadline { return when.Deadline{Due: d + 90} },
				Reports: map[problem.Level]bool{problem.Serious: true}, NoteBy: later, DecideBy: later,
				Times: map[problem.Cause]int{problem.OverdueAgain: 2, problem.RejectedAgain: 2, problem.Recurred: 2},
				Since: func(d when.Day) when.Day { return d - 365 }}}}
}

func (r *reporting) did(x act.Receipt, err error) ref.ID {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
	return x.Object.ID
}

func (r *reporting) refused(key string, err error) {
	r.Helper()
	var no *text.Refusal
	if !errors.As(err, &no) || no.Key != key {
		r.Errorf("%v, want %s", err, key)
	}
}

func (r *reporting) register(level problem.Level, category string) ref.ID {
	r.Helper()
	return r.did(r.problems.Register(context.Background(), act.Command{Actor: r.office},
		problem.Input{Side: actor.Principal, Source: "spotcheck", Category: category, Level: level,
			Unit: r.unit, Facts: "补贴未公示", Measures: measure.List{{Text: "公示"}}, Leader: 1, Handler: 2, Due: r.today + 5}))
}

func (r *reporting) list(f problem.Filter) (out []ref.ID) {
	r.Helper()
	p, err := r.db.Problems(context.Background(), access.ScopeOf(r.leader, "problem.see"), f)
	if err != nil {
		r.Fatal(err)
	}
	if p.Count != len(p.Lines) {
		r.Errorf("%d lines, counted %d", len(p.Lines), p.Count)
	}
	for _, l := range p.Lines {
		out = append(out, l.ID)
	}
	slices.Sort(out)
	return out
}

func (r *reporting) want(what string, got []ref.ID, want ...ref.ID) {
	r.Helper()
	if !slices.Equal(got, want) {
		r.Errorf("%s: %v, want %v", what, got, want)
	}
}

// A serious problem waits for the leading group until one of them has noted it,
// or nothing is left to note.
func TestSeriousProblemsAreReported(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx := report(t, db), context.Background()
		waits := problem.Filter{Unnoted: true}
		serious, ordinary, wrong := r.register(problem.Serious, ""), r.register(problem.Ordinary,
			""), r.register(problem.Serious, "")
		r.want("registered", r.list(waits), serious, wrong)
		r.did(r.problems.Raise(ctx, act.Command{Actor: r.office}, ordinary, "群众反映强烈"))
		r.want("raised", r.list(waits), serious, ordinary, wrong)
		r.did(r.problems.Withdraw(ctx, act.Command{Actor: r.office}, wrong, "重复登记"))
		r.want("withdrawn", r.list(waits), serious, ordinary)

		_, err := r.problems.Note(ctx, act.Command{Actor: r.office}, serious, "")
		r.refused("access.forbidden", err)
		own := r.leader
		own.Grants = append(slices.Clone(own.Grants), r.chief.Grants[0])
		_, err = r.problems.Note(ctx, act.Command{Actor: own}, serious, "")
		r.refused("access.own-matter", err)
		note := act.Command{Actor: r.leader, Key: "ONCE"}
		r.did(r.problems.Note(ctx, note, serious, "主要负责人亲自抓"))
		r.did(r.problems.Note(ctx, note, serious, "主要负责人亲自抓")) // a double click
		_, err = r.problems.Note(ctx, act.Command{Actor: r.leader}, serious, "")
		r.refused("problem.note-done", err)
		r.want("noted", r.list(waits), ordinary)
		acts, err := db.History(ctx, serious, 0)
		events := acts.Events
		if err != nil || len(events) != 2 || events[0].Kind != "problem.noted.v1" || events[0].Person != 9 ||
			events[0].Texts["instruction"] != "主要负责人亲自抓" {
			t.Errorf("%+v %v", events, err)
		}
		p, _, err := db.Problem(ctx, serious)
		if err != nil || p.Noter != 9 || p.NotedAt == 0 || p.NoteBy != r.today+2 {
			t.Errorf("%+v %v", p, err)
		}
		if v := verified(t, db, VerifyOptions{}); v.State.Total+v.Strays.Total != 0 {
			t.Errorf("%v", faults(v))
		}
	})
}

// A proposal stands from the day its cause comes true, whoever wrote last, until
// an office has decided; what an order went through counts for its problem.
func TestProposalsFollowTheOrder(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx := report(t, db), context.Background()
		orders := desk(db)
		orders.Rules.RaiseAfter = map[string]int{"overdue": 2, "rejected": 2}
		on := func(d when.Day) []ref.ID { r.Helper(); return r.list(problem.Filter{Proposed: d}) }
		first := r.register(problem.Ordinary, "funds")
		r.want("the first of its kind", on(r.today+400))
		again, other := r.register(problem.Slight, "funds"), r.register(problem.Slight, "work")
		r.want("the second of its kind", on(r.today), again)
		p, _, err := db.Problem(ctx, other)
		if err != nil {
			t.Fatal(err)
		}
		c := p.CorrectionOf()
		c.Category, c.Reason = "funds", "类别填错"
		r.did(r.problems.Correct(ctx, act.Command{Actor: r.office}, other, p.Version, c))
		r.want("corrected to be of the kind", on(r.today), again, other)
		_, err = r.problems.KeepLevel(ctx, act.Command{Actor: r.chief}, again, "不必")
		r.refused("access.forbidden", err)
		r.did(r.problems.KeepLevel(ctx, act.Command{Actor: r.office}, again, "情形不同"))
		r.did(r.problems.Raise(ctx, act.Command{Actor: r.office}, other, "再次发生"))
		r.want("decided", on(r.today))
		_, err = r.problems.KeepLevel(ctx, act.Command{Actor: r.office}, again, "情形不同")
		r.refused("problem.no-proposal", err)

		in := input(r.unit)
		in.Problem, in.Due = first, r.today+3
		id := r.did(issue(ctx, orders, r.office, actor.Principal, in))
		r.did(orders.Acknowledge(ctx, act.Command{Actor: r.hand}, id))
		r.did(orders.Attach(ctx, act.Command{Actor: r.hand}, id, evidence.Evidence{Name: "a.png", Type: "image/png", Size: 1,
			Digest: make([]byte, 32), Phase: evidence.After}))
		for n := range 2 {
			r.want("sent back less than twice", on(r.today))
			r.did(orders.RequestClose(ctx, act.Command{Actor: r.hand}, id, "已公示"))
			r.did(orders.ConfirmClose(ctx, act.Command{Actor: r.chief}, id, "属实"))
			r.did(orders.Reject(ctx, act.Command{Actor: r.office}, id, "还缺两个村的公示照片,请补齐"+string(rune('0'+n))))
		}
		r.want("sent back twice", on(r.today), first)
		r.did(r.problems.KeepLevel(ctx, act.Command{Actor: r.office}, first, "正在补齐"))
		r.want("kept", on(r.today+400))

		final := func(o ref.ID, d when.Day) { // as if the order had been due before and a warning sent
			t.Helper()
			_, err := db.Perform(ctx, act.Command{Actor: r.office, Verb: "order.send-letter"}, func(x act.Tx) error {
				tx := x.(*Tx)
				at, err := tx.Order(o)
				if err != nil {
					return err
				}
				if err := tx.Allow("order.send-letter", at.Object(order.Nobody)); err != nil {
					return err
				}
				at.Due = r.today - 1
				return errors.Join(tx.SaveOrder(at), tx.Record("order.extension-granted.v1", at.Ref()))
			})
			if err != nil {
				t.Fatal(err)
			}
			r.did(orders.WriteLetter(ctx, act.Command{Actor: r.office}, o, number.Warning, "", d))
			list, _ := db.Letters(ctx, o)
			r.did(orders.SendLetter(ctx, act.Command{Actor: colleague(r.office)}, list[len(list)-1].ID))
		}
		final(id, r.today+4)
		r.want("its final day", on(r.today+4))
		r.want("the day after, nobody having written", on(r.today+5), first)
		r.did(orders.RequestClose(ctx, act.Command{Actor: r.hand}, id, "已补齐"))
		r.did(orders.ConfirmClose(ctx, act.Command{Actor: r.chief}, id, "属实"))
		r.did(orders.Close(ctx, act.Command{Actor: r.office}, id, "已补齐"))
		r.want("closed", on(r.today+5))
		if v := verified(t, db, VerifyOptions{}); v.State.Total+v.Strays.Total != 0 {
			t.Errorf("%v", faults(v))
		}
	})
}

// What waits for few is found by the small indexes, not among all that is open.
func TestWaitingProblemsHaveTheirIndex(t *testing.T) {
	db := openTest(t, Options{Dir: t.TempDir()})
	r, ctx := report(t, db), context.Background()
	for want, f := range map[string]problem.Filter{"problem_unnoted": {Unnoted: true},
		"problem_proposed": {Proposed: r.today}} {
		for _, who := range []actor.Actor{r.leader, r.office} {
			if _, err := db.Problems(ctx, access.ScopeOf(who, "problem.see"), f); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		mark := map[string]string{"problem_unnoted": "noted_at=0", "problem_proposed": "propose_on<="}[want]
		db.stmts.Range(func(q, _ any) bool {
			text := regexp.MustCompile(`\$\d+`).ReplaceAllString(q.(string), "1")
			if !strings.Contains(text, mark) || !strings.HasPrefix(text, "SELECT") {
				return true
			}
			n++
			rows, err := db.read.QueryContext(ctx, "EXPLAIN QUERY PLAN "+text)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var plan []string
			for rows.Next() {
				var a, b, c int
				var step string
				if err := rows.Scan(&a, &b, &c, &step); err != nil {
					t.Fatal(err)
				}
				plan = append(plan, step)
			}
			if said := strings.Join(plan, "; "); !strings.Contains(said, want) || strings.Contains(said, "TEMP B-TREE") {
				t.Errorf("%s\n%s", said, text)
			}
			return true
		})
		if n < 3 {
			t.Errorf("%s: %d statements were looked at", want, n)
		}
	}
}

// A problem has one order: of two drafts the second is not issued, and while one
// is drafted nobody is asked to make another.
func TestOneOrderForAProblem(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx := report(t, db), context.Background()
		orders := desk(db)
		id := r.register(problem.Ordinary, "")
		lacking := problem.Filter{NeedsOrder: r.problems.Rules.Needing(), Undrafted: true}
		r.want("without an order", r.list(lacking), id)
		in := input(r.unit)
		in.Problem = id
		draft := r.did(orders.Draft(ctx, act.Command{Actor: r.office}, actor.Principal, in))
		r.want("drafted", r.list(lacking))
		r.want("the list still says that it needs one", r.list(problem.Filter{NeedsOrder: r.problems.Rules.Needing()}), id)
		first := r.did(issue(ctx, orders, r.office, actor.Principal, in))
		r.did(orders.Submit(ctx, act.Command{Actor: r.office}, draft))
		_, err := orders.Issue(ctx, act.Command{Actor: r.leader}, draft)
		r.refused("order.problem-has-order", err)
		if p, _, err := db.Problem(ctx, id); err != nil || p.Order != first {
			t.Errorf("tied to %d, the first is %d (%v)", p.Order, first, err)
		}
		r.did(orders.Withdraw(ctx, act.Command{Actor: r.office}, draft, "重复起草"))
		r.did(orders.Withdraw(ctx, act.Command{Actor: r.office}, first, "另行下达"))
		r.want("free again", r.list(lacking), id)
	})
}
