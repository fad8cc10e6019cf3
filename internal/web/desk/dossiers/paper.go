package dossiers

import (
	"io"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/dossiers"
	tables "shuangze/internal/exchange"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
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
	return v.SendPaper(as, title, speech(v).DossierDocument(d.Pieces, title, d.Watermark, foot), v.Now)
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
	return v.SendPaper(as, title, speech(v).DossierDocument(d.Pieces, title, d.Watermark, d.Watermark), v.Now)
}

// mine is all of the holder's own dossier as one file, with the files that they handed in.
func (p Pages) mine(v *desk.Visit) error {
	x, ok, err := p.Read.One(v.R.Context(), ref.Dossier, v.ID("id"))
	if err != nil {
		return err
	}
	var object access.Object
	if ok {
		object = dossiers.Shape.Object(x)
	}
	if err := v.See(tables.TakeOwn, ok, object); err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	if err := v.Enter(gate.List, paper.Weight); err != nil {
		return err
	}
	own, o := p.Own, x.(*dossiers.Dossier)
	own.Open = func(digest []byte) (io.ReadCloser, error) { return v.Desk.Files.Open(digest) }
	t, err := own.Take(v.R.Context(), v.Command(), speech(v), c, o, v.Now)
	v.Leave() // who takes long to read it keeps nobody waiting
	if err != nil {
		return err
	}
	defer t.Close()
	h := v.W.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.FormatInt(t.Size, 10))
	h.Set("Content-Disposition", filename.Attachment(speech(v).OwnDossierName(o)+"-"+v.Today().String()+".zip", "dossier"))
	if _, err := io.Copy(v.W, t); err != nil {
		v.Desk.Log.Debug("own dossier not read", "request", v.Request, "err", err)
	}
	return nil
}
