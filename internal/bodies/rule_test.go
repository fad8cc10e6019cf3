package bodies

import (
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// phrase writes a half as "row/base source keeper+co via chain !trouble".
func (l *land) phrase(h Half) string {
	s := string(h.Row)
	if h.Base != h.Row {
		s += ">" + string(h.Base)
	}
	s += " " + string(h.Source)
	if k := h.Keeper(); k != 0 {
		s += " " + l.name(k)
	}
	if k := h.Co(); k != 0 {
		s += "+" + l.name(k)
	}
	if h.Trouble != NoTrouble {
		s += " !" + string(h.Trouble)
	}
	return s
}

func TestResponsible(t *testing.T) {
	type row struct {
		name       string
		make       func(l *land)
		on         string // 2025-06-01 when empty
		p, s       string
		pWhy, sWhy string // key suffix after bodies.why.
	}
	dept := func(l *land) *land { return l.unit("局", Government, "") }
	rows := []row{
		{"a committee answers alone, a discipline committee supervises", func(l *land) {
			dept(l).body("党委", PartyCommittee, "局", "").body("局纪委", DisciplineCommittee, "局", "")
		}, "", "own-organ T 党委", "own-organ T 局纪委", "own.principal", "own.supervisory"},
		{"a committee goes before a group, and then nobody is co-responsible", func(l *land) {
			dept(l).body("党组", PartyGroup, "局", "").body("党委", PartyCommittee, "局", "")
		}, "", "own-organ T 党委", "default T 纪工委", "own.principal", "default.supervisory"},
		{"a party group keeps the ledger, 工委 is co-responsible; the group seated here supervises", func(l *land) {
			dept(l).body("党组", PartyGroup, "局", "").body("纪检组", DisciplineGroup, "局", "")
		}, "", "own-organ T 党组+工委会", "own-organ T 纪检组", "group.principal", "own.supervisory"},
		{"neither: 工委 alone by default, 纪工委 by the text", func(l *land) { dept(l) }, "",
			"default D 工委会", "default T 纪工委", "default.principal", "default.supervisory"},
		{"an agency committee and branch are no party committee", func(l *land) {
			dept(l).body("机关党委", AgencyCommittee, "局", "").body("支部", AgencyBranch, "局", "")
		}, "", "default D 工委会", "default T 纪工委", "default.principal", "default.supervisory"},
		{"one discipline group serves several units", func(l *land) {
			dept(l).unit("甲局", Government, "").body("纪检组", DisciplineGroup, "甲局", "").serve("纪检组", "局", "")
		}, "", "default D 工委会", "own-organ D 纪检组", "", "served.supervisory"},
		{"the group seated here goes before one that serves", func(l *land) {
			dept(l).unit("甲局", Government, "").body("甲组", DisciplineGroup, "甲局", "").serve("甲组", "局", "").body("组",
				DisciplineGroup, "局", "2015-01-01")
		}, "", "default D 工委会", "own-organ T 组", "", "own.supervisory"},
		{"a service that is over does not count", func(l *land) {
			dept(l).unit("甲局", Government, "").body("甲组", DisciplineGroup, "甲局", "").serve("甲组", "局", "2015-01-01/2025-06-01")
		}, "", "default D 工委会", "default T 纪工委", "", "default.supervisory"},
		{"vertical: its own upper system, even with organs of its own and a document", func(l *land) {
			l.unit("局", Vertical, "").body("党组", PartyGroup, "局", "").body("组", DisciplineGroup,
				"局", "").hand("局", "县委", Principal, "")
		}, "", "vertical D", "vertical D", "vertical.principal", "vertical.supervisory"},
		{"set by hand goes before the own organ", func(l *land) {
			dept(l).body("党委", PartyCommittee, "局", "").hand("局", "县委", Principal, "").hand("局", "县纪委", Supervisory, "")
		}, "", "set-by-hand D 县委", "set-by-hand D 县纪委", "hand.principal", "hand.supervisory"},
		{"set by hand on one side only", func(l *land) { dept(l).hand("局", "县委", Principal, "") }, "",
			"set-by-hand D 县委", "default T 纪工委", "hand.principal", "default.supervisory"},
		{"a department of the county committee must be set by hand", func(l *land) {
			l.unit("局", Party, "").body("党组", PartyGroup, "局", "")
		}, "", "set-by-hand D !unset", "set-by-hand D !unset", "nobody.unset", "nobody.unset"},
		{"set by hand to its own committee: nobody", func(l *land) {
			dept(l).body("党委", PartyCommittee, "局", "").hand("局", "党委", Principal, "")
		}, "", "set-by-hand D !itself", "default T 纪工委", "nobody.itself", ""},
		{"set by hand to a body that has ended", func(l *land) {
			dept(l).unit("甲局", Government, "").body("甲党委", PartyCommittee, "甲局", "2010-01-01/2025-06-01").hand("局",
				"甲党委", Principal, "")
		}, "", "set-by-hand D !unfit", "default T 纪工委", "nobody.unfit", ""},
		{"set by hand to a body of the other side", func(l *land) { dept(l).hand("局", "县纪委", Principal, "") }, "",
			"set-by-hand D !unfit", "default T 纪工委", "nobody.unfit", ""},
		{"the later of two documents holds", func(l *land) {
			dept(l).hand("局", "工委会", Principal, "2020-01-01").hand("局", "县委", Principal, "2021-01-01")
		}, "", "set-by-hand D 县委", "default T 纪工委", "hand.principal", ""},
		{"subordinate with its own committee, supervised by its parent's discipline body", func(l *land) {
			l.unit("上", Government, "").body("上党委", PartyCommittee, "上", "").body("上纪委", DisciplineCommittee, "上", "").
				unit("局", Institution, "上").body("党委", PartyCommittee, "局", "")
		}, "", "own-organ T 党委", "subordinate>own-organ T 上纪委", "own.principal", "through.own.supervisory"},
		{"subordinate with its own discipline body goes through its parent for the rest", func(l *land) {
			l.unit("上", Government, "").body("上党委", PartyCommittee, "上", "").unit("局", Subordinate, "上").body("组",
				DisciplineGroup, "局", "")
		}, "", "subordinate>own-organ D 上党委", "own-organ T 组", "through.own.principal", "own.supervisory"},
		{"subordinate of a department with a group: the parent's two bodies", func(l *land) {
			l.unit("上", Government, "").body("上党组", PartyGroup, "上", "").body("上组", DisciplineGroup,
				"上", "").unit("局", Subordinate, "上")
		}, "", "subordinate>own-organ D 上党组+工委会", "subordinate>own-organ T 上组", "through.group.principal",
			"through.own.supervisory"},
		{"subordinate of a unit with neither: 工委 and 纪工委", func(l *land) {
			l.unit("上", Government, "").unit("局", Subordinate, "上")
		}, "", "subordinate>default D 工委会", "subordinate>default T 纪工委", "through.default.principal",
			"through.default.supervisory"},
		{"two steps up", func(l *land) {
			l.unit("顶", Town, "").body("镇党委", PartyCommittee, "顶", "").body("镇纪委", DisciplineCommittee, "顶", "").unit("上",
				Subordinate, "顶").unit("局", Village, "上")
		}, "", "subordinate>own-organ D 镇党委", "subordinate>own-organ T 镇纪委", "through.own.principal",
			"through.own.supervisory"},
		{"subordinate of a served unit", func(l *land) {
			l.unit("上", Government, "").unit("甲局", Government, "").body("甲组", DisciplineGroup, "甲局", "").serve("甲组",
				"上", "").unit("局", Subordinate, "上")
		}, "", "subordinate>default D 工委会", "subordinate>own-organ D 甲组", "", "through.served.supervisory"},
		{"subordinate of a vertical unit", func(l *land) { l.unit("上", Vertical, "").unit("局", Subordinate, "上") }, "",
			"subordinate>vertical D", "subordinate>vertical D", "through.vertical.principal", "through.vertical.supervisory"},
		{"subordinate of a unit set by hand", func(l *land) {
			l.unit("上", Party, "").hand("上", "县委", Principal, "").hand("上", "县纪委", Supervisory, "").unit("局", Subordinate, "上")
		}, "", "subordinate>set-by-hand D 县委", "subordinate>set-by-hand D 县纪委", "through.hand.principal",
			"through.hand.supervisory"},
		{"subordinate of a unit that must be set and is not",
			func(l *land) { l.unit("上", Party, "").unit("局", Subordinate, "上") }, "",
			"subordinate>set-by-hand D !unset", "subordinate>set-by-hand D !unset", "nobody.unset.through", ""},
		{"a subordinate unit without a parent", func(l *land) { l.unit("局", Subordinate, "") }, "",
			"subordinate D !broken", "subordinate D !broken", "nobody.broken", "nobody.broken"},
		{"its parent has ended", func(l *land) {
			l.unit("上", Government, "").unit("局", Subordinate, "上")
			l.rows.Units[len(l.rows.Units)-2].When.To = day("2025-06-01")
		}, "", "subordinate D !broken", "subordinate D !broken", "nobody.broken", ""},
		{"a circle", func(l *land) {
			l.unit("上", Subordinate, "工委").unit("局", Subordinate, "上")
			for i := range l.rows.Facts {
				if l.rows.Facts[i].Name == "上" {
					l.rows.Facts[i].Parent = l.id("局")
				}
			}
		}, "", "subordinate D !broken", "subordinate D !broken", "nobody.broken", ""},
		{"an ended committee on its last day",
			func(l *land) { dept(l).body("党委", PartyCommittee, "局", "2010-01-01/2025-06-01") }, "2025-05-31",
			"own-organ T 党委", "default T 纪工委", "own.principal", ""},
		{"an ended committee on the day it ended",
			func(l *land) { dept(l).body("党委", PartyCommittee, "局", "2010-01-01/2025-06-01") }, "2025-06-01",
			"default D 工委会", "default T 纪工委", "default.principal", ""},
		{"before the unit was founded", func(l *land) { dept(l) }, "2009-12-31", "  !absent",
			"  !absent", "absent", "absent"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			l := county(t)
			r.make(l)
			on := r.on
			if on == "" {
				on = "2025-06-01"
			}
			a := l.on(on).Responsible(l.id("局"))
			for _, x := range []struct {
				h         Half
				want, why string
			}{{a.Principal, r.p, r.pWhy}, {a.Supervisory, r.s, r.sWhy}} {
				if got := l.phrase(x.h); got != x.want {
					t.Errorf("%s: %q, want %q", x.h.Side, got, x.want)
				}
				said(t, x.h.Reason)
				if x.why != "" && x.h.Reason.Key != "bodies.why."+x.why {
					t.Errorf("reason %s, want %s", x.h.Reason.Key, x.why)
				}
				for _, n := range x.h.Notes {
					said(t, n)
				}
			}
		})
	}
}

