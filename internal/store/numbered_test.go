package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/kind"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// ledger is a noun of this test alone, whose objects each unit numbers by itself.
type ledger struct {
	noun.Base
	Year    int64
	Subject string
}

var ledgerStyle = number.Style{Unit: true}

var ledgerShape = noun.Shape{Of: "ledger", Name: "ledgers", Word: "ledger", Table: "ledger", Title: "subject",
	Code: "number", New: func() noun.Value { return &ledger{} }, States: []string{"kept", "cancelled"},
	Series: &noun.Series{Code: "ZT", Unit: func(v noun.Value) ref.ID { return v.Head().Unit },
		Year: func(v noun.Value, today when.Day) int {
			if y := v.(*ledger).Year; y != 0 {
				return int(y)
			}
			return today.Year()
		}, Style: func(number.Series) number.Style { return ledgerStyle }},
	Fields: field.Fields{
		noun.NumberField[ledger](),
		field.Count("year", 0, 9999, func(x *ledger) *int64 { return &x.Year }),
		field.Line("subject", 1, 60, func(x *ledger) *string { return &x.Subject }),
	}}

const ledgerDDL = `CREATE TABLE ledger (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL, unit {int} NOT NULL, side {text} NOT NULL, state {text} NOT NULL,
	made_by {int} NOT NULL, made_at {int} NOT NULL, part {text} NOT NULL, serial {int} NOT NULL,
	number {text} NOT NULL, year {int} NOT NULL, subject {text} NOT NULL){strict};
CREATE UNIQUE INDEX ledger_number ON ledger(jurisdiction, part, serial) WHERE serial>0;
CREATE INDEX ledger_serial ON ledger(jurisdiction, serial, id);
`

func init() {
	rooms["ledger"] = newRoom(ledgerShape)
	access.Try("ledger.see", "problem.see", false)
	access.Try("ledger.keep", "problem.register", false)
	access.Try("ledger.enter", "problem.register", false)
}

func ledgerHouse(t *testing.T) *Schema {
	r := rooms["ledger"]
	s := countyWith(t, &r.t.covered, ledgerDDL)
	counters := countyCounters + " UNION ALL " + r.counted()
	s.finds = append(slices.Clone(s.finds), found("ledger", r.t, r.words, nil))
	s.remake = func(d dialect) []string { return remakeCounted(d, counters) }
	s.recounts = map[string]func(*snapshot, *Findings) error{"search": recountSearch,
		"counter": func(s *snapshot, f *Findings) error { return recountCounters(s, counters, f) }}
	return s
}

var errAfter = errors.New("refused in the end")

// enter puts a ledger on record; one that is refused is so after it had its number.
func enter(db *DB, by actor.Actor, s noun.Shape, x ledger, refused bool) (act.Receipt, error) {
	x.State = "kept"
	c := act.Command{Actor: by, Verb: "ledger.keep"}
	return db.Perform(context.Background(), c, func(a act.Tx) error {
		err := noun.Make(a.(*Tx), c, s, &x, nil, "ledger.kept.v1")
		if err == nil && refused {
			return errAfter
		}
		return err
	})
}

// change changes one by an act.
func change(db *DB, by actor.Actor, s noun.Shape, verb access.Verb, id ref.ID, how func(*ledger)) (act.Receipt, error) {
	c := act.Command{Actor: by, Verb: verb}
	return db.Perform(context.Background(), c, func(a act.Tx) error {
		return noun.Take(a.(*Tx), c, s, noun.At{ID: id}, "ledger.changed.v1",
			func(_ *Tx, v *ledger) ([]act.Fact, error) { how(v); return nil, nil })
	})
}

