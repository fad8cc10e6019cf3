package reports

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/sift"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Rules of the policy pack that ask for the two reports of a year.
const (
	RuleBody  = "report-unit"
	RuleFirst = "report-first"
)

// Tx is what the commands ask of a transaction besides what every noun does.
type Tx interface {
	noun.Tx
	// CountRows counts rows of the county, all by one statement.
	CountRows(list []sift.Count) ([]int64, error)
}

// Commands performs the commands of one of the two sorts of reports. Counts is the same
// door, for what is counted.
type Commands struct {
	Door   act.Door[noun.Tx]
	Counts act.Door[Tx]
	Tables field.Tables
	Duties duty.Commands
	Say    Say                     // in Chinese
	Limit  func(when.Day) when.Day // until when receipts and supplements are expected [D]
	Shape  noun.Shape              // Yearly or Special
}

func (d Commands) life() noun.Life { return noun.Life{Door: d.Door, Shape: d.Shape, Tables: d.Tables} }

func (d Commands) special() bool { return d.Shape.Name == Special.Name }

func (d Commands) verb(s string) access.Verb  { return access.Verb(d.Shape.Word + "." + s) }
func (d Commands) kind(s string) journal.Kind { return journal.Kind(d.Shape.Word + "." + s + ".v1") }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.Shape, Door: d.Door, Tables: d.Tables, Settle: d.settle, Alike: alike,
		Carry: func(to, from noun.Value) {
			r, typed := to.(*Report), from.(*Report)
			r.Person, r.Due, r.Next, r.Subject = typed.Person, typed.Due, typed.Next, typed.Subject
			for _, f := range append(slices.Clone(sections), figures) {
				f.SetStr(r, f.Str(typed))
			}
		}}
}

// settle finds out whose a report is, and who makes it.
func (d Commands) settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	r := v.(*Report)
	body, ok := c.Body(r.Body)
	fits, none := Reports, "report.body.none"
	if d.special() {
		fits, none = Specially, "special.body.none"
	}
	switch {
	case r.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !fits(body.Kind):
		errs.Add("body", none, "body", body.Name)
	case ok && r.Person == 0:
		errs.Add("body", "report.nobody", "body", body.Name)
	}
	r.Unit, r.Side = body.Unit, actor.Side(body.Kind.Side())
	if d.special() {
		return
	}
	if r.Year > int64(c.Day().Year()) {
		errs.Add("year", "report.year.later", "year", c.Day().Year())
	}
	if slices.ContainsFunc(others, func(id ref.ID) bool { return id != r.ID }) {
		errs.Add("year", "report.twice", "year", r.Year)
	}
}

// alike finds the same report of the same year: there is one.
func alike(v noun.Value) []noun.Cond {
	r := v.(*Report)
	if r.Sort == "" {
		return nil
	}
	return []noun.Cond{{Column: "body", Num: []int64{int64(r.Body)}}, {Column: "year", Num: []int64{r.Year}},
		{Column: "whose", Text: []string{r.Sort}}, {Column: "state", Text: states[:len(states)-1]}}
}

// due is until when a report of a year is filed: as its rule says, else the end of January [D].
func (d Commands) due(r *Report) when.Day {
	code, begins := RuleBody, when.Date(int(r.Year)+1, 1, 1)
	if r.Sort == OfFirst {
		code = RuleFirst
	}
	if x, ok := d.Duties.Rule(code, begins); ok && x.Cadence == duty.Yearly {
		year := when.Period{From: begins, To: when.Date(int(r.Year)+2, 1, 1)}
		return x.Due.Deadline(d.Duties.Bands.Calendar, duty.Period{Period: year}).Due
	}
	return when.Date(int(r.Year)+1, 1, 31)
}

// begin is what nobody types of a new report; one of a year is composed at once.
func (d Commands) begin(tx Tx, r *Report) error {
	c, err := tx.CountyToday()
	if err != nil {
		return err
	}
	body, _ := c.Body(r.Body)
	r.Unit, r.Side, r.Person = body.Unit, actor.Side(body.Kind.Side()), c.FirstResponsible(r.Body).Person
	if d.special() || body.ID == 0 || r.Person == 0 || r.Year < yearLeast || r.Year > int64(c.Day().Year()) {
		return nil // what is wrong the keeper says
	}
	who := body.Name
	if x, _ := c.Person(r.Person); r.Sort == OfFirst {
		who += x.Name
	}
	key := "report.title." + string(r.Side)
	r.Subject = d.Say(key, "who", who, "year", strconv.FormatInt(r.Year, 10))
	r.Due = d.due(r)
	r.Next = r.Due
	_, err = d.compose(tx, r, false)
	return err
}

