package accounts

import (
	"shuangze/internal/delegation"
	"shuangze/internal/noun"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Adds offers, as the deputy, those who could be one.
func Adds(n *noun.Noun) frame.Adds {
	if n.Name != delegation.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{Choices: func(v *desk.Visit, _ noun.Act) (map[string][]page.Option, error) {
		c, err := v.County()
		if err != nil {
			return nil, err
		}
		out := []page.Option{}
		for _, a := range delegation.Deputies(c, v.Actor.Person) {
			if x, ok := c.Person(a.Person); ok {
				out = append(out, page.Option{Value: a.Person.String(), Label: x.Name + "　" + a.Title})
			}
		}
		return map[string][]page.Option{"deputy": out}, nil
	}}
}

// actFor chooses for whom the session acts from now on: by the delegation that the form
// names, or, when it names none, as oneself.
func (p Pages) actFor(v *desk.Visit) error {
	by := v.FormID("delegation")
	c := v.Command()
	c.Key = "" // twice is once
	if _, err := p.Accounts.ActFor(v.R.Context(), c, v.Session(), by); err != nil {
		return err
	}
	if by != 0 {
		return v.Said("/", "session.acting")
	}
	return v.Said("/", "session.oneself")
}
