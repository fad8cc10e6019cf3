package record

import (
	"context"
	"errors"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of records.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	// Duties discharges what a record names; its Bands say until when a record may be
	// registered without a mark.
	Duties duty.Commands
	Style  func(number.Series) number.Style
	// Names are what a record may name, by its field; each has a body.
	Names map[string]noun.Shape
}

// Shape is that of records, with numbers as the county writes them.
func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables, Look: d.look,
		Settle: func(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
			v.(*Record).settle(c, d.Duties.Bands.Backfill, errs)
		}}
}

// look checks what a record names, and takes what its own person writes as confirmed.
func (d Commands) look(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
	r := v.(*Record)
	if r.Corrects != 0 { // what is corrected was registered when the first one was
		v, err := tx.One(ref.Record, r.Corrects)
		if err != nil {
			return err
		}
		old := v.(*Record)
		if r.DoneOn == old.DoneOn {
			r.Backfilled = old.Backfilled
		} else {
			r.dated(old.RegisteredOn, d.Duties.Bands.Backfill)
		}
	}
	if err := announced(tx, r, tx.Now()); err != nil {
		return err
	}
	for _, name := range []string{"duty", "responsibility", "task"} {
		if err := d.fits(tx, r, name, errs); err != nil {
			return err
		}
	}
	r.WrittenFor = tx.Actor().OnBehalf
	if tx.Actor().Person == r.Person && tx.Actor().InPerson() {
		r.State, r.ConfirmedOn = Confirmed, r.RegisteredOn
	}
	return nil
}

// fits refuses what a record names where it is not there, or another body's, another
// person's or another year's.
func (d Commands) fits(tx noun.Tx, r *Record, name string, errs *text.InputErrors) error {
	id, shape := ref.ID(Fields.Must(name).Num(r)), d.Names[name]
	if id == 0 {
		return nil
	}
	x, err := tx.One(shape.Of, id)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Missing {
		errs.Add(name, "input.choose")
		return nil
	}
	if err != nil {
		return err
	}
	num := func(field string) int64 {
		if f, ok := shape.Fields.Of(field); ok {
			return f.Num(x)
		}
		return 0
	}
	person, year := num("person"), num("year")
	switch {
	case num("body") != int64(r.Body):
		errs.Add(name, "record.ref.body")
	case person != 0 && person != int64(r.Person) && name != "task": // who leads a task does not do all of it
		errs.Add(name, "record.ref.person")
	case year != 0 && year != r.Year && name != "task": // a task may be finished in the next year
		errs.Add(name, "record.ref.year", "year", strconv.FormatInt(year, 10))
	}
	return nil
}

// addAct puts a record on the ledger; the duty that it names is discharged with it, or
// neither is done.
func (d Commands) addAct() noun.Act {
	k := d.keeper()
	a := k.AddAct("Write a duty record; a scheduled duty that it names is discharged with it")
	a.Fields, a.Kept = quick(a.Fields), true
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		r, files := c.In.(*Record), evidence.Came(c.Files)
		c.Command.Verb, c.Command.Input = a.Verb, evidence.Input(files, r)
		return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			if err := k.Add(tx, c.Command, r, files...); err != nil {
				return err
			}
			if err := remarked(tx, r.ID); err != nil || r.Duty == 0 {
				return err
			}
			in := duty.Discharge{On: r.DoneOn, How: r.Subject}
			err := d.Duties.Discharge(tx, c.Command, r.Duty, in, ref.Ref{Kind: ref.Record, ID: r.ID})
			if err != nil {
				return beside(err)
			}
			tx.Answer(r.Number)
			return nil
		})
	}
	return a
}

// beside says what the duty refuses where the record names it, or its day.
func beside(err error) error {
	var wrong text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &wrong):
		out := make(text.InputErrors, len(wrong))
		for i, w := range wrong {
			if out[i] = w; w.Field == "on" {
				out[i].Field = "doneOn"
			} else {
				out[i].Field = "duty"
			}
		}
		return out
	case errors.As(err, &refused):
		return text.InputErrors{{Field: "duty", Message: refused.Message}}
	}
	return err
}

// quick puts the files behind what every record says, before what may be folded away.
func quick(fs field.Fields) (out field.Fields) {
	files := fs[len(fs)-1]
	for i, f := range fs {
		if f.Fold && len(out) == i {
			out = append(out, files)
		}
		if f.Type != field.AFiles {
			out = append(out, f)
		}
	}
	return out
}

// correctAct makes a new record that stands in the place of one that was wrong. What that
// one discharged stays discharged.
func (d Commands) correctAct() noun.Act {
	return noun.CorrectAct(d.keeper(), noun.Correction[*Record]{Keeps: []string{"duty"}, May: (*Record).MayCorrect,
		Summary: "Write a new record in the place of one that was wrong; the old one stays, marked",
		Then: func(tx noun.Tx, _ act.Command, old, next *Record, _ string) error {
			if old.Announcement != 0 { // its remark is there
				return nil
			}
			return remarked(tx, next.ID)
		}})
}

