package bodies

import (
	"net/url"
	"strconv"

	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
)

// Fields that many forms share.
var (
	onDoc      = []ask{{"on", "day", false}, {"document", "line", true}}
	fromToDoc  = []ask{{"from", "day", false}, {"to", "day", true}, {"document", "line", true}}
	personAsks = []ask{{"name", "line", false}, {"gender", "gender", true}, {"birth", "line", true},
		{"ethnicity", "line", true}, {"native", "line", true},
		{"education", "line", true}, {"work-since", "line", true}, {"party-since", "line", true}, {"pinyin", "line", true}}
	postAsks = append([]ask{{"post", "post", false}, {"title", "line", false}, {"rank", "line", true},
		{"level", "level", false},
		{"portfolio", "area", true}, {"party-title", "line", true}}, fromToDoc...)
)

func asks(first []ask, rest ...ask) []ask { return append(append([]ask{}, rest...), first...) }

var deeds = []deed{
	{on: ref.Unit, name: "new", says: "unit.found", verb: "unit.change", kind: "unit.founded.v1",
		asks: []ask{{"code", "line", false}, {"name", "line", false}, {"category", "category", false},
			{"parent", "unit", true}, {"order", "number", true}, {"from", "day", false}, {"document", "line", true}},
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			order, _ := strconv.ParseInt(v.Form("order"), 10, 32)
			return bodies.FoundUnit{Code: v.Form("code"), Name: v.Form("name"),
				Category: bodies.UnitCategory(v.Form("category")), Parent: v.FormID("parent"),
				Order: order, From: d.read("from"), Document: v.Form("document")}, ref.Ref{}
		}},
	{on: ref.Unit, name: "rename", says: "unit.rename", verb: "unit.change", kind: "unit.renamed.v1",
		asks: asks(onDoc, ask{"name", "line", false}),
		fill: func(s subject) url.Values { return url.Values{"name": {s.Facts.Name}} },
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.RenameUnit{Unit: s.ID, Seen: seen(v), Name: v.Form("name"), On: d.read("on"),
				Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Unit, name: "move", says: "unit.move", verb: "unit.change", kind: "unit.moved.v1",
		asks: asks(onDoc, ask{"parent", "unit", true}),
		fill: func(s subject) url.Values { return url.Values{"parent": {s.Facts.Parent.String()}} },
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.MoveUnit{Unit: s.ID, Seen: seen(v), Parent: v.FormID("parent"), On: d.read("on"),
				Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Unit, name: "recategorise", says: "unit.recategorise", verb: "unit.change", kind: "unit.recategorised.v1",
		asks: asks(onDoc, ask{"category", "category", false}),
		fill: func(s subject) url.Values { return url.Values{"category": {string(s.Facts.Category)}} },
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.Recategorise{Unit: s.ID, Seen: seen(v), Category: bodies.UnitCategory(v.Form("category")),
				On: d.read("on"), Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Unit, name: "found-body", says: "body.found", verb: "body.change", kind: "body.founded.v1",
		asks: asks(fromToDoc, ask{"kind", "kind", false}, ask{"name", "line", false}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return foundBody(v, s.ID, d), ref.Ref{}
		}},
	{on: ref.Unit, name: "assign", says: "unit.assign", verb: "unit.change", kind: "unit.assigned.v1",
		asks: []ask{{"side", "side", false}, {"body", "answering", false}, {"from", "day", false}, {"to", "day", true},
			{"document", "line", false}},
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.Assign{Unit: s.ID, Body: v.FormID("body"), Side: bodies.Side(v.Form("side")), From: d.read("from"),
				To: d.read("to"), Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Unit, name: "end-assignment", says: "unit.end-assignment", verb: "unit.change",
		kind: "unit.assignment-ended.v1", asks: onDoc, row: true, grave: true,
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.EndAssignment{Assignment: own(s, v.FormID("row")), On: d.read("on"), Document: v.Form("document")},
				s.Ref
		}},
	{on: ref.Unit, name: "appoint", says: "person.appoint", verb: "person.change", kind: "person.appointed.v1",
		asks: asks(postAsks, ask{"person", "person", false}, ask{"body", "seated", true}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return appoint(v, v.FormID("person"), s.ID, v.FormID("body"), d)
		}},
	{on: ref.Unit, name: "merge", says: "unit.merge", verb: "unit.change", kind: "unit.merged.v1", grave: true,
		asks: []ask{{"into", "unit", false}, {"on", "day", false}, {"document", "line", false}},
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.MergeUnits{Unit: s.ID, Into: v.FormID("into"), On: d.read("on"), Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Unit, name: "split", says: "unit.split", verb: "unit.change", kind: "unit.split.v1",
		asks: []ask{{"name", "line", false}, {"code", "line", false}, {"on", "day", false}, {"document", "line", false},
			{"below", "below", true}, {"staff", "staff", true}},
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.SplitUnit{Unit: s.ID, Code: v.Form("code"), Name: v.Form("name"), On: d.read("on"),
				Document: v.Form("document"),
				Below:    formIDs(v, "below"), Staff: formIDs(v, "staff")}, s.Ref
		}},
	{on: ref.Unit, name: "end", says: "unit.end", verb: "unit.change", kind: "unit.ended.v1", asks: onDoc, grave: true,
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.EndUnit{Unit: s.ID, Seen: seen(v), On: d.read("on"), Document: v.Form("document")}, s.Ref
		}},

	{on: ref.Body, name: "new", says: "body.found", verb: "body.change", kind: "body.founded.v1",
		asks: asks(fromToDoc, ask{"kind", "kind", false}, ask{"name", "line", false}, ask{"unit", "unit", true}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return foundBody(v, v.FormID("unit"), d), ref.Ref{}
		}},
	{on: ref.Body, name: "rename", says: "body.rename", verb: "body.change", kind: "body.renamed.v1",
		asks: asks(onDoc, ask{"name", "line", false}),
		fill: func(s subject) url.Values { return url.Values{"name": {s.Body.Name}} },
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.RenameBody{Body: s.ID, Seen: seen(v), Name: v.Form("name"), On: d.read("on"),
				Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Body, name: "serve", says: "body.serve", verb: "body.change", kind: "body.stationed.v1",
		asks: asks(fromToDoc, ask{"unit", "unit", false}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.Serve{Body: s.ID, Unit: v.FormID("unit"), From: d.read("from"), To: d.read("to"),
				Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Body, name: "end-service", says: "body.end-service", verb: "body.change", kind: "body.service-ended.v1",
		asks: onDoc, row: true, grave: true,
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.EndService{Service: own(s, v.FormID("row")), On: d.read("on"), Document: v.Form("document")}, s.Ref
		}},
	{on: ref.Body, name: "appoint", says: "person.appoint", verb: "person.change", kind: "person.appointed.v1",
		asks: asks(postAsks, ask{"person", "person", false}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return appoint(v, v.FormID("person"), 0, s.ID, d)
		}},
	{on: ref.Body, name: "end", says: "body.end", verb: "body.change", kind: "body.ended.v1", asks: onDoc, grave: true,
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.EndBody{Body: s.ID, Seen: seen(v), On: d.read("on"), Document: v.Form("document")}, s.Ref
		}},

	{on: ref.Person, name: "new", says: "person.add", verb: "person.change", kind: "person.added.v1",
		asks: append(asks(personAsks), ask{"namesake", "check", true}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.AddPerson{PersonFacts: personFacts(v), Namesake: v.Form("namesake") == "yes"}, ref.Ref{}
		}},
	{on: ref.Person, name: "edit", says: "person.edit", verb: "person.change", kind: "person.corrected.v1",
		asks: personAsks,
		fill: func(s subject) url.Values {
			p := s.Person
			return url.Values{"name": {p.Name}, "gender": {p.Gender}, "birth": {p.Birth}, "pinyin": {p.Pinyin},
				"ethnicity": {p.Ethnicity}, "native": {p.Native},
				"education": {p.Education}, "work-since": {p.WorkSince}, "party-since": {p.PartySince}}
		},
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.EditPerson{Person: s.ID, Version: int64(v.FormID("version")), PersonFacts: personFacts(v)}, s.Ref
		}},
	{on: ref.Person, name: "appoint", says: "person.appoint", verb: "person.change", kind: "person.appointed.v1",
		asks: asks(postAsks, ask{"unit", "seat", true}, ask{"body", "body", true}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return appoint(v, s.ID, v.FormID("unit"), v.FormID("body"), d)
		}},
	{on: ref.Person, name: "transfer", says: "person.transfer", verb: "person.change", kind: "person.transferred.v1",
		row:  true,
		asks: asks(postAsks, ask{"unit", "seat", true}, ask{"body", "body", true}),
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			k, about := appoint(v, s.ID, v.FormID("unit"), v.FormID("body"), d)
			return bodies.Transfer{Appointment: own(s, v.FormID("row")), Next: k.(bodies.Appoint)}, about
		}},
	{on: ref.Person, name: "end-appointment", says: "person.end-appointment", verb: "person.change",
		kind: "person.appointment-ended.v1", asks: onDoc, row: true, grave: true,
		make: func(v *desk.Visit, s subject, d days) (bodies.Command, ref.Ref) {
			return bodies.EndAppointment{Appointment: own(s, v.FormID("row")), On: d.read("on"), Document: v.Form("document")},
				s.Ref
		}},
}

