package app

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/institutions/inspections"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// inspected is an inspection of a unit in a state, of those of the demonstration.
func (v *visitors) inspected(unit, state string) *inspections.Inspection {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Inspection, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		if x := x.(*inspections.Inspection); x.Target == v.unit(unit) && x.State == state {
			return x
		}
	}
	v.Fatalf("the demonstration has no inspection of %s that is %s", unit, state)
	return nil
}

// Nobody of the unit sees an inspection before it begins, nor why it was chosen after; findings come on the problem
// list with the feedback, linked both ways, and it is closed only when they are struck off or found right.
func TestInspectionLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		plan, n := v.inspected("曙坪镇", inspections.Ahead), v.h.Noun(ref.Inspection)
		if n.Refused(n.Acts[1], v.actor("shuping"), plan, v.h.Clock()) == nil {
			t.Error("the unit begins its own inspection")
		}
		_, no := v.does("shuping-lly", ref.Inspection, "note", plan.ID, &inspections.Noted{Seen: "看"})
		if no != "access.missing" {
			t.Errorf("the unit knows of what is planned: %q", no)
		}
		in := &inspections.Inspection{Sort: inspections.Quarterly, Body: plan.Body, Target: plan.Target, Begins: today,
			Ends: today, Leader: v.actor("shuping").Person}
		if _, no := v.does("zhuti-jb", ref.Inspection, "add", 0, in); no != "plan inspection.plan" {
			t.Errorf("without a plan of the year: %q", no)
		}
		in.Plan = "〔2026〕1号"
		if _, no := v.does("zhuti-jb", ref.Inspection, "add", 0, in); no != "leader inspection.own-unit" {
			t.Errorf("led by the unit's own head: %q", no)
		}
		in.Leader = plan.Leader
		in.Why = "群众反映集中"
		id, no := v.does("zhuti-jb", ref.Inspection, "add", 0, in)
		if no != "" {
			t.Fatal(no)
		}
		do := func(login, name string, in any) string {
			_, no := v.does(login, ref.Inspection, name, id, in)
			return no
		}
		must := func(no string) {
			t.Helper()
			if no != "" {
				t.Fatal(no)
			}
		}
		must(do("zhuti-jb", "start", &inspections.Starting{On: today}))
		now := func() *inspections.Inspection {
			x, _, err := v.h.DB.One(ctx, ref.Inspection, id)
			if err != nil {
				t.Fatal(err)
			}
			return x.(*inspections.Inspection)
		}
		lines, err := v.h.DB.AllOf(ctx, ref.Checkup, 1)
		mine := 0
		for _, l := range lines {
			if l.(*inspections.Line).Inspection == id {
				mine++
			}
		}
		if err != nil || mine == 0 || mine > 40 {
			t.Errorf("%d lines, %v", mine, err)
		}
		if x := n.For(v.actor("shuping"), now()).(*inspections.Inspection); x.Why != "" || x.Subject == "" {
			t.Errorf("the unit reads why it was chosen: %q", x.Why)
		}
		if x := n.For(v.actor("zhuti-jb"), now()).(*inspections.Inspection); x.Why == "" {
			t.Error("the office does not read why")
		}
		hands := v.actor("shuping-lly").Person
		found := &inspections.Finding{What: "公示晚了", Level: problem.Slight, Measure: "补齐",
			Leader: plan.Leader, Handler: hands}
		if no := do("zhuti-jb", "find", found); no != "leader order.handler-elsewhere" {
			t.Errorf("led from elsewhere: %q", no)
		}
		found.Leader = v.actor("shuping").Person
		must(do("zhuti-jb", "find", found))
		early := &inspections.Feedback{On: today, Hearers: "班子", Opinion: "改"}
		if no := do("zhuti-jb", "tell", early); no != "inspection.unnoted" {
			t.Errorf("told without a record: %q", no)
		}
		must(do("zhuti-jb", "note", &inspections.Noted{Methods: inspections.Methods{Hear: true}, Seen: "看了台账"}))
		if no := do("shuping-lly", "tell", &inspections.Feedback{On: today, Hearers: "班子", Opinion: "改"}); no == "" {
			t.Error("the unit gives the feedback")
		}
		must(do("zhuti-jb", "tell", &inspections.Feedback{On: today, Hearers: "班子", Opinion: "改"}))
		all, err := v.h.DB.AllOf(ctx, ref.Finding, 1)
		if err != nil {
			t.Fatal(err)
		}
		f := all[len(all)-1].(*inspections.Finding)
		p, ok, err := v.h.DB.Problem(ctx, f.Problem)
		if err != nil || !ok || p.Facts != "公示晚了" || p.Subsource != inspections.Subsource || p.Unit != plan.Target ||
			f.Inspection != id || f.Unit != plan.Target {
			t.Fatalf("%+v of %+v, %v", p, f, err)
		}
		if no := do("zhuti-jb", "close", &noun.Said{Text: "好"}); no != "inspection.open" {
			t.Errorf("closed with an open problem: %q", no)
		}
		must(do("shuping-lly", "report", &noun.Said{Text: "补齐了"}))
		if no := do("shuping-lly", "recheck", &inspections.Rechecking{Result: inspections.Found, Checked: "好"}); no == "" {
			t.Error("the unit looks at its own report")
		}
		if no := do("zhuti-jb", "clear", &noun.Said{Text: "属实"}); no != "inspection.not-now" {
			t.Errorf("struck off before anybody looked again: %q", no)
		}
		must(do("zhuti-jb", "recheck", &inspections.Rechecking{Result: inspections.Found, Checked: "好"}))
		must(do("zhuti-jb", "close", &noun.Said{Text: "好"}))
		if x := now(); x.State != inspections.Closed || x.Due != 0 {
			t.Errorf("%+v", x)
		}
		// What the re-check found right is struck off at once: only what the unit reported, by who may strike it off.
		const offer = "单位已报告整改完成 1 个问题"
		at := "/inspections/" + id.String()
		if no := do("zhuti-jb", "clear", &noun.Said{Text: "属实"}); no != "inspection.clear.none" {
			t.Errorf("struck off what nobody reported: %q", no)
		}
		v.rectifies(id)
		if !strings.Contains(v.ask("zhuti-jb", "GET", at).Body.String(), offer) ||
			strings.Contains(v.ask("shuping-lly", "GET", at).Body.String(), offer) {
			t.Error("who may strike them off is not who is offered it")
		}
		if no := do("shuping-lly", "clear", &noun.Said{Text: "属实"}); no == "" {
			t.Error("the unit strikes off its own problems")
		}
		if p, _, _ := v.h.DB.Problem(ctx, f.Problem); p.State != problem.Rectified {
			t.Errorf("%+v", p)
		}
		must(do("zhuti-jb", "clear", &noun.Said{Text: "属实"}))
		if p, _, _ := v.h.DB.Problem(ctx, f.Problem); p.State != problem.Closed {
			t.Errorf("not struck off: %+v", p)
		}
		// A round plans without a document of its own.
		round := inspections.Planned{Round: 77, Unit: plan.Target, Side: plan.Side, From: today, To: today, Why: "抽中",
			Body: plan.Body}
		var made ref.ID
		commands := v.h.inspections()
		_, err = commands.Door.Do(ctx, act.Command{Actor: v.actor("zhuti-jb"), Verb: "inspection.add", Input: round},
			func(tx noun.Tx) (err error) {
				county := access.Object{Jurisdiction: 1, Side: plan.Side}
				if err := tx.Allow("round.draw", county); err != nil { // it follows from that
					return err
				}
				made, err = commands.Plan(tx, act.Command{Actor: tx.Actor()}, round)
				return err
			})
		x, _, _ := v.h.DB.One(ctx, ref.Inspection, made)
		if err != nil || x == nil || x.(*inspections.Inspection).Round != 77 ||
			x.(*inspections.Inspection).Unit == plan.Target {
			t.Errorf("%+v, %v", x, err)
		}
	})
}

