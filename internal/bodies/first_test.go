package bodies

import (
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/ref"
)

func TestFirstResponsible(t *testing.T) {
	base := func() *land {
		return county(t).unit("局", Government, "").body("党组", PartyGroup, "局", "").body("组", DisciplineGroup, "局", "").
			body("机关党委", AgencyCommittee, "局", "").body("小组", LeadingGroup, "", "").body("办", PrincipalOffice, "", "").
			unit("校", Government, "").person("甲").person("乙")
	}
	for _, x := range []struct {
		name, of string
		make     func(l *land)
		want     string // "甲", "甲 acting" or ""
		key      string
	}{
		{"the secretary", "党组", func(l *land) { l.post("1", "甲", Secretary, "局", "党组", "", "") }, "甲", "holder"},
		{"a deputy is not", "党组", func(l *land) { l.post("1", "甲", DeputySecretary, "局", "党组", "", "") }, "", "vacant"},
		{"of a discipline group its head", "组", func(l *land) { l.post("1", "甲", Head, "局", "组", "", "") }, "甲", "holder"},
		{"of a discipline group no secretary", "组", func(l *land) { l.post("1", "甲", Secretary, "局", "组", "", "") },
			"", "vacant"},
		{"of the leading group its leader", "小组", func(l *land) { l.post("1", "甲", GroupLeader, "", "小组", "", "") },
			"甲", "holder"},
		{"of an office its head", "办", func(l *land) { l.post("1", "甲", OfficeHead, "", "办", "", "") }, "甲", "holder"},
		{"an agency committee has none", "机关党委", func(l *land) { l.post("1", "甲", Secretary, "局", "机关党委", "", "") },
			"", "none"},
		{"acting in a vacancy", "党组", func(l *land) { l.post("1", "甲", Acting, "局", "党组", "2025-01-01/2025-12-01", "文件") },
			"甲 acting", "acting"},
		{"acting without an end", "党组", func(l *land) { l.post("1", "甲", Acting, "局", "党组", "2025-01-01", "文件") },
			"甲 acting", "acting.open"},
		{"acting without a document", "党组", func(l *land) { l.post("1", "甲", Acting, "局", "党组", "2025-01-01", "") },
			"", "vacant"},
		{"acting that is over", "党组", func(l *land) { l.post("1", "甲", Acting, "局", "党组", "2025-01-01/2025-06-01", "文件") },
			"", "vacant"},
		{"acting for the unit is not acting for the group", "党组",
			func(l *land) { l.post("1", "甲", Acting, "局", "", "2025-01-01", "文件") }, "", "vacant"},
		{"acting beside a secretary", "党组", func(l *land) {
			l.post("1", "甲", Acting, "局", "党组", "2025-01-01", "文件").post("2", "乙", Secretary, "局", "党组", "2025-03-01", "")
		}, "乙", "holder"},
		{"the secretary left today", "党组", func(l *land) {
			l.post("1", "乙", Secretary, "局", "党组", "2015-01-01/2025-06-01", "").post("2", "甲",
				Acting, "局", "党组", "2025-06-01", "文件")
		}, "甲 acting", "acting.open"},
		{"of two secretaries the one longer in office", "党组", func(l *land) {
			l.post("1", "乙", Secretary, "局", "党组", "2021-01-01", "").post("2", "甲", Secretary, "局", "党组", "2020-01-01", "")
		}, "甲", "holder"},
		{"a unit with neither: its chief", "校", func(l *land) { l.post("1", "甲", Chief, "校", "", "", "") }, "甲", "holder"},
		{"a unit with neither: acting chief", "校", func(l *land) { l.post("1", "甲", Acting, "校", "", "", "文件") },
			"甲 acting", "acting.open"},
		{"a unit with a group: not its chief", "局", func(l *land) { l.post("1", "甲", Chief, "局", "", "", "") }, "", "vacant"},
		{"a unit with a group: its secretary", "局", func(l *land) { l.post("1", "甲", Secretary, "局", "党组", "", "") },
			"甲", "holder"},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := base()
			x.make(l)
			c := l.on("2025-06-01")
			f := First{}
			if _, _, unit := c.Unit(l.id(x.of)); unit {
				f, _ = c.FirstOf(l.id(x.of))
			} else {
				f = c.FirstResponsible(l.id(x.of))
			}
			got := ""
			if !f.Vacant() {
				got = l.name(f.Person)
			}
			if f.Acting {
				got += " acting"
			}
			if got != x.want || f.Reason.Key != "bodies.first."+x.key {
				t.Errorf("%q by %s, want %q by %s", got, f.Reason.Key, x.want, x.key)
			}
			said(t, f.Reason)
		})
	}
}

