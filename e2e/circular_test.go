package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// The clerk of a town sees its draft with whom it names and whom the record suggests, and for what the town was named
// in a circular that was sent.
func TestCircular(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{{"zh-desk", "zh-CN", Desk, true}, {"en-phone", "en", Phone, false}} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "circular-" + v.name, language: v.language, width: v.width, js: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			clerk := l.as("shuping-lly")
			clerk.Goto("/circulars?tab=draft")
			l.look(clerk, "list")
			clerk.Press("关于第三季度内部履责情况的通报")
			clerk.MustSee(word("circular.mentions"), word("circular.offers"))
			l.look(clerk, "draft")
			clerk.Goto("/circulars/new")
			l.look(clerk, "new")
			clerk.Goto("/mentions?tab=criticised")
			clerk.MustSee("村级资金专项检查")
			l.look(clerk, "mentions")
		})
	}
}
