package bodies

import (
	"slices"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

func TestSplitTakesWhatIsNamed(t *testing.T) {
	l := ground(t).unit("站", Subordinate, "局").unit("所", Subordinate, "局").post("局员", "丙", StaffPost, "局", "",
		"2020-01-01", "").post("局长", "乙", Chief, "局", "", "2020-01-01", "")
	on := day("2025-06-01")
	k := SplitUnit{Unit: l.id("局"), Code: "N1", Name: "新局", On: on, Document: "文", Below: []ref.ID{l.id("站"), l.id("站")},
		Staff: []ref.ID{l.id("局员"), l.id("局长")}}
	r, ch := l.do(l.reg(), k)
	next := ch.Units[0]
	if next.Out != l.id("局") || ch.Facts[0].Category != Government || ch.Facts[0].Parent != 0 {
		t.Errorf("%+v %+v", next, ch.Facts[0])
	}
	for when, want := range map[string]ref.ID{"2025-05-31": l.id("局"), "2025-06-01": next.ID} {
		c := r.On(day(when))
		if _, f, _ := c.Unit(l.id("站")); f.Parent != want {
			t.Errorf("%s: the station stands below %s", when, l.name(f.Parent))
		}
		if p := c.PostsOf(l.id("丙")); len(p) != 1 || p[0].Unit != want {
			t.Errorf("%s: %+v", when, p)
		}
		if _, f, _ := c.Unit(l.id("所")); f.Parent != l.id("局") {
			t.Error("what was not named moved")
		}
	}
	if p := r.On(on).PostsOf(l.id("乙")); len(p) != 2 || p[0].Unit == next.ID || p[1].Unit == next.ID {
		t.Errorf("a leader goes over only by a new appointment: %+v", p)
	}
	for _, x := range []struct {
		k    SplitUnit
		want string
	}{
		{SplitUnit{Unit: 999}, "unit.missing"},
		{SplitUnit{Unit: l.id("局")}, "unit.document.required unit.code.required unit.name.required unit.on.required"},
		{SplitUnit{Unit: l.id("局"), Code: "N2", Name: "镇", On: on, Document: "文"}, "unit.name.taken"},
		{SplitUnit{Unit: l.id("局"), Code: "N2", Name: "乙局", On: on, Document: "文", Below: []ref.ID{l.id("村")}},
			"unit.split.elsewhere"},
		{SplitUnit{Unit: l.id("旧"), Code: "N2", Name: "乙局", On: on, Document: "文"}, "unit.ended"},
	} {
		if _, err := x.k.Do(l.reg(), func() ref.ID { t.Error("an identifier was taken"); return 0 }); keysOf(err) != x.want {
			t.Errorf("%+v: %s, want %s", x.k, keysOf(err), x.want)
		}
	}
}

func keysOf(err error) string {
	switch e := err.(type) {
	case *text.Refusal:
		return e.Key
	case text.InputErrors:
		out := ""
		for i, x := range e {
			if i > 0 {
				out += " "
			}
			out += x.Key
		}
		return out
	}
	return ""
}

func TestTransferIsOneAct(t *testing.T) {
	l := ground(t)
	on := day("2025-06-01")
	next := Appoint{Body: l.id("镇党委"), Post: Secretary, Title: "镇党委书记", Level: Lead, From: on, Document: "任字1号"}
	r, ch := l.do(l.reg(), Transfer{Appointment: l.id("甲书"), Next: next})
	if len(ch.Appointments) != 2 || ch.Appointments[0].Period.To != on || ch.Appointments[1].Unit != l.id("镇") {
		t.Errorf("%+v", ch.Appointments)
	}
	for when, body := range map[string]string{"2025-05-31": "党组", "2025-06-01": "镇党委"} {
		if p := r.On(day(when)).PostsOf(l.id("甲")); len(p) != 1 || p[0].Body != l.id(body) {
			t.Errorf("%s: %+v", when, p)
		}
	}
	none := next
	none.Title = ""
	taken := next
	taken.From = day("2019-01-01")
	for _, x := range []struct {
		k    Transfer
		want string
	}{
		{Transfer{Appointment: 999, Next: next}, "appointment.missing"},
		{Transfer{Appointment: l.id("甲书"), Next: none}, "appointment.title.required"},
		{Transfer{Appointment: l.id("甲书"), Next: taken}, "appointment.before-start"},
	} {
		if _, err := x.k.Do(l.reg(), l.mint); keysOf(err) != x.want {
			t.Errorf("%s, want %s", keysOf(err), x.want)
		}
	}
}

// A merged unit's open matters stay somebody's: whoever acts for the unit it
// went into acts for it too, through any number of mergers.
func TestMergedUnitsHaveAnHeir(t *testing.T) {
	l := ground(t).unit("甲局", Government, "").unit("乙局", Government, "").unit("丙局", Government, "")
	r := l.reg()
	r, _ = l.do(r, RenameUnit{Unit: l.id("甲局"), Name: "甲甲局", On: day("2024-02-01")})
	r, _ = l.do(r, MergeUnits{Unit: l.id("甲局"), Into: l.id("乙局"), On: day("2025-01-01"), Document: "文"})
	r, _ = l.do(r, MergeUnits{Unit: l.id("乙局"), Into: l.id("丙局"), On: day("2025-06-01"), Document: "文"})
	for _, x := range []struct{ on, heir, name string }{{"2024-01-01", "甲局", "甲局"}, {"2024-12-31", "甲局", "甲甲局"},
		{"2025-01-01", "乙局", "甲甲局"},
		{"2025-05-31", "乙局", "甲甲局"}, {"2025-06-01", "丙局", "甲甲局"}, {"2009-01-01", "", "甲局"}} {
		c := r.On(day(x.on))
		if h := c.Heir(l.id("甲局")); h != l.id(x.heir) {
			t.Errorf("%s: continued by %s, want %s", x.on, l.name(h), x.heir)
		}
		if n := c.Name(l.id("甲局")); n != x.name {
			t.Errorf("%s: called %s, want %s", x.on, n, x.name)
		}
		for _, u := range []string{"甲局", "乙局", "丙局", "局"} {
			if got, want := slices.Contains(c.Reach(l.id(u)), l.id("甲局")), u == x.heir; got != want {
				t.Errorf("%s: %s reaches it: %v", x.on, u, got)
			}
		}
		if x.heir != "" {
			if k := c.Responsible(l.id(x.heir)).Principal.Keeper(); !slices.Contains(c.Supervised(k), l.id("甲局")) {
				t.Errorf("%s: %s does not supervise it", x.on, l.name(k))
			}
		}
	}
	r, _ = l.do(r, EndUnit{Unit: l.id("丙局"), On: day("2025-09-01")})
	if h := r.On(day("2025-09-01")).Heir(l.id("甲局")); h != 0 {
		t.Errorf("what ended is continued by %s", l.name(h))
	}
}
