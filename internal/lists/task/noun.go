package task

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of tasks.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	open := noun.Cond{Column: "state", Text: []string{Open}}
	return &noun.Noun{Shape: Shape, See: "task.see", List: "task.list", Tables: d.Tables,
		Columns: []string{"number", "task", "category", "body", "person", "period", "next", "percent", "points", "state"},
		Filters: []string{"year", "category", "origin", "body", "unit", "person", "side", "state"},
		About:   noun.About{Person: "person", Unit: "unit", Shows: []string{"next"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{{Column: "state", Text: []string{Open, Delivered}}}},
			{Name: "overdue", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{open, {Column: "next", Below: int64(today)}}
			}},
			{Name: "soon", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{open, {Column: "next", Least: int64(today), Below: int64(today + due.Week)}}
			}},
			{Name: "mine", Of: mine},
			{Name: "done", Where: []noun.Cond{{Column: "state", Text: []string{Done}}}},
			{Name: "in-time", Where: []noun.Cond{noun.StateIs(Done), {Column: "lateness", Text: []string{""}}}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Done), {Column: "lateness", Text: []string{Late}}}},
			{Name: "countersign", Where: unsignedYet},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "due", Column: "next"}, {Name: "number", Column: "number", Text: true},
			{Name: "year", Column: "year"}, {Name: "points", Column: "points"}, {Name: "new", Column: "id"}},
		Acts: []noun.Act{
			k.AddAct("Put a task on the list of a body"),
			d.deliver(), d.accept(), d.report(), d.sendBack(), d.breakDown(),
			k.ChangeAct("Say anew what the list says of a task"),
			d.countersign(), d.end(),
			k.ResumeAct("Put a task back that was ended by mistake"),
		},
		Import: d.imports(),
		Fits:   func(field string, k bodies.BodyKind) bool { return field != "body" || Answers(k) },
		Notes:  d.notes,
		Waits:  waits,
		Tells:  tells,
		Recall: &recall,
		Links:  links,
		Facts: []noun.Facts{{Whose: "body", Year: "year", Counts: []noun.Fact{
			{Key: "task-ontime", Tab: "in-time"}, {Key: "task-late", Tab: "late"}, {Key: "task-open", Tab: "overdue"},
			{Key: "task-due", Of: []string{"task-ontime", "task-late", "task-open"}}}}},
		Parts: &noun.Parts{Field: "parent", Name: "body", Sum: sum,
			Columns: []string{"person", "period", "next", "percent", "state"}},
	}
}

// mine are the tasks at hand of the units that somebody acts in; of who acts in none,
// those they lead.
func mine(who actor.Actor, _ when.Day) []noun.Cond {
	at := []noun.Cond{{Column: "state", Text: []string{Open, Delivered}}}
	units := unitsOf(who)
	if len(units) == 0 {
		return append(at, in("person", []int64{int64(who.Whose())}))
	}
	return append(at, in("unit", units))
}

// notes say what the day makes of a task, and what it earned.
func (d Commands) notes(v noun.Value, on when.Day) (out []text.Message) {
	t := v.(*Task)
	if t.Overdue(on) {
		out = append(out, text.M("task.note.overdue", "n", int64(on-t.Next)))
	}
	switch {
	case t.State == Done && t.Points > 0:
		out = append(out, d.earned(t))
	case t.Lateness != "":
		out = append(out, text.M("task.note.late"))
	}
	if t.Countersign == Wanted && t.State != Ended {
		out = append(out, text.M("task.note.countersign"))
	}
	if t.Every != "" && t.State == Open {
		out = append(out, text.M("task.note.rounds", "n", t.Reached, "all", len(t.Dues()), "next", t.Next))
	}
	if t.State == Open && t.Missing != "" {
		out = append(out, text.M("task.note.missing", "what", t.Missing))
	}
	if t.State == Open && t.Stage == Ready {
		out = append(out, text.M("task.note.ready"))
	}
	return out
}

// earned says how many points a task earned, of how many, and why it was not all.
func (d Commands) earned(t *Task) text.Message {
	if t.Lateness == "" {
		return text.M("task.note.earned", "points", field.Mark(t.Points))
	}
	return text.M("task.note.earned-late", "points", field.Mark(t.Earned(d.LateShare(t.AcceptedOn))),
		"of", field.Mark(t.Points))
}

// sum rolls parts up.
func sum(parts []noun.Value, on when.Day) text.Message {
	done, overdue, all := 0, 0, 0
	for _, v := range parts {
		t := v.(*Task)
		if t.State == Ended {
			continue
		}
		all++
		if t.State == Done {
			done++
		}
		if t.Overdue(on) {
			overdue++
		}
	}
	return text.M("task.parts.sum", "n", done, "all", all, "overdue", overdue)
}

// imports reads rows of a table. One as counties write it has a form of its own
// (sheet.Tasks); ours comes back by our own headings.
func (d Commands) imports() noun.Import {
	in := d.keeper().Import(nil, []string{"task", "body", "period", "origin"}, like)
	in.Part = func(part, whole noun.Value) { part.(*Task).Parent = whole.Head().ID }
	return in
}

// like is the task that a row is about: of the same body, year and number, or of the
// same body, year and words where a row has no number.
func like(v noun.Value, all []noun.Value) noun.Value {
	t := v.(*Task)
	var found noun.Value
	for _, x := range all {
		o := x.(*Task)
		if o.State == Ended || t.Body != o.Body || t.Year != o.Year {
			continue
		}
		switch {
		case t.Number != "" && t.Number == o.Number:
			return x
		case t.Number == "" && t.Task == o.Task && (t.Person == 0 || t.Person == o.Person) && found == nil:
			found = x
		}
	}
	return found
}

// links lead to the order that hastens a task, or to one for a task that is late.
func links(v noun.Value, who actor.Actor, today when.Day) []noun.Link {
	t := v.(*Task)
	o := access.Object{Jurisdiction: t.Jurisdiction, Unit: t.Unit, Side: t.Side}
	switch {
	case t.Supervision != 0:
		return []noun.Link{{Label: "task.field.supervision", Href: "/orders/" + t.Supervision.String()}}
	case t.Overdue(today) && access.Can(who, "order.draft", o):
		return []noun.Link{{Label: "task.order", Href: "/orders/new?task=" + t.ID.String()}}
	}
	return nil
}
