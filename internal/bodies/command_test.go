package bodies

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

var long = strings.Repeat("长", 301)

// ground is a county in which every command has something to work on.
func ground(t testing.TB) *land {
	l := county(t).
		unit("局", Government, "").body("党组", PartyGroup, "局", "").body("组", DisciplineGroup, "局", "").
		unit("镇", Town, "").body("镇党委", PartyCommittee, "镇", "").unit("村", Village, "镇").unit("税", Vertical, "").
		unit("旧", Government, "").body("旧组", DisciplineGroup, "旧", "").
		person("甲").person("乙").person("丙").
		post("甲书", "甲", Secretary, "局", "党组", "2020-01-01", "").post("乙员", "乙", StaffPost, "村", "", "2020-01-01", "")
	for i := range l.rows.Units {
		if l.rows.Units[i].ID == l.id("旧") {
			l.rows.Units[i].When.To = day("2024-01-01")
			l.rows.Facts[i].Period.To = day("2024-01-01")
		}
	}
	for i := range l.rows.Bodies {
		if l.rows.Bodies[i].Name == "旧组" {
			l.rows.Bodies[i].Period.To = day("2024-01-01")
		}
	}
	l.serve("组", "镇", "2020-01-01")
	l.ids["服务"] = l.n
	l.hand("镇", "县委", Principal, "2021-01-01/2030-01-01")
	l.ids["指定"] = l.n
	return l
}

