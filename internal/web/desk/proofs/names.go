package proofs

import (
	"shuangze/internal/bodies"
	"shuangze/internal/record"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
)

// names knows in words who acted and what is meant by the entries of a page.
type names struct {
	v       *desk.Visit
	county  *bodies.County
	called  map[ref.ID]record.Called
	matters map[ref.ID]record.Hit
}

// said is a name with what tells it from others of that name.
type said struct {
	Name, Note string
	ID         ref.ID // to ask the log for; 0 = nobody known
}

// names reads what the entries name, one statement a kind.
func (p Pages) names(v *desk.Visit, c *bodies.County, list []record.Entry) (n names, err error) {
	n = names{v: v, county: c}
	var accounts, matters []ref.ID
	for _, e := range list {
		if e.Account != 0 {
			accounts = append(accounts, e.Account)
		}
		switch e.Object.Kind {
		case ref.Account:
			accounts = append(accounts, e.Object.ID)
		case ref.Order, ref.Problem:
			matters = append(matters, e.Object.ID)
		}
	}
	if n.called, err = p.Read.Called(v.R.Context(), accounts); err != nil {
		return n, err
	}
	n.matters, err = p.Read.Numbered(v.R.Context(), matters)
	return n, err
}

// who names the actor: the person with the post of that time, else the account,
// else what acted by itself; always with the login.
func (n names) who(e record.Entry) said {
	login := n.called[e.Account].Login
	if x, ok := n.county.Person(e.Person); ok {
		out := said{Name: x.Name, ID: x.ID, Note: login}
		if a, ok := n.county.Appointment(e.Appointment); ok {
			out.Note = n.v.P.List(some(a.Title, login))
		}
		return out
	}
	if a, ok := n.called[e.Account]; ok {
		return n.account(e.Account, a)
	}
	return said{Name: desk.AgentWord(n.v.P, e.Agent)}
}

func (n names) account(id ref.ID, a record.Called) said {
	if x, ok := n.county.Person(a.Person); ok && a.Person != 0 {
		return said{Name: x.Name, Note: a.Login, ID: id}
	}
	if a.Name == "" {
		return said{Name: a.Login, ID: id}
	}
	return said{Name: a.Name, Note: a.Login, ID: id}
}

// about names the object of an entry: a matter by its number, what stands in the
// registers by its name, an account by whose it is, anything else by its kind.
func (n names) about(o ref.Ref) said {
	p, c := n.v.P, n.county
	kind := ""
	if p.Has("journal.of." + string(o.Kind)) {
		kind = p.T("journal.of." + string(o.Kind))
	}
	out := said{Note: kind, ID: o.ID}
	switch o.Kind {
	case ref.Jurisdiction:
		out.Name = n.v.CountyName()
	case ref.Order, ref.Problem:
		out.Name = n.matters[o.ID].Number
	case ref.Unit:
		out.Name = c.Name(o.ID)
	case ref.Person:
		if x, ok := c.Person(o.ID); ok {
			out.Name = x.Name
		}
	case ref.Body:
		if x, ok := c.Body(o.ID); ok {
			out.Name = x.Name
		}
	case ref.Appointment:
		if a, ok := c.Appointment(o.ID); ok {
			x, _ := c.Person(a.Person)
			out.Name = p.List(some(x.Name, a.Title))
		}
	case ref.Account:
		if a, ok := n.called[o.ID]; ok {
			out = n.account(o.ID, a)
			out.Note = p.List(some(kind, out.Note))
			return out
		}
	}
	if out.Name == "" {
		out.Name, out.Note = kind, o.ID.String()
		if kind == "" {
			out.Name = string(o.Kind)
		}
	}
	return out
}

func some(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
