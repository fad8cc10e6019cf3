package app

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// duties are the responsibilities of this year: those of the past one have ended.
func (v *visitors) duties() (out []*responsibility.Duty) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Responsibility, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		if d := x.(*responsibility.Duty); d.Year == int64(v.h.Clock().Day().Year()) {
			out = append(out, d)
		}
	}
	return out
}

// A county's own table is read: its headings, years and points as they are written,
// what is there already, what is new, what is wrong.
func TestDutiesAsCountiesWriteThem(t *testing.T) {
	t.Parallel()
	ctx, v := context.Background(), visit(t)
	x := v.duties()[0]
	body, _ := v.county.Body(x.Body)
	name := filepath.Join(t.TempDir(), "责任清单.csv")
	rows := []string{"XX县责任清单,,,,,,,,,", "序号,编号,年度,责任主体,责任层级,责任类别,责任事项,工作要求,履责频次,完成时限,分值",
		fmt.Sprintf("1,%s,%d年,%s,班子,组织领导,%s,逢会必讲,每月一次,,4.5分", x.Number, x.Year, body.Name, x.Duty),
		"2,,2026年度," + body.Name + ",科室人员,支持保障,保管会议记录,,随时,2026年12月20日,0.25",
		"3,,2026,没有这样的党委,班子,组织领导,研究工作,,,,1", "4,,2026," + body.Name + ",班子,组织领导,研究工作,,,,1.234",
		"5,,2026," + body.Name + ",主管,组织领导,研究工作,,,,1"}
	if err := os.WriteFile(name, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	list, _, err := v.h.Import(ctx, []string{name}, ImportOptions{SkipBad: true})
	if err != nil || !list[0].Written {
		t.Fatal(list, err)
	}
	if r := list[0]; r.New != 1 || r.Changed != 1 || len(r.Errors) != 3 || r.Errors[0].Row != 5 {
		t.Errorf("%+v", r)
	}
	found := false
	for _, d := range v.duties() {
		if d.Duty == "保管会议记录" {
			found = d.Year == 2026 && d.Points == 25 && d.Body == x.Body && d.Unit == body.Unit && d.Level == "staff" &&
				d.Number == "" && d.Due == when.Date(2026, 12, 20)
		}
		if d.ID == x.ID && (d.Points != 450 || d.Requirement != "逢会必讲" || d.Frequency != "monthly" || d.Proof != x.Proof) {
			t.Errorf("the row was not taken over, or what it says nothing of did not stay: %+v", d)
		}
	}
	if !found {
		t.Error("a new duty was not taken in as it is written")
	}
	w := v.ask("zhuti-jb", "GET", "/responsibilities?tab=nobody&year=2026&level=staff")
	if w.Code != 200 || !strings.Contains(w.Body.String(), "保管会议记录") || !strings.Contains(w.Body.String(), "0.25") {
		t.Error("what nobody answers for by name is not found by its tab", w.Code)
	}
}

// A unit writes its own bodies' duties and an office those of its side; a page says
// beside the field what is wrong and loses nothing.
func TestWhoseDuties(t *testing.T) {
	t.Parallel()
	v := visit(t)
	clerk := v.actor("shuping-lly")
	var own, foreign, other *responsibility.Duty
	for _, d := range v.duties() {
		mine := access.Can(clerk, "responsibility.change", responsibility.Shape.Object(d))
		switch {
		case mine && own == nil:
			own = d
		case !mine && d.Side == actor.Principal && foreign == nil && d.State == responsibility.InForce:
			foreign = d
		case !mine && d.Side == actor.Supervisory && other == nil:
			other = d
		}
	}
	if own == nil || foreign == nil || other == nil {
		t.Fatal("the demonstration has not all kinds", own, foreign, other)
	}
	end := func(login string, d *responsibility.Duty, key string) int {
		form := url.Values{"key": {key}, "on": {v.h.Clock().Day().String()}, "reason": {"合并"}}
		return v.send(login, "POST", "/responsibilities/"+d.ID.String()+"/do/end", form).Code
	}
	before := v.entries()
	for _, c := range []struct {
		login string
		d     *responsibility.Duty
		want  int
	}{{"shuping-lly", foreign, 403}, {"jiandu-jb", own, 403}, {"zhuti-jb", other, 403}, {"", own, 401},
		{"xitong", own, 404}} {
		if got := end(c.login, c.d, "k-"+c.login+c.d.ID.String()); got != c.want {
			t.Errorf("%s ends a duty of %d: %d, want %d", c.login, c.d.Body, got, c.want)
		}
	}
	form := url.Values{"key": {"p"}, "version": {fmt.Sprint(foreign.Version)}, "reason": {"更正"}}
	for _, f := range responsibility.Fields.Asked() {
		form.Set(f.Name, f.Typed(foreign))
	}
	at := "/responsibilities/" + foreign.ID.String() + "/do/change"
	for value, say := range map[string]string{"两分": "最多两位小数", "1000.01": "1000", "1.005": "最多两位小数"} {
		form.Set("points", value)
		w := v.send("zhuti-jb", "POST", at, form)
		body := w.Body.String()
		if w.Code != 422 || !strings.Contains(body, say) || !strings.Contains(body, `value="`+value+`"`) {
			t.Errorf("points %q: %d", value, w.Code)
		}
	}
	if n := v.entries() - before; n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}
	form.Set("points", "3.5")
	if w := v.send("zhuti-jb", "POST", at, form); w.Code != 303 {
		t.Errorf("points of half: %d", w.Code)
	}
	form = url.Values{"key": {"h"}, "version": {fmt.Sprint(own.Version)}, "reason": {"转给别人"}}
	for _, f := range responsibility.Fields.Asked() {
		form.Set(f.Name, f.Typed(own))
	}
	form.Set("body", foreign.Body.String())
	form.Set("person", "")
	form.Set("proof", "不能丢的一句话")
	form.Set("number", "另-01")
	for _, at := range []string{"/responsibilities", "/responsibilities/" + own.ID.String() + "/do/change"} {
		if w := v.send("shuping-lly", "POST", at, form); w.Code != 403 || !strings.Contains(w.Body.String(), "不能丢的一句话") {
			t.Errorf("%s hands a duty to another unit: %d, or what was typed is lost", at, w.Code)
		}
	}
	first, second := end("shuping-lly", own, "twice"), end("shuping-lly", own, "twice")
	if n := v.entries() - before; first != 303 || second != 303 || n != 2 {
		t.Errorf("a double click: %d, %d, %d entries", first, second, n)
	}
	for _, d := range v.duties() {
		if d.ID == foreign.ID && d.Points != 350 {
			t.Errorf("3.5 points were kept as %d", d.Points)
		}
	}
}