func TestRefusals(t *testing.T) {
	l := ground(t)
	d, id := day("2025-06-01"), l.id
	s := func(x string) *string { return &x }
	with := func(extra func(l *land)) *Register { m := ground(t); extra(m); return m.reg() }
	planned := with(func(l *land) {
		for i := range l.rows.Facts {
			if f := &l.rows.Facts[i]; f.Name == "局" {
				f.Period.To = day("2026-01-01")
				n := *f
				n.ID, n.Name, n.Period = l.mint(), "新局", span("2026-01-01")
				l.rows.Facts = append(l.rows.Facts, n)
				break
			}
		}
	})
	for _, x := range []struct {
		cmd  Command
		want string // keys, in order
		in   *Register
	}{
		{FoundUnit{}, "unit.code.required unit.name.required unit.category.required unit.from.required", nil},
		{FoundUnit{Code: "x\x00", Name: long, Category: "ministry", From: -30000, Document: long},
			"unit.code.control unit.name.long unit.category.unknown unit.from.range unit.document.long", nil},
		{FoundUnit{Code: "U" + id("局").String(), Name: "局", Category: Government, From: d}, "unit.code.taken unit.name.taken",
			nil},
		{FoundUnit{Code: strings.Repeat("x", 21), Name: "a\u202eb", Category: Government, From: d, Document: "\x01"},
			"unit.code.long unit.name.control unit.document.control", nil},
		{FoundUnit{Code: "n", Name: "所", Category: Subordinate, From: d}, "unit.parent.required", nil},
		{FoundUnit{Code: "n", Name: "所", Category: Subordinate, Parent: 999, From: d}, "unit.parent.unknown", nil},
		{FoundUnit{Code: "n", Name: "所", Category: Subordinate, Parent: id("旧"), From: d}, "unit.parent.absent", nil},
		{FoundUnit{Code: "n", Name: "所", Category: Subordinate, Parent: id("旧"), From: day("2020-01-01")},
			"unit.parent.ends", nil},
		{RenameUnit{Unit: 999, Name: "x", On: d}, "unit.missing", nil},
		{RenameUnit{Unit: id("局"), Name: " ", Document: long}, "unit.on.required unit.document.long unit.name.required", nil},
		{RenameUnit{Unit: id("局"), Name: "镇", On: d}, "unit.name.taken", nil},
		{RenameUnit{Unit: id("局"), Name: "局", On: d}, "unit.unchanged", nil},
		{RenameUnit{Unit: id("局"), Name: "新", On: day("2009-01-01")}, "unit.before-start", nil},
		{RenameUnit{Unit: id("局"), Name: "新", On: -30000}, "unit.on.range", nil},
		{RenameUnit{Unit: id("旧"), Name: "新", On: d}, "unit.ended", nil},
		{RenameUnit{Unit: id("局"), Name: "新", On: d}, "unit.later-change", planned},
		{RenameUnit{Unit: id("局"), Name: "新", On: d, Seen: Seen{Row: 7, Version: 1}}, "bodies.stale", nil},
		{RenameUnit{Unit: id("局"), Name: "新", On: d}, "unit.no-facts", with(func(l *land) {
			for i := range l.rows.Facts {
				if l.rows.Facts[i].Name == "局" {
					l.rows.Facts[i].Period.To = day("2020-01-01")
				}
			}
		})},
		{MoveUnit{Unit: id("镇"), Parent: id("村"), On: d}, "unit.parent.below", nil},
		{MoveUnit{Unit: id("镇"), Parent: id("镇"), On: d}, "unit.parent.below", nil},
		{MoveUnit{Unit: id("村"), Parent: 0, On: d}, "unit.parent.required", nil},
		{Recategorise{Unit: id("局"), Category: "x", On: d}, "unit.category.unknown", nil},
		{Reorganise{Unit: id("局"), On: d, Name: s(long), Category: new(Village)}, "unit.name.long unit.parent.required", nil},
		{EndUnit{Unit: 999, On: d}, "unit.missing", nil},
		{EndUnit{Unit: id("局")}, "unit.on.required", nil},
		{EndUnit{Unit: id("局"), On: d, Seen: Seen{Row: id("局"), Version: 9}}, "bodies.stale", nil},
		{EndUnit{Unit: id("局"), On: day("2009-01-01")}, "unit.before-start", nil},
		{EndUnit{Unit: id("旧"), On: d}, "unit.ended", nil},
		{EndUnit{Unit: id("镇"), On: d}, "unit.has-children", nil},
		{MergeUnits{Unit: 999}, "unit.missing", nil},
		{MergeUnits{Unit: id("局")}, "unit.on.required unit.document.required unit.into.required", nil},
		{MergeUnits{Unit: id("局"), Into: 999, On: d, Document: "文"}, "unit.into.unknown", nil},
		{MergeUnits{Unit: id("局"), Into: id("局"), On: d, Document: "文"}, "unit.into.itself", nil},
		{MergeUnits{Unit: id("局"), Into: id("旧"), On: d, Document: "文"}, "unit.into.absent", nil},
		{MergeUnits{Unit: id("局"), Into: id("旧"), On: day("2020-01-01"), Document: "文"}, "unit.into.ends", nil},
		{MergeUnits{Unit: id("镇"), Into: id("村"), On: d, Document: "文"}, "unit.into.below", nil},
		{MergeUnits{Unit: id("旧"), Into: id("局"), On: d, Document: "文"}, "unit.ended", nil},
		{MergeUnits{Unit: id("局"), Into: id("镇"), On: d, Document: "文"}, "unit.later-change", planned},
		{MergeUnits{Unit: id("镇"), Into: id("局"), On: d, Document: "文"}, "unit.merge.name", with(func(l *land) {
			l.unit("又", Subordinate, "局")
			l.rows.Facts[len(l.rows.Facts)-1].Name = "村"
		})},
		{FoundBody{}, "body.kind.required body.name.required body.from.required body.unit.required", nil},
		{FoundBody{Kind: "x", Name: long, Unit: 999, From: d, To: d, Document: long},
			"body.kind.unknown body.name.long body.to.before body.document.long body.unit.unknown", nil},
		{FoundBody{Kind: PartyGroup, Name: "\x02", Unit: id("旧"), From: d, To: day("2300-01-01"), Document: "\x02"},
			"body.name.control body.to.range body.document.control body.unit.absent", nil},
		{FoundBody{Kind: PartyGroup, Name: "n", Unit: id("旧"), From: day("2020-01-01"), To: day("2025-01-01")},
			"body.to.beyond", nil},
		{FoundBody{Kind: PartyGroup, Name: "n", Unit: id("局"), From: -30000}, "body.from.range body.unit.absent", nil},
		{FoundBody{Kind: PartyGroup, Name: "n", Unit: id("局"), From: d}, "body.kind.taken", nil},
		{FoundBody{Kind: WorkCommittee, Name: "n", From: d}, "body.kind.taken", nil},
		{EndBody{Body: 999, On: d}, "body.missing", nil},
		{EndBody{Body: id("党组")}, "body.on.required", nil},
		{EndBody{Body: id("党组"), On: -30000}, "body.on.range", nil},
		{EndBody{Body: id("党组"), On: day("2009-01-01")}, "body.before-start", nil},
		{EndBody{Body: id("旧组"), On: d}, "body.ended", nil},
		{EndBody{Body: id("党组"), On: d, Seen: Seen{Row: id("党组"), Version: 2}}, "bodies.stale", nil},
		{RenameBody{Body: id("党组"), On: d, Name: "党组"}, "body.unchanged", nil},
		{RenameBody{Body: id("党组"), Name: ""}, "body.on.required body.name.required", nil},
		{Assign{Unit: 999}, "unit.missing", nil},
		{Assign{Unit: id("局")}, "assign.side.required assign.from.required assign.document.required assign.body.required",
			nil},
		{Assign{Unit: id("局"), Side: "x", Body: 999, From: -30000, To: day("2300-01-01"), Document: long},
			"assign.side.unknown assign.from.range assign.to.range assign.document.long assign.body.unknown", nil},
		{Assign{Unit: id("局"), Side: Principal, Body: id("党组"), From: d, To: d, Document: "\x01"},
			"assign.to.before assign.document.control assign.body.itself", nil},
		{Assign{Unit: id("局"), Side: Principal, Body: id("县纪委"), From: d, Document: "文"}, "assign.body.side", nil},
		{Assign{Unit: id("局"), Side: Supervisory, Body: id("旧组"), From: d, Document: "文"}, "assign.body.absent", nil},
		{Assign{Unit: id("局"), Side: Supervisory, Body: id("旧组"), From: day("2020-01-01"), To: d, Document: "文"},
			"assign.to.beyond", nil},
		{Assign{Unit: id("局"), Side: Principal, Body: id("县委"), From: day("2010-01-01") - 1, Document: "文"},
			"assign.body.absent", nil},
		{Assign{Unit: id("旧"), Side: Principal, Body: id("县委"), From: d, Document: "文"}, "unit.ended", nil},
		{Assign{Unit: id("税"), Side: Principal, Body: id("县委"), From: d, Document: "文"}, "assign.vertical", nil},
		{Assign{Unit: id("镇"), Side: Principal, Body: id("工委会"), From: day("2020-01-01"), Document: "文"},
			"assign.later", nil},
		{EndAssignment{Assignment: 999, On: d}, "assign.missing", nil},
		{EndAssignment{Assignment: id("指定")}, "assign.on.required", nil},
		{EndAssignment{Assignment: id("指定"), On: -30000}, "assign.on.range", nil},
		{EndAssignment{Assignment: id("指定"), On: day("2020-12-31")}, "assign.before-start", nil},
		{EndAssignment{Assignment: id("指定"), On: day("2030-01-01")}, "assign.ended", nil},
		{Serve{Body: 999}, "body.missing", nil},
		{Serve{Body: id("党组"), Unit: id("村"), From: d}, "service.kind", nil},
		{Serve{Body: id("组")}, "service.from.required service.unit.required", nil},
		{Serve{Body: id("组"), Unit: 999, From: -30000, To: day("2300-01-01"), Document: long},
			"service.from.range service.to.range service.document.long service.unit.unknown", nil},
		{Serve{Body: id("组"), Unit: id("局"), From: d, To: d, Document: "\x01"},
			"service.to.before service.document.control service.unit.seat", nil},
		{Serve{Body: id("组"), Unit: id("旧"), From: d}, "service.unit.absent", nil},
		{Serve{Body: id("组"), Unit: id("旧"), From: day("2020-01-01"), To: d}, "service.to.beyond", nil},
		{Serve{Body: id("组"), Unit: id("镇"), From: d}, "service.taken", nil},
		{Serve{Body: id("旧组"), Unit: id("村"), From: d}, "body.ended", nil},
		{EndService{Service: 999, On: d}, "service.missing", nil},
		{EndService{Service: id("服务")}, "service.on.required", nil},
		{EndService{Service: id("服务"), On: -30000}, "service.on.range", nil},
		{EndService{Service: id("服务"), On: day("2019-01-01")}, "service.before-start", nil},
		{EndService{Service: id("服务"), On: d}, "service.ended", with(func(l *land) { l.rows.Services[0].Period.To = d })},
		{Appoint{}, "appointment.title.required appointment.level.required appointment.post.required appointment.from.required appointment.person.required appointment.unit.required", nil},
		{Appoint{Person: 999, Unit: 999, Body: 999, Post: "x", Level: "x", Title: long, Rank: long, Portfolio: long,
			PartyTitle: long, Document: long, From: -30000, To: day("2300-01-01")},
			"appointment.title.long appointment.rank.long appointment.portfolio.long appointment.party-title.long appointment.document.long appointment.level.unknown appointment.post.unknown appointment.from.range appointment.to.range appointment.person.unknown appointment.body.unknown appointment.unit.unknown", nil},
		{Appoint{Person: id("乙"), Unit: id("局"), Post: Acting, Level: Lead, Title: "\x01", Rank: "\x01", Portfolio: "\x01",
			PartyTitle: "\x01", From: d, To: d},
			"appointment.title.control appointment.rank.control appointment.portfolio.control appointment.party-title.control appointment.document.required appointment.to.before", nil},
		{Appoint{Person: id("乙"), Unit: id("镇"), Body: id("党组"), Post: TeamMember, Level: Lead, Title: "委员", From: d,
			Document: "\x01"}, "appointment.document.control appointment.body.elsewhere", nil},
		{Appoint{Person: id("乙"), Body: id("旧组"), Post: Head, Level: Lead, Title: "组长", From: d},
			"appointment.body.absent", nil},
		{Appoint{Person: id("乙"), Unit: id("旧"), Post: Chief, Level: Lead, Title: "局长", From: d},
			"appointment.unit.absent", nil},
		{Appoint{Person: id("乙"), Unit: id("旧"), Post: Chief, Level: Lead, Title: "局长", From: day("2020-01-01"), To: d},
			"appointment.to.beyond", nil},
		{Appoint{Person: id("乙"), Body: id("组"), Post: Secretary, Level: Lead, Title: "书记", From: d},
			"appointment.post.unfit", nil},
		{Appoint{Person: id("乙"), Unit: id("局"), Post: Secretary, Level: Lead, Title: "书记", From: d},
			"appointment.post.unfit", nil},
		{Appoint{Person: id("乙"), Body: id("党组"), Post: Secretary, Level: Lead, Title: "书记", From: d},
			"appointment.taken", nil},
		{Appoint{Person: id("乙"), Body: id("党组"), Post: Secretary, Level: Lead, Title: "书记", From: day("2015-01-01"),
			To: day("2020-01-02")}, "appointment.taken", nil},
		{Appoint{Person: id("甲"), Body: id("党组"), Post: Secretary, Level: Lead, Title: "书记", From: d},
			"appointment.twice", nil},
		{Appoint{Person: id("乙"), Body: id("党组"), Post: Acting, Level: Lead, Title: "主持", From: d, Document: "文"},
			"appointment.filled", nil},
		{EndAppointment{Appointment: 999, On: d}, "appointment.missing", nil},
		{EndAppointment{Appointment: id("甲书")}, "appointment.on.required", nil},
		{EndAppointment{Appointment: id("甲书"), On: -30000}, "appointment.on.range", nil},
		{EndAppointment{Appointment: id("甲书"), On: day("2019-12-31")}, "appointment.before-start", nil},
		{EndAppointment{Appointment: id("甲书"), On: d}, "appointment.ended",
			with(func(l *land) { l.rows.Appointments[0].Period.To = d })},
		{EndAppointment{Appointment: id("甲书"), On: d, Seen: Seen{Row: id("甲书"), Version: 3}}, "bodies.stale", nil},
		{AddPerson{}, "person.name.required", nil},
		{AddPerson{PersonFacts: PersonFacts{Name: long, Gender: "x", Birth: "1969-13", Pinyin: long, Ethnicity: long,
			Native: long, Education: long, WorkSince: "x", PartySince: "1850-01"}},
			"person.name.long person.pinyin.long person.ethnicity.long person.native.long person.education.long person.gender.unknown person.birth.month person.work-since.month person.party-since.month", nil},
		{AddPerson{PersonFacts: PersonFacts{Name: "\x01a", Pinyin: "\x01", Ethnicity: "\x01",
			Native: "\x01", Education: "\x01"}},
			"person.name.control person.pinyin.control person.ethnicity.control person.native.control person.education.control",
			nil},
		{AddPerson{PersonFacts: PersonFacts{Name: "甲", Birth: "1970-01"}}, "person.same", nil},
		{AddPerson{PersonFacts: PersonFacts{Name: "甲"}}, "person.same", nil},
		{EditPerson{Person: 999}, "person.missing", nil},
		{EditPerson{Person: id("甲"), PersonFacts: PersonFacts{Name: ""}}, "person.name.required", nil},
		{EditPerson{Person: id("甲"), Version: 5, PersonFacts: PersonFacts{Name: "新"}}, "bodies.stale", nil},
		{EditPerson{Person: id("甲"), PersonFacts: PersonFacts{Name: "甲", Birth: "1970-01"}}, "person.unchanged", nil},
	} {
		r := x.in
		if r == nil {
			r = l.reg()
		}
		minted := 0
		ch, err := x.cmd.Do(r, func() ref.ID { minted++; return ref.ID(1000 + minted) })
		if got := saidErr(t, err); got != x.want {
			t.Errorf("%T: %q, want %q", x.cmd, got, x.want)
		}
		if err != nil && (minted > 0 || fmt.Sprint(ch) != fmt.Sprint(Change{})) {
			t.Errorf("%T refused and still took %d identifiers or left %v", x.cmd, minted, ch)
		}
	}
}

