package app

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

func (v *visitors) records() (out []*record.Record) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Record, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		out = append(out, x.(*record.Record))
	}
	return out
}

func (v *visitors) record(id ref.ID) *record.Record {
	v.Helper()
	x, _, err := v.h.DB.One(context.Background(), ref.Record, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*record.Record)
}

// openDuty is one of 曙坪镇 that is still to be done, and that a record discharges.
func (v *visitors) openDuty(inPerson bool) *duty.Duty {
	v.Helper()
	unit, rules := v.unit("曙坪镇"), v.h.duties()
	for _, d := range v.h.dutiesOf(v.T) {
		if r, _ := rules.Rule(d.Rule, d.BeginsOn); r.Form != "" {
			continue
		}
		if d.Unit == unit && d.State == duty.Open && d.Side == actor.Principal && d.Person == 0 && d.InPerson == inPerson {
			return d
		}
	}
	v.Fatal("the demonstration has no such duty")
	return nil
}

func (v *visitors) duty(id ref.ID) *duty.Duty {
	x, _, err := v.h.DB.One(context.Background(), ref.Duty, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*duty.Duty)
}

// A record that names a duty discharges it, or neither is done: what the duty refuses
// is said beside the field, and no number is lost by it.
func TestRecordDischarges(t *testing.T) {
	t.Parallel()
	v := visit(t)
	today, d, own := v.h.Clock().Day(), v.openDuty(false), v.openDuty(true)
	first := v.county.FirstResponsible(d.Body).Person
	fresh := func(x *duty.Duty) *record.Record {
		return &record.Record{Body: x.Body, Person: first, Duty: x.ID, Form: "meeting", DoneOn: today, Subject: "专题研究"}
	}
	elsewhere, _ := v.county.Single(bodies.CountyCommittee)
	before, entries := len(v.records()), v.entries()
	for name, c := range map[string]struct {
		login string
		with  func(*record.Record)
		of    *duty.Duty
		want  string
	}{
		"another unit": {"caizheng-jb", func(*record.Record) {}, d, "access.forbidden"},
		"an office":    {"zhuti-jb", func(*record.Record) {}, d, "access.forbidden"},
		"in person":    {"shuping-lly", func(*record.Record) {}, own, "duty duty.in-person"},
		"too early":    {"shuping-lly", func(r *record.Record) { r.DoneOn = d.BeginsOn - 1 }, d, "doneOn duty.on.before"},
		"tomorrow":     {"shuping-lly", func(r *record.Record) { r.DoneOn = today + 1 }, d, "doneOn record.on.later"},
		"no such duty": {"shuping-lly", func(r *record.Record) { r.Duty = 1 << 39 }, d, "duty input.choose"},
		"another body": {"shuping-lly", func(r *record.Record) { r.Body = elsewhere.ID }, d,
			"person record.person.elsewhere"},
		"nothing at all": {"shuping-lly", func(r *record.Record) { *r = record.Record{} }, d, "body input.choose"},
	} {
		r := fresh(c.of)
		c.with(r)
		if _, got := v.does(c.login, ref.Record, "add", 0, r); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if len(v.records()) != before || v.entries() != entries || v.duty(d.ID).Count != d.Count {
		t.Error("something came of what was refused")
	}
	id, no := v.does("shuping-lly", ref.Record, "add", 0, fresh(d))
	if no != "" {
		t.Fatal(no)
	}
	r, done := v.record(id), v.duty(d.ID)
	if done.Count != d.Count+1 || done.DoneOn != today || done.How != "专题研究" || v.entries() != entries+2 {
		t.Errorf("%+v", done)
	}
	u, _, _ := v.county.Unit(r.Unit)
	prefix := "ZT-" + strconv.Itoa(today.Year()) + "-" + u.Code + "-"
	if !strings.HasPrefix(r.Number, prefix) || r.State != record.Registered || r.RegisteredOn != today || r.Backfilled ||
		r.Level != "first" || r.Post == "" {
		t.Errorf("%+v, want %s", r, prefix)
	}
	_, got := v.does("shuping-lly", ref.Record, "add", 0, fresh(d))
	if done.State == duty.Done && got != "duty duty.done" {
		t.Errorf("done twice: %q", got)
	}
}

// The person confirms, an office reviews, and nobody what they did or wrote; a
// correction is a new record with a new number, and the old one stays, marked. A
// superior has no act that changes anything.
func TestRecordsLife(t *testing.T) {
	t.Parallel()
	v := visit(t)
	today, d := v.h.Clock().Day(), v.openDuty(false)
	first := v.county.FirstResponsible(d.Body).Person
	id, no := v.does("shuping-lly", ref.Record, "add", 0, &record.Record{Body: d.Body, Person: first, Form: "talk",
		DoneOn: today - 10, Subject: "约谈站所负责人"})
	if no != "" {
		t.Fatal(no)
	}
	if r := v.record(id); !r.Backfilled {
		t.Errorf("registered ten days after: %+v", r)
	}
	wants := func(login, name string, id ref.ID, in any, want string) ref.ID {
		t.Helper()
		got, no := v.does(login, ref.Record, name, id, in)
		if no != want {
			t.Errorf("%s by %s: %q, want %q", name, login, no, want)
		}
		return got
	}
	said := &record.Said{Text: "属实"}
	wants("zhuti-jb", "review", id, said, "record.state-forbids")
	wants("shuping-lly", "confirm", id, nil, "access.forbidden")
	wants("caizheng-jb", "confirm", id, nil, "access.missing")
	wants("shuping", "confirm", id, nil, "")
	wants("shuping-lly", "review", id, said, "access.forbidden")
	wants("jiandu-jb", "review", id, said, "access.missing") // of the other responsibility
	wants("zhuti-jb", "correct", id, &noun.Changed{V: v.record(id), Reason: "有误"}, "access.forbidden")
	wants("zhuti-jb", "review", id, said, "")
	next := *v.record(id)
	wants("shuping-lly", "correct", id, &noun.Changed{V: &next, Reason: "有误"}, " field.unchanged")
	next.Subject = "约谈两名站所负责人"
	wants("shuping-lly", "correct", id, &noun.Changed{V: &next}, "reason input.required")
	by := wants("shuping-lly", "correct", id, &noun.Changed{V: &next, Reason: "漏写一人"}, "")
	old, now := v.record(id), v.record(by)
	if old.State != noun.Corrected || old.CorrectedBy != by || old.Subject != "约谈站所负责人" || now.Corrects != id ||
		now.Subject != next.Subject || now.Number == old.Number || now.State != record.Registered || !now.Backfilled {
		t.Errorf("%+v\n%+v", old, now)
	}
	wants("shuping-lly", "correct", id, &noun.Changed{V: &next, Reason: "再改"}, "record.state-forbids")
	// What somebody writes of themselves is confirmed by that.
	own := wants("shuping", "add", 0, &record.Record{Body: d.Body, Person: first, Form: "visit", DoneOn: today,
		Subject: "走访"}, "")
	if r := v.record(own); r.State != record.Confirmed || r.ConfirmedOn != today {
		t.Errorf("%+v", r)
	}
}

// The form opens filled from the duty’s page, offers what is in the visitor’s hands and
// nothing else, and keeps what was typed when something is wrong.
func TestQuickRecord(t *testing.T) {
	t.Parallel()
	v := visit(t)
	d := v.openDuty(false)
	page := v.ask("shuping-lly", "GET", "/scheduled/"+d.ID.String())
	at := "/records/new?duty=" + d.ID.String()
	v.sees(page, 200, at, "记一笔")
	if office := v.ask("zhuti-jb", "GET", "/scheduled/"+d.ID.String()); strings.Contains(office.Body.String(), at) {
		t.Error("an office is offered to write what a unit did")
	}
	first := v.county.FirstResponsible(d.Body).Person
	form := v.ask("shuping-lly", "GET", at)
	v.sees(form, 200, `value="`+v.h.Clock().Day().String()+`"`, `value="`+d.ID.String()+`" selected`,
		`value="`+d.Body.String()+`" selected`, `value="`+first.String()+`" selected`, d.What, "multiple")
	if strings.Contains(form.Body.String(), "财政局") {
		t.Error("other units’ bodies are offered")
	}
	typed := url.Values{"body": {d.Body.String()}, "person": {first.String()}, "duty": {d.ID.String()},
		"doneOn": {v.h.Clock().Day().String()}, "form": {"meeting"}, "subject": {"研究三项风险"}, "clock": {"下午"}}
	v.sees(v.submit("shuping-lly", "/records", typed), 422, "请写成 14:30", "研究三项风险", "下午", `<details class="more" open`)
	typed.Set("clock", "14:30")
	if w := v.submit("shuping-lly", "/records", typed); w.Code != 303 {
		t.Error(w.Code)
	}
	v.sees(v.ask("shuping-lly", "GET", "/scheduled/"+d.ID.String()), 200, "研究三项风险")
}

// A responsibility that asks for so many times a year says how many records there are
// and by when the next is due, in its list and on its page.
func TestResponsibilityCounts(t *testing.T) {
	t.Parallel()
	v := visit(t)
	all, err := v.h.DB.AllOf(context.Background(), ref.Responsibility, 1)
	if err != nil {
		t.Fatal(err)
	}
	unit := v.unit("曙坪镇")
	i := slices.IndexFunc(all, func(x noun.Value) bool {
		d := x.(*responsibility.Duty)
		return d.Unit == unit && d.Frequency == "monthly" && d.State == responsibility.InForce
	})
	d := all[i].(*responsibility.Duty)
	at := "/responsibilities/" + d.ID.String()
	v.sees(v.ask("shuping-lly", "GET", at), 200, "应履责 12 次，已完成 0 次，下一次应在2026年1月31日以前")
	v.sees(v.ask("shuping-lly", "GET", "/responsibilities?body="+d.Body.String()), 200, "应履责 12 次，已完成 0 次")
	r := &record.Record{Body: d.Body, Person: d.Person, Form: "other", DoneOn: v.h.Clock().Day(), Subject: "整理台账",
		Responsibility: d.ID}
	if r.Person == 0 {
		r.Person = v.county.FirstResponsible(d.Body).Person
	}
	if _, no := v.does("shuping-lly", ref.Record, "add", 0, r); no != "" {
		t.Fatal(no)
	}
	v.sees(v.ask("shuping-lly", "GET", at), 200, "应履责 12 次，已完成 1 次，下一次应在2026年2月28日以前", "整理台账")
	r.Responsibility, r.DoneOn = d.ID, r.DoneOn-400
	if _, no := v.does("shuping-lly", ref.Record, "add", 0, r); no != "responsibility record.ref.year" {
		t.Error(no)
	}
}

// What a record found goes to the problem list with its words, unit and day; nobody
// else's record fills a form in.
func TestRecordBecomesAProblem(t *testing.T) {
	t.Parallel()
	v := visit(t)
	var with, without *record.Record
	for _, r := range v.records() {
		if r.Unit != v.unit("曙坪镇") || r.Side != actor.Principal || r.State == noun.Corrected {
			continue
		}
		if r.Problems != "" {
			with = r
		} else {
			without = r
		}
	}
	if with == nil || without == nil {
		t.Fatal("the demonstration has no such records")
	}
	form := func(r *record.Record) string { return "/problems/new?record=" + r.ID.String() }
	for _, x := range []struct {
		of      *record.Record
		login   string
		offered bool
	}{{with, "zhuti-jb", true}, {without, "zhuti-jb", false}} {
		w := v.ask(x.login, "GET", "/records/"+x.of.ID.String())
		if got := strings.Contains(w.Body.String(), form(x.of)); w.Code != 200 || got != x.offered {
			t.Errorf("%s: %d, a problem is offered: %v", x.login, w.Code, got)
		}
	}
	number, _ := record.Shape.Called(with)
	v.sees(v.ask("zhuti-jb", "GET", form(with)), 200, with.Problems+"（见履责纪实 "+number+"）",
		`value="`+with.DoneOn.String()+`"`, `value="`+with.Unit.String()+`" selected`)
	if w := v.ask("caizheng-jb", "GET", form(with)); w.Code != 404 {
		t.Errorf("another unit fills a form in with it: %d", w.Code)
	}
}
