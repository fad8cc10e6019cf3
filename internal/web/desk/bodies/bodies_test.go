package bodies_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/desk"
	pages "shuangze/internal/web/desk/bodies"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// house is a small county in a real database with its pages: a town with a
// committee and a school below it, a bureau with a party group, two offices.
type house struct {
	t                                              *testing.T
	h                                              http.Handler
	desk                                           bodies.Commands
	db                                             *store.DB
	pack                                           *policy.Pack
	office                                         ref.ID
	who                                            map[string]actor.Actor
	town, school, bureau, committee, group, served ref.ID
	wang, li                                       ref.ID // li stands in the bureau
}

var start = when.Date(2024, time.January, 1)

func today() when.Day { return when.Date(2026, time.November, 23) }

func open(t *testing.T) *house {
	t.Helper()
	ctx := context.Background()
	clock := func() when.Instant { return when.At(time.Date(2026, 11, 23, 9, 0, 0, 0, when.Zone)) }
	db, err := store.Open(ctx, store.Options{Dir: t.TempDir(), Clock: clock, Hasty: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	c, err := db.Found(ctx, store.County{Code: "610927", Name: "镇坪县"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	x := &house{t: t, db: db, pack: pack, who: map[string]actor.Actor{},
		desk: bodies.Commands{Door: act.NewDoor(db, func(t act.Tx) bodies.Tx { return t.(*store.Tx) })}}
	office := actor.Actor{Account: 7, Person: 9001, Jurisdiction: c.No, Name: "赵若溪",
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	do := func(verb string, k bodies.Command) ref.ID {
		t.Helper()
		kind := map[string]string{"unit.change": "unit.founded.v1", "body.change": "body.founded.v1",
			"person.change": "person.added.v1"}[verb]
		r, err := x.desk.Do(ctx, act.Command{Actor: office},
			bodies.Act{Command: k, Verb: "unit.change", Kind: "unit.founded.v1"})
		if err != nil {
			t.Fatal(kind, err)
		}
		return r.Object.ID
	}
	x.town = do("unit.change", bodies.FoundUnit{Code: "T1", Name: "曙坪镇", Category: bodies.Town, From: start})
	x.school = do("unit.change", bodies.FoundUnit{Code: "S1", Name: "曙坪小学", Category: bodies.Subordinate,
		Parent: x.town, From: start})
	x.bureau = do("unit.change", bodies.FoundUnit{Code: "B1", Name: "县财政局", Category: bodies.Government, From: start})
	x.committee = do("body.change", bodies.FoundBody{Kind: bodies.PartyCommittee, Name: "曙坪镇党委",
		Unit: x.town, From: start})
	x.group = do("body.change", bodies.FoundBody{Kind: bodies.PartyGroup, Name: "县财政局党组", Unit: x.bureau, From: start})
	x.served = do("body.change", bodies.FoundBody{Kind: bodies.DisciplineGroup, Name: "驻县财政局纪检监察组",
		Unit: x.bureau, From: start})
	x.office = do("body.change", bodies.FoundBody{Kind: bodies.PrincipalOffice, Name: "主体办", From: start})
	do("unit.change", bodies.Serve{Body: x.served, Unit: x.school, From: start})
	x.wang = do("person.change", bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: "王建国",
		Gender: "m", Birth: "1971-03"}})
	x.li = do("person.change", bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: "李秀兰",
		Gender: "f", Birth: "1980-12"}})
	do("person.change", bodies.Appoint{Person: x.wang, Body: x.committee, Post: bodies.Secretary, Title: "曙坪镇党委书记",
		Level: bodies.Lead, From: start})
	do("person.change", bodies.Appoint{Person: x.li, Unit: x.bureau, Post: bodies.Chief, Title: "县财政局局长",
		Level: bodies.Lead, From: start})
	clerk := actor.Actor{Account: 8, Person: 9002, Jurisdiction: c.No, Name: "周小满",
		Grants: []actor.Grant{{Role: actor.Clerk, Unit: x.town, Own: []ref.ID{x.town, x.school}}}}
	x.who["office"], x.who["clerk"] = office, clerk
	d := &desk.Desk{Read: db, Bodies: x.desk, Policy: pack, Words: lang.MustLoad(), Clock: clock,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Who: func(_ context.Context, token string) (actor.Actor, account.Account, bool, error) {
			a, ok := x.who[token]
			return a, account.Account{}, ok, nil
		}}
	if x.h, err = d.Handler(pages.Routes()); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *house) ask(who, method, path string, form url.Values) *httptest.ResponseRecorder {
	x.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: who})
	w := httptest.NewRecorder()
	x.h.ServeHTTP(w, r)
	if to := w.Header().Get("Location"); method == "POST" && w.Code == 303 && strings.Contains(to, "&entry=") {
		if page := x.ask(who, "GET", to, nil).Body.String(); !strings.Contains(page, `class="flash`) {
			x.t.Errorf("nothing is said at %s", to)
		}
	}
	return w
}

