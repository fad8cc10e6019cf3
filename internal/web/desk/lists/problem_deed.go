package lists

import (
	fields "shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// pages are the forms of what can be done about the problem.
func (m problemMatter) pages() frame.Pages {
	n := m.noun()
	n.Tables = func(table string) []string { return m.v.Desk.Policy.Codes(policy.Kind(table)) }
	return frame.Pages{Noun: n, Crumb: page.Link{Label: "menu.lists", Href: "/lists"}, Heading: "menu.problems",
		Own: frame.Own{X: m.value(), Types: types, Around: m.around, Refine: m.refine}}
}

func problemDeedForm(v *desk.Visit) error {
	m, err := readProblemMatter(v)
	if err != nil {
		return err
	}
	return m.pages().Form(v)
}

func problemDeedDo(v *desk.Visit) error {
	m, err := readProblemMatter(v)
	if err != nil {
		return err
	}
	return m.pages().Do(v)
}

// around is what is decided beside the form, or the problem in short inside it.
func (m problemMatter) around(a noun.Act) (out frame.Around, err error) {
	x, err := problemDecision(m, a)
	if err != nil {
		return out, err
	}
	out.Other = x.Other
	view := m.v.View("")
	if len(x.Facts) > 0 {
		out.Beside = decisionMatter(view, x)
	}
	out.Inside = problemInside(view, m, a, len(x.Facts) > 0)
	return out, nil
}

// refine adds to a question what the problem says of it: the name that the ledger
// wrote, the group of a second-level source.
func (m problemMatter) refine(_ noun.Act, f fields.Field, q *page.Field) {
	written := ""
	switch f.Name {
	case "leader":
		written = m.p.LeaderName
	case "handler":
		written = m.p.HandlerName
	case "subsource":
		q.Options = details(m.v)
	}
	if written != "" {
		q.Hint = m.v.P.T("problem.written", "name", written)
	}
}
