// Package talk is what office and unit say to each other about a matter, beneath the
// course on the page of whatever is talked about, and the form of it.
package talk

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/text/pinyin"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// pageOf is how many comments a page shows [D].
const pageOf = 30

// Reads is what these pages ask of the record.
type Reads interface {
	Comments(ctx context.Context, ids []ref.ID) ([]*comment.Comment, error)
	ChargesOn(ctx context.Context, matters []ref.ID) ([]*charge.Charge, error)
	CommentsOn(ctx context.Context, object ref.ID, within bool, before ref.ID, limit int) ([]*comment.Comment, error)
	comment.Counts
}

// Pages are the pages of this room. Cast is everybody at work who can sign in, as it was
// a short while ago: what is offered; the command asks again.
type Pages struct {
	Commands comment.Commands
	Charges  charge.Commands
	Read     Reads
	Cast     func(ctx context.Context, county int32) ([]actor.Actor, error)
}

// Routes are its addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /comments/{id}", May: "comment.see", Handle: p.one},
		{Pattern: "POST /comments", May: "comment.add", Handle: p.add},
		{Pattern: "POST /comments/{id}/withdraw", May: "comment.withdraw", Handle: p.withdraw},
		{Pattern: "POST /charges", May: "charge.take", Handle: p.take},
		{Pattern: "POST /charges/{id}/put-back", May: "charge.put-back", Handle: p.putBack},
		{Pattern: "POST /charges/{id}/hand", May: "charge.hand", Handle: p.hand},
	}
}

// sheetData is what is said about one matter.
type sheetData struct {
	page.View
	Visit   *desk.Visit
	County  *bodies.County
	Rules   comment.Rules
	Of      ref.Ref
	O       access.Object
	List    []*comment.Comment // the earliest first
	Earlier bool               // there are some before
	Later   bool               // the latest are not shown
	Quoted  map[ref.ID]*comment.Comment
	Form    formData
}

// formData is the form of a new comment.
type formData struct {
	page.View
	In     page.Filled
	Visit  *desk.Visit
	County *bodies.County
	Of     ref.Ref
	Within bool             // the visitor may say something within the office
	Answer *comment.Comment // that is answered; nil = none
	People []comment.Person
	Whole  bool // the form is the page
	Matter page.Link
}

// Beneath is what stands beneath the course of a matter; nil where this visitor has no
// part in what is said.
func (p Pages) Beneath(v *desk.Visit, of ref.Ref, o access.Object) (templ.Component, error) {
	if !v.Desk.Kinds.Of(of.Kind).Talks || !comment.Sees(v.Actor, o, false) {
		return nil, nil
	}
	d := sheetData{Visit: v, Of: of, O: o, Rules: p.Commands.Rules}
	q, ctx := v.R.URL.Query(), v.R.Context()
	within := comment.Within(v.Actor, o)
	before := ref.Parse(q.Get("said"))
	list, err := p.Read.CommentsOn(ctx, of.ID, within, before, pageOf+1)
	if err != nil {
		return nil, err
	}
	d.Earlier, d.Later = len(list) > pageOf, before != 0
	d.List = slices.Clone(list[:min(len(list), pageOf)])
	slices.Reverse(d.List)
	if d.Quoted, err = p.quoted(ctx, d.List, of, within, ref.Parse(q.Get("answer"))); err != nil {
		return nil, err
	}
	if d.County, err = v.County(); err != nil {
		return nil, err
	}
	if v.Can("comment.add", o) {
		answer := d.Quoted[ref.Parse(q.Get("answer"))]
		if answer != nil && answer.State != comment.Said {
			answer = nil
		}
		if d.Form, err = p.form(v, of, o, answer); err != nil {
			return nil, err
		}
	}
	d.View = page.View{P: v.P, Path: v.R.URL.Path, Query: q, Today: v.Today()}
	d.Form.View = d.View
	return sheet(d), nil
}

// Counted is how many comments the visitor reads about each matter of a list.
func (p Pages) Counted(v *desk.Visit, matters []access.Object) (map[ref.ID]int, error) {
	return comment.Counted(v.R.Context(), p.Read, v.Actor, matters)
}

