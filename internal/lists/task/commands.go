package task

import (
	"context"
	"fmt"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of tasks.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	// LateShare is what of its points a task earns that was delivered late, in per cent,
	// by the policy in force on the day on which it was accepted.
	LateShare func(on when.Day) int64
}

// Answers says that bodies of a kind have tasks: those that bear one of the two
// responsibilities.
func Answers(k bodies.BodyKind) bool { return k.Side() != "" }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle, Alike: alike, Begins: begins,
		May: mayChange, Look: look, Carry: carry}
}

// settle finds out whose a task is, its body's, and what its time means.
func settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	t := v.(*Task)
	body, ok := c.Body(t.Body)
	switch {
	case t.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !Answers(body.Kind):
		errs.Add("body", "task.body.none", "body", body.Name)
	case ok && t.Person != 0 && !c.Stands(body, t.Person):
		errs.Add("person", "task.person.elsewhere", "body", body.Name)
	}
	t.Unit, t.Side = body.Unit, actor.Side(body.Kind.Side())
	if next := int64(c.Day().Year()) + 1; t.Year > next {
		errs.Add("year", "task.year.later", "year", next)
	}
	t.askCountersign(c)
	t.understand(errs)
	if len(others) > 0 && others[0] != t.ID {
		errs.Add("number", "task.number.taken", "number", t.Number, "body", body.Name)
	}
}

// alike finds tasks of the same number, body and year that have not ended.
func alike(v noun.Value) []noun.Cond {
	t := v.(*Task)
	if t.Number == "" {
		return nil
	}
	return []noun.Cond{{Column: "body", Num: []int64{int64(t.Body)}}, {Column: "year", Num: []int64{t.Year}},
		{Column: "number", Text: []string{t.Number}}, {Column: "state", Text: []string{Open, Delivered, Done}}}
}

func begins(v noun.Value) (when.Day, text.Message) {
	t := v.(*Task)
	return t.begins(), text.M("task.end.before", "year", t.Year)
}

// mayChange refuses to rewrite or to end what was delivered.
func mayChange(v noun.Value) error {
	if t := v.(*Task); t.State == Delivered || t.State == Done {
		return t.in(Open)
	}
	return nil
}

// look keeps parts within the time of what they are part of.
func look(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
	t := v.(*Task)
	if t.Parent != 0 {
		whole, err := one(tx, t.Parent)
		if err != nil {
			return err
		}
		if t.Due > whole.Due {
			errs.Add("period", "task.period.parent", "day", whole.Due)
		}
		if whole.Body == t.Body { // the whole stands on the list that is signed
			t.unsigned("")
		}
	}
	if t.Stage == "" || t.ID == 0 { // one that is being made has none yet
		return nil
	}
	parts, err := partsOf(tx, t.ID)
	for _, x := range parts {
		if x.State != Ended && x.Due > t.Due {
			errs.Add("period", "task.period.parts", "day", x.Due)
			break
		}
	}
	return err
}

// carry takes over what an import knows and nobody types.
func carry(to, from noun.Value) {
	x, y := to.(*Task), from.(*Task)
	x.Parent, x.Stage = y.Parent, y.Stage
}

func one(tx noun.Tx, id ref.ID) (*Task, error) {
	v, err := tx.One(ref.Task, id)
	if err != nil {
		return nil, err
	}
	return v.(*Task), nil
}

func partsOf(tx noun.Tx, id ref.ID) (out []*Task, err error) {
	ids, err := tx.Find(ref.Task, noun.Cond{Column: "parent", Num: []int64{int64(id)}})
	for _, id := range ids {
		x, err := one(tx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, err
}

// step declares an act that takes one task further.
func (d Commands) step(name, done, summary string, fs field.Fields, fresh func() any,
	decide func(tx noun.Tx, t *Task, in any, files []evidence.Evidence) ([]act.Fact, error)) noun.Act {
	verb, kind := access.Verb("task."+name), journal.Kind("task."+done+".v1")
	return noun.Act{Name: name, Verb: verb, Records: kind, Summary: summary, Fields: fs, New: fresh, Main: true,
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			files := evidence.Came(c.Files)
			c.Command.Verb, c.Command.Input = verb, evidence.Input(files, c.ID, c.In)
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID, Files: files}, kind,
				func(tx noun.Tx, t *Task) ([]act.Fact, error) { return decide(tx, t, c.In, files) })
		}}
}

func words() any { return &Said{} }

