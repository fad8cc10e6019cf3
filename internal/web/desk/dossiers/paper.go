package dossiers

import (
	"shuangze/internal/access"
	"shuangze/internal/dossiers"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
)

// ownPaper is the holder's own dossier as a file, with what they may see.
func (p Pages) ownPaper(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	x, ok, err := p.Read.One(v.R.Context(), ref.Dossier, v.ID("id"))
	if err != nil {
		return err
	}
	var object access.Object
	if ok {
		object = dossiers.Shape.Object(x)
	}
	if err := v.See("dossier.see", ok, object); err != nil {
		return err
	}
	o := x.(*dossiers.Dossier)
	if !v.Actor.InPerson() || v.Actor.Person != o.Person {
		return desk.Missing()
	}
	d, err := p.ownData(v, o)
	if err != nil {
		return err
	}
	title := v.P.T("dossier.paper.own", "name", o.Name)
	foot := v.P.T("dossier.paper.foot", "name", v.Actor.Name, "at", v.P.InstantIn(0, v.Now))
	return v.SendPaper(as, title, p.document(d, v, title, foot), v.Now)
}

// releasedPaper is what was released, as a file that bears on every page who took it, when, by which request. It is
// taken only while an opening lasts.
func (p Pages) releasedPaper(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	x, ok, err := p.Read.One(v.R.Context(), ref.DossierAccess, v.ID("id"))
	if err != nil {
		return err
	}
	var object access.Object
	if ok {
		object = x.(*dossiers.Access).Object()
	}
	if err := v.See("dossieraccess.see", ok, object); err != nil {
		return err
	}
	a := x.(*dossiers.Access)
	if !a.Reads(v.Actor, v.Now) {
		return dossiers.Shut(a, v.Today())
	}
	d, err := p.releasedData(v, a)
	if err != nil {
		return err
	}
	title := v.P.T("dossier.paper.extract", "name", a.Name)
	return v.SendPaper(as, title, p.document(d, v, title, d.Watermark), v.Now)
}

// document is the paper: both halves, part by part, and the foot under each page.
func (p Pages) document(d data, v *desk.Visit, title, foot string) official.Document {
	out := official.Document{Form: official.Plain, Lang: v.P.Lang(), Title: []string{title}, Foot: foot}
	add := func(level official.Level, s string) {
		out.Body = append(out.Body, official.Block{Text: s, Level: level})
	}
	if d.Watermark != "" {
		add(official.Text, d.Watermark)
	}
	for _, half := range bothHalves {
		if len(d.half(half)) == 0 {
			continue
		}
		add(official.First, v.P.T("dossier.half."+half))
		for _, x := range d.half(half) {
			add(official.Second, x.Name)
			if x.Empty {
				add(official.Text, v.P.T("dossier.nothing"))
			}
			for _, s := range x.Posts {
				add(official.Text, s)
			}
			for _, f := range x.Figures {
				add(official.Text, f.Name+" "+f.Count)
				for _, l := range f.Lines {
					add(official.Text, joined(l.Title, l.State)+" "+l.Facts)
				}
			}
			for _, s := range x.Declared {
				add(official.Text, joined(s.On, "")+" "+s.Content)
				if s.Kin != "" {
					add(official.Text, v.P.T("declaration.relative", "name", s.Kin))
				}
			}
		}
	}
	return out
}