// A number stands once among the duties in force of a body, also when an ended one
// comes back; another body may have it.
func TestDutyNumbersAreOnce(t *testing.T) {
	t.Parallel()
	ctx, v := context.Background(), visit(t)
	n := v.h.Noun(ref.Responsibility)
	do := func(name string, of *responsibility.Duty, in any) error {
		a, _ := n.Act(name)
		_, err := a.Do(ctx, noun.Call{Command: v.office(of.Side), ID: of.ID, In: in})
		return err
	}
	var x, y *responsibility.Duty // of two bodies of one side
	for _, d := range v.duties() {
		switch {
		case d.State != responsibility.InForce || d.Side != actor.Principal || d.Person != 0:
		case x == nil:
			x = d
		case y == nil && d.Body != x.Body:
			y = d
		}
	}
	again := func(of *responsibility.Duty, number string) error {
		in := *of
		in.Base, in.Number = noun.Base{}, number
		return do("add", &responsibility.Duty{Base: noun.Base{Side: of.Side}}, &in)
	}
	taken := func(err error) bool {
		return err != nil && strings.Contains(err.Error(), "responsibility.number.taken")
	}
	if err := again(x, x.Number); !taken(err) {
		t.Errorf("a number twice: %v", err)
	}
	if err := again(x, "另-01"); err != nil {
		t.Error(err)
	}
	if err := again(y, "另-01"); err != nil {
		t.Errorf("the same number of another body: %v", err)
	}
	if err := do("end", x, &noun.Ending{On: v.h.Clock().Day(), Reason: "合并"}); err != nil {
		t.Fatal(err)
	}
	if err := again(x, x.Number); err != nil {
		t.Errorf("the number of what has ended: %v", err)
	}
	if err := do("resume", x, &noun.Ending{Reason: "误"}); !taken(err) {
		t.Errorf("put back beside its successor: %v", err)
	}
}
