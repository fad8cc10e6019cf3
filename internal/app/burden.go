package app

import (
	"cmp"
	"context"
	"errors"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/burden"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/tick"
)

// burden is the ledger of what the system asks of units.
func (h *House) burden() *burden.Board {
	b := &burden.Board{Read: h.DB, Settings: h.Policy.Burden, Calendar: h.Policy.Calendar}
	if a, ok := h.Noun(ref.Record).Maker(); ok {
		for _, f := range a.Fields {
			if f.Must && f.Type != field.AFiles {
				b.Fields++
			}
		}
	}
	return b
}

// sumAsked adds up what the forms of each county's acts asked.
func (h *House) sumAsked(ctx context.Context, run tick.Run) error {
	counties, err := h.DB.Counties(ctx)
	for _, c := range counties {
		var name string
		if name, err = h.DB.JournalName(ctx, c.No, act.Acts); err != nil {
			break
		}
		_, err = tick.Reader[store.Aside]{From: readings{h.DB}}.Read(ctx, run, name,
			func(a store.Aside, entries []*journal.Entry) error { return a.SumAsked(c.No, entries) })
		if err != nil {
			break
		}
	}
	return err
}

// sumAskedOnce does that job where no process does jobs yet.
func (h *House) sumAskedOnce(ctx context.Context) error {
	const name = "burden"
	run, keep := tick.Run{Lease: tick.Lease{Job: name, Holder: "demo"}}, keeper{h.DB}
	err := keep.Change(ctx, name, func(s tick.State) (tick.State, error) {
		s, err := s.Take(run.Holder, h.Clock())
		run.Fence = s.Fence
		return s, err
	})
	if err != nil {
		return err
	}
	return errors.Join(h.sumAsked(ctx, run), keep.Change(ctx, name, func(s tick.State) (tick.State, error) {
		return s.End(run.Lease, h.Clock(), "", nil, h.Clock())
	}))
}

// drafted is the pack that files make; nil of what is no policy (any more).
func drafted(files []version.File) (*policy.Pack, error) {
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Name] = f.Text
	}
	p, err := policy.LoadTexts(texts)
	var faults policy.Faults
	if errors.As(err, &faults) {
		return nil, nil
	}
	return p, err
}

// cost is what the duty rules of a policy would ask of the county's units beside those in
// force. A text that is no policy any more costs nothing: it cannot be adopted either.
func (h *House) cost(ctx context.Context, c *bodies.County, jurisdiction int32, files []version.File) (
	b burden.Bill, err error) {
	then, err := drafted(files)
	if then == nil {
		return b, err
	}
	reach := access.ScopeOf(actor.Machine(jurisdiction, "burden"), "burden.see")
	b, err = h.Burden.Compare(ctx, c, reach, h.Clock().Day(), h.Policy.Rules, then.Rules)
	for i, x := range b.Costs {
		const en = string(lang.English)
		b.Costs[i].En = cmp.Or(then.Label(policy.DutyRule, x.Rule, en), h.Policy.Label(policy.DutyRule, x.Rule, en))
	}
	return b, err
}
