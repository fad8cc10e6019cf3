package circulars

import (
	"context"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of circulars and of whom they name.
type Commands struct {
	Life   letter.Commands // of the circular; its Kind is set here
	Duties duty.Commands
	Most   func() Limits // of the policy in force
	// Result is what follows for the assessment whose result a circular makes known.
	Result func(tx noun.Tx, done string, result ref.ID, number string) error
}

// Living are the commands of the circular's life.
func (d Commands) Living() letter.Commands {
	l := d.Life
	l.Kind = Kind
	l.Kind.Also = d.also
	return l
}

// Noun is the whole declaration of circulars.
func (d Commands) Noun() *noun.Noun {
	n := d.Living().Noun()
	n.Institution, n.Span = "circulars", "sentOn"
	n.Columns = slices.Insert(n.Columns, 3, "kind", "reach", "covers", "term", "named")
	n.Filters = append([]string{"kind", "reach", "covers"}, n.Filters...)
	n.Tabs = append(n.Tabs, noun.Tab{Name: "late", Where: []noun.Cond{{Column: "missing", Least: 1, Below: 1 << 40}},
		Of: func(_ actor.Actor, today when.Day) []noun.Cond {
			return []noun.Cond{{Column: "due", Least: 1, Below: int64(today)}}
		}})
	n.Beside = append(n.Beside, noun.Link{Label: "mention.list", Href: "/mentions"},
		noun.Link{Label: "circular.sums", Href: "/circular-points"})
	links := n.Links
	n.Links = func(v noun.Value, who actor.Actor, today when.Day) []noun.Link {
		out := links(v, who, today)
		if x := v.(*Circular); x.Appraisal != 0 {
			out = append(out, noun.Link{Label: "circular.appraisal", Href: "/appraisals/" + x.Appraisal.String()})
		}
		return out
	}
	return n
}

// also is what follows for whom a circular names from what is done with it.
func (d Commands) also(tx noun.Tx, done string, v letter.Value) error {
	x := v.(*Circular)
	if x.Appraisal != 0 {
		if err := d.Result(tx, done, x.Appraisal, x.Document); err != nil {
			return err
		}
	}
	switch done {
	case "submit":
		return d.whole(tx, x)
	case "send":
		err := d.each(tx, x, Drafted, "mention.issued.v1", func(m *Mention) {
			m.State, m.Document, m.IssuedOn, m.Unit = Issued, x.Document, x.SentOn, m.Named
		})
		if err != nil {
			return err
		}
		_, title := x.Called()
		_, err = d.Duties.Fulfil(tx, act.Command{Actor: tx.Actor()}, duty.Fulfilled{Form: Shape.Word, Body: x.Organ,
			On: x.SentOn, How: title, By: Shape.Ref(x)})
		return err
	case "withdraw":
		return d.each(tx, x, Drafted, "mention.dropped.v1", func(m *Mention) { m.State = Dropped })
	case "cancel":
		for _, was := range []string{Drafted, Issued} {
			if err := d.each(tx, x, was, "mention.voided.v1", func(m *Mention) { m.State = Void }); err != nil {
				return err
			}
		}
	}
	return nil
}

// OfResult makes the draft of a circular that makes the result of an assessment known: of the office of a side, to all
// units or those of a category, to commend and to criticise. Who drafts it may write all of it anew.
func (d Commands) OfResult(tx noun.Tx, x *Circular, organ bodies.BodyKind) error {
	c, err := tx.CountyToday()
	if err != nil {
		return err
	}
	words := d.Life.Words(organ)
	body, ok := c.Single(organ)
	if !ok || len(words) == 0 {
		return text.Refuse(text.Conflict, "circular.organ.none")
	}
	// the last: what an organ writes its orders under stands before what it writes documents under
	x.Organ, x.Word, x.Kind, x.Reach, x.Term = body.ID, words[len(words)-1], Both, County, "h2"
	if x.Category != "" {
		x.Reach = System
	}
	return d.Living().Begin(tx, x)
}

// each changes the mentions of a circular in a state.
func (d Commands) each(tx noun.Tx, x *Circular, state, kind string, change func(*Mention)) error {
	all, err := mentions(tx, x.ID, state)
	if err != nil {
		return err
	}
	for _, m := range all {
		err := noun.Take(tx, act.Command{Actor: tx.Actor()}, MentionShape, noun.At{ID: m.ID, Follows: true},
			journal.Kind(kind), func(_ noun.Tx, m *Mention) ([]act.Fact, error) {
				change(m)
				return []act.Fact{act.Id("circular", x.ID), act.Code("verdict", m.Verdict), act.Number("points", m.Points)}, nil
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// mentions are those of a circular in a state, as they were written down.
func mentions(tx noun.Tx, circular ref.ID, state string) (out []*Mention, err error) {
	ids, err := tx.Find(ref.Mention, noun.Cond{Column: "circular", Num: []int64{int64(circular)}},
		noun.Cond{Column: "state", Text: []string{state}})
	if err != nil {
		return nil, err
	}
	slices.Sort(ids)
	for _, id := range ids {
		v, err := tx.One(ref.Mention, id)
		if err != nil {
			return nil, err
		}
		out = append(out, v.(*Mention))
	}
	return out, nil
}

// whole refuses a circular that names nobody, unless it makes a result known, or somebody
// whom it may not name so any more.
func (d Commands) whole(tx noun.Tx, x *Circular) error {
	if !x.entitled() {
		return text.Refuse(text.Conflict, "circular.title.form")
	}
	all, err := mentions(tx, x.ID, Drafted)
	if err != nil {
		return err
	}
	c, err := tx.CountyToday()
	if err != nil {
		return err
	}
	if len(all) == 0 && x.Appraisal == 0 {
		return text.Refuse(text.Conflict, "circular.names-nobody")
	}
	for _, m := range all {
		var errs text.InputErrors
		if m.fits(x, c, d.Most(), &errs); len(errs) > 0 {
			return text.Refuse(text.Conflict, "circular.names-wrong", "unit", c.Name(m.Named), "why", errs[0].Message)
		}
	}
	return nil
}

// retell writes the cases of a draft anew, with m as it is to read; whoever names somebody writes at the draft.
func (d Commands) retell(tx noun.Tx, m *Mention) error {
	return noun.Take(tx, act.Command{Actor: tx.Actor()}, Shape, noun.At{ID: m.Circular, Follows: true},
		"circular.named.v1", func(tx noun.Tx, x *Circular) ([]act.Fact, error) {
			if err := x.MayChange(); err != nil {
				return nil, err
			}
			all, err := mentions(tx, x.ID, Drafted)
			if err != nil {
				return nil, err
			}
			switch i := slices.IndexFunc(all, func(o *Mention) bool { return o.ID == m.ID }); {
			case i >= 0 && m.State != Dropped:
				all[i] = m
			case i >= 0:
				all = slices.Delete(all, i, i+1)
			}
			if len(all) > namedMost {
				return nil, text.Refuse(text.Conflict, "circular.names-many", "most", namedMost)
			}
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			x.Named, x.Cases = int64(len(all)), cases(c, all)
			x.Written(tx.Actor().Hands())
			return []act.Fact{act.Number("named", x.Named)}, nil
		})
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: MentionShape, Door: d.Life.Door, Tables: d.Life.Tables,
		May:    func(v noun.Value) error { return v.(*Mention).in(Drafted) },
		Settle: func(*bodies.County, noun.Value, []ref.ID, *text.InputErrors) {},
		// Whose it is follows from its circular, which must be a draft of somebody who may change it.
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			m := v.(*Mention)
			found, err := tx.One(ref.Circular, m.Circular)
			if err != nil {
				return err
			}
			x := found.(*Circular)
			if err := tx.Allow("circular.change", x.Object()); err != nil {
				return err
			}
			c, err := tx.CountyToday()
			if err != nil {
				return err
			}
			m.Unit, m.Side, m.Year = x.Unit, x.Side, x.Covers
			if m.fits(x, c, d.Most(), errs); len(*errs) > 0 || m.ID == 0 {
				return nil
			}
			return d.retell(tx, m)
		}}
}

// add names somebody: the draft is written anew once it is on record.
func (d Commands) add() noun.Act {
	k := d.keeper()
	a := k.AddAct("Name somebody in a draft")
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		m := c.In.(*Mention)
		c.Command.Verb, c.Command.Input = a.Verb, m
		return d.Life.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			if err := k.Add(tx, c.Command, m); err != nil {
				return err
			}
			return d.retell(tx, m)
		})
	}
	return a
}

