package lists

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// deed is one act on an order as a page: what is asked, and which command it
// becomes. Whether it is offered is asked of the very rule that the command will
// ask: what would be refused is not offered.
type deed struct {
	name      string
	verb      access.Verb
	requester func(order.Order) ref.ID
	rule      func(matter) error // the command's own rule, asked before anybody fills in a form
	main      bool               // a button at the top of the order's page
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

// opinion is the limit of a field that the county's rules say (意见最多字数).
const opinion = -1

var deeds = []deed{
	{name: "submit", verb: "order.submit",
		rule: func(m matter) error { return noun.Says(m.o.Submit()) }, main: true,
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Submit(v.R.Context(), v.Command(), o.ID)
		}},
	{name: "issue", verb: "order.issue",
		rule: func(m matter) error { return m.issue() }, requester: func(o order.Order) ref.ID { return o.Drafter }, main: true,
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Issue(v.R.Context(), v.Command(), o.ID)
		}},
	{name: "return", verb: "order.return",
		rule: func(m matter) error { return noun.Says(m.o.Return("")) }, main: true, asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Return(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
	{name: "acknowledge", verb: "order.acknowledge",
		rule: func(m matter) error { return noun.Says(m.o.Acknowledge()) }, main: true,
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Acknowledge(v.R.Context(), v.Command(), o.ID)
		}},
	{name: "report", verb: "order.report",
		rule: func(m matter) error { return noun.Says(m.o.Report("", nil, m.rules(), m.v.Today())) }, main: true,
		asks: []ask{{"progress", "area", opinion, false}, {"done", "done", 0, true}, {"file", "file", 0, true}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			var done []int
			for _, s := range v.R.PostForm["done"] {
				n, err := strconv.Atoi(s)
				if err != nil {
					n = -1
				}
				done = append(done, n)
			}
			files, err := uploads(v, errs)
			if err != nil || len(*errs) > 0 {
				return act.Receipt{}, err
			}
			return v.Desk.Orders.Report(v.R.Context(), v.Command(), o.ID, v.Form("progress"), done, files...)
		}},
	{name: "attach", verb: "order.attach",
		rule: func(m matter) error { return m.o.MayAttach(int64(len(m.files))) },
		asks: []ask{{"phase", "phase", 0, false}, {"file", "file", 0, false}}, do: attach},
	{name: "request-close", verb: "order.request-close",
		rule: func(m matter) error { return noun.Says(m.o.RequestClose(0, "", m.rules(), m.v.Now)) }, main: true,
		asks: []ask{{"done", "area", opinion, false}, {"file", "file", 0, true}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			files, err := uploads(v, errs)
			if err != nil || len(*errs) > 0 {
				return act.Receipt{}, err
			}
			return v.Desk.Orders.RequestClose(v.R.Context(), v.Command(), o.ID, v.Form("done"), files...)
		}},
	{name: "recall-close", verb: "order.recall-close",
		rule: func(m matter) error { return noun.Says(m.o.RecallClose("")) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.RecallClose(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
	{name: "ask-extension", verb: "order.ask-extension",
		rule: func(m matter) error { return noun.Says(m.o.AskExtension(0, 0, "", "", m.rules(), m.v.Now)) },
		asks: []ask{{"to", "day", 0, false}, {"reason", "area", order.ReasonMost, false}, {"progress", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			to := v.FormDay("to", errs)
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Orders.AskExtension(v.R.Context(), v.Command(), o.ID, to, v.Form("reason"), v.Form("progress"))
		}},
	{name: "recall-extension", verb: "order.recall-extension",
		rule: func(m matter) error { return noun.Says(m.o.RecallExtension("")) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.RecallExtension(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
	{name: "grant-extension", verb: "order.grant-extension",
		rule: func(m matter) error { return noun.Says(m.o.GrantExtension(0, "", m.rules())) }, requester: func(o order.Order) ref.ID { return o.AskedBy }, main: true,
		asks: []ask{{"opinion", "area", opinion, false}, {"to", "day", 0, true}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			to := v.FormDay("to", errs)
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Orders.GrantExtension(v.R.Context(), v.Command(), o.ID, to, v.Form("opinion"))
		}},
	{name: "refuse-extension", verb: "order.refuse-extension",
		rule: func(m matter) error { return noun.Says(m.o.RefuseExtension("", m.rules())) }, requester: func(o order.Order) ref.ID { return o.AskedBy }, main: true,
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.RefuseExtension(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "confirm-close", verb: "order.confirm-close",
		rule: func(m matter) error { return noun.Says(m.o.ConfirmClose(m.v.Actor.Person, "", m.team, m.rules())) }, main: true,
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.ConfirmClose(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "close", verb: "order.close",
		rule: func(m matter) error { return noun.Says(m.o.Close("", m.rules(), m.v.Now)) }, requester: func(o order.Order) ref.ID { return o.Requester }, main: true,
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Close(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "reject", verb: "order.reject",
		rule: func(m matter) error { return noun.Says(m.o.Reject("", m.rules())) }, requester: func(o order.Order) ref.ID { return o.Requester }, main: true,
		asks: []ask{{"missing", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Reject(v.R.Context(), v.Command(), o.ID, v.Form("missing"))
		}},
	{name: "write-letter", verb: "order.write-letter",
		rule: func(m matter) error { return m.letter() },
		asks: []ask{{"series", "series", 0, false}, {"body", "area", order.BodyMost, true}, {"final", "day", 0, true}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			final := v.FormDay("final", errs)
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			series := number.Series(v.Form("series"))
			return v.Desk.Orders.WriteLetter(v.R.Context(), v.Command(), o.ID, series, v.Form("body"), final)
		}},
	{name: "supervise", verb: "order.supervise",
		rule: func(m matter) error { return noun.Says(m.o.Supervise(true, "")) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Supervise(v.R.Context(), v.Command(), o.ID, true, v.Form("reason"))
		}},
	{name: "unsupervise", verb: "order.supervise",
		rule: func(m matter) error { return noun.Says(m.o.Supervise(false, "")) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Supervise(v.R.Context(), v.Command(), o.ID, false, v.Form("reason"))
		}},
	{name: "review", verb: "order.review",
		rule: func(m matter) error { return noun.Says(m.o.Review("", m.rules(), m.v.Today())) },
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Review(v.R.Context(), v.Command(), o.ID, v.Form("opinion"))
		}},
	{name: "make-long-term", verb: "order.make-long-term",
		rule: func(m matter) error { return noun.Says(m.o.MakeLongTerm("", m.v.Today())) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.MakeLongTerm(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
	{name: "end-long-term", verb: "order.make-long-term",
		rule: func(m matter) error { return noun.Says(m.o.EndLongTerm("", 0, m.v.Today())) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}, {"due", "day", 0, false}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			due := v.FormDay("due", errs)
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Orders.EndLongTerm(v.R.Context(), v.Command(), o.ID, v.Form("reason"), due)
		}},
	{name: "reopen", verb: "order.reopen",
		rule: func(m matter) error { return noun.Says(m.o.Reopen("", 0, m.v.Today())) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}, {"due", "day", 0, false}},
		do: func(v *desk.Visit, o order.Order, errs *text.InputErrors) (act.Receipt, error) {
			due := v.FormDay("due", errs)
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Orders.Reopen(v.R.Context(), v.Command(), o.ID, v.Form("reason"), due)
		}},
	{name: "reassign", verb: "order.reassign",
		rule: func(m matter) error { return m.reassign() },
		asks: []ask{{"leader", "leader", 0, false}, {"handler", "handler", 0, false}, {"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Reassign(v.R.Context(), v.Command(), o.ID, int64(ref.Parse(v.Form("version"))), v.FormID("leader"), v.FormID("handler"), v.Form("reason"))
		}},
	{name: "withdraw", verb: "order.withdraw",
		rule: func(m matter) error { return noun.Says(m.o.Withdraw("")) },
		asks: []ask{{"reason", "area", order.ReasonMost, false}},
		do: func(v *desk.Visit, o order.Order, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Orders.Withdraw(v.R.Context(), v.Command(), o.ID, v.Form("reason"))
		}},
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
	M      matter
	Filled page.Filled
	Key    string
	Shown  decision // what is decided, where that is what the deed does
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
	m, err := matterOf(v, o)
	if err != nil {
		return err
	}
	if err := d.refusal(m); err != nil {
		return err
	}
	return showDeed(m, d, 200, nil)
}

func showDeed(m matter, d deed, status int, errs text.InputErrors) error {
	v, o := m.v, m.o
	filled := page.Filled{P: v.P, Values: v.R.PostForm, Errors: errs}
	if d.name == "reassign" {
		now := url.Values{"leader": {idOr(o.Leader)}, "handler": {idOr(o.Handler)}}
		if len(v.R.PostForm) == 0 {
			filled.Values = now
		}
		if status == 409 {
			filled.Now = now
		}
	}
	if s := v.R.URL.Query().Get("series"); s != "" && len(v.R.PostForm) == 0 { // the letter the workbench proposes
		filled.Values = url.Values{"series": {s}}
	}
	key := v.R.PostFormValue("key")
	if key == "" || status == 409 {
		key = v.Key()
	}
	shown, err := orderDecision(m, d)
	if err != nil {
		return err
	}
	return v.Page(status, deedPage(deedData{View: v.View(v.P.T("order.act." + d.name)), Visit: v, County: m.county, O: o, Deed: d, M: m, Filled: filled, Key: key, Shown: shown}))
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
	if err := d.allowed(v, o); err != nil {
		return err
	}
	m, err := matterOf(v, o)
	if err != nil {
		return err
	}
	// Nor is a file kept for an order whose state forbids it. A command that was
	// carried out already answers by its key, whatever the state is now.
	if d.name == "attach" {
		if err := d.refusal(m); err != nil {
			return err
		}
	}
	var errs text.InputErrors
	r, err := d.do(v, o, &errs)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Stale { // shown anew with how it stands now, and what was typed
		return showDeed(m, d, 409, text.InputErrors{{Message: refused.Message}})
	}
	if in, wrong := v.Inputs(err, errs); wrong {
		return showDeed(m, d, 422, beside(in))
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

// beside says what is missing beside the field that takes it: evidence where
// the files are chosen.
func beside(in text.InputErrors) text.InputErrors {
	out := slices.Clone(in)
	for i := range out {
		if out[i].Field == "evidence" {
			out[i].Field = "file"
		}
	}
	return out
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
	if err == nil && len(files) == 0 && len(*errs) == 0 {
		errs.Add("file", "evidence.choose")
	}
	if err != nil || len(*errs) > 0 {
		return r, err
	}
	return evidence.Each(files, evidence.Phase(v.Form("phase")), v.Command(), name)
}

// uploads are the form's files, kept.
func uploads(v *desk.Visit, errs *text.InputErrors) ([]evidence.Evidence, error) {
	files, err := frame.Uploads(v, "file", errs)
	return evidence.Came(files), err
}
