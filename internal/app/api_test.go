package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
	"shuangze/internal/when"
)

// A user of the demonstration makes a token on the page and lets a program do
// what the screens do; what goes beyond the token is refused, and what ends
// with it.
func TestAPI(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	h := demoHouse(t, when.Date(2026, 11, 24))
	handler, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	office := signIn(t, server.URL, "zhuti-jb")
	p := program{t, server.URL, office.token("order:write", "problem:read", "county:read", "person:read", "gap:read",
		"overview:read", "search:read", "policy:read", "proof:read",
		"import:write", "unit:write")}

	t.Run("without a token", func(t *testing.T) {
		none := program{t, server.URL, ""}
		answer, _ := none.ask(401, "GET", "/me", nil)
		if answer.Header.Get("WWW-Authenticate") == "" {
			t.Error("no WWW-Authenticate")
		}
		program{t, server.URL, "szt_wrong"}.ask(401, "GET", "/me", nil)
		none.ask(200, "GET", "/openapi.json", nil)
		r, err := office.client.Get(server.URL + api.Prefix + "/me") // a browser's cookie opens nothing here
		if err != nil {
			t.Fatal(err)
		}
		if r.Body.Close(); r.StatusCode != 401 {
			t.Error("a cookie opened the API")
		}
	})

	me := get[api.Me](p, "/me")
	if me.Name != "吴长青" || me.Person == 0 || len(me.Roles) == 0 || len(me.Scopes) != 11 {
		t.Errorf("me %+v", me)
	}

	t.Run("the workbench as on the screen", func(t *testing.T) {
		reads := slices.DeleteFunc(access.TokenScopes(), func(s string) bool { return !strings.HasSuffix(s, ":read") })
		mine := get[api.Workbench](program{t, server.URL, office.token(reads...)}, "/workbench")
		r, err := office.client.Get(server.URL + "/")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(mine.Items); n < 5 || !strings.Contains(string(body), fmt.Sprintf("有 %d 件事等您办理", n)) {
			t.Errorf("%d things wait; the page counts others", n)
		}
		for _, i := range mine.Items {
			if i.Why == "" || i.Subject == "" || strings.Contains(i.Why, "⟦") || slices.ContainsFunc(strings.Split(i.Why, "\n"),
				func(s string) bool { return !strings.Contains(string(body), html.EscapeString(s)) }) ||
				!strings.Contains(string(body), i.ID.String()) {
				t.Errorf("%+v does not stand on the page", i)
			}
		}
		if only := get[api.Workbench](program{t, server.URL, office.token("workbench:read")},
			"/workbench"); len(only.Items) != 0 {
			t.Errorf("a token that reads no matters reads %d of them here", len(only.Items))
		}
	})

	county := get[api.CountyTree](p, "/county")
	if past := get[struct {
		Units []api.Unit
	}](p, "/county?on=2026-03-02"); len(past.Units) == 0 || fmt.Sprint(past.Units) == fmt.Sprint(county.Units) {
		t.Errorf("the county in March is that of today: %d units", len(past.Units))
	}
	var unit api.UnitWhole
	for _, u := range county.Units {
		if unit = get[api.UnitWhole](p, "/units/"+u.ID.String()); u.Name == "曙坪镇" {
			break
		}
	}
	if unit.Name != "曙坪镇" || len(unit.Posts) < 2 || unit.Principal.Keeper == 0 || len(unit.History) == 0 {
		t.Fatalf("unit %+v", unit)
	}

	draft := map[string]any{"side": "principal", "subject": "低保动态管理不及时", "content": "三季度未按月核查", "quality": "逐户核查并公示",
		"source": "decision", "urgency": "ordinary",
		"unit": unit.ID, "leader": unit.Posts[0].Person, "handler": unit.Posts[1].Person,
		"measures": []any{map[string]any{"text": "逐户核查"}}, "due": "2026-12-28"}
	var made api.Receipt
	t.Run("the same key does a thing once", func(t *testing.T) {
		p := program{t, p.url, p.token}
		before := get[orderPage](p, "/orders?limit=1").Count
		_, first := p.ask(201, "POST", "/orders", draft, "Idempotency-Key", "one")
		_, again := p.ask(200, "POST", "/orders", draft, "Idempotency-Key", "one")
		var a, b api.Receipt
		json.Unmarshal(first, &a)
		json.Unmarshal(again, &b)
		if b.ID != a.ID || b.Entry != a.Entry || !b.Replayed || a.Replayed {
			t.Errorf("first %s\nagain %s", first, again)
		}
		if after := get[orderPage](p, "/orders?limit=1").Count; after != before+1 {
			t.Errorf("%d orders became %d", before, after)
		}
		var once sync.WaitGroup
		var fresh, replayed atomic.Int32
		for range 8 { // sent again before the first was answered
			once.Go(func() {
				switch answer, body := p.send("POST", "/orders", draft, "Idempotency-Key", "two"); answer.StatusCode {
				case 201:
					fresh.Add(1)
				case 200:
					replayed.Add(1)
				default:
					t.Errorf("%d %s", answer.StatusCode, body)
				}
			})
		}
		if once.Wait(); fresh.Load() != 1 || replayed.Load() != 7 || get[orderPage](p, "/orders?limit=1").Count != before+2 {
			t.Errorf("eight at once: %d made, %d replayed", fresh.Load(), replayed.Load())
		}
		draft["subject"] = "另一件事"
		p.ask(422, "POST", "/orders", draft, "Idempotency-Key", "one")
		made = a
		// Whoever wrote it down does not issue it; somebody else of the office does.
		p.ask(403, "POST", fmt.Sprintf("/orders/%d/issue", made.ID), nil)
		other := actor.Actor{Account: 7001, Person: 7001, Jurisdiction: 1,
			Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
		r, err := h.Orders.Issue(context.Background(), act.Command{Actor: other}, ref.ID(made.ID))
		if err != nil || r.Number == "" {
			t.Fatal(r, err)
		}
		made.Entry = r.Seq
	})

	t.Run("cursors", func(t *testing.T) {
		p := program{t, p.url, p.token}
		seen := map[int64]bool{}
		var pages [][]int64
		at, last := "", orderPage{}
		for path := "/orders?sort=due&limit=7"; ; path = "/orders?sort=due&limit=7&after=" + url.QueryEscape(at) {
			last = get[orderPage](p, path)
			var ids []int64
			for _, o := range last.Items {
				if seen[o.ID] {
					t.Errorf("order %d on two pages", o.ID)
				}
				seen[o.ID] = true
				ids = append(ids, o.ID)
			}
			pages = append(pages, ids)
			if at = last.Next; at == "" {
				break
			}
		}
		if len(seen) != last.Count || len(pages) < 3 {
			t.Errorf("%d orders on %d pages, counted %d", len(seen), len(pages), last.Count)
		}
		back := get[orderPage](p, "/orders?sort=due&limit=7&after="+url.QueryEscape(last.Previous))
		if n := len(pages) - 2; len(back.Items) != 7 || back.Items[0].ID != pages[n][0] {
			t.Errorf("back from the last page: %+v, want %v", back.Items, pages[n])
		}
	})

	t.Run("outside the scopes", func(t *testing.T) {
		small := program{t, server.URL, office.token("order:read")}
		small.ask(200, "GET", "/orders", nil)
		for _, x := range [][2]string{{"POST", "/orders"}, {"GET", "/problems"}, {"GET", "/county"}, {"GET", "/journal"},
			{"GET", "/exports/units.xlsx"}, {"POST", "/imports"}, {"GET", "/policy"}} {
			answer, body := small.ask(403, x[0], x[1], draft)
			if answer.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%v: %s %s", x, answer.Header.Get("Content-Type"), body)
			}
		}
	})

	t.Run("problems in the reader's language", func(t *testing.T) {
		p := program{t, p.url, p.token}
		for accept, want := range map[string]string{"": "请填写这一项", "zh-CN": "请填写这一项", "en-GB,en;q=0.9": "Fill this in",
			"fr": "请填写这一项"} {
			wrong := map[string]any{"side": "principal"}
			answer, body := p.ask(422, "POST", "/orders", wrong, "Accept-Language", accept)
			var x api.Trouble
			if err := json.Unmarshal(body, &x); err != nil || answer.Header.Get("Content-Type") != "application/problem+json" {
				t.Fatal(err, answer.Header)
			}
			if x.Status != 422 || x.Title == "" || x.Detail == "" || x.Type != "about:blank" ||
				!strings.HasPrefix(x.Instance, "urn:uuid:") || len(x.Errors) < 5 || !strings.Contains(string(body), want) {
				t.Errorf("%q: %s", accept, body)
			}
			_, missing := p.ask(404, "GET", "/orders/999999999", nil, "Accept-Language", accept)
			if english := strings.Contains(string(missing), "not yours"); english != strings.HasPrefix(accept, "en") {
				t.Errorf("%q: %s", accept, missing)
			}
		}
	})

	t.Run("evidence", func(t *testing.T) {
		p := program{t, p.url, p.token}
		body := []byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
		path := fmt.Sprintf("/orders/%d/evidence", made.ID)
		p.ask(201, "POST", path+"?name="+url.QueryEscape("台账.pdf"), body, "Content-Type", "application/octet-stream")
		_, _ = p.ask(422, "POST", path, body, "Content-Type", "application/octet-stream")
		whole := get[api.Order](p, fmt.Sprintf("/orders/%d", made.ID))
		if len(whole.Evidence) != 1 || whole.Evidence[0].Name != "台账.pdf" {
			t.Fatalf("evidence %+v", whole.Evidence)
		}
		answer, back := p.ask(200, "GET", "/evidence/"+whole.Evidence[0].ID.String(), nil)
		if !bytes.Equal(back, body) || !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%d bytes came back, %v", len(back), answer.Header)
		}
	})

	t.Run("entry and receipt", func(t *testing.T) {
		p := program{t, p.url, p.token}
		path := fmt.Sprintf("/journal/entries/%d", made.Entry)
		if e := get[api.Entry](p, path); e.Kind != "order.issued.v1" || int64(e.Object.ID) != made.ID || e.Leaf == "" {
			t.Errorf("entry %+v", e)
		}
		_, receipt := p.ask(200, "GET", path+"/receipt", nil)
		key, err := PublicKey(h.Dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := journal.VerifyReceipt(receipt, key); err != nil {
			t.Errorf("the receipt does not prove its entry: %v", err)
		}
		p.ask(404, "GET", "/journal/entries/99999999", nil)
	})

	t.Run("exports come in again and change nothing", func(t *testing.T) {
		p := program{t, p.url, p.token}
		entries := get[api.Journals](p, "/journal").Items[0].Size
		for _, name := range []string{"units", "orders", "problems"} {
			answer, b := p.ask(200, "GET", "/exports/"+name+".xlsx", nil)
			if !bytes.HasPrefix(b, []byte("PK")) || !strings.Contains(answer.Header.Get("Content-Type"), "spreadsheetml") {
				t.Errorf("%s: %v", name, answer.Header)
			}
			if name == "orders" {
				continue
			}
			_, said := p.ask(200, "POST", "/imports?dryRun=true&name="+name+".xlsx", b)
			var x api.Import
			if err := json.Unmarshal(said, &x); err != nil {
				t.Fatal(err)
			}
			if x.Kind != name || x.New+x.Changed > 0 || x.Same == 0 || len(x.Errors) > 0 || x.Written {
				t.Errorf("%s again: %+v", name, x)
			}
		}
		p.ask(403, "GET", "/exports/people.xlsx", nil) // holds months of birth: person:write
		if now := get[api.Journals](p, "/journal").Items[0].Size; now != entries {
			t.Errorf("a dry run wrote: %d entries became %d", entries, now)
		}
		csv := []byte("单位名称,单位类别,上级单位,成立日期\n数据中心,事业单位,,2026-11-01\n坏了的,没有的类别,,2026-11-01\n")
		_, said := p.ask(422, "POST", "/imports?name=units.csv", csv)
		var wrong api.Trouble
		if err := json.Unmarshal(said, &wrong); err != nil || len(wrong.Errors) == 0 ||
			!strings.Contains(wrong.Errors[0].Field, "3") {
			t.Errorf("%v %s", err, said)
		}
		_, said = p.ask(201, "POST", "/imports?skipBad=true&name=units.csv", csv)
		var x api.Import
		if err := json.Unmarshal(said, &x); err != nil || !x.Written || x.New != 1 || x.Receipt == nil {
			t.Errorf("%v %s", err, said)
		}
		p.ask(200, "POST", "/imports?skipBad=true&name=units.csv", csv) // the same again writes nothing
		p.ask(422, "POST", "/imports?dryrun=true&name=units.csv", csv)  // a misspelt word is not a command to write
	})

	t.Run("reads", func(t *testing.T) {
		p := program{t, p.url, p.token}
		if x := get[api.Gaps](p, "/gaps"); len(x.Items) == 0 || x.Items[0].Message == "" {
			t.Error("no gap")
		}
		x := get[api.Overview](p, "/overview")
		if q := x.Quarter; len(x.Tallies) == 0 || q.Registered == 0 || q.Issued == 0 || q.Closed == 0 || q.Ended == 0 {
			t.Errorf("%d tallies, quarter %+v", len(x.Tallies), q)
		}
		for _, y := range x.Tallies {
			if strings.Contains(y.Subject, ".") {
				t.Errorf("%+v is no state of a list", y)
			}
		}
		if x := get[api.Hits](p, "/search?q="+url.QueryEscape("低保")); x.Count == 0 {
			t.Error("nothing found")
		}
		if x := get[api.Hits](p, "/search?q="+url.QueryEscape("曙坪")); len(x.Units) == 0 {
			t.Error("the unit was not found by name")
		}
		if x := get[api.Policy](p, "/policy"); len(x.Digest) != 64 || len(x.Tables) < 8 || len(x.Tables[0].Rules) != 3 ||
			x.Tables[0].Rules[0].Label == "" {
			t.Errorf("policy %+v", x)
		}
		if x := get[api.Problems](p, "/problems?limit=3"); len(x.Items) != 3 || x.Next == "" {
			t.Errorf("problems %+v", x)
		}
		one := get[api.PersonWhole](p, "/people/"+unit.Posts[0].Person.String())
		// person:read is not person:write
		if one.Name == "" || len(one.Career) == 0 || !one.Private || one.Birth != "" || one.Gender != "" {
			t.Errorf("person %+v", one)
		}
	})

	t.Run("a unit sees its own", func(t *testing.T) {
		clerk := signIn(t, server.URL, "caizheng-jb")
		p := program{t, server.URL, clerk.token("order:write", "problem:read", "proof:read", "person:read")}
		p.ask(404, "GET", fmt.Sprintf("/orders/%d", made.ID), nil)
		p.ask(404, "GET", fmt.Sprintf("/journal/entries/%d", made.Entry), nil)
		p.ask(404, "GET", fmt.Sprintf("/journal/entries/%d/receipt", made.Entry), nil)
		p.ask(404, "POST", fmt.Sprintf("/orders/%d/acknowledge", made.ID), map[string]any{})
		p.ask(404, "POST", "/orders", draft)
		if x := get[api.PersonWhole](p, "/people/"+unit.Posts[0].Person.String()); !x.Private || x.Birth != "" ||
			x.Gender != "" || x.Name == "" {
			t.Errorf("a stranger is told %+v", x.Person)
		}
		if x := get[api.PersonWhole](p, "/people/"+get[api.Me](p, "/me").Person.String()); x.Private || x.Birth == "" {
			t.Errorf("of oneself is told %+v", x.Person)
		}
	})

	t.Run("revoked", func(t *testing.T) {
		page := html.UnescapeString(office.see("/account"))
		at := strings.Index(page, `action="/account/tokens/revoke"`)
		for ; at >= 0; at = strings.Index(page, `action="/account/tokens/revoke"`) {
			page = html.UnescapeString(office.send("/account/tokens/revoke", "id", hiddenID.FindStringSubmatch(page[at:])[1]))
		}
		program{t, server.URL, p.token}.ask(401, "GET", "/me", nil)
	})

	r, err := h.Verify(context.Background())
	if err != nil || !r.OK {
		t.Errorf("the journal does not fit any more: %v %+v", err, r.First)
	}
}
