package e2e

import (
	"fmt"
	"testing"

	"shuangze/internal/lang"
)

// A town's clerk plans a test of integrity, is told in which line a question has no answer, calls the roll (whoever is
// away needs a reason, and the roll its proof), records a make-up; the discipline secretary answers the quiz from the
// workbench, once, and sees the mark and the right answers when the clerk has closed it; a colleague who was expected
// too sees no mark but their own, and another unit nothing of it; the page of the year says who was reached: in both
// languages, both widths, with and without JavaScript.
func TestEducation(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "education-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			clerk, member := l.as("shuping-lly"), l.as("shuping-jw")
			colleague, other := l.as("caizheng-jb"), l.as("caizheng")
			theme := "春节前廉政测试" + v.name
			clerk.Goto("/educations?tab=all")
			l.look(clerk, "list")
			clerk.Goto("/educations/new?form=test")
			clerk.Fill(word("education.field.theme"), theme)
			clerk.Fill(word("education.field.body"), "曙坪镇党委")
			clerk.Fill(word("education.field.day"), in(0))
			clerk.Fill(word("education.field.place"), "镇会议室")
			clerk.Fill(word("education.field.whom"), word("education.whom.named"))
			clerk.Fill(word("education.field.names"), "刘远征、胡雅琴（财政局）\n马春燕")
			l.look(clerk, "new")
			clerk.Press(word("education.act.add")) // a test without a quiz
			clerk.MustSee(word("education.quiz.test"))
			const first = "管理服务对象送的礼金\nA. 可以收\nB. 不能收\nC. 应当上交\n答案：BC\n公务接待可以用村级经费。\n"
			clerk.Fill("quiz", first)
			clerk.Fill("pass", "2")
			clerk.Press(word("education.act.add"))
			clerk.MustSee(word("education.quiz.no-answer", "n", 6))
			l.look(clerk, "new-wrong")
			clerk.Fill("quiz", first+"答案：错")
			clerk.Press(word("education.act.add"))
			clerk.MustSee(word("did.education.add"), "刘远征")
			at := clerk.Address()
			l.look(clerk, "planned")

			clerk.Press(word("education.act.hold"))
			came := func(n int) string { return fmt.Sprintf("//tr[%d]//input[@name='came']", n) }
			clerk.Tick(came(1))
			clerk.Tick(came(3))
			l.look(clerk, "roll")
			clerk.Press(word("education.act.hold")) // no proof, and who is not ticked has no reason
			clerk.MustSee(word("education.roll.why", "name", "胡雅琴"), word("evidence.choose"))
			l.look(clerk, "roll-wrong")
			clerk.Fill("//tr[2]//input[@type='text']", "下乡核查")
			clerk.Upload("file", picture(t))
			clerk.Press(word("education.act.hold"))
			clerk.MustSee(word("did.education.hold"), word("education.mark.away"), "下乡核查")
			l.look(clerk, "held")
			clerk.MustSee(word("education.form.roll"))
			clerk.Press(word("education.act.make-up"))
			clerk.Fill(word("education.field.make-up.person"), "胡雅琴")
			clerk.Fill(word("education.field.make-up.on"), in(0))
			clerk.Fill(word("education.field.how"), "自学讲稿并交心得")
			l.look(clerk, "make-up")
			clerk.Press(word("education.act.make-up"))
			clerk.MustSee(word("did.education.make-up"), word("education.mark.later"))

			member.Goto("/")
			member.MustSee(theme)
			member.Goto(at)
			member.MustNotSee(word("education.key", "answer", "BC"))
			member.Press(word("education.act.answer"))
			member.Tick("//input[@name='answer-1'][@value='B']")
			member.Press(word("education.act.answer")) // the second is not answered
			member.MustSee(word("education.answers.missing", "n", 2))
			l.look(member, "quiz-wrong")
			member.Tick("//input[@name='answer-1'][@value='C']")
			member.Tick("//input[@name='answer-2'][@value='错']")
			l.look(member, "quiz")
			member.Press(word("education.act.answer"))
			member.MustSee(word("did.education.answer"))
			l.look(member, "answered")

			clerk.Goto(at)
			clerk.Press(word("education.act.close"))
			clerk.Fill(word("education.field.summary"), "到场情况良好，缺席的已补课")
			clerk.Press(word("education.act.close"))
			marked := word("education.points.passed", "n", 2, "of", 2)
			clerk.MustSee(word("did.education.close"), marked)
			l.look(clerk, "closed")
			member.Goto(at)
			member.MustSee(marked, word("education.key", "answer", "BC"))
			l.look(member, "marked")
			colleague.Goto(at)
			colleague.MustSee(theme, word("education.mark.later"))
			colleague.MustNotSee(marked)
			l.look(colleague, "colleague")
			other.Goto(at)
			other.MustNotSee(theme)
			clerk.Goto("/coverage")
			clerk.MustSee(word("coverage.reached"), word("coverage.passed"))
			l.look(clerk, "coverage")
		})
	}
}
