package registers

import (
	"context"
	"errors"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Every act takes what it asks for into its own command, and whatever an empty form
// lacks is said beside a field of that form.
func TestActsTakeWhatTheyAsk(t *testing.T) {
	county := bodies.NewRegister(bodies.Rows{
		Units:        []bodies.Unit{{ID: 7, Version: 1}},
		Bodies:       []bodies.Body{{ID: 8, Version: 1, Kind: bodies.DisciplineGroup}},
		Persons:      []bodies.Person{{ID: 9, Version: 1, Name: "某"}},
		Assignments:  []bodies.Assignment{{ID: 17, Version: 1, Unit: 7, Body: 8}},
		Services:     []bodies.Service{{ID: 18, Version: 1, Unit: 7, Body: 8}},
		Appointments: []bodies.Appointment{{ID: 19, Version: 1, Person: 9, Unit: 7}},
	})
	objects := map[ref.Kind]ref.ID{ref.Unit: 7, ref.Body: 8, ref.Person: 9}
	rows := map[ref.Kind]ref.ID{ref.Unit: 17, ref.Body: 18, ref.Person: 19}
	said, handed := 0, &seenAct{}
	door := act.NewDoor(handed, func(act.Tx) bodies.Tx { return nil })
	for _, n := range Nouns(bodies.Commands{Door: door}) {
		for _, a := range n.Acts {
			at := n.Word + " " + a.Name
			if !access.Known(a.Verb) || a.Records == "" || !a.Screen && (a.Summary == "" || a.Body == "") {
				t.Errorf("%s is not declared whole: %+v", at, a)
			}
			in := a.New()
			for _, f := range a.Fields {
				if f.Type == field.ACode && len(f.Choices(n.Tables)) == 0 {
					t.Errorf("%s: nothing can be chosen for %s", at, f.Name)
				}
				var errs text.InputErrors
				f.Read(in, map[bool]string{true: "x", false: "2026-11-23"}[f.IsText()], &errs)
				if f.Held(in) == nil && f.Type != field.ADay && f.IsText() && f.Str(in) != "x" {
					t.Errorf("%s: %s is not taken", at, f.Name)
				}
			}
			s := &Subject{Ref: ref.Ref{Kind: n.Of, ID: objects[n.Of]}, Reg: county}
			call := noun.Call{ID: s.ID, Row: s.Own(rows[n.Of]), In: a.New()}
			if _, err := a.Do(context.Background(), call); !errors.Is(err, errSeen) {
				t.Fatal(at, err)
			}
			if handed.act.Verb != a.Verb || handed.act.Kind != a.Records {
				t.Errorf("%s: done as %s, %s", at, handed.act.Verb, handed.act.Kind)
			}
			_, err := handed.act.Command.Do(county, func() ref.ID { return 100 })
			var wrong text.InputErrors
			if !errors.As(err, &wrong) {
				t.Errorf("%s with an empty form: %v", at, err)
			}
			for _, e := range wrong {
				said++
				asked := false
				for _, f := range a.Asked(s) {
					asked = asked || f.Key() == e.Field
				}
				if !asked {
					t.Errorf("%s: %s is lacking and not asked", at, e.Field)
				}
			}
		}
	}
	if said < 40 {
		t.Errorf("only %d fields were said to be lacking", said)
	}
}

// seenAct is a performer that only looks at what it is handed.
type seenAct struct{ act bodies.Act }

var errSeen = errors.New("seen")

func (s *seenAct) Perform(_ context.Context, c act.Command, _ func(act.Tx) error) (r act.Receipt, err error) {
	s.act = c.Input.([]bodies.Act)[0]
	return r, errSeen
}
