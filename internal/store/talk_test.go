package store

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// talk is a noun of this test alone: about a person, who sees it whoever keeps it.
type talk struct {
	noun.Base
	Person  ref.ID
	Subject string
}

var talkShape = noun.Shape{Of: "chat", Name: "chats", Word: "chat", Table: "chat", Title: "subject",
	New: func() noun.Value { return &talk{} }, States: []string{"held"}, Person: "person",
	Fields: field.Fields{
		field.Person("person", true, func(x *talk) *ref.ID { return &x.Person }),
		field.Line("subject", 1, 60, func(x *talk) *string { return &x.Subject }),
	}}

const talkDDL = `CREATE TABLE chat (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL, unit {int} NOT NULL, side {text} NOT NULL, state {text} NOT NULL,
	made_by {int} NOT NULL, made_at {int} NOT NULL, person {int} NOT NULL, subject {text} NOT NULL){strict};
CREATE INDEX chat_person ON chat(person, id);
CREATE INDEX chat_unit ON chat(unit, id);
`

const seeTalks access.Verb = "chat.see"

func init() {
	rooms["chat"] = newRoom(talkShape)
	access.Try(seeTalks, "problem.see", true)
	access.Try("chat.hold", "problem.register", false)
}

// talkHouse is a county that also keeps talks.
func talkHouse(t *testing.T) *Schema {
	r := rooms["chat"]
	s := countyWith(t, &r.t.covered, talkDDL)
	s.finds = append(slices.Clone(s.finds), found("chat", r.t, r.words, nil))
	return s
}

// hold puts a talk on record.
func hold(t *testing.T, db *DB, by actor.Actor, x *talk) ref.ID {
	t.Helper()
	x.State = "held"
	c := act.Command{Actor: by, Verb: "chat.hold"}
	r, err := db.Perform(context.Background(), c, func(a act.Tx) error {
		return noun.Make(a.(*Tx), c, talkShape, x, nil, journal.Kind("chat.held.v1"))
	})
	if err != nil {
		t.Fatal(err)
	}
	return r.Object.ID
}

