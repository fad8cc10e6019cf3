package noun

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Insider says whether somebody who may see an object knows all of it: see Noun.Inside.
func (n *Noun) Insider(who actor.Actor, v Value) bool {
	return n.Inside == nil || access.Can(who, cmp.Or(n.Insight, n.See), n.Inside(v))
}

// For is an object as somebody may know it: itself for those inside, else a copy without what is confined to them.
func (n *Noun) For(who actor.Actor, v Value) Value {
	if n.Insider(who, v) {
		return v
	}
	to := reflect.New(reflect.TypeOf(v).Elem())
	to.Elem().Set(reflect.ValueOf(v).Elem())
	out := to.Interface().(Value)
	for _, f := range n.Fields {
		switch {
		case !f.Confined:
		case f.IsText():
			f.SetStr(out, "")
		default:
			f.SetNum(out, 0)
		}
	}
	return out
}

// AllFor is For of several, in place.
func (n *Noun) AllFor(who actor.Actor, list []Value) []Value {
	for i, v := range list {
		list[i] = n.For(who, v)
	}
	return list
}

// Read is the part of an object's life that somebody may read: of those outside only Outer.
func (n *Noun) Read(who actor.Actor, v Value, events []trail.Event) []trail.Event {
	if n.Insider(who, v) {
		return events
	}
	return slices.DeleteFunc(slices.Clone(events), func(e trail.Event) bool {
		return e.Kind != Erased && !slices.Contains(n.Outer, e.Kind)
	})
}

// Source gives every object within a reach.
type Source interface {
	Each(ctx context.Context, of ref.Kind, s access.Scope, q Query, yield func(Value) error) error
}

// EachFor is a source of objects as somebody may know them: what an export reads.
func (n *Noun) EachFor(who actor.Actor, from Source) Source { return confined{n, who, from} }

type confined struct {
	n    *Noun
	who  actor.Actor
	from Source
}

func (c confined) Each(ctx context.Context, of ref.Kind, s access.Scope, q Query, yield func(Value) error) error {
	return c.from.Each(ctx, of, s, q, func(v Value) error { return yield(c.n.For(c.who, v)) })
}
