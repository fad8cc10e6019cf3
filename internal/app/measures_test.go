package app

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// newMeasure is one of the discipline secretary of 曙坪镇, decided yesterday.
func (v *visitors) newMeasure(n int, kind string) *measures.Measure {
	v.Helper()
	return &measures.Measure{Decision: fmt.Sprintf("镇纪处〔2026〕%d号", 900+n), Organ: "县纪委", Place: v.unit("曙坪镇"),
		Person: v.actor("shuping-jw").Person, Post: "纪委书记", Kind: kind, DecidedOn: v.h.Clock().Day() - 1,
		Ground: "《公职人员政务处分法》第三十九条", Fact: fmt.Sprint("值班脱岗", n)}
}

func (v *visitors) measure(id ref.ID) *measures.Measure {
	v.Helper()
	x, _, err := v.h.DB.One(context.Background(), ref.Measure, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*measures.Measure)
}

// cleared asks whether the discipline secretary of 曙坪镇 is clear for a use on a day, and what stands in the way.
func (v *visitors) cleared(use string, on when.Day) clearances.Person {
	v.Helper()
	id, no := v.does("jiandu-jb", ref.Clearance, "add", 0, &clearances.Clearance{Purpose: "测试", Use: use, Day: on,
		Person: v.actor("shuping-jw").Person})
	if no != "" {
		v.Fatal(no)
	}
	x, _, err := v.h.DB.One(v.Context(), ref.Clearance, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*clearances.Clearance).Answer()[0]
}

// Who registered a decision does not confirm it; it counts at once; the person and the unit's head see it once told and
// nobody else ever does; it is revoked by a number and then as if it had never been; changed on appeal, another counts
// from where the first did; a period that is over is noted once.
func TestMeasureLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		today := v.h.Clock().Day()
		do := func(login, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, ref.Measure, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		do("shuping-lly", "add", 0, v.newMeasure(1, "service-demerit"), "access.missing")
		do("zhuti-jb", "add", 0, v.newMeasure(1, "service-demerit"), "access.missing")
		later, fixed := v.newMeasure(1, "service-demerit"), v.newMeasure(1, "suspension")
		later.DecidedOn = today + 1
		do("jiandu-jb", "add", 0, later, "decidedOn measure.decided.later")
		do("jiandu-jb", "add", 0, fixed, "months measure.months.fixed")
		id := do("jiandu-jb", "add", 0, v.newMeasure(1, "service-demerit"), "")
		do("jiandu-jb", "add", 0, v.newMeasure(1, "service-demerit"), "decision measure.twice")
		if m := v.measure(id); m.State != measures.Registered || m.Ends != addYear(today-1) {
			t.Errorf("registered: %s, until %s", m.State, m.Ends)
		}
		if got := v.cleared("promotion", today); got.Clear() || !got.Stands[0].Open ||
			got.Stands[0].Until != addYear(today-1) {
			t.Errorf("not confirmed yet, and it stands in nobody's way: %+v", got)
		}
		do("jiandu-jb", "confirm", id, nil, "access.own-request")
		do("jiandu", "confirm", id, nil, "")
		do("jiandu", "withdraw", id, &noun.Said{Text: "登记错误"}, "measure.not-now")

		at := "/measures/" + id.String()
		sees := func(want map[string]int) {
			t.Helper()
			for login, code := range want {
				v.sees(v.ask(login, "GET", at), code)
			}
		}
		sees(map[string]int{"jiandu-jb": 200, "lingdao": 200, "shuping-jw": 404, "shuping": 404, "shuping-lly": 404,
			"zhuti-jb": 404, "caizheng": 404})
		do("jiandu-jb", "notify", id, &noun.Said{}, "how input.required")
		do("jiandu-jb", "notify", id, &noun.Said{Text: "当面送达"}, "")
		do("jiandu-jb", "notify", id, &noun.Said{Text: "当面送达"}, "measure.told")
		sees(map[string]int{"shuping-jw": 200, "shuping": 404, "shuping-lly": 404})
		do("jiandu-jb", "inform", id, &noun.Said{Text: "当面告知"}, "")
		sees(map[string]int{"shuping": 200, "shuping-lly": 404, "caizheng": 404})

		// A second one within its period: the rest is added; the first revoked, only its own is left.
		second := do("jiandu-jb", "add", 0, v.newMeasure(2, "service-warning"), "")
		do("jiandu", "confirm", second, nil, "")
		joined := v.measure(second).Ends
		if joined <= addYear(today-1) {
			t.Errorf("within a running period it ends on %s", joined)
		}
		revoking := &measures.Undoing{Organ: "市纪委监委", No: "安纪申〔2026〕1号", On: today, Why: "申诉成立"}
		none := *revoking
		none.No = ""
		do("jiandu-jb", "revoke", id, &none, "undoneNo input.required")
		do("jiandu-jb", "revoke", id, revoking, "")
		do("jiandu-jb", "revoke", id, revoking, "measure.not-now")
		if m := v.measure(second); m.Ends >= joined || m.Ends <= today {
			t.Errorf("what it was added to was revoked, and it ends on %s", m.Ends)
		}
		if got := v.cleared("promotion", today); len(got.Stands) != 1 || got.Stands[0].Of != second {
			t.Errorf("the revoked one still counts: %+v", got)
		}
		v.sees(v.ask("jiandu-jb", "GET", at), 200, "安纪申〔2026〕1号", "值班脱岗1")

		// Changed on appeal: another takes its place, and what is not confirmed cannot be confirmed by who registered it.
		do("jiandu-jb", "vary", second, &measures.Varying{Undoing: measures.Undoing{Organ: "市监委", No: "安监复〔2026〕2号",
			On: today, Why: "情节轻微"}, Kind: "self-criticism", Ground: "《中国共产党问责条例》（2019年）"}, "")
		if got := v.cleared("promotion", today); !got.Clear() {
			t.Errorf("changed to what has no period: %+v", got)
		}

		// An old one is over: noted once, and who handles it is told.
		old := v.newMeasure(3, "admonition")
		old.DecidedOn = today - 400
		third := do("jiandu-jb", "add", 0, old, "")
		do("jiandu", "confirm", third, nil, "")
		for i := range 2 {
			if _, err := v.h.EndEffects(v.Context()); err != nil {
				t.Fatal(i, err)
			}
		}
		m := v.measure(third)
		if m.EndedOn != m.Ends+1 {
			t.Errorf("over on %s, noted %s", m.Ends, m.EndedOn)
		}
		entries := 0
		v.sees(v.ask("jiandu-jb", "GET", "/measures/"+third.String()), 200, "自行解除")
		all, err := v.h.DB.Entries(v.Context(), v.journal(), max(v.size()-200, 0), 300)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if e.Kind == "measure.ended.v1" && e.Object.ID == third {
				entries++
			}
		}
		if entries != 1 {
			t.Errorf("%d entries say that the period is over", entries)
		}
	})
}

