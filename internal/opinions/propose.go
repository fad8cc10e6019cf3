package opinions

import (
	"fmt"
	"slices"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/accountability/matters"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// assemble finds what is on record of all who are asked about, as of a day, and puts what is proposed. It takes a fixed
// number of statements, however many they are. changed are those of whom something else is proposed than before.
func (d Commands) assemble(tx noun.Tx, x *Opinion, list []*Candidate, on when.Day) (changed []*Candidate, err error) {
	var people []ref.ID
	for _, c := range list {
		if c.Person != 0 {
			people = append(people, c.Person)
		}
	}
	rules := d.Rules()
	facts := map[ref.ID][]Fact{}
	if len(people) > 0 {
		if facts, err = d.facts(tx, people, effect.Question{On: on, Use: rules.Uses[x.Purpose]}); err != nil {
			return nil, err
		}
	}
	for _, c := range list {
		if c.propose(slices.Clone(facts[c.Person]), rules.Answers) {
			changed = append(changed, c)
		}
	}
	return changed, nil
}

// facts are those of people: formal decisions, outcomes of cases, matters of accountability, and what the sources of a
// check tell besides.
func (d Commands) facts(tx noun.Tx, people []ref.ID, q effect.Question) (map[ref.ID][]Fact, error) {
	out := map[ref.ID][]Fact{}
	of := noun.Cond{Column: "person"}
	for _, id := range people {
		of.Num = append(of.Num, int64(id))
	}
	known, err := tx.Those(ref.Measure, of)
	if err != nil {
		return nil, fmt.Errorf("decisions on people: %w", err)
	}
	stand := map[ref.ID][]*measures.Measure{}
	for _, v := range known {
		if m := v.(*measures.Measure); m.Stands() {
			stand[m.Person] = append(stand[m.Person], m)
		}
	}
	for _, id := range people {
		out[id] = d.decided(stand[id], q)
	}
	open := map[ref.ID]bool{} // cases that a source says are open
	for _, source := range d.Sources {
		more, err := source(tx, people, q)
		if err != nil {
			return nil, fmt.Errorf("what else is on record: %w", err)
		}
		for _, id := range people {
			for _, h := range more[id] {
				out[id] = append(out[id], factOf(h))
				open[h.Of] = true
			}
		}
	}
	told, err := tx.Those(ref.Case, of, noun.StateIs(cases.Registered, cases.Informed))
	if err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	for _, v := range told {
		c := v.(*cases.Case)
		recorded := slices.ContainsFunc(known, func(v noun.Value) bool {
			m := v.(*measures.Measure)
			return m.Person == c.Person && m.Decision == c.Decision
		})
		if !open[c.ID] && !recorded && c.DecidedOn <= q.On {
			out[c.Person] = append(out[c.Person], Fact{By: Closing, Of: ref.Ref{Kind: ref.Case, ID: c.ID}, Number: c.Decision})
		}
	}
	return out, nil
}

// decided are the facts that decisions on one person are: what stands in the way by the rules, then what is over. A
// period that runs and does not bar the use that is asked about is said as running all the same.
func (d Commands) decided(all []*measures.Measure, q effect.Question) (out []Fact) {
	var list []effect.Decision
	for _, m := range all {
		list = append(list, m.Counts())
	}
	stands := d.Effects().Check(list, q)
	for _, h := range stands {
		out = append(out, factOf(h))
	}
	for _, m := range all {
		if m.DecidedOn > q.On || slices.ContainsFunc(stands, func(h effect.Hindrance) bool { return h.Of == m.ID }) {
			continue
		}
		f := Fact{By: Over, Of: ref.Ref{Kind: ref.Measure, ID: m.ID}, Number: m.Decision, Kind: m.Kind, Until: m.Ends,
			Open: m.State == measures.Registered}
		if m.Ends >= q.On {
			f.By = Running
		}
		out = append(out, f)
	}
	return out
}

// Matters are those of accountability about people that are not settled; that somebody is looked into stands in the
// way until it is.
func Matters(tx noun.Reads, people []ref.ID, _ effect.Question) (map[ref.ID][]effect.Hindrance, error) {
	of := noun.Cond{Column: "person"}
	for _, id := range people {
		of.Num = append(of.Num, int64(id))
	}
	all, err := tx.Those(ref.Matter, of, noun.StateIs(matters.Proposed, matters.Opened, matters.Shown, matters.Answered,
		matters.Reported, matters.Signed, matters.Asked, matters.Approved, matters.Decided))
	if err != nil {
		return nil, err
	}
	out := map[ref.ID][]effect.Hindrance{}
	for _, v := range all {
		x := v.(*matters.Matter)
		out[x.Person] = append(out[x.Person], effect.Hindrance{By: effect.ByMatter, Of: x.ID, Number: x.Number})
	}
	return out, nil
}

var _ clearances.Source = Matters
