package votes

import (
	"net/http"
	"net/url"
	"slices"

	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// checkData is the page on which voters find their ballot in what was published.
type checkData struct {
	page.View
	page.Filled
	Asked bool // the published file was looked into
	Found bool
	Held  []page.Fact // what it holds of each who was judged
	Later string      // why it could not be looked into yet
	File  string      // address of the published file
}

func (p Pages) checkForm(v *desk.Visit) error {
	values := url.Values{}
	if n := v.R.URL.Query().Get(voteField); text.Fit(n) {
		values.Set(voteField, text.Cut(n, 20))
	}
	return p.checked(v, http.StatusOK, checkData{Filled: page.Filled{Values: values}})
}

func (p Pages) checked(v *desk.Visit, status int, d checkData) error {
	d.View, d.Filled.P = v.View(v.P.T("voting.check")), v.P
	return v.Page(status, checkPage(d))
}

// check looks for a receipt and an own word in the published file.
func (p Pages) check(v *desk.Visit) error {
	values, err := v.Sent()
	if err != nil {
		return err
	}
	d := checkData{Filled: page.Filled{Values: values}}
	x, err := p.vote(v, values.Get(voteField))
	if err != nil {
		return err
	}
	if x == nil || !x.Issuing() {
		d.Errors.Add(voteField, "voting.vote.none")
	}
	receipt, ok := ballot.ReceiptCode(values.Get(receiptField))
	if !ok {
		d.Errors.Add(receiptField, "voting.receipt.form")
	}
	word, wrong := statements.Word(values.Get(wordField))
	d.Errors = append(d.Errors, wrong...)
	if len(d.Errors) > 0 {
		return p.checked(v, http.StatusUnprocessableEntity, d)
	}
	if x.State != statements.Opened {
		d.Later = v.P.T("voting.check.later")
		return p.checked(v, http.StatusOK, d)
	}
	file, err := p.Commands.Published(x)
	if err != nil {
		return err
	}
	said, found, err := ballot.Find(file, receipt, word)
	if err != nil {
		return err
	}
	d.Asked, d.Found, d.File = true, found, "/v/"+x.ID.String()+"/published.txt"
	those, err := p.those(v, x)
	if err != nil {
		return err
	}
	for _, j := range those {
		a, there := said[j.Code]
		held := v.P.T("voting.check.lacks")
		if there {
			held = v.P.T("voting.blank")
		}
		if slices.Contains(statements.Grades, a) {
			held = v.P.T("statement.field." + a)
		}
		d.Held = append(d.Held, page.Fact{Label: j.Name, Value: held})
	}
	return p.checked(v, http.StatusOK, d)
}

// announced is the list of issued slips, for everybody once the voting opened.
func (p Pages) announced(v *desk.Visit) error {
	x, err := p.vote(v, v.R.PathValue("vote"))
	if err != nil {
		return err
	}
	if x == nil || !x.Announced() {
		return desk.Missing()
	}
	return p.issued(v, x)
}

func (p Pages) issued(v *desk.Visit, x *statements.Vote) error {
	slips, _, err := p.Read.Box(v.R.Context(), x.ID)
	if err != nil {
		return err
	}
	b, err := x.IssuedText(slips)
	if err != nil {
		return err
	}
	return v.Attach(plainText, "issued-"+x.ID.String()+".txt", b)
}

// published is the file of a vote, for everybody once its result is published.
func (p Pages) published(v *desk.Visit) error {
	x, err := p.vote(v, v.R.PathValue("vote"))
	if err != nil {
		return err
	}
	if x == nil || x.State != statements.Opened {
		return desk.Missing()
	}
	b, err := p.Commands.Published(x)
	if err != nil {
		return err
	}
	return v.Attach(plainText, "published-"+x.ID.String()+".txt", b)
}
