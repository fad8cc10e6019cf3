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
	"shuangze/internal/lists/power"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

func (v *visitors) powers() (out []*power.Power) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Power, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		out = append(out, x.(*power.Power))
	}
	return out
}

// A county's own table is read: its headings and words, what is there already, what
// is new, what is wrong.
func TestPowersAsCountiesWriteThem(t *testing.T) {
	t.Parallel()
	ctx, v := context.Background(), visit(t)
	was := v.powers()
	name := filepath.Join(t.TempDir(), "权力清单.csv")
	x := was[0]
	body, _ := v.county.Body(x.Body)
	rows := []string{"XX县权力清单,,,,,,,", "序号,职权编码,权力事项,权力类型,实施主体,设定依据,承办机构,公开方式,权力边界",
		fmt.Sprintf("1,%s,%s,决策,%s,%s,党政综合办,内部公开,%s", x.Code, x.Name, body.Name, "《中国共产党章程》第十条", x.Boundary),
		"2,,村级财务审批,执行," + body.Name + ",《中国共产党章程》,财政所,不公开,",
		"3,,没有这样的主体,执行,某某委员会,《中国共产党章程》,办公室,不公开,不得越权",
		"4,,没有这样的类别,胡来," + body.Name + ",《中国共产党章程》,办公室,不公开,不得越权"}
	if err := os.WriteFile(name, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	list, ok, err := v.h.Import(ctx, []string{name}, ImportOptions{})
	if err != nil || ok || list[0].Written {
		t.Fatal("a table with wrong rows was written", ok, err)
	}
	if r := list[0]; r.New != 1 || r.Changed != 1 || len(r.Errors) != 2 || r.Errors[0].Row != 5 || r.Errors[1].Row != 6 {
		t.Errorf("%+v", r)
	}
	if list, _, err = v.h.Import(ctx, []string{name}, ImportOptions{SkipBad: true}); err != nil || !list[0].Written {
		t.Fatal(list, err)
	}
	found := false
	for _, p := range v.powers() {
		if p.Name == "村级财务审批" {
			found = p.Boundary == "" && p.Body == x.Body && p.Unit == body.Unit && p.Category == "execution"
		}
		if p.ID == x.ID && (p.Basis != "《中国共产党章程》第十条" || p.Handler != "党政综合办" || p.Accountability != x.Accountability) {
			t.Errorf("what the table says nothing of did not stay: %+v", p)
		}
	}
	if !found {
		t.Error("a power without a limit was not taken in, or not as its body’s")
	}
	w := v.ask("zhuti-jb", "GET", "/powers?tab=no-boundary")
	if w.Code != 200 || !strings.Contains(w.Body.String(), "村级财务审批") {
		t.Error("what has no limit yet is not found by its tab", w.Code)
	}
	if r, err := v.h.Verify(ctx); err != nil || !r.OK {
		t.Error(r, err)
	}
}

// A unit writes its own body's powers and nobody else's, an office those of its
// side; who may only look is told so, and a forged version changes nothing.
func TestWhosePowers(t *testing.T) {
	t.Parallel()
	v := visit(t)
	clerk := v.actor("shuping-lly")
	var own, foreign, other *power.Power
	for _, p := range v.powers() {
		mine := access.Can(clerk, "power.change", power.Shape.Object(p))
		switch {
		case mine && own == nil:
			own = p
		case !mine && p.Side == actor.Principal && foreign == nil:
			foreign = p
		case !mine && p.Side == actor.Supervisory && other == nil:
			other = p
		}
	}
	if own == nil || foreign == nil || other == nil {
		t.Fatal("the demonstration has not all kinds", own, foreign, other)
	}
	end := func(login string, p *power.Power, key string) int {
		form := url.Values{"key": {key}, "on": {v.h.Clock().Day().String()}, "reason": {"机构撤并"}}
		return v.send(login, "POST", "/powers/"+p.ID.String()+"/do/end", form).Code
	}
	before := v.entries()
	for _, c := range []struct {
		login string
		p     *power.Power
		want  int
	}{{"shuping-lly", foreign, 403}, {"shuping-lly", other, 403}, {"jiandu-jb", own, 403}, {"zhuti-jb", other, 403},
		{"", own, 401}, {"xitong", own, 404}} {
		if got := end(c.login, c.p, "k-"+c.login+c.p.ID.String()); got != c.want {
			t.Errorf("%s ends a power of %d: %d, want %d", c.login, c.p.Body, got, c.want)
		}
	}
	if n := v.entries() - before; n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}
	if got := end("shuping-lly", own, "twice"); got != 303 {
		t.Errorf("a unit ends its own power: %d", got)
	}
	if got := end("shuping-lly", own, "twice"); got != 303 || v.entries()-before != 1 {
		t.Errorf("a double click: %d, %d entries", got, v.entries()-before)
	}
	if got := end("shuping-lly", own, "again"); got != 409 {
		t.Errorf("what has ended is ended again: %d", got)
	}
	form := url.Values{"key": {"v"}, "version": {"7"}, "reason": {"更正"}}
	for _, f := range power.Fields.Asked() {
		form.Set(f.Name, f.Typed(foreign))
	}
	form.Set("handler", "另一个科室")
	w := v.send("zhuti-jb", "POST", "/powers/"+foreign.ID.String()+"/do/change", form)
	if w.Code != 409 || !strings.Contains(w.Body.String(), "另一个科室") {
		t.Errorf("a version that was never seen: %d", w.Code)
	}
	form.Set("version", fmt.Sprint(foreign.Version))
	page := v.ask("lingdao", "GET", "/bodies/"+own.Body.String()).Body.String()
	if !strings.Contains(page, "/powers?body="+own.Body.String()) {
		t.Error("the page of a body does not lead to its powers")
	}
	if w := v.send("zhuti-jb", "POST", "/powers/"+foreign.ID.String()+"/do/change", form); w.Code != 303 {
		t.Errorf("a change of the version seen: %d", w.Code)
	}
}

