package statements

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func stateIs(states ...string) []noun.Cond { return []noun.Cond{noun.StateIs(states...)} }

// Noun is the whole declaration of statements.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	return &noun.Noun{Shape: Shape, See: "statement.see", List: "statement.list", Tables: d.Tables,
		Institution: "talks", Span: "meetingOn",
		Columns: []string{"title", "post", "body", "meetingOn", "asked", "returned", "score", "state"},
		Filters: []string{"year", "body", "unit", "person"},
		About:   noun.About{Person: "person", Unit: "unit", Shows: []string{"meetingOn", "score"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: stateIs(Called, Written, Held, Counted, Rated, Published)},
			{Name: "unheard", Where: stateIs(Called, Written)},
			{Name: "late", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Below: int64(today)}}
			}},
			{Name: "count", Where: stateIs(Held, Counted)},
			{Name: "results", Where: stateIs(Published, Closed)},
			{Name: "all"},
		},
		Facts: []noun.Facts{{Whose: "body", Year: "year", Counts: []noun.Fact{{Key: "statement-held", Tab: "results"},
			{Key: "statement-score", Tab: "results", Sum: []string{"score"}, Decimals: 2, Over: "statement-held"}}}},
		Sorts: []noun.Sort{{Name: "meeting", Column: "meeting_on", Down: true}, {Name: "score", Column: "score", Down: true},
			{Name: "due", Column: "due"}, {Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{
			k.AddAct("Call somebody to state, at a meeting"),
			d.write(), d.ask(), d.hold(), d.remark(), d.vote(), d.count(), d.confirm(), d.dispute(), d.publish(),
			d.reply(), d.close(),
			k.ChangeAct("Write anew what was called, before anything is handed in"), d.move(), d.cancel(),
		},
		Fits:   func(field string, k bodies.BodyKind) bool { return field != "body" || States(k) },
		Inside: inside,
		Outer: []journal.Kind{"statement.added.v1", "statement.changed.v1", "statement.moved.v1", "statement.written.v1",
			"statement.asked.v1", "statement.unasked.v1", "statement.held.v1", "statement.remarked.v1",
			"statement.cancelled.v1", "statement.recalled.v1", "statement.file-added.v1"},
		Notes: d.notes, Waits: waits, Tells: tells, Recall: &recall,
		Beside: []noun.Link{{Label: "statement.call", Href: "/statements/call", May: "statement.add"},
			{Label: "inquiry.list", Href: "/inquiries"}, {Label: "vote.list", Href: "/votes"}},
	}
}

// notes say what is to be known of a statement on a day.
func (d Commands) notes(v noun.Value, on when.Day) (out []text.Message) {
	s := v.(*Statement)
	_, in, _ := s.MeetingOn.Date()
	if month := d.Month(s.MeetingOn); s.in(Standing...) == nil && int(in) != month {
		out = append(out, text.M("statement.note.month", "month", month))
	}
	switch {
	case s.State == Called && on > s.MeetingOn:
		out = append(out, text.M("statement.note.unwritten", "on", s.MeetingOn))
	case s.State == Counted:
		out = append(out, text.M("statement.note.second"))
	case s.State == Published && s.RepliedOn == 0 && on <= s.Due:
		out = append(out, text.M("statement.note.reply", "due", s.Due))
	}
	if s.Asked == 0 && s.in(Held, Counted, Rated, Published, Closed) == nil {
		out = append(out, text.M("statement.note.unasked"))
	}
	return out
}

// ahead is how many days before the meeting a statement stands on its person's workbench [D].
const ahead = 30

// waits: the person writes, an office holds, counts, confirms, publishes and closes.
var waits = []noun.Wait{
	{Acts: []string{"write"}, Of: func(who actor.Actor, today when.Day) []noun.Cond {
		if who.Person == 0 || !who.InPerson() {
			return nil
		}
		return append(stateIs(Called), noun.Cond{Column: "person", Num: []int64{int64(who.Person)}},
			noun.Cond{Column: "due", Least: int64(today), Below: int64(today) + ahead + 1})
	}, Act: func(_ actor.Actor, v noun.Value) (string, []text.Message) {
		return "write", []text.Message{text.M("statement.why.write", "on", v.(*Statement).MeetingOn)}
	}, Due: due},
	{Acts: []string{"reply"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		if who.Person == 0 || !who.InPerson() {
			return nil
		}
		return append(stateIs(Published), noun.Cond{Column: "person", Num: []int64{int64(who.Person)}},
			noun.Cond{Column: "replied_on", Num: []int64{0}})
	}, Act: func(actor.Actor, noun.Value) (string, []text.Message) {
		return "reply", []text.Message{text.M("statement.why.reply")}
	}, Due: due},
	{Acts: []string{"hold", "count", "confirm", "publish", "close"}, Of: ofOffice, Act: next, Due: due},
}

