package risks

import (
	"strconv"

	"shuangze/internal/noun"
	"shuangze/internal/official"
)

// forms are the papers of a risk point: the form by which it is put on record, and hung on the wall of its section.
func forms() []noun.Form {
	return []noun.Form{{Name: "register", Paper: registerForm,
		Has: func(v noun.Value) bool { return v.(*Risk).State != Withdrawn }}}
}

// registerForm is 廉政风险点登记表; what is not confirmed yet stands empty, to be signed by hand.
func registerForm(v noun.Value, x noun.Printer) official.Document {
	r := v.(*Risk)
	var rows [][]string
	add := func(names ...string) {
		for _, name := range names {
			rows = append(rows, []string{x.Name(name), x.Said(name)})
		}
	}
	add("body", "section", "kind", "name", "content")
	rows = append(rows, []string{x.T("risk.form.grade"), x.T("risk.form.graded", "likelihood", x.Said("likelihood"),
		"severity", x.Said("severity"), "value", strconv.FormatInt(r.Value, 10), "level", x.Said("level"))})
	add("measures", "head", "leader", "review")
	confirmed := x.T("risk.form.blank")
	if r.ConfirmedOn != 0 {
		confirmed = x.T("risk.form.confirmed", "day", x.Day(r.ConfirmedOn))
	}
	rows = append(rows, []string{x.T("risk.form.opinion"), confirmed})
	return official.Document{Form: official.Plain, Title: []string{x.T("risk.form.register")},
		Body: []official.Block{{Table: &official.Table{Rows: rows, Columns: []official.Column{
			{Label: x.T("risk.form.item"), Width: 1}, {Label: x.T("risk.form.said"), Width: 4}}}}}}
}
