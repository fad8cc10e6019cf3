package app

import (
	"encoding/json"
	"strings"
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
)

// feedWrites are the writes of addresses of calendars.
func (p *programs) feedWrites(deeds map[string]func() write) {
	mine := func() write { return write{"/feeds", `{"of":"self"}`} }
	deeds["makeFeed"] = mine
	deeds["revokeFeed"] = func() write { return write{"/feeds/" + p.made("makeFeed", mine()).String(), ``} }
}

// What a page shows of what falls due and of the lists, a program reads too: the heat map,
// the month, the lists; it makes the address of a calendar, whose secret is told once, and
// ends it; a token that does not read what a calendar tells makes none.
func TestDuesByProgram(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	ask := func(token, method, path, body string, code int, into any) {
		t.Helper()
		w := p.call(token, method, path, []byte(body), "Idempotency-Key", method+path)
		if w.Code != code {
			t.Fatalf("%s %s: %d %.300s", method, path, w.Code, w.Body)
		}
		if into != nil {
			if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
				t.Fatal(err)
			}
		}
	}
	clerk := p.all["shuping-lly"]
	var heat api.DutyHeat
	ask(p.all["zhuti-jb"], "GET", "/scheduled-heat", "", 200, &heat)
	sum := 0
	for _, c := range heat.Cells {
		sum += c.All
	}
	var lists api.Lists
	ask(p.all["zhuti-jb"], "GET", "/lists", "", 200, &lists)
	if duties := lists.Ledgers[0].Duties + lists.Ledgers[1].Duties; sum == 0 || int64(sum) != duties {
		t.Errorf("%d duties in the heat map, %d in the ledgers", sum, duties)
	}
	for i, l := range lists.Lists {
		n := int64(0)
		for _, u := range lists.Units {
			n += u.Lists[i].Late
		}
		if n != l.Late || l.Rows == 0 {
			t.Errorf("%s: %d late of %d, units have %d", l.List, l.Late, l.Rows, n)
		}
	}
	var month api.Month
	ask(clerk, "GET", "/calendar", "", 200, &month)
	if len(month.Items) == 0 {
		t.Error("nothing falls due in the month")
	}
	ask(clerk, "GET", "/calendar?month=2026", "", 422, nil)
	ask(clerk, "POST", "/feeds", `{"of":"unit"}`, 422, nil)

	var made, again api.FeedMade
	ask(clerk, "POST", "/feeds", `{"of":"self"}`, 201, &made)
	ask(clerk, "POST", "/feeds", `{"of":"self"}`, 200, &again)
	if !strings.HasPrefix(made.Path, "/feed/") || again.Path != "" || again.ID != made.ID {
		t.Fatalf("made %+v, again %+v", made, again)
	}
	if w := p.read(made.Path, ""); w.Code != 200 {
		t.Errorf("the calendar answers %d", w.Code)
	}
	one := "/feeds/" + ref.ID(made.ID).String()
	ask(p.all["zhuti-jb"], "DELETE", one, "", 404, nil)
	ask(clerk, "DELETE", one, "", 200, nil)
	if w := p.read(made.Path, ""); w.Code != 404 {
		t.Errorf("a calendar that ended answers %d", w.Code)
	}
	var feeds api.Feeds
	ask(clerk, "GET", "/feeds", "", 200, &feeds)
	if len(feeds.Items) == 0 || !feeds.Items[0].Revoked {
		t.Errorf("feeds %+v", feeds)
	}

	narrow, _, err := p.h.Accounts.CreateToken(p.Context(), act.Command{Actor: p.actor("shuping-lly")},
		account.NewToken{Name: "窄", Scopes: []string{"feed:write", "duty:read"}, Expires: p.h.Clock().Day() + 30})
	if err != nil {
		t.Fatal(err)
	}
	ask(narrow, "POST", "/feeds", `{"of":"self"}`, 403, nil)
}
