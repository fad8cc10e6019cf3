package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/lists/order"
	"shuangze/internal/notify"
	"shuangze/internal/store"
	"shuangze/internal/tick"
	"shuangze/internal/web/api"
)

// takes is a run of a job, for as long as nobody else takes it.
func (v *visitors) takes(job string) (run tick.Run) {
	v.Helper()
	if err := v.h.DB.ChangeJob(context.Background(), job, func(j store.JobRow) (store.JobRow, error) {
		s, err := tick.State(j).Take("test", v.h.Clock().Add(2*tick.LeaseFor))
		run.Lease = tick.Lease{Job: job, Holder: s.Holder, Fence: s.Fence}
		s.Until = 0
		return store.JobRow(s), err
	}); err != nil {
		v.Fatal(err)
	}
	return run
}

// inbox are the newest messages of somebody.
func (v *visitors) inbox(login string) (out []notify.Message) {
	v.Helper()
	a := v.actor(login)
	out, err := messages{v.h.DB}.Messages(context.Background(), notify.Of(a), notify.Filter{Limit: 1000})
	if err != nil {
		v.Fatal(err)
	}
	return out
}

// said are what somebody was told about a matter, the newest first.
func (v *visitors) said(login string, o order.Order) (out []string) {
	v.Helper()
	for _, m := range v.inbox(login) {
		if m.Of == o.Ref() {
			out = append(out, m.Said+" "+m.Why)
		}
	}
	return out
}

// The past of a county is told once and mostly as read; then each act to those whom its
// noun names, to nobody who did it; the later of one matter takes the place of the unread.
func TestPeopleAreTold(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		tells := func() {
			t.Helper()
			if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
				t.Fatal(err)
			}
		}
		tells()
		all := v.inbox("zhuti-jb")
		if read := slices.ContainsFunc(all, func(m notify.Message) bool { return m.Read != 0 }); len(all) < 20 || !read {
			t.Errorf("%d messages of the past, some read: %v", len(all), read)
		}
		tells()
		if again := v.inbox("zhuti-jb"); !slices.Equal(all, again) {
			t.Error("told again")
		}

		o, _ := v.sentTo("曙坪镇")
		office := map[actor.Side]string{actor.Principal: "zhuti-jb", actor.Supervisory: "jiandu-jb"}[o.Side]
		before := v.said("shuping-lly", o)
		clerk := act.Command{Actor: v.actor("shuping-lly")}
		if _, err := v.h.Orders.Report(ctx, clerk, o.ID, "已完成摸底，正在逐户核对", nil); err != nil {
			t.Fatal(err)
		}
		tells()
		if got := v.said(office, o); len(got) == 0 || !strings.HasPrefix(got[0], "order.reported ") {
			t.Errorf("the office was told %q", got)
		}
		if got := v.said("shuping-lly", o); !slices.Equal(got, before) {
			t.Errorf("the clerk was told of the own act: %q", got)
		}
		for range 2 {
			if _, err := v.h.Orders.Report(ctx, clerk, o.ID, "逐户核对完成一半", nil); err != nil {
				t.Fatal(err)
			}
		}
		told := v.said(office, o)
		tells()
		if got := v.said(office, o); !slices.Equal(got, told) {
			t.Errorf("three reports that nobody read are told as %q", got)
		}
		if _, err := v.h.Orders.Supervise(ctx, v.office(o.Side), o.ID, true, "进展缓慢，列为挂牌督办"); err != nil {
			t.Fatal(err)
		}
		tells()
		if got := v.said("shuping-lly", o); len(got) == 0 || !strings.HasPrefix(got[0], "order.supervised ") {
			t.Errorf("the clerk was told %q", got)
		}
		for _, m := range v.inbox("shuping") { // checked at writing
			see, _, object, err := v.kinds().Object(ctx, v.asking(), m.Of)
			if err != nil || !access.Can(v.actor("shuping"), see, object) {
				t.Errorf("told of %v, which may not be seen: %v", m, err)
			}
		}
	})
}