// has asks for a page and says what is not on it, and every key that has no words.
func (x *house) has(who, path string, words ...string) string {
	x.t.Helper()
	w := x.ask(who, "GET", path, nil)
	body := w.Body.String()
	if w.Code != 200 {
		x.t.Errorf("%s GET %s: %d", who, path, w.Code)
	}
	for _, s := range words {
		if !strings.Contains(body, s) {
			x.t.Errorf("%s GET %s: no %q", who, path, s)
		}
	}
	if i := strings.Index(body, "⟦"); i >= 0 {
		x.t.Errorf("%s GET %s: a key without words: %.80s", who, path, body[i:])
	}
	return body
}

func u(prefix string, id ref.ID, rest ...string) string {
	return prefix + id.String() + strings.Join(rest, "")
}

func TestPages(t *testing.T) {
	x := open(t)
	x.has("office", "/county", "曙坪镇党委", "王建国", "县财政局党组", "指导督促全县各级党委", "/units/new")
	x.has("office", "/county?on=2023-06-30", "2023")
	x.has("clerk", "/county", "曙坪小学")
	x.has("office", "/county/print", "曙坪镇", "paper")
	x.has("office", u("/units/", x.town), "曙坪镇党委", "承担主体责任", u("/orders?unit=", x.town),
		u("/units/", x.town, "/do/rename"))
	x.has("clerk", u("/units/", x.school), "随上级单位曙坪镇", "驻县财政局纪检监察组")
	x.has("office", u("/bodies/", x.committee), "王建国", "曙坪小学", "/do/end")
	x.has("office", u("/bodies/", x.served), "曙坪小学", "/do/serve", "/do/end-service?row=")
	x.has("office", "/people?q="+url.QueryEscape("李"), "李秀兰", "县财政局局长")
	x.has("office", u("/people?unit=", x.town), "王建国")
	x.has("office", u("/people/", x.wang), "1971年3月", "曙坪小学", "/do/end-appointment?row=")
	x.has("office", "/gaps", "县财政局党组", "/do/appoint")
	if body := x.has("clerk", "/gaps"); strings.Contains(body, "/do/") {
		t.Error("a clerk is offered to mend gaps")
	}
	if body := x.has("clerk", u("/units/", x.town)); strings.Contains(body, "/do/") {
		t.Error("a clerk is offered acts on a unit")
	}
	if body := x.has("clerk", "/people"); strings.Contains(body, "/people/new") {
		t.Error("a clerk is offered to add people")
	}
}

// A page of the past shows the past, and the unit's own page says so where the
// unit did not exist yet.
func TestAsOf(t *testing.T) {
	x := open(t)
	w := x.ask("office", "POST", u("/units/", x.bureau, "/do/rename"),
		url.Values{"name": {"县财政和国资局"}, "on": {"2025-07-01"}})
	if w.Code != 303 || !strings.Contains(w.Header().Get("Location"), "did=unit.rename") {
		t.Fatal(w.Code, w.Header())
	}
	x.has("office", w.Header().Get("Location"), "单位已更名", "县财政和国资局", "县财政局", "单位更名")
	if body := x.has("office", "/county?on=2025-06-30", "县财政局<"); strings.Contains(body, "县财政和国资局") {
		t.Error("the past shows a later name")
	}
	x.has("office", u("/units/", x.bureau, "?on=2023-01-01"), "不在有效期")
	if w := x.ask("office", "GET", "/county?on=2025-02-30", nil); w.Code != 422 {
		t.Error("a day that does not exist:", w.Code)
	}
}

