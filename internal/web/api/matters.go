package api

import (
	"reflect"
	"slices"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// whatBesides is what one object of a noun says beside its fields, as its page does: read for whoever may read the
// object.
type whatBesides struct {
	reflect.StructField
	of func(c *call, v noun.Value) (any, error)
}

// besides are those of each noun, by its name.
var besides = map[string][]whatBesides{
	matters.Shape.Name: {{member("members", reflect.TypeFor[[]MatterMember](),
		`json:"members" doc:"Who looks into it, and who of them signed the report, in the order of their naming."`),
		matterPanel}},
	matters.AppealShape.Name: {{member("corrected", reflect.TypeFor[[]ref.ID](),
		`json:"corrected" doc:"The score sheets that its decision corrected, as far as one sees them."`), appealCorrected}},
}

func saidBesides(n *noun.Noun) (out []reflect.StructField) {
	for _, x := range besides[n.Name] {
		out = append(out, x.StructField)
	}
	return out
}

// sayBesides writes them into the type of an object.
func (c *call) sayBesides(n *noun.Noun, v noun.Value, into reflect.Value) error {
	for _, x := range besides[n.Name] {
		said, err := x.of(c, v)
		if err != nil {
			return err
		}
		into.FieldByName(x.Name).Set(reflect.ValueOf(said))
	}
	return nil
}

// MatterMember is one of the panel of a matter.
type MatterMember struct {
	Person   ref.ID  `json:"person"`
	Head     bool    `json:"head" doc:"Heads the panel."`
	Signed   bool    `json:"signed" doc:"The report as it stands."`
	SignedAt instant `json:"signedAt,omitzero"`
}

func matterPanel(c *call, v noun.Value) (any, error) {
	x, out := v.(*matters.Matter), []MatterMember{}
	acts, err := c.face.Read.ActsOf(c.r.Context(), x.ID, trail.All, matters.ReportSigned)
	if err != nil {
		return nil, err
	}
	for _, id := range x.Members() {
		one := MatterMember{Person: id, Head: id == x.Lead, Signed: slices.Contains(x.Signed(), id)}
		if one.Signed {
			one.SignedAt = instant(matters.SignedAt(acts, id))
		}
		out = append(out, one)
	}
	return out, nil
}

func appealCorrected(c *call, v noun.Value) (any, error) {
	out := []ref.ID{}
	q, ok := course.CorrectedBy(v.Head().Unit, v.(*matters.Appeal).AnswerNo)
	if !ok {
		return out, nil
	}
	got, err := c.face.Objects.Whole(c.r.Context(), ref.Scoresheet, c.scope("scoresheet.see"), q, 50)
	for _, s := range got.Values {
		out = append(out, s.Head().ID)
	}
	return out, err
}
