// Package letters is what the pages of what offices issue show beside what every noun's do: the document as it reads,
// what units were asked about it and said, and the same beside every decision.
package letters

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/letter"
	"shuangze/internal/letter/slip"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Reads is what the room reads.
type Reads interface {
	One(ctx context.Context, of ref.Kind, id ref.ID) (noun.Value, bool, error)
	SlipsOf(ctx context.Context, about ref.ID) ([]*slip.Slip, error)
}

// Pages adds to the pages of what offices issue, and of slips.
type Pages struct {
	Read  Reads
	Lives []letter.Commands // of each noun that lives so
	Nouns func(ref.Kind) *noun.Noun
	Crumb page.Link // the room of the menu it stands in, its label a key
}

// life is that of a kind.
func (p Pages) life(of ref.Kind) (letter.Commands, bool) {
	for _, d := range p.Lives {
		if d.Kind.Shape.Of == of {
			return d, true
		}
	}
	return letter.Commands{}, false
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if d, ok := p.life(n.Of); ok {
		choices := func(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) { return p.signers(d, v, a) }
		return frame.Adds{More: p.more, With: p.with, Choices: choices}
	}
	if n.Name == slip.Shape.Name {
		return frame.Adds{More: p.more, With: p.with}
	}
	return frame.Adds{}
}

// Routes are the addresses.
func (p Pages) Routes() (out []desk.Route) {
	for _, d := range p.Lives {
		at := "GET /" + d.Kind.Shape.Name + "/{id}/"
		out = append(out, desk.Route{Pattern: at + "paper", May: d.Kind.Verb("see"),
			Handle: func(v *desk.Visit) error { return p.paper(d.Kind, v) }},
			desk.Route{Pattern: at + "as/{kind}", May: d.Kind.Verb("see"),
				Handle: func(v *desk.Visit) error { return p.file(d.Kind, v) }})
	}
	return out
}

// data is a document with what was said about it.
type data struct {
	page.View
	V      *desk.Visit
	C      *bodies.County
	Kind   letter.Kind
	L      *letter.Life
	Slips  []*slip.Slip // those the visitor may know of
	Letter page.Letter
	Notes  []string // what is to be known before one decides
	Whole  bool     // the visitor knows all of it
	Files  []evidence.Evidence
}

// home is the address of its pages.
func (d data) home() string { return "/" + d.Kind.Shape.Name + "/" + d.L.ID.String() }

// of reads the document that an object is, or is about.
func (p Pages) of(v *desk.Visit, x noun.Value) (d data, err error) {
	about := ref.Ref{}
	if s, is := x.(*slip.Slip); is {
		about = s.About()
		found := false
		if x, found, err = p.Read.One(v.R.Context(), about.Kind, about.ID); err != nil || !found {
			return d, err
		}
	}
	l, ok := x.(letter.Value)
	if !ok {
		return d, desk.Missing()
	}
	life, ok := p.life(l.Object().Kind)
	if !ok {
		return d, desk.Missing()
	}
	n := p.Nouns(life.Kind.Shape.Of)
	l = n.For(v.Actor, l).(letter.Value)
	_, title := l.Called()
	d = data{View: v.View(title), V: v, Kind: life.Kind, L: l.Course()}
	if d.C, err = v.County(); err != nil {
		return d, err
	}
	if d.Whole = n.Insider(v.Actor, l); d.L.SignedOn != 0 {
		if d.Files, err = v.Desk.Read.EvidenceOf(v.R.Context(), d.L.ID); err != nil {
			return d, err
		}
	}
	all, err := p.Read.SlipsOf(v.R.Context(), d.L.ID)
	if err != nil {
		return d, err
	}
	for _, s := range all {
		if v.Can("slip.see", s.Object()) || d.Whole {
			d.Slips = append(d.Slips, s)
		}
	}
	d.Letter = sheet(v, life.Kind, d.C, l)
	return d, nil
}

