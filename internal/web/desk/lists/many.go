package lists

import (
	"net/url"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// many is what can be done to several matters of a list at once, by a command
// each. It asks what the deed of the same command asks, in the same words.
type many struct {
	name string // in the address
	deed string // whose form it has
	verb access.Verb
	asks []area
	read func(v *desk.Visit, m many, ids []ref.ID, sent bool) ([]frame.Item, error)
	do   func(v *desk.Visit, id ref.ID, c act.Command) (act.Receipt, error)
	// rule is the command's own for an order, asked before anybody fills in a form,
	// as for one.
	rule func(o order.Order, letters []order.Letter, v *desk.Visit) error
	// weigh is the same for a problem; first is the first that was chosen of all.
	weigh func(p, first problem.Problem, v *desk.Visit) error
	// named asks for the people behind the names that all of them bear.
	named bool
}

// area is a question that several are asked together: a text of so many characters.
type area struct {
	name string
	most int
	free bool
}

// ofOpinion is as long as the county lets an opinion be.
const ofOpinion = -1

// exportMany takes the rows out as a spreadsheet, and is no command.
const exportMany = "export"

var manyOrders = []many{
	{name: "remind", deed: "write-letter", verb: "order.write-letter",
		asks: []area{{"body", order.BodyMost, true}}, read: severalOrders,
		rule: func(o order.Order, letters []order.Letter, v *desk.Visit) error {
			return o.MayWrite(number.Reminder, letters, v.Now)
		},
		do: func(v *desk.Visit, id ref.ID, c act.Command) (act.Receipt, error) {
			return v.Desk.Orders.WriteLetter(v.R.Context(), c, id, number.Reminder, v.Form("body"), 0)
		}},
	{name: "supervise", deed: "supervise", verb: "order.supervise",
		asks: []area{{"reason", order.ReasonMost, false}}, read: severalOrders,
		rule: func(o order.Order, _ []order.Letter, _ *desk.Visit) error {
			_, err := o.Supervise(true, "")
			return err
		},
		do: func(v *desk.Visit, id ref.ID, c act.Command) (act.Receipt, error) {
			return v.Desk.Orders.Supervise(v.R.Context(), c, id, true, v.Form("reason"))
		}},
}

var manyProblems = []many{
	{name: "note", deed: "note", verb: "problem.note",
		asks: []area{{"instruction", ofOpinion, true}}, read: severalProblems,
		weigh: func(p, _ problem.Problem, v *desk.Visit) error {
			_, err := p.Note(0, "", v.Desk.Problems.Rules, v.Now)
			return err
		},
		do: func(v *desk.Visit, id ref.ID, c act.Command) (act.Receipt, error) {
			return v.Desk.Problems.Note(v.R.Context(), c, id, v.Form("instruction"))
		}},
	{name: "match", deed: "match", verb: "problem.match", named: true, read: severalProblems,
		weigh: func(p, first problem.Problem, _ *desk.Visit) error { return problem.WrittenIn(first).Alike(p) },
		do: func(v *desk.Visit, id ref.ID, c act.Command) (act.Receipt, error) {
			w := problem.Written{Unit: v.FormID("unit"), LeaderName: v.Form("leader-name"),
				HandlerName: v.Form("handler-name"), Leader: v.FormID("leader"), Handler: v.FormID("handler")}
			return v.Desk.Problems.MatchWritten(v.R.Context(), c, id, w)
		}},
}

// listOf is a list of which several matters can be taken at once.
type listOf struct {
	at, word string     // "/orders", "order"
	title    string     // key of what the list is called
	whole    url.Values // the address of all of it
	acts     []many
}

var (
	ordersAtOnce   = listOf{"/orders", "order", "order.list.title", url.Values{"all": {"1"}}, manyOrders}
	problemsAtOnce = listOf{"/problems", "problem", "problem.list.title", url.Values{"tab": {"all"}}, manyProblems}
)

// mine says whether the visitor may do it to any matter: who may only look is
// offered nothing that would be refused for each row.
func (m many) mine(v *desk.Visit) bool { return !v.Scope(m.verb).Nothing() }

// offered are the acts that the list offers this visitor.
func (l listOf) offered(v *desk.Visit) (out []page.Option) {
	for _, m := range l.acts {
		if m.mine(v) {
			out = append(out, page.Option{Value: m.name, Label: v.P.T(l.word + ".act." + m.name)})
		}
	}
	return append(out, page.Option{Value: exportMany, Label: v.P.T("list.many.export")})
}

// routes are the addresses of what is done to several at once.
func (l listOf) routes(may access.Verb) []desk.Route {
	return []desk.Route{
		{Pattern: "GET " + l.at + "/many", May: may, Handle: l.form},
		{Pattern: "POST " + l.at + "/many", May: may, Handle: l.send},
	}
}

// named finds an act of the list; what the visitor may do to nothing is not there.
func (l listOf) named(v *desk.Visit, name string) (many, error) {
	i := slices.IndexFunc(l.acts, func(m many) bool { return m.name == name && m.mine(v) })
	if i < 0 {
		return many{}, desk.Missing()
	}
	return l.acts[i], nil
}

func (l listOf) form(v *desk.Visit) error {
	q := v.R.URL.Query()
	if q.Get("act") == exportMany {
		return l.export(v, q["id"])
	}
	m, err := l.named(v, q.Get("act"))
	if err != nil {
		return err
	}
	ids, err := frame.Ticked(q["id"])
	if err != nil {
		return err
	}
	items, err := m.read(v, m, ids, false)
	if err != nil {
		return err
	}
	to, not := frame.Sort(v, items)
	switch {
	case len(items) == 0:
		return frame.NoneTicked()
	case len(to) == 0:
		return l.did(v, m, frame.Result{Not: not})
	}
	return l.ask(v, m, to, not, 200, nil)
}

// export leads to the table of the rows: it is taken out, and that recorded, there.
func (l listOf) export(v *desk.Visit, chosen []string) error {
	ids, err := frame.Ticked(chosen)
	if err != nil {
		return err
	}
	q := url.Values{}
	for name, values := range l.whole {
		q[name] = values
	}
	for _, id := range ids {
		q.Add("id", id.String())
	}
	return v.Go(l.at + ".xlsx?" + q.Encode())
}

// ticked are the rows that the address of a table names; none = all of its filter.
func ticked(q url.Values) (out []ref.ID) {
	for _, s := range q["id"] {
		if id := ref.Parse(s); id != 0 {
			out = append(out, id)
		}
	}
	return out
}

func (l listOf) send(v *desk.Visit) error {
	m, err := l.named(v, v.Form("act"))
	if err != nil {
		return err
	}
	ids, err := frame.Ticked(v.Forms("id"))
	if err != nil {
		return err
	}
	items, err := m.read(v, m, ids, true)
	if err != nil {
		return err
	}
	r, wrong, err := frame.Each(v, items, func(id ref.ID, c act.Command) (act.Receipt, error) { return m.do(v, id, c) })
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		to, not := frame.Sort(v, items)
		return l.ask(v, m, to, not, 422, wrong)
	}
	return l.did(v, m, r)
}

