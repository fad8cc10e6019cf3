package lists

import (
	"errors"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// deed is one act on an order as a page: what is asked, and which command it
// becomes. The rules are the command's; the table only chooses what to show.
type deed struct {
	name      string
	verb      access.Verb
	requester func(order.Order) ref.ID
	states    []order.State
	fits      func(order.Order, when.Day) bool // nil = whenever the state is right
	main      bool                             // a button at the top of the order's page
	asks      []ask
	do        func(*desk.Visit, order.Order, *text.InputErrors) (act.Receipt, error)
	query     string // of its address: what the form proposes
}

// ask is one field of a deed's form.
type ask struct {
	name  string
	kind  string // area, day, done, phase, file, series, leader or handler
	limit int
	free  bool // may stay empty
}

var open = []order.State{order.Issued, order.Acknowledged, order.InProgress, order.Requested, order.Confirmed}

// opinion is the limit of a field that the county's rules say (意见最多字数).
const opinion = -1

func noExtension(o order.Order, today when.Day) bool {
	return o.AskedDue == 0 && !o.LongTerm && today <= o.Due
}
func asked(o order.Order, _ when.Day) bool { return o.AskedDue != 0 }

var deeds = []deed{
	{name: "submit", verb: "order.submit", states: []order.State{order.Draft}, main: true,
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Submit(v.R.Context(), v.Command(), o.ID)
		}},
	{name: "issue", verb: "order.issue", requester: func(o order.Order) ref.ID { return o.Drafter }, states: []order.State{order.Awaiting}, main: true,
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Issue(v.R.Context(), v.Command(), o.ID)
		}},
	{name: "return", verb: "order.return", states: []order.State{order.Awaiting}, main: true, asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Return(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
	{name: "acknowledge", verb: "order.acknowledge", states: []order.State{order.Issued}, main: true,
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Acknowledge(v.R.Context(), v.Command(), o.ID)
		}},
	{name: "report", verb: "order.report", states: []order.State{order.Acknowledged, order.InProgress}, main: true,
		asks: []ask{{"progress", "area", opinion, false}, {"done", "done", 0, true}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			var done []int
			for _, s := range v.R.PostForm["done"] {
				n, err := strconv.Atoi(s)
				if err != nil {
					n = -1
				}
				done = append(done, n)
			}
			return v.Desk.Orders.Report(v.R.Context(), v.Command(), o.ID, v.Form("progress"), done)
		}},
	{name: "attach", verb: "order.attach", states: []order.State{order.Issued, order.Acknowledged, order.InProgress},
		asks: []ask{{"phase", "phase", 0, false}, {"file", "file", 0, false}}, do: attach},
	{name: "request-close", verb: "order.request-close", states: []order.State{order.Acknowledged, order.InProgress}, main: true,
		asks: []ask{{"done", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.RequestClose(v.R.Context(), v.Command(), o.ID, v.Form("done"))
		}},
	{name: "ask-extension", verb: "order.ask-extension", states: []order.State{order.Issued, order.Acknowledged, order.InProgress}, fits: noExtension,
		asks: []ask{{"to", "day", 0, false}, {"reason", "area", order.ReasonMost, false}, {"progress", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			to := v.FormDay("to", errs)
			return v.Desk.Orders.AskExtension(v.R.Context(), v.Command(), o.ID, to, v.Form("reason"), v.Form("progress"))
		}},
	{name: "grant-extension", verb: "order.grant-extension", requester: func(o order.Order) ref.ID { return o.AskedBy }, states: open, fits: asked, main: true,
		asks: []ask{{"opinion", "area", opinion, false}, {"to", "day", 0, true}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.GrantExtension(v.R.Context(), v.Command(), o.ID, v.FormDay("to", errs), v.Form("opinion"))
		}},
	{name: "refuse-extension", verb: "order.refuse-extension", requester: func(o order.Order) ref.ID { return o.AskedBy }, states: open, fits: asked, main: true,
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.RefuseExtension(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "confirm-close", verb: "order.confirm-close", states: []order.State{order.Requested}, main: true,
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.ConfirmClose(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "close", verb: "order.close", requester: func(o order.Order) ref.ID { return o.Requester }, states: []order.State{order.Confirmed}, main: true,
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Close(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "reject", verb: "order.reject", requester: func(o order.Order) ref.ID { return o.Requester }, states: []order.State{order.Requested, order.Confirmed}, main: true,
		asks: []ask{{"missing", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Reject(v.R.Context(), v.Command(), o.ID, v.Form("missing"))
		}},
	{name: "write-letter", verb: "order.write-letter", states: open,
		fits: func(o order.Order, _ when.Day) bool { return !o.LongTerm },
		asks: []ask{{"series", "series", 0, false}, {"body", "area", order.BodyMost, true}, {"final", "day", 0, true}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.WriteLetter(v.R.Context(), v.Command(), o.ID, number.Series(v.Form("series")), v.Form("body"), v.FormDay("final", errs))
		}},
	{name: "supervise", verb: "order.supervise", states: open, fits: func(o order.Order, _ when.Day) bool { return !o.Special },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Supervise(v.R.Context(), v.Command(), o.ID, true, v.Form("reason"))
		}},
	{name: "unsupervise", verb: "order.supervise", states: open, fits: func(o order.Order, _ when.Day) bool { return o.Special },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Supervise(v.R.Context(), v.Command(), o.ID, false, v.Form("reason"))
		}},
	{name: "review", verb: "order.review", states: open, fits: func(o order.Order, today when.Day) bool { return o.LongTerm },
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Review(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "make-long-term", verb: "order.make-long-term", states: open,
		fits: func(o order.Order, _ when.Day) bool { return !o.LongTerm && o.AskedDue == 0 },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.MakeLongTerm(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
	{name: "end-long-term", verb: "order.make-long-term", states: open, fits: func(o order.Order, _ when.Day) bool { return o.LongTerm },
		asks: []ask{{"reason", "area", order.ReasonMost, false}, {"due", "day", 0, false}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.EndLongTerm(v.R.Context(), v.Command(), o.ID, v.Form("reason"), v.FormDay("due", errs))
		}},
	{name: "reopen", verb: "order.reopen", states: []order.State{order.Closed},
		asks: []ask{{"reason", "area", order.ReasonMost, false}, {"due", "day", 0, false}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Reopen(v.R.Context(), v.Command(), o.ID, v.Form("reason"), v.FormDay("due", errs))
		}},
	{name: "reassign", verb: "order.reassign", states: open,
		asks: []ask{{"leader", "leader", 0, false}, {"handler", "handler", 0, false}, {"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Reassign(v.R.Context(), v.Command(), o.ID, int64(ref.Parse(v.Form("version"))), v.FormID("leader"), v.FormID("handler"), v.Form("reason"))
		}},
	{name: "withdraw", verb: "order.withdraw", states: append([]order.State{order.Draft, order.Awaiting}, open...),
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Withdraw(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
}

// possible are the deeds to offer this visitor on this order now. The command
// decides again when it is sent.
func possible(v *desk.Visit, o order.Order, t bodies.Team) (out []deed) {
	for _, d := range deeds {
		if d.offered(v, o, t) {
			out = append(out, d)
		}
	}
	return out
}

func (d deed) offered(v *desk.Visit, o order.Order, t bodies.Team) bool {
	right := false
	for _, s := range d.states {
		right = right || s == o.State
	}
	if !right || (d.fits != nil && !d.fits(o, v.Today())) {
		return false
	}
	var requester ref.ID
	if d.requester != nil {
		requester = d.requester(o)
	}
	if d.name == "issue" && o.Drafter != 0 && o.Drafter == v.Actor.Person { // whoever drafted never approves
		return false
	}
	if d.name == "confirm-close" && o.MayConfirm(v.Actor.Person, t) != nil {
		return false
	}
	if d.name == "reassign" && o.MayReassign(v.Actor, t) != nil {
		return false
	}
	return v.Can(d.verb, o.Object(requester))
}

func deedOf(v *desk.Visit) (deed, bool) {
	for _, d := range deeds {
		if d.name == v.R.PathValue("deed") {
			return d, true
		}
	}
	return deed{}, false
}

// deedData is the form of one deed.
type deedData struct {
	page.View
	Visit  *desk.Visit
	County *bodies.County
	O      order.Order
	Deed   deed
	Filled page.Filled
	Key    string
}

func deedForm(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	d, ok := deedOf(v)
	if !ok {
		return desk.Missing()
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	if err := mayDo(v, d, o, c.Team(o.Unit)); err != nil {
		return err
	}
	return showDeed(v, d, o, 200, nil)
}

// mayDo says beforehand what the command would say, so that nobody fills in a
// form for nothing.
func mayDo(v *desk.Visit, d deed, o order.Order, t bodies.Team) error {
	if d.offered(v, o, t) {
		return nil
	}
	var requester ref.ID
	if d.requester != nil {
		requester = d.requester(o)
	}
	if err := access.May(v.Actor, d.verb, o.Object(requester)); err != nil {
		return err
	}
	if d.name == "issue" && o.State == order.Awaiting {
		return text.Refuse(text.Forbidden, "order.issue-own")
	}
	if d.name == "confirm-close" && o.State == order.Requested {
		return o.MayConfirm(v.Actor.Person, t)
	}
	if err := o.MayReassign(v.Actor, t); d.name == "reassign" && err != nil {
		return err
	}
	return o.Forbids()
}

func showDeed(v *desk.Visit, d deed, o order.Order, status int, errs text.InputErrors) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	filled := page.Filled{P: v.P, Values: v.R.PostForm, Errors: errs}
	if d.name == "reassign" && len(v.R.PostForm) == 0 {
		filled.Values = map[string][]string{"leader": {idOr(o.Leader)}, "handler": {idOr(o.Handler)}}
	}
	if s := v.R.URL.Query().Get("series"); s != "" && len(v.R.PostForm) == 0 { // the letter the workbench proposes
		filled.Values = map[string][]string{"series": {s}}
	}
	key := v.R.PostFormValue("key")
	if key == "" {
		key = v.Key()
	}
	return v.Page(status, deedPage(deedData{View: v.View(v.P.T("order.act." + d.name)), Visit: v, County: c, O: o, Deed: d, Filled: filled, Key: key}))
}

func deedDo(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	d, ok := deedOf(v)
	if !ok {
		return desk.Missing()
	}
	// What may not be done is refused before a file is kept for it; the command
	// decides again.
	var by ref.ID
	if d.requester != nil {
		by = d.requester(o)
	}
	if err := access.May(v.Actor, d.verb, o.Object(by)); err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	// Nor is a file kept for an order whose state forbids it. A command that was
	// carried out already answers by its key, whatever the state is now.
	if d.name == "attach" && !d.offered(v, o, c.Team(o.Unit)) {
		return mayDo(v, d, o, c.Team(o.Unit))
	}
	var errs text.InputErrors
	r, err := d.do(v, o, &errs)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Stale { // shown anew with how it stands now, and what was typed
		return showDeed(v, d, o, 409, text.InputErrors{{Message: refused.Message}})
	}
	if in, wrong := desk.Inputs(err, errs); wrong {
		return showDeed(v, d, o, 422, in)
	}
	if err != nil {
		return err
	}
	to := "/orders/" + o.ID.String()
	if d.name == "write-letter" { // to its preview
		list, err := v.Desk.Read.Letters(v.R.Context(), o.ID)
		if err != nil {
			return err
		}
		for _, l := range list {
			if l.State == order.Written {
				to = "/letters/" + l.ID.String()
			}
		}
	}
	return v.Done(to, "order."+d.name, r)
}

// attach stores the bytes under their digest first and then names them.
func attach(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
	return attachAll(v, errs, func(c act.Command, e evidence.Evidence) (act.Receipt, error) {
		return v.Desk.Orders.Attach(v.R.Context(), c, o.ID, e)
	})
}

// attachAll names every file of the form, one entry each. Nothing is named
// before all of them were accepted.
func attachAll(v *desk.Visit, errs *text.InputErrors, name func(act.Command, evidence.Evidence) (act.Receipt, error)) (r act.Receipt, err error) {
	files, err := uploads(v, errs)
	if err != nil || len(*errs) > 0 {
		return r, err
	}
	for i, e := range files {
		e.Phase = evidence.Phase(v.Form("phase"))
		c := v.Command()
		if i > 0 {
			c.Key += "-" + strconv.Itoa(i) // each file is a command of its own
		}
		if r, err = name(c, e); err != nil {
			return r, err
		}
	}
	return r, nil
}

// uploads reads the form's files into the blob store.
func uploads(v *desk.Visit, errs *text.InputErrors) (out []evidence.Evidence, err error) {
	heads := v.Uploads("file")
	if len(heads) == 0 {
		errs.Add("file", "evidence.choose")
		return nil, nil
	}
	if len(heads) > evidence.AtOnce {
		errs.Add("file", "evidence.too-many", "most", evidence.AtOnce, "n", len(heads))
		return nil, nil
	}
	for _, head := range heads {
		if head.Size == 0 {
			errs.Add("file", "evidence.empty", "name", head.Name)
			return nil, nil
		}
		e, err := v.Desk.Files.Put(v.R.Context(), head.Body, head.Name, evidence.SizeMost)
		var refused text.InputErrors
		if errors.As(err, &refused) {
			*errs = append(*errs, refused...)
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
