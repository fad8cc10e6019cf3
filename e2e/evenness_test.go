package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"shuangze/internal/lang"
)

// The office reads which unit's problems were handled unlike the others', opens the lists behind the question and the
// lines of a category; a unit's clerk reads the own lines beside those of all: in both languages, both widths, with and
// without JavaScript.
func TestEvenness(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "evenness-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, clerk := l.as("zhuti-jb"), l.as("shuping-lly")
			// The demonstration asks about a town in this year, or early in a year in the last one.
			at := fmt.Sprintf("/evenness?year=%d", time.Now().Year())
			if office.Goto(at); !strings.Contains(office.Text("main"), "华坪镇") {
				at = fmt.Sprintf("/evenness?year=%d", time.Now().Year()-1)
				office.Goto(at)
			}
			office.MustSee(word("even.asked"), "华坪镇", word("even.what"))
			l.look(office, "office")
			office.Press(word("even.link.of", "did", word("even.did.order"), "n", 4))
			office.MustSee("华坪镇", word("problem.followed.order"))
			l.look(office, "list")
			office.Goto(at + "&category=duty")
			office.MustSee("华坪镇", word("even.all"))
			l.look(office, "category")
			office.Press(word("page.print"))
			office.MustSee("华坪镇", word("even.col.letter"))
			l.look(office, "print")
			clerk.Goto(at)
			clerk.MustSee("曙坪镇", word("even.all"), word("even.say"))
			clerk.MustNotSee("华坪镇", "财政局")
			l.look(clerk, "unit")
		})
	}
}
