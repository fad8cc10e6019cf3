package e2e

import (
	"fmt"
	"testing"
	"time"

	"shuangze/internal/lang"
)

// A town's clerk begins the screening of the year, sees what the record says of the year before, notes a problem with
// its cause, and records that it was held: the problem stands on the list and leads back; another unit sees nothing of
// it: in both languages, both widths, with and without JavaScript.
func TestScreening(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "screening-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			clerk, other := l.as("shuping-jw"), l.as("caizheng-jb")
			clerk.Goto("/screenings?tab=all")
			l.look(clerk, "list")
			clerk.Goto("/screenings/new")
			clerk.Press(word("screening.act.add")) // nothing filled in
			clerk.MustSee(word("input.choose"))
			clerk.Fill(word("screening.field.year"), fmt.Sprint(time.Now().Year()))
			clerk.Fill(word("screening.field.body"), "曙坪镇纪委")
			clerk.Press(word("screening.act.add"))
			clerk.MustSee(word("did.screening.add"), word("screening.figures", "year", time.Now().Year()-1))
			at := clerk.Address()
			l.look(clerk, "prepared")
			clerk.Press(word("screening.act.find"))
			clerk.Fill(word("screening.field.what"), "村务监督委员会作用发挥不充分")
			clerk.Choose(word("screening.field.category"), 1)
			clerk.Choose(word("screening.field.level"), 1)
			clerk.Fill(word("screening.field.cause"), "成员不熟悉财务")
			clerk.Fill(word("screening.field.remedy"), "每季度培训一次")
			clerk.Choose(word("screening.field.leader"), 1)
			clerk.Choose(word("screening.field.handler"), 1)
			clerk.Press(word("screening.act.find"))
			clerk.MustSee(word("did.screening.find"))
			clerk.Press(word("screening.act.hold"))
			clerk.Fill(word("screening.field.hold.on"), in(0))
			clerk.Fill(word("screening.field.place"), "镇会议室")
			clerk.Fill(word("screening.field.participants"), "班子成员")
			clerk.Fill(word("screening.field.sought"), "座谈两场")
			clerk.Fill(word("screening.field.opinions"), "12")
			clerk.Fill(word("screening.field.conclusion"), "总体平稳")
			l.look(clerk, "holding")
			clerk.Press(word("screening.act.hold"))
			clerk.MustSee(word("did.screening.hold"), word("screening.state.held"))
			l.look(clerk, "held")
			clerk.Press(word("concern.problem"))
			clerk.MustSee("村务监督委员会作用发挥不充分", word("problem.origin"))
			other.Goto(at)
			other.MustNotSee("村务监督委员会作用发挥不充分")
		})
	}
}
