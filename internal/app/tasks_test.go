package app

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/demo"
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

// newTask is a task of the county, of this year.
func (v *visitors) newTask(body ref.ID, period string) *task.Task {
	year := int64(v.h.Clock().Day().Year())
	return &task.Task{Year: year, Origin: task.OfCommittee, Category: "key", Task: "专项检查" + period, Body: body,
		Period: period}
}

func (v *visitors) personName(id ref.ID) string {
	p, _ := v.county.Person(id)
	return p.Name
}

// admit opens an account for somebody of the register and signs in with it.
func (v *visitors) admit(login string, person ref.ID) {
	v.Helper()
	ctx := context.Background()
	const first = "first-password-of-somebody"
	_, err := v.h.Accounts.Create(ctx, act.Command{Actor: actor.Machine(1, "test")},
		account.New{Login: login, Name: v.personName(person), Person: person, Password: first})
	if err == nil {
		v.cookies[login], err = v.h.Accounts.SignIn(ctx, login, first, "", "test")
	}
	if err == nil {
		_, err = v.h.Accounts.ChangePassword(ctx, act.Command{Actor: v.actor(login)}, "", first, demo.Password)
	}
	if err == nil {
		v.cookies[login], err = v.h.Accounts.SignIn(ctx, login, demo.Password, "", "test")
	}
	if err != nil {
		v.Fatal(login, err)
	}
}

// A task of the county is broken down to several at once; the parts keep within its
// time; when the last is accepted it can be delivered itself. The unit delivers, the
// office accepts, and nobody what they delivered.
func TestTaskIsBrokenDown(t *testing.T) { eachEngine(t, taskIsBrokenDown) }

func taskIsBrokenDown(t *testing.T, v *visitors) {
	county, _ := v.county.Single(bodies.CountyCommittee)
	whole, no := v.does("zhuti-jb", ref.Task, "add", 0, v.newTask(county.ID, "年底前"))
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
		_, no := v.does("zhuti-jb", ref.Task, "break-down", whole, &task.Parted{Whom: whom, Period: period})
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
	shorter := *v.tasks()[whole]
	shorter.Period = "11月底前"
	_, no = v.does("zhuti-jb", ref.Task, "change", whole, &noun.Changed{V: &shorter, Reason: "提前完成"})
	wants(no, "task.period.parts") // a part would outlive it
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
		_, no = v.does(hands[name], ref.Task, "accept", x.ID, nil)
		wants(no, "access.forbidden")
		_, no = v.does(hands[name], ref.Task, "deliver", x.ID, &task.Said{Text: "已完成"})
		wants(no, "")
		_, no = v.does(hands[name], ref.Task, "accept", x.ID, nil)
		wants(no, "access.")
		w := v.ask("zhuti-jb", "GET", "/tasks/"+whole.String())
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, fmt.Sprintf("分解 2 项，办结 %d 项", i)) ||
			!strings.Contains(body, "/tasks/"+x.ID.String()) {
			t.Errorf("the page does not roll its parts up: %d", w.Code)
		}
		if i == 0 {
			_, no = v.does("zhuti-jb", ref.Task, "send-back", x.ID, &task.Said{Text: "缺少会议记录"})
			wants(no, "input.too-short")
			_, no = v.does("jiandu-jb", ref.Task, "accept", x.ID, nil) // of the other side
			wants(no, "access.forbidden")
		}
		_, no = v.does("zhuti-jb", ref.Task, "accept", x.ID, nil)
		wants(no, "")
	}
	if x := v.tasks()[whole]; x.Stage != task.Ready || x.MayDeliver() != nil {
		t.Errorf("all parts are done: %+v", x)
	}
	_, no = v.does("zhuti-jb", ref.Task, "deliver", whole, &task.Said{Text: "各单位均已完成"})
	wants(no, "")
	_, no = v.does("zhuti-jb", ref.Task, "accept", whole, nil)
	wants(no, "access.own-request")
	_, no = v.does("zhuti", ref.Task, "accept", whole, nil)
	wants(no, "")
	if w := v.ask("zhuti-jb", "GET", "/tasks?tab=done&q=专项检查"); !strings.Contains(w.Body.String(), "专项检查年底前") {
		t.Error("what is done does not stand in its tab")
	}
}

