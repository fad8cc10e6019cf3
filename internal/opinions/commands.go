package opinions

import (
	"io"
	"slices"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Commands performs the commands of requests for opinions and of the people in them.
type Commands struct {
	Door    act.Door[noun.Tx]
	Tables  field.Tables
	Rules   func() Rules
	Effects func() *effect.Rules
	Sources []clearances.Source // what else is on record of people, besides decisions and cases
	Style   func(number.Series) number.Style
	Label   func(table, code string) string // in Chinese, for the letter
	Say     func(text.Message) string       // the same
	Chance  io.Reader                       // verification codes
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) life() noun.Life {
	return noun.Life{Door: d.Door, Shape: d.shape(), Tables: d.Tables}
}

func (d Commands) each() noun.Life {
	return noun.Life{Door: d.Door, Shape: CandidateShape, Tables: d.Tables}
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
			v.(*Opinion).settle(c, d.Rules(), others, errs)
		},
		Alike: func(v noun.Value) []noun.Cond {
			x := v.(*Opinion)
			return []noun.Cond{{Column: "letter_no", Text: []string{x.LetterNo}},
				{Column: "office", Num: []int64{int64(x.Office)}}, {Column: "sender", Text: []string{x.From}},
				noun.StateIs(Registered, Working, Reviewing, Signing, Issued)}
		},
		May: func(v noun.Value) error { return v.(*Opinion).in(Registered) }}
}

// request loads the request of a person in it.
func request(tx noun.Tx, id ref.ID) (*Opinion, error) {
	v, err := tx.One(ref.Opinion, id)
	if err != nil {
		return nil, err
	}
	return v.(*Opinion), nil
}

// candidates are all of a request, in the order of its list.
func candidates(tx noun.Tx, opinion ref.ID) (out []*Candidate, err error) {
	list, err := tx.Those(ref.Candidate, noun.Cond{Column: "opinion", Num: []int64{int64(opinion)}})
	for _, v := range list {
		out = append(out, v.(*Candidate))
	}
	slices.SortFunc(out, func(a, b *Candidate) int { return int(a.Row - b.Row) })
	return out, err
}

// on are those who were not taken off the list.
func on(list []*Candidate) []*Candidate {
	return slices.DeleteFunc(slices.Clone(list), func(c *Candidate) bool { return c.State == Dropped })
}

func keep(tx noun.Tx, list []*Candidate) error {
	for _, c := range list {
		if err := tx.Keep(ref.Candidate, c); err != nil {
			return err
		}
	}
	return nil
}

// concerned refuses who is in a list themselves, also through a deputy: nobody answers about themselves.
func concerned(tx noun.Tx, list []*Candidate) error {
	hands := tx.Actor().Hands()
	if slices.ContainsFunc(list, func(c *Candidate) bool { return c.Person != 0 && hands.Has(c.Person) }) {
		return text.Refuse(text.Forbidden, "opinion.own")
	}
	return nil
}

// ready says what still stands between a request and its review.
func (d Commands) ready(tx noun.Tx, x *Opinion) ([]*Candidate, error) {
	list, err := candidates(tx, x.ID)
	if err != nil {
		return nil, err
	}
	all := on(list)
	if err := concerned(tx, all); err != nil {
		return nil, err
	}
	open := 0
	for _, c := range all {
		if c.State == Differing {
			open++
		}
	}
	switch left := x.Left(); {
	case len(all) == 0:
		return nil, text.Refuse(text.Conflict, "opinion.nobody")
	case len(left) > 0:
		return nil, text.Refuse(text.Conflict, "opinion.unheard", "n", len(left), "section", d.Label(SectionTable, left[0]))
	case open > 0:
		return nil, text.Refuse(text.Conflict, "opinion.differing", "n", open)
	}
	// Nobody signs what the record does not say any more.
	changed, err := d.assemble(tx, x, all, tx.Now().Day())
	if err != nil {
		return nil, err
	}
	if len(changed) > 0 {
		return nil, text.Refuse(text.Conflict, "opinion.stale", "n", len(changed), "name", changed[0].Name)
	}
	return all, nil
}

// signers are who signs: the first responsible persons of the bodies that the pack names.
func (d Commands) signers(c *bodies.County) (out []ref.ID, err error) {
	for _, kind := range d.Rules().Signs {
		b, ok := c.Single(kind)
		first := c.FirstResponsible(b.ID)
		if !ok || first.Vacant() {
			return nil, text.Refuse(text.Conflict, "opinion.signer.vacant", "body", b.Name)
		}
		if !slices.Contains(out, first.Person) {
			out = append(out, first.Person)
		}
	}
	return out, nil
}