// Only registrars and the person's own unit see birth and gender.
func TestPrivacy(t *testing.T) {
	x := open(t)
	if body := x.has("clerk", u("/people/", x.li), "李秀兰", "县财政局局长"); strings.Contains(body, "1980年12月") ||
		strings.Contains(body, "<dt>性别") {
		t.Error("a clerk of another unit sees birth or gender")
	}
	x.has("clerk", u("/people/", x.wang), "1971年3月")
	x.has("office", u("/people/", x.li), "1980年12月")
}

// What is not there, and what may not be done, answer with the same bytes.
func TestMissing(t *testing.T) {
	x := open(t)
	bytes := ""
	for _, c := range []struct{ who, method, path string }{
		{"office", "GET", "/units/999999"}, {"office", "GET", "/bodies/999999"}, {"office", "GET", "/people/999999"},
		{"office", "GET", u("/units/", x.committee)}, {"office", "GET", u("/people/", x.li, "/do/nothing")},
		{"office", "GET", "/units/999999/do/rename"},
		{"office", "POST", u("/units/", 999999, "/do/rename")},
	} {
		w := x.ask(c.who, c.method, c.path, url.Values{"name": {"甲"}})
		if w.Code != 404 {
			t.Errorf("%s %s %s: %d", c.who, c.method, c.path, w.Code)
		}
		body := strings.ReplaceAll(w.Body.String(), c.path, "")
		if c.method == "GET" && strings.Contains(c.path, "/units/9") {
			if bytes != "" && bytes != body {
				t.Error("two different answers for what is not there:", c.path)
			}
			bytes = body
		}
	}
	for _, path := range []string{"/units/new", "/bodies/new", "/people/new", u("/units/", x.town, "/do/rename"),
		u("/units/", x.town, "/do/end"),
		u("/bodies/", x.committee, "/do/end"), u("/people/", x.wang, "/do/edit"),
		u("/people/", x.wang, "/do/end-appointment")} {
		for _, method := range []string{"GET", "POST"} {
			if w := x.ask("clerk", method, path, url.Values{"name": {"甲"}, "on": {"2026-01-01"}}); w.Code != 404 {
				t.Errorf("clerk %s %s: %d", method, path, w.Code)
			}
		}
	}
	if _, f, _ := must(x.db.County(context.Background(), x.who["clerk"].Jurisdiction, today())).Unit(
		x.town); f.Name != "曙坪镇" {
		t.Error("a clerk renamed a unit")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Every form opens with words on everything.
func TestFormsOpen(t *testing.T) {
	x := open(t)
	for _, path := range []string{"/units/new", "/bodies/new", "/people/new",
		u("/units/", x.town, "/do/rename"), u("/units/", x.town, "/do/move"), u("/units/", x.town, "/do/recategorise"),
		u("/units/", x.town, "/do/merge"),
		u("/units/", x.town, "/do/end"), u("/units/", x.town, "/do/split"), u("/people/", x.wang, "/do/transfer?row=1"),
		u("/units/", x.town, "/do/found-body"), u("/units/", x.town, "/do/assign?side=principal"),
		u("/units/", x.town, "/do/appoint"),
		u("/bodies/", x.served, "/do/rename"), u("/bodies/", x.served, "/do/end"), u("/bodies/", x.served, "/do/serve"),
		u("/bodies/", x.served, "/do/appoint"),
		u("/people/", x.wang, "/do/edit"), u("/people/", x.wang, "/do/appoint"),
		u("/people/", x.wang, "/do/end-appointment?row=1")} {
		x.has("office", path, `method="post"`, `name="key"`)
	}
}

// A wrong form comes back with everything typed and the error at its field.
func TestWrongFormKeepsWhatWasTyped(t *testing.T) {
	x := open(t)
	w := x.ask("office", "POST", "/units/new", url.Values{"code": {"T1"}, "name": {"新设局"}, "category": {"government"},
		"from": {"2026-02-30"}, "document": {"镇编发〔2026〕3号"}})
	body := w.Body.String()
	if w.Code != 422 {
		t.Fatal(w.Code)
	}
	for _, s := range []string{`value="新设局"`, `value="2026-02-30"`, "镇编发〔2026〕3号", `id="f-from-error"`,
		`value="government" selected`} {
		if !strings.Contains(body, s) {
			t.Errorf("no %q", s)
		}
	}
	w = x.ask("office", "POST", "/units/new", url.Values{"code": {"T1"}, "name": {"新设局"}, "category": {"government"},
		"from": {"2026-02-01"}})
	if body = w.Body.String(); w.Code != 422 || !strings.Contains(body, `id="f-code-error"`) ||
		strings.Contains(body, "⟦") {
		t.Error("a code used before:", w.Code)
	}
	// A namesake is asked about, with everything kept, and then let through.
	form := url.Values{"name": {"王建国"}, "birth": {"1971-03"}}
	w = x.ask("office", "POST", "/people/new", form)
	if w.Code != 409 || !strings.Contains(w.Body.String(), `id="f-namesake-error"`) ||
		!strings.Contains(w.Body.String(), `value="1971-03"`) {
		t.Error("a namesake:", w.Code)
	}
	form.Set("namesake", "yes")
	if w = x.ask("office", "POST", "/people/new", form); w.Code != 303 {
		t.Error("a confirmed namesake:", w.Code)
	}
	x.has("office", w.Header().Get("Location"), "人员已登记")
}

// Each command of the table changes the county and says so.
func TestDeeds(t *testing.T) {
	x := open(t)
	ok := func(path string, form url.Values) {
		t.Helper()
		w := x.ask("office", "POST", path, form)
		if w.Code != 303 {
			t.Errorf("POST %s: %d %s", path, w.Code, firstError(w.Body.String()))
			return
		}
		x.has("office", w.Header().Get("Location"), `class="flash`)
	}
	on := func(kv ...string) url.Values {
		f := url.Values{"on": {"2026-06-01"}, "from": {"2026-06-01"}, "document": {"镇编发〔2026〕3号"}}
		for i := 0; i < len(kv); i += 2 {
			f.Set(kv[i], kv[i+1])
		}
		return f
	}
	ok("/units/new", on("code", "N1", "name", "新设局", "category", "government"))
	ok(u("/units/", x.school, "/do/move"), on("parent", x.bureau.String()))
	ok(u("/units/", x.bureau, "/do/recategorise"), on("category", "institution"))
	ok(u("/units/", x.bureau, "/do/assign"), on("side", "principal", "body", x.committee.String()))
	ok(u("/units/", x.town, "/do/found-body"), on("kind", "discipline-committee", "name", "曙坪镇纪委"))
	ok(u("/bodies/", x.served, "/do/serve"), on("unit", x.town.String()))
	ok(u("/bodies/", x.group, "/do/rename"), on("name", "县财政局新党组"))
	ok(u("/people/", x.li, "/do/edit"), url.Values{"name": {"李秀兰"}, "gender": {"f"}, "birth": {"1980-11"},
		"version": {"1"}})
	ok(u("/people/", x.li, "/do/appoint"), on("body", x.served.String(), "unit", x.bureau.String(), "post", "head",
		"title", "组长", "level", "lead"))
	rows := must(x.db.Rows(context.Background(), x.who["office"].Jurisdiction))
	ok(u("/units/", x.bureau, "/do/end-assignment"), on("on", "2026-07-01", "row", rows.Assignments[0].ID.String()))
	ok(u("/bodies/", x.served, "/do/end-service"), on("on", "2026-07-01", "row", rows.Services[0].ID.String()))
	for _, a := range rows.Appointments {
		if a.Post == bodies.Head {
			ok(u("/people/", x.li, "/do/end-appointment"), on("on", "2026-07-01", "row", a.ID.String()))
			// Another person's row is nothing of this page.
			if w := x.ask("office", "POST", u("/people/", x.wang, "/do/end-appointment"),
				on("row", a.ID.String())); w.Code != 404 {
				t.Error("ended another's appointment:", w.Code)
			}
		}
	}
	ok(u("/bodies/", x.group, "/do/rename"), on("name", "县财政局第三党组", "on", "2026-07-01"))
	x.has("office", u("/bodies/", x.group), "县财政局第三党组", "名称沿革", "县财政局新党组", "县财政局党组")
	x.has("office", u("/bodies/", x.group, "?on=2026-06-15"), "<title>县财政局新党组")
	ok(u("/units/", x.bureau, "/do/split"), on("code", "N2", "name", "国资中心", "on", "2026-07-01",
		"below", x.school.String()))
	x.has("office", u("/units/", x.bureau), "由本单位分出", "国资中心")
	for _, a := range rows.Appointments {
		if a.Person == x.wang && a.Post == bodies.Secretary {
			ok(u("/people/", x.wang, "/do/transfer"), on("from", "2026-07-01", "row", a.ID.String(), "unit", x.town.String(),
				"post", "chief", "title", "曙坪镇镇长", "level", "lead"))
		}
	}
	if body := x.has("office", u("/people/", x.wang), "曙坪镇镇长", "曙坪镇党委书记", "调任"); strings.Count(body, "现任") != 1 {
		t.Error("a move leaves two posts, or none")
	}
	ok(u("/bodies/", x.served, "/do/end"), on("on", "2026-08-01"))
	ok(u("/units/", x.school, "/do/end"), on("on", "2026-08-01"))
	ok(u("/units/", x.bureau, "/do/merge"), on("on", "2026-09-01", "into", x.town.String()))
	x.has("office", u("/units/", x.bureau), "并入", u(`<a href="/units/`, x.town))
	x.has("office", u("/units/", x.town), "并入本单位")
	// What somebody changed in between is not overwritten.
	if w := x.ask("office", "POST", u("/units/", x.town, "/do/rename"),
		on("name", "新曙坪镇", "seen", "1", "version", "1")); w.Code != 409 {
		t.Error("a stale form:", w.Code)
	}
}

func firstError(body string) string {
	if i := strings.Index(body, `id="errors"`); i >= 0 {
		return body[i:min(len(body), i+500)]
	}
	return ""
}

// Every duty of the leading group and the offices can be opened and says whose
// it is; a duty nobody has is not there.
func TestDutiesOpen(t *testing.T) {
	x := open(t)
	for _, code := range x.pack.Codes(policy.OrganDuty) {
		body := x.has("clerk", "/duties/"+code, "归谁办理", x.pack.Label(policy.Body, x.pack.Duties[code].Organ, "zh"), "在这里办理")
		if !strings.Contains(body, `<li><a href="/`) {
			t.Errorf("%s leads nowhere", code)
		}
		x.has("clerk", "/county", "/duties/"+code)
	}
	if w := x.ask("clerk", "GET", "/duties/nothing", nil); w.Code != 404 {
		t.Error("a duty that is not:", w.Code)
	}
	x.has("clerk", u("/bodies/", x.office), "指导督促全县各级党委", "/duties/principal-guide")
}

// What the whole matter is called follows the policy pack of the county.
func TestFieldFollowsThePack(t *testing.T) {
	x := open(t)
	x.has("clerk", "/county/print", "镇坪县党风廉政建设责任图")
	x.has("clerk", "/county", "镇坪县 · 党风廉政建设")
	x.pack.County.Field = "strict-governance"
	x.has("clerk", "/county/print", "镇坪县全面从严治党责任图")
	x.has("clerk", "/county", "镇坪县 · 全面从严治党")
}
