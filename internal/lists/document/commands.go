package document

import (
	"context"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what the commands ask of a transaction besides what every noun does.
type Tx interface {
	noun.Tx
	Clauses(document ref.ID) ([]Clause, error)
	SaveClause(Clause) error
}

// Commands performs the commands of documents. Texts is the same door, for clauses.
type Commands struct {
	Door   act.Door[noun.Tx]
	Texts  act.Door[Tx]
	Tables field.Tables
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle, Alike: alike, Begins: begins}
}

// settle puts whose a document is and checks its days.
func settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	d := v.(*Document)
	if d.Owner != 0 && !slices.Contains(c.Units(), d.Owner) {
		errs.Add("owner", "input.choose")
	}
	d.Unit, d.Side = d.Owner, ""
	if d.Issued > c.Day() {
		errs.Add("issued", "document.issued.later")
	}
	if d.Since != 0 && d.Since < d.Issued {
		errs.Add("since", "document.since.before", "issued", d.Issued)
	}
	if len(others) > 0 && others[0] != d.ID {
		errs.Add("title", "document.title.taken", "title", d.Title)
	}
	if d.State == InForce { // put back, nothing took its place
		d.Successor = ""
	}
}

// alike finds documents in force of the same title and owner.
func alike(v noun.Value) []noun.Cond {
	d := v.(*Document)
	return []noun.Cond{{Column: "title", Text: []string{d.Title}}, {Column: "owner", Num: []int64{int64(d.Owner)}},
		{Column: "state", Text: []string{InForce}}}
}

func begins(v noun.Value) (when.Day, text.Message) {
	d := v.(*Document)
	return d.begins(), text.M("document.end.before", "since", d.begins())
}

// Repealed is what is said when a document holds no more.
type Repealed struct {
	noun.Ending
	Successor string
}

var repealing = field.Fields{
	field.Day("on", true, func(r *Repealed) *when.Day { return &r.On }),
	field.Line("successor", 0, 100, func(r *Repealed) *string { return &r.Successor }),
	field.Text("reason", 1, 500, func(r *Repealed) *string { return &r.Reason }),
}

// Repeal ends a document from a day on; what takes its place is another one.
func (d Commands) Repeal(v *Document, in Repealed, today when.Day) error {
	if err := d.keeper().End(v, in.Ending, today); err != nil {
		return err
	}
	var errs text.InputErrors
	repealing.Check(&in, nil, &errs)
	if in.Successor != "" && slices.Contains(v.Names(), strings.Trim(in.Successor, " 　《》")) {
		errs.Add("successor", "document.successor.itself")
	}
	v.Successor = in.Successor
	return errs.Err()
}

func (d Commands) repeal(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Repealed)
	c.Command.Verb, c.Command.Input = "document.end", []any{c.ID, in}
	return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, "document.ended.v1",
		func(tx noun.Tx, v *Document) ([]act.Fact, error) {
			return []act.Fact{act.Date("on", in.On), act.Words("successor", in.Successor), act.Words("reason", in.Reason)},
				d.Repeal(v, in, tx.Now().Day())
		})
}

// Entered is a text whose clauses are entered, and since when they read so.
type Entered struct {
	Text string
	On   when.Day // 0 = since the document holds
}

var entering = field.Fields{
	field.Text("text", 1, pastedMost, func(e *Entered) *string { return &e.Text }),
	field.Day("on", false, func(e *Entered) *when.Day { return &e.On }),
}

// Plan is what entering a text would do to a document: what its page shows before it
// is kept.
func (e Entered) Plan(d *Document, all []Clause) (Plan, error) {
	var errs text.InputErrors
	entering.Check(&e, nil, &errs)
	if e.On != 0 && e.On < d.begins() {
		errs.Add("on", "document.clause.before", "since", d.begins())
	}
	if err := errs.Err(); err != nil {
		return Plan{}, err
	}
	p, wrong := plan(all, Cut(e.Text), "text")
	return p, wrong.Err()
}

