package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// The year of the ten institutions on one page: an office opens a unit's cell, then the duties that a figure of
// a rule counts; a unit's clerk sees the own unit alone; in both languages, at both widths, with and without
// JavaScript.
func TestInstitutionsInAYear(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "institutions-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := l.say.T
			office, clerk := l.as("zhuti-jb"), l.as("shuping-lly")
			office.Goto("/institutions")
			office.MustSee(word("institution.table"), word("institution.map"), "曙坪镇")
			l.look(office, "year")
			cells := office.Rows("/institutions/talks?") // of the table, of the head, of units
			if n := len(cells); n < 3 || !strings.Contains(cells[n-1].Href, "unit=") {
				t.Fatalf("no cell leads to a unit: %v", cells)
			}
			office.Goto(cells[len(cells)-1].Href)
			office.MustSee(word("institution.rules"))
			l.look(office, "one")
			office.Goto(office.Rows("/scheduled?")[0].Href)
			office.MustSee(word("duty.list"))
			office.Goto("/institutions/monitoring") // no rule asks for it: its items' own periods do
			office.MustSee(word("institution.unruled"), word("affair.list"))

			clerk.Goto("/institutions")
			clerk.MustSee("曙坪镇")
			clerk.MustNotSee("财政局")
			l.look(clerk, "unit")
		})
	}
}
