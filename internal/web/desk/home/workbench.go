package home

import (
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/delegation"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// task is one thing for me to do: what, why me, until when, and one click.
type task struct {
	Tone         page.Tone
	Title, Under string
	Why          []string
	Due          when.Day
	DueNote      string
	Act, Href    string
	Primary      bool
	Back         bool   // sent back: it stands before everything else
	Taken        string // who took it up; "" = nobody did
	Light        string // of the problem itself, as its list and its page say it
}

type workbenchData struct {
	page.View
	Visit  *desk.Visit
	Groups []group
	Count  int
	Tabs   []page.Tab // whose of what waits; none where nobody takes anything up
	Admin  bool
	NoPost bool // holds no appointment today, and is no administrator
	Head   journalHead
	// Acts are the delegations by which the visitor may act for somebody today; Lent those
	// by which others act, or will, for the visitor.
	Acts, Lent []lending
}

// writes says whether the visitor writes duty records of a unit.
func (d workbenchData) writes() bool {
	return slices.ContainsFunc(d.Visit.Actor.Units(), func(u ref.ID) bool {
		return d.Visit.Can("record.add", access.Object{Jurisdiction: d.Visit.Actor.Jurisdiction, Unit: u})
	})
}

// lending is a delegation as the workbench tells it.
type lending struct {
	ID  ref.ID
	Say string
}

// lendings are the visitor's own: in person only, since a deputy lends nothing on.
func (d *workbenchData) lendings(v *desk.Visit, c *bodies.County) error {
	me := v.Actor.Person
	if me == 0 || !v.Actor.InPerson() {
		return nil
	}
	n := nounOf(v, ref.Delegation)
	if n == nil { // a house without the noun
		return nil
	}
	read := func(column string) ([]noun.Value, error) {
		where := append(slices.Clone(delegation.Standing(v.Today())), noun.Cond{Column: column, Num: []int64{int64(me)}})
		return v.Desk.Read.First(v.R.Context(), n.Of, access.Between(v.Actor),
			noun.Query{Where: where, Sort: n.Sorts[1], Limit: delegation.Most})
	}
	told := func(list []noun.Value, key string, other func(*delegation.Delegation) ref.ID) (out []lending) {
		for _, x := range list {
			o := x.(*delegation.Delegation)
			p, _ := c.Person(other(o))
			if key == "workbench.deputy.line" && !o.Holds(v.Today()) {
				continue
			}
			out = append(out, lending{o.ID, v.P.T(key, "name", p.Name, "first", o.First, "last", o.Last)})
		}
		return out
	}
	mine, err := read("deputy")
	if err != nil {
		return err
	}
	d.Acts = told(mine, "workbench.deputy.line", func(o *delegation.Delegation) ref.ID { return o.Delegator })
	others, err := read("delegator")
	d.Lent = told(others, "workbench.delegated.line", func(o *delegation.Delegation) ref.ID { return o.Deputy })
	return err
}

type journalHead struct{ Say []string }

type group struct {
	Tone  page.Tone
	Key   string
	Tasks []task
}

// workbench shows what is due for the visitor. Administrators have no business
// here: they get their own pages.
func workbench(v *desk.Visit) error {
	d := workbenchData{Visit: v}
	if !access.Anywhere(v.Actor, "workbench.see") {
		d.View, d.Admin, d.NoPost = v.View(v.P.T("workbench.title")), true, len(v.Actor.Grants) == 0
		return v.Page(200, workbenchPage(d))
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	items, err := v.Agenda()
	if err != nil {
		return err
	}
	if err := d.lendings(v, c); err != nil {
		return err
	}
	d.View = v.View(v.P.T("workbench.title")) // its menu says what was just counted
	tasks := make([]task, len(items))
	for i, item := range items {
		tasks[i] = taskOf(v, c, item)
	}
	if tasks, err = d.taken(v, items, tasks); err != nil {
		return err
	}
	d.Count = len(tasks)
	for _, g := range []group{{Tone: page.Accent, Key: "back"}, {Tone: page.Red, Key: "red"},
		{Tone: page.Amber, Key: "yellow"}, {Tone: page.Blue, Key: "blue"}, {Key: "normal"}} {
		for _, t := range tasks {
			if (t.Back && g.Key == "back") || (!t.Back && t.Tone == g.Tone) {
				g.Tasks = append(g.Tasks, t)
			}
		}
		if len(g.Tasks) > 0 {
			g.Tasks[0].Primary = len(d.Groups) == 0 // the most urgent thing stands out, and only it
			d.Groups = append(d.Groups, g)
		}
	}
	return v.Page(200, workbenchPage(d))
}

// taken says who took up what waits, and keeps what the address asks for: what the visitor
// has, what others have, what is free.
func (d *workbenchData) taken(v *desk.Visit, items []agenda.Item, tasks []task) ([]task, error) {
	if v.Desk.Taken == nil || !access.Anywhere(v.Actor, "charge.take") {
		return tasks, nil
	}
	of, acts := make([]ref.Ref, len(items)), make([]string, len(items))
	for i, x := range items {
		of[i], acts[i] = ref.Ref{Kind: x.Kind, ID: x.ID}, x.Act
	}
	got, err := v.Desk.Taken(v, of, acts)
	if err != nil {
		return nil, err
	}
	by := map[string][]task{}
	for i, t := range tasks {
		whose := "free"
		if x, ok := got[i]; ok {
			t.Taken, whose = x.Say, "others"
			if x.Mine {
				whose = "mine"
			}
		}
		by[whose], by[""] = append(by[whose], t), append(by[""], t)
	}
	now := v.R.URL.Query().Get("taken")
	if now != "mine" && now != "others" && now != "free" {
		now = ""
	}
	for _, whose := range []string{"", "mine", "others", "free"} {
		href, label := "/", v.P.T("charge.all")
		if whose != "" {
			href, label = "/?taken="+whose, v.P.T("charge.tab."+whose)
		}
		d.Tabs = append(d.Tabs, page.Tab{Label: label, Href: href, Current: whose == now,
			Count: len(by[whose]), Counted: true})
	}
	return by[now], nil
}

// taskOf puts one thing to do into words and leads to where it is done.
func taskOf(v *desk.Visit, c *bodies.County, i agenda.Item) task {
	t := task{Due: i.Due, Back: i.Back}
	n := nounOf(v, i.Kind)
	if n == nil {
		t.Title = v.P.T("workbench.do."+i.Act, "subject", text.Clip(i.Subject, 80))
	}
	for _, why := range i.Why {
		t.Why = append(t.Why, v.P.Message(why))
	}
	if i.Kind == ref.Problem {
		t.Under = c.Name(i.Unit) + " · " + v.P.T("problem.problem") + " " + i.Number.String()
		t.Act, t.Href = v.P.T("problem.act."+i.Act), "/problems/"+i.ID.String()+"/do/"+i.Act
		if i.Act == "raise" { // the page offers both answers
			t.Act = v.P.T("workbench.decide")
		}
		if i.Act == "order" {
			t.Href = "/orders/new?problem=" + i.ID.String()
		}
	} else if n != nil {
		do := n.Word + ".do." + i.Act
		if !v.P.Has(do) {
			do = n.Word + ".act." + i.Act
		}
		t.Title = v.P.T(do, "subject", text.Clip(i.Subject, 80))
		t.Under = c.Name(i.Unit) + " · " + v.P.T(n.Word+".list") + " " + i.Called
		t.Act, t.Href = v.P.T(n.Word+".act."+i.Act), "/"+n.Name+"/"+i.ID.String()+"/do/"+i.Act
		if i.Page != "" {
			t.Act, t.Href = v.P.T(i.Page), "/"+n.Name+"/"+i.ID.String()
		}
	} else {
		t.Under = c.Name(i.Unit) + " · " + v.P.T("order.order") + " " + i.Number.String()
		if i.Number.No == 0 {
			t.Under = c.Name(i.Unit) + " · " + v.P.T("order.no-number")
		}
		switch i.Act {
		case "draft":
			t.Act, t.Href = v.P.T("order.edit"), "/orders/"+i.ID.String()
		case "write-letter", "send-letter", "read-letter":
			name := "letter.name." + strings.ToLower(string(i.Letter))
			t.Title = v.P.T("workbench.do."+i.Act, "letter", text.M(name), "subject", text.Clip(i.Subject, 80))
			t.Act, t.Href = v.P.T(name), "/orders/"+i.ID.String()+"/do/write-letter?series="+string(i.Letter)
			if i.Paper != 0 {
				t.Act, t.Href = v.P.T("letter.act."+i.Act), "/letters/"+i.Paper.String()
			}
		case "grant-extension": // the page offers both answers
			t.Act, t.Href = v.P.T("workbench.decide"), "/orders/"+i.ID.String()+"/do/"+i.Act
		default:
			t.Act, t.Href = v.P.T("order.act."+i.Act), "/orders/"+i.ID.String()+"/do/"+i.Act
		}
	}
	t.Tone, t.DueNote = urgency(v, t.Due)
	if n != nil && t.Due == 0 { // only an order's day follows from its urgency
		t.DueNote = v.P.T("workbench.no-day")
	}
	if i.Lit {
		t.Tone = desk.LightTone(i.Light)
	}
	if i.Kept {
		t.DueNote = v.P.T("order.long-term")
	}
	// What the matter's own day says reads as on its list and on its page, and how
	// late its problem is counts here too, whatever day its order has. A day that
	// is the reader's own is said in other words.
	if i.Bound {
		t.Tone, t.DueNote = v.OrderLight(order.Issued, i.Due)
		if t.DueNote == "" {
			t.DueNote = v.P.T("workbench.left", "n", v.Desk.Orders.Rules.Calendar.WorkingBetween(v.Today(), i.Due))
		}
	}
	if tone, word := v.ProblemLight(problem.Registered, i.Matter); word != "" {
		if i.Kind == ref.Problem && i.Due == i.Matter {
			t.Tone, t.DueNote = tone, word
		} else if i.Matter < v.Today() {
			t.Light = v.P.T("workbench.problem-light", "light", word)
			t.Tone = worse(t.Tone, tone)
		}
	}
	return t
}

// nounOf is the noun on the frame of a kind; nil when there is none.
func nounOf(v *desk.Visit, of ref.Kind) *noun.Noun {
	i := slices.IndexFunc(v.Desk.Nouns, func(n *noun.Noun) bool { return n.Of == of })
	if i < 0 {
		return nil
	}
	return v.Desk.Nouns[i]
}

// worse is the more urgent of two colours.
func worse(a, b page.Tone) page.Tone {
	for _, t := range []page.Tone{page.Red, page.Amber, page.Blue} {
		if a == t || b == t {
			return t
		}
	}
	return a
}

// urgency colours a day by the county's rule, with words.
func urgency(v *desk.Visit, due when.Day) (page.Tone, string) {
	cal := v.Desk.Orders.Rules.Calendar
	rules := v.Desk.Orders.Rules
	switch rules.Bands.Light(cal, due, v.Today()) {
	case order.Red:
		return page.Red, v.P.T("workbench.overdue", "n", cal.WorkingBetween(due, v.Today()))
	case order.Yellow:
		return page.Amber, v.P.T("workbench.overdue", "n", max(1, cal.WorkingBetween(due, v.Today())))
	case order.Blue:
		if due == v.Today() {
			return page.Blue, v.P.T("workbench.today")
		}
		return page.Blue, v.P.T("workbench.left", "n", cal.WorkingBetween(v.Today(), due))
	}
	if due == 0 { // a draft whose date follows from its urgency
		return page.Plain, ""
	}
	return page.Plain, v.P.T("workbench.left", "n", cal.WorkingBetween(v.Today(), due))
}
