package store

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/due"
	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// keepDuties saves duties by one act, each new (no id) or as it is now.
func keepDuties(t *testing.T, db *DB, by actor.Actor, refused bool, list ...*duty.Duty) {
	t.Helper()
	made := map[*duty.Duty]bool{}
	_, err := db.Perform(context.Background(), act.Command{Actor: by, Verb: "duty.extend"}, func(a act.Tx) error {
		tx := a.(*Tx)
		tx.allowed = true
		for _, d := range list {
			if d.ID == 0 {
				d.ID, made[d] = tx.NewID(), true
			} else {
				v, err := tx.One(ref.Duty, d.ID)
				if err != nil {
					return err
				}
				d.Version = v.Head().Version
			}
			if err := tx.Keep(ref.Duty, d); err != nil {
				return err
			}
		}
		if refused {
			return errAfter
		}
		return tx.Record("duty.extended.v1", ref.Ref{Kind: ref.Duty, ID: list[0].ID})
	})
	if (err != nil) != refused {
		t.Fatal(err)
	}
	for d := range made {
		if refused {
			d.ID = 0
		}
	}
}

// Whatever happens to duties, what their tallies say is what their rows say: of every
// unit and rule, in every year, within every reach; and a rebuild changes nothing.
func TestDutyTallies(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		units := []ref.ID{a, secondUnit(t, db, office)}
		r := rand.New(rand.NewPCG(7, 48))
		today := when.Date(2026, 11, 24)
		var all []*duty.Duty
		stir := func(d *duty.Duty) {
			d.State = duty.Shape.States[r.IntN(len(duty.Shape.States))]
			d.Late = d.State == duty.Done && r.IntN(2) == 0
			d.Due = today + when.Day(r.IntN(900)-450)
			if r.IntN(3) == 0 {
				d.Due = today + when.Day(r.IntN(12)-2)
			}
		}
		for i := range 120 {
			if i%2 == 0 {
				d := &duty.Duty{Rule: []string{"inspect", "talk"}[r.IntN(2)], Period: fmt.Sprint(i), Level: "team"}
				d.Jurisdiction, d.Unit = office.Jurisdiction, units[r.IntN(2)]
				d.Side = []actor.Side{actor.Principal, actor.Supervisory}[r.IntN(2)]
				stir(d)
				keepDuties(t, db, office, false, d)
				all = append(all, d)
				continue
			}
			d, was := all[r.IntN(len(all))], duty.Duty{}
			was = *d
			stir(d)
			refused := r.IntN(4) == 0
			if keepDuties(t, db, office, refused, d); refused {
				*d = was
			}
		}
		scopes := map[string]access.Scope{}
		for name, grant := range map[string]actor.Grant{"the group": {Role: actor.LeadingGroup},
			"an office": {Role: actor.PrincipalOffice}, "a unit": {Role: actor.Clerk, Unit: a, Own: []ref.ID{a}}} {
			who := office
			who.Grants = []actor.Grant{grant}
			scopes[name] = access.ScopeOf(who, "duty.see")
		}
		check := func(moment string) {
			t.Helper()
			for name, s := range scopes {
				for year := 2025; year <= 2028; year++ {
					want := map[duty.Tally]duty.Tally{}
					for _, d := range all {
						if d.Due.Year() != year || !s.Holds(d.Object()) {
							continue
						}
						key := duty.Tally{Unit: d.Unit, Side: d.Side, Rule: d.Rule}
						x, ok := want[key]
						if !ok {
							x = key
						}
						x.All++
						switch {
						case d.State == duty.Open && d.Due < today:
							x.Open, x.Over = x.Open+1, x.Over+1
						case d.State == duty.Open && d.Due < today+due.Week:
							x.Open, x.Soon = x.Open+1, x.Soon+1
						case d.State == duty.Open:
							x.Open++
						case d.State == duty.Done && d.Late:
							x.Done, x.DoneLate = x.Done+1, x.DoneLate+1
						case d.State == duty.Done:
							x.Done++
						}
						want[key] = x
					}
					got, err := db.DutyTallies(ctx, s, year, today)
					if err != nil {
						t.Fatal(err)
					}
					if len(got) != len(want) || slices.ContainsFunc(got, func(x duty.Tally) bool {
						return want[duty.Tally{Unit: x.Unit, Side: x.Side, Rule: x.Rule}] != x
					}) {
						t.Errorf("%s, %s, %d: %+v, the rows are %+v", moment, name, year, got, want)
					}
					heat, err := db.DutyHeat(ctx, s, year, "", today)
					sum := 0
					for _, h := range heat {
						sum += h.All
					}
					rows := 0
					for x := range maps.Values(want) {
						rows += x.All
					}
					if err != nil || sum != rows {
						t.Errorf("%s, %s, %d: the map holds %d of %d, %v", moment, name, year, sum, rows, err)
					}
				}
			}
			for _, f := range verified(t, db, VerifyOptions{}).State.Derived.Faults {
				if f.What == "derived-tally" {
					t.Errorf("%s: %+v", moment, f)
				}
			}
		}
		check("after acts")
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		check("rebuilt")
	})
}

// Every tab of the duties' list is counted from an index that holds few rows or all that
// is asked, of a unit as of an office; the heat map of one rule reads its index alone.
func TestDutyTabsHaveTheirIndex(t *testing.T) {
	db := openTest(t, Options{Dir: t.TempDir()})
	for role, plans := range map[actor.Role]map[string]string{
		actor.PrincipalOffice: {"late": "duty_late", "carded": "duty_card", "overdue": "duty_state",
			"paused": "duty_state"},
		actor.Clerk: {"late": "COVERING INDEX duty_unit_state", "done": "COVERING INDEX duty_unit_state",
			"open": "duty_unit_state", "in-time": "COVERING INDEX duty_unit_state", "all": "COVERING INDEX duty_unit_state"},
	} {
		who := actor.Actor{Jurisdiction: 1, Person: 8, Grants: []actor.Grant{{Role: role, Unit: 7, Own: []ref.ID{7}}}}
		for _, tab := range (duty.Commands{}).Noun().Tabs {
			if plans[tab.Name] == "" {
				continue
			}
			w := rooms[ref.Duty].asked(access.ScopeOf(who, "duty.see"), noun.Query{Where: tab.For(who, 20781)})
			got := explain(t, db, `SELECT COUNT(*) FROM (SELECT 1 FROM duty WHERE `+w.String()+` LIMIT 1001) AS t`, w.args...)
			if !strings.Contains(got, plans[tab.Name]+" ") {
				t.Errorf("%s, %s: %s", role, tab.Name, got)
			}
		}
	}
	w := rooms[ref.Duty].asked(access.ScopeOf(actor.Actor{Jurisdiction: 1,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice}}}, "duty.see"), noun.Query{Where: []noun.Cond{
		{Column: "state", Text: []string{duty.Open}}, {Column: "person", Num: []int64{5}},
		{Column: "due", Least: 1, Below: 20781}}})
	if got := explain(t, db, `SELECT id FROM duty WHERE `+w.String(), w.args...); !strings.Contains(got, "duty_person ") {
		t.Error("a person's duties: " + got)
	}
	if got := explain(t, db, lastNotes); strings.Contains(got, "SCAN c") {
		t.Error("the last notes: " + got)
	}
}
