package frame

import (
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// asks is a question of the form.
func (d actData) asks(f field.Field) templ.Component {
	q := d.question(d.Visit, d.County, f, d.Filled, d.prefix())
	if unit := d.whose(); f.Among != "" && unit != 0 {
		q.Options = append(q.Options[:1], among(d.County, unit, f.Among)...)
	}
	if f.Whose {
		q.Options = d.ours(q)
		if len(q.Options) == 2 && q.Value == "" {
			q.Value = q.Options[1].Value
		}
	}
	if f.Type == filesType && !d.P.Has(d.prefix()+f.Key()) {
		q.Label = d.P.T("field.files")
		q.Hint = d.P.T("field.files.hint", "most", evidence.AtOnce, "size", evidence.SizeMost>>20)
	}
	if f.Type == field.AFile {
		for _, e := range d.Files {
			if !e.Removed() {
				q.Options = append(q.Options, page.Option{Value: e.ID.String(), Label: e.Name})
			}
		}
	}
	if offers, ok := d.Offers[f.Name]; ok {
		q.Options = append(q.Options[:1], offers...)
	}
	if f.Hints != "" {
		q.Options = q.Options[1:]
		for i, o := range q.Options {
			q.Options[i].Hint = d.P.T(f.Hints + o.Value)
		}
	}
	if d.Own.Refine != nil {
		d.Own.Refine(d.Act, f, &q)
	}
	if own, ok := d.Own.Types[f.Type]; ok {
		return own.Ask(d.View, d.Filled, q)
	}
	if f.Hints != "" {
		return page.Radios(d.View, q)
	}
	return Question(d.View, f.Type, q)
}

// whose is the unit whose people are asked for: that of the object; of one to be made, that of the only bodies whose it
// can be. 0 = any.
func (d actData) whose() (unit ref.ID) {
	if d.X != nil {
		return d.X.Head().Unit
	}
	for _, f := range d.Act.Asked(d.X) {
		if !f.Whose {
			continue
		}
		for _, o := range d.ours(d.question(d.Visit, d.County, f, page.Filled{P: d.P}, d.prefix()))[1:] {
			b, _ := d.County.Body(ref.Parse(o.Value))
			if unit != 0 && b.Unit != unit {
				return 0
			}
			unit = b.Unit
		}
	}
	return unit
}

// ours are the bodies for which the visitor may do the act, and what is chosen already.
func (d actData) ours(q page.Field) []page.Option {
	return slices.DeleteFunc(q.Options, func(o page.Option) bool {
		b, ok := d.County.Body(ref.Parse(o.Value))
		return ok && o.Value != q.Value && !d.Visit.Can(d.Act.Verb, access.Object{Jurisdiction: d.Visit.Actor.Jurisdiction,
			Kind: d.Of, Unit: b.Unit, Side: actor.Side(b.Kind.Side())})
	})
}

// folded are the questions that a form keeps away until they are wanted, and the
// others; they are open when something of them is wrong, is asked for, or was filled in.
func (d actData) folded() (plain, away field.Fields, open bool) {
	for _, f := range d.Act.Asked(d.X) {
		if f.Inner { // is asked by what stands with the form: Adds.With and Adds.Take
			continue
		}
		if !f.Fold {
			plain = append(plain, f)
			continue
		}
		away = append(away, f)
		wrong := func(e text.InputError) bool {
			return e.Field == f.Name || e.Key == text.BoundaryAsks && f.Name == text.BoundaryStated
		}
		open = open || d.Filled.Values.Get(f.Name) != "" || slices.ContainsFunc(d.Filled.Errors, wrong)
	}
	return plain, away, open
}

// moreName is the field by which a form asks for more rows of a list; nothing is
// done.
const moreName = "then"

// beside says what is missing beside the field that takes it: evidence where the
// files are chosen.
func beside(a noun.Act, in text.InputErrors) text.InputErrors {
	out := slices.Clone(in)
	for _, f := range a.Fields {
		for i := range out {
			if f.Type == filesType && out[i].Field == "evidence" {
				out[i].Field = f.Name
			}
		}
	}
	return out
}

// read takes what was typed into the form of an act; x is what it is about, nil
// for what is made. Files are kept once everything else can be read.
func (p Pages) read(v *desk.Visit, a noun.Act, x noun.Value) (call noun.Call, errs text.InputErrors, err error) {
	call = noun.Call{Command: v.Command()}
	if a.New == nil {
		return call, nil, nil
	}
	call.In = a.New()
	asked := a.Asked(x)
	for _, f := range asked {
		if own, ok := p.Own.Types[f.Type]; ok {
			own.Read(v, f, call.In, &errs)
			continue
		}
		f.Read(call.In, v.Form(f.Name), &errs)
	}
	for _, f := range asked {
		if f.Type != filesType || len(errs) > 0 {
			continue
		}
		if call.Files, err = Uploads(v, f.Name, &errs); err != nil {
			return call, nil, err
		}
		if f.Must && len(call.Files) == 0 && len(errs) == 0 {
			if p.Tables != nil { // everything that is wrong is said at once
				asked.Check(call.In, p.Tables, &errs)
			}
			errs.Add(f.Name, "evidence.choose")
		}
	}
	return call, errs, nil
}

// Uploads reads the files of a field, if any: see desk.Visit.Files.
func Uploads(v *desk.Visit, name string, errs *text.InputErrors) (out []act.File, err error) {
	files, err := v.Files(name, errs)
	for _, e := range files {
		out = append(out, e.File())
	}
	return out, err
}
