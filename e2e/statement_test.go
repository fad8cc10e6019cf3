package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// A head hands the text in; the office counts ballots that do not add up and then do, somebody
// of the other office confirms, the result is published: in both languages, at both widths.
func TestStatement(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "statement-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("statement."+key, kv...) }
			head := l.as("shuping")
			head.Goto("/")
			head.Press(head.Text(`a[href^="/statements/"][href$="/do/write"]`))
			head.Fill(word("field.on-duty"), "召开专题会四次，逐人听取汇报。")
			head.Press(word("act.write"))
			head.MustSee(l.say.T("input.required"))
			l.look(head, "write")
			head.Fill(word("field.on-integrity"), "本人及家属没有违规经商。")
			head.Fill(word("field.on-results"), "问题清单已销号的占九成。")
			head.Press(word("act.write"))
			head.MustSee(l.say.T("did.statement.write"), word("state.written"))
			l.look(head, "written")
			office := l.as("zhuti-jb")
			office.Goto("/statements?tab=late")
			office.MustSee(word("state.called"))
			office.Goto("/")
			office.Press(office.Text(`a[href^="/statements/"][href$="/do/count"]`))
			for _, f := range [][2]string{{"issued", "58"}, {"returned", "58"}, {"good", "40"}, {"fairly", "12"}, {"fair", "4"},
				{"poor", "2"}, {"invalid", "1"}} {
				office.Fill(word("field."+f[0]), f[1])
			}
			office.Press(word("act.count"))
			office.MustSee(word("sum", "sum", 59, "valid", 58, "invalid", 1))
			l.look(office, "sum")
			office.Fill(word("field.invalid"), "0")
			office.Press(word("act.count"))
			office.MustSee(l.say.T("did.statement.count"), word("note.second"), word("result.ballots"))
			at := "/statements/" + strings.Split(office.Address(), "/")[2]
			office.Press(word("act.ask"))
			l.look(office, "ask")
			second := l.as("jiandu-jb")
			second.Goto(strings.Split(at, "?")[0])
			second.Press(word("act.confirm"))
			second.Press(word("act.confirm"))
			second.MustSee(word("result.score", "score", "90.69"), word("state.rated"))
			l.look(second, "rated")
			office.Goto(strings.Split(at, "?")[0])
			office.Press(word("act.publish"))
			office.Press(word("act.publish"))
			office.MustSee(word("state.published"), l.say.T("did.statement.publish"))
			office.Goto("/statements?tab=results&sort=-score")
			office.MustSee("90.69")
			l.look(office, "results")
			office.Goto("/inquiries")
			l.look(office, "questions")
			callTogether(l, office)
		})
	}
}

// callTogether calls several to one meeting: first nobody is ticked and nobody is called, then all are who were not
// called yet; the page of one of them says who is still to be heard.
func callTogether(l *life, office *Page) {
	word := func(key string, kv ...any) string { return l.say.T("statement."+key, kv...) }
	office.Goto("/statements")
	office.Press(word("call"))
	office.Fill(word("field.meeting"), "年终集中述责大会")
	office.Fill(word("field.meeting-on"), in(20))
	office.Fill(word("field.place"), "县会议中心")
	office.Fill(word("field.chair"), "县委副书记")
	office.Fill(word("field.expected"), "80")
	office.Press(word("call.do"))
	office.MustSee(word("call.some", "most", 100))
	l.look(office, "call-nobody")
	office.Goto("/statements/call?all=1")
	l.look(office, "call")
	office.Fill(word("field.meeting"), "年终集中述责大会")
	office.Fill(word("field.meeting-on"), in(20))
	office.Fill(word("field.place"), "县会议中心")
	office.Fill(word("field.chair"), "县委副书记")
	office.Fill(word("field.expected"), "80")
	office.Press(word("call.do"))
	office.MustSee(l.say.T("did.statement.call"), "年终集中述责大会")
	l.look(office, "unheard")
	office.Press(office.Text("td.lead a"))
	office.MustSee(word("meeting.together"), word("meeting.ahead"))
	l.look(office, "together")
}
