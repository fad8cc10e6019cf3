package bodies

import (
	"cmp"
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// personData is one person's whole duty on one page.
type personData struct {
	page.View
	asOf
	Person  bodies.Person
	Reg     *bodies.Register
	Private bool                 // birth, gender and the like may be shown
	Posts   []bodies.Appointment // past, present and to come, the latest first
	Roles   []bodies.RoleGrant
	Bodies  []answering // bodies whose first responsible person this is
	Offices []office
	Orders  []order.Line // open, of those the visitor may see
	Matters []problem.Line
	Held    held
	Deeds   []deed
	Edit    bool
	History past
}

// answering is a body led by the person with the units it answers for.
type answering struct {
	Body  bodies.Body
	Units []duty
}

// office is the leading group or one of its offices in which the person is.
type office struct {
	Body   bodies.Body
	Duties []page.Link
}

// inHand reads the open orders and problems that name the person as leader or
// handler, in the units of the posts held.
func (d *personData) inHand() error {
	v := d.Visit
	seen := map[ref.ID]bool{}
	for _, a := range d.asOf.County.PostsOf(d.Person.ID) {
		if a.Unit == 0 || seen[a.Unit] || d.past() {
			continue
		}
		seen[a.Unit] = true
		o, err := v.Desk.Read.Orders(v.R.Context(), v.Scope("order.see"), order.Filter{Open: true, Unit: a.Unit,
			Sort: order.ByDue, Limit: order.PageMost})
		if err != nil {
			return err
		}
		for _, l := range o.Lines {
			if l.Leader == d.Person.ID || l.Handler == d.Person.ID {
				d.Orders = append(d.Orders, l)
			}
		}
		p, err := v.Desk.Read.Problems(v.R.Context(), v.Scope("problem.see"),
			problem.Filter{Open: true, Unit: a.Unit, Limit: order.PageMost})
		if err != nil {
			return err
		}
		for _, l := range p.Lines {
			if l.Leader == d.Person.ID || l.Handler == d.Person.ID {
				d.Matters = append(d.Matters, l)
			}
		}
	}
	return nil
}

func personPage(v *desk.Visit) error {
	r, err := register(v)
	if err != nil {
		return err
	}
	p, ok := r.Person(v.ID("id"))
	if !ok {
		return desk.Missing()
	}
	a, err := readAsOf(v)
	if err != nil {
		return err
	}
	edit := can(v, "person.change")
	d := personData{View: v.View(p.Name), asOf: a, Person: p, Reg: r, Roles: a.County.Roles(p.ID), Edit: edit,
		Deeds: possible(v, &registers.Subject{Ref: ref.Ref{Kind: ref.Person, ID: p.ID}, Person: p},
			when.Period{From: 0, To: when.Open}, a.Day)}
	d.Private = edit || ownPerson(v, a.County, p.ID)
	for _, x := range r.Rows().Appointments {
		if x.Person == p.ID && x.Period.From < x.Period.To {
			d.Posts = append(d.Posts, x)
		}
	}
	slices.SortFunc(d.Posts, func(x, y bodies.Appointment) int {
		return cmp.Or(-cmp.Compare(x.Period.From, y.Period.From), -cmp.Compare(x.ID, y.ID))
	})
	for _, g := range d.Roles {
		if b, ok := a.County.Body(g.Body); ok && g.Role == bodies.RoleFirst {
			d.Bodies = append(d.Bodies, answering{b, answersFor(a.County, b.ID)})
		}
	}
	for _, x := range a.County.PostsOf(p.ID) {
		if b, ok := a.County.Body(x.Body); ok {
			if list := dutiesOf(a, b.Kind); len(list) > 0 {
				d.Offices = append(d.Offices, office{b, list})
			}
		}
	}
	if err := d.inHand(); err != nil {
		return err
	}
	if d.Held, err = a.heldOfPerson(p.ID); err != nil {
		return err
	}
	if d.History, err = history(v, p.ID); err != nil {
		return err
	}
	return v.Page(200, personView(d))
}

// ownPerson says whether the person is the visitor or holds a post in the
// visitor's own units: only of those may everybody see birth and gender.
func ownPerson(v *desk.Visit, c *bodies.County, id ref.ID) bool {
	return id == v.Actor.Person ||
		slices.ContainsFunc(c.PostsOf(id), func(a bodies.Appointment) bool { return v.Actor.Of(a.Unit) })
}

func (d personData) facts() []page.Fact {
	p, x := d.P, d.Person
	out := []page.Fact{{Label: p.T("register.name"), Value: x.Name}}
	if !d.Private {
		return append(out, page.Fact{Label: p.T("register.private"), Value: p.T("register.private.say")})
	}
	for _, f := range ownFacts {
		out = append(out, page.Fact{Label: p.T(f.key), Value: personFact(p, x, f.name)})
	}
	return out
}

// ownFacts are what the register holds of a person beside the name and the
// posts: shown to who keeps it, to oneself and in one's own units.
var ownFacts = []struct{ name, key string }{{"gender", "register.gender"}, {"birth", "register.birth"},
	{"ethnicity", "register.ethnicity"}, {"native", "register.native"}, {"education", "register.education"},
	{"work-since", "register.work-since"}, {"party-since", "register.party-since"}, {"pinyin", "register.pinyin"}}

// personFact is one of ownFacts in words.
func personFact(p *lang.Phraser, x bodies.Person, name string) string {
	switch name {
	case "gender":
		if x.Gender != "" {
			return p.T("register.gender." + x.Gender)
		}
	case "birth":
		return p.Month(x.Birth)
	case "ethnicity":
		return x.Ethnicity
	case "native":
		return x.Native
	case "education":
		return x.Education
	case "work-since":
		return x.WorkSince
	case "party-since":
		return x.PartySince
	case "pinyin":
		return x.Pinyin
	}
	return ""
}

// where names a post's body and unit as they were called then.
func (d personData) where(a bodies.Appointment) string {
	day := min(max(d.Day, a.Period.From), a.Period.To-1)
	var out []string
	if b, ok := d.Reg.BodyOn(a.Body, day); ok {
		out = append(out, b.Name)
	}
	if a.Unit != 0 {
		out = append(out, unitName(d.Reg, a.Unit, day))
	}
	return d.P.List(out)
}

func (d personData) post(id ref.ID) string {
	for _, a := range d.Posts {
		if a.ID == id {
			return a.Title
		}
	}
	return ""
}

func (d personData) level(a bodies.Appointment) string {
	return d.Visit.Label(policy.PersonLevel, string(a.Level))
}

func (d personData) roleWord(g bodies.RoleGrant) string {
	return d.P.T("register.role." + string(g.Role))
}

// endPost leads to the end of an appointment; "" when it has ended or for
// those who may not.
func (d personData) endPost(a bodies.Appointment) string {
	if !d.Edit || a.Period.To <= d.Today {
		return ""
	}
	return "/people/" + d.Person.ID.String() + "/do/end-appointment?row=" + a.ID.String()
}

// transfer leads to the move from this post to another.
func (d personData) transfer(a bodies.Appointment) string {
	return "/people/" + d.Person.ID.String() + "/do/transfer?row=" + a.ID.String()
}

// as says in which capacity a matter names the person.
func (d personData) as(leader ref.ID) string {
	if leader == d.Person.ID {
		return d.P.T("register.in-hand.leader")
	}
	return d.P.T("register.in-hand.handler")
}

// firstPost is the post that stands under the name.
func firstPost(d personData) ref.ID {
	for _, a := range d.asOf.County.PostsOf(d.Person.ID) {
		return a.ID
	}
	return 0
}