func (l listOf) did(v *desk.Visit, m many, r frame.Result) error {
	view := v.View(v.P.T(l.word + ".act." + m.name))
	return v.Page(200, frame.ManyDone(view, l.crumbs(view), r, page.Link{Label: v.P.T(l.title), Href: l.at}))
}

func (l listOf) crumbs(v page.View) []page.Link {
	return []page.Link{{Label: v.P.T("menu.lists"), Href: "/lists"},
		{Label: v.P.T(l.title), Href: l.at}, {Label: v.Title}}
}

// manyData is the form of an act on several.
type manyData struct {
	page.View
	L      listOf
	M      many
	To     []frame.Item
	Not    []string
	Filled page.Filled
	Key    string
	Most   int // of an opinion, in characters
	// Names are the names to be matched, and People who may be behind them.
	Names  problem.Written
	People []page.Option
}

func (l listOf) ask(v *desk.Visit, m many, to []frame.Item, not []string, status int, errs text.InputErrors) error {
	d := manyData{View: v.View(v.P.T(l.word + ".act." + m.name)), L: l, M: m, To: to, Not: not,
		Filled: page.Filled{P: v.P, Values: v.R.PostForm, Errors: errs}, Most: v.Desk.Problems.Rules.Opinion()}
	if d.Key = v.R.PostFormValue("key"); d.Key == "" {
		d.Key = v.Key()
	}
	if m.named {
		var err error
		if d.Names, err = namesOf(v, to[0].ID); err != nil {
			return err
		}
		c, err := v.County()
		if err != nil {
			return err
		}
		d.People = personOptions(c, d.Names.Unit, v.P.T("form.choose"))
	}
	return v.Page(status, manyPage(d))
}