func TestNoWorkCommittee(t *testing.T) {
	l := newLand(t).unit("局", Government, "").unit("组局", Government, "").body("党组", PartyGroup, "组局", "").
		unit("下", Subordinate, "局").unit("组下", Subordinate, "组局")
	c := l.on("2025-06-01")
	for unit, want := range map[string][2]string{
		"局":  {"default D !nobody", "default T !nobody"},
		"下":  {"subordinate>default D !nobody", "subordinate>default T !nobody"},
		"组局": {"own-organ T 党组", "default T !nobody"},
		"组下": {"subordinate>own-organ D 党组", "subordinate>default T !nobody"},
	} {
		a := c.Responsible(l.id(unit))
		if p, s := l.phrase(a.Principal), l.phrase(a.Supervisory); p != want[0] || s != want[1] {
			t.Errorf("%s: %q %q, want %q", unit, p, s, want)
		}
		said(t, a.Principal.Reason)
		said(t, a.Supervisory.Reason)
		if lacking := strings.HasPrefix(unit, "组"); a.Principal.Lacking != lacking || lacking && len(a.Principal.Notes) != 1 {
			t.Errorf("%s: lacking %v, notes %v", unit, a.Principal.Lacking, a.Principal.Notes)
		}
	}
}

// The county's own seats never fall to themselves through the default row.
func TestSeatsAreSetByHand(t *testing.T) {
	l := county(t)
	for i := range l.rows.Facts {
		l.rows.Facts[i].Category = Government // the seat alone must be enough
	}
	c := l.on("2025-06-01")
	for _, unit := range []string{"县委办", "工委", "纪委机关"} {
		if a := c.Responsible(l.id(unit)); a.Principal.Trouble != Unset || a.Supervisory.Trouble != Unset ||
			!c.MustBeSet(l.id(unit)) {
			t.Errorf("%s answers for itself: %s, %s", unit, l.phrase(a.Principal), l.phrase(a.Supervisory))
		}
	}
}

