package app

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuangze/internal/duty"
	"shuangze/internal/institutions/liaison"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// A third unit is refused, the member alone confirms, the problem that was found and the
// visit lead to each other, and a visit that was confirmed is not rewritten.
func TestVisitsOfLinks(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		all, err := v.h.DB.AllOf(ctx, ref.Link, 1)
		if err != nil {
			t.Fatal(err)
		}
		var own *liaison.Link // of 陈立川, who signs in as lingdao
		for _, x := range all {
			if l := x.(*liaison.Link); strings.HasPrefix(l.Label, "陈立川") && int(l.Year) == today.Year() {
				own = l
			}
		}
		if own == nil {
			t.Fatal("the demonstration has no such link")
		}
		link := func(unit string) *liaison.Link {
			return &liaison.Link{Year: own.Year, Body: own.Body, Member: own.Member, Point: v.unit(unit), Since: own.Since}
		}
		for _, x := range []struct{ by, unit, want string }{
			{"shuping-lly", "水利局", "access.forbidden"},
			{"zhuti-jb", "曙坪镇", "point link.point.taken"},
			{"zhuti-jb", "财政局", ""},
			{"zhuti-jb", "水利局", "member link.member.full"},
		} {
			if _, no := v.does(x.by, ref.Link, "add", 0, link(x.unit)); no != x.want {
				t.Errorf("%s links %s: %q", x.by, x.unit, no)
			}
		}
		in := &liaison.Visit{Link: own.ID, PaidOn: today, Place: "会议室", Checked: "听取汇报", Steps: "限期整改",
			Problems: [liaison.ProblemsMost]string{"没有会议记录"}}
		id, no := v.does("zhuti-jb", ref.Visit, "add", 0, in)
		if no != "" {
			t.Fatal(no)
		}
		if _, no := v.does("zhuti-jb", ref.Visit, "confirm", id, nil); no != "access.forbidden" {
			t.Errorf("the office confirms: %q", no)
		}
		if _, no := v.does("lingdao", ref.Visit, "confirm", id, nil); no != "" {
			t.Fatal(no)
		}
		x, _, err := v.h.DB.One(ctx, ref.Visit, id)
		if err != nil {
			t.Fatal(err)
		}
		done := x.(*liaison.Visit)
		if done.State != liaison.Confirmed || done.Found[0] == 0 || done.Found[1] != 0 {
			t.Fatalf("%+v", done)
		}
		p, _, err := v.h.DB.Problem(ctx, done.Found[0])
		if err != nil || p.Origin != "visit/"+id.String() || p.Unit != own.Unit || p.Facts != "没有会议记录" {
			t.Errorf("%v, %+v", err, p)
		}
		v.sees(v.ask("zhuti-jb", "GET", "/problems/"+p.ID.String()), 200, "/visits/"+id.String())
		v.sees(v.ask("zhuti-jb", "GET", "/visits/"+id.String()), 200, "/problems/"+p.ID.String())
		if _, no := v.does("zhuti-jb", ref.Visit, "withdraw", id, &noun.Said{Text: "错了"}); no != "visit.not-now" {
			t.Errorf("withdrawn after it was confirmed: %q", no)
		}
		if w := v.ask("caizheng-jb", "GET", "/visits/"+id.String()); w.Code != 404 {
			t.Errorf("another unit sees it: %d", w.Code)
		}
		found := false
		for _, d := range v.h.dutiesOf(t) {
			if d.Rule == "liaison-first" && d.Body == own.Body && d.State == duty.Done {
				found = true
			}
		}
		if !found {
			t.Error("no duty of the first responsible person was done by a visit")
		}
		v.correctsVisit(id, done)
		v.visitsEachUnit(own)
		v.sees(v.ask("zhuti-jb", "GET", "/links/assign"), 200, "贺兰亭", `name="take"`)
	})
}