// addYear is the last day of a year that begins on a day.
func addYear(day when.Day) when.Day {
	y, m, d := day.Date()
	return when.Date(y+1, m, d) - 1
}

// A check resolves names or says which it cannot, is the supervisory office's alone, stays as it was answered, and its
// answer is read by programs too.
func TestClearance(t *testing.T) {
	p := programsOf(t)
	today := p.h.Clock().Day()
	ask := func(login string, c clearances.Clearance, want string) ref.ID {
		t.Helper()
		id, no := p.does(login, ref.Clearance, "add", 0, &c)
		if no != want {
			t.Errorf("%s asks: %q, not %q", login, no, want)
		}
		return id
	}
	c := clearances.Clearance{Purpose: "年度评优", Use: "honour", Day: today}
	ask("jiandu-jb", c, "person clearance.nobody")
	c.Names = "查无此人"
	ask("jiandu-jb", c, "names clearance.name.none")
	c.Names = "刘远征　财政局"
	ask("jiandu-jb", c, "names clearance.name.elsewhere")
	c.Names = "刘远征 曙坪镇\n刘远征"
	for _, login := range []string{"zhuti-jb", "shuping", "lingdao"} {
		ask(login, c, "access.missing")
	}
	ask("shuping-jw", c, "person clearance.self")
	id := ask("jiandu-jb", c, "")
	p.sees(p.ask("jiandu-jb", "GET", "/clearances/"+id.String()), 200, "刘远征", "没有登记在册的妨碍")
	p.sees(p.ask("shuping-jw", "GET", "/clearances/"+id.String()), 404)
	var got struct {
		Items []struct {
			Clear  bool
			Stands []struct{ Number, Until, Clause string }
		}
	}
	w := p.call(p.reads["jiandu-jb"], "GET", "/clearances/"+id.String()+"/answer", nil)
	if err := json.Unmarshal(w.Body.Bytes(), &got); w.Code != 200 || err != nil ||
		len(got.Items) != 1 || !got.Items[0].Clear {
		t.Fatalf("%d %v %s", w.Code, err, w.Body)
	}
	// A case with its outcome on record and no decision: nobody knows for how long it counts.
	x := p.newCase(71, "ordinary")
	x.Outcome = "party-light"
	if _, no := p.does("jiandu-jb", ref.Case, "add", 0, x); no != "" {
		t.Fatal(no)
	}
	id = ask("jiandu-jb", c, "")
	p.sees(p.ask("jiandu-jb", "GET", "/clearances/"+id.String()), 200, x.Decision, "正式决定还没有登记")
	// Once the decision is on record that stands in the way, by its clause and until its day.
	m := p.newMeasure(71, "party-warning")
	m.Decision = x.Decision
	if _, no := p.does("jiandu-jb", ref.Measure, "add", 0, m); no != "" {
		t.Fatal(no)
	}
	id = ask("jiandu-jb", c, "")
	w = p.call(p.reads["jiandu-jb"], "GET", "/clearances/"+id.String()+"/answer", nil)
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Items[0].Clear || len(got.Items[0].Stands) != 1 ||
		got.Items[0].Stands[0].Until != addYear(today-1).String() || got.Items[0].Stands[0].Clause == "" {
		t.Errorf("%v %s", err, w.Body)
	}
}

