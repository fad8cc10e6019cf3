package app

import (
	"net/http"
	"strings"
	"testing"

	"shuangze/internal/accountability/measures"
	"shuangze/internal/act"
	"shuangze/internal/incentives/comparisons"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// followed are what followed from a decision, by their kinds.
func (v *visitors) followed(measure ref.ID) map[string]*consequences.Consequence {
	v.Helper()
	out := map[string]*consequences.Consequence{}
	for _, x := range every[*consequences.Consequence](v, ref.Consequence) {
		if x.Measure == measure {
			out[x.Kind] = x
		}
	}
	return out
}

// What follows from a decision comes with its confirmation and not before, once; the person sees it once told and no
// colleague ever does; nobody notes their own; it is void, and kept, when the decision is revoked.
func TestConsequences(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		do := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, of, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		m := v.newMeasure(501, "service-demerit")
		m.Fact = "金丝雀五零一"
		id := do("jiandu-jb", ref.Measure, "add", 0, m, "")
		if got := v.followed(id); len(got) != 0 {
			t.Errorf("not confirmed, and %d things follow", len(got))
		}
		do("jiandu", ref.Measure, "confirm", id, nil, "")
		got := v.followed(id)
		if len(got) != 2 || got["assessment"] == nil || got["barred"] == nil {
			t.Fatalf("what follows from a demerit: %v", got)
		}
		barred, grade := got["barred"], got["assessment"]
		if barred.Ends != v.measure(id).Ends || grade.Ends.Year() != m.DecidedOn.Year() || barred.Rests != m.Decision {
			t.Errorf("until %s and %s, resting on %s", barred.Ends, grade.Ends, barred.Rests)
		}
		// The canary: nobody reads of it whom it does not concern, not in lists, pages of the person, search or entries.
		sees := func(login string, x *consequences.Consequence, want int) {
			t.Helper()
			v.sees(v.ask(login, "GET", "/consequences/"+x.ID.String()), want)
		}
		for login, want := range map[string]int{"jiandu-jb": 200, "lingdao": 200, "shuping-jw": 404, "shuping-lly": 404,
			"caizheng": 404, "zhuti-jb": 404} {
			sees(login, barred, want)
		}
		for _, login := range []string{"shuping-lly", "shuping-jw", "caizheng", "zhuti-jb"} {
			for _, at := range []string{"/consequences?tab=all", "/people/" + m.Person.String(), "/units/" + m.Place.String(),
				"/search?q=" + m.Decision} {
				w := v.ask(login, "GET", at)
				if strings.Contains(w.Body.String(), m.Decision) && !strings.HasPrefix(at, "/search") ||
					strings.Contains(w.Body.String(), "/consequences/"+barred.ID.String()) {
					t.Errorf("%s reads of it at %s", login, at)
				}
			}
		}
		do("jiandu-jb", ref.Measure, "notify", id, &noun.Said{Text: "当面送达"}, "")
		sees("shuping-jw", barred, http.StatusOK)
		sees("shuping-lly", barred, http.StatusNotFound)

		do("jiandu-jb", ref.Consequence, "carry", barred.ID, &noun.Said{Text: "已登记"}, "file evidence.choose")
		do("shuping-lly", ref.Consequence, "carry", barred.ID, &noun.Said{Text: "已登记"}, "access.missing")
		if _, no := v.doesWith("jiandu-jb", ref.Consequence, "carry", barred.ID, &noun.Said{Text: "已登记"}); no != "" {
			t.Fatal(no)
		}
		do("jiandu-jb", ref.Consequence, "carry", barred.ID, &noun.Said{Text: "再登记"}, "consequence.not-now")
		if x := v.followed(id)["barred"]; x.State != consequences.Done || x.DoneOn == 0 {
			t.Errorf("carried out, and it is %s", x.State)
		}
		// Sent back and confirmed anew: what followed stays, once.
		do("jiandu-jb", ref.Measure, "again", id, &noun.Said{Text: "核对"}, "")
		do("jiandu", ref.Measure, "confirm", id, nil, "")
		if n := len(v.followed(id)); n != 2 || v.followed(id)["barred"].ID != barred.ID {
			t.Errorf("confirmed anew, %d things follow", n)
		}
		do("jiandu-jb", ref.Measure, "revoke", id, &measures.Undoing{Organ: "市纪委监委", No: "安纪申〔2026〕51号",
			On: v.h.Clock().Day(), Why: "申诉成立"}, "")
		for kind, x := range v.followed(id) {
			if x.State != consequences.Void || x.Undone != "安纪申〔2026〕51号" {
				t.Errorf("%s of a revoked decision is %s by %q", kind, x.State, x.Undone)
			}
		}
		if v.followed(id)["barred"].Done == "" {
			t.Error("how it was carried out is forgotten")
		}
		for range 2 {
			if _, err := v.h.EndConsequences(v.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// An honour is refused by what stands in the way of one of those honoured, is public for its days, is objected to and
// answered by another than who nominated it, and is approved by the leading group alone.
func TestHonours(t *testing.T) {
	v := visit(t)
	today := v.h.Clock().Day()
	do := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) ref.ID {
		t.Helper()
		made, no := v.does(login, of, name, id, in)
		if no != want {
			t.Errorf("%s by %s: %q, not %q", name, login, no, want)
		}
		return made
	}
	person := v.actor("shuping-jw").Person
	model := func() *honours.Honour {
		return &honours.Honour{Kind: honours.Model, Year: int64(today.Year()), Person: person, Deeds: "驻村督办饮水工程"}
	}
	do("shuping", ref.Honour, "add", 0, model(), "access.forbidden")
	none, later, team := model(), model(), model()
	none.Person = 0
	later.Year++
	team.Kind = honours.Team
	do("zhuti-jb", ref.Honour, "add", 0, none, "person honour.person.none")
	do("zhuti-jb", ref.Honour, "add", 0, later, "year honour.year.later")
	do("zhuti-jb", ref.Honour, "add", 0, team, "person honour.person.team")
	id := do("zhuti-jb", ref.Honour, "add", 0, model(), "")
	do("zhuti-jb", ref.Honour, "add", 0, model(), "year honour.twice")
	do("lingdao", ref.Honour, "approve", id, &honours.Approving{Meeting: "第2次会议"}, "honour.not-now")
	do("zhuti-jb", ref.Honour, "notice", id, nil, "")
	do("lingdao", ref.Honour, "approve", id, &honours.Approving{Meeting: "第2次会议"}, "honour.approve.early")
	do("caizheng", ref.Honour, "object", id, &honours.Objecting{Claim: "材料中一项数据不实"}, "")
	var objection ref.ID
	for _, p := range every[*honours.Protest](v, ref.Protest) {
		if p.Honour == id {
			objection = p.ID
		}
	}
	at := "/protests/" + objection.String()
	v.sees(v.ask("shuping", "GET", at), 404)
	v.sees(v.ask("shuping-jw", "GET", at), 404)
	v.sees(v.ask("caizheng", "GET", at), 200, "材料中一项数据不实")
	no := &honours.Deciding{Answer: honours.Rejected, Reason: "核实无误"}
	do("zhuti-jb", ref.Protest, "decide", objection, no, "access.own-request")
	do("zhuti", ref.Protest, "decide", objection, no, "")
	if h := v.honour(id); h.State != honours.Noticed || h.Reward != 0 || h.Number != "" {
		t.Errorf("%s, %d, %q before it is approved", h.State, h.Reward, h.Number)
	}
	do("zhuti-jb", ref.Honour, "withdraw", id, &noun.Said{Text: "本人放弃"}, "")

	// What stands in the way refuses it, with the day.
	m := do("jiandu-jb", ref.Measure, "add", 0, v.newMeasure(601, "service-demerit"), "")
	do("zhuti-jb", ref.Honour, "add", 0, model(), "clearance.barred.until")
	do("zhuti-jb", ref.Honour, "add", 0, &honours.Honour{Kind: honours.Team, Year: int64(today.Year()),
		Body: v.principal("曙坪镇"), Deeds: "班子"}, "clearance.barred.until")
	do("jiandu", ref.Measure, "confirm", m, nil, "")
}

func (v *visitors) honour(id ref.ID) *honours.Honour {
	v.Helper()
	x, _, err := v.h.DB.One(v.Context(), ref.Honour, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*honours.Honour)
}

// principal is the principal body of a unit.
func (v *visitors) principal(unit string) ref.ID {
	v.Helper()
	c, err := v.h.DB.County(v.Context(), 1, v.h.Clock().Day())
	if err != nil {
		v.Fatal(err)
	}
	_, body := c.FirstOf(v.unit(unit))
	return body
}

// A comparison names each, keeps the order in which they were written and is the supervisory office's and the leading
// group's alone.
func TestComparison(t *testing.T) {
	v := visit(t)
	c := comparisons.Comparison{Purpose: "优先推荐", Subject: comparisons.Units, Use: "honour", Years: 3, Names: "财政局\n曙坪镇"}
	one, unknown := c, c
	one.Names, unknown.Names = "财政局", "财政局\n查无此单位"
	for _, x := range []struct {
		login string
		c     comparisons.Comparison
		want  string
	}{{"zhuti-jb", c, "access.missing"}, {"shuping", c, "access.missing"}, {"jiandu-jb", one, "names comparison.one"},
		{"jiandu-jb", unknown, "names comparison.unit.none"}} {
		if _, no := v.does(x.login, ref.Comparison, "add", 0, &x.c); no != x.want {
			t.Errorf("%s: %q, not %q", x.login, no, x.want)
		}
	}
	id, no := v.does("jiandu-jb", ref.Comparison, "add", 0, &c)
	if no != "" {
		t.Fatal(no)
	}
	w := v.ask("jiandu-jb", "GET", "/comparisons/"+id.String())
	v.sees(w, 200, "不打分、不排名")
	if s := w.Body.String(); strings.LastIndex(s, "财政局党组") > strings.LastIndex(s, "曙坪镇党委") {
		t.Error("they do not stand in the order in which they were written")
	}
	v.sees(v.ask("zhuti-jb", "GET", "/comparisons/"+id.String()), 404)
}

// doesWith does an act with a file.
func (v *visitors) doesWith(login string, of ref.Kind, name string, id ref.ID, in any) (ref.ID, string) {
	v.Helper()
	a, ok := v.h.Noun(of).Act(name)
	if !ok {
		v.Fatalf("nobody can %s a %s", name, of)
	}
	e := v.proof()
	r, err := a.Do(v.Context(), noun.Call{ID: id, In: in, Files: []act.File{e.File()},
		Command: act.Command{Actor: v.actor(login)}})
	if err != nil {
		return 0, err.Error()
	}
	return r.Object.ID, ""
}
