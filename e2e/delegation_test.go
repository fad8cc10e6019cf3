package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// The head of an office lets the handler act, who finds it on the workbench, acts in the
// head's posts with both names in the record, is kept from what is done in person, and
// goes back; the head sees it and revokes: at a desk in Chinese, on a phone in English
// without JavaScript.
func TestDelegation(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "delegation-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			say := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			head := l.as("zhuti")
			head.Goto("/delegations")
			head.MustSee("赴省外招商，其间日常工作由代理人办理")
			l.look(head, "list")
			head.Press(say("delegation.act.add"))
			l.look(head, "new")
			head.Choose(say("delegation.field.deputy"), 1)
			head.Fill(say("delegation.field.first"), in(-1))
			head.Fill(say("delegation.field.last"), in(100))
			head.Fill(say("delegation.field.reason"), "外出开会")
			head.Press(say("delegation.act.add"))
			head.MustSee("2026", "90")
			l.look(head, "wrong")
			head.Fill(say("delegation.field.first"), in(0))
			head.Fill(say("delegation.field.last"), in(3))
			head.Press(say("delegation.act.add"))
			head.MustSee(say("did.delegation.add"), "吴长青", "外出开会")
			l.look(head, "one")
			head.Goto("/")
			head.MustSee(say("workbench.delegated"), "吴长青")
			l.look(head, "told")

			hand := l.as("zhuti-jb")
			hand.Goto("/")
			hand.MustSee(say("workbench.deputy"), "周明轩")
			l.look(hand, "offered")
			hand.Press(say("workbench.deputy.act"))
			hand.MustSee(say("did.session.acting"), say("page.behalf", "name", "周明轩"))
			l.look(hand, "acting")
			hand.Goto("/account")
			hand.MustSee(say("access.in-person"))
			hand.Goto("/responsibilities")
			hand.Press("专题研究党风廉政建设和反腐败工作")
			hand.Press(say("responsibility.act.change"))
			hand.Fill(say("responsibility.field.points"), "5")
			hand.Fill(say("responsibility.field.reason"), "考核办法调整")
			hand.Press(say("responsibility.act.change"))
			hand.MustSee(say("did.responsibility.change"), deputed(v.language))
			l.look(hand, "signed")
			hand.Press(say("page.behalf.back"))
			hand.MustSee(say("did.session.oneself"))
			hand.MustNotSee(say("page.behalf.say"))

			head.Goto("/delegations")
			head.Press("外出开会")
			head.Press(say("delegation.act.revoke"))
			head.Fill(say("delegation.field.revoke.reason"), "提前返回")
			head.Press(say("delegation.act.revoke"))
			head.MustSee(say("did.delegation.revoke"), "提前返回")
			l.look(head, "revoked")
			hand.Goto("/")
			hand.MustNotSee(say("workbench.deputy.act"))
		})
	}
}

// deputed is what a signature says of the deputy.
func deputed(language string) string {
	if language == "en" {
		return "(by 吴长青)"
	}
	return "（吴长青代）"
}