// formIDs reads the boxes that were ticked.
func formIDs(v *desk.Visit, name string) []ref.ID {
	var out []ref.ID
	for _, s := range v.R.PostForm[name] {
		if id := ref.Parse(s); id != 0 {
			out = append(out, id)
		}
	}
	return out
}

func foundBody(v *desk.Visit, unit ref.ID, d days) bodies.Command {
	return bodies.FoundBody{Kind: bodies.BodyKind(v.Form("kind")), Name: v.Form("name"), Unit: unit, From: d.read("from"),
		To: d.read("to"), Document: v.Form("document")}
}

// appoint is about the person, whose history it belongs to.
func appoint(v *desk.Visit, person, unit, body ref.ID, d days) (bodies.Command, ref.Ref) {
	return bodies.Appoint{Person: person, Unit: unit, Body: body, Post: bodies.Post(v.Form("post")),
		Title: v.Form("title"), Rank: v.Form("rank"),
		Level: bodies.Level(v.Form("level")), Portfolio: v.Form("portfolio"), PartyTitle: v.Form("party-title"),
		From: d.read("from"), To: d.read("to"),
		Document: v.Form("document")}, ref.Ref{Kind: ref.Person, ID: person}
}

func personFacts(v *desk.Visit) bodies.PersonFacts {
	return bodies.PersonFacts{Name: v.Form("name"), Gender: v.Form("gender"), Birth: v.Form("birth"),
		Pinyin: v.Form("pinyin"), Ethnicity: v.Form("ethnicity"),
		Native: v.Form("native"), Education: v.Form("education"), WorkSince: v.Form("work-since"),
		PartySince: v.Form("party-since")}
}

// own is the row if it hangs on the subject, else 0: the entry in the journal
// must not be about something else.
func own(s subject, row ref.ID) ref.ID {
	rows := s.Reg.Rows()
	for _, a := range rows.Assignments {
		if a.ID == row && s.Kind == ref.Unit && a.Unit == s.ID {
			return row
		}
	}
	for _, x := range rows.Services {
		if x.ID == row && s.Kind == ref.Body && x.Body == s.ID {
			return row
		}
	}
	for _, a := range rows.Appointments {
		if a.ID == row && s.Kind == ref.Person && a.Person == s.ID {
			return row
		}
	}
	return 0
}
