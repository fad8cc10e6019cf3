package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A town's clerk looks up how the town stands and why: the sheet, the working of an indicator, the list behind a
// figure, what can still be done. Another unit's sheet is not there for them; the office compares all: in both
// languages, both widths, with and without JavaScript.
func TestScores(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "score-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, clerk := l.as("zhuti-jb"), l.as("shuping-lly")
			office.Goto("/scores")
			office.MustSee(word("score.running"), "曙坪镇党委", "财政局党组", word("score.dots.median", "median", ""))
			l.look(office, "list")
			clerk.Goto("/scores")
			clerk.MustSee("曙坪镇党委")
			clerk.MustNotSee("财政局党组", word("score.dots.median", "median", ""))
			l.look(clerk, "own")
			clerk.Press("曙坪镇党委")
			clerk.MustSee(word("score.lines"), word("score.chances"), word("score.dots"), word("score.years"),
				word("score.peers"), word("score.steps"), word("score.dots.own", "total", ""))
			clerk.MustNotSee("城关镇", "财政局")
			l.look(clerk, "sheet")
			at := clerk.Address()
			clerk.Press(word("score.how"))
			l.look(clerk, "how")
			clerk.Press(word("score.records.open"))
			clerk.MustSee(word("score.records"), word("score.records.col.acts"), "№")
			l.look(clerk, "records")
			office.Goto(at)
			office.MustSee(word("score.lines"))
			other := l.as("caizheng-jb")
			other.Goto(at)
			if s := other.Status(); s != 404 {
				t.Errorf("another unit's sheet answers %d", s)
			}
			clerk.Goto("/facts")
			clerk.MustSee(word("fact.say"))
			l.look(clerk, "facts")
		})
	}
}