// sheet is the document as it was signed, or as it reads now. What stands on it is Chinese for every reader.
func sheet(v *desk.Visit, k letter.Kind, c *bodies.County, x letter.Value) page.Letter {
	l := x.Course()
	zh := v.Desk.Words.In(lang.Chinese)
	w := l.Paper()
	if l.Frozen == "" {
		w = k.Draft(x, c)
	}
	out := page.Letter{Organ: w.Mark, Number: w.Number, Urgency: w.Urgency, Title: strings.Join(w.Title, "\n"),
		Enclosed: w.Annexed, Signer: w.Organ, Date: w.Date, Issuer: w.Printer}
	if w.To != "" {
		out.Recipient = w.To + "："
	}
	for _, b := range w.Body {
		out.Body = append(out.Body, b.Text)
	}
	if w.Note != "" {
		out.Body = append(out.Body, "（"+w.Note+"）")
	}
	if w.Copies != "" {
		out.Copies = zh.T("dispatch.paper.copies", "units", w.Copies)
	}
	if w.Printed != "" {
		out.IssuedOn = zh.T("dispatch.paper.printed", "day", w.Printed)
	}
	if len(w.Signers) > 0 {
		out.Number += "　　" + zh.T("dispatch.paper.signers", "names", strings.Join(w.Signers, "、"))
	}
	if l.Oa != "" {
		out.Reference = zh.T("dispatch.paper.oa", "number", l.Oa)
	}
	if w.Code != "" {
		out.Check = page.LetterCheck{Code: zh.T("letter.code", "code", w.Code), Say: zh.T("letter.code.say"),
			At: v.CheckAddress(w.Code), Label: zh.T("letter.code.qr")}
	}
	if l.State == letter.Void {
		out.Void, out.VoidSay = zh.T("dispatch.paper.void"), zh.T("dispatch.paper.void.say", "day", l.VoidOn)
	}
	return out
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d, err := p.of(v, x)
	if err != nil || d.L == nil {
		return nil, err
	}
	return matter(d), nil
}

// other is the act that answers the other way.
var other = map[string]string{letter.PassAct: "return", letter.SignAct: "return", "cancel": "keep", "keep": "cancel",
	"agree": "object", "object": "agree"}

// with shows the document and what was said of it beside every decision.
func (p Pages) with(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	if x == nil || a.Name == "change" {
		return out, nil
	}
	d, err := p.of(v, x)
	if err != nil || d.L == nil {
		return out, err
	}
	n := p.Nouns(d.Kind.Shape.Of)
	for _, m := range d.L.Notes() {
		d.Notes = append(d.Notes, v.P.Message(m))
	}
	out.Beside = matter(d)
	answer := other[a.Name]
	if a.Name == "return" {
		answer = map[string]string{letter.Checking: letter.PassAct, letter.Signing: letter.SignAct}[d.L.State]
	}
	if _, is := x.(*slip.Slip); is {
		n = p.Nouns(ref.Slip)
	}
	if to, ok := n.Act(answer); ok && (to.For == nil || to.For(v.Actor, x)) && n.Refused(to, v.Actor, x, v.Now) == nil {
		out.Other = page.Link{Label: v.P.T(n.Word + ".act." + answer),
			Href: "/" + n.Name + "/" + x.Head().ID.String() + "/do/" + answer}
	}
	return out, nil
}

// signers are whom a document may be sent to: the policy allows them, and they did not write or check it.
func (p Pages) signers(d letter.Commands, v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if _, ok := a.Fields.Of("signer"); !ok {
		return nil, nil
	}
	x, ok, err := p.Read.One(v.R.Context(), d.Kind.Shape.Of, ref.Parse(v.R.PathValue("id")))
	if err != nil || !ok {
		return nil, err
	}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	l, out := x.(letter.Value).Course(), []page.Option{}
	w, _ := d.Word(l.Word)
	for _, id := range w.Signers(c, l.Organ) {
		if who, ok := c.Person(id); ok && id != l.Signer && id != v.Actor.Person && !l.Wrote(actor.Hands{By: id}) {
			out = append(out, page.Option{Value: id.String(), Label: who.Name})
		}
	}
	return map[string][]page.Option{"signer": out}, nil
}

// read is the document of the address, when the visitor may see it.
func (p Pages) read(k letter.Kind, v *desk.Visit) (letter.Value, error) {
	x, ok, err := p.Read.One(v.R.Context(), k.Shape.Of, v.ID("id"))
	if err != nil {
		return nil, err
	}
	var o access.Object
	if ok {
		o = k.Shape.Object(x)
	}
	l, _ := x.(letter.Value)
	return l, v.See(k.Verb("see"), ok, o)
}

