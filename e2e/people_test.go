package e2e

import (
	"strings"
	"testing"
	"time"

	"shuangze/internal/lang"
)

// Whoever was named and has left is replaced from the workbench; a problem written down wrongly is corrected, taken
// off the list, and one that came back is taken up again: with a reason each time, in both languages, on both
// widths, with and without JavaScript.
func TestPeopleAndCorrections(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "people-" + v.name, language: v.language, width: v.width, js: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			say := l.say
			office := l.as("zhuti")
			office.MustSee(say.T("workbench.why.left"))
			l.look(office, "workbench")
			office.Press(say.T("order.act.reassign"))
			l.look(office, "reassign")
			office.Press(say.T("order.act.reassign")) // the one who left cannot be chosen again, and a reason is missing
			office.MustSee(say.T("input.required"))
			l.look(office, "reassign-wrong")
			office.Choose("leader", 1)
			office.Choose("handler", 1)
			office.Fill(say.T("order.field.reassign.reason"), "原责任领导已经离任")
			office.Press(say.T("order.act.reassign"))
			office.MustSee(say.T("did.order.reassign"), "原责任领导已经离任", entryNumber(say))
			office.MustNotSee(say.T("order.left.title"))
			l.look(office, "reassigned")

			office.Goto("/problems?state=registered&level=slight")
			problem := office.link("/problems/")
			office.Goto(problem)
			l.deed(office, "problem", "correct", map[string]string{"facts": "两个村三季度补贴没有公示", "reason": "村数写错"})
			office.MustSee("两个村三季度补贴没有公示", "村数写错")
			l.look(office, "corrected")
			l.deed(office, "problem", "withdraw", map[string]string{"reason": "与另一件重复登记"})
			office.MustSee(say.T("problem.state.withdrawn"))
			l.look(office, "withdrawn")
		})
	}
}

// With JavaScript the people of a unit are listed as soon as it is chosen, and what was typed stays.
func TestPeopleFollowTheUnit(t *testing.T) {
	t.Parallel()
	l := &life{t: t, county: Demo(t), name: "people-follow", language: "zh-CN", width: Desk, js: true,
		say: lang.MustLoad().Wanted("zh-CN")}
	office := l.as("zhuti-jb")
	for _, path := range []string{"/problems/new", "/orders/new"} {
		office.Goto(path)
		office.Fill("measures", "逐村检查")
		office.Fill("unit", "曙坪镇")
		until := time.Now().Add(patience)
		for !strings.Contains(office.Text("select[name=leader]"), "赵若溪") ||
			!strings.Contains(office.Text("select[name=handler]"), "马春燕") {
			if time.Now().After(until) {
				t.Fatalf("%s: the people of the unit are not listed: %s", path, office.Text("select[name=leader]"))
			}
			time.Sleep(50 * time.Millisecond)
		}
		if !strings.HasSuffix(office.URL(), path) {
			t.Errorf("the page went to %s", office.URL())
		}
	}
}