func (d Commands) compose(tx Tx, r *Report, anew bool) (int64, error) {
	list := r.Counts()
	asked := make([]sift.Count, len(list))
	for i, f := range list {
		asked[i] = f.Count
	}
	n, err := tx.CountRows(asked)
	if err != nil {
		return 0, err
	}
	return r.compose(list, n, d.Say, anew), nil
}

func (d Commands) addAct() noun.Act {
	k, said := d.keeper(), "Begin a report of a year, composed from the record"
	if d.special() {
		said = "Write a special report on an important matter"
	}
	a := k.AddAct(said)
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		r := c.In.(*Report)
		c.Command.Verb, c.Command.Input = a.Verb, []any{r.Sort, r.Year, r.Body, r.Subject, r.Matter}
		return d.Counts.Do(ctx, c.Command, func(tx Tx) error {
			if err := d.begin(tx, r); err != nil {
				return err
			}
			return k.Add(tx, c.Command, r)
		})
	}
	return a
}

// Composing says whether what was edited is written anew too.
type Composing struct{ Anew bool }

func (d Commands) composeAct() noun.Act {
	return noun.Act{Name: "compose", Verb: d.verb("compose"), Records: d.kind("composed"), Main: true, Guarded: true,
		Summary: "Count anew and write the sections that nobody edited", New: func() any { return &Composing{} },
		Fields: field.Fields{field.Flag("anew", func(c *Composing) *bool { return &c.Anew })},
		Rule:   noun.MayDo(func(v noun.Value) error { return v.(*Report).MayWrite() }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Composing)
			c.Command.Verb, c.Command.Input = d.verb("compose"), []any{c.ID, c.Version, in}
			return noun.Step(ctx, d.Counts, c.Command, d.Shape, noun.At{ID: c.ID, Version: c.Version}, d.kind("composed"),
				func(tx Tx, r *Report) ([]act.Fact, error) {
					if err := r.MayWrite(); err != nil {
						return nil, err
					}
					n, err := d.compose(tx, r, in.Anew)
					return []act.Fact{act.Number("sections", n)}, err
				})
		}}
}

// writeAct edits the sections; of a special report its subject and text.
func (d Commands) writeAct() noun.Act {
	fs := sections
	if d.special() {
		fs = field.Fields{subject, matter}
	}
	a := noun.Further(d.life(), "write", "written", "Edit what a report says until it is signed", fs,
		(*Report).MayWrite, func(_ noun.Tx, r *Report, in *Report) ([]act.Fact, error) {
			if fs.Same(r, in) {
				return nil, text.InputErrors{{Message: text.M("field.unchanged")}}
			}
			facts := noun.Differences(fs, r, in)
			fs.Copy(r, in)
			return facts, nil
		})
	a.Guarded, a.Kept = true, true
	a.Fill = func(v noun.Value) any {
		in := &Report{}
		fs.Copy(in, v)
		return in
	}
	return a
}

func (d Commands) check(fs field.Fields, in any) error {
	var errs text.InputErrors
	fs.Check(in, d.Tables, &errs)
	return errs.Err()
}

type confirmedKey struct{}

type confirmation struct{ means, digest string }

// Confirmed says to a signature that whoever signs said who they are a moment ago, by
// which means, and for what: the digest of the report. Without that nobody signs.
func Confirmed(ctx context.Context, means string, purpose []byte) context.Context {
	return context.WithValue(ctx, confirmedKey{}, confirmation{means, hex.EncodeToString(purpose)})
}

// SignAct signs and files.
const SignAct = "sign"

// signAct is given on a page only, by the first responsible person at that moment. The
// duty that asked for the report is done with it.
func (d Commands) signAct() noun.Act {
	return noun.Act{Name: SignAct, Verb: d.verb(SignAct), Records: d.kind("filed"), Main: true, Screen: true,
		Summary: "Sign a report in person and file it to both superiors", New: func() any { return &struct{}{} },
		Rule: noun.MayDo(func(v noun.Value) error { return v.(*Report).MaySign() }), For: leads,
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			c.Command.Verb, c.Command.Input = d.verb(SignAct), c.ID
			return noun.Step(ctx, d.Door, c.Command, d.Shape, noun.At{ID: c.ID}, d.kind("filed"),
				func(tx noun.Tx, r *Report) ([]act.Fact, error) {
					by, _ := ctx.Value(confirmedKey{}).(confirmation)
					if err := r.MaySign(); err != nil {
						return nil, err
					}
					if by.digest != r.Sum() {
						return nil, text.Refuse(text.Forbidden, "report.unconfirmed")
					}
					return d.file(tx, r, by.means)
				})
		}}
}