// Two processes that tell at once, and one that lost the job, tell everything once.
func TestToldByTwoAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		run := v.takes("notify")
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() { _ = v.h.TellEntries(ctx, run) }) // the one whose position moved breaks off
		}
		wg.Wait()
		if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
			t.Fatal(err)
		}
		if err := v.h.TellEntries(ctx, run); err == nil && v.position() < v.size() {
			t.Error("who lost the job tells on")
		}
		for _, login := range []string{"zhuti-jb", "shuping", "shuping-lly"} {
			seen := map[string]bool{}
			for _, m := range v.inbox(login) {
				key := fmt.Sprint(m.Of, m.Topic, m.Entry)
				if seen[key] || m.Entry == 0 {
					t.Errorf("%s: %+v", login, m)
				}
				seen[key] = true
			}
			if len(seen) == 0 {
				t.Errorf("%s was told nothing", login)
			}
		}
		if v.position() != v.size() {
			t.Errorf("read to %d of %d", v.position(), v.size())
		}
	})
}

// What falls due is told once for each nearness, however often the job runs; what lies
// too long goes to the post above; what is older than the county keeps goes.
func TestToldWhatFallsDue(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		tells := func() {
			t.Helper()
			if err := v.h.TellDue(ctx, v.takes("notify-due")); err != nil {
				t.Fatal(err)
			}
		}
		tells()
		first := v.inbox("shuping")
		groups := map[string]int{}
		for _, login := range []string{"shuping", "caizheng", "zhuti", "jiandu"} {
			for _, m := range v.inbox(login) {
				groups[m.Group]++
			}
		}
		if groups[notify.Falls] == 0 || groups[notify.Rose] == 0 {
			t.Errorf("told %v", groups)
		}
		tells()
		if again := v.inbox("shuping"); !slices.Equal(first, again) {
			t.Errorf("%d messages, then %d", len(first), len(again))
		}
		// Also when all of it was read.
		v.submit("shuping", "/inbox/read", url.Values{"until": {"9999999999999999"}})
		tells()
		if again := v.inbox("shuping"); len(again) != len(first) {
			t.Errorf("%d messages, %d after reading", len(first), len(again))
		}
	})
}

// The inbox is one's own: unread by a word, opened and marked by forms, filtered, and
// empty for whoever was told nothing.
func TestInboxOnThePage(t *testing.T) {
	v := visit(t)
	ctx := context.Background()
	v.sees(v.ask("shuping", "GET", "/inbox"), 200, "还没有通知")
	if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
		t.Fatal(err)
	}
	v.sees(v.ask("shuping", "GET", "/inbox"), 200, "未读", "为什么告知您", "打开")
	v.sees(v.ask("shuping", "GET", "/inbox?tab=unread&kind=order"), 200, "督办单")
	list := v.inbox("shuping")
	i := slices.IndexFunc(list, func(m notify.Message) bool { return m.Read == 0 })
	if i < 0 {
		t.Fatal("nothing is unread")
	}
	at := "/inbox/" + list[i].ID.String()
	if w := v.ask("caizheng", "POST", at+"/open"); w.Code != http.StatusNotFound {
		t.Errorf("somebody else’s message: %d", w.Code)
	}
	w := v.ask("shuping", "POST", at+"/open")
	if to := w.Header().Get("Location"); w.Code != 303 || v.ask("shuping", "GET", to).Code != 200 {
		t.Errorf("opening leads to %d %s", w.Code, to)
	}
	if m := v.inbox("shuping")[i]; m.Read == 0 {
		t.Error("opened, and unread")
	}
	v.submit("shuping", "/inbox/read", url.Values{})
	for _, m := range v.inbox("shuping") {
		if m.Read == 0 {
			t.Fatal("all marked, one unread")
		}
	}
	v.sees(v.ask("shuping", "GET", "/inbox?tab=unread"), 200, "没有未读的通知")

	// Choices: what is wrong is said, what was typed stays, what is right is kept.
	bad := url.Values{"own": {"yes"}, "quietFrom": {"25"}, "quietTo": {"7"}, "email": {"nobody"}}
	v.sees(v.submit("shuping", "/account/notifications", bad), 422, "0 到 23 的整点", "这不像一个邮箱地址", `value="25"`,
		`value="nobody"`)
	good := url.Values{"own": {"yes"}, "quietFrom": {"22"}, "quietTo": {"7"}, "email": {"zhao@zhenping.cn"}}
	if w := v.submit("shuping", "/account/notifications", good); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	v.sees(v.ask("shuping", "GET", "/account/notifications"), 200, `value="22"`, "zhao@zhenping.cn")
	if w := v.submit("shuping", "/account/notifications", url.Values{"ways-order": {"pigeon"}}); w.Code != 422 {
		t.Errorf("a way that is not in use: %d", w.Code)
	}
}