func TestAgencyCommitteeIsNoted(t *testing.T) {
	l := county(t).unit("局", Government, "").body("机关党委", AgencyCommittee, "局", "")
	h := l.on("2025-06-01").Responsible(l.id("局")).Principal
	if len(h.Notes) != 1 || h.Notes[0].Key != "bodies.note.agency" || len(h.Found) != 1 || h.Found[0] != l.id("机关党委") {
		t.Errorf("found %v, notes %v", h.Found, h.Notes)
	}
}

func TestChainAndReasonData(t *testing.T) {
	l := county(t).unit("顶", Town, "").body("镇党委", PartyCommittee, "顶", "2012-03-01").unit("上", Subordinate,
		"顶").unit("局", Village, "上")
	h := l.on("2025-06-01").Responsible(l.id("局")).Principal
	if got := fmt.Sprint(h.Chain); got != fmt.Sprint([]ref.ID{l.id("局"), l.id("上"), l.id("顶")}) {
		t.Errorf("chain %s", got)
	}
	d := h.Reason.Data
	if d["unit"] != "局" || d["through"] != "顶" || d["body"] != "镇党委" || d["since"] != day("2012-03-01") {
		t.Errorf("data %v", d)
	}
}

func TestSince(t *testing.T) {
	dept := func(l *land) *land { return l.unit("局", Government, "") }
	for _, x := range []struct {
		name string
		make func(l *land)
		p, s string
	}{
		{"default since the committee ended",
			func(l *land) { dept(l).body("党委", PartyCommittee, "局", "2010-01-01/2021-05-01") }, "2021-05-01", "2010-01-01"},
		{"own since the document ended", func(l *land) {
			dept(l).body("党委", PartyCommittee, "局", "2012-01-01").hand("局", "县委", Principal, "2015-01-01/2019-02-01")
		}, "2019-02-01", "2010-01-01"},
		{"the group since the committee ended", func(l *land) {
			dept(l).body("党委", PartyCommittee, "局", "2010-01-01/2016-01-01").body("党组", PartyGroup, "局", "2014-01-01")
		}, "2016-01-01", "2010-01-01"},
		{"a group that ended beside a committee changes nothing", func(l *land) {
			dept(l).body("党委", PartyCommittee, "局", "2011-01-01").body("党组", PartyGroup, "局", "2014-01-01/2020-01-01")
		}, "2011-01-01", "2010-01-01"},
		{"a renamed body goes on", func(l *land) {
			dept(l).unit("甲局", Government, "").body("旧组", DisciplineGroup, "局", "2013-01-01/2018-04-01").body("新组",
				DisciplineGroup, "局", "2018-04-01")
			l.rows.Bodies[len(l.rows.Bodies)-1].Succeeds = l.id("旧组")
		}, "2010-01-01", "2013-01-01"},
		{"a rename of the unit changes nothing, a move does", func(l *land) {
			l.unit("上", Town, "").body("镇党委", PartyCommittee, "上", "").unit("局", Subordinate, "")
			f := &l.rows.Facts[len(l.rows.Facts)-1]
			f.Period = span("2010-01-01/2017-01-01")
			b := *f
			b.ID, b.Parent, b.Period = l.mint(), l.id("上"), span("2017-01-01/2022-01-01")
			n := b
			n.ID, n.Name, n.Period = l.mint(), "新局", span("2022-01-01")
			l.rows.Facts = append(l.rows.Facts, b, n)
		}, "2017-01-01", "2017-01-01"},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := county(t)
			x.make(l)
			a := l.on("2025-06-01").Responsible(l.id("局"))
			if a.Principal.Since != day(x.p) || a.Supervisory.Since != day(x.s) {
				t.Errorf("since %s and %s, want %s and %s", a.Principal.Since, a.Supervisory.Since, x.p, x.s)
			}
		})
	}
}

