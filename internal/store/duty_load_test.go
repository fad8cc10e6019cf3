package store

import (
	"context"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// BenchmarkDuties asks for what a workbench and a year show, of a county with 200,000
// duties of 500 units in four years. The rows are put in past the journal.
func BenchmarkDuties(b *testing.B) {
	ctx := context.Background()
	clock := func() when.Instant { return when.Date(2026, 11, 24).Start() }
	db, err := Open(ctx, Options{Dir: b.TempDir(), Clock: clock})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		b.Fatal(err)
	}
	first := when.Date(2023, 1, 1)
	if _, err := db.tend.ExecContext(ctx, `INSERT INTO duty
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200000)
		SELECT i,1,x'00',1,1+i%500,'principal',CASE WHEN i%10<9 THEN 'done' ELSE 'open' END,0,0,'rule-'||(i/500%9),'要做的事',
		''||i,1+i%500,CASE i%3 WHEN 0 THEN 'team' WHEN 1 THEN 'first' ELSE 'member' END,
		CASE WHEN i%3=2 THEN 1+i%5000 ELSE 0 END,
		$1,$1,$1+i/500*1460/400,$1+i/500*1460/400,1,0,'',0,0,0,'',0,0,'',0,0,0,'' FROM n`, int64(first)); err != nil {
		b.Fatal(err)
	}
	clerk := actor.Actor{Jurisdiction: 1, Person: 8, Grants: []actor.Grant{
		{Role: actor.Clerk, Unit: 7, Own: []ref.ID{7}}, {Role: actor.FirstResponsible, Unit: 7, Body: 7, Own: []ref.ID{7}}}}
	s, today := access.ScopeOf(clerk, "duty.see"), when.Date(2026, 11, 24)
	b.Run("workbench", func(b *testing.B) {
		for b.Loop() {
			for _, w := range (duty.Commands{}).Noun().Waits {
				q := noun.Query{Where: w.Of(clerk, today), Sort: noun.Sort{Column: "due"}, Limit: 200}
				if _, err := db.Listed(ctx, ref.Duty, s, q, nil); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("year", func(b *testing.B) {
		p := duty.YearOf(2026)
		for b.Loop() {
			list, _, err := db.DutiesDue(ctx, s, duty.Asked{Unit: 7, From: p.From, To: p.To, Most: 2000})
			if err != nil || len(list) < 50 {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("heat", func(b *testing.B) {
		office := actor.Actor{Jurisdiction: 1, Person: 9, Grants: []actor.Grant{{Role: actor.LeadingGroup}}}
		for b.Loop() {
			if _, err := db.DutyHeat(ctx, access.ScopeOf(office, "duty.see"), 2026, "", today); err != nil {
				b.Fatal(err)
			}
		}
	})
}
