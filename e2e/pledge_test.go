package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A unit writes a pledge, cannot record it as public without proof, records it with proof, tells how it goes and
// reviews it; ballots that do not add up are refused, recorded right, and the office judges: in both languages, both
// widths, with and without JavaScript.
func TestPledge(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "pledge-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("pledge."+key, kv...) }
			clerk, office := l.as("shuping-lly"), l.as("zhuti-jb")
			clerk.Goto("/pledges?tab=late")
			clerk.MustSee("班子成员不插手工程招投标")
			l.look(clerk, "late")
			clerk.Goto("/pledges")
			clerk.Press(word("act.add"))
			clerk.Press(word("act.add")) // nothing filled in
			clerk.MustSee(l.say.T("input.required"), l.say.T("input.choose"))
			clerk.Choose(word("field.year"), 2)
			clerk.Choose(word("field.body"), 1)
			clerk.Choose(word("field.aspect"), 1)
			clerk.Fill(word("field.item"), "村级卫生室年内全部达标")
			clerk.Fill(word("field.standard"), "十四个村卫生室通过验收")
			clerk.Fill(word("field.due"), in(5))
			clerk.Press(word("act.add"))
			clerk.MustSee(l.say.T("did.pledge.add"), word("state.drafted"))
			at := clerk.Address()
			clerk.Press(word("act.make"))
			clerk.Fill(word("field.make.on"), in(-3))
			clerk.Choose(word("field.make.place"), 1)
			clerk.Press(word("act.make"))
			l.look(clerk, "without-proof")
			clerk.Upload("file", picture(l.t))
			clerk.Press(word("act.make"))
			clerk.MustSee(l.say.T("did.pledge.make"), word("state.made"))
			clerk.Press(word("act.tell"))
			clerk.Fill(word("field.tell.going"), "十个村已经达标")
			clerk.Press(word("act.tell"))
			clerk.MustSee("十个村已经达标")
			clerk.Press(word("act.review"))
			clerk.Fill(word("field.review.on"), in(0))
			clerk.Fill(word("field.review.done"), "十四个村全部通过验收")
			clerk.Choose(word("field.review.grade"), 1)
			clerk.Press(word("act.review"))
			clerk.MustSee(word("state.reviewed"))
			l.look(clerk, "reviewed")

			office.Goto(at)
			office.Press(word("act.rate"))
			office.Fill(word("field.rate.on"), in(0))
			office.Fill(word("field.rate.returned"), "10")
			office.Fill(word("field.rate.satisfied"), "9")
			office.Fill(word("field.rate.mostly"), "2")
			office.Fill(word("field.rate.unsatisfied"), "1")
			office.Press(word("act.rate"))
			office.MustSee(word("ballots.more", "valid", 12))
			office.Fill(word("field.rate.returned"), "13")
			office.Press(word("act.rate"))
			office.MustSee("91.67")
			office.Press(word("act.judge"))
			l.look(office, "judging")
			office.Choose(word("field.judge.grade"), 1)
			office.Fill(word("field.judge.opinion"), "对照标准，予以认定")
			office.Press(word("act.judge"))
			office.MustSee(l.say.T("did.pledge.judge"), word("state.judged"))
			l.look(office, "judged")
		})
	}
}