// confirmAct is the person's own word.
func (d Commands) confirmAct() noun.Act {
	return noun.Act{Name: "confirm", Verb: "record.confirm", Records: "record.confirmed.v1", Main: true, Many: true,
		Summary: "Confirm a record of oneself",
		Rule:    noun.MayDo(func(v noun.Value) error { return v.(*Record).in(Registered) }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			c.Command.Verb, c.Command.Input = "record.confirm", c.ID
			return noun.Step(ctx, d.Door, c.Command, d.shape(), noun.At{ID: c.ID}, "record.confirmed.v1",
				func(tx noun.Tx, r *Record) ([]act.Fact, error) {
					return nil, r.Confirm(tx.Actor().Person, tx.Now().Day())
				})
		}}
}

// reviewAct is the opinion of a superior or an office.
func (d Commands) reviewAct() noun.Act {
	return noun.Act{Name: "review", Verb: "record.review", Records: "record.reviewed.v1", Main: true,
		Summary: "Review a record with an opinion; neither its person nor its recorder does",
		Fields:  reviewing, New: func() any { return &Said{} },
		Rule: noun.MayDo(func(v noun.Value) error { return v.(*Record).MayReview() }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Said)
			c.Command.Verb, c.Command.Input = "record.review", []any{c.ID, in}
			return noun.Step(ctx, d.Door, c.Command, d.shape(), noun.At{ID: c.ID}, "record.reviewed.v1",
				func(tx noun.Tx, r *Record) ([]act.Fact, error) {
					return []act.Fact{act.Words("opinion", in.Text)}, r.Review(in.Text, tx.Actor().Hands(), tx.Now().Day())
				})
		}}
}

// Noun is the whole declaration of records.
func (d Commands) Noun() *noun.Noun {
	standing := noun.Cond{Column: "state", Text: Standing}
	return &noun.Noun{Shape: d.shape(), See: "record.see", List: "record.list", Tables: d.Tables,
		Columns: []string{"number", "subject", "form", "body", "person", "doneOn", "registeredOn", "state"},
		Filters: []string{"year", "form", "body", "unit", "person", "level", "side"},
		About:   noun.About{Person: "person", Shows: []string{"doneOn"}},
		Tabs: []noun.Tab{
			{Name: "standing", Where: []noun.Cond{standing}},
			{Name: "mine", Of: mine},
			{Name: "confirm", Where: []noun.Cond{{Column: "state", Text: []string{Registered}}}},
			{Name: "review", Where: []noun.Cond{{Column: "state", Text: []string{Confirmed}}}},
			{Name: "late", Where: []noun.Cond{standing, {Column: "backfilled", Num: []int64{1}}}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "done", Column: "done_on"},
			{Name: "number", Column: noun.SerialColumn}},
		Acts:  []noun.Act{d.addAct(), d.confirmAct(), d.reviewAct(), d.correctAct()},
		Notes: d.notes, Waits: waits, Tells: tells, Recall: &recall, Links: links,
		Facts: []noun.Facts{{Whose: "body", Year: "year", Counts: []noun.Fact{
			{Key: "record-standing", Tab: "standing"}, {Key: "record-backfilled", Tab: "late"}}}},
		Fits: func(field string, k bodies.BodyKind) bool { return field != "body" || Answers(k) },
	}
}

// links lead to the form of a problem for what was found on the occasion (spec 2.6).
func links(v noun.Value, who actor.Actor, _ when.Day) []noun.Link {
	r := v.(*Record)
	o := access.Object{Jurisdiction: r.Jurisdiction, Unit: r.Unit, Side: r.Side}
	if r.Problems == "" || r.State == noun.Corrected || !access.Can(who, "problem.register", o) {
		return nil
	}
	return []noun.Link{{Label: "record.problem", Href: "/problems/new?record=" + r.ID.String()}}
}

// notes say how a record came, for a person to judge.
func (d Commands) notes(v noun.Value, _ when.Day) (out []text.Message) {
	r := v.(*Record)
	if r.Announcement != 0 {
		out = append(out, text.M("record.note.announced", "on", r.DoneOn, "registered", r.RegisteredOn))
	}
	if r.Backfilled && r.RegisteredOn > d.Duties.Bands.Backfill(r.DoneOn) {
		n := d.Duties.Bands.Calendar.WorkingBetween(r.DoneOn, r.RegisteredOn)
		out = append(out, text.M("record.note.late", "on", r.DoneOn, "registered", r.RegisteredOn, "n", n))
	}
	switch r.State {
	case Registered:
		out = append(out, text.M("record.note.unconfirmed"))
	case noun.Corrected:
		out = append(out, text.M("record.note.corrected"))
	}
	return out
}
