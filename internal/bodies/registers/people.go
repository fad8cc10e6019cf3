package registers

import (
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

func aPerson(c noun.Call) ref.Ref { return ref.Ref{Kind: ref.Person, ID: c.ID} }

// month is a month as it is written, 1969-06: how long it may be follows from that.
func month(name string, at func(*bodies.PersonFacts) *string) field.Field {
	return field.Line(name, 0, 0, at)
}

func note(name string, at func(*bodies.PersonFacts) *string) field.Field {
	return field.Line(name, 0, bodies.NoteMost, at)
}

var stated = field.Fields{
	field.Line("name", 1, bodies.PersonMost, func(p *bodies.PersonFacts) *string { return &p.Name }),
	field.Code("gender", false, []string{"m", "f"}, "register.gender.",
		func(p *bodies.PersonFacts) *string { return &p.Gender }),
	month("birth", func(p *bodies.PersonFacts) *string { return &p.Birth }).Says("A month, 1969-06."),
	note("ethnicity", func(p *bodies.PersonFacts) *string { return &p.Ethnicity }),
	note("native", func(p *bodies.PersonFacts) *string { return &p.Native }),
	note("education", func(p *bodies.PersonFacts) *string { return &p.Education }),
	month("workSince", func(p *bodies.PersonFacts) *string { return &p.WorkSince }),
	month("partySince", func(p *bodies.PersonFacts) *string { return &p.PartySince }),
	note("pinyin", func(p *bodies.PersonFacts) *string { return &p.Pinyin }),
}

// appointing is what is asked of somebody who is given a post.
func appointing() field.Fields {
	return append(field.Fields{field.Person("person", true, func(k *bodies.Appoint) *ref.ID { return &k.Person })},
		posted()...)
}

// posted is what is asked of a post.
func posted() field.Fields {
	line := func(name string, least, most int, at func(*bodies.Appoint) *string) field.Field {
		return field.Line(name, least, most, at)
	}
	return field.Fields{
		field.Unit("unit", false, func(k *bodies.Appoint) *ref.ID { return &k.Unit }).Stated(),
		field.Body("body", false, func(k *bodies.Appoint) *ref.ID { return &k.Body }).Says("0: a post of the unit itself."),
		field.Code("post", true, bodies.Posts, "register.post.", func(k *bodies.Appoint) *bodies.Post { return &k.Post }),
		line("title", 1, bodies.TitleMost, func(k *bodies.Appoint) *string { return &k.Title }),
		line("rank", 0, bodies.RankMost, func(k *bodies.Appoint) *string { return &k.Rank }),
		field.Policy("level", true, level, func(k *bodies.Appoint) *bodies.Level { return &k.Level }),
		field.Text("portfolio", 0, bodies.PortfolioMost, func(k *bodies.Appoint) *string { return &k.Portfolio }),
		line("partyTitle", 0, bodies.TitleMost, func(k *bodies.Appoint) *string { return &k.PartyTitle }),
		from(func(k *bodies.Appoint) *when.Day { return &k.From }),
		to(func(k *bodies.Appoint) *when.Day { return &k.To }),
		line("document", 0, bodies.DocumentMost, func(k *bodies.Appoint) *string { return &k.Document }),
	}
}

// unnamed leaves out the person of the page.
func unnamed(_ noun.Value, fs field.Fields) field.Fields { return fs.Without("person") }

func people(d bodies.Commands) []noun.Act {
	const may = "person.change"
	return []noun.Act{
		does(d, func(*bodies.AddPerson, noun.Call) ref.Ref { return ref.Ref{} }, noun.Act{
			Name: "add", Makes: true, Verb: may, Records: "person.added.v1", Summary: "Add a person", Body: "PersonInput",
			Fields: append(field.Through(stated, func(k any) any { return &k.(*bodies.AddPerson).PersonFacts }),
				field.Flag("namesake", func(k *bodies.AddPerson) *bool { return &k.Namesake }).
					Says("Confirms that a person of the same name is another one."))}),
		does(d, func(k *bodies.EditPerson, c noun.Call) ref.Ref {
			k.Person, k.Version = c.ID, c.Version
			return aPerson(c)
		}, noun.Act{Name: "edit", ID: "correctPerson", Put: true, Guarded: true, Verb: may,
			Records: "person.corrected.v1", Summary: "Correct what is written of a person", Body: "CorrectionInput",
			Fields: field.Through(stated, func(k any) any { return &k.(*bodies.EditPerson).PersonFacts }),
			Fill: fill(func(s *Subject) bodies.EditPerson {
				p := s.Person
				return bodies.EditPerson{PersonFacts: bodies.PersonFacts{Name: p.Name, Gender: p.Gender, Birth: p.Birth,
					Pinyin: p.Pinyin, Ethnicity: p.Ethnicity, Native: p.Native, Education: p.Education,
					WorkSince: p.WorkSince, PartySince: p.PartySince}}
			})}),
		does(d, func(k *bodies.Appoint, c noun.Call) ref.Ref {
			if c.ID != 0 {
				k.Person = c.ID
			}
			return ref.Ref{Kind: ref.Person, ID: k.Person}
		}, noun.Act{Name: "appoint", ID: "appoint", Path: "/appointments", Verb: may, Records: "person.appointed.v1",
			Summary: "Appoint a person", Body: "AppointInput", Fields: appointing(), Fit: unnamed}),
		does(d, func(k *bodies.Transfer, c noun.Call) ref.Ref { k.Appointment = c.Row; return aPerson(c) }, noun.Act{
			Name: "transfer", ID: "transfer", Path: "/appointments/{id}/transfer", Row: true, Aside: true, Verb: may,
			Records: "person.transferred.v1", Summary: "Move a person from one post to another on one day",
			Body: "AppointInput", Fit: unnamed,
			Fields: field.Through(appointing(), func(k any) any { return &k.(*bodies.Transfer).Next })}),
		does(d, func(k *bodies.EndAppointment, c noun.Call) ref.Ref { k.Appointment = c.Row; return aPerson(c) }, noun.Act{
			Name: "end-appointment", ID: "endAppointment", Path: "/appointments/{id}/end", Row: true, Aside: true,
			Danger: true, Verb: may, Records: "person.appointment-ended.v1", Summary: "End an appointment", Body: "EndInput",
			Fields: end(func(k *bodies.EndAppointment) *bodies.Seen { return &k.Seen },
				func(k *bodies.EndAppointment) *when.Day { return &k.On },
				func(k *bodies.EndAppointment) *string { return &k.Document })}),
	}
}