// Who is sent on an inspection is told of it, lists it and finds it by words before it begins, though nothing else of
// the unit is theirs to see; the unit meanwhile finds nothing anywhere, and afterwards only who was sent hears of it.
func TestTeamOfAnInspection(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		tell := func() {
			t.Helper()
			if err := v.h.TellEntries(context.Background(), v.takes("notify")); err != nil {
				t.Fatal(err)
			}
		}
		tell()
		like, today := v.inspected("曙坪镇", inspections.Ahead), v.h.Clock().Day()
		in := &inspections.Inspection{Sort: inspections.Daily, Body: like.Body, Target: like.Target, Leader: like.Leader,
			Members: "胡雅琴", Subject: "竹筏码头检查", Begins: today, Ends: today}
		id, no := v.does("zhuti-jb", ref.Inspection, "add", 0, in)
		if no != "" {
			t.Fatal(no)
		}
		told := func(login string) (out []string) {
			for _, m := range v.inbox(login) {
				if m.Of == (ref.Ref{Kind: ref.Inspection, ID: id}) {
					out = append(out, m.Said+" "+m.Why)
				}
			}
			return out
		}
		finds := func(login string) string {
			out := ""
			for _, at := range []string{"/search?q=", "/inspections?q=", "/inspections?tab=all&q="} {
				w := v.ask(login, "GET", at+url.QueryEscape("竹筏码头"))
				if strings.Contains(w.Body.String(), "/inspections/"+id.String()) {
					out += "+"
				} else {
					out += "-"
				}
			}
			return out
		}
		tell()
		for login, want := range map[string]string{"caizheng-jb": "+++", "zhuti-jb": "+++", "shuping-lly": "---",
			"shuping": "---", "shuping-jw": "---", "caizheng": "---"} {
			if got := finds(login); got != want {
				t.Errorf("%s finds it %s, not %s", login, got, want)
			}
		}
		if got := told("caizheng-jb"); len(got) != 1 || got[0] != "inspection.added person.team" {
			t.Errorf("a member was told %q", got)
		}
		for _, login := range []string{"shuping-lly", "shuping", "shuping-jw", "caizheng"} {
			if got := told(login); len(got) > 0 {
				t.Errorf("%s was told %q", login, got)
			}
		}
		// Who is taken out is told, though it is theirs to see no more: the message names nothing of it and leads nowhere.
		sends := func(members string) {
			t.Helper()
			next := *in
			next.Members = members
			if _, no := v.does("zhuti-jb", ref.Inspection, "change", id, &noun.Changed{V: &next, Reason: "换人"}); no != "" {
				t.Fatal(no)
			}
			tell()
		}
		sends("")
		if got := told("caizheng-jb"); len(got) != 1 || got[0] != "inspection.changed.left left" {
			t.Errorf("who was taken out was told %q", got)
		}
		if got := finds("caizheng-jb"); got != "---" {
			t.Errorf("who was taken out finds it %s", got)
		}
		page := v.ask("caizheng-jb", "GET", "/inbox").Body.String()
		if !strings.Contains(page, "您不再参加原先安排的一次督查") || strings.Contains(page, "竹筏码头") {
			t.Error("the inbox of who was taken out says nothing, or too much")
		}
		v.opensNothing("caizheng-jb", id)
		sends("胡雅琴")
		if got := told("caizheng-jb"); len(got) == 0 || got[0] != "inspection.changed person.team" {
			t.Errorf("who was put back was told %q", got)
		}
		if _, no := v.does("zhuti-jb", ref.Inspection, "withdraw", id, &noun.Said{Text: "另行安排"}); no != "" {
			t.Fatal(no)
		}
		tell()
		if got := told("caizheng-jb"); len(got) == 0 || got[0] != "inspection.withdrawn person.team" {
			t.Errorf("a member was told %q of the end", got)
		}
		if got := told("shuping-lly"); len(got) > 0 {
			t.Errorf("the unit was told %q of what never began", got)
		}
	})
}