// do runs a command that must succeed and gives the register after it.
func (l *land) do(r *Register, k Command) (*Register, Change) {
	l.t.Helper()
	ch, err := k.Do(r, l.mint)
	if err != nil {
		l.t.Fatalf("%T: %s", k, saidErr(l.t, err))
	}
	return r.With(ch), ch
}

func TestReorganiseSplits(t *testing.T) {
	l := ground(t)
	r, ch := l.do(l.reg(), Reorganise{Unit: l.id("局"), On: day("2026-03-01"), Document: "镇编〔2026〕1号", Name: new("新局"),
		Parent: new(l.id("镇")), Category: new(Subordinate)})
	if len(ch.Facts) != 2 || ch.Facts[0].Version != 2 || ch.Facts[1].Version != 1 ||
		ch.Facts[0].Period.To != ch.Facts[1].Period.From {
		t.Fatalf("%+v", ch.Facts)
	}
	before, after := r.On(day("2026-02-28")), r.On(day("2026-03-01"))
	if before.Name(l.id("局")) != "局" || after.Name(l.id("局")) != "新局" || !after.Within(l.id("局"), l.id("镇")) ||
		before.Within(l.id("局"), l.id("镇")) {
		t.Error("the change shows on the wrong day")
	}
	// A change on the row's first day leaves an empty row, no hole.
	r, _ = l.do(r, RenameUnit{Unit: l.id("局"), On: day("2026-03-01"), Name: "更新局"})
	if r.On(day("2026-03-01")).Name(l.id("局")) != "更新局" || r.On(day("2026-02-28")).Name(l.id("局")) != "局" {
		t.Error("second change on the same day")
	}
}

