package app

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

func (v *visitors) tasks() map[ref.ID]*task.Task {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Task, 1)
	if err != nil {
		v.Fatal(err)
	}
	out := map[ref.ID]*task.Task{}
	for _, x := range all {
		out[x.Head().ID] = x.(*task.Task)
	}
	return out
}

// do does an act on a task as somebody; the refusal's key is handed back.
func (v *visitors) doTask(login, name string, id ref.ID, in any) (ref.ID, string) {
	v.Helper()
	a, ok := v.h.Noun(ref.Task).Act(name)
	if !ok {
		v.Fatal("no act ", name)
	}
	r, err := a.Do(context.Background(), noun.Call{ID: id, In: in, Command: act.Command{Actor: v.actor(login)}})
	if err != nil {
		return 0, err.Error()
	}
	return r.Object.ID, ""
}

// newTask is a task of the county, of this year.
func (v *visitors) newTask(body ref.ID, period string) *task.Task {
	year := int64(v.h.Clock().Day().Year())
	return &task.Task{Year: year, Origin: task.OfCommittee, Category: "key", Task: "专项检查" + period, Body: body,
		Period: period}
}

// A task of the county is broken down to several at once; the parts keep within its
// time; when the last is accepted it can be delivered itself. The unit delivers, the
// office accepts, and nobody what they delivered.
func TestTaskIsBrokenDown(t *testing.T) {
	t.Parallel()
	v := visit(t)
	county, _ := v.county.Single(bodies.CountyCommittee)
	whole, no := v.doTask("zhuti-jb", "add", 0, v.newTask(county.ID, "年底前"))
	if no != "" {
		t.Fatal(no)
	}
	wants := func(no, key string) {
		t.Helper()
		if key == "" && no != "" || !strings.Contains(no, key) {
			t.Errorf("answered %q, want %q", no, key)
		}
	}
	parted := func(whom, period string) string {
		_, no := v.doTask("zhuti-jb", "break-down", whole, &task.Parted{Whom: whom, Period: period})
		return no
	}
	before := len(v.tasks())
	wants(parted("曙坪镇\n没有这个局", ""), "task.whom.unknown")
	wants(parted("曙坪镇", fmt.Sprintf("%d-01-31", v.h.Clock().Day().Year()+1)), "task.period.parent")
	if n := len(v.tasks()) - before; n != 0 {
		t.Errorf("%d parts of what was refused", n)
	}
	wants(parted("曙坪镇、财政局\n曙坪镇", "12月20日前"), "")
	wants(parted("财政局", ""), "task.whom.twice")
	var parts []*task.Task
	for _, x := range v.tasks() {
		if x.Parent == whole {
			parts = append(parts, x)
		}
	}
	if len(parts) != 2 || v.tasks()[whole].Stage != task.Broken {
		t.Fatalf("%d parts, %+v", len(parts), v.tasks()[whole])
	}
	hands := map[string]string{"曙坪镇": "shuping-lly", "财政局": "caizheng"}
	for i, x := range parts {
		name := v.county.Name(x.Unit)
		_, no = v.doTask(hands[name], "accept", x.ID, nil)
		wants(no, "access.forbidden")
		_, no = v.doTask(hands[name], "deliver", x.ID, &task.Said{Text: "已完成"})
		wants(no, "")
		_, no = v.doTask(hands[name], "accept", x.ID, nil)
		wants(no, "access.")
		w := v.ask("zhuti-jb", "GET", "/tasks/"+whole.String())
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, fmt.Sprintf("分解 2 项，办结 %d 项", i)) ||
			!strings.Contains(body, "/tasks/"+x.ID.String()) {
			t.Errorf("the page does not roll its parts up: %d", w.Code)
		}
		if i == 0 {
			_, no = v.doTask("zhuti-jb", "send-back", x.ID, &task.Said{Text: "缺少会议记录"})
			wants(no, "input.too-short")
			_, no = v.doTask("jiandu-jb", "accept", x.ID, nil) // of the other side
			wants(no, "access.forbidden")
		}
		_, no = v.doTask("zhuti-jb", "accept", x.ID, nil)
		wants(no, "")
	}
	if x := v.tasks()[whole]; x.Stage != task.Ready || x.MayDeliver() != nil {
		t.Errorf("all parts are done: %+v", x)
	}
	_, no = v.doTask("zhuti-jb", "deliver", whole, &task.Said{Text: "各单位均已完成"})
	wants(no, "")
	_, no = v.doTask("zhuti-jb", "accept", whole, nil)
	wants(no, "access.own-request")
	_, no = v.doTask("zhuti", "accept", whole, nil)
	wants(no, "")
	if w := v.ask("zhuti-jb", "GET", "/tasks?tab=done&q=专项检查"); !strings.Contains(w.Body.String(), "专项检查年底前") {
		t.Error("what is done does not stand in its tab")
	}
}

