package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"shuangze/internal/due"
	"shuangze/internal/web/rate"
	"strings"
	"sync"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/journal"
	"shuangze/internal/lang"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

var epoch = when.At(time.Date(2026, 11, 23, 9, 0, 0, 0, when.Zone))

// house is the API over a real store with one county.
type house struct {
	t      testing.TB
	db     *store.DB
	deps   Deps
	h      http.Handler
	today  when.Day
	actors map[string]actor.Actor
	unit   ref.ID
	other  ref.ID
	leader ref.ID
	hand   ref.ID
}

func newHouse(t testing.TB, often rate.Rate) *house {
	t.Helper()
	ctx := context.Background()
	x := &house{t: t, today: epoch.Day(), actors: map[string]actor.Actor{}}
	clock := func() when.Instant { return epoch }
	db, err := store.Open(ctx, store.Options{Dir: t.TempDir(), Clock: clock, Hasty: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	county, err := db.Found(ctx, store.County{Code: "610927", Name: "镇坪县"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	x.db = db
	x.deps = Deps{
		Kinds: kindsOf(t, db), Nouns: nounsOf(db), Objects: db,
		Orders: order.Commands{Door: act.NewDoor(db, func(t act.Tx) order.Tx { return t.(*store.Tx) }),
			Rules: order.Rules{Calendar: pack.Calendar, AcknowledgeIn: 2, MostExtensions: 2,
				Bands: due.Bands{Notice: 3, Red: 3}}},
		Problems: problem.Commands{Door: act.NewDoor(db, func(t act.Tx) problem.Tx { return t.(*store.Tx) }),
			Rules: problem.Rules{Sources: map[string]bool{pack.Codes(policy.Source)[0]: true}, Categories: map[string]bool{},
				Limit: func(_ problem.Level, d when.Day) when.Deadline { return when.Deadline{Due: d + 90} }}},
		Bodies:   bodies.Commands{Door: act.NewDoor(db, func(t act.Tx) bodies.Tx { return t.(*store.Tx) })},
		Comments: comment.Commands{Door: act.NewDoor(db, func(t act.Tx) comment.Tx { return t.(*store.Tx) })}, Said: db,
		Charges: charge.Commands{Door: act.NewDoor(db, func(t act.Tx) charge.Tx { return t.(*store.Tx) }),
			Cast: func(context.Context, int32) ([]actor.Actor, error) { return nil, nil }},
		Read: db, Files: &memory{kept: map[string][]byte{}, dir: t.TempDir()}, Policy: pack,
		Words: lang.MustLoad(), Clock: clock,
		Identify: func(_ context.Context, token string) (actor.Actor, bool, error) {
			a, ok := x.actors[token]
			return a, ok, nil
		},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Rate: often,
	}
	x.actors["szt_office"] = actor.Actor{Account: 7, Person: 8, Jurisdiction: county.No, Name: "office",
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	x.actors["szt_second"] = actor.Actor{Account: 9, Person: 10, Jurisdiction: county.No,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	if x.h, err = Handler(x.deps); err != nil {
		t.Fatal(err)
	}
	found := func(code, name string) ref.ID {
		r, err := x.deps.Bodies.Do(ctx, act.Command{Actor: x.actors["szt_office"]},
			bodies.Act{Verb: "unit.change", Kind: "unit.founded.v1",
				Command: bodies.FoundUnit{Code: code, Name: name, Category: bodies.Government, From: when.Date(2020, 1, 1),
					Document: "镇发〔2020〕1号"}})
		if err != nil {
			t.Fatal(err)
		}
		return r.Object.ID
	}
	x.unit, x.other = found("CZ", "县财政局"), found("JY", "县教育局")
	named := func(name string, post bodies.Post) ref.ID {
		register := func(kind journal.Kind, k bodies.Command) ref.ID {
			r, err := x.deps.Bodies.Do(ctx, act.Command{Actor: x.actors["szt_office"]},
				bodies.Act{Verb: "person.change", Kind: kind, Command: k})
			if err != nil {
				t.Fatal(err)
			}
			return r.Object.ID
		}
		id := register("person.added.v1", bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: name, Birth: "1980-01"}})
		register("person.appointed.v1", bodies.Appoint{Person: id, Unit: x.unit, Post: post, Title: "职务", Level: bodies.Staff,
			From: when.Date(2020, 1, 1)})
		return id
	}
	x.leader, x.hand = named("甲某", bodies.Chief), named("乙某", bodies.Clerk)
	grants := func(unit ref.ID, roles ...actor.Role) (out []actor.Grant) {
		for _, r := range roles {
			out = append(out, actor.Grant{Role: r, Unit: unit, Side: actor.Principal, Own: []ref.ID{unit}})
		}
		return out
	}
	x.actors["szt_unit"] = actor.Actor{Account: 11, Person: 12, Jurisdiction: county.No,
		Grants: grants(x.unit, actor.FirstResponsible)}
	x.actors["szt_other"] = actor.Actor{Account: 13, Person: 14, Jurisdiction: county.No,
		Grants: grants(x.other, actor.Staff)}
	reading := x.actors["szt_office"]
	reading.Scopes = []string{"order:read"}
	x.actors["szt_reading"] = reading
	return x
}

// memory keeps files for tests.
type memory struct {
	dir  string
	mu   sync.Mutex
	kept map[string][]byte
}

func (m *memory) Put(_ context.Context, r io.Reader, name string, _ int64) (evidence.Evidence, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return evidence.Evidence{}, err
	}
	sum := sha256.Sum256(b)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[string(sum[:])] = b
	return evidence.Evidence{Name: name, Type: "application/pdf", Size: int64(len(b)), Digest: sum[:]}, nil
}

type reader struct{ *bytes.Reader }

func (reader) Close() error { return nil }

func (m *memory) Temp() (*blob.Temp, error) {
	s, err := blob.Open(m.dir)
	if err != nil {
		return nil, err
	}
	return s.Temp()
}

func (m *memory) Open(digest []byte) (blob.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return reader{bytes.NewReader(m.kept[string(digest)])}, nil
}

type reply struct {
	*httptest.ResponseRecorder
	t testing.TB
}

// ask sends one request; extra are header names and values by turns.
func (x *house) ask(token, method, path, body string, extra ...string) reply {
	x.t.Helper()
	r := httptest.NewRequest(method, Prefix+path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(extra); i += 2 {
		r.Header.Set(extra[i], extra[i+1])
	}
	w := httptest.NewRecorder()
	x.h.ServeHTTP(w, r)
	return reply{w, x.t}
}

func (r reply) want(status int) reply {
	r.t.Helper()
	if r.Code != status {
		r.t.Fatalf("answered %d, want %d: %s", r.Code, status, r.Body)
	}
	return r
}

func into[T any](r reply) (v T) {
	r.t.Helper()
	if err := json.Unmarshal(r.Body.Bytes(), &v); err != nil {
		r.t.Fatalf("%v in %s", err, r.Body)
	}
	return v
}

func (x *house) draft(subject string) string {
	b, err := json.Marshal(OrderInput{"principal", DraftFields{Subject: subject, Content: "二季度未公开", Quality: "全部公示",
		Source: "decision", Urgency: "ordinary",
		Unit: x.unit, Leader: x.leader, Handler: x.hand, Measures: []MatterMeasure{{Text: "补公示"}}, Due: day(x.today + 30)}})
	if err != nil {
		x.t.Fatal(err)
	}
	return string(b)
}

// order issues an order and returns its id.
func (x *house) order() string {
	x.t.Helper()
	id := into[Receipt](x.ask("szt_office", "POST", "/orders", x.draft("惠农补贴公示不及时")).want(201)).object()
	x.ask("szt_office", "POST", "/orders/"+id+"/issue", "").want(403) // whoever wrote it down does not issue it
	x.ask("szt_second", "POST", "/orders/"+id+"/issue", "").want(200)
	return id
}

func (r Receipt) object() string { return ref.ID(r.ID).String() }
