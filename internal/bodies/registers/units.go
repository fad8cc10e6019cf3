package registers

import (
	"math"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

func aUnit(c noun.Call) ref.Ref { return ref.Ref{Kind: ref.Unit, ID: c.ID} }

func units(d bodies.Commands) []noun.Act {
	const may = "unit.change"
	directly := func(f field.Field) field.Field { return f.Says("0: directly under the county.") }
	return []noun.Act{
		does(d, func(*bodies.FoundUnit, noun.Call) ref.Ref { return ref.Ref{} }, noun.Act{
			Name: "found", Makes: true, Verb: may, Records: "unit.founded.v1", Summary: "Found a unit", Body: "UnitInput",
			Fields: field.Fields{code(func(k *bodies.FoundUnit) *string { return &k.Code }),
				name(func(k *bodies.FoundUnit) *string { return &k.Name }),
				field.Policy("category", true, category, func(k *bodies.FoundUnit) *bodies.UnitCategory { return &k.Category }),
				directly(field.Unit("parent", false, func(k *bodies.FoundUnit) *ref.ID { return &k.Parent })),
				field.Count("order", 0, math.MaxInt32, func(k *bodies.FoundUnit) *int64 { return &k.Order }),
				from(func(k *bodies.FoundUnit) *when.Day { return &k.From }),
				document(func(k *bodies.FoundUnit) *string { return &k.Document })}}),
		does(d, func(k *bodies.RenameUnit, c noun.Call) ref.Ref { k.Unit = c.ID; return aUnit(c) }, noun.Act{
			Name: "rename", Verb: may, Records: "unit.renamed.v1", Summary: "Rename a unit from a day on", Body: "RenameInput",
			Fields: field.Fields{seen(func(k *bodies.RenameUnit) *bodies.Seen { return &k.Seen }),
				name(func(k *bodies.RenameUnit) *string { return &k.Name }),
				on(func(k *bodies.RenameUnit) *when.Day { return &k.On }),
				document(func(k *bodies.RenameUnit) *string { return &k.Document })},
			Fill: fill(func(s *Subject) bodies.RenameUnit {
				return bodies.RenameUnit{Seen: s.facts(), Name: s.Facts.Name}
			})}),
		does(d, func(k *bodies.MoveUnit, c noun.Call) ref.Ref { k.Unit = c.ID; return aUnit(c) }, noun.Act{
			Name: "move", Verb: may, Records: "unit.moved.v1", Summary: "Put a unit under another one", Body: "MoveInput",
			Fields: field.Fields{seen(func(k *bodies.MoveUnit) *bodies.Seen { return &k.Seen }),
				directly(field.Unit("parent", false, func(k *bodies.MoveUnit) *ref.ID { return &k.Parent })).Stated(),
				on(func(k *bodies.MoveUnit) *when.Day { return &k.On }),
				document(func(k *bodies.MoveUnit) *string { return &k.Document })},
			Fill: fill(func(s *Subject) bodies.MoveUnit {
				return bodies.MoveUnit{Seen: s.facts(), Parent: s.Facts.Parent}
			})}),
		does(d, func(k *bodies.Recategorise, c noun.Call) ref.Ref { k.Unit = c.ID; return aUnit(c) }, noun.Act{
			Name: "recategorise", Verb: may, Records: "unit.recategorised.v1", Summary: "Give a unit another category",
			Body: "RecategoriseInput",
			Fields: field.Fields{seen(func(k *bodies.Recategorise) *bodies.Seen { return &k.Seen }),
				field.Policy("category", true, category,
					func(k *bodies.Recategorise) *bodies.UnitCategory { return &k.Category }),
				on(func(k *bodies.Recategorise) *when.Day { return &k.On }),
				document(func(k *bodies.Recategorise) *string { return &k.Document })},
			Fill: fill(func(s *Subject) bodies.Recategorise {
				return bodies.Recategorise{Seen: s.facts(), Category: s.Facts.Category}
			})}),
		does(d, func(k *bodies.FoundBody, c noun.Call) ref.Ref { k.Unit = c.ID; return ref.Ref{} }, noun.Act{
			Name: "found-body", Words: "body.found", Screen: true, Verb: "body.change", Records: "body.founded.v1",
			Fields: founding().Without("unit")}),
		does(d, func(k *bodies.Assign, c noun.Call) ref.Ref { k.Unit = c.ID; return aUnit(c) }, noun.Act{
			Name: "assign", ID: "assignBody", Path: "assignments", Verb: may, Records: "unit.assigned.v1",
			Summary: "Set by document which body answers for a unit", Body: "AssignInput",
			Fields: field.Fields{field.Body("body", true, func(k *bodies.Assign) *ref.ID { return &k.Body }),
				field.Code("side", true, bodies.Sides, "register.side.", func(k *bodies.Assign) *bodies.Side { return &k.Side }),
				from(func(k *bodies.Assign) *when.Day { return &k.From }),
				to(func(k *bodies.Assign) *when.Day { return &k.To }),
				must(func(k *bodies.Assign) *string { return &k.Document })},
			Fit: func(_ noun.Value, fs field.Fields) field.Fields { // which bodies fit hangs on the side
				return append(field.Fields{fs[1], fs[0]}, fs[2:]...)
			}}),
		does(d, func(k *bodies.EndAssignment, c noun.Call) ref.Ref { k.Assignment = c.Row; return aUnit(c) }, noun.Act{
			Name: "end-assignment", ID: "endAssignment", Path: "/assignments/{id}/end", Row: true, Aside: true, Danger: true,
			Verb: may, Records: "unit.assignment-ended.v1", Summary: "End what was set by document", Body: "EndInput",
			Fields: end(func(k *bodies.EndAssignment) *bodies.Seen { return &k.Seen },
				func(k *bodies.EndAssignment) *when.Day { return &k.On },
				func(k *bodies.EndAssignment) *string { return &k.Document })}),
		does(d, func(k *bodies.Appoint, c noun.Call) ref.Ref {
			k.Unit = c.ID
			return ref.Ref{Kind: ref.Person, ID: k.Person}
		}, noun.Act{Name: "appoint", Words: "person.appoint", Screen: true, Verb: "person.change",
			Records: "person.appointed.v1", Fields: appointing().Without("unit")}),
		does(d, func(k *bodies.MergeUnits, c noun.Call) ref.Ref { k.Unit = c.ID; return aUnit(c) }, noun.Act{
			Name: "merge", Danger: true, Verb: may, Records: "unit.merged.v1", Summary: "Merge a unit into another one",
			Body: "MergeInput",
			Fields: field.Fields{
				field.Unit("into", true, func(k *bodies.MergeUnits) *ref.ID { return &k.Into }).Says("The unit that goes on."),
				on(func(k *bodies.MergeUnits) *when.Day { return &k.On }),
				must(func(k *bodies.MergeUnits) *string { return &k.Document })}}),
		does(d, func(k *bodies.SplitUnit, c noun.Call) ref.Ref { k.Unit = c.ID; return aUnit(c) }, noun.Act{
			Name: "split", Verb: may, Records: "unit.split.v1", Summary: "Make a new unit out of part of another",
			Body: "SplitInput",
			Fields: field.Fields{code(func(k *bodies.SplitUnit) *string { return &k.Code }),
				name(func(k *bodies.SplitUnit) *string { return &k.Name }),
				on(func(k *bodies.SplitUnit) *when.Day { return &k.On }),
				must(func(k *bodies.SplitUnit) *string { return &k.Document }),
				field.Own("below", Below, false, func(k *bodies.SplitUnit) *[]ref.ID { return &k.Below }).
					Says("Units directly below that go with the new one."),
				field.Own("staff", Staff, false, func(k *bodies.SplitUnit) *[]ref.ID { return &k.Staff }).
					Says("Appointments of staff and clerks that go over.")}}),
		does(d, func(k *bodies.EndUnit, c noun.Call) ref.Ref { k.Unit = c.ID; return aUnit(c) }, noun.Act{
			Name: "end", Danger: true, Verb: may, Records: "unit.ended.v1", Summary: "End a unit", Body: "EndInput",
			Fields: end(func(k *bodies.EndUnit) *bodies.Seen { return &k.Seen },
				func(k *bodies.EndUnit) *when.Day { return &k.On },
				func(k *bodies.EndUnit) *string { return &k.Document }),
			Fill: fill(func(s *Subject) bodies.EndUnit { return bodies.EndUnit{Seen: s.unit()} })}),
	}
}
