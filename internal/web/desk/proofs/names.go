package proofs

import (
	"cmp"

	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
)

// names knows in words who acted and what is meant by the entries of a page.
type names struct {
	v      *desk.Visit
	county *bodies.County
	lines  map[ref.Ref]kind.Line
}

// said is a name with what tells it from others of that name.
type said struct {
	Name, Note string
	ID         ref.ID // to ask the log for; 0 = nobody known
}

// names reads what the entries name, one statement a kind.
func (p Pages) names(v *desk.Visit, c *bodies.County, list []trail.Entry) (n names, err error) {
	n = names{v: v, county: c}
	var named []ref.Ref
	for _, e := range list {
		named = append(named, account(e), e.Object)
	}
	n.lines, err = v.Desk.Kinds.Lines(v.R.Context(), v.Asking(), named)
	return n, err
}

// account is the account by which an entry was made.
func account(e trail.Entry) ref.Ref { return ref.Ref{Kind: ref.Account, ID: e.Account} }

// who names the actor: the person with the post of that time, else the account,
// else what acted by itself; always with the login.
func (n names) who(e trail.Entry) said {
	by, known := n.lines[account(e)]
	if x, ok := n.county.Person(e.Person); ok {
		out := said{Name: x.Name, ID: x.ID, Note: cmp.Or(by.Note, by.Number())}
		if a, ok := n.county.Appointment(e.Appointment); ok {
			out.Note = n.v.P.List(some(a.Title, out.Note))
		}
		return out
	}
	if known {
		return said{Name: n.called(by), Note: by.Note, ID: e.Account}
	}
	return said{Name: desk.AgentWord(n.v.P, e.Agent)}
}

func (n names) called(l kind.Line) string { return n.v.P.List(some(l.Called...)) }

// about names the object of an entry as its kind is called: a matter by its
// number, what stands in the registers by its name, an account by whose it is,
// anything else by its kind.
func (n names) about(o ref.Ref) said {
	word := ""
	if k := n.v.Desk.Kinds.Of(o.Kind); k.Word != "" {
		word = n.v.P.T(k.Word)
	}
	l := n.lines[o]
	out := said{Name: n.called(l), Note: n.v.P.List(some(word, l.Note)), ID: o.ID}
	if out.Name == "" {
		out.Name, out.Note = cmp.Or(word, string(o.Kind)), o.ID.String()
	}
	return out
}

// acts says of an object that it acts itself, so that the log can be asked for it.
func (n names) acts(o ref.Ref) bool { return n.v.Desk.Kinds.Of(o.Kind).Acts }

func some(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
