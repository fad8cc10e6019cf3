// Package votes is where ballots are cast by phone, without signing in, and where each voter finds theirs again; and
// what the pages of a vote show beside what every noun's do: the slips to print, the list of them, the sealed file.
//
// The pages of voters hold nobody's name but those who are judged. What is typed there is sealed in memory before it is
// kept, and no line of a log, no entry and no key of a form is about a ballot (spec 4.2).
package votes

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/web/rate"
)

// asking is how often one address may ask [D]: a whole meeting votes through one.
var asking = rate.Rate{PerSecond: 20, Burst: 600}

// Reads is what the room asks of the record, and where envelopes go.
type Reads interface {
	noun.Reader
	Fulfilling(ctx context.Context, of ref.Kind, jurisdiction int32, conds ...noun.Cond) ([]noun.Value, error)
	SlipOf(ctx context.Context, vote ref.ID, hash string) (group string, voted, ok bool, err error)
	PutEnvelope(ctx context.Context, vote ref.ID, c ballot.Cast, hash string) (first bool, err error)
	Box(ctx context.Context, vote ref.ID) (ballot.Issued, []ballot.Cast, error)
}

// Pages are those of voters, and what is added to those of a vote.
type Pages struct {
	Read     Reads
	Commands statements.Commands
}

// Routes are the addresses.
func (p Pages) Routes() []desk.Route {
	asked := rate.New(asking)
	open := func(pattern string, handle func(*desk.Visit) error) desk.Route {
		return desk.Route{Pattern: pattern, Public: true, Handle: func(v *desk.Visit) error {
			if wait, ok := asked.Take(rate.Address(v.R), v.Now); !ok {
				v.W.Header().Set("Retry-After", strconv.FormatInt(wait, 10))
				return v.Page(http.StatusTooManyRequests, saidPage(said{View: v.View(v.P.T("page.trouble.title.429")),
					Say: []string{v.P.T("voting.often", "n", wait)}}))
			}
			return handle(v)
		}}
	}
	return append([]desk.Route{
		open("GET /v", p.byHand),
		open("GET /v/{vote}/{token}", p.ask),
		open("POST /v", p.cast),
		open("GET /v/check", p.checkForm),
		open("POST /v/check", p.check),
		open("GET /v/{vote}/issued.txt", p.announced),
		open("GET /v/{vote}/published.txt", p.published),
	}, p.officeRoutes()...)
}

// The names of the fields of a ballot's form, beside one for each who is judged.
const (
	voteField, codeField, receiptField, wordField = "vote", "code", "receipt", "word"
	// castField tells a ballot that is sent from a code that is typed; emptyField, that nothing was chosen on purpose.
	castField, emptyField = "cast", "empty"
)

// judged is one who is judged, as the ballot names them.
type judged struct{ Code, Name, Post, Body string }

// said is a page that says something, and leads on.
type said struct {
	page.View
	Good    bool
	Say     []string
	Receipt string
	Links   []page.Link
}

// byHand is the page on which the number and the code of a slip are typed.
func (p Pages) byHand(v *desk.Visit) error { return p.hand(v, http.StatusOK, url.Values{}, nil) }

type handData struct {
	page.View
	page.Filled
}

func (p Pages) hand(v *desk.Visit, status int, values url.Values, errs text.InputErrors) error {
	d := handData{v.View(v.P.T("voting.title")), page.Filled{P: v.P, Values: values, Errors: errs}}
	return v.Page(status, handPage(d))
}

// slip is a piece of paper as it was presented.
type slip struct {
	vote        *statements.Vote
	token, hash string
	group       string
	voted       bool
}

// slip finds what was issued by number and code; the errors say which of the two is wrong.
func (p Pages) slip(v *desk.Visit, vote, code string) (s slip, errs text.InputErrors, err error) {
	token, ok := ballot.Token(code)
	if !ok {
		errs.Add(codeField, "voting.code.form")
	}
	if s.vote, err = p.vote(v, vote); err != nil {
		return s, nil, err
	}
	if s.vote == nil {
		errs.Add(voteField, "voting.vote.none")
	}
	if len(errs) > 0 {
		return s, errs, nil
	}
	s.token, s.hash = token, ballot.Hash(s.vote.Survey(p.Commands.Weights(s.vote.MeetingOn)).ID, token)
	s.group, s.voted, ok, err = p.Read.SlipOf(v.R.Context(), s.vote.ID, s.hash)
	if err == nil && !ok {
		errs.Add(codeField, "voting.code.none")
	}
	return s, errs, err
}

// vote is the one of a number, nil where there is none.
func (p Pages) vote(v *desk.Visit, number string) (*statements.Vote, error) {
	x, ok, err := p.Read.One(v.R.Context(), ref.Vote, ref.Parse(number))
	if err != nil || !ok {
		return nil, err
	}
	return x.(*statements.Vote), nil
}

// closed is the page of a slip that cannot vote now; nil where it can.
func closed(v *desk.Visit, s slip) *said {
	out := &said{View: v.View(s.vote.Title), Links: []page.Link{checkLink(v, s.vote.ID)}}
	switch {
	case s.vote.State == statements.Printed:
		out.Say, out.Links = []string{v.P.T("voting.not-yet")}, nil
	case s.voted:
		out.Say = []string{v.P.T("voting.voted"), v.P.T("voting.voted.not-you")}
	case s.vote.State != statements.Voting:
		out.Say = []string{v.P.T("voting.over")}
	default:
		return nil
	}
	return out
}

func checkLink(v *desk.Visit, vote ref.ID) page.Link {
	return page.Link{Label: v.P.T("voting.check"), Href: "/v/check?vote=" + vote.String()}
}

