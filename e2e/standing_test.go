package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// The five lists are seen together: an office finds the units whose list is not signed and opens what
// a figure counts, a unit reads its own, and the menu says in words what waits: in both languages, both
// widths, with and without JavaScript.
func TestListsTogether(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "lists-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := l.say.T
			office, clerk := l.as("zhuti-jb"), l.as("shuping-lly")
			office.Goto("/lists")
			office.MustSee(word("lists.five"), word("lists.stand.none"), word("task.list"))
			l.look(office, "office")
			gaps := office.Rows("/lists?of=power")
			if len(gaps) == 0 {
				t.Fatal("no gap of the power list is shown")
			}
			office.Goto(gaps[0].Href)
			office.MustSee(word("page.filter.remove"))
			l.look(office, "gap")
			late := office.Rows("/tasks?tab=overdue")
			if len(late) > 0 {
				office.Goto(late[0].Href)
				office.MustSee(word("task.tab.overdue"))
			}
			office.Goto("/lists?year=2019&category=town")
			office.MustSee(word("lists.year"))
			l.look(office, "town")

			clerk.Goto("/lists")
			clerk.MustSee("曙坪镇", word("menu.orders"))
			l.look(clerk, "unit")
			clerk.Goto("/orders?due=over")
			clerk.MustSee(word("list.due.over"))
			l.look(clerk, "past-their-day")
			clerk.Goto("/problems?due=soon")
			clerk.MustSee(word("list.due.soon"))
		})
	}
}
