package votes

import (
	"github.com/a-h/templ"

	"shuangze/internal/exchange"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
)

const plainText = "text/plain; charset=utf-8"

func (p Pages) officeRoutes() []desk.Route {
	at := "/" + statements.VoteShape.Name + "/{id}/"
	return []desk.Route{
		{Pattern: "POST " + at + "slips", May: "vote.print", Handle: p.slips},
		{Pattern: "GET " + at + "issued", May: "vote.see", Handle: p.list},
		{Pattern: "GET " + at + "sealed", May: "vote.see", Handle: p.sealed},
	}
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != statements.VoteShape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.more, Tone: tone}
}

func tone(x noun.Value) page.Tone {
	switch x.Head().State {
	case statements.Prepared, statements.Printed, statements.Ended:
		return page.Amber
	case statements.Opened:
		return page.Green
	case statements.Void:
		return page.Grey
	}
	return page.Blue
}

// one is the vote of the address, when the visitor may see it.
func (p Pages) one(v *desk.Visit) (*statements.Vote, error) {
	x, ok, err := p.Read.One(v.R.Context(), ref.Vote, v.ID("id"))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, desk.Missing()
	}
	vote := x.(*statements.Vote)
	return vote, v.See("vote.see", true, vote.Object())
}

// moreData is what stands on the page of a vote: what may be printed and taken from there.
type moreData struct {
	page.View
	At     string
	Key    string // of the form that prints; "" = not now, or not by the visitor
	Anew   bool   // slips were printed: they become worthless
	Slips  int64
	Links  []page.Link
	Issued string // digest
	Judged []page.Link
	Test   string // the envelope that the visitor is to open as a teller
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	vote := x.(*statements.Vote)
	d := moreData{View: v.View(""), At: "/" + statements.VoteShape.Name + "/" + vote.ID.String(), Slips: vote.Slips}
	if v.Can("vote.print", vote.Object()) && vote.MayPrint() == nil {
		d.Key, d.Anew = v.Key(), vote.State == statements.Printed
	}
	if vote.Issuing() {
		d.Issued = vote.Issued
		d.Links = append(d.Links, page.Link{Label: v.P.T("voting.issued"), Href: d.At + "/issued"})
	}
	if firstTeller(v, vote) && vote.State == statements.Ended {
		d.Links = append(d.Links, page.Link{Label: v.P.T("voting.sealed"), Href: d.At + "/sealed"})
	}
	if vote.State == statements.Opened {
		d.Links = append(d.Links, page.Link{Label: v.P.T("voting.published"),
			Href: "/v/" + vote.ID.String() + "/published.txt"},
			checkLink(v, vote.ID))
	}
	d.Test = vote.TestOf(v.Actor.Person)
	judged, err := p.Read.Fulfilling(v.R.Context(), ref.Statement, vote.Jurisdiction,
		noun.Cond{Column: "vote", Num: []int64{int64(vote.ID)}})
	for _, x := range judged {
		_, title := x.(*statements.Statement).Called()
		d.Judged = append(d.Judged, page.Link{Label: title, Href: "/statements/" + x.Head().ID.String()})
	}
	return moreSheet(d), err
}

func firstTeller(v *desk.Visit, x *statements.Vote) bool {
	return v.Actor.Person != 0 && v.Actor.Person == x.TellerA && v.Actor.InPerson()
}

// slips makes the slips and hands them over, once: nobody keeps them.
func (p Pages) slips(v *desk.Visit) error {
	if err := v.Enter(gate.List, paper.Weight); err != nil { // before there are any
		return err
	}
	c := v.Command()
	x, list, err := p.Commands.Print(v.R.Context(), c, v.ID("id"))
	if err != nil {
		return err
	}
	b, err := v.Desk.Print.Slips(v.R.Context(), x.Title, exchange.Slips(v.Desk.Words.In(lang.Chinese), x, list,
		v.Address(statements.VotePath)), v.Now.Time())
	if err != nil {
		return err
	}
	return v.Attach(paper.PDF.Media(), v.P.T("voting.slips.file", "title", text.Tidy(x.Title))+".pdf", b)
}

// list is the list of issued slips, for whoever may see the vote.
func (p Pages) list(v *desk.Visit) error {
	x, err := p.one(v)
	if err != nil {
		return err
	}
	if !x.Issuing() {
		return desk.Missing()
	}
	return p.issued(v, x)
}

// sealed is what the first teller opens, once the voting ended.
func (p Pages) sealed(v *desk.Visit) error {
	x, err := p.one(v)
	if err != nil {
		return err
	}
	if !firstTeller(v, x) {
		return text.Refuse(text.Forbidden, "voting.sealed.teller")
	}
	_, cast, err := p.Read.Box(v.R.Context(), x.ID)
	if err != nil {
		return err
	}
	b, err := p.Commands.SealedFile(x, cast)
	if err != nil {
		return err
	}
	return v.Attach(plainText, "sealed-"+x.ID.String()+".txt", b)
}