func TestChargedAndTree(t *testing.T) {
	l := county(t).unit("镇", Town, "").body("镇党委", PartyCommittee, "镇", "").unit("丙", Village, "镇").unit("乙",
		Village, "镇").unit("丁", Village, "丙")
	l.rows.Facts[len(l.rows.Facts)-3].Order = 9 // 丙 comes after 乙
	c := l.on("2025-06-01")
	names := func(ids []ref.ID) string {
		var out []string
		for _, id := range ids {
			out = append(out, c.Name(id))
		}
		return strings.Join(out, " ")
	}
	for _, x := range []struct{ what, got, want string }{
		{"charged", names(c.Charged(l.id("镇党委"))), "镇 乙 丙 丁"},
		{"subtree", names(c.Subtree(l.id("镇"))), "镇 乙 丙 丁"},
		{"inner subtree", names(c.Subtree(l.id("丙"))), "丙 丁"},
		{"children", names(c.Children(l.id("镇"))), "乙 丙"},
		{"path", names(c.Path(l.id("丁"))), "镇 丙 丁"},
		{"top", names(c.Children(0)), "县委办 镇 工委 纪委机关"},
		{"by name", names(c.ByName(" 丁 ")), "丁"},
	} {
		if x.got != x.want {
			t.Errorf("%s: %q, want %q", x.what, x.got, x.want)
		}
	}
	if !c.Within(l.id("丁"), l.id("镇")) || c.Within(l.id("镇"), l.id("丁")) || c.Within(l.id("工委"), l.id("镇")) {
		t.Error("within")
	}
}

func BenchmarkResponsible10000(b *testing.B) {
	l := county(b)
	for i := range 10_000 {
		parent := ""
		if i > 100 {
			parent = fmt.Sprint("u", (i-1)/10)
		}
		name := fmt.Sprint("u", i)
		cat := Government
		if parent != "" {
			cat = Subordinate
		}
		l.unit(name, cat, parent)
		switch i % 7 {
		case 0:
			l.body("c"+name, PartyCommittee, name, "")
		case 1:
			l.body("g"+name, PartyGroup, name, "")
		case 2:
			l.body("d"+name, DisciplineGroup, name, "")
		}
	}
	b.Run("snapshot", func(b *testing.B) {
		for b.Loop() {
			Snapshot(when.Date(2025, 6, 1), l.rows)
		}
	})
	c := l.on("2025-06-01")
	b.Run("responsible", func(b *testing.B) {
		for b.Loop() {
			for _, i := range c.order {
				c.Responsible(c.places[i].unit.ID)
			}
		}
	})
}