// opensNothing opens the message that an inspection concerns somebody no more: it is read, and leads to the inbox.
func (v *visitors) opensNothing(login string, of ref.ID) {
	v.Helper()
	for _, m := range v.inbox(login) {
		if m.Of.ID != of {
			continue
		}
		w := v.ask(login, "POST", "/inbox/"+m.ID.String()+"/open")
		if at := w.Header().Get("Location"); w.Code != 303 || at != "/inbox" {
			v.Errorf("%d %s", w.Code, at)
		}
	}
}

// inspectionWrites are the writes of inspections, each on one of 曙坪镇 that stands where the act is for.
func (p *programs) inspectionWrites(deeds map[string]func() write, next func() int) {
	today := p.h.Clock().Day()
	at := func(id, name, state, body string) {
		deeds[id] = func() write {
			n := next()
			x, _ := p.inspectedIn(n, state)
			return write{fmt.Sprintf("/inspections/%d/%s", x, name), strings.ReplaceAll(body, "%d", fmt.Sprint(n))}
		}
	}
	day := fmt.Sprintf(`"on":"%s"`, today)
	hand := fmt.Sprintf(`"leader":%d,"handler":%d`, p.actor("shuping").Person, p.actor("shuping-lly").Person)
	at("startInspection", "start", inspections.Ahead, `{`+day+`}`)
	at("noteInspection", "note", inspections.Started, `{"hear":true,"seen":"看了%d"}`)
	at("findInspection", "find", inspections.Started, `{"what":"问题%d","level":"slight","measure":"改",`+hand+`}`)
	at("giveInspectionFeedback", "tell", inspections.Started, `{`+day+`,"hearers":"班子","opinion":"改%d"}`)
	at("reportInspection", "report", inspections.Told, `{"done":"改了%d"}`)
	at("recallInspection", "recall", inspections.Reported, `{"reason":"改一改%d"}`)
	at("recheckInspection", "recheck", inspections.Reported, `{"result":"right","checked":"好%d"}`)
	deeds["clearInspection"] = func() write {
		n := next()
		id, _ := p.inspectedIn(n, inspections.Right)
		p.rectifies(id)
		return write{fmt.Sprintf("/inspections/%d/clear", id), fmt.Sprintf(`{"opinion":"好%d"}`, n)}
	}
	at("closeInspection", "close", inspections.Right, `{"ending":"好%d"}`)
	at("withdrawInspection", "withdraw", inspections.Ahead, `{"ending":"不去了%d"}`)
	deeds["strikeFinding"] = func() write {
		_, f := p.inspectedIn(next(), inspections.Started)
		return write{fmt.Sprintf("/findings/%d/strike", f), `{"why":"登错"}`}
	}
	deeds["lookCheckup"] = func() write {
		id, _ := p.inspectedIn(next(), inspections.Started)
		all, _ := p.h.DB.AllOf(p.Context(), ref.Checkup, 1)
		for _, l := range all {
			if l.(*inspections.Line).Inspection == id {
				return write{fmt.Sprintf("/checkups/%d/look", l.Head().ID), `{"result":"fine","note":"好"}`}
			}
		}
		p.Fatal("no checklist")
		return write{}
	}
}