// One code stands for one power in force: two who add it at once are one power, and
// the other is told.
func TestPowerCodesAreOnce(t *testing.T) {
	t.Parallel()
	v := visit(t)
	x := v.powers()[0]
	n := v.h.Noun(ref.Power)
	add, _ := n.Act("add")
	results := make(chan error, 4)
	for range cap(results) {
		go func() {
			in := *x
			in.Base, in.Code = noun.Base{}, "唯一-01"
			_, err := add.Do(context.Background(), noun.Call{Command: v.office(actor.Principal), In: &in})
			results <- err
		}()
	}
	good := 0
	for range cap(results) {
		if err := <-results; err == nil {
			good++
		} else if !strings.Contains(err.Error(), "power.code.taken") {
			t.Error(err)
		}
	}
	if good != 1 {
		t.Errorf("%d powers of one code", good)
	}
}

// What one of several refuses keeps no other back, whichever comes first; the same
// form with other words does nothing twice and says so for each.
func TestSeveralPowersEnd(t *testing.T) {
	t.Parallel()
	v := visit(t)
	add, _ := v.h.Noun(ref.Power).Act("add")
	today := v.h.Clock().Day()
	var ids []string
	for i, since := range []when.Day{today, today - 100} { // the first is not to end before today
		in := *v.powers()[0]
		in.Base, in.Since, in.Code = noun.Base{}, since, fmt.Sprintf("并-%d", i)
		r, err := add.Do(context.Background(), noun.Call{Command: v.office(actor.Principal), In: &in})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Object.ID.String())
	}
	form := url.Values{"key": {"several"}, "act": {"end"}, "id": ids, "on": {(today - 1).String()}, "reason": {"并入"}}
	before := v.entries()
	w := v.send("zhuti-jb", "POST", "/powers/many", form)
	say := v.h.Words.In("zh-CN")
	if w.Code != 200 || v.entries()-before != 1 || !strings.Contains(w.Body.String(), say.T("list.many.done", "n", 1)) {
		t.Errorf("%d, %d entries", w.Code, v.entries()-before)
	}
	form.Set("reason", "另一个原因")
	w = v.send("zhuti-jb", "POST", "/powers/many", form)
	if v.entries()-before != 1 || !strings.Contains(w.Body.String(), say.T("list.many.not", "n", 2)) {
		t.Errorf("again with other words: %d, %d entries", w.Code, v.entries()-before)
	}
	form.Set("key", "empty")
	form.Set("reason", "")
	if w = v.send("zhuti-jb", "POST", "/powers/many", form); w.Code != 422 {
		t.Errorf("without a reason: %d", w.Code)
	}
	if w := v.ask("zhuti-jb", "GET", "/powers?after=1._w"); w.Code != 200 {
		t.Errorf("a cursor of no text: %d", w.Code)
	}
}
