package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"shuangze/internal/lang"
)

// What is decided and answered, in both languages, on both widths, with and without JavaScript: an extension is
// asked for, taken back, asked for again and granted from a page that shows the matter; a close-out goes with its
// pictures, is rejected, stands first on the clerk's workbench with what is missing, and is sent again.
func TestAnswers(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "answers-" + v.name, language: v.language, width: v.width,
				js: v.js, tab: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			say := l.say

			office := l.as("zhuti-jb")
			office.Goto("/orders/new")
			office.Fill("subject", "三季度惠农补贴公示")
			office.Fill("content", "发放后未在村务公开栏公示")
			office.Fill("quality", "全部村组公示，群众看得到")
			office.Fill("measures", "十个村全部重新公示\n建立公示台账")
			office.Fill("due", in(6))
			everybody := office.Number(`document.querySelectorAll('select[name=leader] option').length`)
			office.Fill("unit", "曙坪镇")
			if !v.js { // with JavaScript the unit's people appear by themselves
				office.Press(say.T("order.show-people"))
			}
			for until := time.Now().Add(patience); office.Number(
				`document.querySelectorAll('select[name=leader] option').length`) >= everybody; time.Sleep(50 * time.Millisecond) {
				if time.Now().After(until) {
					t.Fatal("the people of the unit are not listed")
				}
			}
			if n := office.Number(`[...document.querySelectorAll('select[name=leader], select[name=handler]')].filter(s => s.value).length`); n != 0 {
				t.Errorf("choosing a unit chose %d people", n)
			}
			l.look(office, "unit-chosen")
			office.Choose("leader", 1)
			office.Choose("handler", 2)
			office.Press(say.T("order.save-draft"))
			office.MustSee(say.T("order.state.draft"))
			order := office.Address()
			l.deed(office, "order", "submit", nil)

			head := l.as("zhuti")
			head.Goto(order + "/do/issue")
			head.MustSee("十个村全部重新公示", say.T("decision.asked"), say.T("order.act.return"))
			l.look(head, "issue")
			head.Press(say.T("order.act.return"))
			head.Fill(say.T("order.field.return.reason"), "质量要求写得不具体")
			head.Press(say.T("order.act.return"))
			office.Goto("/")
			office.MustSee("质量要求写得不具体")
			l.look(office, "returned")
			office.Goto(order)
			l.deed(office, "order", "submit", nil)
			head.Goto(order)
			l.deed(head, "order", "issue", nil)

			clerk := l.as("shuping-lly")
			clerk.Goto(order)
			l.deed(clerk, "order", "acknowledge", nil)
			ask := map[string]string{"to": in(12), "reason": "汛期道路中断", "progress": "已公示六个村"}
			l.deed(clerk, "order", "ask-extension", ask)
			l.deed(clerk, "order", "recall-extension", map[string]string{"reason": "道路已通"})
			l.deed(clerk, "order", "ask-extension", ask)
			head.Goto(order)
			head.Press(say.T("order.act.grant-extension"))
			head.MustSee("汛期道路中断", "已公示六个村", "十个村全部重新公示", say.T("order.act.refuse-extension"))
			l.look(head, "extension")
			head.Fill(say.T("order.field.grant-extension.opinion"), "情况属实，同意")
			head.Press(say.T("order.act.grant-extension"))
			head.MustSee(say.T("did.order.grant-extension"), entryNumber(say))

			clerk.Goto(order)
			clerk.Press(say.T("order.act.request-close"))
			clerk.Fill(say.T("order.field.request-close.done"), "十个村全部公示，台账已建立")
			clerk.Press(say.T("order.act.request-close")) // without a picture: told beside the files
			if clerk.Status() != http.StatusUnprocessableEntity {
				t.Fatalf("without evidence: %d", clerk.Status())
			}
			if n := clerk.Number(`[...document.querySelectorAll('textarea')].filter(t => t.value.includes('十个村全部公示')).length`); n != 1 {
				t.Error("what was typed is lost")
			}
			l.look(clerk, "without-picture")
			clerk.Upload("file", picture(t))
			clerk.Press(say.T("order.act.request-close"))
			clerk.MustSee(say.T("did.order.request-close"), "公示栏.png")

			secretary := l.as("shuping")
			secretary.Goto(order + "/do/confirm-close")
			secretary.MustSee("台账已建立", "公示栏.png", say.T("order.act.recall-close"))
			l.look(secretary, "confirm")
			secretary.Fill(say.T("order.field.confirm-close.opinion"), "现场看过，属实")
			secretary.Press(say.T("order.act.confirm-close"))
			head.Goto(order + "/do/close")
			head.MustSee("台账已建立", "现场看过，属实", "公示栏.png")
			l.look(head, "close")
			head.Press(say.T("order.act.reject"))
			head.Fill(say.T("order.field.reject.missing"), "缺竹园村和新坪村的公示照片，请补齐")
			head.Press(say.T("order.act.reject"))

			clerk.Goto("/")
			clerk.MustSee("缺竹园村和新坪村的公示照片")
			if to := clerk.link("/orders/"); to != order+"/do/request-close" {
				t.Errorf("the workbench begins with %s", to)
			}
			l.look(clerk, "sent-back")
			clerk.Goto(order)
			l.deed(clerk, "order", "request-close", map[string]string{"done": "两个村的照片已经补齐"})
			l.deed(clerk, "order", "recall-close", map[string]string{"reason": "再补一张"})
			l.deed(clerk, "order", "request-close", map[string]string{"done": "照片全部补齐"})
			secretary.Goto(order)
			l.deed(secretary, "order", "confirm-close", map[string]string{"opinion": "已补齐"})
			head.Goto(order)
			l.deed(head, "order", "close", map[string]string{"opinion": "抽查三个村，均已公示"})
			head.MustSee(say.T("order.state.closed"))
		})
	}
}