// rectifies has 曙坪镇 report, with a file, that the problems of an inspection are put right.
func (v *visitors) rectifies(id ref.ID) {
	v.Helper()
	all, err := v.h.DB.AllOf(v.Context(), ref.Finding, 1)
	if err != nil {
		v.Fatal(err)
	}
	file := v.proof()
	for _, f := range all {
		if f := f.(*inspections.Finding); f.Inspection == id && f.Problem != 0 {
			_, err := v.h.Problems.Rectify(v.Context(), act.Command{Actor: v.actor("shuping-lly")}, f.Problem, "已补齐", file)
			if err != nil {
				v.Fatal(err)
			}
		}
	}
}

// inspectedIn is an inspection of 曙坪镇 by the county committee in a state, with a finding where it has begun.
func (p *programs) inspectedIn(n int, state string) (id, finding ref.ID) {
	p.Helper()
	office, clerk, today := p.actor("zhuti-jb"), p.actor("shuping-lly"), p.h.Clock().Day()
	do := func(name string, in any, who ...bool) {
		a, _ := p.h.Noun(ref.Inspection).Act(name)
		by := office
		if len(who) > 0 {
			by = clerk
		}
		r, err := a.Do(p.Context(), noun.Call{ID: id, In: in, Command: act.Command{Actor: by}})
		if err != nil {
			p.Fatal(name, err)
		}
		if id == 0 {
			id = r.Object.ID
		}
	}
	all, _ := p.h.DB.AllOf(p.Context(), ref.Inspection, 1)
	var like *inspections.Inspection
	for _, x := range all {
		if x := x.(*inspections.Inspection); x.State == inspections.Ahead && x.Target == clerk.Grants[0].Unit {
			like = x
		}
	}
	if like == nil {
		p.Fatal("the demonstration plans no inspection of 曙坪镇")
	}
	do("add", &inspections.Inspection{Sort: inspections.Daily, Body: like.Body, Target: like.Target, Leader: like.Leader,
		Subject: fmt.Sprint("检查", n), Begins: today, Ends: today})
	if state == inspections.Ahead {
		return id, 0
	}
	do("start", &inspections.Starting{On: today})
	do("find", &inspections.Finding{What: fmt.Sprint("问题", n), Level: problem.Slight, Measure: "改",
		Leader: p.actor("shuping").Person, Handler: clerk.Person})
	found, _ := p.h.DB.AllOf(p.Context(), ref.Finding, 1)
	finding = found[len(found)-1].Head().ID
	do("note", &inspections.Noted{Methods: inspections.Methods{Read: true}, Seen: fmt.Sprint("看了", n)})
	if state == inspections.Started {
		return id, finding
	}
	do("tell", &inspections.Feedback{On: today, Hearers: "班子", Opinion: fmt.Sprint("改", n)})
	if state == inspections.Told {
		return id, finding
	}
	do("report", &noun.Said{Text: fmt.Sprint("改了", n)}, true)
	if state == inspections.Reported {
		return id, finding
	}
	do("recheck", &inspections.Rechecking{Result: inspections.Found, Checked: fmt.Sprint("好", n)})
	return id, finding
}