func TestEndUnitEndsWhatHangsOnIt(t *testing.T) {
	l := ground(t)
	r, ch := l.do(l.reg(), EndUnit{Unit: l.id("局"), On: day("2025-06-01")})
	if len(ch.Units) != 1 || len(ch.Facts) != 1 || len(ch.Bodies) != 2 || len(ch.Services) != 1 ||
		len(ch.Appointments) != 1 {
		t.Errorf("%+v", ch)
	}
	c := r.On(day("2025-06-01"))
	if _, _, ok := c.Unit(l.id("局")); ok || len(c.Roles(l.id("甲"))) != 0 {
		t.Error("still in force")
	}
	if len(r.On(day("2025-05-31")).Roles(l.id("甲"))) != 1 {
		t.Error("the day before changed too")
	}
}

func TestMerge(t *testing.T) {
	l := ground(t)
	l.post("联", "丙", Clerk, "镇", "", "2020-01-01", "")
	r, ch := l.do(l.reg(), MergeUnits{Unit: l.id("镇"), Into: l.id("局"), On: day("2025-06-01"), Document: "合并"})
	if ch.Units[0].Into != l.id("局") {
		t.Error("does not remember where it went")
	}
	c := r.On(day("2025-06-01"))
	if !c.Within(l.id("村"), l.id("局")) || len(c.PostsIn(l.id("局"))) != 2 {
		t.Errorf("children %v, posts %v", c.Path(l.id("村")), c.PostsIn(l.id("局")))
	}
	if a := c.Responsible(l.id("村")); a.Principal.Keeper() != l.id("党组") {
		t.Error(l.phrase(a.Principal))
	}
	if got := r.On(day("2025-05-31")).Path(l.id("村")); len(got) != 2 || got[0] != l.id("镇") {
		t.Error("history changed")
	}
}