// visitsEachUnit puts back the duty of the quarter of who links own and 财政局: it waits for the second unit, says so,
// and is done with the visit there, on its day.
func (v *visitors) visitsEachUnit(own *liaison.Link) {
	v.Helper()
	ctx, today := context.Background(), v.h.Clock().Day()
	var x *duty.Duty
	for _, d := range v.h.dutiesOf(v.T) {
		if d.Rule == "liaison-first" && d.Body == own.Body && d.BeginsOn <= today && today <= d.EndsOn {
			x = d
		}
	}
	if x == nil {
		v.Fatal("no duty to visit in the quarter")
	}
	if _, no := v.does("zhuti-jb", ref.Duty, "reopen", x.ID, &duty.Reason{Reason: "还有一个单位"}); no != "" {
		v.Fatal(no)
	}
	paid := func(link ref.ID) {
		v.Helper()
		id, no := v.does("zhuti-jb", ref.Visit, "add", 0, &liaison.Visit{Link: link, PaidOn: today, Place: "会议室",
			Checked: "听取汇报", Steps: "限期整改"})
		if no != "" {
			v.Fatal(no)
		}
		if _, no := v.does("lingdao", ref.Visit, "confirm", id, nil); no != "" {
			v.Fatal(no)
		}
	}
	now := func() *duty.Duty {
		d, _, err := v.h.DB.One(ctx, ref.Duty, x.ID)
		if err != nil {
			v.Fatal(err)
		}
		return d.(*duty.Duty)
	}
	paid(own.ID)
	if d := now(); d.State != duty.Open {
		v.Errorf("one of two units was visited, and the duty is %s", d.State)
	}
	at := "/scheduled/" + x.ID.String()
	v.sees(v.ask("zhuti-jb", "GET", at), 200, "还没有走访：财政局")
	second, err := v.h.DB.Fulfilling(ctx, ref.Link, 1, noun.Cond{Column: "member", Num: []int64{int64(own.Member)}},
		noun.Cond{Column: "unit", Num: []int64{int64(v.unit("财政局"))}})
	if err != nil || len(second) != 1 {
		v.Fatal(len(second), err)
	}
	paid(second[0].Head().ID)
	if d := now(); d.State != duty.Done || d.DoneOn != today {
		v.Errorf("both units were visited, and the duty is %s of %s", d.State, d.DoneOn)
	}
	if w := v.ask("zhuti-jb", "GET", at); strings.Contains(w.Body.String(), "还没有走访") {
		v.Error("the duty is done and waits for a unit")
	}
}

// correctsVisit corrects a visit that was confirmed: once at a time; the old one counts until the new one does,
// and again where that is taken off; what was found is on the list once.
func (v *visitors) correctsVisit(id ref.ID, done *liaison.Visit) {
	v.Helper()
	now := func(id ref.ID) *liaison.Visit {
		x, _, err := v.h.DB.One(context.Background(), ref.Visit, id)
		if err != nil {
			v.Fatal(err)
		}
		return x.(*liaison.Visit)
	}
	do := func(login, act string, id ref.ID, in any, want string) ref.ID {
		v.Helper()
		made, no := v.does(login, ref.Visit, act, id, in)
		if no != want {
			v.Errorf("%s by %s: %q, not %q", act, login, no, want)
		}
		return made
	}
	right := *done
	right.Place, right.Problems[1] = "二楼会议室", "台账不全"
	do("zhuti-jb", "correct", id, &noun.Changed{V: done, Reason: "地点写错"}, " field.unchanged")
	for _, confirmed := range []bool{false, true} {
		do("zhuti-jb", "correct", id, &noun.Changed{V: &right}, "reason input.required")
		next := do("zhuti-jb", "correct", id, &noun.Changed{V: &right, Reason: "地点写错"}, "")
		do("zhuti-jb", "correct", id, &noun.Changed{V: &right, Reason: "再改"}, "visit.corrected-already")
		if old, x := now(id), now(next); old.State != liaison.Confirmed || old.CorrectedBy != next || x.Corrects != id ||
			x.Link != done.Link || x.State != liaison.Recorded || old.Place != done.Place {
			v.Errorf("%+v\n%+v", old, x)
		}
		v.sees(v.ask("zhuti-jb", "GET", "/visits/"+id.String()), 200, "/visits/"+next.String())
		if !confirmed {
			do("zhuti-jb", "withdraw", next, &noun.Said{Text: "没有写错"}, "")
			if old := now(id); old.State != liaison.Confirmed || old.CorrectedBy != 0 {
				v.Errorf("after the correction was taken off: %+v", old)
			}
			continue
		}
		do("lingdao", "confirm", next, nil, "")
		if old, x := now(id), now(next); old.State != noun.Corrected || x.State != liaison.Confirmed ||
			x.Found[0] != old.Found[0] || x.Found[1] == 0 {
			v.Errorf("%+v\n%+v", old, x)
		}
	}
}