// measureWrites are the writes of decisions on people and of checks.
func (p *programs) measureWrites(deeds map[string]func() write, next func() int) {
	registered := func(kind string, confirmed bool) string {
		p.Helper()
		id, no := p.does("jiandu", ref.Measure, "add", 0, p.newMeasure(next(), kind))
		if no == "" && confirmed {
			_, no = p.does("jiandu-jb", ref.Measure, "confirm", id, nil)
		}
		if no != "" {
			p.Fatal(no)
		}
		return "/measures/" + id.String()
	}
	add := func() write {
		m := p.newMeasure(next(), "service-warning")
		return write{"/measures", fmt.Sprintf(`{"decision":%q,"organ":"县纪委","person":%d,"place":%d,"post":"纪委书记",`+
			`"kind":"service-warning","decidedOn":"%s","ground":"政务处分法","fact":%q}`, m.Decision, m.Person, m.Place,
			m.DecidedOn, m.Fact)}
	}
	undoing := func() string {
		return fmt.Sprintf(`"undoneBy":"市监委","undoneNo":"安监复〔2026〕%d号","undoneOn":"%s","why":"申诉成立"`, next(),
			p.h.Clock().Day())
	}
	deeds["addMeasure"] = add
	deeds["changeMeasure"] = func() write {
		w, at := add(), registered("service-warning", false)
		return write{at + "/change", `{"reason":"更正","version":1,` + w.body[1:]}
	}
	deeds["confirmMeasure"] = func() write { return write{registered("service-warning", false) + "/confirm", `{}`} }
	deeds["notifyMeasure"] = func() write {
		return write{registered("service-warning", true) + "/notify", `{"how":"当面送达"}`}
	}
	deeds["informMeasure"] = func() write {
		return write{registered("service-warning", true) + "/inform", `{"how":"当面告知"}`}
	}
	deeds["againMeasure"] = func() write { return write{registered("service-warning", true) + "/again", `{"why":"日期不符"}`} }
	deeds["withdrawMeasure"] = func() write {
		return write{registered("service-warning", false) + "/withdraw", `{"why":"登记错误"}`}
	}
	deeds["restoreMeasure"] = func() write {
		m := p.newMeasure(next(), "party-probation-1")
		m.DecidedOn -= 800
		id, no := p.does("jiandu", ref.Measure, "add", 0, m)
		if no == "" {
			_, no = p.does("jiandu-jb", ref.Measure, "confirm", id, nil)
		}
		if no != "" {
			p.Fatal(no)
		}
		return write{"/measures/" + id.String() + "/restore", fmt.Sprintf(`{"restoredOn":"%s"}`, p.h.Clock().Day()-5)}
	}
	deeds["revokeMeasure"] = func() write {
		return write{registered("service-warning", true) + "/revoke", "{" + undoing() + "}"}
	}
	deeds["varyMeasure"] = func() write {
		return write{registered("service-warning", true) + "/vary",
			"{" + undoing() + `,"kind":"self-criticism","ground":"条例"}`}
	}
	deeds["addClearance"] = func() write {
		return write{"/clearances", fmt.Sprintf(`{"purpose":"评优%d","use":"honour","day":"%s","names":"刘远征 曙坪镇"}`, next(),
			p.h.Clock().Day())}
	}
}
