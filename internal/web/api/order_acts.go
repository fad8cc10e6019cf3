package api

import (
	"context"
	"net/http"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func side(s string) actor.Side { return actor.Side(s) }

// DraftFields are exported because the document leaves out what is embedded
// and not exported.
type DraftFields struct {
	Problem  ref.ID          `json:"problem,omitempty" doc:"The problem it is issued for."`
	Task     ref.ID          `json:"task,omitempty" doc:"The late task that it hastens."`
	Subject  string          `json:"subject" maxLength:"100"`
	Content  string          `json:"content" maxLength:"2000"`
	Quality  string          `json:"quality" maxLength:"1000" doc:"What must be reached."`
	Source   string          `json:"source" codes:"order-source"`
	Urgency  string          `json:"urgency" codes:"urgency"`
	Unit     ref.ID          `json:"unit" doc:"Lead unit."`
	Assist   []ref.ID        `json:"assist,omitempty" maxItems:"20"`
	Leader   ref.ID          `json:"leader" doc:"Responsible leader."`
	Handler  ref.ID          `json:"handler"`
	Contact  string          `json:"contact,omitempty" maxLength:"60"`
	Measures []MatterMeasure `json:"measures" maxItems:"20"`
	Due      day             `json:"due"`
}

func (d DraftFields) input() order.DraftInput {
	return order.DraftInput{Problem: d.Problem, Task: d.Task, Subject: d.Subject, Content: d.Content, Quality: d.Quality,
		Source:  order.Source(d.Source),
		Urgency: order.Urgency(d.Urgency), Unit: d.Unit, Assist: d.Assist, Leader: d.Leader,
		Handler: d.Handler, Contact: d.Contact,
		Measures: toDo(d.Measures), Due: when.Day(d.Due)}
}

type OrderInput struct {
	Side string `json:"side" codes:"side" doc:"Whose office’s order it is."`
	DraftFields
}

// sided refuses an order of no side before the command does, for to the access
// policy "no side" is any side. Who may write no order at all is told that.
func (o OrderInput) sided(c *call) (actor.Side, error) {
	if s := side(o.Side); s == actor.Principal || s == actor.Supervisory {
		return s, nil
	}
	if err := access.May(c.actor, "order.draft", access.Object{Jurisdiction: c.actor.Jurisdiction}); err != nil {
		return "", err
	}
	return "", text.InputErrors{{Field: "side", Message: text.M("input.choose")}}
}

type RevisionInput struct {
	Version int64 `json:"version" doc:"The version that was read; another one answers 409."`
	DraftFields
}

type (
	ReasonInput struct {
		Reason string `json:"reason" maxLength:"500"`
	}
	SwitchInput struct {
		On     bool   `json:"on"`
		Reason string `json:"reason" maxLength:"500"`
	}
	LongTermInput struct {
		On     bool   `json:"on"`
		Reason string `json:"reason" maxLength:"500"`
		Due    day    `json:"due,omitzero" doc:"The new due day; required to end it."`
	}
)

// step makes the operation of one act on an order.
func step[B any](id, path string, may access.Verb, summary string, f func(context.Context, order.Commands, act.Command,
	ref.ID, B) (act.Receipt, error)) operation {
	return do(id, http.MethodPost, "/orders/{id}/"+path, may, "orders", summary, func(c *call, b B) (act.Receipt, error) {
		return f(c.r.Context(), c.face.Orders, c.command(), c.id(), b)
	})
}

// aboutLetter makes the operation of one act on a letter.
func aboutLetter[B any](id, path string, may access.Verb, summary string, f func(context.Context, order.Commands,
	act.Command, ref.ID, B) (act.Receipt, error)) operation {
	return do(id, http.MethodPost, "/letters/{id}/"+path, may, "orders", summary, func(c *call, b B) (act.Receipt, error) {
		return f(c.r.Context(), c.face.Orders, c.command(), c.id(), b)
	})
}

func orderActs() []operation {
	type ctx = context.Context
	type cmd = act.Command
	return []operation{
		made("draftOrder", "/orders/drafts", "order.draft", "orders", "Write an order down",
			func(c *call, b OrderInput) (r act.Receipt, err error) {
				s, err := b.sided(c)
				if err != nil {
					return r, err
				}
				return c.face.Orders.Draft(c.r.Context(), c.command(), s, b.input())
			}),
		made("createOrder", "/orders", "order.submit", "orders",
			"Write an order down and send it for approval; somebody else issues it",
			func(c *call, b OrderInput) (r act.Receipt, err error) {
				s, err := b.sided(c)
				if err != nil {
					return r, err
				}
				return c.face.Orders.Create(c.r.Context(), c.command(), s, b.input())
			}),
		do("reviseOrder", http.MethodPut, "/orders/{id}", "order.draft", "orders", "Rewrite a draft",
			func(c *call, b RevisionInput) (act.Receipt, error) {
				return c.face.Orders.Revise(c.r.Context(), c.command(), c.id(), b.Version, b.input())
			}),
		step("markOrderMeasure", "measure", "order.do-measure", "Say of a measure whether it is done",
			func(x ctx, d order.Commands, c cmd, id ref.ID, b MeasureMark) (act.Receipt, error) {
				return d.MarkMeasure(x, c, id, b.Measure-1, b.Done)
			}),
		step("superviseOrder", "supervise", "order.supervise", "List for special supervision, or take off",
			func(x ctx, d order.Commands, c cmd, id ref.ID, b SwitchInput) (act.Receipt, error) {
				return d.Supervise(x, c, id, b.On, b.Reason)
			}),
		step("makeLongTerm", "long-term", "order.make-long-term", "Mark as kept up for good, or end that",
			func(x ctx, d order.Commands, c cmd, id ref.ID, b LongTermInput) (act.Receipt, error) {
				if !b.On {
					return d.EndLongTerm(x, c, id, b.Reason, when.Day(b.Due))
				}
				return d.MakeLongTerm(x, c, id, b.Reason)
			}),
		aboutLetter("sendLetter", "send", "order.send-letter", "Send a letter that somebody else wrote",
			func(x ctx, d order.Commands, c cmd, id ref.ID, _ none) (act.Receipt, error) {
				return d.SendLetter(x, c, id)
			}),
		aboutLetter("dropLetter", "drop", "order.drop-letter", "Keep a letter that was written from being sent",
			func(x ctx, d order.Commands, c cmd, id ref.ID, b ReasonInput) (act.Receipt, error) {
				return d.DropLetter(x, c, id, b.Reason)
			}),
		aboutLetter("readLetter", "read", "order.read-letter", "Say for the unit that a letter was read",
			func(x ctx, d order.Commands, c cmd, id ref.ID, _ none) (act.Receipt, error) {
				return d.ReadLetter(x, c, id)
			}),
	}
}