func due(v noun.Value) when.Day { return v.(*Statement).Due }

// ofOffice are the statements whose next step, by the day, is an office's.
func ofOffice(who actor.Actor, today when.Day) []noun.Cond {
	if !slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return g.Role == actor.PrincipalOffice || g.Role == actor.SupervisoryOffice
	}) {
		return nil
	}
	return append(stateIs(Called, Written, Held, Counted, Rated, Published),
		noun.Cond{Column: "due", Below: int64(today) + ahead + 1})
}

// next is what an office does next: the one of its side, and of a count that waits the other too.
func next(who actor.Actor, v noun.Value) (act string, why []text.Message) {
	s := v.(*Statement)
	own := slices.ContainsFunc(who.Grants, func(g actor.Grant) bool { return g.Side == s.Side })
	if s.State == Counted && who.Person != s.Counter && !who.StandsIn(s.Unit) {
		return "confirm", []text.Message{text.M("statement.why.confirm")}
	}
	if !own || s.Unit != 0 && who.StandsIn(s.Unit) {
		return "", nil
	}
	switch s.State {
	case Written:
		return "hold", []text.Message{text.M("statement.why.hold", "on", s.MeetingOn)}
	case Held:
		return "count", []text.Message{text.M("statement.why.count")}
	case Rated:
		return "publish", []text.Message{text.M("statement.why.publish")}
	case Published:
		if s.RepliedOn != 0 {
			return "close", []text.Message{text.M("statement.why.close")}
		}
	}
	return "", nil
}

var toPerson = []kind.Hearer{kind.ToPerson("person")}

// tells: the person is told of the meeting and of the result, an office of what was handed in
// or answered.
var tells = []kind.Tell{
	{Of: "statement.added.v1", Topic: "statement.meeting", Until: true, To: toPerson},
	{Of: "statement.moved.v1", Topic: "statement.meeting", Until: true, To: toPerson},
	{Of: "statement.cancelled.v1", Topic: "statement.meeting", To: toPerson},
	{Of: "statement.written.v1", Topic: "statement.text", To: []kind.Hearer{kind.ToPerson("made-by")}},
	{Of: "statement.counted.v1", Topic: "statement.count", To: []kind.Hearer{kind.ToWhoever("statement.confirm")}},
	{Of: "statement.rated.v1", Topic: "statement.count"},
	{Of: "statement.disputed.v1", Topic: "statement.count", To: []kind.Hearer{kind.ToPerson("counter")}},
	{Of: "statement.published.v1", Until: true, To: toPerson},
	{Of: "statement.replied.v1", To: []kind.Hearer{kind.ToPerson("made-by")}},
}

// recall: the person takes the text back before it was spoken of, who counted the count before
// the second confirmed it.
var recall = noun.Recall{Topic: "statement.text", To: []kind.Hearer{kind.ToPerson("made-by")}, Of: []noun.Request{
	{In: Written, Back: Called, Own: func(v noun.Value, who actor.Hands) bool { return who.By == v.(*Statement).Person },
		Held: func(v noun.Value) bool { return v.(*Statement).Asked == 0 },
		Undo: func(_ noun.Tx, v noun.Value) error { v.(*Statement).WrittenOn = 0; return nil }},
	{In: Counted, Back: Held, Own: func(v noun.Value, who actor.Hands) bool { return who.By == v.(*Statement).Counter },
		Undo: func(_ noun.Tx, v noun.Value) error { v.(*Statement).uncount(); return nil }},
}}

// Of asks for the questions of a statement, as they were put.
func Of(statement ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "statement", Num: []int64{int64(statement)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}