var lateWords = map[string]*regexp.Regexp{"zh-CN": regexp.MustCompile(`逾期 \d+ 个工作日`),
	"en": regexp.MustCompile(`\d+ working days? overdue`)}

// An overdue problem reads the same on its list, on its page, and on the workbench of whoever puts it right; and
// the overview counts it in the list's number.
func TestOverdueReadsTheSame(t *testing.T) {
	t.Parallel()
	county := Shared(t)
	for _, language := range []string{"zh-CN", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: county, name: "overdue-" + language, language: language, width: Desk, js: true,
				say: lang.MustLoad().Wanted(language)}
			late := lateWords[language]
			// Somebody's workbench has an overdue problem; its page and its list say as much, word for word.
			found := 0
			for _, user := range []string{"shuping-lly", "shuping", "caizheng-jb", "zhuti-jb", "zhuti", "jiandu", "jiandu-jb"} {
				p := l.as(user)
				for _, row := range p.Rows("/problems/") {
					words := late.FindString(row.Text)
					if words == "" {
						continue
					}
					found++
					path, _, _ := strings.Cut(row.Href, "/do/")
					p.Goto(path)
					p.MustSee(words)
					l.look(p, "page")
					p.Goto("/problems?tab=overdue")
					listed := false
					for _, x := range p.Rows("/problems/") {
						if x.Href == path {
							listed = true
							if got := late.FindString(x.Text); got != words {
								t.Errorf("%s: the workbench says %q, the list %q", path, words, got)
							}
						}
					}
					if !listed {
						t.Errorf("%s is overdue on the workbench and not in the list", path)
					}
					l.look(p, "list")
					break
				}
			}
			if found == 0 {
				t.Error("nobody's workbench has an overdue problem")
			}
			leader := l.as("lingdao")
			leader.Goto("/problems?tab=overdue")
			m := regexp.MustCompile(`[:：]\D*(\d+)`).FindStringSubmatch(leader.Text(".pager"))
			if m == nil {
				t.Fatalf("no number: %s", leader.Text(".pager"))
			}
			leader.Goto("/overview")
			if n := leader.Number(`[...document.querySelectorAll('td a[href*="tab=overdue"][href*="unit="]')].reduce((n, a) => n + Number(a.textContent.replace(/\D/g, '')), 0)`); fmt.Sprint(n) != m[1] {
				t.Errorf("the overview counts %d, the list %s", n, m[1])
			}
		})
	}
}

// row is one line of a table that leads somewhere.
type row struct{ Href, Text string }

// Rows are the lines of the page's table whose link begins so.
func (p *Page) Rows(start string) (out []row) {
	p.t.Helper()
	found := evaluate[string](p, "reading rows", fmt.Sprintf(
		`JSON.stringify([...document.querySelectorAll('tbody tr')].map(tr => ({Href: (tr.querySelector('a[href^="%s"]') || {getAttribute: () => ''}).getAttribute('href'), Text: tr.innerText.replace(/\s+/g, ' ')})).filter(r => r.Href))`, start))
	p.must("reading rows", json.Unmarshal([]byte(found), &out))
	return out
}

// Number is what a sum on the page comes to.
func (p *Page) Number(sum string) int {
	p.t.Helper()
	return evaluate[int](p, "adding up", sum)
}