func (d Commands) report() noun.Act {
	fs := append(reporting[:len(reporting):len(reporting)], field.Files("file", false))
	a := d.step("report", "reported", "Tell how far a task has come", fs, func() any { return &Reported{} },
		func(tx noun.Tx, t *Task, in any, _ []evidence.Evidence) ([]act.Fact, error) {
			r := *in.(*Reported)
			err := t.Report(r, tx.Now().Day())
			return []act.Fact{act.Words("progress", r.Progress), act.Number("percent", t.Percent),
				act.Number("reached", t.Reached)}, err
		})
	a.Rule = when1(func(t *Task) error { return t.in(Open) })
	a.Fill = func(v noun.Value) any { return &Reported{Percent: v.(*Task).Percent} }
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields {
		if v.(*Task).Every == "" {
			return fs.Without("round")
		}
		return fs.Without("percent")
	}
	return a
}

func when1(rule func(*Task) error) func(noun.Value, when.Instant) error {
	return func(v noun.Value, _ when.Instant) error { return rule(v.(*Task)) }
}

func (d Commands) deliver() noun.Act {
	fs := append(delivering[:len(delivering):len(delivering)], field.Files("file", false))
	a := d.step("deliver", "delivered", "Deliver a task with what was done and its proof", fs, words,
		func(tx noun.Tx, t *Task, in any, files []evidence.Evidence) ([]act.Fact, error) {
			n, err := tx.CountEvidence(t.ID)
			if err != nil {
				return nil, err
			}
			parts, err := partsOf(tx, t.ID)
			if err != nil {
				return nil, err
			}
			for _, x := range parts {
				if !x.over() {
					return nil, text.Refuse(text.Conflict, "task.parts-open")
				}
			}
			done := in.(*Said).Text
			err = t.Deliver(done, n+int64(len(files)), tx.Actor().Hands(), tx.Now().Day())
			facts := []act.Fact{act.Words("done", done)}
			if t.Lateness != "" {
				facts = append(facts, act.Code("lateness", t.Lateness))
			}
			return facts, err
		})
	a.Rule = when1((*Task).MayDeliver)
	return a
}

func (d Commands) accept() noun.Act {
	a := d.step("accept", "accepted", "Accept what was delivered; nobody accepts their own delivery", nil, nil,
		func(tx noun.Tx, t *Task, _ any, _ []evidence.Evidence) ([]act.Fact, error) {
			if err := t.Accept(tx.Now().Day()); err != nil {
				return nil, err
			}
			return nil, rollUp(tx, t)
		})
	a.Rule, a.Many = when1(func(t *Task) error { return t.in(Delivered) }), true
	return a
}

func (d Commands) sendBack() noun.Act {
	a := d.step("send-back", "sent-back", "Send a delivery back with what is missing", missing, words,
		func(_ noun.Tx, t *Task, in any, _ []evidence.Evidence) ([]act.Fact, error) {
			what := in.(*Said).Text
			return []act.Fact{act.Words("missing", what)}, t.SendBack(what)
		})
	a.Rule, a.Danger = when1(func(t *Task) error { return t.in(Delivered) }), true
	a.ID, a.Body = "sendBackTask", "TaskSendBack"
	return a
}

// end takes a task off the list; what it was part of may be ready by that.
func (d Commands) end() noun.Act {
	k := d.keeper()
	a := k.EndAct("Take a task off the list from a day on")
	a.Rule = when1(func(t *Task) error {
		if err := mayChange(t); err != nil {
			return err
		}
		return mayEnd(t)
	})
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := *c.In.(*noun.Ending)
		c.Command.Verb, c.Command.Input = a.Verb, []any{c.ID, in}
		return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, a.Records,
			func(tx noun.Tx, t *Task) ([]act.Fact, error) {
				if err := mayEnd(t); err != nil {
					return nil, err
				}
				if err := k.End(t, in, tx.Now().Day()); err != nil {
					return nil, err
				}
				return []act.Fact{act.Date("on", in.On), act.Words("reason", in.Reason)}, rollUp(tx, t)
			})
	}
	return a
}

// mayEnd refuses what has parts that somebody still works at.
func mayEnd(t *Task) error {
	if t.Stage == Broken {
		return text.Refuse(text.Conflict, "task.end.parts")
	}
	return nil
}

// rollUp says of the whole that all its parts are done, once the part was the last.
func rollUp(tx noun.Tx, part *Task) error {
	if part.Parent == 0 {
		return nil
	}
	parts, err := partsOf(tx, part.Parent)
	if err != nil {
		return err
	}
	done := int64(0)
	for _, x := range parts {
		if x.ID != part.ID && !x.over() {
			return nil
		}
		if x.State == Done || x.ID == part.ID && part.State == Done {
			done++
		}
	}
	whole, err := one(tx, part.Parent)
	if err != nil || whole.Stage != Broken {
		return err
	}
	whole.Stage = Ready
	if err := tx.Keep(ref.Task, whole); err != nil {
		return err
	}
	return tx.Record("task.parts-done.v1", Shape.Ref(whole), act.Number("parts", done))
}