func (v *visitors) kinds() kind.Registry {
	v.Helper()
	k, err := v.h.kinds()
	if err != nil {
		v.Fatal(err)
	}
	return k
}

func (v *visitors) asking() kind.Asking {
	return kind.Asking{Jurisdiction: 1, County: func() (kind.County, error) { return v.county, nil }}
}

func (v *visitors) journal() string {
	v.Helper()
	name, err := v.h.DB.JournalName(context.Background(), 1, act.Acts)
	if err != nil {
		v.Fatal(err)
	}
	return name
}

func (v *visitors) size() int64 {
	n, _ := v.h.DB.Size(context.Background(), v.journal())
	return n
}

func (v *visitors) position() int64 {
	n, _ := v.h.DB.Position(context.Background(), "notify", v.journal())
	return n
}

// A program reads its owner's inbox in pages, marks what was seen, and puts the choices.
func TestInboxByProgram(t *testing.T) {
	p := programsOf(t)
	if err := p.h.TellEntries(p.Context(), p.takes("notify")); err != nil {
		t.Fatal(err)
	}
	read := func(path string) (out api.Inbox) {
		t.Helper()
		w := p.call(p.all["shuping"], "GET", path, nil)
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 {
			t.Fatal(path, w.Code, w.Body, err)
		}
		return out
	}
	first := read("/inbox?limit=3")
	if len(first.Items) != 3 || first.Next == "" || first.Unread == 0 || first.Items[0].Title == "" {
		t.Fatalf("%+v", first)
	}
	if next := read("/inbox?limit=3&before=" + first.Next); next.Items[0].ID == first.Items[2].ID || len(next.Items) == 0 {
		t.Errorf("%+v", next)
	}
	put := func(path, body string, code int) string {
		t.Helper()
		w := p.call(p.all["shuping"], "PUT", path, []byte(body))
		if w.Code != code {
			t.Errorf("%s %s: %d %s", path, body, w.Code, w.Body)
		}
		return w.Body.String()
	}
	put("/inbox/999999/read", `{}`, 404)
	put("/inbox/"+first.Items[1].ID.String()+"/read", ``, 200)
	put("/inbox/read", `{"newest":`+first.Items[0].ID.String()+`}`, 200)
	if left := read("/inbox?unread=true"); len(left.Items) != 0 || left.Unread != 0 {
		t.Errorf("left are %+v", left)
	}
	put("/inbox/choice", `{}`, 422)
	if got := put("/inbox/choice", `{"ways":[],"own":true,"quietFrom":22,"quietTo":6,"rest":true,"email":""}`,
		200); !strings.Contains(got, `"quietFrom":22`) {
		t.Error(got)
	}
	if w := p.call(p.all["shuping"], "GET", "/inbox?group=weather", nil); w.Code != 422 {
		t.Errorf("a group that there is not: %d", w.Code)
	}
}