func TestAssignReplaces(t *testing.T) {
	l := ground(t)
	r, ch := l.do(l.reg(), Assign{Unit: l.id("镇"), Side: Principal, Body: l.id("工委会"), From: day("2025-06-01"),
		Document: "文"})
	if len(ch.Assignments) != 2 || ch.Assignments[0].Period.To != day("2025-06-01") {
		t.Errorf("%+v", ch.Assignments)
	}
	if a := r.On(day("2025-06-01")).Responsible(l.id("镇")); a.Principal.Keeper() != l.id("工委会") {
		t.Error(l.phrase(a.Principal))
	}
	r, _ = l.do(r, EndAssignment{Assignment: ch.Assignments[1].ID, On: day("2025-07-01")})
	if a := r.On(day("2025-07-01")).Responsible(l.id("镇")); a.Principal.Keeper() != l.id("镇党委") {
		t.Error(l.phrase(a.Principal))
	}
}

func TestRenameBodyKeepsEverything(t *testing.T) {
	l := ground(t)
	l.post("组长", "丙", Head, "局", "组", "2020-01-01", "")
	r, _ := l.do(l.reg(), RenameBody{Body: l.id("组"), Name: "纪检监察组", On: day("2025-06-01")})
	for _, x := range []string{"2025-05-31", "2025-06-01"} {
		c := r.On(day(x))
		for _, unit := range []string{"局", "镇"} {
			h := c.Responsible(l.id(unit)).Supervisory
			if b, _ := c.Body(h.Keeper()); (b.Name == "纪检监察组") != (x == "2025-06-01") ||
				c.FirstResponsible(b.ID).Person != l.id("丙") {
				t.Errorf("%s %s: %s", x, unit, b.Name)
			}
		}
	}
	if since := r.On(day("2025-06-01")).Responsible(l.id("局")).Supervisory.Since; since != day("2010-01-01") {
		t.Errorf("since %s", since)
	}
	if s := r.History(l.id("局"), Supervisory); len(s) != 1 {
		t.Errorf("a mere rename shows as %d answers", len(s))
	}
	// The form of the first rename is stale for a second one.
	if _, err := (RenameBody{Body: l.id("组"), Seen: Seen{l.id("组"), 1}, Name: "x", On: day("2025-07-01")}).Do(r,
		l.mint); !refusedWith(err, "bodies.stale") {
		t.Error(err)
	}
	if _, err := (RenameBody{Body: l.id("组"), Name: "x", On: day("2025-05-01")}).Do(r, l.mint); !refusedWith(err,
		"body.later-name") {
		t.Error(err)
	}
	r, _ = l.do(r, RenameBody{Body: l.id("组"), Seen: r.NameRow(l.id("组"), day("2025-07-01")),
		Name: "第三名", On: day("2025-07-01")})
	r, _ = l.do(r, EndBody{Body: l.id("组"), Seen: Seen{l.id("组"), 1}, On: day("2025-08-01")})
	var names []string
	for _, n := range r.BodyNames(l.id("组")) {
		names = append(names, n.Name+" "+n.Period.From.String()+" "+n.Period.To.String())
	}
	if got, want := strings.Join(names,
		", "), "组 2010-01-01 2025-06-01, 纪检监察组 2025-06-01 2025-07-01, 第三名 2025-07-01 2025-08-01"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for on, want := range map[string]string{"2009-01-01": "组", "2025-05-31": "组", "2025-06-15": "纪检监察组",
		"2030-01-01": "第三名"} {
		if b, _ := r.BodyOn(l.id("组"), day(on)); b.Name != want {
			t.Errorf("%s: %s", on, b.Name)
		}
	}
}

