package course

import (
	"github.com/a-h/templ"

	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

type marking struct {
	page.View
	I *scheme.Indicator
	D scored
}

// besideMark is the rule with the form in which points are given or claimed.
func (p Pages) besideMark(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	if x != nil && (a.Name == "mark" || a.Name == "claim") {
		return within(p.mark(v, x))
	}
	return out, nil
}

// besideObjection is the figure with the form in which an objection is answered.
func (p Pages) besideObjection(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	if x != nil && a.Name == "decide" {
		return within(p.objection(v, x))
	}
	return out, nil
}

// objecting is the figure with the form in which it is objected to.
func (p Pages) objecting(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	if x == nil || a.Name != "object" {
		return out, nil
	}
	item := v.R.URL.Query().Get("item")
	if item == "" {
		item = v.R.PostFormValue("item")
	}
	out.Beside, err = p.figure(v, x.(*course.Scoresheet), item)
	return out, err
}

// within stands before the questions of a form.
func within(what templ.Component, err error) (out frame.Around, _ error) {
	if what != nil {
		out.Inside = inside(what)
	}
	return out, err
}

// mark shows the rule by which points are given beside what is said of the item.
func (p Pages) mark(v *desk.Visit, x noun.Value) (templ.Component, error) {
	k := x.(*course.Mark)
	m := p.Scheme(k.Scheme, int(k.Year))
	if m == nil || m.Indicator(k.Item) == nil {
		return nil, nil
	}
	return markMore(marking{View: v.View(""), I: m.Indicator(k.Item), D: scored{View: v.View(""), V: v, M: m}}), nil
}

// objection shows how the figure that is objected to came about.
func (p Pages) objection(v *desk.Visit, x noun.Value) (templ.Component, error) {
	o := x.(*course.Objection)
	s, ok, err := p.Read.One(v.R.Context(), ref.Scoresheet, o.Sheet)
	if err != nil || !ok {
		return nil, err
	}
	return p.figure(v, s.(*course.Scoresheet), o.Item)
}

// figure is how one thing on a sheet came about; nil = it has no such thing.
func (p Pages) figure(v *desk.Visit, s *course.Scoresheet, item string) (templ.Component, error) {
	d := scored{View: v.View(""), V: v, S: s, M: p.Scheme(s.Scheme, int(s.Year))}
	d.Sheet, _ = s.Sheet()
	of := course.OfSheet(s.ID)
	of.Where = append(of.Where, noun.Cond{Column: "item", Text: []string{item}})
	var err error
	if d.Marks, err = p.marks(v, of); err != nil {
		return nil, err
	}
	for _, l := range d.lines() {
		if l.No == item && l.Line != nil {
			return objectionMore(d, l), nil
		}
	}
	for _, x := range d.others() {
		if d.M != nil && x.Item == item {
			return otherMore(d, x), nil
		}
	}
	return nil, nil
}

// reasons are what assessors gave for an item, and why, as far as the visitor may know it.
func (d scored) reasons(item string) (out []string) {
	k := d.markOf(item)
	c, err := d.V.County()
	if k == nil || err != nil {
		return nil
	}
	for _, x := range []struct {
		word   string
		by     ref.ID
		points int64
		why    string
	}{{"first", k.FirstBy, k.First, k.FirstWhy}, {"second", k.SecondBy, k.Second, k.SecondWhy},
		{"third", k.ThirdBy, k.Third, k.ThirdWhy}} {
		if x.by == 0 {
			continue
		}
		who, _ := c.Person(x.by)
		out = append(out, d.P.T("mark.given."+x.word, "name", who.Name, "points", d.P.Fixed(x.points, 2), "why", x.why))
	}
	return out
}

// marks are those that the visitor may see, with as much of each as they may know.
func (p Pages) marks(v *desk.Visit, q noun.Query) (out []*course.Mark, err error) {
	got, err := p.Read.Whole(v.R.Context(), ref.Mark, v.Scope("mark.see"), q, itemsMost)
	if err != nil {
		return nil, err
	}
	for _, n := range v.Desk.Nouns {
		if n.Name == course.MarkShape.Name { // what assessors gave is not everybody's yet
			n.AllFor(v.Actor, got.Values)
		}
	}
	for _, o := range got.Values {
		out = append(out, o.(*course.Mark))
	}
	return out, nil
}

// assessors are whom an assessment may appoint: those engaged from outside first, then everybody with a post.
func assessors(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if a.Name != "appoint" {
		return nil, nil
	}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	out := []page.Option{{}}
	for _, post := range append(c.Assessors(), c.Posted()...) {
		if x, ok := c.Person(post.Person); ok {
			label := x.Name + "　" + post.Title
			if post.Post == bodies.Assessor {
				label = v.P.T("appraisal.assessor.until", "name", x.Name, "title", post.Title, "last", post.Period.To-1)
			}
			out = append(out, page.Option{Value: post.Person.String(), Label: label})
		}
	}
	return map[string][]page.Option{"person": out}, nil
}