// breakDown makes a part of a task for each of those named: bodies, units, people,
// or all towns and departments of the county.
func (d Commands) breakDown() noun.Act {
	a := d.step("break-down", "broken-down", "Break a task down to bodies or people, a part for each", parting,
		func() any { return &Parted{} }, nil)
	a.Rule, a.Main = when1(func(t *Task) error { return t.in(Open) }), false
	a.ID, a.Body = "breakDownTask", "TaskBreakDown"
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := *c.In.(*Parted)
		command := c.Command
		command.Verb, command.Input = a.Verb, []any{c.ID, in}
		return noun.Step(ctx, d.Door, command, Shape, noun.At{ID: c.ID}, a.Records,
			func(tx noun.Tx, t *Task) ([]act.Fact, error) {
				n, err := d.parts(tx, command, t, in)
				return []act.Fact{act.Number("parts", int64(n))}, err
			})
	}
	return a
}

func (d Commands) parts(tx noun.Tx, c act.Command, t *Task, in Parted) (int, error) {
	if err := t.in(Open); err != nil {
		return 0, err
	}
	county, err := tx.CountyToday()
	if err != nil {
		return 0, err
	}
	var errs text.InputErrors
	parting.Check(&in, nil, &errs)
	to := named(county, t.Body, in.Whom, &errs)
	if err := errs.Err(); err != nil {
		return 0, err
	}
	before, err := partsOf(tx, t.ID)
	if err != nil {
		return 0, err
	}
	origin, period := OfUnit, in.Period
	if tx.Actor().Is(actor.PrincipalOffice) || tx.Actor().Is(actor.SupervisoryOffice) {
		origin = t.Origin
	}
	if period == "" {
		period = t.Period
	}
	for i, who := range to {
		number := ""
		if t.Number != "" {
			number = fmt.Sprintf("%s-%d", t.Number, len(before)+i+1)
		}
		part := t.part(who.body, who.person, number, period, origin)
		if who.person != 0 {
			part.Lead = ""
		}
		for _, x := range before {
			if x.State != Ended && x.Body == part.Body && x.Person == part.Person {
				return 0, text.InputErrors{{Field: "whom", Message: text.M("task.whom.twice", "name", who.name)}}
			}
		}
		if err := d.keeper().Add(tx, c, part); err != nil {
			return 0, err
		}
	}
	t.Stage = Broken
	return len(to), nil
}

// recipient is a body, or somebody in it, that gets a part.
type recipient struct {
	body, person ref.ID
	name         string
}

// named finds those whom lines and 、 name, each once.
func named(c *bodies.County, own ref.ID, whom string, errs *text.InputErrors) (out []recipient) {
	seen := map[recipient]bool{}
	add := func(x recipient) {
		key := recipient{body: x.body, person: x.person}
		if !seen[key] {
			seen[key] = true
			out = append(out, x)
		}
	}
	for _, name := range strings.FieldsFunc(whom, func(r rune) bool { return strings.ContainsRune("\n\r、，,；;", r) }) {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if code, ok := bodies.GroupOf(name); ok {
			for _, body := range Keepers(c, c.Group(code)) {
				if body == own { // what it has to do is the whole
					continue
				}
				b, _ := c.Body(body)
				add(recipient{body: body, name: b.Name})
			}
			continue
		}
		found := find(c, own, name)
		switch len(found) {
		case 1:
			add(found[0])
		case 0:
			errs.Add("whom", "task.whom.unknown", "name", name)
		default:
			errs.Add("whom", "task.whom.several", "name", name)
		}
	}
	return out
}

// find looks a name up: a body, a unit, or somebody of the unit of the task.
func find(c *bodies.County, own ref.ID, name string) (out []recipient) {
	plain := bodies.PlainName(name)
	for _, b := range c.Bodies() {
		if Answers(b.Kind) && bodies.PlainName(b.Name) == plain {
			out = append(out, recipient{b.ID, 0, b.Name})
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, u := range c.Units() {
		if bodies.PlainName(c.Name(u)) == plain {
			for _, body := range Keepers(c, []ref.ID{u}) {
				out = append(out, recipient{body, 0, name})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	b, _ := c.Body(own)
	seen := map[ref.ID]bool{}
	for _, post := range append(c.PostsIn(b.Unit), c.PostsAt(b.ID)...) {
		if p, _ := c.Person(post.Person); bodies.PlainName(p.Name) == plain && !seen[p.ID] {
			seen[p.ID] = true
			out = append(out, recipient{own, p.ID, p.Name})
		}
	}
	return out
}

// Keepers are the bodies that answer for units with the principal responsibility,
// each once; a unit that nobody answers for has none.
func Keepers(c *bodies.County, units []ref.ID) (out []ref.ID) {
	seen := map[ref.ID]bool{}
	for _, u := range units {
		half := c.Responsible(u).Principal
		if body := half.Keeper(); body != 0 && !seen[body] {
			seen[body] = true
			out = append(out, body)
		}
	}
	return out
}
