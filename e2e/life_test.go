package e2e

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// One problem's life, each part by the person whose part it is: the clerk registers, the office's handler drafts
// the order, its head issues it, the unit acknowledges, reports, attaches and asks for close-out, its secretary
// confirms, the office rejects once and then closes, and the leader finds it in the overview, and its record in the
// journal. In both languages, on both widths, with and without JavaScript.
func TestOneProblemsLife(t *testing.T) {
	t.Parallel()
	county := Demo(t)
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{
		{"zh-desk", "zh-CN", Desk, true},
		{"en-desk", "en", Desk, true},
		{"zh-phone", "zh-CN", Phone, true},
		{"en-phone-without-javascript", "en", Phone, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			if v.name == "en-desk" && !everyPicture {
				return // its words are those of the English phone, its widths those of the Chinese desk
			}
			l := &life{t: t, county: county, name: v.name, language: v.language, width: v.width, js: v.js, tab: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			l.live()
		})
	}
}

type life struct {
	t              *testing.T
	county         *County
	name, language string
	width          int
	js             bool
	tab            bool // what scripts do is what it is about: in a tab of the browser in every run
	say            *lang.Phraser
	steps          int
}

// as signs somebody in, in the language of this life.
func (l *life) as(user string) *Page {
	open := Browser
	if l.tab {
		open = Drawn
	}
	p := open(l.t, l.width, l.js).At(l.county.URL)
	p.Speak(l.language)
	p.SignIn(user)
	return p
}

// look checks a page as a reader of this language would: it fits, axe is content, and no word is missing or of the
// other language.
func (l *life) look(p *Page, what string) {
	l.t.Helper()
	l.steps++
	p.Look(fmt.Sprintf("life-%s-%02d-%s", l.name, l.steps, what))
	p.MustNotSee("⟦")
}

// deed opens a deed from the page of a matter, fills it in and sends it; what is said afterwards must be seen with
// the journal's number.
func (l *life) deed(p *Page, kind, deed string, fill map[string]string) {
	l.t.Helper()
	p.Press(l.say.T(kind + ".act." + deed))
	l.look(p, deed)
	for field, words := range fill {
		p.Fill(l.say.T(kind+".field."+deed+"."+field), words)
	}
	p.Press(l.say.T(kind + ".act." + deed))
	p.MustSee(l.say.T("did."+kind+"."+deed), entryNumber(l.say))
}

// entryNumber are the words before the number of the journal's entry.
func entryNumber(say *lang.Phraser) string {
	before, _, _ := strings.Cut(say.T("page.entry", "n", 7), "7")
	return strings.TrimSpace(before)
}

