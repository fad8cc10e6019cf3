package noun

import (
	"cmp"
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Recall says that what was handed on, to be checked, signed or accepted, can be taken
// back while nobody has acted on it. The act, its operation and who is told follow; its
// verb is <noun>.<act>. Two that decide at once are one after the other: the second finds
// that nothing waits any more.
type Recall struct {
	Act  string // its name; "" = recall
	Done string // what its entry is called, <noun>.<done>.v1; "" = recalled
	Of   []Request
	// Topic is that of the messages by which somebody was asked, and To who is told that
	// it was taken back, if they had read them; who had not finds that nothing waits.
	Topic string
	To    []kind.Hearer
}

// Request is one way in which an object waits for somebody else.
type Request struct {
	In   string // the state in which it waits; "" = whatever the state
	Back string // the state that it falls back to; "" = it stays, or Undo says
	// Held says whether it waits, where more than the state decides; nil = it does.
	Held func(v Value) bool
	// Own says whether these hands handed it on; nil = whoever has the verb takes it back.
	Own func(v Value, who actor.Hands) bool
	// Undo takes back what else came with the request, and refuses where somebody acted on
	// it already; nil = nothing did.
	Undo func(tx Tx, v Value) error
}

// waits says whether an object waits so.
func (r Request) waits(v Value) bool {
	return (r.In == "" || v.Head().State == r.In) && (r.Held == nil || r.Held(v))
}

func (r Request) own(v Value, who actor.Hands) bool { return r.Own == nil || r.Own(v, who) }

// Recalled is why something is taken back.
type Recalled struct{ Reason string }

var recalling = field.Fields{field.Text("reason", 1, reasonMost, func(r *Recalled) *string { return &r.Reason })}

func (r Recall) name() string { return cmp.Or(r.Act, "recall") }

func (r Recall) records(word string) journal.Kind {
	return journal.Kind(word + "." + cmp.Or(r.Done, "recalled") + ".v1")
}

// waiting is how an object waits; a refusal says that it does not.
func (r Recall) waiting(s Shape, v Value) (Request, error) {
	for _, x := range r.Of {
		if x.waits(v) {
			return x, nil
		}
	}
	return Request{}, text.Refuse(text.Conflict, "recall.nothing", "state", text.M(s.Word+".state."+v.Head().State))
}

// TakeBack takes back what waits, for whoever handed it on.
func (r Recall) TakeBack(tx Tx, s Shape, v Value, who actor.Hands, in Recalled) ([]act.Fact, error) {
	x, err := r.waiting(s, v)
	if err != nil {
		return nil, err
	}
	if !x.own(v, who) {
		return nil, text.Refuse(text.Forbidden, "recall.not-own")
	}
	var errs text.InputErrors
	recalling.Check(&in, nil, &errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if x.Undo != nil {
		if err := x.Undo(tx, v); err != nil {
			return nil, err
		}
	}
	if x.Back != "" {
		v.Head().State = x.Back
	}
	return []act.Fact{act.Words("reason", in.Reason)}, nil
}

// TakeBack gives a noun of which something is handed on the act that takes it back.
func (n *Noun) TakeBack(door act.Door[Tx]) *Noun {
	if n.Recall == nil {
		return n
	}
	r, s := *n.Recall, n.Shape
	verb, records := access.Verb(s.Word+"."+r.name()), r.records(s.Word)
	n.Acts = append(n.Acts, Act{Name: r.name(), Verb: verb, Records: records, Danger: true,
		Summary: "Take back what was handed on, while nobody has acted on it", Fields: recalling,
		New:  func() any { return &Recalled{} },
		Rule: func(v Value, _ when.Instant) error { _, err := r.waiting(s, v); return err },
		For: func(who actor.Actor, v Value) bool {
			x, err := r.waiting(s, v)
			return err == nil && x.own(v, who.Hands())
		},
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			in := *c.In.(*Recalled)
			c.Command.Verb, c.Command.Input = verb, []any{c.ID, in}
			return Step(ctx, door, c.Command, s, At{ID: c.ID}, records, func(tx Tx, v Value) ([]act.Fact, error) {
				return r.TakeBack(tx, s, v, tx.Actor().Hands(), in)
			})
		}})
	return n
}

// tells are the entries of which somebody is told, that something was taken back among
// them.
func (n *Noun) tells() []kind.Tell {
	r := n.Recall
	if r == nil || r.Topic == "" {
		return n.Tells
	}
	return append(n.Tells[:len(n.Tells):len(n.Tells)],
		kind.Tell{Of: r.records(n.Word), Topic: r.Topic, Back: true, To: r.To})
}
