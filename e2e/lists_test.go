package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// The problem list, the supervision list and the people list share what every list
// has: columns are chosen and kept, headings sort both ways, and rows that are ticked
// are done together; in both languages, on both widths, with and without JavaScript.
func TestListsShareTheFrame(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{
		{"zh-desk", "zh-CN", Desk, true},
		{"en-phone-without-javascript", "en", Phone, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "lists-" + v.name, language: v.language, width: v.width, js: v.js, tab: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			office, leader := l.as("zhuti-jb"), l.as("lingdao")
			l.columns(office)
			l.sorts(office)
			l.together(office, leader)
		})
	}
}

// box is the box before the n-th row of a list that holds none of these words.
func box(n int, without string) string {
	return fmt.Sprintf(`//tbody/tr[not(contains(., "%s"))][%d]/td[@class="pick"]/input`, without, n)
}

func (l *life) columns(office *Page) {
	l.t.Helper()
	for _, x := range []struct{ list, column, chosen, shown string }{
		{"/problems", "problem.column.registered", "facts,registered", "problem.column.registered"},
		{"/orders", "order.column.first-due", "subject,first-due", "order.column.first-due"},
		{"/people", "register.level", "name,level", "register.level"},
	} {
		office.Goto(x.list)
		office.Press(l.say.T("list.columns", "n", map[string]int{"/problems": 6, "/orders": 5, "/people": 3}[x.list],
			"of", map[string]int{"/problems": 15, "/orders": 15, "/people": l.facts(office)}[x.list]))
		l.look(office, "choosing")
		office.Tick(l.say.T(x.column))
		office.Press(l.say.T("list.columns.do"))
		if !strings.Contains(office.URL(), "cols=") {
			l.t.Errorf("the address holds no columns: %s", office.URL())
		}
		l.look(office, "columns")
		name := "MY COLUMNS" // of no language
		office.Goto(x.list + "?cols=" + x.chosen)
		if l.js {
			head := office.Text("thead")
			if !strings.Contains(head, l.say.T(x.shown)) || strings.Contains(head, l.say.T("order.state")) {
				l.t.Errorf("%s?cols=%s shows %q", x.list, x.chosen, head)
			}
		}
		office.Press(l.say.T("view.save"))
		office.Fill("name", name)
		office.Press(`//form[.//input[@name="name"]]//button[@type="submit"]`)
		office.Goto(x.list)
		office.Press(name)
		if !strings.Contains(office.URL(), "cols=") {
			l.t.Errorf("the saved view forgot the columns: %s", office.URL())
		}
		l.look(office, "view")
	}
	office.Goto("/problems/print?tab=open&cols=facts,registered")
	office.MustSee(l.say.T("problem.column.registered"))
	l.look(office, "printed")
}

// facts is how many columns the list of people can show: of a person's own facts only to who keeps the register.
func (l *life) facts(p *Page) int {
	if strings.Contains(p.Text("main"), l.say.T("register.act.person.add")) {
		return 16
	}
	return 8
}

func (l *life) sorts(office *Page) {
	l.t.Helper()
	for _, x := range []struct{ list, head, down string }{
		{"/problems?tab=all", "problem.number", "sort=-new"}, {"/problems?tab=open", "problem.due", "sort=-due"},
		{"/orders?all=1", "order.number", "sort=-new"}, {"/orders?tab=open", "order.due", "sort=-due"},
		{"/people?all=1", "register.person", "sort=-name"}, {"/people?all=1", "register.unit", "sort=-unit"},
	} {
		office.Goto(x.list)
		if !l.js { // on a phone rows are cards, and their heads are for those who listen
			office.Goto(x.list + "&" + x.down)
			l.look(office, "sorted")
			continue
		}
		first := office.Text("tbody")
		for range 3 {
			if strings.Contains(office.URL(), x.down) {
				break
			}
			office.Press(fmt.Sprintf(`//th[starts-with(normalize-space(.), "%s")]/a`, l.say.T(x.head)))
		}
		if !strings.Contains(office.URL(), x.down) || office.Text("tbody") == first {
			l.t.Errorf("%s is not turned round by %s: %s", x.list, l.say.T(x.head), office.URL())
		}
		l.look(office, "sorted")
	}
}

func (l *life) together(office, leader *Page) {
	l.t.Helper()
	say := l.say
	office.Goto("/orders?state=working")
	office.Press(say.T("order.act.supervise")) // no row is ticked
	office.MustSee(say.T("list.many.none"))
	office.Goto("/orders?state=working")
	office.Tick(box(1, say.T("order.special")))
	office.Tick(box(2, say.T("order.special")))
	office.Press(say.T("order.act.supervise"))
	office.MustSee(say.T("list.many.these", "n", 2))
	l.look(office, "many")
	office.Press(say.T("order.act.supervise")) // a reason is missing
	if office.Status() != http.StatusUnprocessableEntity {
		l.t.Errorf("without a reason: %d", office.Status())
	}
	l.look(office, "many-wrong")
	office.Fill(say.T("order.field.supervise.reason"), "久拖不决")
	office.Press(say.T("order.act.supervise"))
	office.MustSee(say.T("list.many.done", "n", 2), "№")
	l.look(office, "many-done")

	office.Goto("/orders?light=red") // overdue: too late to remind
	office.Tick(box(1, "⟦"))
	office.Press(say.T("order.act.remind"))
	office.MustSee(say.T("list.many.not", "n", 1))
	l.look(office, "too-late")
	office.MustNotSee(say.T("problem.act.note"))

	leader.Goto("/problems?level=serious&sort=-due")
	for n := 1; n <= 4; n++ {
		leader.Tick(box(n, "⟦"))
	}
	if l.js {
		leader.MustSee(strings.ReplaceAll(say.T("list.many.chosen"), "#", "4"))
	}
	leader.Press(say.T("problem.act.note"))
	l.look(leader, "noting")
}