func (d Commands) mentions() noun.Life {
	return noun.Life{Door: d.Life.Door, Shape: MentionShape, Tables: d.Life.Tables}
}

// Mentions is the whole declaration of whom circulars name.
func (d Commands) Mentions() *noun.Noun {
	k := d.keeper()
	reply := noun.Further(d.mentions(), "reply", "replied",
		"Answer once, as whoever a circular names", noun.Saying("reply", replyMost), (*Mention).mayAnswer,
		func(tx noun.Tx, m *Mention, in *noun.Said) ([]act.Fact, error) {
			return []act.Fact{act.Words("reply", in.Text)}, m.Answer(in.Text, tx.Actor().Person, tx.Now().Day())
		})
	drop := noun.Further[*Mention, struct{}](d.mentions(), "drop", "dropped",
		"Take somebody out of a draft", nil, func(m *Mention) error { return m.in(Drafted) },
		func(tx noun.Tx, m *Mention, _ *struct{}) ([]act.Fact, error) {
			m.State = Dropped
			return nil, d.retell(tx, m)
		})
	drop.Main, drop.Danger = false, true
	return &noun.Noun{Shape: MentionShape, See: "mention.see", List: "mention.list", Tables: d.Life.Tables,
		Columns: []string{"named", "verdict", "points", "fact", "year", "document", "issuedOn", "repliedOn", "state"},
		Filters: []string{"year", "verdict", "named", "body", "person", "side"},
		About:   noun.About{Person: "person", Unit: "named", Shows: []string{"verdict", "issuedOn"}},
		Tabs: []noun.Tab{
			{Name: "issued", Where: []noun.Cond{noun.StateIs(Issued)}},
			{Name: "commended", Where: []noun.Cond{noun.StateIs(Issued), {Column: "verdict", Text: []string{Commend}}}},
			{Name: "criticised", Where: []noun.Cond{noun.StateIs(Issued), {Column: "verdict", Text: []string{Criticise}}}},
			{Name: "answered", Where: []noun.Cond{noun.StateIs(Issued), {Column: "replied_on", Least: 1, Below: 1 << 40}}},
			{Name: "drafted", Where: []noun.Cond{noun.StateIs(Drafted)}},
			{Name: "all"},
		},
		Facts: []noun.Facts{{Whose: "named", Both: true, Year: "year", Counts: []noun.Fact{
			{Key: "mention-commended", Tab: "commended"}, {Key: "mention-criticised", Tab: "criticised"},
			{Key: "mention-added", Tab: "commended", Sum: []string{"points"}, Decimals: 2},
			{Key: "mention-deducted", Tab: "criticised", Sum: []string{"points"}, Decimals: 2}}}},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true},
			{Name: "issued-on", Column: "issued_on", Down: true}},
		Acts: []noun.Act{d.add(), reply, k.ChangeAct("Write anew whom a draft names"), drop},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "mention.circular", Href: "/circulars/" + v.(*Mention).Circular.String()}}
		},
		Beside: []noun.Link{{Label: "circular.list", Href: "/circulars"},
			{Label: "circular.sums", Href: "/circular-points"}},
		Tells: []kind.Tell{
			{Of: "mention.issued.v1", To: []kind.Hearer{kind.ToUnit, kind.ToPerson("person")}},
			{Of: "mention.replied.v1", To: []kind.Hearer{kind.ToPerson("made-by")}},
			{Of: "mention.voided.v1", To: []kind.Hearer{kind.ToUnit, kind.ToPerson("person")}},
			{Of: "mention.undone.v1", To: []kind.Hearer{kind.ToUnit, kind.ToPerson("person")}},
		},
	}
}