func (d Commands) file(tx noun.Tx, r *Report, means string) ([]act.Fact, error) {
	c, err := tx.CountyToday()
	if err != nil {
		return nil, err
	}
	who := tx.Actor()
	if first := c.FirstResponsible(r.Body); first.Person != who.Person || who.Person == 0 || !who.InPerson() {
		x, _ := c.Person(first.Person)
		return nil, text.Refuse(text.Forbidden, "signoff.in-person", "name", x.Name)
	}
	body, _ := c.Body(r.Body)
	var to [2]bodies.Body
	to[0], to[1] = Superiors(c, body, d.special())
	today := tx.Now().Day()
	if err := r.File(who.Person, means, to, today, d.Limit(today)); err != nil {
		return nil, err
	}
	facts := []act.Fact{act.Code("digest", r.Digest), act.Code("means", means), act.Number("edition", r.Edition),
		act.Id("committee", r.Committee.Body), act.Id("commission", r.Commission.Body),
		act.Id("head", c.FirstResponsible(r.Committee.Body).Person)}
	if d.special() || int(r.Year) != today.Year()-1 {
		return facts, nil
	}
	in := duty.Fulfilled{Form: d.Shape.Word, Body: r.Body, On: today, How: r.Subject, By: d.Shape.Ref(r), Rule: RuleBody}
	if r.Sort == OfFirst {
		in.Rule, in.Person = RuleFirst, r.Person
	}
	_, err = d.Duties.Fulfil(tx, act.Command{Actor: who}, in)
	return facts, err
}

// leads says that somebody is the first responsible person of the report's body.
func leads(who actor.Actor, v noun.Value) bool {
	return who.InPerson() && slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return g.Role == actor.FirstResponsible && g.Body == v.(*Report).Body
	})
}

// superiors declares an act of one of the two superiors: which of them, follows from who does it.
func (d Commands) superiors(name, past, summary string, fs field.Fields, from []string,
	do func(r *Report, who actor.Actor, words string, today when.Day) (*Receipt, error)) noun.Act {
	rule := func(r *Report) error { return r.in(Filed, Received, Returned) }
	a := noun.Further(d.life(), name, past, summary, fs, rule,
		func(tx noun.Tx, r *Report, in *noun.Said) ([]act.Fact, error) {
			if in == nil {
				in = &noun.Said{}
			}
			x, err := do(r, tx.Actor(), in.Text, tx.Now().Day())
			if err != nil {
				return nil, err
			}
			facts := []act.Fact{act.Id("superior", x.Body)}
			if in.Text != "" {
				facts = append(facts, act.Words("opinion", in.Text))
			}
			return facts, nil
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return v.(*Report).Mine(who, from...) != nil }
	return a
}

// closeAct ends it: the reporter says how the comments are taken up.
func (d Commands) closeAct() noun.Act {
	fs := noun.Saying("taken", saidMost)
	return noun.Further(d.life(), "close", "closed", "Say how the comments of both superiors are taken up", fs,
		func(r *Report) error { return r.in(Commented) },
		func(tx noun.Tx, r *Report, in *noun.Said) ([]act.Fact, error) {
			r.State, r.Taken, r.ClosedOn, r.Next = Closed, in.Text, tx.Now().Day(), 0
			return []act.Fact{act.Words("opinion", in.Text)}, nil
		})
}

// withdrawAct takes off a draft that nobody signed.
func (d Commands) withdrawAct() noun.Act {
	fs := noun.Saying("reason", saidMost)
	a := noun.Further(d.life(), "withdraw", "withdrawn", "Take off a draft that was never signed", fs,
		func(r *Report) error { return r.in(Draft) },
		func(_ noun.Tx, r *Report, in *noun.Said) ([]act.Fact, error) {
			r.State, r.Next = Withdrawn, 0
			return []act.Fact{act.Words("reason", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}