func TestRoles(t *testing.T) {
	base := func() *land {
		return county(t).unit("局", Government, "").body("党组", PartyGroup, "局", "").body("组", DisciplineGroup, "局", "").
			body("支部", AgencyBranch, "局", "").body("小组", LeadingGroup, "", "").body("主办", PrincipalOffice, "县委办", "").
			body("监办", SupervisoryOffice, "纪委机关", "").unit("校", Government, "").person("甲").person("乙")
	}
	for _, x := range []struct {
		name string
		make func(l *land)
		want string
	}{
		{"secretary", func(l *land) { l.post("1", "甲", Secretary, "局", "党组", "", "") }, "first-responsible/principal"},
		{"head of the discipline group", func(l *land) { l.post("1", "甲", Head, "局", "组", "", "") },
			"first-responsible/supervisory discipline-member/supervisory"},
		{"discipline member", func(l *land) { l.post("1", "甲", DisciplineMember, "局", "组", "", "") },
			"discipline-member/supervisory"},
		{"deputy secretary", func(l *land) { l.post("1", "甲", DeputySecretary, "局", "党组", "", "") }, "team-member/principal"},
		{"chief beside a group", func(l *land) { l.post("1", "甲", Chief, "局", "", "", "") }, "team-member/principal"},
		{"chief alone", func(l *land) { l.post("1", "甲", Chief, "校", "", "", "") }, "first-responsible/principal"},
		{"acting", func(l *land) { l.post("1", "甲", Acting, "局", "党组", "", "文件") }, "first-responsible/principal(acting)"},
		{"acting beside the secretary", func(l *land) {
			l.post("1", "甲", Acting, "局", "党组", "", "文件").post("2", "乙", Secretary, "局", "党组", "", "")
		}, "team-member/principal"},
		{"clerk and staff", func(l *land) {
			l.post("1", "甲", Clerk, "局", "", "", "").post("2", "甲", StaffPost, "局", "", "", "")
		}, "clerk/ staff/"},
		{"agency branch secretary", func(l *land) { l.post("1", "甲", Secretary, "局", "支部", "", "") }, "staff/"},
		{"leading group", func(l *land) { l.post("1", "甲", GroupMember, "", "小组", "", "") }, "leading-group/"},
		{"the two offices", func(l *land) {
			l.post("1", "甲", OfficeHead, "县委办", "主办", "", "").post("2", "甲", OfficeHandler, "纪委机关", "监办", "", "")
		}, "principal-office/principal supervisory-office/supervisory"},
		{"the post ends today", func(l *land) { l.post("1", "甲", Clerk, "局", "", "2020-01-01/2025-06-01", "") }, ""},
		{"the post starts tomorrow", func(l *land) { l.post("1", "甲", Clerk, "局", "", "2025-06-02", "") }, ""},
		{"its body has ended", func(l *land) {
			l.body("旧组", DisciplineGroup, "校", "2010-01-01/2025-01-01").post("1", "甲", Head, "校", "旧组", "", "")
		}, ""},
		{"its unit has ended", func(l *land) {
			l.rows.Units[len(l.rows.Units)-1].When.To = day("2025-01-01")
			l.post("1", "甲", Clerk, "校", "", "", "")
		}, ""},
		{"another's", func(l *land) { l.post("1", "乙", Clerk, "局", "", "", "") }, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := base()
			x.make(l)
			var got []string
			for _, g := range l.on("2025-06-01").Roles(l.id("甲")) {
				s := string(g.Role) + "/" + string(g.Side)
				if g.Acting {
					s += "(acting)"
				}
				got = append(got, s)
			}
			if strings.Join(got, " ") != x.want {
				t.Errorf("%v, want %s", got, x.want)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	l := county(t).unit("局", Government, "").unit("校", Government, "")
	add := func(label, name, birth, unit string) {
		l.person(label)
		p := &l.rows.Persons[len(l.rows.Persons)-1]
		p.Name, p.Birth = name, birth
		if unit != "" {
			l.post(label+"任", label, StaffPost, unit, "", "", "")
		}
	}
	add("张一", "张三", "1970-01", "局")
	add("张二", "张三", "1980-02", "校")
	add("张四", "张三", "", "")
	add("李", "李　四", "1975-05", "局")
	add("王甲", "王五", "1990-09", "局")
	add("王乙", "王五", "1990-09", "局")
	c := l.on("2025-06-01")
	for _, x := range []struct {
		what, name, birth, unit string
		want                    string
		weak                    bool
	}{
		{"nobody of the name", "赵六", "", "", "", false},
		{"the name alone: three", "张三", "", "", "张一 张二 张四", false},
		{"birth decides", "张三", "1970-01", "", "张一", false},
		{"an unknown birth does not fit better than a known one", "张三", "1980-02", "局", "张二", false},
		{"another birth leaves the one whose birth is unknown", "张三", "1999-09", "", "张四", true},
		{"the unit decides", "张三", "", "校", "张二", false},
		{"blanks do not matter", "李四", "1975-05", "", "李", false},
		{"wide blanks do not matter", " 李　 四", "", "局", "李", false},
		{"only the name", "李四", "", "校", "李", true},
		{"same name, birth and unit: asked", "王五", "1990-09", "局", "王甲 王乙", false},
		{"another birth is another person", "李四", "1976-05", "局", "", false},
	} {
		f := c.Match(x.name, x.birth, func() ref.ID {
			if x.unit == "" {
				return 0
			}
			return l.id(x.unit)
		}())
		var got []string
		for _, id := range f.Persons {
			got = append(got, l.name(id))
		}
		if strings.Join(got, " ") != x.want || f.Weak != x.weak {
			t.Errorf("%s: %v weak %v, want %s %v", x.what, got, f.Weak, x.want, x.weak)
		}
		if _, one := f.One(); one != (len(got) == 1) || f.None() != (len(got) == 0) {
			t.Errorf("%s: One and None", x.what)
		}
	}
}

func TestPlainName(t *testing.T) {
	for in, want := range map[string]string{
		"张　三": "张三", "欧阳 修": "欧阳修", " John  Smith ": "john smith", "阿卜杜•热合曼": "阿卜杜·热合曼",
		"中共镇坪县委(办公室)": "中共镇坪县委(办公室)", "镇坪县A局": "镇坪县a局", "测试⾦融办": "测试金融办", "": "",
	} {
		if got := PlainName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if PlainName("局（甲）") != PlainName("局(甲)") {
		t.Error("brackets of the two widths differ")
	}
}

func TestGaps(t *testing.T) {
	for _, x := range []struct {
		name string
		make func(l *land)
		want string
	}{
		{"all is well", func(l *land) {
			l.unit("局", Government, "").body("党组", PartyGroup, "局", "").body("组", DisciplineGroup, "局", "").
				post("1", "甲", Secretary, "局", "党组", "", "").post("2", "乙", Head, "局", "组", "", "")
		}, ""},
		{"acting is no gap", func(l *land) {
			l.unit("局", Government, "").body("党委", PartyCommittee, "局", "").post("1", "甲", Acting, "局", "党委", "", "文件")
		}, ""},
		{"a party department not set by hand",
			func(l *land) { l.unit("部", Party, "").post("1", "甲", Chief, "部", "", "", "") },
			"nobody/principal 部; nobody/supervisory 部"},
		{"a document that names itself", func(l *land) {
			l.unit("局", Government, "").body("党委", PartyCommittee, "局", "").post("1", "甲", Secretary, "局", "党委",
				"", "").hand("局", "党委", Principal, "")
		}, "nobody/principal 局"},
		{"a committee without a secretary", func(l *land) { l.unit("局", Government, "").body("党委", PartyCommittee, "局", "") },
			"first/ 党委"},
		{"a unit with neither and no chief", func(l *land) { l.unit("局", Government, "") }, "chief/ 局"},
		{"an agency branch needs no one", func(l *land) {
			l.unit("局", Government, "").body("支部", AgencyBranch, "局", "").post("1", "甲", Chief, "局", "", "", "")
		}, ""},
		{"a vertical unit and its organs are only watched",
			func(l *land) { l.unit("局", Vertical, "").body("党组", PartyGroup, "局", "") }, ""},
		{"a broken chain is said once", func(l *land) { l.unit("所", Subordinate, "").post("1", "甲", Chief, "所", "", "", "") },
			"chain/ 所"},
		{"a broken chain shows even with own organs, and below", func(l *land) {
			l.unit("所", Subordinate, "").body("党委", PartyCommittee, "所", "").post("1", "甲", Secretary, "所", "党委", "", "").
				body("所纪委", DisciplineCommittee, "所", "").post("2", "乙", Secretary, "所", "所纪委", "", "").
				unit("站", Subordinate, "所").post("3", "丙", Chief, "站", "", "", "")
		}, "chain/ 所; chain/ 站"},
		{"two committees and two secretaries", func(l *land) {
			l.unit("局", Government, "").body("党委", PartyCommittee, "局", "").body("又党委", PartyCommittee, "局", "").
				post("1", "甲", Secretary, "局", "党委", "", "").post("2", "乙", Secretary, "局", "党委", "", "").post("3",
				"丙", Secretary, "局", "又党委", "", "")
		}, "two-bodies/ 又党委; two-first/ 党委"},
		{"two chiefs", func(l *land) {
			l.unit("局", Government, "").post("1", "甲", Chief, "局", "", "", "").post("2", "乙", Chief, "局", "", "", "")
		}, "two-first/ 局"},
		{"a body whose unit has ended", func(l *land) {
			l.unit("局", Government, "").body("党委", PartyCommittee, "局", "").post("1", "甲", Secretary, "局", "党委", "", "")
			l.rows.Units[len(l.rows.Units)-1].When.To = day("2025-01-01")
		}, "seat/ 党委"},
		{"a unit without facts", func(l *land) {
			l.unit("局", Government, "").post("1", "甲", Chief, "局", "", "", "")
			l.rows.Facts[len(l.rows.Facts)-1].Period = span("2010-01-01/2020-01-01")
		}, "facts/ 局"},
		{"no work committee", func(l *land) {
			l.unit("局", Government, "").body("党组", PartyGroup, "局", "").post("1", "甲", Secretary, "局", "党组", "", "")
			for i := range l.rows.Bodies {
				if k := l.rows.Bodies[i].Kind; k == WorkCommittee || k == WorkDiscipline {
					l.rows.Bodies[i].Period.To = day("2025-01-01")
				}
			}
		}, "nobody/supervisory 局; co/principal 局"},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := county(t).person("甲").person("乙").person("丙").person("县")
			for _, u := range []string{"县委办", "工委", "纪委机关"} { // a frame without gaps
				p, s := "县委", "县纪委"
				if u == "县委办" {
					p = "工委会"
				}
				if u == "纪委机关" {
					s = "纪工委"
				}
				l.hand(u, p, Principal, "").hand(u, s, Supervisory, "").post("长"+u, "县", Chief, u, "", "", "")
			}
			for b, u := range map[string]string{"县委": "县委办", "县纪委": "纪委机关", "工委会": "工委", "纪工委": "工委"} {
				l.post("书"+b, "县", Secretary, u, b, "", "")
			}
			x.make(l)
			if x.name == "no work committee" {
				l.rows.Assignments = l.rows.Assignments[:0]
				for _, u := range []string{"县委办", "工委", "纪委机关"} {
					l.hand(u, map[bool]string{true: "党组", false: "县委"}[u == "县委办"], Principal, "")
					l.unit("外"+u, Vertical, "")
				}
				l.body("督", DisciplineCommittee, "外工委", "")
				for _, u := range []string{"县委办", "工委", "纪委机关"} {
					l.hand(u, "督", Supervisory, "")
				}
			}
			var got []string
			for _, g := range l.on("2025-06-01").Gaps() {
				got = append(got, fmt.Sprintf("%s/%s %s", g.Code, g.Side, l.name(g.Subject.ID)))
				said(t, g.Message)
			}
			if s := strings.Join(got, "; "); s != x.want {
				t.Errorf("%s\nwant %s", s, x.want)
			}
		})
	}
}