// namesOf are the names that the form is about: as it was sent, or those of the first.
func namesOf(v *desk.Visit, first ref.ID) (problem.Written, error) {
	if unit := v.FormID("unit"); unit != 0 {
		return problem.Written{Unit: unit, LeaderName: v.Form("leader-name"), HandlerName: v.Form("handler-name")}, nil
	}
	p, ok, err := v.Desk.Read.Problem(v.R.Context(), first)
	if err == nil {
		err = v.See("problem.see", ok, p.Object())
	}
	return problem.WrittenIn(p), err
}

// words begin the keys of the form's fields: those of the deed.
func (d manyData) words() string { return d.L.word + ".field." + d.M.deed + "." }

func (d manyData) field(a area) page.Field {
	f := d.Filled.Field(a.name, d.P.T(d.words()+a.name))
	f.Limit, f.Optional = a.most, a.free
	if a.most == ofOpinion {
		f.Limit = d.Most
	}
	if key := d.words() + a.name + ".hint"; d.P.Has(key) {
		f.Hint = d.P.T(key)
	}
	return f
}

// slot asks for the person behind a name.
func (d manyData) slot(name, written string) page.Field {
	f := with(d.Filled.Field(name, d.P.T(d.words()+name)), 0, d.P.T("problem.written-as", "name", written))
	return choose(f, d.People)
}

// severalOrders reads the orders that were chosen, those that the visitor may see.
// Asked, each says whether the act is for it as it stands; sent, only whether the
// visitor may do it: the rest is the command's to say, as a second click must find
// its receipt.
func severalOrders(v *desk.Visit, m many, ids []ref.ID, sent bool) (out []frame.Item, err error) {
	var list []order.Order
	f := order.Filter{IDs: ids, Sort: order.Newest}
	err = v.Desk.Read.EachOrder(v.R.Context(), v.Scope("order.see"), f, func(o order.Order) error {
		list = append(list, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var letters map[ref.ID][]order.Letter
	if !sent {
		if letters, err = v.Desk.Read.LettersAbout(v.R.Context(), ids); err != nil {
			return nil, err
		}
	}
	for _, o := range list {
		x := frame.Item{ID: o.ID, Number: o.Number.String(), Title: clip(o.Subject, 120), Href: "/orders/" + o.ID.String(),
			No: access.May(v.Actor, m.verb, o.Object(order.Nobody))}
		if x.No == nil && !sent {
			x.No = noun.RefusedBy(m.rule(o, letters[o.ID], v), false)
		}
		out = append(out, x)
	}
	return out, nil
}

// severalProblems: see severalOrders.
func severalProblems(v *desk.Visit, m many, ids []ref.ID, sent bool) (out []frame.Item, err error) {
	var first problem.Problem // the first that the act may be for, if only by its names
	f := problem.Filter{IDs: ids, Newest: true}
	err = v.Desk.Read.EachProblem(v.R.Context(), v.Scope("problem.see"), f, func(p problem.Problem) error {
		x := frame.Item{ID: p.ID, Number: p.Number.String(), Title: clip(p.Facts, 120), Href: "/problems/" + p.ID.String(),
			No: access.May(v.Actor, m.verb, p.Object())}
		if x.No == nil && !sent {
			if first.ID == 0 && (!m.named || p.Unmatched()) {
				first = p
			}
			x.No = noun.RefusedBy(m.weigh(p, first, v), false)
		}
		out = append(out, x)
		return nil
	})
	return out, err
}
