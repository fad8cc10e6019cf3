package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	parser "github.com/emersion/go-ical"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

var feedAddress = regexp.MustCompile(`http://[^<"]*(/feed/[A-Za-z0-9_-]{22}\.ics)`)

// subscribe makes an address on the page of one's own account.
func (v *visitors) subscribe(login, unit string) string {
	v.Helper()
	w := v.send(login, "POST", "/account/feeds", url.Values{"key": {"feed" + unit}, "unit": {unit}})
	m := feedAddress.FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || m == nil {
		v.Fatalf("%s: %d, no address", login, w.Code)
	}
	if again := v.ask(login, "GET", "/account").Body.String(); feedAddress.MatchString(again) {
		v.Error("the address is shown a second time")
	}
	return m[1]
}

// read asks for a calendar as a program does, without a session.
func (v *visitors) read(at, tag string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", at, nil)
	r.Header.Set("If-None-Match", tag)
	w := httptest.NewRecorder()
	v.desk.ServeHTTP(w, r)
	return w
}

// events are those of a calendar, by their UID, as another program's parser reads it.
func (v *visitors) events(w *httptest.ResponseRecorder) map[string]parser.Event {
	v.Helper()
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/calendar") {
		v.Fatal(w.Code, w.Header())
	}
	c, err := parser.NewDecoder(w.Body).Decode()
	if err != nil {
		v.Fatal(err)
	}
	out := map[string]parser.Event{}
	for _, e := range c.Events() {
		id, err := e.Props.Text(parser.PropUID)
		if err != nil || out[id].Component != nil {
			v.Fatal(id, err)
		}
		out[id] = e
	}
	return out
}

// A calendar holds what binds its owner and nothing else; what is moved, done and
// waived is so in it at the next reading, and only then; revoked it is gone.
func TestFeedFollowsItsDuties(t *testing.T) {
	t.Parallel()
	v := visit(t)
	unit := v.unit("曙坪镇")
	mine, whole := v.subscribe("shuping-lly", ""), v.subscribe("shuping-lly", unit.String())
	if w := v.send("shuping-lly", "POST", "/account/feeds", url.Values{"key": {"o"},
		"unit": {v.unit("财政局").String()}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an address of another unit: %d", w.Code)
	}
	var team *duty.Duty
	for _, x := range v.h.dutiesOf(t) {
		if x.Unit == unit && x.State == duty.Open && x.Level == duty.Team && x.Due > v.h.Clock().Day() &&
			x.Side == actor.Principal {
			team = x
		}
	}
	if team == nil {
		t.Fatal("no open duty of the team")
	}
	uid := "duty-" + team.ID.String() + "@county-1.shuangze"
	first := v.read(mine, "")
	tag := first.Header().Get("ETag")
	before := v.events(first)[uid]
	if before.Component == nil {
		t.Fatal("the team’s duty is not in its clerk’s calendar")
	}
	if w := v.read(mine, tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("unchanged: %d", w.Code)
	}
	all := v.events(v.read(whole, ""))
	if len(all) <= len(v.events(v.read(mine, ""))) || all[uid].Component == nil {
		t.Errorf("%d events of the unit", len(all))
	}
	for id := range all {
		kind, rest, _ := strings.Cut(id, "-")
		if kind != "duty" {
			continue
		}
		n, _, _ := strings.Cut(rest, "@")
		x, _, err := v.h.DB.One(t.Context(), ref.Duty, ref.Parse(n))
		if err != nil || x.Head().Unit != unit {
			t.Errorf("%s is of another unit", id)
		}
	}
	do := func(name string, in any) {
		t.Helper()
		a, _ := v.h.Noun(ref.Duty).Act(name)
		c := noun.Call{ID: team.ID, In: in, Command: act.Command{Actor: v.actor("zhuti-jb")}}
		if _, err := a.Do(t.Context(), c); err != nil {
			t.Fatal(name, err)
		}
	}
	sequence := func(e parser.Event) int {
		n, err := e.Props.Get(parser.PropSequence).Int()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	do("extend", &duty.Extension{To: team.Due + 7, Reason: "统一安排"})
	moved := v.events(v.read(mine, tag))[uid]
	if day, err := moved.DateTimeStart(time.UTC); err != nil || !day.Equal((team.Due + 7).Time()) ||
		sequence(moved) <= sequence(before) {
		t.Errorf("moved to %v, sequence %d after %d: %v", day, sequence(moved), sequence(before), err)
	}
	do("waive", &duty.Reason{Reason: "本年度不适用"})
	off := v.events(v.read(mine, tag))[uid]
	if s, err := off.Status(); err != nil || s != parser.EventCancelled || sequence(off) <= sequence(moved) {
		t.Errorf("waived: %q %v", s, err)
	}
	do("reopen", &duty.Reason{Reason: "认定有误"})
	if w := v.send("shuping-lly", "POST", "/scheduled/"+team.ID.String()+"/do/discharge", url.Values{"key": {"d"},
		"on": {v.h.Clock().Day().String()}, "how": {"已研究"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	done := v.events(v.read(mine, tag))[uid]
	if s, _ := done.Props.Text(parser.PropSummary); !strings.HasPrefix(s, "已完成") {
		t.Errorf("done: %q", s)
	}
	feeds, err := v.h.Accounts.Feeds(t.Context(), v.actor("shuping-lly"))
	if err != nil || len(feeds) != 2 {
		t.Fatal(len(feeds), err)
	}
	for _, f := range feeds {
		if f.Unit != 0 {
			continue
		}
		w := v.send("caizheng", "POST", "/account/feeds/revoke", url.Values{"key": {"x"}, "id": {f.ID.String()}})
		if w.Code != 404 {
			t.Errorf("somebody else revokes it: %d", w.Code)
		}
		v.send("shuping-lly", "POST", "/account/feeds/revoke", url.Values{"key": {"r"}, "id": {f.ID.String()}})
	}
	gone, never := v.read(mine, tag), v.read("/feed/"+strings.Repeat("A", 22)+".ics", "")
	if gone.Code != http.StatusNotFound || never.Code != http.StatusNotFound {
		t.Errorf("revoked %d, unknown %d", gone.Code, never.Code)
	}
	if w := v.read(whole, ""); w.Code != http.StatusOK {
		t.Errorf("the other one went with it: %d", w.Code)
	}
}

// Whoever asks too often waits.
func TestFeedIsLimited(t *testing.T) {
	t.Parallel()
	v := visit(t)
	last := 0
	for range 40 {
		last = v.read("/feed/"+strings.Repeat("A", 22)+".ics", "").Code
	}
	if last != http.StatusTooManyRequests {
		t.Error(last)
	}
}
