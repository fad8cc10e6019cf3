package lists

import (
	"net/url"
	"strconv"

	"shuangze/internal/act"
	fields "shuangze/internal/field"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// pages are the forms of what can be done about the order.
func (m matter) pages() frame.Pages {
	return frame.Pages{Noun: m.noun(), Crumb: page.Link{Label: "menu.lists", Href: "/lists"}, Heading: "menu.orders",
		Own: frame.Own{X: m.value(), Name: orderCrumb(m.v, m.o), Types: types, Around: m.around, Refine: m.refine,
			Propose: m.propose, Then: m.then}}
}

func deedForm(v *desk.Visit) error {
	m, err := readMatter(v)
	if err != nil {
		return err
	}
	return m.pages().Form(v)
}

func deedDo(v *desk.Visit) error {
	m, err := readMatter(v)
	if err != nil {
		return err
	}
	return m.pages().Do(v)
}

// around is what is decided beside the form, or the order in short inside it.
func (m matter) around(a noun.Act) (out frame.Around, err error) {
	x, err := orderDecision(m, a)
	if err != nil {
		return out, err
	}
	view := m.v.View("")
	if out.Other = x.Other; len(x.Facts) > 0 {
		out.Beside = decisionMatter(view, x)
		return out, nil
	}
	out.Inside = orderInside(view, m)
	return out, nil
}

// refine fills the choices that only the order knows: its measures, and the
// letters that fit the day.
func (m matter) refine(_ noun.Act, f fields.Field, q *page.Field) {
	switch f.Type {
	case order.DoneMeasures:
		for i, x := range m.o.Measures {
			if !x.IsDone() {
				q.Options = append(q.Options, page.Option{Value: strconv.Itoa(i), Label: x.Text})
			}
		}
	case order.LetterKinds:
		for _, n := range m.value().Writable(m.v.Now) {
			s := letterCode(n)
			q.Options = append(q.Options, page.Option{Value: string(n), Label: m.v.P.T("letter.name." + s),
				Hint: m.v.P.T("letter.hint." + s)})
		}
		if q.Value == "" && len(q.Options) > 0 {
			q.Value = q.Options[0].Value
		}
	}
}

// propose puts the letter that the workbench proposes.
func (m matter) propose(a noun.Act, values url.Values) {
	if s := m.v.R.URL.Query().Get("series"); s != "" && a.Name == "write-letter" {
		values.Set("series", s)
	}
}

// then leads from a letter that was written to its preview.
func (m matter) then(a noun.Act, _ act.Receipt) (string, error) {
	if a.Name != "write-letter" {
		return "", nil
	}
	list, err := m.v.Desk.Read.Letters(m.v.R.Context(), m.o.ID)
	for _, l := range list {
		if l.State == order.Written {
			return "/letters/" + l.ID.String(), err
		}
	}
	return "", err
}
