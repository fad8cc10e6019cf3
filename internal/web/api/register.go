package api

import (
	"net/http"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// register makes the operation of one command on the registers. The kind of
// the object says what the path's id names; "" leaves it to the command, as
// what ends a row belongs to the history of the unit, body or person it hangs
// on. Verbs and kinds are those of the screens.
func register[B any](id, method, path string, may access.Verb, tag, summary string, kind journal.Kind, object ref.Kind,
	f func(ref.ID, B) bodies.Command) operation {
	op := do(id, method, path, may, tag, summary, func(c *call, b B) (act.Receipt, error) {
		a := bodies.Act{Command: f(c.id(), b), Verb: may, Kind: kind}
		if object != "" {
			a.Object = ref.Ref{Kind: object, ID: c.id()}
		}
		return c.face.Bodies.Do(c.r.Context(), c.command(), a)
	})
	op.made = !strings.Contains(path, "{id}") // the others change or end what the path names
	return op
}

// SeenInput is the row that a change was thought out on: when it is no longer
// the one in force, the answer is 409. Left out: whatever is in force.
type SeenInput struct {
	Row     ref.ID `json:"row"`
	Version int64  `json:"version"`
}

func (s SeenInput) seen() bodies.Seen { return bodies.Seen{Row: s.Row, Version: s.Version} }

type (
	UnitInput struct {
		Code     string `json:"code" maxLength:"20"`
		Name     string `json:"name" maxLength:"60"`
		Category string `json:"category" codes:"unit-category"`
		Parent   ref.ID `json:"parent,omitempty" doc:"0: directly under the county."`
		Order    int64  `json:"order,omitempty"`
		From     day    `json:"from"`
		Document string `json:"document" maxLength:"120"`
	}
	RenameInput struct {
		Seen     SeenInput `json:"seen,omitzero"`
		Name     string    `json:"name" maxLength:"60"`
		On       day       `json:"on"`
		Document string    `json:"document" maxLength:"120"`
	}
	MoveInput struct {
		Seen     SeenInput `json:"seen,omitzero"`
		Parent   ref.ID    `json:"parent" doc:"0: directly under the county."`
		On       day       `json:"on"`
		Document string    `json:"document" maxLength:"120"`
	}
	RecategoriseInput struct {
		Seen     SeenInput `json:"seen,omitzero"`
		Category string    `json:"category" codes:"unit-category"`
		On       day       `json:"on"`
		Document string    `json:"document" maxLength:"120"`
	}
	MergeInput struct {
		Into     ref.ID `json:"into" doc:"The unit that goes on."`
		On       day    `json:"on"`
		Document string `json:"document" maxLength:"120"`
	}
	SplitInput struct {
		Code     string   `json:"code" maxLength:"20"`
		Name     string   `json:"name" maxLength:"60"`
		On       day      `json:"on"`
		Document string   `json:"document" maxLength:"120"`
		Below    []ref.ID `json:"below,omitempty" doc:"Units directly below that go with the new one."`
		Staff    []ref.ID `json:"staff,omitempty" doc:"Appointments of staff and clerks that go over."`
	}
	EndInput struct {
		Seen     SeenInput `json:"seen,omitzero"`
		On       day       `json:"on" doc:"The first day it no longer holds."`
		Document string    `json:"document" maxLength:"120"`
	}
	AssignInput struct {
		Body     ref.ID `json:"body"`
		Side     string `json:"side" codes:"side"`
		From     day    `json:"from"`
		To       day    `json:"to,omitzero"`
		Document string `json:"document" maxLength:"120"`
	}
	BodyInput struct {
		Kind     string `json:"kind" codes:"body-kind"`
		Name     string `json:"name" maxLength:"60"`
		Unit     ref.ID `json:"unit,omitempty" doc:"Its seat."`
		From     day    `json:"from"`
		To       day    `json:"to,omitzero"`
		Document string `json:"document" maxLength:"120"`
	}
	ServeInput struct {
		Unit     ref.ID `json:"unit"`
		From     day    `json:"from"`
		To       day    `json:"to,omitzero"`
		Document string `json:"document" maxLength:"120"`
	}
	PersonFields struct {
		Name       string `json:"name" maxLength:"40"`
		Gender     string `json:"gender,omitempty" codes:"gender"`
		Birth      string `json:"birth,omitempty" doc:"A month, 1969-06."`
		Pinyin     string `json:"pinyin,omitempty" maxLength:"60"`
		Ethnicity  string `json:"ethnicity,omitempty" maxLength:"60"`
		Native     string `json:"native,omitempty" maxLength:"60"`
		Education  string `json:"education,omitempty" maxLength:"60"`
		WorkSince  string `json:"workSince,omitempty"`
		PartySince string `json:"partySince,omitempty"`
	}
	PersonInput struct {
		PersonFields
		Namesake bool `json:"namesake,omitempty" doc:"Confirms that a person of the same name is another one."`
	}
	CorrectionInput struct {
		Version int64 `json:"version" doc:"The version that was read; another one answers 409."`
		PersonFields
	}
	AppointInput struct {
		Person     ref.ID `json:"person"`
		Unit       ref.ID `json:"unit"`
		Body       ref.ID `json:"body,omitempty" doc:"0: a post of the unit itself."`
		Post       string `json:"post" codes:"post"`
		Title      string `json:"title" maxLength:"60"`
		Rank       string `json:"rank,omitempty" maxLength:"40"`
		Level      string `json:"level" codes:"person-level"`
		Portfolio  string `json:"portfolio,omitempty" maxLength:"300"`
		PartyTitle string `json:"partyTitle,omitempty" maxLength:"60"`
		From       day    `json:"from"`
		To         day    `json:"to,omitzero"`
		Document   string `json:"document,omitempty" maxLength:"120"`
	}
)

func (p PersonFields) facts() bodies.PersonFacts {
	return bodies.PersonFacts{Name: p.Name, Gender: p.Gender, Birth: p.Birth, Pinyin: p.Pinyin, Ethnicity: p.Ethnicity,
		Native:    p.Native,
		Education: p.Education, WorkSince: p.WorkSince, PartySince: p.PartySince}
}

func (b AppointInput) command() bodies.Appoint {
	return bodies.Appoint{Person: b.Person, Unit: b.Unit, Body: b.Body, Post: bodies.Post(b.Post), Title: b.Title,
		Rank: b.Rank, Level: bodies.Level(b.Level),
		Portfolio: b.Portfolio, PartyTitle: b.PartyTitle, From: when.Day(b.From), To: when.Day(b.To), Document: b.Document}
}

const post = http.MethodPost

func unitActs() []operation {
	const may, tag = "unit.change", "county"
	return []operation{
		register("foundUnit", post, "/units", may, tag, "Found a unit", "unit.founded.v1", "",
			func(_ ref.ID, b UnitInput) bodies.Command {
				return bodies.FoundUnit{Code: b.Code, Name: b.Name, Category: bodies.UnitCategory(b.Category), Parent: b.Parent,
					Order: b.Order, From: when.Day(b.From), Document: b.Document}
			}),
		register("renameUnit", post, "/units/{id}/rename", may, tag, "Rename a unit from a day on", "unit.renamed.v1",
			ref.Unit, func(id ref.ID, b RenameInput) bodies.Command {
				return bodies.RenameUnit{Unit: id, Seen: b.Seen.seen(), Name: b.Name, On: when.Day(b.On), Document: b.Document}
			}),
		register("moveUnit", post, "/units/{id}/move", may, tag, "Put a unit under another one", "unit.moved.v1", ref.Unit,
			func(id ref.ID, b MoveInput) bodies.Command {
				return bodies.MoveUnit{Unit: id, Seen: b.Seen.seen(), Parent: b.Parent, On: when.Day(b.On), Document: b.Document}
			}),
		register("recategoriseUnit", post, "/units/{id}/recategorise", may, tag, "Give a unit another category",
			"unit.recategorised.v1", ref.Unit, func(id ref.ID, b RecategoriseInput) bodies.Command {
				return bodies.Recategorise{Unit: id, Seen: b.Seen.seen(), Category: bodies.UnitCategory(b.Category),
					On: when.Day(b.On), Document: b.Document}
			}),
		register("mergeUnit", post, "/units/{id}/merge", may, tag, "Merge a unit into another one", "unit.merged.v1",
			ref.Unit, func(id ref.ID, b MergeInput) bodies.Command {
				return bodies.MergeUnits{Unit: id, Into: b.Into, On: when.Day(b.On), Document: b.Document}
			}),
		register("splitUnit", post, "/units/{id}/split", may, tag, "Make a new unit out of part of another", "unit.split.v1",
			ref.Unit, func(id ref.ID, b SplitInput) bodies.Command {
				return bodies.SplitUnit{Unit: id, Code: b.Code, Name: b.Name, On: when.Day(b.On), Document: b.Document,
					Below: b.Below, Staff: b.Staff}
			}),
		register("endUnit", post, "/units/{id}/end", may, tag, "End a unit", "unit.ended.v1", ref.Unit,
			func(id ref.ID, b EndInput) bodies.Command {
				return bodies.EndUnit{Unit: id, Seen: b.Seen.seen(), On: when.Day(b.On), Document: b.Document}
			}),
	}
}

func bodyActs() []operation {
	const may, tag = "body.change", "county"
	return []operation{
		register("foundBody", post, "/bodies", may, tag, "Found a body", "body.founded.v1", "",
			func(_ ref.ID, b BodyInput) bodies.Command {
				return bodies.FoundBody{Kind: bodies.BodyKind(b.Kind), Name: b.Name, Unit: b.Unit, From: when.Day(b.From),
					To: when.Day(b.To), Document: b.Document}
			}),
		register("renameBody", post, "/bodies/{id}/rename", may, tag, "Rename a body: it stays the same body",
			"body.renamed.v1", ref.Body, func(id ref.ID, b RenameInput) bodies.Command {
				return bodies.RenameBody{Body: id, Seen: b.Seen.seen(), Name: b.Name, On: when.Day(b.On), Document: b.Document}
			}),
		register("endBody", post, "/bodies/{id}/end", may, tag, "End a body", "body.ended.v1", ref.Body,
			func(id ref.ID, b EndInput) bodies.Command {
				return bodies.EndBody{Body: id, Seen: b.Seen.seen(), On: when.Day(b.On), Document: b.Document}
			}),
		register("serveUnit", post, "/bodies/{id}/services", may, tag, "Let a discipline group serve a unit",
			"body.stationed.v1", ref.Body, func(id ref.ID, b ServeInput) bodies.Command {
				return bodies.Serve{Body: id, Unit: b.Unit, From: when.Day(b.From), To: when.Day(b.To), Document: b.Document}
			}),
		register("endService", post, "/services/{id}/end", may, tag, "End a service", "body.service-ended.v1", "",
			func(id ref.ID, b EndInput) bodies.Command {
				return bodies.EndService{Service: id, Seen: b.Seen.seen(), On: when.Day(b.On), Document: b.Document}
			}),
		register("assignBody", post, "/units/{id}/assignments", "unit.change", tag,
			"Set by document which body answers for a unit", "unit.assigned.v1", ref.Unit,
			func(id ref.ID, b AssignInput) bodies.Command {
				return bodies.Assign{Unit: id, Body: b.Body, Side: bodies.Side(b.Side), From: when.Day(b.From), To: when.Day(b.To),
					Document: b.Document}
			}),
		register("endAssignment", post, "/assignments/{id}/end", "unit.change", tag, "End what was set by document",
			"unit.assignment-ended.v1", "", func(id ref.ID, b EndInput) bodies.Command {
				return bodies.EndAssignment{Assignment: id, Seen: b.Seen.seen(), On: when.Day(b.On), Document: b.Document}
			}),
	}
}

func personActs() []operation {
	const may, tag = "person.change", "people"
	return []operation{
		register("addPerson", post, "/people", may, tag, "Add a person", "person.added.v1", "",
			func(_ ref.ID, b PersonInput) bodies.Command {
				return bodies.AddPerson{PersonFacts: b.facts(), Namesake: b.Namesake}
			}),
		register("correctPerson", http.MethodPut, "/people/{id}", may, tag, "Correct what is written of a person",
			"person.corrected.v1", ref.Person, func(id ref.ID, b CorrectionInput) bodies.Command {
				return bodies.EditPerson{Person: id, Version: b.Version, PersonFacts: b.facts()}
			}),
		register("appoint", post, "/appointments", may, tag, "Appoint a person", "person.appointed.v1", "",
			func(_ ref.ID, b AppointInput) bodies.Command {
				return b.command()
			}),
		register("transfer", post, "/appointments/{id}/transfer", may, tag,
			"Move a person from one post to another on one day", "person.transferred.v1", "",
			func(id ref.ID, b AppointInput) bodies.Command {
				return bodies.Transfer{Appointment: id, Next: b.command()}
			}),
		register("endAppointment", post, "/appointments/{id}/end", may, tag, "End an appointment",
			"person.appointment-ended.v1", "", func(id ref.ID, b EndInput) bodies.Command {
				return bodies.EndAppointment{Appointment: id, Seen: b.Seen.seen(), On: when.Day(b.On), Document: b.Document}
			}),
	}
}
