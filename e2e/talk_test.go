package e2e

import (
	"fmt"
	"testing"

	"shuangze/internal/lang"
)

// Office and unit talk about an order: somebody is called by name, answered, answered within the office, and a word is
// taken back; somebody of the office takes the matter up, which the others see. In both languages and widths, with and
// without JavaScript.
func TestTalk(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "talk-" + v.name, language: v.language, width: v.width, js: v.js, tab: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			l.talk()
		})
	}
}

func (l *life) talk() {
	say := l.say
	head, hand := l.as("zhuti"), l.as("zhuti-jb")
	head.Goto("/orders?side=principal")
	matter := head.link("/orders/")
	head.Goto(matter)
	l.look(head, "nothing-said")

	// Who takes it up, and what the other of the office sees.
	head.Press(say.T("charge.take"))
	head.MustSee(say.T("did.charge.taken"))
	head.Press(say.T("charge.change"))
	l.look(head, "taken-up")
	hand.Goto(matter)
	hand.MustSee(say.T("charge.by.say"))
	l.look(hand, "taken-by-another")

	hand.Fill("words", "@胡雅琴 请看一下整改照片") // who is of another unit
	hand.Press(say.T("comment.send"))
	hand.MustSee(say.T("comment.mention-named", "name", "胡雅琴"))
	l.look(hand, "may-not-read")
	hand.Fill("words", "@周明轩 请看一下整改照片，竹园村的是不是齐了？")
	hand.Press(say.T("comment.send"))
	hand.MustSee(say.T("did.comment.added"), say.T("comment.to", "names", "周明轩"))
	l.look(hand, "said")

	head.Goto(matter + "#comments")
	head.Press(say.T("comment.answer"))
	l.look(head, "answering")
	head.Fill("words", "竹园村还缺一张，先与他们核对。")
	head.Tick(say.T("comment.within"))
	head.Press(say.T("comment.send"))
	head.MustSee(say.T("did.comment.added"), "竹园村还缺一张", say.T("comment.withdraw", "n", 10))
	l.look(head, "answered")
	head.Press(say.T("comment.withdraw", "n", 10))
	head.MustSee(say.T("did.comment.withdrawn"), say.T("comment.withdrawn-line"))
	l.look(head, "taken-back")

	// The list says how much of it each may read.
	counted := func(who *Page, n int) {
		who.Goto("/orders?side=principal")
		if got := who.Text(`a[href="` + matter + `#comments"]`); got != say.T("comment.count", "n", n) {
			l.t.Errorf("the list says %q, not %d", got, n)
		}
		l.look(who, fmt.Sprint("counted-", n))
		who.Goto(matter + "#comments")
		who.MustSee(say.T("comment.title"))
	}
	counted(hand, 1)
	head.Fill("words", "照片先由街道汇总。")
	head.Tick(say.T("comment.within"))
	head.Press(say.T("comment.send"))
	head.MustSee(say.T("did.comment.added"))
	counted(hand, 2)

	hand.Goto("/inbox")
	l.look(hand, "inbox")
}