func TestAppointmentEndsActing(t *testing.T) {
	l := ground(t)
	r, _ := l.do(l.reg(), EndAppointment{Appointment: l.id("甲书"), On: day("2025-03-01")})
	r, _ = l.do(r, Appoint{Person: l.id("乙"), Body: l.id("党组"), Post: Acting, Level: Lead, Title: "主持工作",
		From: day("2025-03-01"), Document: "文"})
	r, ch := l.do(r, Appoint{Person: l.id("丙"), Body: l.id("党组"), Post: Secretary, Level: Lead,
		Title: "书记", From: day("2025-06-01")})
	if len(ch.Appointments) != 2 || ch.Appointments[0].Period.To != day("2025-06-01") ||
		ch.Appointments[1].Unit != l.id("局") {
		t.Errorf("%+v", ch.Appointments)
	}
	for on, who := range map[string]string{"2025-02-28": "甲", "2025-03-01": "乙", "2025-05-31": "乙", "2025-06-01": "丙"} {
		if f := r.On(day(on)).FirstResponsible(l.id("党组")); l.name(f.Person) != who {
			t.Errorf("%s: %s, want %s", on, l.name(f.Person), who)
		}
	}
}

func TestFoundAndEnrol(t *testing.T) {
	l := ground(t)
	r, ch := l.do(l.reg(), FoundUnit{Code: " X1 ", Name: "站", Category: Subordinate, Parent: l.id("镇"),
		From: day("2025-06-01")})
	unit := ch.Units[0].ID
	if ch.Units[0].Code != "X1" || ch.Facts[0].Unit != unit {
		t.Errorf("%+v", ch)
	}
	r, ch = l.do(r, FoundBody{Kind: DisciplineGroup, Name: "站组", Unit: unit, From: day("2025-06-01")})
	group := ch.Bodies[0].ID
	r, ch = l.do(r, Serve{Body: group, Unit: l.id("村"), From: day("2025-06-01")})
	if r.On(day("2025-06-01")).Responsible(l.id("村")).Supervisory.Keeper() != group {
		t.Error("the service has no effect")
	}
	r, _ = l.do(r, EndService{Service: ch.Services[0].ID, On: day("2025-07-01")})
	if r.On(day("2025-07-01")).Responsible(l.id("村")).Supervisory.Keeper() == group {
		t.Error("the service did not end")
	}
	r, _ = l.do(r, EndBody{Body: group, On: day("2025-08-01")})
	if _, ok := r.On(day("2025-08-01")).Body(group); ok {
		t.Error("the body did not end")
	}
	_, ch = l.do(r, AddPerson{PersonFacts{Name: "甲", Birth: "1985-01", Gender: "f"}, false})
	if ch.Persons[0].Name != "甲" {
		t.Error("another birth month is another person")
	}
	_, ch = l.do(r, AddPerson{PersonFacts{Name: "张　三"}, false})
	if ch.Persons[0].Name != "张三" {
		t.Error("padding kept")
	}
	_, _ = l.do(r, AddPerson{PersonFacts{Name: "甲"}, true})
	_, ch = l.do(r, EditPerson{Person: l.id("甲"), Version: 1, PersonFacts: PersonFacts{Name: "甲", Birth: "1971-01"}})
	if ch.Persons[0].Version != 2 || ch.Persons[0].ID != l.id("甲") {
		t.Errorf("%+v", ch.Persons)
	}
}

func refusedWith(err error, key string) bool {
	var r *text.Refusal
	return errors.As(err, &r) && r.Key == key
}