func (d Commands) enter(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Entered)
	c.Command.Verb, c.Command.Input = "document.enter", []any{c.ID, in}
	return noun.Step(ctx, d.Texts, c.Command, Shape, noun.At{ID: c.ID}, "document.clauses-entered.v1",
		func(tx Tx, v *Document) ([]act.Fact, error) {
			all, err := tx.Clauses(v.ID)
			if err != nil {
				return nil, err
			}
			p, err := in.Plan(v, all)
			if err != nil {
				return nil, err
			}
			for _, x := range p.New {
				x.Since = in.On
				if err := d.keep(tx, v, x); err != nil {
					return nil, err
				}
			}
			facts := []act.Fact{act.Number("clauses", int64(len(p.New)))}
			if in.On != 0 {
				facts = append(facts, act.Date("on", in.On))
			}
			return facts, nil
		})
}

func (d Commands) keep(tx Tx, v *Document, c Clause) error {
	if c.ID == 0 {
		c.ID, c.Jurisdiction, c.Document, c.By, c.At = tx.NewID(), v.Jurisdiction, v.ID, tx.Actor().Person, tx.Now()
	}
	return tx.SaveClause(c)
}

// Reworded is a clause as it reads from a day on, or that it is no more.
type Reworded struct {
	Clause string
	Text   string
	On     when.Day
	Reason string
}

var (
	rewording = field.Fields{
		field.Line("clause", 1, numberMost, func(r *Reworded) *string { return &r.Clause }),
		field.Text("text", 1, clauseMost, func(r *Reworded) *string { return &r.Text }),
		field.Day("on", true, func(r *Reworded) *when.Day { return &r.On }),
		field.Text("reason", 1, 500, func(r *Reworded) *string { return &r.Reason }),
	}
	striking = rewording.Without("text")
)

// Reword gives a clause another text from a day on, and says what is to be kept: the
// old text up to that day, and the new one. Without a text the clause is struck.
func Reword(all []Clause, in Reworded, strike bool, today when.Day) (old Clause, next *Clause, err error) {
	var errs text.InputErrors
	fields := rewording
	if strike {
		fields = striking
	}
	fields.Check(&in, nil, &errs)
	old, ok := Standing(all, in.Clause)
	switch {
	case in.Clause != "" && !ok:
		errs.Add("clause", "document.clause.unknown", "clause", in.Clause)
	case in.On == 0:
	case in.On > today:
		errs.Add("on", "term.later")
	case ok && in.On < old.Since:
		errs.Add("on", "document.clause.before", "since", old.Since)
	}
	if ok && !strike && in.Text == old.Text {
		errs.Add("text", "field.unchanged")
	}
	if err := errs.Err(); err != nil {
		return Clause{}, nil, err
	}
	old.Until = in.On
	if !strike {
		next = &Clause{Place: old.Place, Number: old.Number, Text: in.Text, Since: in.On}
	}
	return old, next, nil
}

// reword is the act on a clause; strike takes it out.
func (d Commands) reword(name string, strike bool) func(context.Context, noun.Call) (act.Receipt, error) {
	return func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := *c.In.(*Reworded)
		c.Command.Verb, c.Command.Input = "document.reword", []any{c.ID, name, in}
		kind := kindReworded
		if strike {
			kind = kindStruck
		}
		return noun.Step(ctx, d.Texts, c.Command, Shape, noun.At{ID: c.ID}, kind,
			func(tx Tx, v *Document) ([]act.Fact, error) {
				all, err := tx.Clauses(v.ID)
				if err != nil {
					return nil, err
				}
				old, next, err := Reword(all, in, strike, tx.Now().Day())
				if err != nil {
					return nil, err
				}
				if err := d.keep(tx, v, old); err != nil {
					return nil, err
				}
				facts := []act.Fact{act.Date("on", in.On), act.Words("reason", in.Reason), act.Words("passage", old.Number),
					act.Words("text-was", old.Text)}
				if next == nil {
					return facts, nil
				}
				return append(facts, act.Words("text", next.Text)), d.keep(tx, v, *next)
			})
	}
}