func (l *life) live() {
	say, facts := l.say, fmt.Sprintf("三季度惠农补贴资金发放后未在村务公开栏公示（%s）", l.name)

	clerk := l.as("shuping-lly")
	clerk.Press(say.T("problem.new"))
	l.look(clerk, "register")
	clerk.Press(say.T("problem.register")) // nothing filled in: told beside the fields, nothing lost
	if clerk.Status() != http.StatusUnprocessableEntity {
		l.t.Fatalf("an empty problem: %d", clerk.Status())
	}
	l.look(clerk, "register-wrong")
	clerk.Fill("facts", facts)
	clerk.Fill("measures", "十个村全部重新公示\n建立公示台账")
	clerk.Fill("due", in(20))
	clerk.Choose("source", 1)
	clerk.Choose("leader", 1)
	clerk.Choose("handler", 2)
	clerk.Tick(`//input[@name='level'][@value='ordinary']`)
	clerk.Press(say.T("problem.register"))
	clerk.MustSee(facts, say.T("problem.state.registered"), entryNumber(say))
	l.look(clerk, "registered")
	problem := clerk.Address()

	handler := l.as("zhuti-jb")
	handler.Goto(problem)
	handler.Press(say.T("problem.act.order"))
	l.look(handler, "order")
	handler.Fill("quality", "全部村组公示，群众看得到")
	handler.Press(say.T("order.save-draft"))
	handler.MustSee(say.T("order.state.draft"))
	order := handler.Address()
	l.deed(handler, "order", "submit", nil)

	head := l.as("zhuti")
	head.Goto(order)
	l.deed(head, "order", "issue", nil)
	number := regexp.MustCompile(`DB\d{4}-\d{4,}`).FindString(head.Text("main"))
	if number == "" {
		l.t.Fatalf("no number:\n%s", head.Text("main"))
	}

	// Approving it sent the 督办通知书 along.
	head.MustSee("镇督〔")

	clerk.Goto("/")
	clerk.MustSee(facts[:30])
	l.look(clerk, "workbench")
	clerk.Goto(order)
	l.deed(clerk, "order", "acknowledge", nil)
	l.deed(clerk, "order", "report", map[string]string{"progress": "十个村已完成公示，台账正在补登"})
	clerk.Press(say.T("order.act.attach"))
	l.look(clerk, "attach")
	clerk.Upload("file", picture(l.t))
	clerk.Press(say.T("order.act.attach"))
	clerk.MustSee(say.T("did.order.attach"), "公示栏.png")
	l.deed(clerk, "order", "request-close", map[string]string{"done": "十个村全部公示，台账已建立"})

	secretary := l.as("shuping")
	secretary.Goto(order)
	l.deed(secretary, "order", "confirm-close", map[string]string{"opinion": "现场看过，属实"})

	handler.Goto(order)
	l.deed(handler, "order", "reject", map[string]string{"missing": "缺竹园村和新坪村的公示照片，请补齐后再申请"})

	clerk.Goto(order)
	clerk.MustSee("缺竹园村和新坪村的公示照片")
	l.deed(clerk, "order", "request-close", map[string]string{"done": "两个村的照片已经补齐"})
	secretary.Goto(order)
	l.deed(secretary, "order", "confirm-close", map[string]string{"opinion": "已补齐"})
	handler.Goto(order)
	l.deed(handler, "order", "close", map[string]string{"opinion": "抽查三个村，均已公示"})
	handler.MustSee(say.T("order.state.closed"))
	l.look(handler, "closed")

	leader := l.as("lingdao")
	leader.Goto("/overview")
	l.look(leader, "overview")
	leader.Goto("/search?q=" + number) // a number leads straight to its matter
	leader.MustSee(say.T("order.state.closed"), "缺竹园村和新坪村的公示照片", "抽查三个村")
	l.look(leader, "order")
	leader.Goto(order + "/notice")
	leader.MustSee(number, "督办通知书", "镇督〔")
	l.look(leader, "notice")
	// as whoever holds the paper
	leader.Goto("/verify?code=" + regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){4}`).FindString(leader.Text("main")))
	leader.MustSee(say.T("verify.genuine"), "镇督〔")
	l.look(leader, "verified")
	leader.Goto(problem)
	leader.MustSee(say.T("problem.state.closed"))
}

// in is a day from today as a form takes it.
func in(days int) string { return (when.At(time.Now()).Day() + when.Day(days)).String() }

// picture is a file that is what its name says.
func picture(t *testing.T) string {
	t.Helper()
	body, err := base64.StdEncoding.DecodeString(
		"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "公示栏.png")
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// Choose takes the n-th choice of a list after the empty one.
func (p *Page) Choose(field string, n int) {
	p.t.Helper()
	if p.plain != nil {
		p.arrive()
		p.must("choosing "+field, p.plain.nth(fieldPaths(field), n))
		return
	}
	p.must("choosing "+field, p.within(func(ctx context.Context) error {
		path, err := p.find(ctx, fieldPaths(field))
		if err != nil {
			return err
		}
		return chromedp.Do(ctx, onNode[chromedp.Void](path,
			`function(n) { const o = [...this.options].filter(o => o.value); if (o.length < n) throw new Error('only ' + o.length + ' choices'); this.value = o[n-1].value }`, n))
	}))
}

// Address is the path of the document on the screen, without what was said.
func (p *Page) Address() string {
	p.t.Helper()
	path, _, _ := strings.Cut(strings.TrimPrefix(p.URL(), p.base), "?")
	return path
}