// Two makers at once, some of whose acts are refused in the end, leave no gap and give
// no number twice, in either unit; a year begins at 1; what is cancelled keeps its
// number; lists go by numbers as numbers.
func TestNumbersOfNouns(t *testing.T) {
	enginesOf(t, ledgerHouse(t), func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		b := secondUnit(t, db, office)
		year := when.At(db.clock().Time()).Day().Year()
		const each = 30
		var makers sync.WaitGroup
		for _, by := range []actor.Actor{office, colleague(office)} {
			makers.Go(func() {
				for i := range each {
					for _, unit := range []ref.ID{a, b} {
						x := ledger{Base: noun.Base{Unit: unit, Side: actor.Principal}, Subject: fmt.Sprint("事项", i)}
						if _, err := enter(db, by, ledgerShape, x, i%3 == 0); (i%3 == 0) != errors.Is(err, errAfter) {
							t.Error(err)
						}
					}
				}
			})
		}
		makers.Wait()
		given := func(unit ref.ID, part string) (out []string) {
			all, err := db.AllOf(ctx, "ledger", office.Jurisdiction)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range all {
				if v.Head().Unit == unit && v.Head().Part == part {
					out = append(out, v.Head().Number)
				}
			}
			slices.Sort(out)
			return out
		}
		for unit, part := range map[ref.ID]string{a: "U1", b: "U2"} {
			got := given(unit, part)
			for i, n := range got {
				if want := fmt.Sprintf("ZT-%d-%s-%04d", year, part, i+1); n != want {
					t.Fatalf("%s stands where %s should", n, want)
				}
			}
			if len(got) != 2*each*2/3 {
				t.Errorf("%d numbers in %s", len(got), part)
			}
		}

		must := func(r act.Receipt, err error) act.Receipt {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		x := ledger{Base: noun.Base{Unit: a, Side: actor.Principal}, Subject: "往年", Year: 2019}
		old := must(enter(db, office, ledgerShape, x, false))
		if old.Number != "ZT-2019-U1-0001" {
			t.Errorf("the first of another year is %s", old.Number)
		}
		must(change(db, office, ledgerShape, "ledger.keep", old.Object.ID, func(v *ledger) { v.State = "cancelled" }))
		next := must(enter(db, office, ledgerShape, x, false))
		if next.Number != "ZT-2019-U1-0002" {
			t.Errorf("after a cancelled number came %s", next.Number)
		}
		if _, err := change(db, office, ledgerShape, "ledger.keep", next.Object.ID,
			func(v *ledger) { v.Number, v.Serial = "ZT-2019-U1-0099", v.Serial+97 }); err == nil {
			t.Error("a number was changed")
		}
		if gone, _, err := db.One(ctx, "ledger", old.Object.ID); err != nil || gone.Head().Number != old.Number {
			t.Errorf("a cancelled one lost its number: %+v %v", gone, err)
		}

		// At an act, and counted by the county as one.
		later := ledgerShape
		later.Series = &noun.Series{Code: "ZT", At: "ledger.enter"}
		draft := must(enter(db, office, later, ledger{Base: noun.Base{Unit: b, Side: actor.Principal,
			Number: "ZT1999-0001", Serial: 5}, Subject: "草稿"}, false))
		if draft.Number != "" {
			t.Errorf("a draft has the number %s", draft.Number)
		}
		must(change(db, office, later, "ledger.keep", draft.Object.ID, func(v *ledger) { v.Subject = "还是草稿" }))
		entered := must(change(db, office, later, "ledger.enter", draft.Object.ID, func(v *ledger) {}))
		again := must(change(db, office, later, "ledger.enter", draft.Object.ID, func(v *ledger) {}))
		if want := fmt.Sprintf("ZT%d-0001", year); entered.Number != want || again.Number != want {
			t.Errorf("entered as %s, then %s, want %s", entered.Number, again.Number, want)
		}
		events, err := db.ActsOf(ctx, draft.Object.ID, "", "ledger.changed.v1")
		if err != nil || len(events) != 3 || events[1].Texts["number"] != entered.Number || events[0].Texts["number"] != "" {
			t.Errorf("the entry does not say which number it gave: %+v %v", events, err)
		}

		raw := rawly(t, db) // as in the tenth thousand
		if _, err := raw.ExecContext(ctx, `UPDATE counter SET no=9998 WHERE series='ZT/U1' AND year=2019`); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			must(enter(db, office, ledgerShape, x, false))
		}
		scope, place := access.ScopeOf(office, "ledger.see"), noun.Sort{Name: "number", Column: noun.SerialColumn}
		q, got := noun.Query{Sort: place, Limit: 4, Where: []noun.Cond{{Column: "year", Num: []int64{2019}}}}, []string{}
		for {
			p, err := db.Listed(ctx, "ledger", scope, q, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range p.Values {
				got = append(got, strings.TrimPrefix(v.Head().Number, "ZT-2019-U1-"))
			}
			if q.After = p.Older; q.After.ID == 0 {
				break
			}
		}
		if want := "0001 0002 9999 10000 10001"; strings.Join(got, " ") != want {
			t.Errorf("the list goes %v", got)
		}
		if f, err := db.Search(ctx, scope, "ZT-2019-U1-10000", 9); err != nil || len(f.IDs) != 1 {
			t.Errorf("searched for by its number: %+v %v", f, err)
		}
		lines, err := db.Lines("ledger")(ctx, kind.Asking{}, []ref.ID{old.Object.ID})
		if err != nil || len(lines[old.Object.ID].Called) != 1 || lines[old.Object.ID].Called[0] != old.Number {
			t.Errorf("called %+v %v", lines, err)
		}
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Errorf("%v", faults(v))
		}
		if n := must(enter(db, office, ledgerShape, x, false)); n.Number != "ZT-2019-U1-10002" {
			t.Errorf("after a rebuild comes %s", n.Number)
		}
		if _, err := raw.ExecContext(ctx, `UPDATE counter SET no=no-1 WHERE series='ZT/U2'`); err != nil {
			t.Fatal(err)
		}
		if verified(t, db, VerifyOptions{}).OK() {
			t.Error("a counter that was put back is not found")
		}
		if _, err := enter(db, office, ledgerShape, ledger{Base: noun.Base{Unit: b, Side: actor.Principal},
			Subject: "重号"}, false); err == nil {
			t.Error("a number was given twice")
		}
	})
}