// quoted are the comments that those of a page answer, and the one to be answered, as far
// as they are of this matter and may be read.
func (p Pages) quoted(ctx context.Context, list []*comment.Comment, of ref.Ref, within bool, answer ref.ID) (
	map[ref.ID]*comment.Comment, error) {
	out, ids := map[ref.ID]*comment.Comment{}, []ref.ID{}
	for _, c := range list {
		out[c.ID] = c
	}
	wanted := []ref.ID{answer}
	for _, c := range list {
		wanted = append(wanted, c.ReplyTo)
	}
	for _, id := range wanted {
		if id != 0 && out[id] == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	more, err := p.Read.Comments(ctx, ids)
	for _, c := range more {
		if c.Matter() == of && (within || !c.Within) {
			out[c.ID] = c
		}
	}
	return out, err
}

// form is the form of a new comment.
func (p Pages) form(v *desk.Visit, of ref.Ref, o access.Object, answer *comment.Comment) (d formData, err error) {
	d = formData{View: page.View{P: v.P}, Visit: v, Of: of, Within: comment.Within(v.Actor, o), Answer: answer,
		In: page.Filled{P: v.P, Values: url.Values{}}}
	if d.County, err = v.County(); err != nil {
		return d, err
	}
	cast, err := p.Cast(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return d, err
	}
	inside := answer != nil && answer.Within
	for _, who := range comment.Readers(cast, o, inside) {
		if who.Person != v.Actor.Person {
			d.People = append(d.People, comment.Person{ID: who.Person, Name: who.Name, Title: who.Post})
		}
	}
	if inside {
		d.In.Values.Set("within", "yes")
	}
	return d, nil
}

// others are those of the county who are not among the readers.
func (d formData) others() (out []comment.Person) {
	reads := map[ref.ID]bool{d.Visit.Actor.Person: true}
	for _, x := range d.People {
		reads[x.ID] = true
	}
	for _, a := range d.County.Posted() {
		if x, ok := d.County.Person(a.Person); ok && !reads[a.Person] {
			out = append(out, comment.Person{ID: a.Person, Name: x.Name, Title: a.Title})
		}
	}
	return out
}

func (p Pages) add(v *desk.Visit) error {
	of := ref.Ref{Kind: ref.Kind(v.Form("of")), ID: v.FormID("object")}
	k := v.Desk.Kinds.Of(of.Kind)
	lines, err := v.Desk.Kinds.Lines(v.R.Context(), v.Asking(), []ref.Ref{of})
	if err != nil {
		return err
	}
	l, ok := lines[of]
	if err := v.See(k.See, ok && k.Talks, l.Object); err != nil {
		return err
	}
	if err := v.See("comment.see", true, l.Object); err != nil {
		return err
	}
	var answer *comment.Comment
	if id := v.FormID("answer"); id != 0 {
		found, err := p.quoted(v.R.Context(), nil, of, comment.Within(v.Actor, l.Object), id)
		if err != nil {
			return err
		}
		if answer = found[id]; answer == nil {
			return desk.Missing()
		}
	}
	d, err := p.form(v, of, l.Object, answer)
	if err != nil {
		return err
	}
	in := comment.Input{Words: v.Form("words"), Within: v.Form("within") == "yes", ReplyTo: v.FormID("answer")}
	var errs text.InputErrors
	readers := d.People
	if in.Within {
		if readers, err = p.inside(v, l.Object); err != nil {
			return err
		}
	}
	d.People = readers
	in.Mentions = comment.Addressed(in.Words, readers, d.others(), &errs)
	if id := v.FormID("mention"); id != 0 && !slices.Contains(in.Mentions, id) {
		in.Mentions = append(in.Mentions, id)
	}
	if len(errs) == 0 {
		_, err = p.Commands.With(v.Desk.Kinds).Add(v.R.Context(), v.Command(), of, in)
	}
	if again, ok := v.Inputs(err, errs); ok {
		return p.again(v, d, again, k, l)
	}
	if err != nil {
		return err
	}
	return v.Said(k.At(of.ID)+"#comments", "comment.added")
}

// inside are the readers of what is said within the office.
func (p Pages) inside(v *desk.Visit, o access.Object) (out []comment.Person, err error) {
	cast, err := p.Cast(v.R.Context(), v.Actor.Jurisdiction)
	for _, who := range comment.Readers(cast, o, true) {
		if who.Person != v.Actor.Person {
			out = append(out, comment.Person{ID: who.Person, Name: who.Name, Title: who.Post})
		}
	}
	return out, err
}

// again shows the form with what was typed and what is wrong with it.
func (p Pages) again(v *desk.Visit, d formData, errs text.InputErrors, k kind.Kind, l kind.Line) error {
	d.In.Values, d.In.Errors, d.Whole = v.R.PostForm, errs, true
	name := l.Number()
	if name == "" {
		name = v.P.T(k.Word)
	}
	d.Matter = page.Link{Label: name, Href: k.At(d.Of.ID)}
	d.View = v.View(v.P.T("comment.title"))
	return v.Page(422, again(d))
}

// one leads to the matter of a comment.
func (p Pages) one(v *desk.Visit) error {
	c, k, _, err := p.read(v)
	if err != nil {
		return err
	}
	return v.Go(k.At(c.Object) + "?said=" + (c.ID + 1).String() + "#comment-" + c.ID.String())
}

// read is the comment of the address, when the visitor may read it.
func (p Pages) read(v *desk.Visit) (*comment.Comment, kind.Kind, access.Object, error) {
	list, err := p.Read.Comments(v.R.Context(), []ref.ID{v.ID("id")})
	if err != nil {
		return nil, kind.Kind{}, access.Object{}, err
	}
	if len(list) == 0 {
		return nil, kind.Kind{}, access.Object{}, desk.Missing()
	}
	c := list[0]
	k := v.Desk.Kinds.Of(ref.Kind(c.Of))
	see, found, o, err := v.Desk.Kinds.Object(v.R.Context(), v.Asking(), c.Matter())
	if err == nil {
		err = v.See(see, found, o)
	}
	if err == nil {
		err = v.See("comment.see", true, comment.Object(o, c.Within))
	}
	return c, k, o, err
}

func (p Pages) withdraw(v *desk.Visit) error {
	c, k, _, err := p.read(v)
	if err != nil {
		return err
	}
	if _, err := p.Commands.With(v.Desk.Kinds).Withdraw(v.R.Context(), v.Command(), c.ID); err != nil {
		return err
	}
	return v.Said(k.At(c.Object)+"#comments", "comment.withdrawn")
}

// who wrote a comment: the name, the post and its unit, and for whom.
func (d sheetData) who(c *comment.Comment) string { return who(d.Visit, d.County, c) }

func who(v *desk.Visit, county *bodies.County, c *comment.Comment) string {
	said := v.Signed(county, trail.Event{Person: c.MadeBy, Appointment: c.Post, OnBehalf: c.MadeFor})
	if a, ok := county.Appointment(c.Post); ok && a.Unit != 0 {
		return v.P.T("comment.who", "who", said, "unit", county.Name(a.Unit))
	}
	return said
}

// mine says whether the visitor may still take a comment back.
func (d sheetData) mine(c *comment.Comment) bool {
	return d.Visit.Can("comment.withdraw", d.O) && d.Rules.MayWithdraw(c, d.Visit.Actor, d.Visit.Now) == nil
}

// quote is the beginning of the comment that one answers.
func (d sheetData) quote(id ref.ID) (who, words string, ok bool) {
	c := d.Quoted[id]
	if c == nil {
		return "", "", false
	}
	return d.who(c), shown(d.P.T("comment.withdrawn-line"), c), true
}

func shown(gone string, c *comment.Comment) string {
	if c.State != comment.Said {
		return gone
	}
	return text.Clip(c.Words, 80)
}

// mentioned are the names of those whom a comment is addressed to.
func (d sheetData) mentioned(c *comment.Comment) string {
	var names []string
	for _, id := range c.Mentioned() {
		x, _ := d.County.Person(id)
		names = append(names, x.Name)
	}
	return d.P.List(names)
}

// before is the address of the comments before those of this page.
func (d sheetData) before() string {
	return d.With("said", d.List[0].ID.String(), "answer", "") + "#comments"
}

// latest is the address of the latest comments.
func (d sheetData) latest() string { return d.With("said", "", "answer", "") + "#comments" }

func (d sheetData) answerAt(c *comment.Comment) string {
	return d.With("answer", c.ID.String()) + "#comment-form"
}

// form says whether the visitor may say something.
func (d sheetData) form() bool { return d.Form.Visit != nil }

func (d formData) sent() page.Form {
	f := page.Form{Action: "/comments", Key: d.Visit.Key(), Errors: d.In.Errors, Words: "comment.field.",
		Names: map[string]string{"of": string(d.Of.Kind), "object": d.Of.ID.String()}}
	if d.Answer != nil {
		f.Names["answer"] = d.Answer.ID.String()
	}
	if d.forced() {
		f.Names["within"] = "yes"
	}
	return f
}

// forced says that the answer stays within the office, as what it answers.
func (d formData) forced() bool { return d.Answer != nil && d.Answer.Within }

func (d formData) words() page.Field {
	f := d.In.Field("words", d.P.T("comment.field.words"))
	f.Limit, f.Rows, f.Hint = comment.WordsMost, 3, d.P.T("comment.field.words.hint")
	return f
}

func (d formData) mention() page.Field {
	f := d.In.Field("mention", d.P.T("comment.field.mention"))
	f.Optional, f.Options = true, []page.Option{{Label: d.P.T("form.none")}}
	for _, x := range d.People {
		f.Options = append(f.Options, page.Option{Value: x.ID.String(), Label: x.Name + "　" + x.Title,
			Called: x.Called(d.People), Sound: sound(x.Name)})
	}
	return f
}

// sound is what is typed to find a name: its pinyin, and its initials.
func sound(name string) string {
	whole, first := "", ""
	for _, read := range pinyin.Of(name) {
		if len(read) > 0 && read[0] != "" {
			whole, first = whole+read[0], first+read[0][:1]
		}
	}
	return whole + " " + first
}

func (d formData) within() page.Field {
	f := d.In.Field("within", d.P.T("comment.field.within"))
	if f.Value == "" {
		f.Value = "no"
	}
	f.Options = []page.Option{{Value: "no", Label: d.P.T("comment.open"), Hint: d.P.T("comment.open.hint")},
		{Value: "yes", Label: d.P.T("comment.within"), Hint: d.P.T("comment.within.hint")}}
	return f
}

func (d formData) heading() page.Heading {
	title := d.P.T("comment.title")
	return page.Heading{Crumbs: []page.Link{d.Matter, {Label: title}}, Title: title}
}

func (d formData) answered() string {
	return d.P.T("comment.answering", "who", who(d.Visit, d.County, d.Answer))
}
