package notify

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Hearing is what is needed to say who hears of entries.
type Hearing struct {
	Kinds  kind.Registry
	Asking kind.Asking
	// Cast is everybody at work who can sign in, each as themselves and once more for
	// every delegation that lends them something today.
	Cast  []actor.Actor
	Rules Rules
	Now   when.Instant
}

// Entries are the messages that entries of the journal make, in their order. What its
// object has become since is what access is asked about.
func (h Hearing) Entries(ctx context.Context, entries []*journal.Entry) ([]Message, error) {
	tells, asked := map[journal.Kind]kind.Tell{}, asks{}
	for _, k := range h.Kinds.All() {
		for _, t := range k.Tells {
			tells[t.Of] = t
			asked.add(t)
		}
	}
	var of []ref.Ref
	for _, e := range entries {
		if _, ok := tells[e.Kind]; ok {
			of = append(of, e.Object)
		}
	}
	lines, err := h.Kinds.Lines(ctx, h.Asking, of)
	if err != nil {
		return nil, fmt.Errorf("matters that entries tell of: %w", err)
	}
	var out []Message
	for _, e := range entries {
		t, ok := tells[e.Kind]
		l, there := lines[e.Object]
		if ok && there && touches(e, t) && h.Now.Day()-e.At.Day() <= when.Day(h.Rules.Kept) {
			out = append(out, h.entry(e, t, l, asked)...)
		}
	}
	return out, nil
}

// asks are the reasons for which somebody is told only to do something, by topic.
type asks map[string][]string

func (a asks) add(t kind.Tell) {
	for _, to := range t.To {
		if to.Asked && !slices.Contains(a[t.On()], to.Why) {
			a[t.On()] = append(a[t.On()], to.Why)
		}
	}
}

// entry are the messages of one entry: one for each person at most, and as themselves
// before as somebody's deputy. After them stands what it answers for whoever else was asked.
func (h Hearing) entry(e *journal.Entry, t kind.Tell, l kind.Line, asked asks) (out []Message) {
	about := kind.About{Object: l.Object, People: maps.Clone(l.People)}
	if about.People == nil {
		about.People = map[string][]ref.ID{}
	}
	for _, f := range e.Facts {
		if id := f.Value.AsInt(); f.Value.Tag() == journal.TagInt && id != 0 {
			about.People[f.Name] = append(about.People[f.Name], ref.ID(id))
		}
	}
	see := h.Kinds.Of(e.Object.Kind).See
	of := e.Object
	if l.Of.ID != 0 {
		of = l.Of
	}
	nobody := Message{Jurisdiction: l.Object.Jurisdiction, Of: of, Said: t.Says(), Topic: t.On(), By: e.Person,
		Entry: e.Seq, Stamp: e.Seq, At: e.At, Read: e.At}
	if t.Back {
		out = append(out, nobody)
	}
	at := map[ref.ID]int{} // of whom told is, by place
	for _, who := range h.Cast {
		if did(e, who) || !access.Can(who, see, l.Object) {
			continue
		}
		why := ""
		for _, to := range t.To {
			if to.Hears(who, about) {
				why = to.Why
				break
			}
		}
		if why == "" {
			continue
		}
		m := Message{Jurisdiction: who.Jurisdiction, Person: who.Person, OnBehalf: who.OnBehalf, Delegation: who.Delegation,
			Of: of, Group: string(e.Object.Kind), Said: t.Says(), Why: why, Topic: t.On(), Unit: l.Object.Unit,
			By: e.Person, Entry: e.Seq, Stamp: e.Seq, Times: 1, At: e.At}
		if t.Until {
			m.Due = l.Due
		}
		if h.Now.Day()-e.At.Day() > when.Day(h.Rules.Fresh) {
			m.Read = h.Now
		}
		switch i, told := at[who.Person]; {
		case !told:
			at[who.Person] = len(out)
			out = append(out, m)
		case out[i].OnBehalf != 0 && m.OnBehalf == 0:
			out[i] = m
		}
	}
	out = append(out, h.left(e, t, nobody)...)
	for _, topic := range append([]string{t.On()}, t.Ends...) {
		for _, why := range asked[topic] {
			nobody.Topic, nobody.Why = topic, why
			out = append(out, nobody)
		}
	}
	return out
}

// left are the messages to those whom an object concerns no more since an entry. like says of what they are told.
func (h Hearing) left(e *journal.Entry, t kind.Tell, like Message) (out []Message) {
	i := slices.IndexFunc(e.Facts, func(f journal.Field) bool { return t.Left != "" && f.Name == t.Left })
	if i < 0 || e.Facts[i].Value.Tag() != journal.TagText {
		return nil
	}
	for _, s := range strings.Fields(e.Facts[i].Value.AsText()) {
		told := func(who actor.Actor) bool { return who.Person == ref.Parse(s) && who.OnBehalf == 0 && !did(e, who) }
		if !slices.ContainsFunc(h.Cast, told) {
			continue
		}
		m := like
		m.Person, m.Group, m.Said, m.Why, m.Times, m.Read = ref.Parse(s), string(e.Object.Kind), t.SaysLeft(), Gone, 1, 0
		if h.Now.Day()-e.At.Day() > when.Day(h.Rules.Fresh) {
			m.Read = h.Now
		}
		out = append(out, m)
	}
	return out
}

// touches says whether an entry changed what somebody is told of.
func touches(e *journal.Entry, t kind.Tell) bool {
	return t.If == nil || slices.ContainsFunc(e.Rows, func(r journal.Row) bool {
		return ref.ID(r.ID) == e.Object.ID && slices.ContainsFunc(r.Sets, func(f journal.Field) bool {
			return slices.Contains(t.If, f.Name)
		})
	})
}

// did says whether an act is somebody's own: they did it, or it was done in the place of
// who they are told for. Whose deputy did something in their place is told.
func did(e *journal.Entry, who actor.Actor) bool {
	if e.Person == 0 {
		return false
	}
	return e.Person == who.Person || who.OnBehalf != 0 && (e.Person == who.OnBehalf || e.OnBehalf == who.OnBehalf)
}
