package app

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/delegation"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/notify"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
)

// A deputy reads what is told to the post while they act in it, and neither their own
// messages nor the delegator's own; they choose nothing for the delegator, and what they
// mark leaves the delegator's inbox as it was.
func TestInboxOfADeputy(t *testing.T) {
	v := visit(t)
	ctx := context.Background()
	self, lender, today := v.actor("shuping-lly"), v.actor("shuping"), v.h.Clock().Day()
	var id ref.ID
	for _, x := range v.all(ref.Delegation) {
		if d := x.(*delegation.Delegation); d.Deputy == self.Person && d.Delegator == lender.Person && d.Holds(today) {
			id = d.ID
		}
	}
	if id == 0 {
		t.Fatal("the demonstration lends nothing to the clerk")
	}
	if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
		t.Fatal(err)
	}
	if err := v.h.TellDue(ctx, v.takes("notify-due")); err != nil {
		t.Fatal(err)
	}
	v.submit("shuping", "/account/notifications", url.Values{"email": {"zhao@zhenping.cn"}})
	v.sees(v.ask("shuping", "GET", "/account/notifications"), 200, "zhao@zhenping.cn")
	of := func(in notify.Inbox) (out []notify.Message) {
		t.Helper()
		out, err := messages{v.h.DB}.Messages(ctx, in, notify.Filter{Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	own, theirs := of(notify.Of(self)), of(notify.Of(lender))
	lent := of(notify.Inbox{Person: self.Person, OnBehalf: lender.Person})
	if len(own) == 0 || len(theirs) == 0 || len(lent) == 0 {
		t.Fatalf("%d own, %d of the delegator, %d lent", len(own), len(theirs), len(lent))
	}
	unread := func(list []notify.Message) (n int) {
		for _, m := range list {
			if m.Read == 0 {
				n++
			}
		}
		return n
	}
	v.sees(v.ask("shuping-lly", "GET", "/inbox"), 200, fmt.Sprintf("您代理 赵若溪 的通知有 %d 条未读", unread(lent)))
	opens := func(m notify.Message) int {
		return v.ask("shuping-lly", "POST", "/inbox/"+m.ID.String()+"/open").Code
	}
	if code := opens(lent[0]); code != 404 {
		t.Errorf("what is lent is opened before it is acted for: %d", code)
	}
	if w := v.submit("shuping-lly", "/acting", url.Values{"delegation": {id.String()}}); w.Code != 303 {
		t.Fatal(w.Code)
	}
	v.sees(v.ask("shuping-lly", "GET", "/inbox"), 200, "您本人有")
	if a, b, c := opens(lent[0]), opens(own[0]), opens(theirs[0]); a != 303 || b != 404 || c != 404 {
		t.Errorf("opened: lent %d, own %d, the delegator’s %d", a, b, c)
	}
	if w := v.ask("shuping-lly", "GET", "/account/notifications"); strings.Contains(w.Body.String(), "zhao@zhenping.cn") {
		t.Error("a deputy sees what the delegator chose")
	}
	v.submit("shuping-lly", "/account/notifications", url.Values{"email": {"ma@zhenping.cn"}}) // of their own
	if c, _, err := (messages{v.h.DB}).Choice(ctx, lender.Person); err != nil || c.Email != "zhao@zhenping.cn" {
		t.Errorf("a deputy chose for the delegator: %+v, %v", c, err)
	}
	v.submit("shuping-lly", "/inbox/read", url.Values{})
	if left := unread(of(notify.Inbox{Person: self.Person, OnBehalf: lender.Person})); left != 0 {
		t.Errorf("%d lent are unread", left)
	}
	if !slices.Equal(of(notify.Of(lender)), theirs) || !slices.Equal(of(notify.Of(self)), own) {
		t.Error("marking what is lent changed another inbox")
	}
}

// An inspection that is announced to all units is told to each; a signature that went stale
// is told to the clerk, once until it is signed anew.
func TestToldThoughNobodyIsNamed(t *testing.T) {
	p := programsOf(t)
	ctx := context.Background()
	if err := p.h.TellEntries(ctx, p.takes("notify")); err != nil {
		t.Fatal(err)
	}
	today := p.h.Clock().Day()
	id, no := p.does("zhuti", ref.Announcement, "add", 0, &announcement.Announcement{Subject: "年终考核",
		AnnouncedOn: today - 1, Clock: "09:00", Announcer: "县纪委", FirstDay: today + 9})
	if no != "" {
		t.Fatal(no)
	}
	if err := p.h.TellEntries(ctx, p.takes("notify")); err != nil {
		t.Fatal(err)
	}
	of := ref.Ref{Kind: ref.Announcement, ID: id}
	for login, want := range map[string]string{"shuping": "every-unit", "shuping-lly": "every-unit",
		"caizheng": "every-unit", "zhuti-jb": "", "zhuti": ""} {
		if m := p.told(login, of); m.Why != want {
			t.Errorf("%s was told %+v", login, m)
		}
	}

	n, deeds := 0, map[string]func() write{}
	p.nounWrites(deeds, func() int { n++; return n })
	paper := ref.Ref{Kind: ref.Signoff, ID: p.signedPaper(deeds["addSignoff"](), 1)}
	const told = "signoff.stale-signed"
	signer := func() (n, times int64) {
		for _, m := range p.inbox("shuping") {
			if m.Of == paper && m.Said == told {
				n, times = n+1, times+m.Times
			}
		}
		return n, times
	}
	stale := func() (n int) {
		if err := p.h.TellDue(ctx, p.takes("notify-due")); err != nil {
			t.Fatal(err)
		}
		for _, m := range p.inbox("shuping-lly") {
			if m.Of == paper && m.Said == "signoff.stale" {
				n++
			}
		}
		return n
	}
	if n := stale(); n != 0 {
		t.Errorf("told %d times of what nobody changed", n)
	}
	if n, _ := signer(); n != 0 {
		t.Error("who signed was told of what nobody changed")
	}
	for i := range 2 {
		x, _, err := p.h.DB.One(ctx, ref.Signoff, paper.ID)
		if err != nil {
			t.Fatal(err)
		}
		next := *x.(*signoff.Paper)
		next.Content += "另行补充。"
		if _, no := p.does("shuping-lly", ref.Signoff, "change", paper.ID, &noun.Changed{V: &next, Reason: "补充"}); no != "" {
			t.Fatal(no)
		}
		if n := stale(); n != 1 {
			t.Errorf("told %d times after %d changes", n, i+1)
		}
		stale() // another morning, and nothing changed
		if n, times := signer(); n != 1 || times != int64(i)+1 {
			t.Errorf("who signed was told %d times of %d changes in %d lines", times, i+1, n)
		}
	}
	if w := p.ask("shuping", "GET", "/"); strings.Contains(w.Body.String(), "/signoffs/"+paper.ID.String()+"/") {
		t.Error("what is only told stands on the workbench of who signed")
	}
	page := fmt.Sprintf("/signoffs/%d", paper.ID)
	p.sees(p.ask("shuping", "GET", page), 200, "签字以后的改动", "另行补充。")
	p.sees(p.ask("shuping", "GET", "/inbox"), 200, "您签过字的内容以后又有改动", "由您签过字")
}
