package app

import (
	"context"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/burden"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// villages are those of the demonstration, by name.
func (v *visitors) villages() map[string]ref.ID {
	v.Helper()
	out := map[string]ref.ID{}
	for _, u := range v.county.Units() {
		if v.county.IsVillage(u) {
			out[v.county.Name(u)] = u
		}
	}
	if len(out) != 7 {
		v.Fatalf("%d villages and communities", len(out))
	}
	return out
}

// A village carries no responsibility of its own: it is in no round, no heat map, no sum over units, no sheet of lists
// and no group that words mean, and no rule asks anything of it. Its town answers.
func TestVillagesAreInNoRanking(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx, today := context.Background(), v.h.Clock().Day()
	of := v.villages()
	id, no := v.does("zhuti-jb", ref.Round, "add", 0, v.newRound(today.Year()+1, "q1"))
	if no != "" {
		t.Fatal(no)
	}
	if _, no = v.does("zhuti-jb", ref.Round, "rank", id, nil); no != "" {
		t.Fatal(no)
	}
	for _, c := range v.nominees(id) {
		if v.county.IsVillage(c.Unit) {
			t.Errorf("%s is in the round", c.Name)
		}
	}
	duties, err := v.h.DB.AllOf(ctx, ref.Duty, 1)
	if err != nil || len(duties) == 0 {
		t.Fatal(len(duties), err)
	}
	for _, d := range duties {
		if v.county.IsVillage(d.Head().Unit) {
			t.Errorf("a duty of %s", v.county.Name(d.Head().Unit))
		}
	}
	s, err := v.h.Burden.Sheet(ctx, burden.Asked{Reach: access.ScopeOf(v.actor("zhuti"), "burden.see"),
		County: v.county, Today: today})
	if err != nil || s.N >= int64(len(v.county.Units())) {
		t.Errorf("averages over %d of %d units, %v", s.N, len(v.county.Units()), err)
	}
	for _, code := range []string{"towns", "departments", "all"} {
		for _, u := range v.county.Group(code) {
			if v.county.IsVillage(u) {
				t.Errorf("%s means %s", code, v.county.Name(u))
			}
		}
	}
	for name, u := range of {
		if a := v.county.Responsible(u).Principal; a.Keeper() == 0 || v.county.Above(u) == u {
			t.Errorf("nobody answers for %s", name)
		}
	}
	v.sees(v.ask("zhuti", "GET", "/institutions?category=village"), 200, "清溪村")
	for _, path := range []string{"/lists", "/institutions", "/scheduled/heat", "/overview", "/appraisals/evenness"} {
		for _, login := range []string{"zhuti", "shuping-lly"} {
			w := v.ask(login, "GET", path)
			if w.Code != 200 && w.Code != 404 && w.Code != 403 {
				t.Errorf("%s by %s: %d", path, login, w.Code)
			}
			for name := range of {
				if strings.Contains(w.Body.String(), ">"+name+"<") {
					t.Errorf("%s shows %s to %s", path, name, login)
				}
			}
		}
	}
	v.sees(v.ask("shuping-lly", "GET", "/lists"), 200, "曙坪镇")
	v.sees(v.ask("qingxi-ws", "GET", "/lists"), 200)
	v.sees(v.ask("qingxi-ws", "GET", "/institutions"), 200)
}

// A village's clerk prepares what their own village makes known and sees nothing of another; the head of the village or
// a leader of the town approves it. The county's board has the villages of a town in one row below it that names which
// are behind, and one by one when opened.
func TestVillagesMakeKnown(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx, of := context.Background(), v.villages()
	all, err := v.h.DB.AllOf(ctx, ref.Affair, 1)
	if err != nil {
		t.Fatal(err)
	}
	var own, other *affairs.Affair
	monthly := 0
	for _, x := range all {
		switch a := x.(*affairs.Affair); {
		case a.Unit == of["清溪村"] && a.Period == affairs.Quarterly:
			own = a
		case a.Unit == of["石门村"]:
			other = a
		case a.Unit == of["清溪村"] && a.Many && a.Period == affairs.Monthly:
			monthly++
		}
	}
	if own == nil || other == nil || monthly != 1 {
		t.Fatal(own, other, monthly)
	}
	made, err := v.h.DB.AllOf(ctx, ref.Disclosure, 1)
	if err != nil {
		t.Fatal(err)
	}
	public, down := 0, 0
	for _, x := range made {
		d := x.(*affairs.Disclosure)
		if !v.county.IsVillage(d.Unit) {
			continue
		}
		if d.State == affairs.Public {
			public++
			if d.Approver == 0 || d.Approver == d.Submitter {
				t.Errorf("%s was approved by who handed it in", d.Title)
			}
		}
		if d.State == affairs.Down && d.Again {
			down++
		}
	}
	if public < 10 || down != 1 {
		t.Errorf("%d are public, %d taken down to be made known anew", public, down)
	}
	at := func(a *affairs.Affair) string { return "/affairs/" + a.ID.String() }
	v.sees(v.ask("qingxi-ws", "GET", at(own)), 200, own.Item)
	board := "/affairs/board?unit="
	for _, path := range []string{at(other), board + of["石门村"].String(), board + v.unit("曙坪镇").String(),
		"/affairs/board?town=" + v.unit("曙坪镇").String()} {
		if w := v.ask("qingxi-ws", "GET", path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	list := v.ask("qingxi-ws", "GET", "/affairs?tab=open").Body.String()
	if !strings.Contains(list, `href="`+at(own)+`"`) || strings.Contains(list, `href="`+at(other)+`"`) {
		t.Error("the list of a village is not its own")
	}
	in := &affairs.Disclosure{About: own.Gap, Title: "本季度", Content: "明细", Form: "board"}
	if _, no := v.does("qingxi-ws", ref.Affair, "prepare", other.ID, in); no != "access.missing" {
		t.Errorf("another village's: %q", no)
	}
	if _, no := v.does("qingxi-ws", ref.Affair, "prepare", own.ID, in); no != "" {
		t.Fatal(no)
	}
	x := v.written(own.ID)
	for _, s := range []struct {
		login, act string
		in         any
		want       string
	}{
		{"qingxi-ws", "submit", nil, ""},
		{"qingxi-ws", "approve", &affairs.Approval{Privacy: true, Opinion: "同意"}, "access.forbidden"},
		{"caizheng", "approve", &affairs.Approval{Privacy: true, Opinion: "同意"}, "access.missing"},
		{"shuping", "return", &noun.Said{Text: "写明对象"}, ""},
		{"qingxi-ws", "submit", nil, ""},
		{"shuping", "approve", &affairs.Approval{Privacy: true, Opinion: "属实"}, ""},
	} {
		if _, no := v.does(s.login, ref.Disclosure, s.act, x, s.in); no != s.want {
			t.Errorf("%s by %s: %q, not %q", s.act, s.login, no, s.want)
		}
	}
	county := v.ask("zhuti-jb", "GET", "/affairs/board")
	v.sees(county, 200, "曙坪镇的村（社区），共 5 个", "到期未公开：", "柳坪村", "石门村", "城关镇的村（社区），共 2 个")
	if strings.Contains(county.Body.String(), "新华村") { // it misses nothing
		t.Error("a village that is not behind stands by itself on the county's board")
	}
	v.sees(v.ask("zhuti-jb", "GET", "/affairs/board?town="+v.unit("曙坪镇").String()), 200, "清溪村", "石门村", "曙坪社区", "向阳村")
	v.sees(v.ask("shuping-lly", "GET", "/affairs/board"), 200, "曙坪镇的村（社区），共 5 个")
	v.sees(v.ask("qingxi-ws", "GET", "/affairs/board"), 200, "清溪村")
	if _, f, _ := v.county.Unit(of["曙坪社区"]); f.Category != bodies.Village || f.Parent != v.unit("曙坪镇") {
		t.Errorf("%+v", f)
	}
}
