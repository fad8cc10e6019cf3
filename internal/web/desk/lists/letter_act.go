package lists

import (
	"errors"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/lists/order"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// letterActs are the acts on one letter, each with the command it becomes; only
// dropping one asks anything.
var letterActs = map[string]struct {
	verb access.Verb
	do   func(*desk.Visit, order.Letter) (act.Receipt, error)
}{
	"send-letter": {"order.send-letter", func(v *desk.Visit, l order.Letter) (act.Receipt, error) {
		return v.Desk.Orders.SendLetter(v.R.Context(), v.Command(), l.ID)
	}},
	"drop-letter": {"order.drop-letter", func(v *desk.Visit, l order.Letter) (act.Receipt, error) {
		return v.Desk.Orders.DropLetter(v.R.Context(), v.Command(), l.ID, v.Form("reason"))
	}},
	"read-letter": {"order.read-letter", func(v *desk.Visit, l order.Letter) (act.Receipt, error) {
		return v.Desk.Orders.ReadLetter(v.R.Context(), v.Command(), l.ID)
	}},
}

// maySeeLetter says whether a letter is shown: what was not sent is the office's.
func maySeeLetter(v *desk.Visit, o order.Order, l order.Letter) bool {
	return l.State == order.Sent || v.Can("order.write-letter", o.Object(order.Nobody))
}

// offers says which acts the letter's page offers this visitor.
func offers(v *desk.Visit, o order.Order, l order.Letter, name string) bool {
	switch name {
	case "read-letter":
		return l.Unread() && v.Can("order.read-letter", o.Object(order.Nobody))
	case "send-letter":
		return l.State == order.Written && !l.Wrote().Share(v.Actor.Hands()) &&
			v.Can("order.send-letter", o.Object(order.Nobody)) &&
			unfit(v, o, l) == nil
	}
	return l.State == order.Written && v.Can("order.drop-letter", o.Object(order.Nobody))
}

// unfit is why a letter that waits no longer fits the day.
func unfit(v *desk.Visit, o order.Order, l order.Letter) error {
	list, err := v.Desk.Read.Letters(v.R.Context(), o.ID)
	if err != nil {
		return err
	}
	return o.MaySend(l, list, v.Now)
}

// draftData is a letter that waits to be sent, as it would go out today.
type draftData struct {
	page.View
	Visit  *desk.Visit
	O      order.Order
	L      order.Letter
	Letter page.Letter
	Filled page.Filled
	Key    string
	Writer string
	Unfit  string // why it can no longer be sent
}

func showDraft(v *desk.Visit, l order.Letter, o order.Order, status int, errs text.InputErrors) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	at := l
	at.At, at.Due = v.Now, o.Due
	sheet := sheetOf(v.Desk.Orders.Rules.Paper(o, at, order.NamesOf(c, o)))
	sheet.Reference, sheet.Note = o.Number.String(), chinese(v).T("letter.draft.note")
	who, _ := c.Person(l.Writer)
	d := draftData{View: v.View(v.P.T("letter.name." + letterCode(l.Number.Series))), Visit: v, O: o,
		L: l, Letter: sheet, Writer: who.Name,
		Filled: page.Filled{P: v.P, Values: v.R.PostForm, Errors: errs}}
	var no *text.Refusal
	if l.State == order.Written && errors.As(unfit(v, o, l), &no) {
		d.Unfit = v.P.Message(no.Message)
	}
	if d.Key = v.R.PostFormValue("key"); d.Key == "" {
		d.Key = v.Key()
	}
	return v.Page(status, letterDraft(d))
}

// letterAct carries out one act on a letter.
func letterAct(v *desk.Visit) error {
	l, o, err := readLetter(v)
	if err != nil {
		return err
	}
	name := v.R.PathValue("deed")
	a, ok := letterActs[name]
	if !ok {
		return desk.Missing()
	}
	if err := access.May(v.Actor, a.verb, o.Object(order.Nobody)); err != nil {
		return err
	}
	r, err := a.do(v, l)
	if in, wrong := v.Inputs(err, nil); wrong {
		return showDraft(v, l, o, 422, in)
	}
	if err != nil {
		return err
	}
	return v.Done("/letters/"+l.ID.String(), "order."+name, r)
}

// readLetter reads a letter with its order, for who may see it.
func readLetter(v *desk.Visit) (l order.Letter, o order.Order, err error) {
	l, ok, err := v.Desk.Read.Letter(v.R.Context(), v.ID("id"))
	if err != nil {
		return l, o, err
	}
	if !ok {
		return l, o, desk.Missing()
	}
	o, found, err := v.Desk.Read.Order(v.R.Context(), l.Order)
	if err != nil {
		return l, o, err
	}
	return l, o, v.See("order.see", found && maySeeLetter(v, o, l), o.Object(order.Nobody))
}
