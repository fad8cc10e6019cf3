package talk

import (
	"errors"
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/charge"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// chargeData is who took a matter up, or that it can be.
type chargeData struct {
	page.View
	Visit *desk.Visit
	Of    ref.Ref
	Act   string // that waits to be done
	C     *charge.Charge
	Mine  bool
	Say   string
	Hand  page.Field // to whom it can be handed; no options = to nobody
}

// Above is who of the office took a matter up, for those of the office; nil where nothing
// of it waits for this visitor.
func (p Pages) Above(v *desk.Visit, of ref.Ref, o access.Object, state string, offered []noun.Act) (
	templ.Component, error) {
	if !v.Desk.Kinds.Of(of.Kind).Talks || !v.Can("charge.take", o) {
		return nil, nil
	}
	i := slices.IndexFunc(offered, func(a noun.Act) bool { return a.Main && access.Decides(a.Verb) })
	if i < 0 {
		return nil, nil
	}
	d := chargeData{View: page.View{P: v.P, Today: v.Today()}, Visit: v, Of: of, Act: offered[i].Name}
	list, err := p.Read.ChargesOn(v.R.Context(), []ref.ID{of.ID})
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		of := func(a noun.Act) bool { return a.Name == c.Act }
		if slices.ContainsFunc(offered, of) && p.Charges.Live(c, state, v.Today()) {
			d.C, d.Act, d.Mine, d.Say = c, c.Act, c.Holder == v.Actor.Whose(), p.says(v, c)
		}
	}
	if d.C == nil || !d.Mine {
		return charged(d), nil
	}
	cast, err := p.Cast(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, err
	}
	d.Hand = page.Field{Name: "to", Label: v.P.T("charge.to.field"), Options: []page.Option{{Label: v.P.T("form.choose")}}}
	for _, who := range p.Charges.With(v.Desk.Kinds).Colleagues(cast, o, of.Kind, d.Act, d.C.Holder) {
		d.Hand.Options = append(d.Hand.Options, page.Option{Value: who.Person.String(), Label: who.Name + "　" + who.Post})
	}
	return charged(d), nil
}

// says who has a matter, and since when.
func (p Pages) says(v *desk.Visit, c *charge.Charge) string {
	name := ""
	if county, err := v.County(); err == nil {
		x, _ := county.Person(c.Holder)
		name = x.Name
	}
	if c.Holder == v.Actor.Whose() {
		return v.P.T("charge.mine", "on", c.Since)
	}
	return v.P.T("charge.by", "name", name, "on", c.Since)
}

// While says with the form of a deciding act that somebody else took the matter up: one
// may act all the same.
func (p Pages) While(v *desk.Visit, of ref.Ref, o access.Object, state string, a noun.Act) (templ.Component, error) {
	if !access.Decides(a.Verb) || !v.Can("charge.take", o) {
		return nil, nil
	}
	list, err := p.Read.ChargesOn(v.R.Context(), []ref.ID{of.ID})
	for _, c := range list {
		if c.Holder != v.Actor.Whose() && p.Charges.Live(c, state, v.Today()) {
			return taken(page.View{P: v.P}, p.says(v, c)), err
		}
	}
	return nil, err
}

// Taken is who took up what waits on a workbench, by its place.
func (p Pages) Taken(v *desk.Visit, of []ref.Ref, acts []string) (map[int]desk.TakenUp, error) {
	out := map[int]desk.TakenUp{}
	if !access.Anywhere(v.Actor, "charge.take") || len(of) == 0 {
		return out, nil
	}
	var ids []ref.ID
	for _, x := range of {
		ids = append(ids, x.ID)
	}
	list, err := p.Read.ChargesOn(v.R.Context(), ids)
	for _, c := range list {
		for i, x := range of {
			if x == c.Matter() && acts[i] == c.Act && p.Charges.Live(c, c.Stage, v.Today()) {
				out[i] = desk.TakenUp{Mine: c.Holder == v.Actor.Whose(), Say: p.says(v, c)}
			}
		}
	}
	return out, err
}

// back is where the form came from: the workbench, or the page of the matter.
func back(v *desk.Visit, of ref.Ref) string {
	if v.Form("from") == "workbench" {
		return "/"
	}
	return v.Desk.Kinds.Of(of.Kind).At(of.ID)
}

func (p Pages) take(v *desk.Visit) error {
	of := ref.Ref{Kind: ref.Kind(v.Form("of")), ID: v.FormID("object")}
	if err := v.SeeRef(of); err != nil {
		return err
	}
	if _, err := p.Charges.With(v.Desk.Kinds).Take(v.R.Context(), v.Command(), of, v.Form("act")); err != nil {
		return err
	}
	return v.Said(back(v, of), "charge.taken")
}

func (p Pages) putBack(v *desk.Visit) error {
	if _, err := p.Charges.With(v.Desk.Kinds).PutBack(v.R.Context(), v.Command(), v.ID("id")); err != nil {
		return err
	}
	return v.Said(back(v, ref.Ref{Kind: ref.Kind(v.Form("of")), ID: v.FormID("object")}), "charge.put-back")
}

func (p Pages) hand(v *desk.Visit) error {
	_, err := p.Charges.With(v.Desk.Kinds).Hand(v.R.Context(), v.Command(), v.ID("id"), v.FormID("to"))
	var wrong text.InputErrors
	if errors.As(err, &wrong) {
		return text.Refuse(text.Conflict, wrong[0].Key)
	}
	if err != nil {
		return err
	}
	return v.Said(back(v, ref.Ref{Kind: ref.Kind(v.Form("of")), ID: v.FormID("object")}), "charge.handed")
}

// names are the hidden fields that name the matter.
func (d chargeData) names() map[string]string {
	return map[string]string{"of": string(d.Of.Kind), "object": d.Of.ID.String(), "act": d.Act}
}

func (d chargeData) send(to string) page.Form {
	return page.Form{Action: "/charges" + to, Key: d.Visit.Key(), Names: d.names()}
}

func (d chargeData) at(what string) page.Form { return d.send("/" + d.C.ID.String() + what) }