// A unit writes its own tasks, which its leaders accept, and none of the county's.
func TestTasksOfAUnit(t *testing.T) {
	t.Parallel()
	v := visit(t)
	body := task.Keepers(v.county, v.county.ByName("曙坪镇"))[0]
	if _, no := v.doTask("shuping-lly", "add", 0, v.newTask(body, "12月底前")); !strings.Contains(no, "access.forbidden") {
		t.Errorf("a unit writes a task of the county: %q", no)
	}
	own := v.newTask(body, "每季度末")
	own.Origin = task.OfUnit
	id, no := v.doTask("shuping-lly", "add", 0, own)
	if no != "" {
		t.Fatal(no)
	}
	bad := v.newTask(body, "13月底前")
	bad.Origin = task.OfUnit
	if _, no := v.doTask("shuping-lly", "add", 0, bad); !strings.Contains(no, "task.period.form") {
		t.Errorf("13月底前: %q", no)
	}
	w := v.send("shuping-lly", "POST", "/tasks/"+id.String()+"/do/report", url.Values{"key": {"r"},
		"progress": {"第一季度已研究"}, "round": {"1"}})
	if x := v.tasks()[id]; w.Code != 303 || x.Reached != 1 {
		t.Errorf("%d, %+v", w.Code, x)
	}
	page := v.ask("shuping-lly", "GET", "/tasks/"+id.String()).Body.String()
	if !strings.Contains(page, "已完成 1/4 期") || !strings.Contains(page, "每季度末") {
		t.Error("the page does not say how many quarters are done")
	}
	for _, tab := range []string{"mine", "overdue", "open"} {
		w := v.ask("shuping-lly", "GET", "/tasks?tab="+tab+"&q="+url.QueryEscape("专项检查"))
		if w.Code != 200 || !strings.Contains(w.Body.String(), "每季度末") {
			t.Errorf("the unit sees nothing in %s: %d", tab, w.Code)
		}
	}
	if w := v.ask("caizheng", "GET", "/tasks?tab=mine&q="+url.QueryEscape("专项检查每季度末")); strings.Contains(
		w.Body.String(), "/tasks/"+id.String()) {
		t.Error("a task of another unit is mine")
	}
}

// What falls due soon waits on the workbench of the unit's clerk, what was delivered on
// the office's, and nothing for those who cannot do it.
func TestTasksWait(t *testing.T) {
	t.Parallel()
	v := visit(t)
	body := task.Keepers(v.county, v.county.ByName("曙坪镇"))[0]
	soon := v.newTask(body, v.h.Clock().Day().String())
	id, no := v.doTask("zhuti-jb", "add", 0, soon)
	if no != "" {
		t.Fatal(no)
	}
	waits := func(login, act string) bool {
		w := v.ask(login, "GET", "/")
		return strings.Contains(w.Body.String(), "/tasks/"+id.String()+"/do/"+act)
	}
	if !waits("shuping-lly", "deliver") || waits("zhuti-jb", "accept") || waits("caizheng", "deliver") {
		t.Error("a task at hand does not wait for the unit’s clerk alone")
	}
	if _, no := v.doTask("shuping-lly", "deliver", id, &task.Said{Text: "已完成"}); no != "" {
		t.Fatal(no)
	}
	if waits("shuping-lly", "deliver") || !waits("zhuti-jb", "accept") || waits("jiandu-jb", "accept") {
		t.Error("what was delivered does not wait for the office of its side alone")
	}
}

// A late task offers an order, whose form it fills; once one is issued there is no
// second, and closed or withdrawn it may be ordered anew.
func TestLateTaskIsOrdered(t *testing.T) {
	t.Parallel()
	v := visit(t)
	body := task.Keepers(v.county, v.county.ByName("财政局"))[0]
	late := v.newTask(body, "元月10日前")
	id, no := v.doTask("zhuti-jb", "add", 0, late)
	if no != "" {
		t.Fatal(no)
	}
	offered := func(login string) bool {
		return strings.Contains(v.ask(login, "GET", "/tasks/"+id.String()).Body.String(), "/orders/new?task="+id.String())
	}
	if !offered("zhuti-jb") || offered("caizheng") {
		t.Error("a late task does not offer an order to the office alone")
	}
	form := v.ask("zhuti-jb", "GET", "/orders/new?task="+id.String())
	if body := form.Body.String(); form.Code != 200 || !strings.Contains(body, late.Task) ||
		!strings.Contains(body, `name="task" value="`+id.String()+`"`) {
		t.Errorf("the form of the order is not filled: %d", form.Code)
	}
	draft := func() ref.ID {
		t.Helper()
		team := v.county.Team(v.unit("财政局"))
		r, err := v.h.Orders.Draft(context.Background(), v.office(actor.Principal), actor.Principal, order.DraftInput{
			Task: id, Subject: late.Task, Content: late.Task, Quality: "按要求完成", Source: order.FromTask,
			Urgency: order.Ordinary,
			Unit:    v.unit("财政局"), Leader: team.Leaders[0], Handler: team.Posted[0], Due: v.h.Clock().Day() + 20,
			Measures: measure.List{{Text: "立即检查"}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.h.Orders.Submit(context.Background(), v.office(actor.Principal), r.Object.ID); err != nil {
			t.Fatal(err)
		}
		return r.Object.ID
	}
	first, second := draft(), draft()
	head := act.Command{Actor: v.actor("zhuti")}
	if _, err := v.h.Orders.Issue(context.Background(), head, first); err != nil {
		t.Fatal(err)
	}
	if _, err := v.h.Orders.Issue(context.Background(), head, second); err == nil ||
		!strings.Contains(err.Error(), "order.task-has-order") {
		t.Errorf("a second order: %v", err)
	}
	if x := v.tasks()[id]; x.Supervision != first || offered("zhuti-jb") {
		t.Errorf("the task does not know its order: %+v", x)
	}
	shown := func(at string) string { return v.ask("zhuti-jb", "GET", at).Body.String() }
	if !strings.Contains(shown("/tasks/"+id.String()), "/orders/"+first.String()) {
		t.Error("the task does not lead to its order")
	}
	if !strings.Contains(shown("/orders/"+first.String()), "/tasks/"+id.String()) {
		t.Error("the order does not lead to its task")
	}
	if _, err := v.h.Orders.Withdraw(context.Background(), head, first, "另行督办"); err != nil {
		t.Fatal(err)
	}
	if x := v.tasks()[id]; x.Supervision != 0 {
		t.Errorf("the order is withdrawn: %+v", x)
	}
	if _, err := v.h.Orders.Issue(context.Background(), head, second); err != nil {
		t.Error(err)
	}
}