// A unit writes its own tasks, which its leaders accept, and none of the county's.
func TestTasksOfAUnit(t *testing.T) { eachEngine(t, tasksOfAUnit) }

func tasksOfAUnit(t *testing.T, v *visitors) {
	body := task.Keepers(v.county, v.county.ByName("曙坪镇"))[0]
	_, no := v.does("shuping-lly", ref.Task, "add", 0, v.newTask(body, "12月底前"))
	if !strings.Contains(no, "access.forbidden") {
		t.Errorf("a unit writes a task of the county: %q", no)
	}
	own := v.newTask(body, "每季度末")
	own.Origin = task.OfUnit
	id, no := v.does("shuping-lly", ref.Task, "add", 0, own)
	if no != "" {
		t.Fatal(no)
	}
	bad := v.newTask(body, "13月底前")
	bad.Origin = task.OfUnit
	if _, no := v.does("shuping-lly", ref.Task, "add", 0, bad); !strings.Contains(no, "task.period.form") {
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

// What a department has to do is counter-signed by the committee that is responsible
// with it, in one batch, by those who lead it; what is changed is signed anew.
func TestTasksAreCountersigned(t *testing.T) { eachEngine(t, tasksAreCountersigned) }

func tasksAreCountersigned(t *testing.T, v *visitors) {
	committee, _ := v.county.Single(bodies.WorkCommittee)
	first := v.county.FirstResponsible(committee.ID).Person
	v.admit("gongwei", first)
	bureau, town := task.Keepers(v.county, v.county.ByName("财政局"))[0], task.Keepers(v.county, v.county.ByName("曙坪镇"))[0]
	add := func(body ref.ID, period string) ref.ID {
		t.Helper()
		id, no := v.does("zhuti-jb", ref.Task, "add", 0, v.newTask(body, period))
		if no != "" {
			t.Fatal(no)
		}
		return id
	}
	a, b, plain := add(bureau, "12月20日前"), add(bureau, "12月21日前"), add(town, "12月22日前")
	wants := func(login string, id ref.ID, key string) {
		t.Helper()
		if _, no := v.does(login, ref.Task, "countersign", id, nil); !strings.Contains(no, key) {
			t.Errorf("%s is answered %q, want %q", login, no, key)
		}
	}
	for _, login := range []string{"zhuti", "zhuti-jb", "caizheng", "jiandu", "lingdao", "shuping"} {
		wants(login, a, "access.forbidden")
	}
	wants("gongwei", plain, "access.forbidden")
	whose := v.tasks()
	if x := whose[plain]; x.Countersign != "" || x.Countersigner != 0 {
		t.Errorf("a town has a committee of its own: %+v", x)
	}
	team := v.county.Team(v.unit("财政局"))
	leader := &task.Parted{Whom: v.personName(team.Leaders[0])}
	if _, no := v.does("caizheng", ref.Task, "break-down", b, leader); no != "" {
		t.Fatal(no)
	}
	for _, x := range v.tasks() {
		if x.Parent == b && x.Countersign != "" {
			t.Errorf("a part in the same body is signed with its whole: %+v", x)
		}
	}
	tab := func() string { return v.ask("gongwei", "GET", "/tasks?tab=countersign&sort=-new").Body.String() }
	for _, id := range []ref.ID{a, b} {
		if x := whose[id]; x.Countersign != task.Wanted || x.Countersigner != committee.ID {
			t.Fatalf("nobody is asked to counter-sign: %+v", x)
		}
		if !strings.Contains(tab(), "/tasks/"+id.String()) {
			t.Error("what waits does not stand in its tab")
		}
	}
	if strings.Contains(tab(), "/tasks/"+plain.String()) {
		t.Error("what needs no counter-signature stands in the tab")
	}
	gone := add(bureau, "12月23日前")
	if _, no := v.does("zhuti-jb", ref.Task, "end", gone, &noun.Ending{On: v.h.Clock().Day(), Reason: "不再执行"}); no != "" {
		t.Fatal(no)
	}
	if strings.Contains(tab(), "/tasks/"+gone.String()) {
		t.Error("what has ended waits to be counter-signed")
	}
	if w := v.ask("gongwei", "GET", "/"); !strings.Contains(w.Body.String(), "/do/countersign") {
		t.Error("nothing waits on the committee’s workbench")
	}
	w := v.send("gongwei", "POST", "/tasks/many", url.Values{"key": {"batch"}, "act": {"countersign"},
		"id": {a.String(), b.String(), plain.String()}})
	if w.Code != 200 || strings.Count(w.Body.String(), "/tasks/"+a.String()) != 1 {
		t.Errorf("signed in one batch: %d", w.Code)
	}
	for _, id := range []ref.ID{a, b} {
		x := v.tasks()[id]
		if x.Countersign != task.Signed || x.CountersignedBy != first || x.CountersignedOn != v.h.Clock().Day() {
			t.Errorf("who signed, and when: %+v", x)
		}
		wants("gongwei", id, "task.countersigned")
	}
	if x := v.tasks()[plain]; x.Countersign != "" || x.CountersignedBy != 0 {
		t.Errorf("the batch signed what needs none: %+v", x)
	}
	if strings.Contains(tab(), "/tasks/"+a.String()) {
		t.Error("what was signed waits on")
	}
	changed := *v.tasks()[a]
	changed.Detail = "扩大检查范围"
	if _, no := v.does("zhuti-jb", ref.Task, "change", a, &noun.Changed{V: &changed, Reason: "补充"}); no != "" {
		t.Fatal(no)
	}
	if x := v.tasks()[a]; x.Countersign != task.Wanted || x.CountersignedBy != 0 || x.CountersignedOn != 0 {
		t.Errorf("what was changed stays signed: %+v", x)
	}
}

// taskWrites are the writes about tasks that take somebody of the work committee.
func (p *programs) taskWrites(deeds map[string]func() write) {
	deeds["breakDownTask"] = func() write {
		county, _ := p.county.Single(bodies.CountyCommittee)
		id, no := p.does("zhuti-jb", ref.Task, "add", 0, p.newTask(county.ID, "年底前"))
		if no != "" {
			p.Fatal(no)
		}
		return write{"/tasks/" + id.String() + "/break-down", `{"whom":"曙坪镇"}`}
	}
	admitted := false
	admit := func() {
		if admitted {
			return
		}
		admitted = true
		committee, _ := p.county.Single(bodies.WorkCommittee)
		p.admit("gongwei", p.county.FirstResponsible(committee.ID).Person)
		every := access.TokenScopes()
		reads := slices.DeleteFunc(slices.Clone(every), func(s string) bool { return !strings.HasSuffix(s, ":read") })
		for i, into := range []map[string]string{p.all, p.reads} {
			token, _, err := p.h.Accounts.CreateToken(context.Background(), act.Command{Actor: p.actor("gongwei")},
				account.NewToken{Name: "程序", Scopes: [][]string{every, reads}[i], Expires: p.h.Clock().Day() + 2})
			if err != nil {
				p.Fatal(err)
			}
			into["gongwei"] = token
		}
	}
	deeds["countersignTask"] = func() write {
		admit()
		keeper := task.Keepers(p.county, p.county.ByName("财政局"))[0]
		id, no := p.does("zhuti-jb", ref.Task, "add", 0, p.newTask(keeper, "年底前"))
		if no != "" {
			p.Fatal(no)
		}
		return write{"/tasks/" + id.String() + "/countersign", ""}
	}
}

// What was delivered late earns less, by the policy; page, list and API say how much.
func TestLateEarnsLess(t *testing.T) { eachEngine(t, lateEarnsLess) }

func lateEarnsLess(t *testing.T, v *visitors) {
	body := task.Keepers(v.county, v.county.ByName("曙坪镇"))[0]
	done := func(period string) ref.ID {
		t.Helper()
		x := v.newTask(body, period)
		x.Points = 201
		id, no := v.does("zhuti-jb", ref.Task, "add", 0, x)
		for _, a := range []struct {
			login, name string
			in          any
		}{{"shuping-lly", "deliver", &task.Said{Text: "已完成"}}, {"zhuti-jb", "accept", nil}} {
			if no == "" {
				_, no = v.does(a.login, ref.Task, a.name, id, a.in)
			}
		}
		if no != "" {
			t.Fatal(no)
		}
		return id
	}
	late, good := done("元月10日前"), done("12月底前")
	for id, want := range map[ref.ID]string{late: "逾期完成，得 1.01 分（满分 2.01 分）", good: "得 2.01 分"} {
		for _, at := range []string{"/tasks/" + id.String(), "/tasks?tab=done&sort=-new"} {
			if w := v.ask("caizheng", "GET", at); !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s does not say %s", at, want)
			}
		}
	}
}

// What falls due soon waits on the workbench of the unit's clerk, what was delivered on
// the office's, and nothing for those who cannot do it.
func TestTasksWait(t *testing.T) { eachEngine(t, tasksWait) }

func tasksWait(t *testing.T, v *visitors) {
	body := task.Keepers(v.county, v.county.ByName("曙坪镇"))[0]
	soon := v.newTask(body, v.h.Clock().Day().String())
	id, no := v.does("zhuti-jb", ref.Task, "add", 0, soon)
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
	if _, no := v.does("shuping-lly", ref.Task, "deliver", id, &task.Said{Text: "已完成"}); no != "" {
		t.Fatal(no)
	}
	if waits("shuping-lly", "deliver") || !waits("zhuti-jb", "accept") || waits("jiandu-jb", "accept") {
		t.Error("what was delivered does not wait for the office of its side alone")
	}
}

// A late task offers an order, whose form it fills; once one is issued there is no
// second, and closed or withdrawn it may be ordered anew.
func TestLateTaskIsOrdered(t *testing.T) { eachEngine(t, lateTaskIsOrdered) }

func lateTaskIsOrdered(t *testing.T, v *visitors) {
	body := task.Keepers(v.county, v.county.ByName("财政局"))[0]
	late := v.newTask(body, "元月10日前")
	id, no := v.does("zhuti-jb", ref.Task, "add", 0, late)
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
	write := func(side actor.Side) (act.Receipt, error) {
		team := v.county.Team(v.unit("财政局"))
		return v.h.Orders.Draft(context.Background(), v.office(side), side, order.DraftInput{
			Task: id, Subject: late.Task, Content: late.Task, Quality: "按要求完成", Source: order.FromTask,
			Urgency: order.Ordinary,
			Unit:    v.unit("财政局"), Leader: team.Leaders[0], Handler: team.Posted[0], Due: v.h.Clock().Day() + 20,
			Measures: measure.List{{Text: "立即检查"}}})
	}
	if _, err := write(actor.Supervisory); err == nil || !strings.Contains(err.Error(), "order.task-other-side") {
		t.Errorf("an order of the other side: %v", err)
	}
	draft := func() ref.ID {
		t.Helper()
		r, err := write(actor.Principal)
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
	if _, err := v.h.Orders.Withdraw(context.Background(), head, second, "已经交付"); err != nil {
		t.Fatal(err)
	}
	third := draft()
	if _, no := v.does("caizheng", ref.Task, "deliver", id, &task.Said{Text: "已完成"}); no != "" {
		t.Fatal(no)
	}
	if _, err := v.h.Orders.Issue(context.Background(), head, third); err == nil ||
		!strings.Contains(err.Error(), "order.task-has-order") {
		t.Errorf("an order about what was delivered: %v", err)
	}
}
