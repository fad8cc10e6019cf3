package registers

import (
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

func aBody(c noun.Call) ref.Ref { return ref.Ref{Kind: ref.Body, ID: c.ID} }

// founding is what is asked of a body that is founded.
func founding() field.Fields {
	return field.Fields{
		field.Policy("kind", true, kind, func(k *bodies.FoundBody) *bodies.BodyKind { return &k.Kind }),
		name(func(k *bodies.FoundBody) *string { return &k.Name }),
		field.Unit("unit", false, func(k *bodies.FoundBody) *ref.ID { return &k.Unit }).Says("Its seat."),
		from(func(k *bodies.FoundBody) *when.Day { return &k.From }),
		to(func(k *bodies.FoundBody) *when.Day { return &k.To }),
		document(func(k *bodies.FoundBody) *string { return &k.Document }),
	}
}

func ofBodies(d bodies.Commands) []noun.Act {
	const may = "body.change"
	return []noun.Act{
		does(d, func(*bodies.FoundBody, noun.Call) ref.Ref { return ref.Ref{} }, noun.Act{
			Name: "found", Makes: true, Verb: may, Records: "body.founded.v1", Summary: "Found a body", Body: "BodyInput",
			Fields: founding()}),
		does(d, func(k *bodies.RenameBody, c noun.Call) ref.Ref { k.Body = c.ID; return aBody(c) }, noun.Act{
			Name: "rename", Verb: may, Records: "body.renamed.v1", Summary: "Rename a body: it stays the same body",
			Body: "RenameInput",
			Fields: field.Fields{seen(func(k *bodies.RenameBody) *bodies.Seen { return &k.Seen }),
				name(func(k *bodies.RenameBody) *string { return &k.Name }),
				on(func(k *bodies.RenameBody) *when.Day { return &k.On }),
				document(func(k *bodies.RenameBody) *string { return &k.Document })},
			Fill: fill(func(s *Subject) bodies.RenameBody {
				return bodies.RenameBody{Seen: s.named(), Name: s.Body.Name}
			})}),
		does(d, func(k *bodies.Serve, c noun.Call) ref.Ref { k.Body = c.ID; return aBody(c) }, noun.Act{
			Name: "serve", ID: "serveUnit", Path: "services", Verb: may, Records: "body.stationed.v1",
			Summary: "Let a discipline group serve a unit", Body: "ServeInput",
			Fields: field.Fields{field.Unit("unit", true, func(k *bodies.Serve) *ref.ID { return &k.Unit }),
				from(func(k *bodies.Serve) *when.Day { return &k.From }),
				to(func(k *bodies.Serve) *when.Day { return &k.To }),
				document(func(k *bodies.Serve) *string { return &k.Document })},
			Offer: func(v noun.Value) bool { return v.(*Subject).Body.Kind == bodies.DisciplineGroup }}),
		does(d, func(k *bodies.EndService, c noun.Call) ref.Ref { k.Service = c.Row; return aBody(c) }, noun.Act{
			Name: "end-service", ID: "endService", Path: "/services/{id}/end", Row: true, Aside: true, Danger: true,
			Verb: may, Records: "body.service-ended.v1", Summary: "End a service", Body: "EndInput",
			Fields: end(func(k *bodies.EndService) *bodies.Seen { return &k.Seen },
				func(k *bodies.EndService) *when.Day { return &k.On },
				func(k *bodies.EndService) *string { return &k.Document })}),
		does(d, func(k *bodies.Appoint, c noun.Call) ref.Ref {
			k.Body = c.ID
			return ref.Ref{Kind: ref.Person, ID: k.Person}
		}, noun.Act{Name: "appoint", Words: "person.appoint", Screen: true, Verb: "person.change",
			Records: "person.appointed.v1", Fields: appointing().Without("unit").Without("body")}),
		does(d, func(k *bodies.EndBody, c noun.Call) ref.Ref { k.Body = c.ID; return aBody(c) }, noun.Act{
			Name: "end", Danger: true, Verb: may, Records: "body.ended.v1", Summary: "End a body", Body: "EndInput",
			Fields: end(func(k *bodies.EndBody) *bodies.Seen { return &k.Seen },
				func(k *bodies.EndBody) *when.Day { return &k.On },
				func(k *bodies.EndBody) *string { return &k.Document }),
			Fill: fill(func(s *Subject) bodies.EndBody { return bodies.EndBody{Seen: s.body()} })}),
	}
}