// liaisonWrites are the writes of links, of a member who has no account, and of visits to a unit that lingdao links.
func (p *programs) liaisonWrites(deeds map[string]func() write, next func() int) {
	today := p.h.Clock().Day()
	links := func(own bool) (out []*liaison.Link) {
		all, err := p.h.DB.AllOf(context.Background(), ref.Link, 1)
		if err != nil {
			p.Fatal(err)
		}
		for _, x := range all {
			l := x.(*liaison.Link)
			if strings.HasPrefix(l.Label, "陈立川") == own && int(l.Year) == today.Year() && l.State == noun.InForce {
				out = append(out, l)
			}
		}
		return out
	}
	do := func(login string, of ref.Kind, name string, id ref.ID, in any) ref.ID {
		made, no := p.does(login, of, name, id, in)
		if no != "" {
			p.Fatal(name, ": ", no)
		}
		return made
	}
	like := links(false)[0]
	// free ends what the member links, so that there is room for another unit.
	free := func() {
		for _, l := range links(false) {
			if l.Member == like.Member || l.Point == p.unit("水利局") {
				do("zhuti-jb", ref.Link, "end", l.ID, &noun.Ending{On: today, Reason: "调整分工"})
			}
		}
	}
	link := func() *liaison.Link {
		free()
		return &liaison.Link{Year: like.Year, Body: like.Body, Member: like.Member, Point: p.unit("水利局"),
			Since: today - when.Day(next()%25)}
	}
	linked := func() (ref.ID, int64) {
		return do("zhuti-jb", ref.Link, "add", 0, link()), 1
	}
	body := func(l *liaison.Link, more string) string {
		return fmt.Sprintf(`{"year":%d,"body":%d,"member":%d,"point":%d,"since":"%s"%s}`, l.Year, l.Body, l.Member, l.Point,
			l.Since, more)
	}
	deeds["addLink"] = func() write { return write{"/links", body(link(), "")} }
	deeds["changeLink"] = func() write {
		id, version := linked()
		l := *like
		l.Point, l.Since = p.unit("水利局"), today-30-when.Day(next()%9)
		return write{fmt.Sprintf("/links/%d/change", id), body(&l, fmt.Sprintf(`,"reason":"更正","version":%d`, version))}
	}
	deeds["endLink"] = func() write {
		id, _ := linked()
		return write{fmt.Sprintf("/links/%d/end", id), fmt.Sprintf(`{"on":"%s","reason":"调整分工%d"}`, today, next())}
	}
	deeds["resumeLink"] = func() write {
		id, _ := linked()
		free()
		return write{fmt.Sprintf("/links/%d/resume", id), fmt.Sprintf(`{"reason":"停错了%d"}`, next())}
	}
	visit := func() *liaison.Visit {
		return &liaison.Visit{Link: links(true)[0].ID, PaidOn: today, Place: "会议室", Checked: fmt.Sprint("听取汇报", next()),
			Steps: "限期整改"}
	}
	text := func(v *liaison.Visit, more string) string {
		return fmt.Sprintf(`{"paidOn":"%s","place":"%s","checked":"%s","steps":"%s"%s}`, v.PaidOn, v.Place, v.Checked,
			v.Steps, more)
	}
	paid := func() ref.ID { return do("zhuti-jb", ref.Visit, "add", 0, visit()) }
	deeds["addVisit"] = func() write {
		v := visit()
		return write{"/visits", text(v, fmt.Sprintf(`,"link":%d`, v.Link))}
	}
	deeds["changeVisit"] = func() write {
		v := visit()
		return write{fmt.Sprintf("/visits/%d/change", paid()), text(v,
			fmt.Sprintf(`,"link":%d,"reason":"补写","version":1`, v.Link))}
	}
	deeds["withdrawVisit"] = func() write {
		return write{fmt.Sprintf("/visits/%d/withdraw", paid()), fmt.Sprintf(`{"why":"重复%d"}`, next())}
	}
	deeds["confirmVisit"] = func() write { return write{fmt.Sprintf("/visits/%d/confirm", paid()), ""} }
	deeds["correctVisit"] = func() write {
		id := paid()
		do("lingdao", ref.Visit, "confirm", id, nil)
		return write{fmt.Sprintf("/visits/%d/correct", id), text(visit(), `,"reason":"地点写错"`)}
	}
}

// A sheet as offices keep it: a third unit of one member, and a second member for a unit, are said beside the row
// before anything is taken in; the assignment page leads to the other year.
func TestLinkSheet(t *testing.T) {
	v := visit(t)
	all, err := v.h.DB.AllOf(context.Background(), ref.Link, 1)
	if err != nil {
		t.Fatal(err)
	}
	var l *liaison.Link
	for _, x := range all {
		if x := x.(*liaison.Link); x.State == noun.InForce && int(x.Year) == v.h.Clock().Day().Year() {
			l = x
		}
	}
	who, _ := v.county.Person(l.Member)
	body, _ := v.county.Body(l.Body)
	f, next := excelize.NewFile(), int(l.Year)+1
	rows := [][]any{{"联系年度", "常委会", "包联领导", "包联单位", "起始日期"}}
	for _, unit := range []string{"曙坪镇", "钟宝镇", "上竹镇"} {
		rows = append(rows, []any{next, body.Name, who.Name, unit, when.Date(next, 1, 1).String()})
	}
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	full := fmt.Sprintf("%d 年已经联系了 2 个单位", next)
	v.sees(v.upload("zhuti", "/import", "联系点.xlsx", b.Bytes()), 200, full, who.Name+"—曙坪镇")
	v.sees(v.ask("zhuti", "GET", "/links/assign"), 200, fmt.Sprintf("/links/assign?year=%d", next))
	v.sees(v.ask("zhuti", "GET", fmt.Sprintf("/links/assign?year=%d", next)), 200,
		fmt.Sprintf("/links/assign?year=%d", next-1))
	v.sees(v.ask("zhuti", "GET", "/links?tab=all&member="+l.Member.String()), 200, who.Name)
	v.sees(v.ask("zhuti", "GET", "/links?tab=all&unit="+l.Point.String()), 200, l.Label)
}
