package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/burden"
	"shuangze/internal/duty"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// What forms asked of a unit's hands is summed up once, by the rule of the duty that was
// discharged or else by the kind of the act, whatever breaks off; offices and acts without a
// form are not counted, a key that comes again is not counted again, and nothing but the
// sums is kept.
func TestAskedIsSummedOnce(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		d := &duty.Duty{Rule: "team-study", Period: "2026-Q3", What: "x"}
		d.Base.Jurisdiction, d.Base.Unit, d.Base.Side, d.Base.State = office.Jurisdiction, unit, actor.Principal, duty.Open
		keepDuties(t, db, office, false, d)
		clerk := actor.Actor{Account: 2, Person: 2, Jurisdiction: office.Jurisdiction, Appointment: 4,
			Grants: []actor.Grant{{Role: actor.Clerk, Unit: unit, Own: []ref.ID{unit}, Appointment: 4}}}
		acts := func(by actor.Actor, kind journal.Kind, of ref.Ref, key string, asked *act.Asked) {
			t.Helper()
			_, err := db.Perform(ctx, act.Command{Actor: by, Key: key, Asked: asked}, func(a act.Tx) error {
				a.(*Tx).allowed = true
				return a.Record(kind, of)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		matter := ref.Ref{Kind: ref.Order, ID: 99}
		acts(clerk, "duty.discharged.v1", ref.Ref{Kind: ref.Duty, ID: d.ID}, "", &act.Asked{Typed: 3, Filled: 2, Files: 1,
			Bytes: 1000, Spent: 90 * time.Second})
		acts(clerk, "duty.discharged.v1", ref.Ref{Kind: ref.Duty, ID: d.ID}, "", &act.Asked{Typed: 1}) // by a program
		for range 2 {
			acts(clerk, "order.closing.v1", matter, "one key", &act.Asked{Typed: 1, Spent: 30 * time.Second})
		}
		acts(office, "order.closed.v1", matter, "", &act.Asked{Typed: 1, Spent: time.Minute})
		acts(clerk, "order.reported.v1", matter, "", nil)
		both := clerk
		both.Grants = append(both.Grants, actor.Grant{Role: actor.SupervisoryOffice, Side: actor.Supervisory})
		acts(both, "order.closed.v1", matter, "", &act.Asked{Typed: 1, Spent: time.Minute})

		name, err := db.JournalName(ctx, office.Jurisdiction, act.Acts)
		if err != nil {
			t.Fatal(err)
		}
		r := tick.Reader[Aside]{From: readings{db}, Page: 4}
		run, broke := taken(t, db, "a"), errors.New("broke off")
		sums := func(breaks bool) error {
			_, err := r.Read(ctx, run, name, func(a Aside, entries []*journal.Entry) error {
				if err := a.SumAsked(office.Jurisdiction, entries); err != nil || !breaks {
					return err
				}
				return broke
			})
			return err
		}
		if err := sums(true); !errors.Is(err, broke) {
			t.Fatal(err)
		}
		for range 2 {
			if err := sums(false); err != nil {
				t.Fatal(err)
			}
		}
		month := when.MonthOf(db.clock().Day())
		tells := func(who actor.Actor, f burden.Filter, by burden.By, want string) {
			t.Helper()
			f.From, f.To = month, month
			list, err := db.Burdens(ctx, access.ScopeOf(who, "burden.see"), f, by)
			got := ""
			for _, s := range list {
				got += fmt.Sprintf("%s%s %d/%d %d+%d %df %db %ds; ", s.Month, s.Rule, s.Acts, s.Timed, s.Typed, s.Filled,
					s.Files, s.Bytes, s.Seconds)
			}
			if err != nil || got != want {
				t.Errorf("%q, want %q (%v)", got, want, err)
			}
		}
		const closing, study = "order.closing 1/1 1+0 0f 0b 30s; ", "team-study 2/1 4+2 1f 1000b 90s; "
		tells(office, burden.Filter{}, burden.ByRule, closing+study)
		tells(clerk, burden.Filter{}, burden.ByRule, closing+study)
		tells(office, burden.Filter{Rules: true}, burden.ByRule, study)
		tells(office, burden.Filter{Unit: unit, Rule: "order.closing"}, burden.ByRule, closing)
		tells(office, burden.Filter{Unit: unit + 1}, burden.ByRule, "")
		tells(office, burden.Filter{}, burden.ByMonth, month+" 3/2 5+2 1f 1000b 120s; ")
		stranger := actor.Actor{Jurisdiction: office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.Clerk, Unit: unit + 1, Own: []ref.ID{unit + 1}}}}
		tells(stranger, burden.Filter{}, burden.ByRule, "")
		var left int
		if err := db.queryRow(ctx, `SELECT COUNT(*) FROM asked`).Scan(&left); err != nil || left != 0 {
			t.Errorf("%d notes of single acts are left (%v)", left, err)
		}
	})
}
