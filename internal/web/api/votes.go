package api

import (
	"net/http"
	"reflect"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/exchange"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
)

// voteOperations print the slips of a vote by phone and hand out what its tellers need. Nothing here is about a ballot:
// who votes has no token.
func voteOperations(all []*noun.Noun) []operation {
	for _, n := range all {
		if n.Name != statements.VoteShape.Name {
			continue
		}
		at := "/" + n.Name + "/{id}/"
		return []operation{
			{id: "printVote", method: http.MethodPost, path: at + "print", may: "vote.print", tag: n.Name,
				media: paper.PDF.Media(), handle: printVote,
				summary: "Make the slips of a vote by phone, as PDF; they are kept nowhere, and those printed before are void"},
			{id: "getVoteIssued", method: http.MethodGet, path: at + "issued", may: n.See, tag: n.Name, media: "text/plain",
				early: true, summary: "The list of issued slips, by their hashes",
				handle: func(c *call) error { return voteFile(c, n, issuedList) }},
			{id: "getVoteSealed", method: http.MethodGet, path: at + "sealed", may: n.See, tag: n.Name, media: "text/plain",
				early: true, summary: "The sealed ballots of a vote that ended, for its first teller",
				handle: func(c *call) error { return voteFile(c, n, sealedList) }},
		}
	}
	return nil
}

func printVote(c *call) error {
	if err := c.keyFits(); err != nil {
		return err
	}
	if c.face.Base == "" {
		return text.Refuse(text.Conflict, "voting.slips.base")
	}
	if err := c.enter(gate.List, paper.Weight); err != nil { // before there are any
		return err
	}
	x, list, err := c.face.Votes.Print(c.r.Context(), c.command(), c.id())
	if err != nil {
		return err
	}
	zh := c.face.Words.In(lang.Chinese)
	b, err := c.face.Print.Slips(c.r.Context(), x.Title,
		exchange.Slips(zh, x, list, strings.TrimRight(c.face.Base, "/")+statements.VotePath), c.now.Time())
	if err != nil {
		return err
	}
	return c.handed(paper.PDF.Media(), zh.T("voting.slips.file", "title", text.Tidy(x.Title))+".pdf", b)
}

// voteFile sends one of a vote's files as text.
func voteFile(c *call, n *noun.Noun, of func(*call, *statements.Vote) (name string, b []byte, err error)) error {
	if err := c.query(nil, reflect.Value{}); err != nil {
		return err
	}
	v, err := c.object(n)
	if err != nil {
		return err
	}
	name, b, err := of(c, v.(*statements.Vote))
	if err != nil {
		return err
	}
	return c.handed("text/plain; charset=utf-8", name, b)
}

func issuedList(c *call, x *statements.Vote) (string, []byte, error) {
	if !x.Issuing() {
		return "", nil, c.see("vote.see", false, access.Object{})
	}
	slips, _, err := c.face.Boxes.Box(c.r.Context(), x.ID)
	if err != nil {
		return "", nil, err
	}
	b, err := x.IssuedText(slips)
	return "issued-" + x.ID.String() + ".txt", b, err
}

func sealedList(c *call, x *statements.Vote) (string, []byte, error) {
	if c.actor.Person == 0 || c.actor.Person != x.TellerA || !c.actor.InPerson() {
		return "", nil, text.Refuse(text.Forbidden, "voting.sealed.teller")
	}
	_, cast, err := c.face.Boxes.Box(c.r.Context(), x.ID)
	if err != nil {
		return "", nil, err
	}
	b, err := c.face.Votes.SealedFile(x, cast)
	return "sealed-" + x.ID.String() + ".txt", b, err
}

// handed sends bytes as a file.
func (c *call) handed(media, name string, b []byte) error {
	c.w.Header().Set("Content-Disposition", filename.Attachment(name, "document"))
	return c.write(http.StatusOK, media, b)
}
