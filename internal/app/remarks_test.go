package app

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/remark"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

func (v *visitors) remarks() (out []*remark.Remark) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Remark, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		out = append(out, x.(*remark.Remark))
	}
	return out
}

// openRemark is one of 曙坪镇 that nobody judged.
func (v *visitors) openRemark(kind remark.Kind) *remark.Remark {
	v.Helper()
	for _, r := range v.remarks() {
		if r.Unit == v.unit("曙坪镇") && r.State == remark.Open && (kind == "" || r.Kind == kind) {
			return r
		}
	}
	v.Fatalf("the demonstration has no remark of the kind %q", kind)
	return nil
}

// remarkWrites are the writes of remarks: each on one that was made for it.
func (p *programs) remarkWrites(deeds map[string]func() write, next func() int) {
	for name, field := range map[string]string{"reply": "reply", "dismiss": "reason", "uphold": "reason",
		"recall": "reason"} {
		deeds[name+"Remark"] = func() write {
			r := *p.openRemark("")
			r.Mark = fmt.Sprint("test|", next())
			made := &remark.Remark{Kind: r.Kind, Subject: r.Subject, Record: r.Record, Mark: r.Mark,
				RecordNumber: r.RecordNumber}
			made.Unit, made.Side = r.Unit, r.Side
			cmd := act.Command{Actor: actor.Machine(1, "tick")}
			if _, err := p.h.remarks().Make(context.Background(), cmd, []*remark.Remark{made}); err != nil {
				p.Fatal(err)
			}
			if name == "recall" {
				p.does("shuping-lly", ref.Remark, "reply", made.ID, &remark.Said{Text: "统一起草"})
			}
			return write{fmt.Sprintf("/remarks/%d/%s", made.ID, name), fmt.Sprintf(`{"%s":"写明%d"}`, field, next())}
		}
	}
}

// The demonstration has a remark of each kind; looking again makes none; the unit and the
// office read them on the record's page and in the list, each sees of what was compared
// only what it may see anyway.
func TestRemarks(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		town := v.unit("曙坪镇")
		has := map[remark.Kind]*remark.Remark{}
		for _, r := range v.remarks() {
			if r.Unit == town {
				has[r.Kind] = r
			}
		}
		for _, k := range remark.Kinds {
			if has[k] == nil {
				t.Errorf("no remark of the kind %s", k)
			}
		}
		if t.Failed() {
			t.FailNow()
		}
		before := len(v.remarks())
		if made, err := v.h.MakeRemarks(context.Background()); err != nil || made != 0 || len(v.remarks()) != before {
			t.Errorf("made again: %d, %v", made, err)
		}
		like := has[remark.Alike]
		at := fmt.Sprintf("/remarks/%d", like.ID)
		v.sees(v.ask("zhuti-jb", "GET", at), 200, "%", fmt.Sprintf("/records/%d", like.Other))
		own := v.ask("shuping-lly", "GET", at)
		v.sees(own, 200, "与另一个单位")
		if body := own.Body.String(); strings.Contains(body, fmt.Sprintf("/records/%d", like.Other)) ||
			strings.Contains(body, "财政局") {
			t.Error("a unit is shown another unit’s record")
		}
		v.sees(v.ask("caizheng-jb", "GET", at), 404)
		for _, login := range []string{"zhuti-jb", "shuping-lly"} {
			v.sees(v.ask(login, "GET", fmt.Sprintf("/records/%d", like.Record)), 200, "痕迹提示", at, "通知检查后补登")
			v.sees(v.ask(login, "GET", fmt.Sprintf("/remarks?unit=%d&kind=alike", town)), 200, at)
		}
	})
}

// The unit replies, as often as it likes until the remark is judged; who judges is an
// office or who leads, not the unit, not who wrote the record down; once.
func TestRemarkIsJudged(t *testing.T) {
	t.Parallel()
	v := visit(t)
	r := v.openRemark(remark.Alike)
	at := fmt.Sprintf("/remarks/%d", r.ID)
	if body := v.ask("zhuti-jb", "GET", at).Body.String(); strings.Contains(body, r.Mark) ||
		strings.Contains(body, `chip c-green"`) || !strings.Contains(body, "待判断") {
		t.Error("the page shows how the house tells remarks apart, or an open one as settled")
	}
	// The office is told and decides on the page; the unit may reply, and no day binds.
	desk := regexp.MustCompile(`(?s)<a href="` + at + `">判断痕迹提示.*?</tr>`)
	if row := desk.FindString(v.ask("zhuti-jb", "GET", "/").Body.String()); !strings.Contains(row, "没有期限") ||
		!strings.Contains(row, "与另一个单位先登记的文字") {
		t.Errorf("the office is told: %q", row)
	}
	asked := `<a href="` + at + `/do/reply">`
	v.sees(v.ask("shuping-lly", "GET", "/"), 200, asked, "说明与否由您决定")
	said := &remark.Said{Text: "同一次会议，由牵头单位统一起草。"}
	wants := func(login, name string, in any, want string) {
		t.Helper()
		if _, no := v.does(login, ref.Remark, name, r.ID, in); (want == "") != (no == "") || !strings.Contains(no, want) {
			t.Errorf("%s by %s: %q, want %q", name, login, no, want)
		}
	}
	wants("shuping-lly", "reply", &remark.Said{}, "input.required")
	wants("shuping-lly", "reply", said, "")
	if strings.Contains(v.ask("shuping-lly", "GET", "/").Body.String(), asked) {
		t.Error("what was replied to waits still")
	}
	wants("shuping-lly", "reply", said, "")
	wants("caizheng-jb", "reply", said, "access.missing")
	wants("shuping", "dismiss", said, "access.forbidden")
	wants("shuping-lly", "uphold", said, "access.forbidden")
	wants("zhuti-jb", "dismiss", &remark.Said{}, "input.required")
	wants("zhuti-jb", "dismiss", said, "")
	wants("zhuti-jb", "uphold", said, "remark.decided")
	wants("shuping-lly", "reply", said, "remark.decided")
	x := v.record(r.Record)
	if x.State == noun.Corrected {
		t.Error("judging a remark changed its record")
	}
	v.sees(v.ask("shuping-lly", "GET", fmt.Sprintf("/records/%d", r.Record)), 200, "不作数", said.Text)
}