// Who a thing is about sees it beside the unit's people, in lists, in their counts, in
// what is taken out and in the search, and nobody else's; lists of what is about
// nobody hold no more for that.
func TestWhatIsAboutOneself(t *testing.T) {
	enginesOf(t, talkHouse(t), func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		b := secondUnit(t, db, office)
		const li, wang = ref.ID(9001), ref.ID(9002)
		other := office
		other.Grants = []actor.Grant{{Role: actor.SupervisoryOffice, Side: actor.Supervisory}}
		about := map[string]ref.ID{}
		for name, x := range map[string]*talk{"李在甲": {Person: li, Base: noun.Base{Unit: a}},
			"王在甲": {Person: wang, Base: noun.Base{Unit: a}}, "李在乙": {Person: li, Base: noun.Base{Unit: b}},
			"王在乙": {Person: wang, Base: noun.Base{Unit: b}}} {
			x.Subject, x.Side = name+"谈话", actor.Principal
			about[name] = hold(t, db, office, x)
		}
		clerk := func(person, unit ref.ID) actor.Actor {
			return actor.Actor{Account: person, Person: person, Jurisdiction: office.Jurisdiction,
				Grants: []actor.Grant{{Role: actor.Clerk, Unit: unit, Own: []ref.ID{unit}}}}
		}
		retired := actor.Actor{Account: 3, Person: wang, Jurisdiction: office.Jurisdiction}
		elsewhere := retired
		elsewhere.Jurisdiction++
		for who, x := range map[string]struct {
			actor actor.Actor
			sees  []string
		}{
			"the office":          {office, []string{"李在甲", "王在甲", "李在乙", "王在乙"}},
			"a clerk of 甲":        {clerk(8001, a), []string{"李在甲", "王在甲"}},
			"李, a clerk of 乙":     {clerk(li, b), []string{"李在甲", "李在乙", "王在乙"}},
			"王, without a post":   {retired, []string{"王在甲", "王在乙"}},
			"the other office":    {other, nil},
			"王 in another county": {elsewhere, nil},
		} {
			scope := access.ScopeOf(x.actor, seeTalks)
			var want []ref.ID
			for _, name := range x.sees {
				want = append(want, about[name])
			}
			slices.Sort(want)
			for name, id := range about {
				v, ok, err := db.One(ctx, "chat", id)
				if err != nil || !ok {
					t.Fatal(err)
				}
				if can := access.Can(x.actor, seeTalks, talkShape.Object(v)); can != slices.Contains(x.sees, name) {
					t.Errorf("%s sees %s: %v", who, name, can)
				}
			}
			asked := []string{"", "谈话"}
			if x.actor.Jurisdiction != office.Jurisdiction {
				asked = asked[:1] // it has no index of its own
			}
			for _, words := range asked {
				q := noun.Query{Words: words, Sort: noun.Sort{Column: "id"}}
				p, err := db.Listed(ctx, "chat", scope, q, []noun.Query{q})
				if err != nil {
					t.Fatal(err)
				}
				var got []ref.ID
				for _, v := range p.Values {
					got = append(got, v.Head().ID)
				}
				if !slices.Equal(got, want) || p.Count != len(want) || len(p.Tabs) > 0 && p.Tabs[0].N != len(want) {
					t.Errorf("%s lists %q: %v of %d, want %v", who, words, got, p.Count, want)
				}
			}
			if len(asked) == 1 {
				continue
			}
			whole, err := db.Whole(ctx, "chat", scope, noun.Query{Sort: noun.Sort{Column: "id"}}, 100)
			if err != nil || len(whole.Values) != len(want) {
				t.Errorf("%s takes out %d, want %d; %v", who, len(whole.Values), len(want), err)
			}
			found, err := db.Search(ctx, scope, "谈话", 50)
			if slices.Sort(found.IDs); err != nil || !slices.Equal(found.IDs, want) {
				t.Errorf("%s finds %v, want %v; %v", who, found.IDs, want, err)
			}
		}
		if _, err := issue(ctx, desk(db), office, actor.Principal, input(a)); err != nil {
			t.Fatal(err)
		}
		if n, err := db.Search(ctx, access.ScopeOf(retired, seeTalks), "惠农", 50); err != nil || n.Count != 0 {
			t.Errorf("an order is found as one's own: %+v %v", n, err)
		}
		v, _, err := db.One(ctx, "chat", about["王在甲"])
		if err != nil {
			t.Fatal(err)
		}
		x := v.(*talk) // about another person from now on
		x.Person = li
		c := act.Command{Actor: office, Verb: "chat.hold"}
		if _, err := db.Perform(ctx, c, func(a act.Tx) error {
			return noun.Take(a.(*Tx), c, talkShape, noun.At{ID: x.ID}, "chat.turned.v1",
				func(_ *Tx, v *talk) ([]act.Fact, error) { v.Person = li; return nil, nil })
		}); err != nil {
			t.Fatal(err)
		}
		if f, err := db.Search(ctx, access.ScopeOf(retired, seeTalks), "谈话", 50); err != nil || len(f.IDs) != 1 {
			t.Errorf("found by whom it is about no more: %+v %v", f, err)
		}
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Errorf("%v", faults(v))
		}
	})
}

// Of every noun that is about a person, lists of one's own are read by an index.
func TestOwnListsHaveTheirIndex(t *testing.T) {
	db := openTest(t, Options{Dir: t.TempDir(), Schema: talkHouse(t)})
	office, a := county(t, db)
	for i := range 50 {
		hold(t, db, office, &talk{Person: ref.ID(9000 + i%7), Base: noun.Base{Unit: a}, Subject: fmt.Sprint("第", i, "次")})
	}
	looked := 0
	for _, r := range rooms {
		if r.Person == "" || !db.tables.has(r.Table) {
			continue
		}
		for _, who := range []actor.Actor{{Person: 9001, Jurisdiction: 1}, {Person: 9001, Jurisdiction: 1,
			Grants: []actor.Grant{{Role: actor.Clerk, Unit: a, Own: []ref.ID{a}}}}} {
			looked++
			w := r.asked(access.ScopeOf(who, seeTalks), noun.Query{})
			plan := explain(t, db, "SELECT COUNT(*) FROM "+r.Table+" WHERE "+w.String(), w.args...)
			if scans := regexp.MustCompile(`SCAN ` + r.Table); scans.MatchString(plan) ||
				!strings.Contains(plan, r.Fields.Must(r.Person).Column()+"=?") {
				t.Errorf("%s: %s", r.Table, plan)
			}
		}
	}
	if looked == 0 {
		t.Error("no noun was looked at")
	}
}
