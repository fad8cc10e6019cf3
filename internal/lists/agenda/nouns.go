package agenda

import (
	"shuangze/internal/access"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// nouns are the objects of those on the frame that wait for an act of the reader, one
// statement for each noun.
func (r *reader) nouns() error {
	for _, n := range r.rules.Nouns {
		var asked []noun.Query
		var waits []noun.Wait
		for _, w := range n.Waits {
			if w.Heard != "" && !r.rules.Telling {
				continue
			}
			if where := w.Of(r.who, r.today); where != nil {
				asked = append(asked, noun.Query{Where: where, Sort: n.Sorts[0], Limit: most})
				waits = append(waits, w)
			}
		}
		if len(asked) == 0 {
			continue
		}
		got, err := r.lists.Firsts(r.ctx, n.Of, access.ScopeOf(r.who, n.See), asked)
		if err != nil {
			return err
		}
		for i, w := range waits {
			if err := r.waitFor(n, w, got[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// waitFor adds those of a wait's objects that do wait.
func (r *reader) waitFor(n *noun.Noun, w noun.Wait, got []noun.Value) (err error) {
	var only map[ref.ID]bool
	if w.Only != nil && len(got) > 0 {
		if only, err = w.Only(r.ctx, got, r.today); err != nil {
			return err
		}
	}
	for _, v := range got {
		if w.Only == nil || only[v.Head().ID] {
			r.waits(n, w, v)
		}
	}
	return nil
}

func (r *reader) waits(n *noun.Noun, w noun.Wait, v noun.Value) {
	number, title := n.Called(v)
	if w.Heard != "" {
		item := Item{Kind: n.Of, ID: v.Head().ID, Called: number, Subject: title, Unit: v.Head().Unit, Heard: w.Heard}
		item.Told, item.Stamp = w.Told(v)
		r.out = append(r.out, item)
		return
	}
	name, why := w.Act(r.who, v)
	a, ok := n.Act(name)
	if !ok || n.Refused(a, r.who, v, r.today.Start()) != nil {
		return
	}
	item := Item{Kind: n.Of, ID: v.Head().ID, Called: number, Subject: title, Unit: v.Head().Unit, Act: name, Why: why,
		Page: w.Page}
	if w.Due != nil {
		item.Due = w.Due(v)
	}
	if w.Since != nil {
		item.Due = own(r.rules.Orders.ReviewBy, w.Since(v).Start(), w.Since(v))
	}
	if w.Light != nil {
		item.Lit, item.Light = true, w.Light(v, r.today)
	}
	if w.Told != nil {
		item.Told, item.Stamp = w.Told(v)
	}
	r.out = append(r.out, item)
}