// ballotData is the ballot as it is shown.
type ballotData struct {
	page.View
	page.Filled
	Vote    *statements.Vote
	Token   string
	Those   []judged
	Receipt string
	Nothing bool // nothing was chosen: asked about once more
}

// ask shows the ballot of the slip in the address. It spends nothing: messengers look at addresses before people do.
func (p Pages) ask(v *desk.Visit) error {
	return p.present(v, url.Values{voteField: {v.R.PathValue("vote")}, codeField: {v.R.PathValue("token")}})
}

func (p Pages) present(v *desk.Visit, values url.Values) error {
	s, errs, err := p.slip(v, values.Get(voteField), values.Get(codeField))
	if err != nil {
		return err
	}
	if len(errs) > 0 {
		return p.hand(v, http.StatusUnprocessableEntity, values, errs)
	}
	if c := closed(v, s); c != nil {
		return v.Page(http.StatusOK, saidPage(*c))
	}
	return p.show(v, http.StatusOK, s, url.Values{}, nil)
}

// show is the ballot, with what was said already and what is wrong with it. A receipt that was shown stays.
func (p Pages) show(v *desk.Visit, status int, s slip, values url.Values, errs text.InputErrors) (err error) {
	d := ballotData{View: v.View(s.vote.Title), Filled: page.Filled{P: v.P, Values: values, Errors: errs}, Vote: s.vote,
		Token: s.token}
	d.Nothing = values.Get(emptyField) != ""
	var ok bool
	if d.Receipt, ok = ballot.ReceiptCode(values.Get(receiptField)); !ok {
		if d.Receipt, err = ballot.NewReceipt(rand.Reader); err != nil {
			return err
		}
	}
	if d.Those, err = p.those(v, s.vote); err != nil {
		return err
	}
	return v.Page(status, ballotPage(d))
}

// those are who is judged, in the order of the ballot.
func (p Pages) those(v *desk.Visit, x *statements.Vote) ([]judged, error) {
	list, err := p.Read.Fulfilling(v.R.Context(), ref.Statement, x.Jurisdiction,
		noun.Cond{Column: "vote", Num: []int64{int64(x.ID)}})
	if err != nil {
		return nil, err
	}
	c, err := v.Desk.Read.County(v.R.Context(), x.Jurisdiction, x.MeetingOn)
	if err != nil {
		return nil, err
	}
	of := map[ref.ID]judged{}
	for _, y := range list {
		s := y.(*statements.Statement)
		who, _ := c.Person(s.Person)
		body, _ := c.Body(s.Body)
		of[s.ID] = judged{statements.Code(s.ID), who.Name, s.Post, body.Name}
	}
	var out []judged
	for _, id := range x.Statements() {
		if j, ok := of[id]; ok {
			out = append(out, j)
		}
	}
	return out, nil
}

// grades are the choices for one who is judged.
func (d ballotData) grades(code string) page.Field {
	f := d.Filled.Field(code, "")
	for _, g := range statements.Grades {
		f.Options = append(f.Options, page.Option{Value: g, Label: d.View.P.T("statement.field." + g)})
	}
	return f
}

// cast takes a ballot. What is wrong is said beside the field, and nothing that was chosen or typed is lost.
func (p Pages) cast(v *desk.Visit) error {
	values, err := v.Sent()
	if err != nil {
		return err
	}
	if values.Get(castField) == "" {
		return p.present(v, values)
	}
	s, errs, err := p.slip(v, values.Get(voteField), values.Get(codeField))
	if err != nil {
		return err
	}
	if len(errs) > 0 {
		return p.hand(v, http.StatusUnprocessableEntity, values, errs)
	}
	if c := closed(v, s); c != nil {
		return v.Page(http.StatusConflict, saidPage(*c))
	}
	word, errs, answers, chosen := p.heard(s.vote, values)
	receipt, ok := ballot.ReceiptCode(values.Get(receiptField))
	if !ok {
		errs.Add(receiptField, "voting.receipt.new")
	}
	if len(errs) > 0 {
		values.Del(emptyField)
		return p.show(v, http.StatusUnprocessableEntity, s, values, errs)
	}
	if !chosen && values.Get(emptyField) == "" {
		values.Set(emptyField, "1")
		return p.show(v, http.StatusUnprocessableEntity, s, values, nil)
	}
	env, err := p.Commands.Cast(s.vote, s.group, receipt, word, answers)
	if err != nil {
		return err
	}
	first, err := p.Read.PutEnvelope(v.R.Context(), s.vote.ID, ballot.Cast{Token: s.token, Envelope: env}, s.hash)
	if err != nil {
		return err
	}
	if s.voted = !first; s.voted {
		return v.Page(http.StatusConflict, saidPage(*closed(v, s)))
	}
	return v.Page(http.StatusOK, saidPage(said{View: v.View(v.P.T("voting.done")), Good: true, Receipt: receipt,
		Say:   []string{v.P.T("voting.done.say"), v.P.T("voting.done.later", "address", "/v/check")},
		Links: []page.Link{checkLink(v, s.vote.ID)}}))
}

// heard reads what a form said of each who is judged; chosen says that it said anything.
func (p Pages) heard(x *statements.Vote, values url.Values) (word string, errs text.InputErrors,
	answers map[string]string, chosen bool) {
	answers = map[string]string{}
	for _, id := range x.Statements() {
		code := statements.Code(id)
		a := values.Get(code)
		if a != "" && !slices.Contains(statements.Grades, a) || len(values[code]) > 1 {
			errs.Add(code, "voting.grade.none")
			continue
		}
		answers[code], chosen = a, chosen || a != ""
	}
	word, wrong := statements.Word(values.Get(wordField))
	return word, append(errs, wrong...), answers, chosen
}