// What was done before a unit was told of an inspection and registered after is marked,
// also where the announcement is registered later than the record; withdrawn, its marks
// are gone and what is open is dismissed.
func TestAnnouncementMarks(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		today, d := v.h.Clock().Day(), v.openDuty(false)
		person := v.county.FirstResponsible(d.Body).Person
		write := func(subject string) *record.Record {
			t.Helper()
			id, no := v.does("shuping-lly", ref.Record, "add", 0, &record.Record{Body: d.Body, Person: person, Form: "visit",
				DoneOn: today - 2, Subject: subject})
			if no != "" {
				t.Fatal(no)
			}
			return v.record(id)
		}
		early := write("走访农户")
		if early.Announcement != 0 || early.Backfilled {
			t.Fatalf("%+v", early)
		}
		tell := func(a announcement.Announcement) (ref.ID, string) {
			return v.does("jiandu-jb", ref.Announcement, "add", 0, &a)
		}
		told := announcement.Announcement{Checked: d.Unit, AnnouncedOn: today - 1, Clock: "09:00", Announcer: "县纪委监委",
			Subject: "专项检查", FirstDay: today + 5}
		for want, change := range map[string]func(*announcement.Announcement){
			"announcement.first.before": func(a *announcement.Announcement) { a.FirstDay = today - 2 },
			"record.on.later":           func(a *announcement.Announcement) { a.AnnouncedOn, a.FirstDay = today+1, today+1 },
			"announcement.on.early":     func(a *announcement.Announcement) { a.AnnouncedOn = today - 31 },
			"record.clock.form":         func(a *announcement.Announcement) { a.Clock = "上午" },
			"input.required":            func(a *announcement.Announcement) { a.Subject = "" },
		} {
			wrong := told
			change(&wrong)
			if _, no := tell(wrong); !strings.Contains(no, want) {
				t.Errorf("%q, want %s", no, want)
			}
		}
		if _, no := v.does("shuping-lly", ref.Announcement, "add", 0, &told); !strings.Contains(no, "access.") {
			t.Errorf("a unit announces: %q", no)
		}
		id, no := tell(told)
		if no != "" {
			t.Fatal(no)
		}
		after := write("走访企业")
		for _, r := range []*record.Record{v.record(early.ID), after} {
			if r.Announcement != id || !r.Backfilled {
				t.Errorf("not marked: %+v", r)
			}
			n := 0
			for _, x := range v.remarks() {
				if x.Record == r.ID && x.Kind == remark.Announced && x.State == remark.Open {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d remarks on a marked record", n)
			}
		}
		v.sees(v.ask("shuping-lly", "GET", fmt.Sprintf("/records/%d", after.ID)), 200, "其间通知了检查", "专项检查",
			fmt.Sprintf("/announcements/%d", id))
		back := &announcement.Withdrawal{Reason: "日期写错"}
		// It is of the side that registered it: the other one's office takes no marks off.
		if _, no := v.does("zhuti-jb", ref.Announcement, "withdraw", id, back); !strings.Contains(no, "access.forbidden") {
			t.Errorf("withdrawn by the other side: %q", no)
		}
		own := told
		own.Checked = v.unit("县纪委党风政风监督室")
		mine, no := tell(own)
		if no != "" {
			t.Fatal(no)
		}
		if _, no := v.does("jiandu-jb", ref.Announcement, "withdraw", mine, back); !strings.Contains(no,
			"access.own-matter") {
			t.Errorf("withdrawn by who was to be inspected: %q", no)
		}
		all := told
		all.Checked, all.AnnouncedOn, all.Clock = 0, today, "00:00"
		whole, no := tell(all)
		if no != "" {
			t.Fatal(no)
		}
		v.sees(v.ask("shuping-lly", "GET", fmt.Sprintf("/announcements/%d", whole)), 200, "全部单位")
		if _, no := v.does("jiandu-jb", ref.Announcement, "withdraw", id, back); no != "" {
			t.Fatal(no)
		}
		for _, x := range v.remarks() {
			if x.Announcement == id && (x.State != remark.Dismissed || x.Decision != "日期写错") {
				t.Errorf("%+v", x)
			}
		}
		if r := v.record(after.ID); r.Announcement != 0 || r.Backfilled {
			t.Errorf("marked still: %+v", r)
		}
	})
}