// file is the document as a file: as it was signed, with its code; before that as it reads now, marked as a draft.
func (p Pages) file(k letter.Kind, v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	x, err := p.read(k, v)
	if err != nil {
		return err
	}
	l := x.Course()
	if s, ok := l.Sheet(v.Desk.Base); ok && as == paper.PDF {
		return v.SendIssued(s)
	}
	d := l.Paper()
	at := when.Instant(0)
	if l.Frozen == "" {
		c, err := v.County()
		if err != nil {
			return err
		}
		d, at = k.Draft(x, c), v.Now
	} else {
		at = l.SignedOn.Start()
	}
	if l.Code != "" {
		d.Address = v.CheckAddress(l.Code)
	}
	return v.SendPaper(as, d.Number+" "+strings.Join(d.Title, ""), d, at)
}

// paper is the document alone, to be printed.
func (p Pages) paper(k letter.Kind, v *desk.Visit) error {
	x, err := p.read(k, v)
	if err != nil {
		return err
	}
	d, err := p.of(v, x)
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, paperPage(d))
}

// head is the head of the table of what units said.
func (d data) head() page.List {
	return page.List{Caption: d.P.T("dispatch.slips"), Cols: []page.Col{{Label: d.P.T("field.unit"), Width: "name"},
		{Label: d.P.T("slip.field.role")}, {Label: d.P.T("field.state")}, {Label: d.P.T("slip.field.answered-by")},
		{Label: d.P.T("slip.field.opinion")}}}
}

// named is who is asked: a body to countersign, a unit to receive.
func (d data) named(s *slip.Slip) string {
	if b, ok := d.C.Body(s.Body); ok {
		return b.Name
	}
	return d.C.Name(s.Unit)
}

func (d data) answered(s *slip.Slip) string {
	if s.AnsweredBy == 0 {
		return ""
	}
	who, _ := d.C.Person(s.AnsweredBy)
	return who.Name + "　" + d.P.Day(s.AnsweredOn)
}

func (d data) leads(s *slip.Slip) string {
	if d.V.Can("slip.see", s.Object()) {
		return "/slips/" + s.ID.String()
	}
	return ""
}

func (d data) chip(s *slip.Slip) templ.Component {
	tone := page.Grey
	switch s.State {
	case slip.Agreed, slip.Received:
		tone = page.Green
	case slip.Objected:
		tone = page.Red
	case slip.Open:
		tone = page.Amber
	}
	return page.Chip(tone, d.P.T("slip.state."+s.State))
}

// receipts say how many units received it, and which have not; "" before it is sent.
func (d data) receipts() string {
	if d.L.SentOn == 0 || !d.Whole {
		return ""
	}
	var missing []string
	for _, s := range d.Slips {
		if s.Role != slip.Countersign && s.State == slip.Open {
			missing = append(missing, d.C.Name(s.Unit))
		}
	}
	if len(missing) == 0 {
		return d.P.T("dispatch.receipts", "n", d.L.Received, "all", d.L.Asked)
	}
	return d.P.T("dispatch.receipts.missing", "n", d.L.Received, "all", d.L.Asked, "due", d.P.Day(d.L.Due),
		"units", d.P.List(missing))
}

// kept says what is known of the file that was issued, and whether the files that go with it are those of the signing.
func (d data) kept() (out []page.Fact, altered bool) {
	if d.L.SealedOn != 0 {
		erased := ""
		for _, e := range d.Files {
			if e.ErasedAt != 0 && bytes.Equal(e.Digest, d.L.Kept()) {
				erased = e.Name
			}
		}
		out = desk.Kept(d.P, d.L.File, erased)
	}
	same, told := d.L.Unchanged(d.Files)
	if told && same && d.L.Annexes > 0 {
		said := d.P.T("dispatch.annexes.same", "n", d.L.Annexes)
		out = append(out, page.Fact{Label: d.P.T("dispatch.annexes"), Value: said})
	}
	return out, told && !same
}

// opinions are what the checker said, and the signer against those who had not agreed.
func (d data) opinions() (out []page.Fact) {
	add := func(key, said string, who ref.ID) {
		if said == "" && who == 0 {
			return
		}
		x, _ := d.C.Person(who)
		out = append(out, page.Fact{Label: d.P.T(key), Value: strings.TrimSpace(x.Name + "　" + said)})
	}
	add("dispatch.field.drafter", "", d.L.Drafter)
	add("dispatch.field.checker", d.L.Opinion, d.L.Checker)
	add("dispatch.field.signer", d.L.Overruled, d.L.Signer)
	return out
}
